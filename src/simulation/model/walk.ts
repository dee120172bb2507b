import { type AnyActor, type AnyMachineSnapshot, createActor, type EventObject, type InspectionEvent } from 'xstate';
import { adjacencyMapToArray, getAdjacencyMap, getShortestPaths } from 'xstate/graph';
import { activePaths } from '../../ui/screens/view.ts';
import { DeferredActors, ManualClock } from './deferred.ts';
import { statechartInvariants } from './invariants.ts';
import { distinctTimeouts, type Plan } from './plans.ts';
import { atomicNodes, type Edge, edgesOf, pathOf } from './structure.ts';

export interface Coverage {
  readonly total: number;
  readonly covered: number;
  readonly missed: readonly string[];
}

export interface Violation {
  readonly machine: string;
  readonly invariant: string;
  readonly detail: string;
  /** Event types from the start to the violation. */
  readonly path: readonly string[];
}

export interface WalkReport {
  readonly machine: string;
  readonly configurations: number;
  readonly replays: number;
  readonly states: Coverage;
  readonly transitions: Coverage;
  readonly timeouts: Coverage;
  readonly violations: readonly Violation[];
}

const donePrefix = 'xstate.done.actor.';
const errorPrefix = 'xstate.error.actor.';
const afterPrefix = 'xstate.after.';

/** The delay's name in `xstate.after.<delay>.<state id>`. */
const delayOf = (type: string): keyof typeof distinctTimeouts =>
  type.slice(afterPrefix.length).split('.')[0] as keyof typeof distinctTimeouts;

