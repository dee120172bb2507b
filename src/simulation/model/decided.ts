import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { type StatechartName, statecharts } from '../../machines/catalogue.ts';
import { ignored } from '../../machines/ignored.ts';
import { plans } from './plans.ts';
import { atomicNodes, pathOf } from './structure.ts';

export interface Undecided {
  readonly machine: string;
  readonly state: string;
  readonly event: string;
  readonly fault: string;
}

/** The region that decides on events of a parallel machine: the others only watch. */
const decidingRegion: Partial<Record<StatechartName, string>> = { terminal: 'service', session: 'flow' };

const handles = (node: AnyStateNode | undefined, event: string): boolean =>
  node !== undefined &&
  ([...node.transitions.keys()].some(
    (pattern) => pattern === event || (pattern.endsWith('.*') && event.startsWith(pattern.slice(0, -1))),
  ) ||
    handles(node.parent, event));

/** Regions beside the deciding one that handle an event whatever their state, e.g. health and hours. */
const watched = (machine: AnyStateMachine, region: string | undefined, event: string): boolean =>
  region !== undefined &&
  Object.entries(machine.states).some(
    ([key, node]) =>
      key !== region &&
      key !== 'patience' &&
      (Object.values(node.states) as AnyStateNode[]).some((state) => handles(state, event)),
  );

/** Enumerates event × state: each pair is handled or ignored with a reason, and never both (I10). */
export function undecided(): {
  readonly total: number;
  readonly decided: number;
  readonly faults: readonly Undecided[];
} {
  const faults: Undecided[] = [];
  let total = 0;
  for (const { name, events } of plans) {
    const machine: AnyStateMachine = statecharts[name];
    const region = decidingRegion[name];
    const types = [...new Set(events.map(({ type }) => type))];
    const states = atomicNodes(machine).filter((node) => region === undefined || node.path[0] === region);
    for (const node of states) {
      const state = pathOf(node);
      for (const event of types) {
        total += 1;
        const reasons = ignored[name].filter(
          (entry) =>
            entry.events.includes(event) && entry.in.some((path) => state === path || state.startsWith(`${path}.`)),
        );
        const handled = handles(node, event) || watched(machine, region, event);
        if (!handled && reasons.length === 0) faults.push({ machine: name, state, event, fault: 'nobody decided' });
        if (handled && reasons.length > 0) faults.push({ machine: name, state, event, fault: 'handled and ignored' });
        if (reasons.length > 1) faults.push({ machine: name, state, event, fault: 'ignored twice' });
      }
    }
  }
  return { total, decided: total - faults.length, faults };
}
