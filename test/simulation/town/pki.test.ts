import { execFileSync } from 'node:child_process';
import { createPublicKey, sign, verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AUTH_PIN, SIGN_PIN } from '../../../src/simulation/town/cards.ts';
import { authorityName, makeAuthority } from '../../../src/simulation/town/pki.ts';
import { sampleTown } from '../../../src/simulation/town/town.ts';

const NOW = Date.parse('2026-11-20T12:00:00+09:00');
const town = await sampleTown(NOW);
const card = (name: string) => {
  const found = town.cards.get(name);
  if (found === undefined) throw new Error(`no card ${name}`);
  return found;
};
const certificateOf = (name: string) => card(name).auth?.certificate ?? new Uint8Array();
const x509 = (name: string) => new X509Certificate(certificateOf(name));

/** Runs openssl on DER files, which it finds under their names. */
function openssl(files: Readonly<Record<string, Uint8Array>>, ...args: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-pki-'));
  try {
    for (const [name, der] of Object.entries(files))
      writeFileSync(join(folder, name), new X509Certificate(der).toString());
    return execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the certificates of the town, read by openssl', () => {
  it('make a chain under strict rules, each with the authority of its own purpose', () => {
    const { auth, authCa, sign: signing, signCa } = card('adult');
    const files = {
      'auth-ca': authCa,
      'sign-ca': signCa,
      auth: auth?.certificate ?? new Uint8Array(),
      sign: signing?.certificate ?? new Uint8Array(),
    };
    const verified = (ca: string, leaf: string) =>
      openssl(files, 'verify', '-x509_strict', '-attime', String(NOW / 1000), '-CAfile', ca, leaf).trim();
    expect(verified('auth-ca', 'auth')).toBe('auth: OK');
    expect(verified('sign-ca', 'sign')).toBe('sign: OK');
    expect(() => verified('sign-ca', 'auth')).toThrow();
  });

  it('have the profile of a certificate for user authentication', () => {
    const text = openssl(
      { auth: certificateOf('adult') },
      'x509',
      '-in',
      'auth',
      '-noout',
      '-text',
      '-nameopt',
      'utf8',
    );
    for (const line of [
      'Signature Algorithm: sha256WithRSAEncryption',
      'Public-Key: (2048 bit)',
      `Issuer: ${authorityName('auth')}`,
      'Subject: C=JP, CN=990000000010199201001A',
      'X509v3 Key Usage: critical\n                Digital Signature\n',
      'X509v3 Certificate Policies: critical\n                Policy: 1.2.392.200149.8.5.1.3.30',
      'X509v3 Subject Key Identifier',
      'X509v3 Authority Key Identifier',
      'X509v3 Issuer Alternative Name',
      'DirName:CN = Madoguchi-shi CRLDP, OU = Kakuu-ken',
    ])
      expect(text).toContain(line);
    expect(text).not.toContain('Basic Constraints');
  });

  it('have the profile of an authority', () => {
    const text = openssl({ ca: card('adult').authCa }, 'x509', '-in', 'ca', '-noout', '-text', '-nameopt', 'utf8');
    expect(text).toContain('X509v3 Basic Constraints: critical\n                CA:TRUE');
    expect(text).toContain('X509v3 Key Usage: critical\n                Certificate Sign, CRL Sign');
    expect(text).toContain('O=JPKI-TEST');
  });

  it('say nothing about the person', () => {
    const printed = openssl({ auth: certificateOf('adult') }, 'x509', '-in', 'auth', '-noout', '-text');
    expect(printed).not.toContain('1984');
    expect(Buffer.from(certificateOf('adult')).includes('健太郎')).toBe(false);
  });
});

