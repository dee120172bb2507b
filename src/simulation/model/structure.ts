import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** One transition of a statechart as it is written down. */
export interface Edge {
  /** `path | event | index`, unique within the machine. */
  readonly id: string;
  readonly from: string;
  readonly event: string;
  readonly to: readonly string[];
  readonly guard: string | null;
  readonly definition: AnyTransitionDefinition;
}

export const pathOf = (node: AnyStateNode): string => node.path.join('.');

/** All state nodes of a machine, outermost first. */
export function nodesOf(machine: AnyStateMachine): AnyStateNode[] {
  const walk = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(walk)];
  return walk(machine.root);
}

/** States without substates: what the machine can be in. */
export const atomicNodes = (machine: AnyStateMachine): AnyStateNode[] =>
  nodesOf(machine).filter((node) => Object.keys(node.states).length === 0);

const guardName = (guard: unknown): string | null => {
  if (guard === undefined || guard === null) return null;
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'object' && 'type' in guard) return String(guard.type);
  return (guard as { name?: string }).name ?? 'guard';
};

/** All transitions of a machine, eventless ones with the event `always`. */
export function edgesOf(machine: AnyStateMachine): Edge[] {
  return nodesOf(machine).flatMap((node) => {
    const listed: (readonly [string, readonly AnyTransitionDefinition[]])[] = [
      ...node.transitions.entries(),
      ...(node.always === undefined ? [] : [['always', node.always] as const]),
    ];
    return listed.flatMap(([event, definitions]) =>
      definitions.map((definition, index) => ({
        id: `${pathOf(node)} | ${event} | ${index}`,
        from: pathOf(node),
        event,
        to: (definition.target ?? []).map(pathOf),
        guard: guardName(definition.guard),
        definition,
      })),
    );
  });
}
