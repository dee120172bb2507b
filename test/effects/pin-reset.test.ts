import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unknown } from '../../src/outcome.ts';
import type { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { Desk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk[Symbol.asyncDispose]());

async function reset(card: VirtualCard, typed: readonly string[], at: Desk = desk) {
  const visited = await at.visit({ card, service: 'pin-reset', pins: typed });
  return { ...visited, ...card.memory };
}

/** A card one PIN of which is locked, with a reservation of today for it. */
function reserved(pin: 'auth' | 'sign', at: Desk = desk): VirtualCard {
  const card = at.card('adult', { tries: { [pin]: 0 } });
  at.reserve(card, pin);
  return card;
}

/** What is typed to have a PIN set anew: the other one, and the new value. */
const prove = { auth: 'ABC123', sign: '1234' } as const;
const fresh = { auth: '7391', sign: 'XK7391' } as const;
/** New values that are refused, by rule and by birthday. */
const weak = { auth: ['1234', '0514'], sign: ['ABC123', 'KEN840514'] } as const;
/** So many wrong entries lock the other PIN. */
const wrong = {
  auth: ['Z00000', 'Z00001', 'Z00002', 'Z00003', 'Z00004'],
  sign: ['0000', '0001', '0002'],
} as const;

describe.each(['auth', 'sign'] as const)('a locked %s PIN', (pin) => {
  const other = pin === 'auth' ? 'sign' : 'auth';
  const whole = [prove[pin], fresh[pin], fresh[pin]];
  const rows = (visited: Awaited<ReturnType<typeof reset>>) =>
    visited.rows.filter(({ type }) => /^(pin|centre\.reset)\./.test(type)).map(({ type, data }) => [type, data]);

  it('is set anew with the other one and a reservation, which is used up', async () => {
    const card = reserved(pin);
    expect(await desk.reservation(card)).toBe(pin);
    const visited = await reset(card, whole);
    expect(visited).toMatchObject({ outcome: 'served', verifies: 1, tries: { auth: 3, sign: 5 } });
    expect(visited.values).toEqual({ [pin]: fresh[pin] });
    expect(rows(visited)).toEqual([
      ['pin.verify.intent', { insertion: expect.any(Number), entry: expect.any(Number), pin: other }],
      ['pin.verify.result', { outcome: 'verified' }],
      ['centre.reset.intent', { pin }],
      ['centre.reset.result', { outcome: 'done' }],
      ['pin.set.intent', { task: 'reset', pin }],
      ['pin.set.result', { outcome: 'done' }],
    ]);
    expect(await desk.reservation(card)).toBe('reservation-used');
    const again = await reset(desk.card('adult', { tries: { [pin]: 0 } }), whole);
    expect(again).toMatchObject({ outcome: 'refused:reservation-used', verifies: 0 });
  });

  it('is set anew after weak, different and wrong entries', async () => {
    const card = reserved(pin);
    const [byRule, birthday] = weak[pin];
    const first = [wrong[pin][0], byRule, birthday, birthday, prove[pin]];
    const second = [fresh[pin], birthday, fresh[pin], fresh[pin], prove[pin]];
    const visited = await reset(card, [...first, ...second]);
    expect(visited).toMatchObject({ outcome: 'served', verifies: 3, tries: { auth: 3, sign: 5 } });
    expect(visited.values).toEqual({ [pin]: fresh[pin] });
  });

  it('stays locked when the other one is locked by wrong entries; the reservation stays', async () => {
    const card = reserved(pin);
    const [first, ...others] = wrong[pin];
    const visited = await reset(card, [first, fresh[pin], fresh[pin], ...others]);
    expect(visited.outcome).toBe(pin === 'auth' ? 'refused:sign-pin-locked' : 'refused:pin-locked');
    expect(visited).toMatchObject({ verifies: wrong[pin].length, tries: { auth: 0, sign: 0 }, values: {} });
    expect(visited.screens).toContain('lastTry');
    expect(await desk.reservation(card)).toBe(pin);
  });
});

describe('without a VERIFY it is refused', () => {
  it.each([
    ['locked', 'refused:no-reservation'],
    ['sign-locked', 'refused:no-reservation'],
    ['late-reservation', 'refused:reservation-expired'],
    ['both-locked', 'refused:no-pin-left'],
    ['adult', 'refused:nothing-locked'],
    ['last-try', 'refused:nothing-locked'],
    ['face-only', 'refused:face-only-card'],
  ])('to the card %s: %s', async (name, outcome) => {
    expect(await reset(desk.card(name), ['1234'])).toMatchObject({ outcome, verifies: 0, values: {} });
  });

  it('to a child whose only PIN is locked', async () => {
    const card = desk.card('child', { tries: { auth: 0 } });
    desk.reserve(card, 'auth');
    expect(await reset(card, ['1234'])).toMatchObject({ outcome: 'refused:no-pin-left', verifies: 0 });
  });

  it('to a card that was reported lost', async () => {
    const card = desk.card('suspended', { tries: { auth: 0 } });
    desk.reserve(card, 'auth');
    expect(await reset(card, ['ABC123'])).toMatchObject({ outcome: 'refused:certificate-suspended', verifies: 0 });
  });

  it('when the reservation is for the other PIN, which is not locked; the reservation stays', async () => {
    const card = desk.card('large', { tries: { auth: 0 } });
    desk.reserve(card, 'sign');
    const visited = await reset(card, ['1234', 'XK7391', 'XK7391']);
    expect(visited).toMatchObject({ outcome: 'refused:nothing-locked', verifies: 0, values: {} });
    expect(await desk.reservation(card)).toBe('sign');
  });
});

it('with a revoked signature certificate nothing is proved: refused, and the reservation stays', async () => {
  const card = desk.card('sign-revoked', { tries: { auth: 0 } });
  desk.reserve(card, 'auth');
  const visited = await reset(card, ['ABC123', '7391', '7391']);
  expect(visited).toMatchObject({ outcome: 'refused:sign-certificate-revoked', values: {}, tries: { auth: 0 } });
  expect(await desk.reservation(card)).toBe('auth');
});

it('when the answer of the centre is lost, the card is not asked and the reservation is given back', async () => {
  let lost = true;
  await using lossy = await Desk.open({
    centre: (centre) => ({
      authorizeReset: async (request) => {
        const answer = await centre.authorizeReset(request);
        if (!lost) return answer;
        lost = false;
        return unknown('the line was lost');
      },
    }),
  });
  const card = reserved('auth', lossy);
  const typed = ['ABC123', '7391', '7391'];
  expect(await reset(card, typed, lossy)).toMatchObject({ outcome: 'refused:centre-offline', values: {} });
  expect(await lossy.reservation(card)).toBe('auth');
  expect(await reset(card, typed, lossy)).toMatchObject({ outcome: 'served', values: { auth: '7391' } });
});
