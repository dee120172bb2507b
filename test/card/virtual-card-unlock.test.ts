import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Transmit } from '../../src/card/card-client.ts';
import { applications, type KeyName, pins } from '../../src/card/jpki-data.ts';
import { done, failed } from '../../src/outcome.ts';
import { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { virtualPinUnlock } from '../../src/simulation/card/virtual-pin-unlock.ts';
import { profile, unlockPrivateKey } from './cards.ts';

const to =
  (card: VirtualCard): Transmit =>
  async (command) => {
    const answer = card.transmit(command);
    return answer === null ? failed('removed') : done(answer);
  };

/** A card with a locked authentication PIN, JPKI AP selected. */
function locked(tries: number | null = 0): VirtualCard {
  const { pins: own } = profile();
  const card = new VirtualCard(profile({ pins: { ...own, auth: { ...own.auth, tries } } }));
  card.transmit(Buffer.concat([Buffer.from('00a4040c0a', 'hex'), applications.jpki]));
  return card;
}

const authorize = (challenge: Uint8Array, pin: KeyName, key: KeyObject): Uint8Array =>
  sign(null, Buffer.concat([challenge, Uint8Array.of(pins[pin].file >> 8, pins[pin].file & 0xff)]), key);

async function challengeOf(card: VirtualCard): Promise<Uint8Array> {
  const challenge = await virtualPinUnlock.challenge(to(card));
  if (challenge.outcome !== 'done') throw new Error(challenge.outcome);
  return challenge.value;
}

const set = (card: VirtualCard, authorization: Uint8Array, value = '8642', pin: KeyName = 'auth') =>
  virtualPinUnlock.reset(to(card), { pin, value: Buffer.from(value), authorization });

const verify = (card: VirtualCard, value: string): string =>
  Buffer.from(card.transmit(Buffer.concat([Buffer.from('0020009804', 'hex'), Buffer.from(value)])) ?? []).toString(
    'hex',
  );

describe('setting a locked PIN anew', () => {
  it('sets its value and counter for who can sign the challenge', async () => {
    const card = locked();
    const challenge = await challengeOf(card);
    expect(challenge).toHaveLength(32);
    expect(await set(card, authorize(challenge, 'auth', unlockPrivateKey))).toEqual(done('done'));
    expect(card.memory).toMatchObject({ tries: { auth: 3 }, values: { auth: '8642' } });
    expect(verify(card, '1234')).toBe('63c2');
    expect(verify(card, '8642')).toBe('9000');
  });

  it('is refused to another key, for another PIN, a second time, after a reset and without a challenge', async () => {
    const card = locked();
    const stranger = generateKeyPairSync('ed25519').privateKey;
    expect(await set(card, authorize(await challengeOf(card), 'auth', stranger))).toEqual(done('refused'));
    const forSign = authorize(await challengeOf(card), 'sign', unlockPrivateKey);
    expect(await set(card, forSign)).toEqual(done('refused'));
    expect(await set(card, forSign, 'ABC987', 'sign')).toEqual(done('refused'));
    const good = authorize(await challengeOf(card), 'auth', unlockPrivateKey);
    expect(await set(card, good)).toEqual(done('done'));
    expect(await set(card, good, '1111')).toEqual(done('refused'));
    const late = authorize(await challengeOf(card), 'auth', unlockPrivateKey);
    card.reset();
    card.transmit(Buffer.concat([Buffer.from('00a4040c0a', 'hex'), applications.jpki]));
    expect(await set(card, late, '1111')).toEqual(done('refused'));
    expect(card.memory).toMatchObject({ tries: { auth: 3 }, values: { auth: '8642' } });
  });

  it('keeps to the form of the PIN, and gives none to a card that never had one', async () => {
    const card = locked();
    const authorized = async (of: VirtualCard) => authorize(await challengeOf(of), 'auth', unlockPrivateKey);
    expect(await set(card, await authorized(card), '86421')).toMatchObject({ outcome: 'failed', fault: 'card' });
    expect(await set(card, await authorized(card), 'ABCD')).toMatchObject({ outcome: 'failed', fault: 'card' });
    expect(card.memory).toMatchObject({ tries: { auth: 0 }, values: {} });
    const unset = locked(null);
    expect(await set(unset, await authorized(unset))).toEqual(done('refused'));
  });

  it('leaves the verified state behind', async () => {
    const card = locked(3);
    expect(verify(card, '1234')).toBe('9000');
    expect(await set(card, authorize(await challengeOf(card), 'auth', unlockPrivateKey))).toEqual(done('done'));
    expect(Buffer.from(card.transmit(Buffer.from('802a0097010000', 'hex')) ?? []).toString('hex')).toBe('6982');
  });

  it('is unknown when no answer comes, and the counter tells', async () => {
    const card = locked();
    const authorization = authorize(await challengeOf(card), 'auth', unlockPrivateKey);
    card.faults.tearAfter = 1;
    expect((await set(card, authorization)).outcome).toBe('unknown');
    expect(card.memory.tries.auth).toBe(3);
    card.faults.removeBefore = 1;
    expect(await virtualPinUnlock.challenge(to(card))).toEqual(failed('removed'));
  });
});
