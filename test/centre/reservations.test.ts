import { createPublicKey, verify } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CertificatePurpose } from '../../src/centre/port.ts';
import { spkiOf } from '../../src/simulation/town/keys.ts';
import { authorityName } from '../../src/simulation/town/pki.ts';
import { temporaryFolder } from '../harness.ts';
import { cardSignature, MINUTE, NOON, pairOf, refusedWith, TestOffice, town, withStatus } from './office.ts';

const HOUR = 60 * MINUTE;
const CHALLENGE = Uint8Array.from({ length: 16 }, (_, at) => at);
const unlockKey = createPublicKey({ key: Buffer.from(spkiOf(town.unlockKey)), format: 'der', type: 'spki' });
const OTHER = { auth: 'sign', sign: 'auth' } as const;

const nameOf = (resident: string) => ({ issuer: authorityName('auth'), serial: `5a${resident.slice(1)}01` });

interface Attempt {
  /** The card that proves, when it is not the same. */
  readonly by?: string;
  readonly prover?: CertificatePurpose;
  readonly transaction?: string;
  readonly challenge?: Uint8Array;
}

/** What a terminal does to have the reset of a card's PIN authorised. */
async function authorize(office: TestOffice, card: string, pin: CertificatePurpose, attempt: Attempt = {}) {
  const { by = card, prover = OTHER[pin], transaction = 't-1', challenge = CHALLENGE } = attempt;
  const { certificate, key } = pairOf(by, prover);
  const nonce = await office.nonce();
  return office.centre.authorizeReset({
    transaction,
    certificate: pairOf(card).certificate,
    proof: { nonce, certificate, signature: cardSignature(nonce, key) },
    challenge,
  });
}

const lookUp = (office: TestOffice, card: string) =>
  office.centre.reservation({ certificate: pairOf(card).certificate });

describe('a reservation', () => {
  it('tells which PIN may be set anew and until when, as often as asked', async () => {
    const office = new TestOffice();
    const tomorrow = Date.parse('2026-11-21T00:00:00+09:00');
    for (const _ of [1, 2])
      expect(await lookUp(office, 'reserved')).toEqual({
        outcome: 'done',
        value: { pin: 'auth', expiresAt: tomorrow },
      });
    expect(await lookUp(office, 'reserved-sign')).toMatchObject({ value: { pin: 'sign' } });
  });

  it('is good for less than 24 hours, and none is none', async () => {
    const office = new TestOffice();
    expect(await lookUp(office, 'adult')).toEqual(refusedWith('no-reservation'));
    expect(await lookUp(office, 'late-reservation')).toEqual(refusedWith('reservation-expired'));
    office.centre.reserve({ ...nameOf('r0101'), pin: 'auth' });
    office.time = NOON + 24 * HOUR - 1;
    expect(await lookUp(office, 'adult')).toMatchObject({ outcome: 'done' });
    office.time = NOON + 24 * HOUR;
    expect(await lookUp(office, 'adult')).toEqual(refusedWith('reservation-expired'));
    office.centre.reserve({ ...nameOf('r0101'), pin: 'sign' }, 1);
    expect(await lookUp(office, 'adult')).toMatchObject({ value: { pin: 'sign', expiresAt: NOON + 25 * HOUR } });
  });

  it('is not for a card whose authentication certificate is none, lapsed, revoked or unconfirmed', async () => {
    const office = new TestOffice();
    expect(await office.centre.reservation({ certificate: pairOf('adult', 'sign').certificate })).toEqual(
      refusedWith('certificate-not-accepted'),
    );
    expect(await lookUp(office, 'wrong-issuer')).toEqual(refusedWith('certificate-not-accepted'));
    expect(await lookUp(office, 'expired')).toEqual(refusedWith('certificate-expired'));
    expect(await lookUp(office, 'revoked')).toEqual(refusedWith('certificate-revoked'));
    expect(await lookUp(office, 'suspended')).toEqual(refusedWith('certificate-suspended'));
    expect(await lookUp(office, 'unconfirmed')).toEqual(refusedWith('revocation-unknown'));
  });
});