describe('the cards of the town', () => {
  it('hold keys that fit their certificates and belong to the resident the town names', () => {
    for (const [name, { auth, sign: signing }] of town.cards)
      for (const pair of [auth, signing]) {
        if (pair === null) continue;
        const proof = sign(null, Buffer.from('x'), pair.key);
        expect(verify(null, Buffer.from('x'), new X509Certificate(pair.certificate).publicKey, proof), name).toBe(true);
      }
    expect(town.holderOf(authorityName('auth'), x509('adult').serialNumber.toLowerCase())?.id).toBe('r0101');
    expect(town.holderOf(authorityName('auth'), '5affff01')).toBeNull();
    expect(town.holderOf(authorityName('sign'), x509('adult').serialNumber.toLowerCase())).toBeNull();
  });

  it('have the PINs and tries of a My Number card', () => {
    expect(card('adult').pins).toEqual({
      auth: { value: AUTH_PIN, tries: 3 },
      sign: { value: SIGN_PIN, tries: 5 },
      register: { value: '1234', tries: 3 },
      text: { value: '1234', tries: 3 },
    });
    expect(card('locked').pins.auth.tries).toBe(0);
    expect(card('last-try').pins.auth.tries).toBe(1);
    expect(card('old-card').tokenLabel).toBe('JPKIAPICCTOKEN');
    expect(card('adult').tokenLabel).toBe('JPKIAPICCTOKEN2');
  });

  it('have no signature certificate under 15, and no authentication certificate where it was declined', () => {
    expect(card('child').auth).not.toBeNull();
    expect(card('child').sign).toBeNull();
    expect(card('adult').sign).not.toBeNull();
    expect(card('without-certificate').auth).toBeNull();
  });

  it('last to the end of a birthday, less than five years after issue', () => {
    expect(x509('adult').validToDate.toISOString()).toBe('2029-05-14T14:59:59.000Z');
    expect(x509('adult').validFromDate.getTime()).toBeGreaterThan(Date.parse('2024-05-14T00:00:00+09:00'));
    expect(x509('new').validFromDate.toISOString()).toBe('2026-11-19T15:00:00.000Z');
  });

  it('end with the 在留期間 when that comes first', async () => {
    const later = await sampleTown(Date.parse('2029-11-20T12:00:00+09:00'));
    const { auth } = later.cards.get('foreign') ?? {};
    expect(new X509Certificate(auth?.certificate ?? '').validToDate.toISOString()).toBe('2031-04-10T14:59:59.000Z');
  });

  it('lapse as their names say, whatever the day the town is made', async () => {
    for (const at of ['2026-11-20T12:00:00+09:00', '2028-02-29T23:59:00+09:00', '2031-01-01T00:00:00+09:00']) {
      const now = Date.parse(at);
      const { cards } = await sampleTown(now);
      const end = (name: string) => new X509Certificate(cards.get(name)?.auth?.certificate ?? '').validToDate.getTime();
      const days = (name: string) => (end(name) - now) / 86_400_000;
      expect(days('expired'), at).toBeLessThan(0);
      expect(days('expiring'), at).toBeGreaterThan(30);
      expect(days('expiring'), at).toBeLessThan(89);
      expect(days('adult'), at).toBeGreaterThan(365 * 2 - 1);
    }
  });
});

describe('the town', () => {
  it('is the same, byte for byte, all day', async () => {
    const evening = await sampleTown(Date.parse('2026-11-20T23:59:59+09:00'));
    for (const [name, { auth, sign: signing, authCa, generation }] of town.cards) {
      // ECDSA draws a random number for each signature.
      if (generation === 'next') continue;
      const again = evening.cards.get(name);
      expect(Buffer.from(authCa).equals(again?.authCa ?? new Uint8Array()), name).toBe(true);
      expect(auth?.certificate, name).toEqual(again?.auth?.certificate);
      expect(signing?.certificate, name).toEqual(again?.sign?.certificate);
    }
  });

  it('pins the authority that its cards carry, and publishes the key its documents are signed with', () => {
    expect(town.roots.auth).toContainEqual(card('adult').authCa);
    expect(town.roots.sign).toContainEqual(card('adult').signCa);
    expect(town.roots.auth).not.toContainEqual(card('unknown-generation').authCa);
    expect(town.roots.auth).not.toContainEqual(card('wrong-issuer').authCa);
    const spki = town.documentKeys.get(town.documentKey.keyId) ?? new Uint8Array();
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    expect(key.asymmetricKeyType).toBe('ed25519');
    expect(key.equals(createPublicKey(town.documentKey.key))).toBe(true);
  });

  it('makes a card for any resident, the same as the named one', async () => {
    expect((await town.cardOf('r0101')).auth?.certificate).toEqual(card('adult').auth?.certificate);
    expect((await town.cardOf('r0602')).sign).not.toBeNull();
    await expect(town.cardOf('r9999')).rejects.toThrow('no resident r9999');
  });

  it('has authorities that share a name from year to year', async () => {
    const next = await makeAuthority('auth', 2027);
    expect(new X509Certificate(next.certificate).subject).toBe(new X509Certificate(card('adult').authCa).subject);
  });
});
