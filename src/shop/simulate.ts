import { timeOn } from '../calendar.ts';
import type { Config } from '../config.ts';
import { japanDate } from '../japan-time.ts';
import { dice as diceOf, seedOf } from '../simulation/dice.ts';
import { sampleTown } from '../simulation/town/town.ts';
import type { OwnRule } from './own-rules.ts';
import type { Pages } from './pages.ts';
import { type FaultPlan, planVisit, type VisitPlan } from './plan.ts';
import { type RunOptions, run } from './run.ts';
import type { Scenario } from './scenario.ts';
import type { Settle } from './virtual-clock.ts';

/** Visits of one kiosk in a day. */
export const visitsOfDay = 60;
/** 2026-07-01 09:00 in Japan. */
export const morning = Date.UTC(2026, 6, 1);

export interface SimulationOptions {
  readonly seed: number;
  readonly visits: number;
  /** Days of visits that each kiosk is in service with one log; 1 unless given. */
  readonly days?: number;
  readonly plan: FaultPlan;
  readonly config: Config;
  readonly pages: Pages;
  readonly settle: Settle;
  readonly ownRules?: readonly OwnRule[];
  readonly traced?: boolean;
  /** Kiosks of this remainder only, for several processes that share the work. */
  /** Where logs lie while they are needed. */
  readonly place?: string;
  readonly share?: { readonly of: number; readonly index: number };
  /** Asked before each kiosk; false ends the simulation. */
  readonly goOn?: (soFar: SimulationResult) => boolean;
}

/** What a simulation found broken, with all that is needed to see it again. */
export interface Failure {
  /** Number of the visit in the simulation, from 0. */
  readonly visit: number;
  /** The kiosk, and its visits up to that one. */
  readonly scenario: Scenario & { readonly found: { readonly invariant: string; readonly detail: string } };
}

export interface SimulationResult {
  readonly visits: number;
  readonly faultsInjected: number;
  readonly powerCuts: number;
  readonly failures: readonly Failure[];
  /** How visits ended, by outcome. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Traces by number of the kiosk, where they were asked for. */
  readonly traces: ReadonlyMap<number, string>;
}

/** One kiosk in six begins minutes before it closes, so that some visits meet the end of service, and others the next morning. */
const beginnings = ['09:00', '09:00', '09:00', '09:00', '09:00', '22:56'] as const;

/** The instant of a time of day in Japan on the first day of a simulation. */
export const beginningAt = (time: string): number => timeOn(japanDate(morning), time);

/** What one kiosk of a simulation is given: the same seed and number give the same. */
function kioskOf(options: SimulationOptions, first: number): Omit<Scenario, 'name'> & { visits: VisitPlan[] } {
  const { days = 1, pages, plan, seed, visits } = options;
  const count = Math.min(visitsOfDay * days, visits - first);
  const own = seedOf(seed, -1 - first);
  return {
    seed: own,
    pages: pages.whole ? 'real' : 'minimal',
    begins: diceOf(own).pick(beginnings),
    perDay: visitsOfDay,
    visits: Array.from({ length: count }, (_, index) => planVisit(diceOf(seedOf(seed, first + index)), plan)),
  };
}

const byOutcome = (all: Map<string, number>, more: ReadonlyMap<string, number>): void => {
  for (const [outcome, count] of more) all.set(outcome, (all.get(outcome) ?? 0) + count);
};

/** Kiosk after kiosk of a shop in which things do not go as they should. The same seed and options give the same trace. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const { config, days = 1, goOn = () => true, pages, settle, share = { of: 1, index: 0 }, visits } = options;
  const town = await sampleTown(morning);
  const failures: Failure[] = [];
  const outcomes = new Map<string, number>();
  const traces = new Map<number, string>();
  let [played, faultsInjected, powerCuts] = [0, 0, 0];
  const soFar = (): SimulationResult => ({ visits: played, faultsInjected, powerCuts, failures, outcomes, traces });
  for (let first = 0, kiosk = 0; first < visits; first += visitsOfDay * days, kiosk += 1) {
    if (kiosk % share.of !== share.index) continue;
    if (!goOn(soFar())) break;
    const given = kioskOf(options, first);
    const result = await run(given.visits, {
      ...runOptions(options, given),
      ...(options.place === undefined ? {} : { place: options.place }),
      town,
      config,
      pages,
      settle,
    });
    played += result.visits;
    faultsInjected += result.faultsInjected;
    powerCuts += result.powerCuts;
    byOutcome(outcomes, result.outcomes);
    if (result.trace !== null) traces.set(kiosk, result.trace);
    if (result.broken === null) continue;
    const { findings, index } = result.broken;
    const [found] = findings;
    if (found === undefined) continue;
    failures.push({
      visit: first + index,
      scenario: {
        ...given,
        visits: given.visits.slice(0, index + 1),
        name: `seed ${options.seed}, visit ${first + index}`,
        found,
      },
    });
  }
  return soFar();
}

/** What a run takes from a kiosk or a scenario. */
export const runOptions = (
  { ownRules, traced }: Pick<SimulationOptions, 'ownRules' | 'traced'>,
  { begins, perDay, seed }: Pick<Scenario, 'begins' | 'perDay' | 'seed'>,
): Pick<RunOptions, 'seed' | 'begins' | 'perDay' | 'ownRules' | 'traced'> => ({
  seed,
  perDay,
  begins: beginningAt(begins),
  ...(ownRules === undefined ? {} : { ownRules }),
  ...(traced === undefined ? {} : { traced }),
});
