import { describe, expect, it } from 'vitest';
import { mixed } from '../../src/card/mixed-keys.ts';
import { PinEntry } from '../../src/card/pin-entry.ts';
import { keypads } from '../../src/keypads.ts';
import { dice } from '../../src/simulation/dice.ts';

describe('mixed keys', () => {
  it('come in every order equally often, whatever bytes are thrown', () => {
    const counts = new Map<string, number>();
    for (let first = 0; first < 255; first += 1)
      for (let second = 0; second < 256; second += 1) {
        const thrown = [first, second];
        const order = mixed('123', () => Uint8Array.of(thrown.shift() ?? 0));
        counts.set(order, (counts.get(order) ?? 0) + 1);
      }
    expect(Object.fromEntries(counts)).toEqual(
      Object.fromEntries(['123', '132', '213', '231', '312', '321'].map((order) => [order, (255 * 256) / 6])),
    );
  });

  it('throw a byte again that would favour some', () => {
    const thrown = [255, 0, 0];
    mixed('123', () => Uint8Array.of(thrown.shift() ?? 9));
    expect(thrown).toEqual([]);
  });

  it('are the same characters, and the place without a key stays', () => {
    const { bytes } = dice(7);
    const places = Array.from({ length: 11 }, () => new Map<string, number>());
    const orders = 20_000;
    for (let one = 0; one < orders; one += 1) {
      const keys = mixed(keypads.auth.keys, bytes);
      expect(keys[9]).toBe(' ');
      expect([...keys].sort().join('')).toBe(' 0123456789');
      for (const [place, key] of [...keys].entries()) places[place]?.set(key, (places[place]?.get(key) ?? 0) + 1);
    }
    // 99.999 % of fair throws stay below 140 with 9 × 9 degrees of freedom.
    const expected = orders / 10;
    const chiSquare = places
      .filter((_, place) => place !== 9)
      .flatMap((counts) => [...counts.values()])
      .reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(140);
  });
});

describe('the PIN buffer', () => {
  const entry = (): PinEntry => new PinEntry(dice(3).bytes);

  it('keeps one order for an entry, and takes another for the next', () => {
    const pin = entry();
    pin.ask('auth');
    const first = pin.keys('mixed');
    pin.press(0, 'mixed');
    expect(pin.keys('mixed')).toBe(first);
    expect(pin.keys('in order')).toBe(keypads.auth.keys);
    pin.ask('auth');
    expect(pin.keys('mixed')).not.toBe(first);
  });

  it('takes the character that is shown at a position', () => {
    const pin = entry();
    pin.ask('auth');
    const keys = pin.keys('mixed');
    for (const digit of '0719') expect(pin.press(keys.indexOf(digit), 'mixed')).toBe(true);
    expect(pin.press(9, 'mixed')).toBe(false);
    pin.keep('current');
    expect(pin.look('current', (value) => Buffer.from(value).toString())).toBe('0719');
  });

  it.each(['sign', 'staff', 'pickup'] as const)('leaves %s as it is', (name) => {
    const pin = entry();
    pin.ask(name);
    expect(pin.keys('mixed')).toBe(keypads[name].keys);
  });
});
