import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ja, type ResidentKey } from '../../src/locales/ja.ts';
import type { PinKind } from '../../src/machines/events.ts';
import type { CardMemory } from '../../src/simulation/card/profile.ts';
import { Desk, type Visited } from './desk.ts';

/** 渡邉 健太郎, born 1984-05-14 (昭和59). */
const holder = 'adult';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk[Symbol.asyncDispose]());

interface Change {
  readonly name?: string;
  readonly pin?: PinKind;
  readonly memory?: { readonly [K in 'tries' | 'values']?: Partial<CardMemory[K]> };
  readonly typed: readonly string[];
}

async function change({ name = holder, pin = 'auth', memory = {}, typed }: Change) {
  const card = desk.card(name, memory);
  const visited = await desk.visit({ card, service: 'pin-change', pin, pins: typed });
  return { ...visited, ...card.memory };
}

const saidIn = ({ frames }: Visited, key: ResidentKey): boolean => frames.some((frame) => frame.includes(ja[key]));

describe('a PIN is changed', () => {
  it.each([
    ['at once', 'auth', ['1234', '7391', '7391'], 1],
    ['after a wrong entry', 'auth', ['0000', '7391', '7391', '1234'], 2],
    ['after two wrong ones', 'auth', ['0000', '7391', '7391', '0001', '1234'], 3],
    ['after weak ones', 'auth', ['1234', '0000', '4321', '7391', '7391'], 1],
    ['after two entries that differ', 'auth', ['1234', '7391', '7319', '7391', '7391'], 1],
    ['after the birthday, which only the centre knows', 'auth', ['1234', '0514', '0514', '7391', '7391', '1234'], 2],
    ['after the birthday in the era', 'auth', ['1234', '5905', '5905', '7391', '7391', '1234'], 2],
    ['at once', 'sign', ['ABC123', 'XK7391', 'XK7391'], 1],
    ['after weak ones', 'sign', ['ABC123', 'ABCDEF', 'ABC456', 'AAA111', 'XK7391', 'XK7391'], 1],
    ['after the birthday', 'sign', ['ABC123', 'KEN840514', 'KEN840514', 'XK7391', 'XK7391', 'ABC123'], 2],
    ['after four wrong ones', 'sign', ['Z00000', 'XK7391', 'XK7391', 'Z00001', 'Z00002', 'Z00003', 'ABC123'], 5],
  ] as const)('%s: %s', async (_, pin, typed, verifies) => {
    const visited = await change({ pin, typed });
    expect(visited).toMatchObject({ outcome: 'served', verifies, tries: { auth: 3, sign: 5 } });
    expect(visited.values).toEqual({ [pin]: pin === 'auth' ? '7391' : 'XK7391' });
    expect(visited.rows.filter(({ type }) => type.startsWith('pin.set')).map(({ data }) => data)).toEqual([
      { task: 'change', pin },
      { outcome: 'done' },
    ]);
  });

  it.each([
    [['1234', '0000', '7391', '7391'], 'weak.same-character'],
    [['1234', '4321', '7391', '7391'], 'weak.sequence'],
    [['1234', '0514', '0514', '7391', '7391', '1234'], 'weak.birthday'],
    [['1234', '7391', '7319', '7391', '7391'], 'notice.different'],
    [['0000', '7391', '7391', '1234'], 'notice.wrong-pin'],
  ] as const)('%j is told why it does not go on: %s', async (typed, key) => {
    const visited = await change({ typed });
    expect([visited.outcome, saidIn(visited, key)]).toEqual(['served', true]);
  });

  it('not to what it is already', async () => {
    const memory = { values: { auth: '8642' } };
    const visited = await change({ memory, typed: ['8642', '8642', '7391', '7391'] });
    expect(visited).toMatchObject({ outcome: 'served', verifies: 1, values: { auth: '7391' } });
    expect(saidIn(visited, 'weak.unchanged')).toBe(true);
  });

  it('to a day on which somebody the centre does not know was born', async () => {
    const visited = await change({ name: 'other-town', typed: ['1234', '1992', '1992'] });
    expect(visited).toMatchObject({ outcome: 'served', values: { auth: '1992' } });
  });

  it('by somebody who gets no certificate here', async () => {
    for (const name of ['child', 'protected', 'moved-out', 'new'])
      expect(await change({ name, typed: ['1234', '7391', '7391'] })).toMatchObject({ outcome: 'served', verifies: 1 });
  });
});

