import { plainVisit, type VisitPlan } from './plan.ts';

/** How often a smaller run is tried at most. */
const mostTries = 400;

const without = <T>(list: readonly T[], from: number, count = 1): T[] => [
  ...list.slice(0, from),
  ...list.slice(from + count),
];

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Everything that makes one visit simpler by one step, the greatest steps first. What is as in a plain visit stays. */
function* simpler(visit: VisitPlan): Generator<VisitPlan> {
  const odd = (Object.keys(plainVisit) as (keyof VisitPlan)[]).filter((key) => !same(visit[key], plainVisit[key]));
  for (const key of odd) yield { ...visit, [key]: plainVisit[key] };
  for (const key of ['faults', 'coins', 'pins', 'means', 'show'] as const)
    for (let index = 0; odd.includes(key) && index < visit[key].length; index += 1)
      yield { ...visit, [key]: without<unknown>(visit[key], index) };
  for (const [index, fault] of visit.faults.entries())
    if (fault.seed !== 1) yield { ...visit, faults: visit.faults.with(index, { ...fault, seed: 1 }) };
  if (visit.cut?.underWay) yield { ...visit, cut: { ...visit.cut, underWay: false } };
}

/** Everything that makes a list of visits simpler by one step: earlier visits left out, then each visit simpler. */
function* smaller(visits: readonly VisitPlan[]): Generator<VisitPlan[]> {
  for (let count = visits.length - 1; count >= 1; count = Math.floor(count / 2))
    for (let from = 0; from + count < visits.length; from += count) yield without(visits, from, count);
  for (const [index, visit] of visits.entries()) for (const other of simpler(visit)) yield visits.with(index, other);
}

/**
 * The simplest visits that still fail, as far as single steps lead (delta debugging, Zeller and Hildebrandt 2002).
 * @param fails whether these visits break the same as the ones given, which do
 */
export async function shrink(
  visits: readonly VisitPlan[],
  fails: (visits: readonly VisitPlan[]) => Promise<boolean>,
): Promise<readonly VisitPlan[]> {
  let least = visits;
  const tried = new Set<string>();
  const step = async (): Promise<readonly VisitPlan[] | null> => {
    for (const candidate of smaller(least)) {
      const key = JSON.stringify(candidate);
      if (tried.has(key)) continue;
      if (tried.size === mostTries) return null;
      tried.add(key);
      if (await fails(candidate)) return candidate;
    }
    return null;
  };
  for (let next = await step(); next !== null; next = await step()) least = next;
  return least;
}
