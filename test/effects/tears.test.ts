import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PinName, pins } from '../../src/card/jpki-data.ts';
import type { PinKind, Service } from '../../src/machines/events.ts';
import { defaultTimeouts } from '../../src/machines/timeouts.ts';
import type { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { Desk, honsekiElsewhere, type Visited } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open({ town: honsekiElsewhere('r0301', 'r0401', 'r1101', 'r1602') });
});
afterAll(() => desk[Symbol.asyncDispose]());

interface Setting {
  readonly service: Service;
  readonly set: PinKind;
  readonly typed: readonly string[];
  readonly fresh: string;
}

const settings: Readonly<Record<string, Setting>> = {
  'a change of the authentication PIN': {
    service: 'pin-change',
    set: 'auth',
    typed: ['1234', '7391', '7391'],
    fresh: '7391',
  },
  'a change of the signature PIN': {
    service: 'pin-change',
    set: 'sign',
    typed: ['ABC123', 'XK7391', 'XK7391'],
    fresh: 'XK7391',
  },
  'a reset of the authentication PIN': {
    service: 'pin-reset',
    set: 'auth',
    typed: ['ABC123', '7391', '7391'],
    fresh: '7391',
  },
  'a reset of the signature PIN': {
    service: 'pin-reset',
    set: 'sign',
    typed: ['1234', 'XK7391', 'XK7391'],
    fresh: 'XK7391',
  },
};

type Fault = 'tearAfter' | 'removeBefore' | 'muteAt' | 'failWriteAt';
const pinNames = Object.keys(pins) as readonly PinName[];

function cardFor({ service, set }: Setting): VirtualCard {
  const card = desk.card('adult', service === 'pin-reset' ? { tries: { [set]: 0 } } : {});
  if (service === 'pin-reset') desk.reserve(card, set);
  return card;
}

/** Never a hang: the statecharts' own deadline for one step is enough for the whole of it. */
async function visit(wish: Parameters<Desk['visit']>[0]): Promise<Visited> {
  const began = desk.clock.now();
  const visited = await desk.visit(wish);
  expect(desk.clock.now() - began).toBeLessThan(defaultTimeouts.service);
  return visited;
}

/** Lets the card fail at its first command, at its second and so on, until there is none left to fail at. */
async function atEachCommand(
  fault: Fault,
  newCard: () => VirtualCard,
  round: (card: VirtualCard, where: string) => Promise<Visited>,
): Promise<ReadonlySet<string>> {
  const told = new Set<string>();
  for (let n = 1; ; n += 1) {
    const card = newCard();
    const before = card.memory.tries;
    card.faults[fault] = n;
    const { outcome, verifies } = await round(card, `${fault} ${n}`);
    for (const name of pinNames) {
      const least = Math.max(0, (before[name] ?? 0) - verifies);
      expect(card.memory.tries[name], `${fault} ${n}`).toBeGreaterThanOrEqual(least);
    }
    if (card.faults[fault] === undefined) told.add(outcome);
    else {
      expect([outcome, n > 25]).toEqual(['served', true]);
      return told;
    }
  }
}

describe.each(Object.entries(settings))('%s', (_, setting) => {
  const { fresh, service, set, typed } = setting;

  /** The resident puts a card in again that was torn away while it was read. */
  async function round(card: VirtualCard, where: string): Promise<Visited> {
    const visited = await visit({ card, service, pin: set, pins: [...typed, ...typed] });
    const { commands, outcome } = visited;
    const { tries, values } = card.memory;
    const isSet = values[set] === fresh;
    expect(Object.keys(values), where).toEqual(isSet ? [set] : []);
    if (outcome === 'served') expect(isSet, where).toBe(true);
    else if (outcome !== 'refused:pin-uncertain') expect(isSet, where).toBe(false);
    if (isSet) expect(tries[set], where).toBe(pins[set].maxTries);
    if (service === 'pin-reset') {
      const unlock = commands.find(({ ins }) => ins === 0x54);
      const untouched = unlock === undefined || (unlock.answer > 0 && !isSet);
      expect(await desk.reservation(card), where).toBe(untouched ? set : 'reservation-used');
    }
    return visited;
  }

  it.each([
    ['tearAfter', ['refused:pin-uncertain', 'served']],
    ['removeBefore', ['refused:pin-uncertain', 'served']],
    ['muteAt', ['refused:card-mute', 'refused:pin-uncertain']],
    // Served is who has a card that only does not tell its last day.
    ['failWriteAt', ['refused:card-fault', 'refused:pin-uncertain', 'served']],
  ] as const)('with %s at each command: what is told is so, and no try is lost', async (fault, outcomes) => {
    const told = await atEachCommand(fault, () => cardFor(setting), round);
    expect([...told].sort()).toEqual(outcomes);
  });
});

describe('an application', () => {
  const applicants = ['large', 'expiring', 'family-of-leaver', 'third-generation', 'honseki-elsewhere'];

  /** A resident who gives up when the card was torn away, or when the first PIN is asked for again. */
  async function round(card: VirtualCard, where: string): Promise<Visited> {
    const { traffic } = desk.devices.reader;
    const sent = traffic.length;
    const visited = await visit({
      card,
      service: 'registration',
      pins: ['1234', 'ABC123'],
      instead: (screen) => {
        const torn = screen === 'insertingCard' && traffic.length > sent;
        if (torn) desk.kiosk.display.touch(desk.kiosk.display.seq, 'resident.cancel');
        return torn;
      },
    });
    const filed = visited.rows.some((row) => row.type === 'centre.register.result' && row.data.outcome === 'done');
    expect(filed, where).toBe(visited.outcome === 'served');
    if (filed) applicants.shift();
    return visited;
  }

  it.each([
    ['tearAfter', ['cancelled', 'refused:pin-uncertain']],
    ['removeBefore', ['cancelled', 'refused:pin-uncertain']],
    ['muteAt', ['cancelled', 'refused:card-mute', 'refused:pin-uncertain']],
    ['failWriteAt', ['cancelled', 'refused:card-fault', 'refused:pin-uncertain', 'served']],
  ] as const)('with %s at each command is filed only where it is said to be', async (fault, outcomes) => {
    const told = await atEachCommand(fault, () => desk.card(applicants[0] ?? ''), round);
    expect([...told].sort()).toEqual(outcomes);
  });
});