describe('the last try', () => {
  it.each([
    ['after two wrong ones', {}, ['0000', '7391', '7391', '0001', '1234'], 'served', 3],
    ['from the beginning', { auth: 1 }, ['1234', '7391', '7391'], 'served', 3],
    ['and is not dared', {}, ['0000', '7391', '7391', '0001'], 'cancelled', 1],
    ['and is wrong', {}, ['0000', '7391', '7391', '0001', '0002'], 'refused:pin-locked', 0],
  ] as const)('comes %s: the brake is shown before it', async (_, tries, typed, outcome, left) => {
    const visited = await change({ memory: { tries }, typed });
    expect(visited).toMatchObject({ outcome, tries: { auth: left } });
    const { screens } = visited;
    const before = screens.indexOf('lastTry') - 1;
    expect(screens[before]).toBe('auth' in tries ? 'choosingPin' : 'setting');
    expect(screens.slice(0, before).filter((name) => name === 'setting')).toHaveLength('auth' in tries ? 0 : 1);
  });

  it('leaves the old PIN when it was wrong', async () => {
    const typed = ['Z00000', 'XK7391', 'XK7391', 'Z00001', 'Z00002', 'Z00003', 'Z00004'];
    const visited = await change({ pin: 'sign', typed });
    expect(visited).toMatchObject({ outcome: 'refused:sign-pin-locked', verifies: 5, values: {} });
    expect(visited.tries).toMatchObject({ auth: 3, sign: 0 });
  });
});

describe('a PIN is not changed, and no try is used', () => {
  it.each([
    ['locked', 'auth', 'refused:pin-locked'],
    ['sign-locked', 'sign', 'refused:sign-pin-locked'],
    ['both-locked', 'auth', 'refused:no-pin-left'],
    ['face-only', 'auth', 'refused:face-only-card'],
    ['expired', 'auth', 'refused:certificate-expired'],
    ['expired-card', 'auth', 'refused:card-expired'],
    ['without-certificate', 'auth', 'refused:no-auth-certificate'],
    ['old-card', 'auth', 'refused:resident-register-card'],
    ['android', 'auth', 'refused:smartphone'],
  ] as const)('on the card %s (%s): %s', async (name, pin, outcome) => {
    expect(await change({ name, pin, typed: ['1234', '7391', '7391'] })).toMatchObject({
      outcome,
      verifies: 0,
      values: {},
    });
  });
});

describe('a PIN is not changed after it was proved, because the centre says no', () => {
  it.each([
    ['revoked', 'refused:certificate-revoked'],
    ['suspended', 'refused:certificate-suspended'],
    ['unconfirmed', 'refused:revocation-unknown'],
    ['wrong-issuer', 'refused:certificate-not-accepted'],
  ])('to the card %s: %s', async (name, outcome) => {
    const visited = await change({ name, typed: ['1234', '7391', '7391'] });
    expect(visited).toMatchObject({ outcome, verifies: 1, values: {} });
    expect(visited.tries.auth).toBe(3);
  });

  it('to a revoked signature certificate; the authentication PIN is', async () => {
    const name = 'sign-revoked';
    expect(await change({ name, pin: 'sign', typed: ['ABC123', 'XK7391', 'XK7391'] })).toMatchObject({
      outcome: 'refused:sign-certificate-revoked',
      values: {},
    });
    expect(await change({ name, typed: ['1234', '7391', '7391'] })).toMatchObject({ outcome: 'served' });
  });
});
