import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** One transition of a statechart as it is written down. */
export interface Edge {
  /** `path | event | index`, unique within the machine. */
  readonly id: string;
  readonly from: string;
  readonly event: string;
  readonly to: readonly string[];
  /** The targets and the states that are entered with them, down to the atomic ones. */
  readonly enters: readonly string[];
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

/** Guards that are made of others: and, or, not. */
interface Composed {
  readonly name: string;
  readonly guards?: readonly unknown[];
}

/** The guards a guard is made of; itself when of none. */
export function guardParts(guard: unknown): readonly unknown[] {
  const { guards } = (guard ?? {}) as Partial<Composed>;
  return guards === undefined ? [guard] : guards.flatMap(guardParts);
}

export const guardName = (guard: unknown): string | null => {
  if (guard === undefined || guard === null) return null;
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'object' && 'type' in guard) return String(guard.type);
  const { name, guards = [] } = guard as Composed;
  const parts = guards.map(guardName);
  if (parts.length === 0) return name;
  return name === 'not' ? `not ${parts[0]}` : parts.join(` ${name} `);
};

/** A state and what is entered with it. */
const enteredWith = (node: AnyStateNode): AnyStateNode[] => {
  if (node.type === 'parallel') return [node, ...Object.values(node.states).flatMap(enteredWith)];
  return node.type === 'compound' ? [node, ...(node.initial.target ?? []).flatMap(enteredWith)] : [node];
};

const edgeId = (path: string, event: string, index: number): string => `${path} | ${event} | ${index}`;

/** The id of a transition that an actor took; null for the step into an initial state, which is no edge. */
export function edgeIdOf(definition: AnyTransitionDefinition): string | null {
  const { eventType, source } = definition;
  const siblings = eventType === '' ? source.always : source.transitions.get(eventType);
  const index = siblings?.indexOf(definition as never) ?? -1;
  return index < 0 ? null : edgeId(pathOf(source), eventType === '' ? 'always' : eventType, index);
}

/** All transitions of a machine, eventless ones with the event `always`. */
export function edgesOf(machine: AnyStateMachine): Edge[] {
  return nodesOf(machine).flatMap((node) => {
    const listed: (readonly [string, readonly AnyTransitionDefinition[]])[] = [
      ...node.transitions.entries(),
      ...(node.always === undefined ? [] : [['always', node.always] as const]),
    ];
    return listed.flatMap(([event, definitions]) =>
      definitions.map((definition, index) => ({
        id: edgeId(pathOf(node), event, index),
        from: pathOf(node),
        event,
        to: (definition.target ?? []).map(pathOf),
        enters: (definition.target ?? []).flatMap(enteredWith).map(pathOf),
        guard: guardName(definition.guard),
        definition,
      })),
    );
  });
}

/** An event as people read it. */
export const labelOf = (event: string): string =>
  event
    .replace(/^xstate\.init$/, 'start')
    .replace(/^xstate\.done\.actor\./, 'done: ')
    .replace(/^xstate\.error\.actor\./, 'error: ')
    .replace(/^xstate\.after\.(\w+)\..*/, 'after $1');

/** An edge as people read it, e.g. `done: checkDocument [passed]`. */
export const edgeLabel = ({ event, guard }: Edge): string => labelOf(event) + (guard === null ? '' : ` [${guard}]`);
