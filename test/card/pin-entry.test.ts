import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyName } from '../../src/card/jpki-data.ts';
import { PinEntry, type PinSlot } from '../../src/card/pin-entry.ts';
import { keypads } from '../../src/keypads.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Keys that were taken, of those that were touched. */
const type = (entry: PinEntry, pin: KeyName, characters: string): number =>
  [...characters].filter((character) => entry.press(keypads[pin].keys.indexOf(character))).length;

/** An entry of which a person has typed so much. */
function entered(pin: KeyName, characters: string): PinEntry {
  const entry = new PinEntry(randomBytes);
  entry.ask(pin);
  type(entry, pin, characters);
  return entry;
}

function kept(slot: PinSlot, characters: string, pin: KeyName = 'auth'): PinEntry {
  const entry = entered(pin, characters);
  expect(entry.keep(slot)).toBe(true);
  return entry;
}

const spent = (entry: PinEntry, slot: PinSlot) => entry.spend(slot, async (value) => text(value));

describe('an entry', () => {
  it.each([
    ['auth', '123', 3, false],
    ['auth', '1230', 4, true],
    ['auth', '12304', 4, true],
    ['sign', 'AB123', 5, false],
    ['sign', 'AB1230', 6, true],
    ['sign', 'ABCDEFGHIJ1234567', 16, true],
  ] as const)('of %s is whole or not: %s', (pin, characters, length, complete) => {
    const entry = entered(pin, characters);
    expect([entry.length, entry.complete, entry.keep('current')]).toEqual([length, complete, complete]);
  });

  it.each([
    ['auth', [9, 11, 12, -1]],
    ['sign', [36, 37, -1]],
  ] as const)('of %s takes nothing at a place without a key', (pin, positions) => {
    const entry = entered(pin, '');
    expect(positions.filter((position) => entry.press(position))).toEqual([]);
    expect([entry.length, entry.entry, entry.wiped]).toEqual([0, 0, true]);
  });

  it('holds what the keys of its PIN say, and what was taken back is gone', async () => {
    for (const [pin, value] of [
      ['auth', '7391'],
      ['sign', 'XK7391Z0'],
    ] as const) {
      const entry = entered(pin, value.slice(0, 3));
      entry.press(0);
      entry.back();
      type(entry, pin, value.slice(3));
      entry.keep('current');
      expect(await spent(entry, 'current')).toBe(value);
    }
  });

  it('has a number of its own from its first key on', () => {
    const entry = entered('auth', '');
    const numbers = ['7391', '8642'].map((value) => {
      type(entry, 'auth', value);
      entry.keep('current');
      return entry.entry;
    });
    expect(numbers).toEqual([1, 2]);
    entry.ask('auth');
    expect(entry.entry).toBe(2);
  });

  it('begins empty when another is asked for; what was kept stays', async () => {
    const entry = kept('current', '7391');
    type(entry, 'auth', '86');
    entry.ask('sign');
    expect([entry.length, entry.complete]).toEqual([0, false]);
    expect(await spent(entry, 'current')).toBe('7391');
  });

  it('cannot be kept a second time without another key', () => {
    const entry = kept('current', '7391');
    expect(entry.keep('current')).toBe(false);
    expect(entry.keep('fresh')).toBe(false);
  });
});

