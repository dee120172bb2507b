import 'reflect-metadata';
import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import {
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PublicKey,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { describe, expect, it } from 'vitest';

import type { CertificatePurpose } from '../../src/centre/port.ts';
import type { RegisteredCertificate, Resident } from '../../src/centre/register.ts';
import { sampleKey, spkiOf } from '../../src/simulation/town/keys.ts';
import { authorityName, makeAuthority, makeCertificate } from '../../src/simulation/town/pki.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import {
  cardSignature,
  MINUTE,
  NOON,
  pairOf,
  refusedWith,
  TestOffice,
  town,
  withRegister,
  withResident,
  withStatus,
} from './office.ts';

const NOTHING_AGAINST: Partial<Resident> = { standing: 'resident', protectedPerson: false };
const MOVE = { plannedLeaving: '2025-04-01', movedOn: '2025-04-01', notifiedOn: '2025-04-01' };
const x509Of = (card: string) => new X509Certificate(pairOf(card).certificate);

const adult = pairOf('adult');
const strangerKey = sampleKey('r0201-auth');
const otherGeneration = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const order = {
  subject: 'C=JP, CN=9900000000101',
  serial: '5a010101',
  from: '2024-01-01',
  until: '2028-01-01',
  key: adult.key,
};

/** A certificate of the pinned authority with extensions of the test's choice. */
async function crafted(extensions: Extension[], hash = 'SHA-256'): Promise<Uint8Array> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash };
  const certificate = await X509CertificateGenerator.create({
    subject: order.subject,
    issuer: authorityName('auth'),
    serialNumber: order.serial,
    notBefore: new Date('2024-01-01T00:00:00Z'),
    notAfter: new Date('2028-01-01T00:00:00Z'),
    publicKey: new PublicKey(Buffer.from(spkiOf(adult.key))),
    signingKey: sampleKey('ca-auth').toCryptoKey(algorithm, false, ['sign']),
    signingAlgorithm: algorithm,
    extensions,
  });
  return new Uint8Array(certificate.rawData);
}

const withRoots = (auth: readonly Uint8Array[]) => ({ ...town, roots: { ...town.roots, auth } });

const usage = new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true);
const policy = new CertificatePolicyExtension(['1.2.392.200149.8.5.1.3.30'], true);

describe('a card that answers the challenge', () => {
  it('is authenticated, with the municipality, an offer of every kind and a handle of 32 random bytes', async () => {
    const answer = await new TestOffice().authenticated('adult');
    expect(answer.municipality).toEqual({ code: '992011', name: '架空県窓口市' });
    expect(Buffer.from(answer.authentication, 'base64url')).toHaveLength(32);
    expect(answer.offers.map(({ kind, available, fee }) => ({ kind, available, fee }))).toEqual([
      { kind: 'juminhyo', available: true, fee: 200 },
      { kind: 'kisaijiko', available: true, fee: 200 },
      { kind: 'inkan', available: true, fee: 200 },
      { kind: 'shotoku', available: true, fee: 250 },
      { kind: 'kazei', available: true, fee: 250 },
      { kind: 'nozei', available: true, fee: 250 },
      { kind: 'koseki-zenbu', available: true, fee: 350 },
      { kind: 'koseki-kojin', available: true, fee: 350 },
      { kind: 'fuhyo', available: true, fee: 200 },
    ]);
  });

  it('may be any card of the town that nothing speaks against', async () => {
    const office = new TestOffice();
    for (const card of [
      'adult',
      'foreign',
      'locked',
      'expiring',
      'large',
      'long-name',
      'alias',
      'sign-revoked',
      'end-of-stay',
      'third-generation',
      'next-generation',
      'honseki-elsewhere',
    ])
      await expect(office.presentCard(card), card).resolves.toMatchObject({ outcome: 'done' });
  });
});

