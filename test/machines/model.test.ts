import { describe, expect, it } from 'vitest';
import { ignored } from '../../src/machines/ignored.ts';
import { defaultTimeouts } from '../../src/machines/timeouts.ts';
import { undecided } from '../../src/simulation/model/decided.ts';
import { type Plan, plans } from '../../src/simulation/model/plans.ts';
import { edgesOf } from '../../src/simulation/model/structure.ts';
import { walk } from '../../src/simulation/model/walk.ts';

const plan = (name: string): Plan => {
  const found = plans.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};
/** The plan with some guards or actions of its statechart replaced: a seeded fault. */
const broken = (name: string, implementations: object): Plan => {
  const whole = plan(name);
  return { ...whole, machine: whole.machine.provide(implementations) };
};

describe('the model test', () => {
  // Session and terminal take nearly all of the time; `madoguchi model test` walks them, in scripts/test.
  const quick = plans.map(({ name }) => name).filter((name) => name !== 'session' && name !== 'terminal');
  it.each(quick)('walks all of %s without a violation or a hole', async (name) => {
    const report = await walk(plan(name));
    expect(report.violations).toEqual([]);
    expect([...report.states.missed, ...report.transitions.missed]).toEqual([]);
    expect(report.replays).toBeGreaterThan(20);
  });

  it('finds a card that need not be taken back', async () => {
    const report = await walk(broken('session', { guards: { cardOut: () => true } }), 'first violation');
    expect(report.violations.some(({ invariant }) => invariant === 'I9')).toBe(true);
  }, 180_000);

  it('finds a visit that keeps the names of the household', async () => {
    const report = await walk(broken('session', { actions: { forgetPerson: () => {} } }), 'first violation');
    expect(report.violations.some(({ invariant }) => invariant === 'I8')).toBe(true);
  }, 180_000);

  it('finds money taken without paper', async () => {
    const report = await walk(broken('delivery', { guards: { finishedAs: () => true } }), 'first violation');
    expect(report.violations.some(({ invariant }) => invariant === 'I4')).toBe(true);
  });

  it('finds paper for whoever guesses at the number on the slip', async () => {
    const report = await walk(broken('payment', { guards: { resultIs: () => true } }), 'first violation');
    expect(report.violations.some(({ invariant }) => invariant === 'I1')).toBe(true);
  });

  it('finds a card that nobody noticed', async () => {
    const report = await walk(broken('terminal', { actions: { noteCard: () => {} } }), 'first violation');
    expect(report.violations.some(({ invariant }) => invariant === 'I9')).toBe(true);
  });

  it('finds a visit that is offered where nobody can touch or press anything', async () => {
    const report = await walk(broken('terminal', { guards: { canBeWorked: () => true } }), 'first violation');
    expect(report.violations.some(({ invariant }) => invariant === 'I5')).toBe(true);
  }, 180_000);

  it('shows a guard that never passes as a hole', async () => {
    const report = await walk(broken('payment', { guards: { priceReached: () => false } }));
    expect(report.transitions.missed.length).toBeGreaterThan(0);
  });
});

describe('every event in every state', () => {
  it('is handled or ignored with a reason, never both', () => {
    const { total, decided, faults } = undecided();
    expect(faults).toEqual([]);
    expect(decided).toBe(total);
    expect(total).toBeGreaterThan(700);
  });

  it('is missed when a reason is taken away', () => {
    const { session } = ignored as unknown as { session: unknown[] };
    const taken = session.pop();
    expect(undecided().faults.some(({ fault }) => fault === 'nobody decided')).toBe(true);
    session.push(taken);
    expect(undecided().faults).toEqual([]);
  });
});

describe('the statecharts', () => {
  it('name every guard, action and delay', () => {
    for (const { machine } of plans)
      for (const { definition, event } of edgesOf(machine)) {
        const { guard, actions } = definition;
        if (event.startsWith('xstate.after.')) expect(Object.keys(defaultTimeouts)).toContain(event.split('.')[2]);
        for (const action of actions) expect(typeof action === 'string' || 'type' in (action as object)).toBe(true);
        const named = guard === undefined || typeof guard === 'string' || typeof guard === 'object' || 'check' in guard;
        expect(named).toBe(true);
      }
  });
});