describe('a kept PIN', () => {
  it('is lent once, and zero afterwards in the very bytes that were lent', async () => {
    const entry = kept('current', '7391');
    let lent: Uint8Array = new Uint8Array();
    const said = await entry.spend('current', async (value) => {
      lent = value;
      expect(await spent(entry, 'current'), 'while it is lent').toBeNull();
      return text(value);
    });
    expect([said, [...lent]]).toEqual(['7391', [0, 0, 0, 0]]);
    expect(await spent(entry, 'current')).toBeNull();
    expect(entry.wiped).toBe(true);
  });

  it('is zero also when its use throws', async () => {
    const entry = kept('current', '7391');
    let lent: Uint8Array = new Uint8Array();
    const use = entry.spend('current', async (value) => {
      lent = value;
      throw new Error('disk full');
    });
    await expect(use).rejects.toThrow('disk full');
    expect([...lent]).toEqual([0, 0, 0, 0]);
    expect(entry.wiped).toBe(true);
  });

  it('stands in a slot of its own', async () => {
    const entry = kept('current', '7391');
    entry.ask('sign');
    type(entry, 'sign', 'XK7391');
    entry.keep('fresh');
    expect(await spent(entry, 'fresh')).toBe('XK7391');
    expect(await spent(entry, 'current')).toBe('7391');
    expect(entry.wiped).toBe(true);
  });

  it.each([
    ['8642', '8642', true],
    ['8642', '8641', false],
    ['XK7391', 'XK7391Z', false],
    ['XK7391Z', 'XK7391', false],
    ['XK7391', 'XK7391', true],
  ])('%s is repeated by %s: %j; the repetition is gone', (value, again, same) => {
    const pin = value.length === 4 ? 'auth' : 'sign';
    const entry = kept('fresh', value, pin);
    type(entry, pin, again);
    expect(entry.repeats('fresh')).toBe(same);
    expect(entry.length).toBe(0);
    expect(entry.look('fresh', text)).toBe(value);
    entry.drop('fresh');
    expect(entry.wiped).toBe(true);
  });

  it('is replaced by the next one', () => {
    const entry = kept('fresh', 'XK7391ZZZZ', 'sign');
    type(entry, 'sign', 'AB8642');
    entry.keep('fresh');
    expect(entry.look('fresh', text)).toBe('AB8642');
  });
});

it('shows no character to JSON, inspection, a copy or a walk over its keys, wherever one stands', () => {
  const entry = kept('current', 'XK7391', 'sign');
  type(entry, 'sign', 'XK7391');
  entry.keep('fresh');
  type(entry, 'sign', 'XK7391');
  const shown = [
    JSON.stringify(entry),
    inspect(entry, { depth: null, showHidden: true, getters: true }),
    JSON.stringify({ ...entry }),
    String(Object.getOwnPropertyNames(entry)),
    String(entry),
  ].join('\n');
  expect(shown).not.toMatch(/XK|7391|58 4b|88,\s*75|37 33/i);
  expect(entry.wiped).toBe(false);
});

it('is zero after a wipe, whatever was done before; and never lends one entry twice', async () => {
  const acts = fc.oneof(
    fc.record({ act: fc.constant('press' as const), at: fc.nat({ max: 36 }) }),
    fc.record({ act: fc.constant('ask' as const), pin: fc.constantFrom('auth' as const, 'sign' as const) }),
    fc.record({
      act: fc.constantFrom('keep' as const, 'spend' as const, 'repeats' as const, 'drop' as const),
      slot: fc.constantFrom('current' as const, 'fresh' as const),
    }),
    fc.record({ act: fc.constant('back' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { maxLength: 60 }), async (list) => {
      const entry = new PinEntry(randomBytes);
      let keeps = 0;
      let uses = 0;
      for (const step of list) {
        if (step.act === 'press') entry.press(step.at);
        else if (step.act === 'ask') entry.ask(step.pin);
        else if (step.act === 'back') entry.back();
        else if (step.act === 'keep') keeps += entry.keep(step.slot) ? 1 : 0;
        else if (step.act === 'spend') uses += (await spent(entry, step.slot)) === null ? 0 : 1;
        else entry[step.act](step.slot);
      }
      expect(uses).toBeLessThanOrEqual(keeps);
      expect(keeps).toBeLessThanOrEqual(entry.entry);
      entry.wipe();
      expect([entry.wiped, entry.length, entry.complete]).toEqual([true, 0, false]);
      expect(await spent(entry, 'current')).toBeNull();
      expect(await spent(entry, 'fresh')).toBeNull();
    }),
    { numRuns: 300 },
  );
});