describe('the nonce', () => {
  it('is good once: a recorded answer is worth nothing the second time', async () => {
    const office = new TestOffice();
    const nonce = await office.nonce();
    const proof = { nonce, certificate: adult.certificate, signature: sign('sha256', nonce, adult.key) };
    expect((await office.centre.authenticate(proof)).outcome).toBe('done');
    expect(await office.centre.authenticate(proof)).toEqual(refusedWith('signature-invalid'));
  });

  it('is used up by an answer that fails, too', async () => {
    const office = new TestOffice();
    const nonce = await office.nonce();
    const wrong = { nonce, certificate: adult.certificate, signature: sign('sha256', nonce, strangerKey) };
    expect(await office.centre.authenticate(wrong)).toEqual(refusedWith('signature-invalid'));
    const right = { ...wrong, signature: sign('sha256', nonce, adult.key) };
    expect(await office.centre.authenticate(right)).toEqual(refusedWith('signature-invalid'));
  });

  it('is good for less than five minutes', async () => {
    const office = new TestOffice();
    const proof = async (age: number) => {
      const nonce = await office.nonce();
      office.time += age;
      return office.centre.authenticate({
        nonce,
        certificate: adult.certificate,
        signature: sign('sha256', nonce, adult.key),
      });
    };
    expect((await proof(5 * MINUTE - 1)).outcome).toBe('done');
    expect(await proof(5 * MINUTE)).toEqual(refusedWith('signature-invalid'));
  });

  it('must be one the centre gave', async () => {
    const nonce = new Uint8Array(32).fill(9);
    const signature = sign('sha256', nonce, adult.key);
    expect(await new TestOffice().centre.authenticate({ nonce, certificate: adult.certificate, signature })).toEqual(
      refusedWith('signature-invalid'),
    );
  });
});

describe('a certificate', () => {
  it('must belong to the key that signed', async () => {
    expect(await new TestOffice().present(adult.certificate, strangerKey)).toEqual(refusedWith('signature-invalid'));
  });

  it('must be exactly one DER certificate', async () => {
    const office = new TestOffice();
    const { certificate, key } = adult;
    const pem = Buffer.from(
      `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate).toString('base64')}\n-----END CERTIFICATE-----\n`,
    );
    for (const bytes of [new Uint8Array(), certificate.subarray(0, -1), Uint8Array.from([...certificate, 0]), pem])
      expect(await office.present(bytes, key)).toEqual(refusedWith('certificate-not-accepted'));
  });

  it('of another authority is refused even under the same name', async () => {
    const impostor = makeAuthority('auth', 2026, otherGeneration);
    const forged = makeCertificate(impostor, order);
    expect(await new TestOffice().present(forged, adult.key)).toEqual(refusedWith('certificate-not-accepted'));
  });

  it('finds its authority by the key among generations that share one name', async () => {
    const { certificate: other } = makeAuthority('auth', 2026, otherGeneration);
    const office = new TestOffice({ town: withRoots([other, ...town.roots.auth]) });
    expect((await office.presentCard('adult')).outcome).toBe('done');
  });

  it('is not vouched for by an authority that is itself no longer valid', async () => {
    const { certificate: old } = makeAuthority('auth', 2021);
    const office = new TestOffice({ town: withRoots([old]) });
    expect(await office.presentCard('adult')).toEqual(refusedWith('certificate-not-accepted'));
  });

  it('for signatures is not one for authentication, whoever issued it', async () => {
    const signing = town.cards.get('adult')?.sign;
    if (signing == null) throw new Error('adult has a signature certificate');
    expect(await new TestOffice().present(signing.certificate, signing.key)).toEqual(
      refusedWith('certificate-not-accepted'),
    );
    const crossed = makeCertificate({ purpose: 'sign', key: sampleKey('ca-auth') }, order);
    const signRoot = makeAuthority('sign', 2026, sampleKey('ca-auth'));
    const office = new TestOffice({ town: withRoots([...town.roots.auth, signRoot.certificate]) });
    expect(await office.present(crossed, adult.key)).toEqual(refusedWith('certificate-not-accepted'));
  });

  it('of an authority is not a card: neither the root itself nor a leaf that claims to be one', async () => {
    const office = new TestOffice();
    const root = town.roots.auth[0] ?? new Uint8Array();
    expect(await office.present(root, sampleKey('ca-auth'))).toEqual(refusedWith('certificate-not-accepted'));
    const leaf = await crafted([usage, policy, new BasicConstraintsExtension(true, undefined, true)]);
    expect(await office.present(leaf, adult.key)).toEqual(refusedWith('certificate-not-accepted'));
  });

  it('must carry keyUsage and policy for authentication, SHA-256, and nothing critical that is not understood', async () => {
    const office = new TestOffice();
    const extra = (critical: boolean) => new Extension('1.3.6.1.4.1.99999.1', critical, Uint8Array.from([5, 0]));
    expect((await office.present(await crafted([usage, policy]), adult.key)).outcome).toBe('done');
    expect((await office.present(await crafted([usage, policy, extra(false)]), adult.key)).outcome).toBe('done');
    const wrong = {
      'no policy': await crafted([usage]),
      'no key usage': await crafted([policy]),
      'another policy': await crafted([usage, new CertificatePolicyExtension(['1.2.392.200149.8.5.1.1.20'], true)]),
      'also non-repudiation': await crafted([
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true),
        policy,
      ]),
      'unknown critical extension': await crafted([usage, policy, extra(true)]),
      'SHA-1': await crafted([usage, policy], 'SHA-1'),
    };
    for (const [why, certificate] of Object.entries(wrong))
      expect(await office.present(certificate, adult.key), why).toEqual(refusedWith('certificate-not-accepted'));
  });

  it('is refused after its last second and before its first', async () => {
    const office = new TestOffice();
    expect(await office.presentCard('expired')).toEqual(refusedWith('certificate-expired'));
    office.time = Date.parse('2027-01-04T22:59:00+09:00');
    expect((await office.presentCard('expiring')).outcome).toBe('done');
    office.time = Date.parse('2027-01-05T00:00:00+09:00');
    expect(await office.presentCard('expiring')).toEqual(refusedWith('certificate-expired'));
    const early = makeCertificate({ purpose: 'auth', key: sampleKey('ca-auth') }, { ...order, from: '2027-02-01' });
    expect(await office.present(early, adult.key)).toEqual(refusedWith('certificate-not-accepted'));
  });

  it('is refused by its state at this moment, and refused when nobody can tell', async () => {
    const office = new TestOffice();
    const status = withStatus(adult.certificate, 'suspended');
    expect(await new TestOffice({ town: status }).presentCard('adult')).toEqual(refusedWith('certificate-suspended'));
    expect(await office.presentCard('suspended')).toEqual(refusedWith('certificate-suspended'));
    expect(await office.presentCard('revoked')).toEqual(refusedWith('certificate-revoked'));
    expect(await office.presentCard('unconfirmed')).toEqual(refusedWith('revocation-unknown'));
  });
});