describe('an authorisation', () => {
  it.each([
    ['reserved', 'auth', [0x00, 0x18]],
    ['reserved-sign', 'sign', [0x00, 0x1b]],
  ] as const)('for the card %s is over what the card asked and the file of its PIN', async (card, pin, file) => {
    const office = new TestOffice();
    const answer = await authorize(office, card, pin);
    if (answer.outcome !== 'done') throw new Error(JSON.stringify(answer));
    const { authorization } = answer.value;
    expect(authorization).toHaveLength(64);
    expect(verify(null, Uint8Array.from([...CHALLENGE, ...file]), unlockKey, authorization)).toBe(true);
    expect(verify(null, Uint8Array.from([...CHALLENGE, ...file].reverse()), unlockKey, authorization)).toBe(false);
  });

  it('is given once: not to another challenge, nor to another transaction', async () => {
    const office = new TestOffice();
    expect(await authorize(office, 'reserved', 'auth')).toMatchObject({ outcome: 'done' });
    const challenge = CHALLENGE.toReversed();
    expect(await authorize(office, 'reserved', 'auth', { challenge })).toEqual(refusedWith('reservation-used'));
    expect(await authorize(office, 'reserved', 'auth', { transaction: 't-2' })).toEqual(
      refusedWith('reservation-used'),
    );
    expect(await lookUp(office, 'reserved')).toEqual(refusedWith('reservation-used'));
  });

  it('is given once though two terminals ask at the same moment', async () => {
    const office = new TestOffice();
    const answers = await Promise.all([
      authorize(office, 'reserved', 'auth', { transaction: 't-1' }),
      authorize(office, 'reserved', 'auth', { transaction: 't-2' }),
    ]);
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['done', 'failed']);
  });

  it('is not given for another PIN than the one that was proved for, though the reservation changes on the way', async () => {
    let asked = 0;
    const check = async () => {
      asked += 1;
      if (asked === 2) office.centre.reserve({ ...nameOf('r0307'), pin: 'sign' });
      return 'valid' as const;
    };
    const office: TestOffice = new TestOffice({ town: { ...town, validity: () => ({ check: check }) } });
    expect(await authorize(office, 'reserved', 'auth')).toEqual(refusedWith('reservation-used'));
    expect(await lookUp(office, 'reserved')).toMatchObject({ value: { pin: 'sign' } });
  });

  it('needs a nonce of the centre, which is used up by a proof that fails, too', async () => {
    const office = new TestOffice();
    const { certificate, key } = pairOf('reserved', 'sign');
    const nonce = await office.nonce();
    const ask = (signature: Uint8Array) =>
      office.centre.authorizeReset({
        transaction: 't-1',
        certificate: pairOf('reserved').certificate,
        proof: { nonce, certificate, signature },
        challenge: CHALLENGE,
      });
    expect(await ask(cardSignature(CHALLENGE, key))).toEqual(refusedWith('signature-invalid'));
    expect(await ask(cardSignature(nonce, key))).toEqual(refusedWith('signature-invalid'));
    expect(await lookUp(office, 'reserved')).toMatchObject({ outcome: 'done' });
  });

  it('needs the proof of the other key, of the same person', async () => {
    const office = new TestOffice();
    expect(await authorize(office, 'reserved', 'auth', { prover: 'auth' })).toEqual(
      refusedWith('sign-certificate-not-accepted'),
    );
    expect(await authorize(office, 'reserved', 'auth', { by: 'adult' })).toEqual(
      refusedWith('sign-certificate-not-accepted'),
    );
    expect(await authorize(office, 'reserved-sign', 'sign', { by: 'adult' })).toEqual(
      refusedWith('certificate-not-accepted'),
    );
    expect(await authorize(office, 'reserved-sign', 'sign', { prover: 'sign' })).toEqual(
      refusedWith('certificate-not-accepted'),
    );
    expect(await authorize(office, 'reserved', 'auth')).toMatchObject({ outcome: 'done' });
  });

  it.each([
    ['revoked', 'sign-certificate-revoked'],
    ['suspended', 'sign-certificate-suspended'],
    ['unknown', 'revocation-unknown'],
  ] as const)('is not given on the proof of a key that is %s', async (status, code) => {
    const office = new TestOffice({ town: withStatus(pairOf('reserved', 'sign').certificate, status) });
    expect(await authorize(office, 'reserved', 'auth')).toEqual(refusedWith(code));
    expect(await lookUp(office, 'reserved')).toMatchObject({ outcome: 'done' });
  });

  it('is not given without a reservation, or after it', async () => {
    const office = new TestOffice();
    expect(await authorize(office, 'both-locked', 'auth')).toEqual(refusedWith('no-reservation'));
    expect(await authorize(office, 'late-reservation', 'auth')).toEqual(refusedWith('reservation-expired'));
  });

  it('of a person the register does not know is not given: nobody can say whose the other key is', async () => {
    const office = new TestOffice();
    office.centre.reserve({ ...nameOf('r9001'), pin: 'auth' });
    expect(await authorize(office, 'other-town', 'auth')).toEqual(refusedWith('sign-certificate-not-accepted'));
  });
});

describe('the end of a reset', () => {
  it.each(['done', 'unknown'] as const)('that is %s leaves the reservation used up', async (result) => {
    const office = new TestOffice();
    await authorize(office, 'reserved', 'auth');
    for (const _ of [1, 2])
      expect(await office.centre.concludeReset('t-1', result)).toEqual({ outcome: 'done', value: null });
    expect(await authorize(office, 'reserved', 'auth', { transaction: 't-2' })).toEqual(
      refusedWith('reservation-used'),
    );
  });

  it('that failed for certain gives it back, to another transaction', async () => {
    const office = new TestOffice();
    await authorize(office, 'reserved', 'auth');
    await office.centre.concludeReset('t-1', 'failed');
    expect(await authorize(office, 'reserved', 'auth')).toEqual(refusedWith('reservation-used'));
    expect(await authorize(office, 'reserved', 'auth', { transaction: 't-2' })).toMatchObject({ outcome: 'done' });
    await office.centre.concludeReset('t-1', 'failed');
    expect(await lookUp(office, 'reserved')).toEqual(refusedWith('reservation-used'));
  });

  it('is the first that was told; only an unknown one may still be settled', async () => {
    const office = new TestOffice();
    await authorize(office, 'reserved', 'auth');
    await office.centre.concludeReset('t-1', 'unknown');
    await office.centre.concludeReset('t-1', 'failed');
    expect(await lookUp(office, 'reserved')).toMatchObject({ outcome: 'done' });
    await authorize(office, 'reserved', 'auth', { transaction: 't-2' });
    await office.centre.concludeReset('t-2', 'done');
    await office.centre.concludeReset('t-2', 'failed');
    expect(await lookUp(office, 'reserved')).toEqual(refusedWith('reservation-used'));
  });

  it('is remembered by the next process', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'centre.sqlite');
    const before = new TestOffice({ path });
    await authorize(before, 'reserved', 'auth');
    before.centre.close();
    const after = new TestOffice({ path });
    expect(await lookUp(after, 'reserved')).toEqual(refusedWith('reservation-used'));
    after.centre.close();
  });
});
