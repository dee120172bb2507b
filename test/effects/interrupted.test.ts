import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ja } from '../../src/locales/ja.ts';
import type { Service } from '../../src/machines/events.ts';
import type { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { Desk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk[Symbol.asyncDispose]());

interface Way {
  readonly service: Service;
  readonly card: () => VirtualCard;
  /** Everything that is typed in a whole visit. */
  readonly typed: readonly string[];
  /** Screens that ask something, in their order, and how much has been typed before each. */
  readonly asks: readonly (readonly [screen: string, typed: number])[];
}

const ways: Readonly<Record<string, Way>> = {
  'a change': {
    service: 'pin-change',
    card: () => desk.card('adult', { tries: { auth: 1 } }),
    typed: ['1234', '7391', '7391'],
    asks: [
      ['choosingPin', 0],
      ['lastTry', 0],
      ['enteringCurrent', 0],
      ['enteringFresh', 1],
      ['enteringAgain', 2],
    ],
  },
  'a reset': {
    service: 'pin-reset',
    card: () => {
      const card = desk.card('adult', { tries: { sign: 0 } });
      desk.reserve(card, 'sign');
      return card;
    },
    typed: ['1234', 'XK7391', 'XK7391'],
    asks: [
      ['explaining', 0],
      ['enteringCurrent', 0],
      ['enteringFresh', 1],
      ['enteringAgain', 2],
    ],
  },
  'an application': {
    service: 'registration',
    card: () => desk.card('registered', { tries: { auth: 1 } }),
    typed: ['1234'],
    asks: [
      ['lastTry', 0],
      ['enteringPin', 0],
    ],
  },
};
const steps = Object.entries(ways).flatMap(([name, way]) =>
  way.asks.map(([screen, typed]) => [name, screen, typed, way] as const),
);

const acts = {
  cancel: () => void desk.kiosk.display.touch(desk.kiosk.display.seq, 'resident.cancel'),
  pull: () => desk.devices.reader.remove(),
  /** Nobody is there until the terminal asks for the card that was left in it. */
  leave: () => {},
} as const;

/** A whole visit in which something else is done on one screen. */
async function visit(way: Way, screen: string, act: keyof typeof acts, pins: readonly string[] = way.typed) {
  const card = way.card();
  const before = structuredClone(card.memory);
  let acted = false;
  const instead = (name: string): boolean => {
    if (acted) return act === 'leave' && name !== 'cardLeft';
    if (name !== screen) return false;
    acted = true;
    acts[act]();
    return true;
  };
  const visited = await desk.visit({ card, service: way.service, pins, instead });
  expect(acted).toBe(true);
  return { ...visited, card, before };
}

describe.each(steps)('%s at %s', (_, screen, typed, way) => {
  it('is cancelled: nothing was sent to the card, nothing is changed', async () => {
    const { outcome, verifies, card, before } = await visit(way, screen, 'cancel');
    expect([outcome, verifies]).toEqual(['cancelled', 0]);
    expect(card.memory).toEqual(before);
  });

  it('ends by itself when nobody answers, after a warning; the card left in the slot is said', async () => {
    const { outcome, verifies, screens, frames, card, before } = await visit(way, screen, 'leave');
    expect([outcome, verifies]).toEqual(['timeout', 0]);
    expect(frames.some((frame) => frame.includes(ja['warning.text']))).toBe(true);
    expect(screens.slice(-2)).toEqual(['cardLeft', 'open']);
    expect(card.memory).toEqual(before);
  });

  it('begins anew when the card was pulled: what was typed before is worth nothing', async () => {
    const again = [...way.typed.slice(0, typed), ...way.typed];
    const { outcome, verifies, frames } = await visit(way, screen, 'pull', again);
    expect([outcome, verifies]).toEqual(['served', 1]);
    expect(frames.some((frame) => frame.includes(ja['notice.card-removed']))).toBe(true);
  });
});

describe('an application that can be made', () => {
  const way: Way = {
    service: 'registration',
    card: () => desk.card('honseki-elsewhere'),
    typed: ['1234', 'ABC123'],
    asks: [],
  };

  it.each(['explaining', 'enteringPassword'])(
    'at %s: cancelled, forgotten or pulled, it is not filed',
    async (screen) => {
      for (const [act, outcome] of [
        ['cancel', 'cancelled'],
        ['leave', 'timeout'],
        ['pull', 'cancelled'],
      ] as const) {
        // After the card was pulled the PIN is asked for again, which this resident then does not enter.
        const visited = await visit(way, screen, act, ['1234']);
        expect(visited).toMatchObject({ outcome, verifies: 1 });
        expect(visited.rows.some(({ type }) => type.startsWith('centre.register'))).toBe(false);
      }
    },
  );
});

describe('what was done stays done', () => {
  it.each([
    ['a change', 'succeeded', ways['a change'] as Way],
    ['a reset', 'succeeded', ways['a reset'] as Way],
    ['a look at the application', 'returningCard', ways['an application'] as Way],
    ['a look at the card', 'showing', { service: 'card-check', card: () => desk.card('adult'), typed: [], asks: [] }],
  ] as const)('%s, at %s: when the resident goes away, and when the card is pulled at once', async (_, screen, way) => {
    const left = await visit(way, screen, 'leave');
    expect(left.outcome).toBe('served');
    expect(left.screens.slice(-2)).toEqual(['cardLeft', 'open']);
    const pulled = await visit(way, screen, 'pull');
    expect(pulled.outcome).toBe('served');
    expect(pulled.screens).not.toContain('cardLeft');
    for (const { card } of [left, pulled]) expect(card.memory.values).toEqual(newValues[way.service] ?? {});
  });
  const newValues: Partial<Record<Service, object>> = {
    'pin-change': { auth: '7391' },
    'pin-reset': { sign: 'XK7391' },
  };
});