describe('the person behind the certificate', () => {
  it('must live here', async () => {
    const elsewhere = withRegister(({ certificates }) => ({
      certificates: certificates.map((row) => (row.resident === 'r0101' ? { ...row, resident: null } : row)),
    }));
    expect(await new TestOffice({ town: elsewhere }).presentCard('adult')).toEqual(refusedWith('other-municipality'));
    expect(await new TestOffice().presentCard('other-town')).toEqual(refusedWith('other-municipality'));
    const unknown = withRegister(() => ({ certificates: [] }));
    expect(await new TestOffice({ town: unknown }).presentCard('adult')).toEqual(refusedWith('holder-unknown'));
  });

  it.each([
    ['deceased', { standing: 'deceased' }],
    ['moved-out', { standing: 'moved-out' }],
    ['moving-out', { standing: 'moving-out' }],
    ['protected-person', { protectedPerson: true }],
    ['under-15', { birthDate: '2011-11-22' }],
  ] as const)('is refused as %s', async (code, changes) => {
    const office = new TestOffice({ town: withResident('r0101', changes) });
    expect(await office.presentCard('adult')).toEqual(refusedWith(code));
  });

  it('is refused as in the town: the child, the protected person, the one who left', async () => {
    const office = new TestOffice();
    expect(await office.presentCard('child')).toEqual(refusedWith('under-15'));
    expect(await office.presentCard('protected')).toEqual(refusedWith('protected-person'));
    expect(await office.presentCard('moved-out')).toEqual(refusedWith('moved-out'));
    expect(await office.presentCard('moving-out')).toEqual(refusedWith('moving-out'));
  });

  it('is refused together with a protected member of the same household, in words that do not tell who it is', async () => {
    const office = new TestOffice({ town: withResident('r0102', { protectedPerson: true }) });
    expect(await office.presentCard('adult')).toEqual(refusedWith('protected-person'));
  });

  it.each([
    ['2011-11-21', '2026-11-20T23:59:59.999+09:00', 'under-15'],
    ['2011-11-21', '2026-11-21T00:00:00+09:00', null],
    ['2012-02-29', '2027-02-28T23:59:59.999+09:00', 'under-15'],
    ['2012-02-29', '2027-03-01T00:00:00+09:00', null],
  ] as const)('born on %s is at %s: %s', async (birthDate, at, code) => {
    const office = new TestOffice({ town: withResident('r0101', { birthDate }) });
    office.time = Date.parse(at);
    const answer = await office.presentCard('adult');
    if (code === null) expect(answer.outcome).toBe('done');
    else expect(answer).toEqual(refusedWith(code));
  });

  it('comes back tomorrow with a card that was handed over today', async () => {
    const office = new TestOffice();
    expect(await office.presentCard('new')).toEqual(refusedWith('same-day-card'));
    office.time = NOON + 24 * 60 * MINUTE;
    expect((await office.presentCard('new')).outcome).toBe('done');
  });

  it('is refused on the day of moving in', async () => {
    const office = new TestOffice({ town: withResident('r0101', { notifiedOn: '2026-11-20' }) });
    expect(await office.presentCard('adult')).toEqual(refusedWith('moved-in-today'));
    office.time = NOON + 24 * 60 * MINUTE;
    expect((await office.presentCard('adult')).outcome).toBe('done');
  });

  it('is refused when the card stopped working by a move, and served when 継続利用 was done', async () => {
    const office = new TestOffice();
    expect(await office.presentCard('moved-unfinished')).toEqual(refusedWith('card-lapsed-by-move'));
    expect((await office.presentCard('sign-revoked')).outcome).toBe('done');
  });

  it('is refused for one reason, the first of a fixed order', async () => {
    const everything = { ...NOTHING_AGAINST, notifiedOn: '2026-11-20', birthDate: '2015-01-01' };
    const card = { move: { ...MOVE, continuedOn: null }, linkedOn: '2026-11-20' };
    const steps = [
      ['deceased', { ...everything, standing: 'deceased', protectedPerson: true }],
      ['moved-out', { ...everything, standing: 'moved-out', protectedPerson: true }],
      ['protected-person', { ...everything, standing: 'moving-out', protectedPerson: true }],
      ['moving-out', { ...everything, standing: 'moving-out' }],
      ['card-lapsed-by-move', everything],
    ] as const;
    const refusedAs = async (changes: Partial<Resident>, certificate: Partial<RegisteredCertificate>) => {
      const { register } = withResident('r0101', changes);
      const certificates = register.certificates.map((row) =>
        row.resident === 'r0101' ? { ...row, ...certificate } : row,
      );
      const office = new TestOffice({ town: { ...town, register: { ...register, certificates } } });
      return office.presentCard('adult');
    };
    for (const [code, changes] of steps) expect(await refusedAs(changes, card)).toEqual(refusedWith(code));
    const { linkedOn } = card;
    expect(await refusedAs(everything, { linkedOn })).toEqual(refusedWith('moved-in-today'));
    expect(await refusedAs({ birthDate: '2015-01-01' }, { linkedOn })).toEqual(refusedWith('under-15'));
    expect(await refusedAs({}, { linkedOn })).toEqual(refusedWith('same-day-card'));
  });
});

