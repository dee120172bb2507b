import { describe, expect, it } from 'vitest';
import { createActor, fromPromise, SimulatedClock } from 'xstate';
import { sessionMachine } from '../../src/machines/session.ts';
import { defaultTimeouts } from '../../src/machines/timeouts.ts';

const { humanIdle, humanWarning } = defaultTimeouts;

function visit(pace: 1 | 2) {
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
    const { clock, state } = visit(2);
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
    const { clock, session, state } = visit(1);
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
    const { clock, session, state } = visit(1);
    session.send({ type: 'resident.mode', mode: 'large', on: true });
    clock.increment(humanIdle);
    expect(state()).toBe('"warning"');
  });
});
