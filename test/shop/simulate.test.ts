import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../src/config.ts';
import { faultNames } from '../../src/shop/faults.ts';
import { minimalPages } from '../../src/shop/pages.ts';
import { habits, type VisitPlan } from '../../src/shop/plan.ts';
import { simulate } from '../../src/shop/simulate.ts';
import { settle } from '../devices/virtual-clock.ts';
import { madoguchi, root } from '../harness.ts';

const loaded = checkConfig(JSON.parse(readFileSync(join(root, 'kiosk.config.json'), 'utf8')));
if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
const { config } = loaded;

describe('a simulated shop', () => {
  it('keeps every yen, sheet and person apart in visits with faults, power cuts and people who do something else', async () => {
    const plans: VisitPlan[] = [];
    const { violations, powerCuts, faultsInjected, outcomes } = await simulate({
      seed: 20_261_122,
      visits: 600,
      rates: { faults: 60, cuts: 20, habits: 50 },
      config,
      pages: minimalPages,
      settle,
      onVisit: (_, plan) => plans.push(plan),
    });
    expect(violations).toEqual([]);
    // The run is worth something only if everything came up in it.
    expect(powerCuts).toBeGreaterThan(30);
    expect(faultsInjected).toBeGreaterThan(300);
    expect(new Set(plans.flatMap(({ faults }) => faults.map(({ fault }) => fault))).size).toBe(faultNames.length);
    expect(new Set(plans.map(({ habit }) => habit)).size).toBe(habits.length);
    for (const outcome of ['delivered', 'cancelled', 'timeout', 'recovered', 'staff', 'refused:printer', 'restarted'])
      expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(0);
  });

  it('is told by the command line, whose last line is JSON', async () => {
    const { code, stdout } = await madoguchi('simulate', '--visits', '12', '--seed', '3', '--pages', 'real', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ seed: 3, visits: 12, violations: 0 });
  });

  it.each([
    ['--visits', '0'],
    ['--seed', 'x'],
    ['--faults', '101'],
    ['--pages', 'none'],
  ])('refuses %s %s and says what is allowed', async (option, value) => {
    const { code, stderr } = await madoguchi('simulate', option, value);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Allowed/);
  });
});
