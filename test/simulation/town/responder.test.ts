import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ocspValidity } from '../../../src/centre/validity/ocsp.ts';
import { sampleTown } from '../../../src/simulation/town/town.ts';
import { freePort, temporaryFolder } from '../../harness.ts';

// OpenSSL checks answers against the clock of the machine.
const now = Date.now();
const town = await sampleTown(now);

/** The responder behind HTTP. */
const server = createServer(async (request, response) => {
  const answer = town.responder.answer(await buffer(request), now);
  if (answer.outcome !== 'done') return response.writeHead(503).end();
  response.writeHead(200, { 'content-type': 'application/ocsp-response' }).end(answer.value);
});
let port = 0;
beforeAll(async () => {
  port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
});
afterAll(() => server.close());

/** What the client of OpenSSL is told about a card's certificate, after it has checked signature, nonce and time. */
async function toldToOpenssl(card: string, purpose: 'auth' | 'sign'): Promise<string> {
  using folder = temporaryFolder();
  const profile = town.cards.get(card);
  const leaf = profile?.[purpose]?.certificate ?? '';
  const issuer = (purpose === 'auth' ? profile?.authCa : profile?.signCa) ?? '';
  writeFileSync(join(folder.path, 'leaf.pem'), new X509Certificate(leaf).toString());
  writeFileSync(join(folder.path, 'ca.pem'), new X509Certificate(issuer).toString());
  const url = `http://127.0.0.1:${port}/`;
  const args = ['ocsp', '-issuer', 'ca.pem', '-cert', 'leaf.pem', '-CAfile', 'ca.pem', '-url', url];
  const { stdout, stderr } = await promisify(execFile)('openssl', args, { cwd: folder.path });
  expect(stderr).toContain('Response verify OK');
  expect(stderr).not.toContain('WARNING');
  return stdout;
}

describe('the responder of the town', () => {
  it.each([
    ['adult', 'auth', 'good'],
    ['adult', 'sign', 'good'],
    ['third-generation', 'auth', 'good'],
    ['next-generation', 'auth', 'good'],
    ['suspended', 'auth', 'certificateHold'],
    ['revoked', 'auth', 'cessationOfOperation'],
    ['sign-revoked', 'auth', 'good'],
    ['sign-revoked', 'sign', 'affiliationChanged'],
    ['unconfirmed', 'auth', 'unknown'],
  ] as const)('is understood and verified by openssl: %s, %s, %s', async (card, purpose, expected) => {
    expect(await toldToOpenssl(card, purpose)).toContain(expected);
  });

  it('does not answer for an authority it does not know', async () => {
    const { auth, authCa } = town.cards.get('unknown-generation') ?? {};
    const service = ocspValidity({
      clock: { now: () => now },
      random: (bytes) => new Uint8Array(bytes),
      post: async (request) => town.responder.answer(request, now),
    });
    const [leaf, issuer] = [new X509Certificate(auth?.certificate ?? ''), new X509Certificate(authCa ?? '')];
    expect(await service.check(leaf, issuer)).toBe('unknown');
  });
});