describe('the checks of a certificate', () => {
  it('name the first of a fixed order: nonce, signature, issuer, kind, period, revocation, register, person', async () => {
    const { certificate, key } = pairOf('wrong-issuer');
    const office = new TestOffice();
    const nonce = await office.nonce();
    const at = (changes: object) =>
      office.centre.authenticate({ nonce, certificate, signature: cardSignature(nonce, key), ...changes });
    expect(await at({ nonce: new Uint8Array(32) })).toEqual(refusedWith('signature-invalid'));
    expect(await office.present(certificate, strangerKey)).toEqual(refusedWith('signature-invalid'));
    expect(await office.present(certificate, key)).toEqual(refusedWith('certificate-not-accepted'));
    const lapsed = withStatus(pairOf('expired').certificate, 'revoked');
    expect(await new TestOffice({ town: lapsed }).presentCard('expired')).toEqual(refusedWith('certificate-expired'));
    const dead = withResident('r0502', { standing: 'deceased' });
    expect(await new TestOffice({ town: dead }).presentCard('revoked')).toEqual(refusedWith('certificate-revoked'));
  });

  it('take three generations of one name, a forecast one with ECDSA among them, and none that is not pinned', async () => {
    const office = new TestOffice();
    const names = ['adult', 'third-generation', 'next-generation'].map((card) => x509Of(card).issuer);
    expect(new Set(names).size).toBe(1);
    for (const card of ['third-generation', 'next-generation'])
      expect((await office.presentCard(card)).outcome, card).toBe('done');
    for (const card of ['unknown-generation', 'wrong-issuer', 'sign-as-auth'])
      expect(await office.presentCard(card), card).toEqual(refusedWith('certificate-not-accepted'));
  });

  it('are not taken in by an impostor that names the key of the real authority as its own', () => {
    const root = new X509Certificate(town.roots.auth[0] ?? '');
    expect(x509Of('wrong-issuer').checkIssued(root)).toBe(true);
    expect(x509Of('wrong-issuer').verify(root.publicKey)).toBe(false);
  });

  it('want r and s of an ECDSA signature side by side', async () => {
    const { certificate, key } = pairOf('next-generation');
    const office = new TestOffice();
    const nonce = await office.nonce();
    const der = sign('sha384', nonce, key);
    expect(await office.centre.authenticate({ nonce, certificate, signature: der })).toEqual(
      refusedWith('signature-invalid'),
    );
    expect(cardSignature(nonce, key)).toHaveLength(96);
  });

  it.each([
    ['RSA of another size', () => generateKeyPairSync('rsa', { modulusLength: 3072 })],
    ['another curve', () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })],
    ['Ed25519', () => generateKeyPairSync('ed25519')],
  ] as const)('take no key of %s', async (_, make) => {
    const { privateKey: key } = make();
    const certificate = makeCertificate({ purpose: 'auth', key: sampleKey('ca-auth') }, { ...order, key });
    const office = new TestOffice();
    const nonce = await office.nonce();
    const signature = key.asymmetricKeyType === 'ed25519' ? sign(null, nonce, key) : cardSignature(nonce, key);
    expect((await office.centre.authenticate({ nonce, certificate, signature })).outcome).toBe('failed');
  });

  it('take a P-384 key only under an authority of that generation', async () => {
    const { key } = pairOf('next-generation');
    const certificate = makeCertificate({ purpose: 'auth', key: sampleKey('ca-auth') }, { ...order, key });
    expect(await new TestOffice().present(certificate, key)).toEqual(refusedWith('certificate-not-accepted'));
  });
});

