import { describe, expect, it } from 'vitest';
import { createActor, fromPromise, SimulatedClock } from 'xstate';
import type { Pace } from '../../src/machines/pace.ts';
import { sessionMachine } from '../../src/machines/session.ts';
import { defaultTimeouts } from '../../src/machines/timeouts.ts';

const { humanIdle, humanWarning } = defaultTimeouts;

function visit(pace: Pace) {
  const clock = new SimulatedClock();
  // The end of a visit is not of interest here.
  const settle = fromPromise<never, { outcome: never }>(() => new Promise(() => {}));
  const session = createActor(sessionMachine.provide({ actors: { settle: settle as never } }), {
    clock,
    input: { transaction: 'T', insertion: null, means: ['coins'], timeouts: defaultTimeouts, pace },
  });
  session.start();
  const state = (): string => JSON.stringify((session.getSnapshot().value as { patience: unknown }).patience);
  return { clock, session, state };
}

describe('the times a person is waited for', () => {
  it('are doubled for whoever asked for it before the visit', () => {
    const { clock, state } = visit(['slow']);
    clock.increment(2 * humanIdle - 1);
    expect(state()).toBe('"waiting"');
    clock.increment(1);
    expect(state()).toBe('"warning"');
    clock.increment(2 * humanWarning - 1);
    expect(state()).toBe('"warning"');
    clock.increment(1);
    expect(state()).toBe('"resting"');
  });

  it('and from the moment on in which it is asked for, also under the warning', () => {
    const { clock, session, state } = visit([]);
    clock.increment(humanIdle);
    expect(state()).toBe('"warning"');
    session.send({ type: 'resident.mode', mode: 'slow', on: true });
    expect(state()).toBe('"waiting"');
    clock.increment(2 * humanIdle - 1);
    expect(state()).toBe('"waiting"');
    session.send({ type: 'resident.mode', mode: 'slow', on: false });
    clock.increment(humanIdle);
    expect(state()).toBe('"warning"');
  });

  it('are what they were when only the look is changed', () => {
    const { clock, session, state } = visit([]);
    session.send({ type: 'resident.mode', mode: 'large', on: true });
    clock.increment(humanIdle);
    expect(state()).toBe('"warning"');
  });

  it('are doubled once for the voice too, and stay so while one of the two asks for it', () => {
    const { clock, session, state } = visit([]);
    session.send({ type: 'resident.mode', mode: 'voice', on: true });
    session.send({ type: 'resident.mode', mode: 'slow', on: true });
    session.send({ type: 'resident.mode', mode: 'slow', on: false });
    clock.increment(2 * humanIdle - 1);
    expect(state()).toBe('"waiting"');
    clock.increment(1);
    expect(state()).toBe('"warning"');
  });
});
