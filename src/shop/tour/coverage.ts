import { type StatechartName, statecharts } from '../../machines/catalogue.ts';
import { type Heat, HeatCount } from '../../simulation/model/heat.ts';
import { afterPrefix } from '../../simulation/model/possible.ts';
import type { Reach, TourCoverage, Unreached } from '../../simulation/model/result.ts';
import { atomicNodes, edgesOf, pathOf } from '../../simulation/model/structure.ts';
import { type OutOfReach, outOfReach } from './out-of-reach.ts';

/** What the whole terminal reached, laid beside the statecharts and the table of what is out of reach. */
export interface Covered {
  readonly coverage: readonly TourCoverage[];
  readonly unreached: readonly Unreached[];
  readonly reachedAfterAll: readonly Unreached[];
}

const names = Object.keys(statecharts) as readonly StatechartName[];

/** @param table what is out of reach, and why */
export function coverageOf(
  heats: ReadonlyMap<StatechartName, Heat>,
  table: readonly OutOfReach[] = outOfReach,
): Covered {
  const unreached: Unreached[] = [];
  const reachedAfterAll: Unreached[] = [];
  const coverage = names.map((machine): TourCoverage => {
    const heat = heats.get(machine) ?? new HeatCount();
    const reasons = new Map(
      table.flatMap(({ ids, machine: of, reason }) => (of === machine ? ids.map((id) => [id, reason] as const) : [])),
    );
    const reach = (all: readonly string[], counts: ReadonlyMap<string, number>, tell: boolean): Reach => {
      const missed = all.filter((id) => !counts.has(id));
      if (tell) {
        unreached.push(...missed.map((id) => ({ machine, id, reason: reasons.get(id) ?? null })));
        for (const id of all) {
          const reason = reasons.get(id);
          if (reason !== undefined && counts.has(id)) reachedAfterAll.push({ machine, id, reason });
        }
      }
      return {
        total: all.length,
        covered: all.length - missed.length,
        stated: missed.filter((id) => reasons.has(id)).length,
      };
    };
    const edges = edgesOf(statecharts[machine]);
    const timed = edges.filter(({ event }) => event.startsWith(afterPrefix));
    return {
      machine,
      heat,
      states: reach(atomicNodes(statecharts[machine]).map(pathOf), heat.states, true),
      transitions: reach(
        edges.map(({ id }) => id),
        heat.transitions,
        true,
      ),
      timeouts: reach(
        timed.map(({ id }) => id),
        heat.transitions,
        false,
      ),
    };
  });
  return { coverage, unreached, reachedAfterAll };
}