describe('the validity service', () => {
  it.each(['silent', 'old', 'wrong'] as const)('that is %s lets nobody in', async (mode) => {
    const own = await sampleTown(NOON);
    own.responder.mode = mode;
    expect(await new TestOffice({ town: own }).presentCard('adult')).toEqual(refusedWith('revocation-unknown'));
    own.responder.mode = 'right';
    expect((await new TestOffice({ town: own }).presentCard('adult')).outcome).toBe('done');
  });
});

describe('the date of birth', () => {
  async function birthDate(card: string, purpose: CertificatePurpose, from: CertificatePurpose = purpose) {
    const office = new TestOffice();
    const { certificate, key } = pairOf(card, from);
    const nonce = await office.nonce();
    return office.centre.birthDate({ purpose, nonce, certificate, signature: cardSignature(nonce, key) });
  }

  it.each(['auth', 'sign'] as const)('is told on the proof of the %s key', async (purpose) => {
    expect(await birthDate('adult', purpose)).toEqual({ outcome: 'done', value: { birthDate: '1984-05-14' } });
  });

  it('is told to people who get nothing else here, and is null for people of other towns', async () => {
    expect(await birthDate('child', 'auth')).toMatchObject({ value: { birthDate: '2019-06-02' } });
    expect(await birthDate('protected', 'auth')).toMatchObject({ outcome: 'done' });
    expect(await birthDate('other-town', 'sign')).toEqual({ outcome: 'done', value: { birthDate: null } });
  });

  it('is not told on a certificate of the other kind, a lapsed or a revoked one', async () => {
    expect(await birthDate('adult', 'auth', 'sign')).toEqual(refusedWith('certificate-not-accepted'));
    expect(await birthDate('adult', 'sign', 'auth')).toEqual(refusedWith('sign-certificate-not-accepted'));
    expect(await birthDate('expired', 'sign')).toEqual(refusedWith('sign-certificate-expired'));
    expect(await birthDate('sign-revoked', 'sign')).toEqual(refusedWith('sign-certificate-revoked'));
    expect(await birthDate('suspended', 'sign')).toEqual(refusedWith('sign-certificate-suspended'));
    expect(await birthDate('unconfirmed', 'sign')).toEqual(refusedWith('revocation-unknown'));
  });
});
