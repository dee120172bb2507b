import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkConfig } from '../../src/config.ts';
import type { StatechartName } from '../../src/machines/catalogue.ts';
import { minimalPages } from '../../src/shop/pages.ts';
import { simulate } from '../../src/shop/simulate.ts';
import { undecided } from '../../src/simulation/model/decided.ts';
import { plans } from '../../src/simulation/model/plans.ts';
import { walk } from '../../src/simulation/model/walk.ts';
import { type Check, root, type Verdict } from './mutation.ts';

/**
 * Visits of the simulated shops, one after the other, each with an empty log. Short ones first, because most faults show soon; long
 * ones then, because some need a counter to wrap.
 */
export const shops = [25, 25, 50, 100, 200, 200, 200, 200, 200, 200, 200, 200, 200] as const;
const seed = 20_261_122;
/** More goes wrong than in the usual simulation. */
const rates = { faults: 60, cuts: 45, habits: 50 };

/** What a mistake in the mutation itself looks like. */
const silly = /\b(SyntaxError|ReferenceError|TypeError)\b|is not a function|is not defined|Cannot read propert/;

/** Visits so far, for what stops the simulation from outside. */
export const played = { visits: 0 };

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const killed = (verdict: Omit<Extract<Verdict, { verdict: 'killed' }>, 'verdict'>): Verdict =>
  silly.test(verdict.sentence) ? { verdict: 'broken', why: verdict.sentence } : { verdict: 'killed', ...verdict };

/** Decisions first, then every path, up to the first violation; a part that nobody reaches is a violation too. */
async function model(name: StatechartName): Promise<Verdict> {
  const plan = plans.find((one) => one.name === name);
  if (plan === undefined) throw new Error(`no plan for ${name}`);
  const [fault] = undecided().faults.filter(({ machine }) => machine === name);
  if (fault !== undefined)
    return killed({
      by: 'I10',
      sentence: `${fault.state} × ${fault.event}: ${fault.fault}`,
      after: 0,
      unit: 'replays',
    });
  const { replays, states, transitions, violations } = await walk(plan, 'first violation');
  const [first] = violations;
  if (first !== undefined)
    return killed({ by: first.invariant, sentence: first.detail, after: replays, unit: 'replays' });
  const [hole] = [...states.missed, ...transitions.missed];
  if (hole !== undefined)
    return killed({ by: 'model', sentence: `never reached: ${hole}`, after: replays, unit: 'replays' });
  return { verdict: 'survived', after: replays, unit: 'replays' };
}

async function simulation(most: number): Promise<Verdict> {
  const loaded = checkConfig(JSON.parse(readFileSync(join(root, 'kiosk.config.json'), 'utf8')));
  if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
  const { config } = loaded;
  let after = 0;
  for (const [day, visits] of shops.entries()) {
    if (after >= most) break;
    const options = { seed: seed + day, visits: Math.min(visits, most - after), rates, config, pages: minimalPages };
    const { violations } = await simulate({
      ...options,
      settle,
      onVisit: () => {
        played.visits += 1;
      },
    });
    const [first] = violations;
    if (first !== undefined) {
      const { detail, invariant, visit } = first;
      return killed({ by: invariant, sentence: detail, after: after + visit + 1, unit: 'visits' });
    }
    after += options.visits;
  }
  return { verdict: 'survived', after, unit: 'visits' };
}

/** @param visits at most so many */
export const runCheck = (check: Check, visits: number): Promise<Verdict> =>
  check === 'simulation' ? simulation(visits) : model(check.model);
