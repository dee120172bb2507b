import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { type StatechartName, statecharts } from '../../machines/catalogue.ts';
import { ignored } from '../../machines/ignored.ts';
import { plans } from './plans.ts';
import { atomicNodes, type Edge, edgeLabel, edgesOf, pathOf } from './structure.ts';

/** What an event means in a state. */
export interface Decision {
  readonly machine: StatechartName;
  readonly state: string;
  readonly event: string;
  readonly how: 'handled' | 'ignored' | 'fault';
  /** Where it leads, why it is ignored, or what is wrong. */
  readonly text: string;
}

/** The region that decides on events of a parallel machine: the others only watch. */
const decidingRegion: Partial<Record<StatechartName, string>> = { terminal: 'service', session: 'flow' };

const takes = (pattern: string, event: string): boolean =>
  pattern === event || (pattern.endsWith('.*') && event.startsWith(pattern.slice(0, -1)));

/** The innermost of a state and those around it that handles an event. */
const handlerOf = (node: AnyStateNode | undefined, event: string): AnyStateNode | null => {
  if (node === undefined) return null;
  return [...node.transitions.keys()].some((pattern) => takes(pattern, event)) ? node : handlerOf(node.parent, event);
};

/** A state in a region beside the deciding one that handles an event whatever the region's state, e.g. health and hours. */
const watcherOf = (machine: AnyStateMachine, region: string | undefined, event: string): AnyStateNode | null =>
  region === undefined
    ? null
    : (Object.entries(machine.states)
        .filter(([key]) => key !== region && key !== 'patience')
        .flatMap(([, node]) => Object.values(node.states) as AnyStateNode[])
        .map((state) => handlerOf(state, event))
        .find((node) => node !== null) ?? null);

const leadsTo = (edges: readonly Edge[], handler: AnyStateNode, event: string): string =>
  edges
    .filter(({ from, event: pattern }) => from === pathOf(handler) && takes(pattern, event))
    .map((edge) => `${edgeLabel({ ...edge, event })} → ${edge.to.length === 0 ? 'stays' : edge.to.join(', ')}`)
    .join('; ');

/** Enumerates event × state: each pair is handled or ignored with a reason, and never both (I10). */
export function decisions(): readonly Decision[] {
  return plans.flatMap(({ name, events }) => {
    const machine: AnyStateMachine = statecharts[name];
    const region = decidingRegion[name];
    const edges = edgesOf(machine);
    const types = [...new Set(events.map(({ type }) => type))];
    const states = atomicNodes(machine).filter((node) => region === undefined || node.path[0] === region);
    return states.flatMap((node) =>
      types.flatMap((event): Decision[] => {
        const state = pathOf(node);
        const reasons = ignored[name].filter(
          (entry) =>
            entry.events.includes(event) && entry.in.some((path) => state === path || state.startsWith(`${path}.`)),
        );
        const handler = handlerOf(node, event) ?? watcherOf(machine, region, event);
        const decided = (how: Decision['how'], text: string): Decision => ({ machine: name, state, event, how, text });
        const faults = [
          ...(handler === null && reasons.length === 0 ? ['nobody decided'] : []),
          ...(handler !== null && reasons.length > 0 ? ['handled and ignored'] : []),
          ...(reasons.length > 1 ? ['ignored twice'] : []),
        ];
        if (faults.length > 0) return faults.map((fault) => decided('fault', fault));
        return handler === null
          ? [decided('ignored', reasons[0]?.reason ?? '')]
          : [decided('handled', leadsTo(edges, handler, event))];
      }),
    );
  });
}

export interface Undecided {
  readonly machine: string;
  readonly state: string;
  readonly event: string;
  readonly fault: string;
}

export interface DecidedCount {
  readonly total: number;
  readonly decided: number;
  readonly faults: readonly Undecided[];
}

/** How many pairs of event and state there are, how many are decided, and what is wrong with the others. */
export function undecided(all: readonly Decision[] = decisions()): DecidedCount {
  const pairs = new Set(all.map(({ machine, state, event }) => `${machine} ${state} ${event}`));
  const faults = all
    .filter(({ how }) => how === 'fault')
    .map(({ machine, state, event, text }) => ({ machine, state, event, fault: text }));
  const bad = new Set(faults.map(({ machine, state, event }) => `${machine} ${state} ${event}`));
  return { total: pairs.size, decided: pairs.size - bad.size, faults };
}
