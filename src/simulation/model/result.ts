import type { DecidedCount, Decision } from './decided.ts';
import type { Coverage, WalkReport } from './walk.ts';

/** The walk of one statechart, and how long it took. */
export interface TimedWalk extends WalkReport {
  readonly seconds: number;
}

/** Everything a model test found. */
export interface ModelResult {
  readonly walks: readonly TimedWalk[];
  readonly decisions: readonly Decision[];
  readonly events: DecidedCount;
}

const sum = (parts: readonly Coverage[]) => ({
  total: parts.reduce((all, { total }) => all + total, 0),
  covered: parts.reduce((all, { covered }) => all + covered, 0),
});

/** The one line of JSON. */
export const totalsOf = ({ walks, events }: Omit<ModelResult, 'decisions'>) => ({
  states: sum(walks.map(({ states }) => states)),
  transitions: sum(walks.map(({ transitions }) => transitions)),
  timeouts: sum(walks.map(({ timeouts }) => timeouts)),
  eventsByState: { total: events.total, covered: events.decided },
  violations: walks.reduce((all, { violations }) => all + violations.length, 0) + events.faults.length,
});

/** Nothing is uncovered and nothing violated. */
export function isWhole(result: Omit<ModelResult, 'decisions'>): boolean {
  const { violations, ...covered } = totalsOf(result);
  return violations === 0 && Object.values(covered).every((part) => part.total === part.covered);
}

/** `1 replay`, `2 replays`. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