/** What can happen in a snapshot: events from outside, answers of running actors, errors that are handled, timers. */
function possible(plan: Plan, snapshot: AnyMachineSnapshot): EventObject[] {
  const own = [...new Set(snapshot._nodes.flatMap((node) => node.ownEvents))];
  const inner = own.flatMap((type): EventObject[] => {
    if (type.startsWith(donePrefix))
      return (plan.answers[type.slice(donePrefix.length)] ?? []).map((output) => ({ type, output }) as EventObject);
    if (type.startsWith(errorPrefix)) return [{ type, error: new Error('simulated') } as EventObject];
    return type.startsWith(afterPrefix) ? [{ type }] : [];
  });
  const running = new Set(snapshot._nodes.flatMap((node) => node.invoke.map(({ id }) => id)));
  const fromCallbacks = new Map(
    Object.entries(plan.callbacks).flatMap(([id, types]) => types.map((type) => [type, id] as const)),
  );
  const outside = plan.events.filter(({ type }) => {
    const source = fromCallbacks.get(type);
    return source === undefined || running.has(source);
  });
  const worth = outside.filter((event) => plan.worthTrying?.(event, snapshot.value as never) ?? true);
  const fromChildren = [...running].flatMap((id) => plan.fromChildren?.[id] ?? []);
  return [...inner, ...fromChildren, ...worth];
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Plays one event on a running actor with its deferred devices. Says what was wrong when it could not happen. */
async function play(
  plan: Plan,
  event: EventObject,
  actor: AnyActor,
  clock: ManualClock,
  devices: DeferredActors,
): Promise<string | null> {
  const { type } = event;
  if (type.startsWith(donePrefix)) {
    const id = type.slice(donePrefix.length);
    if (!devices.complete(id, (event as { output?: unknown }).output)) return `actor ${id} is not running`;
    await settle();
    return null;
  }
  if (type.startsWith(errorPrefix)) {
    const id = type.slice(errorPrefix.length);
    if (!devices.fail(id, new Error('simulated'))) return `actor ${id} is not running`;
    await settle();
    return null;
  }
  if (type.startsWith(afterPrefix)) {
    const ms = distinctTimeouts[delayOf(type)];
    return clock.fire(ms) ? null : `no timer ${delayOf(type)} is running`;
  }
  const source = Object.entries(plan.callbacks).find(([, types]) => types.includes(type));
  if (source !== undefined) return devices.send(source[0], event) ? null : `actor ${source[0]} is not running`;
  actor.send(event);
  return null;
}

/**
 * Walks one statechart: the graph of its configurations by `xstate/graph`, then every edge of that graph by the shortest way
 * to it on a real actor with deferred simulated devices and hand-fired timers, comparing configuration and invariants after
 * each step.
 *
 * @param until where to stop: at the first violation the report is not of the whole statechart
 */
export async function walk(plan: Plan, until: 'end' | 'first violation' = 'end'): Promise<WalkReport> {
  const { machine } = plan;
  const devices = new DeferredActors();
  const simulated = devices.provide(machine, Object.keys(plan.callbacks));
  const edges = edgesOf(simulated);
  const byDefinition = new Map<unknown, Edge>(edges.map((edge) => [edge.definition, edge]));
  const coveredEdges = new Set<string>();
  const coveredStates = new Set<string>();
  const violations: Violation[] = [];
  let configurations = 0;
  let replays = 0;
  const key = (snapshot: AnyMachineSnapshot): string =>
    JSON.stringify([snapshot.status, snapshot.value, plan.context(snapshot.context as never)]);

  for (const input of plan.inputs) {
    const options = {
      input: input as never,
      events: (snapshot: AnyMachineSnapshot) => (snapshot.status === 'active' ? possible(plan, snapshot) : []),
      serializeState: key,
      limit: 100_000,
    };
    const graph = getAdjacencyMap(machine, options as never);
    const shortest = new Map(
      getShortestPaths(machine, options as never).map((path) => [key(path.state as AnyMachineSnapshot), path]),
    );
    configurations += Object.keys(graph).length;
    for (const edge of adjacencyMapToArray(graph)) {
      const from = edge.state as AnyMachineSnapshot;
      const way = shortest.get(key(from));
      if (way === undefined) throw new Error(`no way to ${key(from)}`);
      const events = [...way.steps.slice(1).map(({ event }) => event as EventObject), edge.event as EventObject];
      replays += 1;
      const trail = await replay(events, input);
      const expected = key(edge.nextState as AnyMachineSnapshot);
      if (trail.wrong === null && trail.end !== expected) trail.wrong = `ended in ${trail.end} instead of ${expected}`;
      if (trail.wrong !== null) note('model', trail.wrong, events);
      if (until === 'first violation' && violations.length > 0) break;
    }
  }

  function note(invariant: string, detail: string, events: readonly EventObject[]): void {
    violations.push({ machine: plan.name, invariant, detail, path: events.map(({ type }) => type) });
  }

  async function replay(events: readonly EventObject[], input: object): Promise<{ end: string; wrong: string | null }> {
    const clock = new ManualClock();
    devices.reset();
    let transitions: unknown[] = [];
    const actor = createActor(simulated, {
      input: input as never,
      clock: clock as never,
      inspect: (inspected: InspectionEvent) => {
        if (inspected.type === '@xstate.microstep' && inspected.actorRef.sessionId === inspected.rootId)
          transitions.push(...inspected._transitions);
      },
    });
    let failure: unknown = null;
    actor.subscribe({ error: (error) => (failure = error) });
    actor.start();
    let before: AnyMachineSnapshot | null = null;
    let wrong: string | null = null;
    const look = (event: EventObject): void => {
      const after = actor.getSnapshot() as AnyMachineSnapshot;
      for (const path of activePaths(after.value)) coveredStates.add(path);
      for (const transition of transitions) {
        const edge = byDefinition.get(transition);
        if (edge === undefined) continue;
        coveredEdges.add(edge.id);
        // A state that only decides is left before anyone can see it.
        coveredStates.add(edge.from);
      }
      transitions = [];
      for (const { invariant, machine: of, check } of statechartInvariants) {
        const broken = of === plan.name ? check({ before, event: event as never, after }) : null;
        if (broken !== null) note(invariant, broken, events);
      }
      before = after;
    };
    look({ type: 'xstate.init' });
    for (const event of events) {
      wrong = await play(plan, event, actor, clock, devices);
      if (failure !== null) wrong = `the actor failed: ${String(failure)}`;
      if (wrong !== null) break;
      look(event);
    }
    const end = key(actor.getSnapshot() as AnyMachineSnapshot);
    actor.stop();
    return { end, wrong };
  }

  const atoms = atomicNodes(machine).map(pathOf);
  const cover = (all: readonly string[], covered: ReadonlySet<string>): Coverage => ({
    total: all.length,
    covered: all.filter((id) => covered.has(id)).length,
    missed: all.filter((id) => !covered.has(id)),
  });
  return {
    machine: plan.name,
    configurations,
    replays,
    states: cover(atoms, coveredStates),
    transitions: cover(
      edges.map(({ id }) => id),
      coveredEdges,
    ),
    timeouts: cover(
      edges.filter(({ event }) => event.startsWith(afterPrefix)).map(({ id }) => id),
      coveredEdges,
    ),
    violations,
  };
}
