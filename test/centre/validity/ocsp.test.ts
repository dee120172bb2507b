import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '../../../src/calendar.ts';
import { ocspOverHttp } from '../../../src/centre/validity/network.ts';
import { ocspValidity } from '../../../src/centre/validity/ocsp.ts';
import { japanDate } from '../../../src/japan-time.ts';
import { done, failed } from '../../../src/outcome.ts';
import { sampleKey } from '../../../src/simulation/town/keys.ts';
import { makeAuthority, makeCertificate, makeResponderCertificate } from '../../../src/simulation/town/pki.ts';
import { freePort, temporaryFolder } from '../../harness.ts';
import { OpensslAuthority } from './openssl-authority.ts';

const now = Date.now();
const MINUTE = 60_000;
const authority = makeAuthority('auth', Number(japanDate(now).slice(0, 4)));
const sameName = makeAuthority('auth', Number(japanDate(now).slice(0, 4)), sampleKey('ca-auth-3'));
const order = {
  subject: 'C=JP, CN=Responder',
  serial: '0c01',
  from: japanDate(now - DAY),
  until: japanDate(now + DAY),
  key: sampleKey('responder'),
};
const delegated = makeResponderCertificate(authority, order);

const folder = temporaryFolder();
const openssl = new OpensslAuthority(folder.path, authority);
const good = openssl.issue('5a000001');

beforeAll(() => {
  openssl.index({
    '5a000001': 'valid',
    '5a000002': 'keyCompromise',
    '5a000003': 'certificateHold',
    '5a000004': 'revoked',
    '5a000005': 'affiliationChanged',
  });
  openssl.signer(delegated, order.key);
});
afterAll(() => folder[Symbol.dispose]());

type Post = Parameters<typeof ocspValidity>[0]['post'];

const serviceOver = (post: Post, at = Date.now()) =>
  ocspValidity({ clock: { now: () => at }, random: randomBytes, post });

/** Asks `openssl ocsp` without a network. */
const asked = (at?: number, ...more: string[]) =>
  serviceOver(async (request) => done(openssl.answer(request, ...more)), at).check(good, openssl.certificate);

describe('an openssl responder, over HTTP', () => {
  it('is believed about what is good, revoked, on hold or unknown to it', async () => {
    await using server = await openssl.serve();
    const service = serviceOver(ocspOverHttp(server.url));
    const status = (serial: string) => service.check(openssl.issue(serial), openssl.certificate);
    expect(await status('5a000001')).toBe('valid');
    expect(await status('5a000002')).toBe('revoked');
    expect(await status('5a000003')).toBe('suspended');
    expect(await status('5a000004')).toBe('revoked');
    expect(await status('5a000005')).toBe('revoked');
    expect(await status('5a00ffff')).toBe('unknown');
  });

  it('says nothing when it is not there, or is no responder', async () => {
    const service = serviceOver(ocspOverHttp(`http://127.0.0.1:${await freePort()}/`));
    expect(await service.check(good, openssl.certificate)).toBe('unknown');
  });
});

describe('an answer', () => {
  it('by the authority itself, or by a responder it certified for that, is believed', async () => {
    expect(await asked()).toBe('valid');
    openssl.signer(authority.certificate, authority.key);
    expect(await asked()).toBe('valid');
    openssl.signer(delegated, order.key);
  });

  it.each([
    ['a certificate of the authority that is not for answering', makeCertificate(authority, order)],
    ['another authority of the same name', sameName.certificate, sampleKey('ca-auth-3')],
    ['a responder of another authority of the same name', makeResponderCertificate(sameName, order)],
    ['a responder whose certificate has ended', makeResponderCertificate(authority, { ...order, until: order.from })],
    [
      'a responder whose certificate has not begun',
      makeResponderCertificate(authority, { ...order, from: order.until }),
    ],
  ] as const)('by %s is not', async (_, certificate, key = order.key) => {
    openssl.signer(certificate, key);
    expect(await asked()).toBe('unknown');
    openssl.signer(delegated, order.key);
  });

  it('is not kept beyond its time, nor believed from the future, but clocks may differ by five minutes', async () => {
    const at = Date.now();
    expect(await asked(at + 64 * MINUTE, '-nmin', '60')).toBe('valid');
    expect(await asked(at + 66 * MINUTE, '-nmin', '60')).toBe('unknown');
    expect(await asked(at - 4 * MINUTE, '-nmin', '60')).toBe('valid');
    expect(await asked(at - 6 * MINUTE, '-nmin', '60')).toBe('unknown');
    // Without a next update there is newer information at once.
    expect(await asked(at + 4 * MINUTE)).toBe('valid');
    expect(await asked(at + 6 * MINUTE)).toBe('unknown');
  });

  it('with SHA-1 is not believed, with SHA-384 it is', async () => {
    expect(await asked(undefined, '-rmd', 'sha1')).toBe('unknown');
    expect(await asked(undefined, '-rmd', 'sha384')).toBe('valid');
  });

  it('that was given before, to another question, is not believed', async () => {
    const answers: Uint8Array[] = [];
    const recording = serviceOver(async (request) => {
      answers.push(openssl.answer(request));
      return done(answers[0] ?? new Uint8Array());
    });
    expect(await recording.check(good, openssl.certificate)).toBe('valid');
    expect(await recording.check(good, openssl.certificate)).toBe('unknown');
  });

  it('must be about the certificate that was asked about', async () => {
    const service = serviceOver(async (request) => done(openssl.answer(request)));
    expect(await service.check(good, openssl.certificate)).toBe('valid');
    // An answer that is right in everything else, for another serial number under the same nonce.
    const nonce = randomBytes(32);
    const answers: Uint8Array[] = [];
    const fixed = ocspValidity({
      clock: { now: Date.now },
      random: () => nonce,
      post: async (request) => {
        answers.push(openssl.answer(request));
        return done(answers[0] ?? new Uint8Array());
      },
    });
    expect(await fixed.check(good, openssl.certificate)).toBe('valid');
    expect(await fixed.check(good, openssl.certificate)).toBe('valid');
    expect(await fixed.check(openssl.issue('5a000002'), openssl.certificate)).toBe('unknown');
  });

  it('without the nonce is not believed', async () => {
    const bare = openssl.requestWithoutNonce(good);
    const service = serviceOver(async () => done(openssl.answer(bare)));
    expect(await service.check(good, openssl.certificate)).toBe('unknown');
  });

  it('with any byte changed is not believed to say that a revoked certificate is valid', async () => {
    const revoked = openssl.issue('5a000002');
    const nonce = randomBytes(32);
    let genuine = new Uint8Array();
    const post: Post = async (request) => {
      if (genuine.length === 0) genuine = Uint8Array.from(openssl.answer(request));
      return done(genuine);
    };
    const service = ocspValidity({ clock: { now: Date.now }, random: () => nonce, post });
    expect(await service.check(revoked, openssl.certificate)).toBe('revoked');
    const original = Uint8Array.from(genuine);
    await fc.assert(
      fc.asyncProperty(fc.nat(original.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        genuine = original.map((byte, index) => (index === at ? byte ^ change : byte));
        expect(await service.check(revoked, openssl.certificate)).not.toBe('valid');
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['nothing', failed('offline')],
    ['an empty answer', done(new Uint8Array())],
    ['something else', done(new TextEncoder().encode('<html>'))],
    // OCSPResponse { tryLater }
    ['come back later', done(Uint8Array.of(0x30, 0x03, 0x0a, 0x01, 0x03))],
  ])('of %s is none', async (_, answer) => {
    expect(await serviceOver(async () => answer).check(good, openssl.certificate)).toBe('unknown');
  });
});
