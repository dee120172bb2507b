import { describe, expect, it } from 'vitest';
import { atrChoices, atrOf } from '../../../src/simulation/card/atr.ts';
import { countingRandom } from '../../../src/simulation/card/random.ts';

describe('answers to reset', () => {
  it.each(atrChoices)('%s has a right check byte', (choice) => {
    const [first, ...rest] = atrOf(choice, countingRandom());
    expect(first).toBe(0x3b);
    expect(rest.reduce((check, byte) => check ^ byte, 0)).toBe(0);
  });

  it('with a PUPI are other ones each time', () => {
    const random = countingRandom();
    expect(atrOf('pupi', random)).not.toEqual(atrOf('pupi', random));
    expect(atrOf('contact-1', random)).toEqual(atrOf('contact-1', random));
  });
});
