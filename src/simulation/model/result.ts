import type { StatechartName } from '../../machines/catalogue.ts';
import type { DecidedCount, Decision } from './decided.ts';
import type { Heat } from './heat.ts';
import type { Coverage, Violation, WalkReport } from './walk.ts';

/** The walk of one statechart, and how long it took. */
export interface TimedWalk extends WalkReport {
  readonly seconds: number;
}

/** A state or a transition of a statechart, and why the whole terminal does not reach it; null where nobody said. */
export interface Unreached {
  readonly machine: StatechartName;
  /** Path of a state, or id of a transition. */
  readonly id: string;
  readonly reason: string | null;
}

/** What was reached of one kind of thing. `stated`: not reached, for a reason that is written down. */
export interface Reach {
  readonly total: number;
  readonly covered: number;
  readonly stated: number;
}

/** What a tour of the whole terminal reached of one statechart. */
export interface TourCoverage {
  readonly machine: StatechartName;
  readonly states: Reach;
  readonly transitions: Reach;
  readonly timeouts: Reach;
  readonly heat: Heat;
}

/** What went wrong on the tour, by the first path on which it did. */
export interface TourFailure extends Violation {
  /** What was done, act by act. */
  readonly path: readonly string[];
}

/** What the tour of the whole terminal found. */
export interface TourResult {
  readonly devices: 'simulated' | 'daemons';
  readonly coverage: readonly TourCoverage[];
  readonly unreached: readonly Unreached[];
  /** Reached, though a reason is written down why it cannot be. */
  readonly reachedAfterAll: readonly Unreached[];
  readonly failures: readonly TourFailure[];
  /** Places that were told apart. */
  readonly places: number;
  readonly paths: number;
  readonly acts: number;
  /** Acts that were found and not tried, because the number of paths was limited. */
  readonly untried: number;
  readonly seconds: number;
}

/** Everything a model test found. */
export interface ModelResult {
  readonly walks: readonly TimedWalk[];
  /** Null where only statecharts were walked. */
  readonly tour: TourResult | null;
  readonly decisions: readonly Decision[];
  readonly events: DecidedCount;
}

const sum = (parts: readonly Pick<Coverage, 'total' | 'covered'>[]) => ({
  total: parts.reduce((all, { total }) => all + total, 0),
  covered: parts.reduce((all, { covered }) => all + covered, 0),
});

const reachOf = (parts: readonly Reach[]): Reach => ({
  ...sum(parts),
  stated: parts.reduce((all, { stated }) => all + stated, 0),
});

/** What the tour reached of all statecharts together. */
export const tourTotals = ({ acts, coverage, paths }: TourResult) => ({
  states: reachOf(coverage.map(({ states }) => states)),
  transitions: reachOf(coverage.map(({ transitions }) => transitions)),
  timeouts: reachOf(coverage.map(({ timeouts }) => timeouts)),
  acts,
  paths,
});

const tourViolations = (tour: TourResult | null): number =>
  tour === null ? 0 : tour.failures.length + tour.reachedAfterAll.length;

/** The one line of JSON. */
export const totalsOf = ({ walks, events, tour }: Omit<ModelResult, 'decisions'>) => ({
  states: sum(walks.map(({ states }) => states)),
  transitions: sum(walks.map(({ transitions }) => transitions)),
  timeouts: sum(walks.map(({ timeouts }) => timeouts)),
  eventsByState: { total: events.total, covered: events.decided },
  violations:
    walks.reduce((all, { violations }) => all + violations.length, 0) + events.faults.length + tourViolations(tour),
  ...(tour === null ? {} : { terminal: tourTotals(tour) }),
});

/** Nothing is violated, and nothing uncovered for which no reason is written down. */
export function isWhole(result: Omit<ModelResult, 'decisions'>): boolean {
  const { eventsByState, states, timeouts, transitions, violations } = totalsOf(result);
  const covered = [eventsByState, states, timeouts, transitions].every((part) => part.total === part.covered);
  return violations === 0 && covered && (result.tour?.unreached.every(({ reason }) => reason !== null) ?? true);
}

/** `1 replay`, `2 replays`. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
