import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, checkConfig } from '../../src/config.ts';
import type { StatechartName } from '../../src/machines/catalogue.ts';
import { minimalPages } from '../../src/shop/pages.ts';
import { faultPlan } from '../../src/shop/plan.ts';
import { run } from '../../src/shop/run.ts';
import { beginningAt, morning, simulate } from '../../src/shop/simulate.ts';
import { undecided } from '../../src/simulation/model/decided.ts';
import { plans } from '../../src/simulation/model/plans.ts';
import { walk } from '../../src/simulation/model/walk.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import { type Target, visitsAimedAt } from './aimed.ts';
import { type Check, root, type Verdict } from './mutation.ts';

const seed = 1_122;
/** More goes wrong than in the usual simulation. */
const plan = faultPlan.parse({ faults: { percent: 60 }, cuts: { percent: 45 }, habits: { percent: 50 } });

/** What a mistake in the mutation itself looks like. */
const silly = /\b(SyntaxError|ReferenceError|TypeError)\b|is not a function|is not defined|Cannot read propert/;

/** Visits before the kiosk that is played now, for what stops the simulation from outside. */
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

const unit = 'visits';

function sampleConfig(): Config {
  const loaded = checkConfig(JSON.parse(readFileSync(join(root, 'kiosk.config.json'), 'utf8')));
  if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
  return loaded.config;
}

async function simulation(most: number): Promise<Verdict> {
  const { failures, visits } = await simulate({
    seed,
    visits: most,
    plan,
    config: sampleConfig(),
    pages: minimalPages,
    settle,
    goOn: (soFar) => {
      played.visits = soFar.visits;
      return soFar.failures.length === 0;
    },
  });
  const [first] = failures;
  if (first === undefined) return { verdict: 'survived', after: visits, unit };
  const { detail, invariant } = first.scenario.found;
  return killed({ by: invariant, sentence: detail, after: first.visit + 1, unit });
}

/** One kiosk, and every visit that is aimed at this. */
async function aimed(target: Target): Promise<Verdict> {
  const { broken, visits } = await run(visitsAimedAt(target), {
    seed,
    begins: beginningAt('09:00'),
    // One long day: what is aimed at is not to be missed in a night.
    perDay: Number.MAX_SAFE_INTEGER,
    town: await sampleTown(morning),
    config: sampleConfig(),
    pages: minimalPages,
    settle,
    onEnd: (index) => {
      played.visits = index + 1;
    },
  });
  const [first] = broken?.findings ?? [];
  if (broken === null || first === undefined) return { verdict: 'survived', after: visits, unit };
  return killed({ by: first.invariant, sentence: first.detail, after: broken.index + 1, unit });
}

/** @param visits of the simulation, at most; aimed ones are played all */
export const runCheck = (check: Check, visits: number): Promise<Verdict> => {
  if (check === 'simulation') return simulation(visits);
  return 'model' in check ? model(check.model) : aimed(check.aimed);
};
