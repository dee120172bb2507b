import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { japanDate } from '../../src/japan-time.ts';
import { faultNames } from '../../src/shop/faults.ts';
import { minimalPages } from '../../src/shop/pages.ts';
import { clerks, faultPlan, habits, planVisit, type VisitPlan } from '../../src/shop/plan.ts';
import { record } from '../../src/shop/recording.ts';
import { morning, runOptions, simulate } from '../../src/shop/simulate.ts';
import { dice } from '../../src/simulation/dice.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import { settle } from '../devices/virtual-clock.ts';
import { madoguchi, root, temporaryFolder } from '../harness.ts';
import { sampleConfig } from './sample-config.ts';

const shop = { config: sampleConfig, pages: minimalPages, settle };
const odd = faultPlan.parse({ faults: { percent: 60 }, cuts: { percent: 20 }, habits: { percent: 50 } });
const last = (stdout: string): unknown => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');

describe('a simulated shop', () => {
  it('keeps every yen, sheet and person apart in visits with faults, power cuts and people who do something else', async () => {
    const { failures, powerCuts, faultsInjected, outcomes } = await simulate({
      ...shop,
      seed: 20_261_122,
      visits: 600,
      plan: odd,
    });
    expect(failures).toEqual([]);
    // The run is worth something only if everything came up in it.
    expect(powerCuts).toBeGreaterThan(20);
    expect(faultsInjected).toBeGreaterThan(200);
    for (const outcome of ['delivered', 'cancelled', 'timeout', 'recovered', 'staff', 'refused:printer', 'restarted'])
      expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(0);
  });

  it('plans everything that may happen', () => {
    const plans = Array.from({ length: 2_000 }, (_, index) => planVisit(dice(index + 1), odd));
    const seen = (of: (plan: VisitPlan) => readonly string[]) => new Set(plans.flatMap(of)).size;
    expect(seen(({ faults }) => faults.map(({ fault }) => fault))).toBe(faultNames.length);
    expect(seen(({ habit }) => [habit])).toBe(habits.length);
    expect(seen(({ clerk }) => [clerk])).toBe(clerks.length);
  });

  it('opens, closes and opens again: visits go on over the night with one log', async () => {
    const calm = faultPlan.parse({ faults: { percent: 0 }, cuts: { percent: 0 }, habits: { percent: 0 } });
    const { result, steps } = await record(
      Array.from({ length: 30 }, (_, index) => planVisit(dice(index + 1), calm)),
      { ...shop, town: await sampleTown(morning), ...runOptions({}, { begins: '22:59', perDay: 25, seed: 1 }) },
    );
    expect([result.broken, result.visits]).toEqual([null, 30]);
    expect(steps.some(({ text }) => text.startsWith('closed: '))).toBe(true);
    const days = steps.filter(({ kind }) => kind === 'visit').map(({ at }) => japanDate(at));
    // The first day ends by the clock, the second after 25 visits.
    expect(new Set(days).size).toBe(3);
    expect(steps.filter(({ text }) => text === 'the terminal is on')).toHaveLength(3);
  });

  it('does the same, byte for byte, for the same seed, in one thread or in two', async () => {
    const traceOf = async (...options: string[]) => {
      const { stdout } = await madoguchi('simulate', '--visits', '130', '--trace-hash', ...options);
      return /^trace ([0-9a-f]{64})$/m.exec(stdout)?.[1] ?? stdout;
    };
    const [one, same, shared, other] = [
      await traceOf('--seed', '3'),
      await traceOf('--seed', '3'),
      await traceOf('--seed', '3', '--jobs', '2'),
      await traceOf('--seed', '4'),
    ];
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect([same, shared]).toEqual([one, one]);
    expect(other).not.toBe(one);
  });

  it('is told by the command line, whose last line is JSON', async () => {
    const { code, stdout } = await madoguchi('simulate', '--visits', '12', '--seed', '3', '--pages', 'real', '--json');
    expect(code).toBe(0);
    expect(last(stdout)).toMatchObject({ seed: 3, visits: 12, violations: 0 });
  });

  it('shrinks and saves what breaks a rule, and plays it again', async () => {
    using folder = temporaryFolder();
    const rules = join(folder.path, 'rules.js');
    const rule = `visit.sheets.length > 1 ? \`\${visit.sheets.length} sheets\` : null`;
    writeFileSync(rules, `export default [{ name: 'one sheet', check: (visit) => ${rule} }];`);
    const found = await madoguchi('simulate', '--visits', '60', '--rules', rules, '--save', folder.path, '--json');
    expect([found.code, last(found.stdout)]).toMatchObject([1, { violations: 1 }]);
    const file = /madoguchi replay (.*\.json)/.exec(found.stdout)?.[1] ?? '';
    const saved = JSON.parse(readFileSync(file, 'utf8'));
    // Only a household of many gets several sheets, and nothing else of that visit matters.
    expect(saved.visits).toEqual([{ card: 'large' }]);
    const again = await madoguchi('replay', file, '--rules', rules, '--json');
    expect([again.code, last(again.stdout)]).toMatchObject([
      1,
      { visits: 1, violations: [{ invariant: 'one sheet' }] },
    ]);
    expect(again.stdout).toContain('session.delivering');
    expect(again.stdout).toContain('print.intent');
    const without = await madoguchi('replay', file, '--json');
    expect([without.code, last(without.stdout)]).toMatchObject([0, { violations: [] }]);
  });

  it.each([
    ['--visits', '0', /Allowed/],
    ['--seed', 'x', /Allowed/],
    ['--faults', '101', /Allowed/],
    ['--pages', 'none', /Allowed/],
    ['--jobs', '0', /Allowed/],
    ['--minutes', '0', /Allowed/],
    ['--plan', 'package.json', /package\.json is not what it should be:\n.*Unrecognized key/],
    ['--plan', 'nothing.json', /nothing\.json cannot be read/],
    ['--rules', 'package.json', /package\.json (cannot be read|has no rules)/],
    ['--rules', 'nothing.js', /nothing\.js cannot be read/],
  ])('refuses %s %s and says what is allowed', async (option, value, sentence) => {
    const { code, stderr } = await madoguchi('simulate', option, value);
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
  });

  it.each([
    ['{', /cannot be read/],
    ['{"name":"x","visits":[]}', /visits: /],
    ['{"name":"x","visits":[{"card":"nobody"}]}', /there is no card nobody\. There are: adult/],
    ['{"name":"x","visits":[{"faults":[{"fault":"flood","after":1}]}]}', /visits\.0\.faults\.0\.fault: /],
    ['{"name":"x","visits":[{"cut":{"after":"print.begun"}}]}', /visits\.0\.cut\.after: /],
  ])('a scenario %s is refused with the place and what is allowed there', async (text, sentence) => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'scenario.json');
    writeFileSync(file, text);
    const { code, stderr } = await madoguchi('replay', file);
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
  });

  it.each(['jam-then-power-cut.json', 'wrong-pin-then-late-evening.json'])('plays the example %s', async (file) => {
    const { code, stdout } = await madoguchi(
      'replay',
      join(root, 'examples', file),
      '--rules',
      join(root, 'examples/rules.js'),
      '--json',
    );
    expect([code, last(stdout)]).toMatchObject([0, { violations: [] }]);
  });

  it('takes the example of a fault plan', async () => {
    const plan = join(root, 'examples/paper-trouble.plan.json');
    const { code, stdout } = await madoguchi('simulate', '--plan', plan, '--visits', '60', '--json');
    expect(code).toBe(0);
    expect((last(stdout) as { faultsInjected: number }).faultsInjected).toBeGreaterThan(20);
  });
});
