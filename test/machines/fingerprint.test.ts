import { describe, expect, it } from 'vitest';
import { createMachine, stateIn } from 'xstate';
import { statecharts } from '../../src/machines/catalogue.ts';
import { fingerprintOf, statechartsFingerprint } from '../../src/machines/fingerprint.ts';

const one = {
  initial: 'a',
  states: { a: { on: { go: { target: 'b', guard: 'may', actions: 'note' } } }, b: { tags: ['x'] } },
} as const;
const of = (config: object, implementations: object = {}) =>
  fingerprintOf({ one: createMachine(config as never, implementations as never) });

describe('the fingerprint of the statecharts', () => {
  it('is the same for the same definitions, whatever their functions do and in whatever order their keys stand', () => {
    expect(statechartsFingerprint).toBe(fingerprintOf(statecharts));
    const { states, initial } = one;
    const other = of({ states: { b: states.b, a: states.a }, initial }, { guards: { may: () => false } });
    expect(other).toBe(of(one, { guards: { may: () => true } }));
  });

  it.each<readonly [string, object]>([
    [
      'another target',
      { ...one, states: { ...one.states, a: { on: { go: { ...one.states.a.on.go, target: 'a' } } } } },
    ],
    [
      'another guard',
      { ...one, states: { ...one.states, a: { on: { go: { ...one.states.a.on.go, guard: 'can' } } } } },
    ],
    ['no action', { ...one, states: { ...one.states, a: { on: { go: { target: 'b', guard: 'may' } } } } }],
    ['another tag', { ...one, states: { ...one.states, b: { tags: ['y'] } } }],
    ['another state', { ...one, states: { ...one.states, c: {} } }],
  ])('changes with %s', (_, changed) => {
    expect(of(changed)).not.toBe(of(one));
  });

  it('changes with what a guard is made of', () => {
    const made = (state: string) => of(one, { guards: { may: stateIn(state) } });
    expect(made('a')).toBe(made('a'));
    expect(made('a')).not.toBe(made('b'));
  });
});
