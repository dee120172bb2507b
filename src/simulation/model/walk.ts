import { type AnyActor, type AnyMachineSnapshot, createActor, type EventObject, type InspectionEvent } from 'xstate';
import { adjacencyMapToArray, getAdjacencyMap, getShortestPaths } from 'xstate/graph';
import type { StatechartName } from '../../machines/catalogue.ts';
import { DeferredActors, ManualClock } from './deferred.ts';
import { type Heat, HeatCount } from './heat.ts';
import { statechartInvariants } from './invariants.ts';
import { distinctTimeouts, type Plan } from './plans.ts';
import { afterPrefix, delayOf, donePrefix, errorPrefix, possible } from './possible.ts';
import { atomicNodes, type Edge, edgesOf, pathOf } from './structure.ts';
import { type Moment, momentOf, type Played, pathsIn, textOf } from './trail.ts';
import { type Gap, gapsOf, type Reached } from './ways.ts';

export interface Coverage {
  readonly total: number;
  readonly covered: number;
  readonly missed: readonly string[];
}

export interface Violation {
  readonly machine: StatechartName;
  readonly invariant: string;
  readonly detail: string;
  /** In how many replays. */
  readonly times: number;
  /** The shortest of them, from the start to the violation. */
  readonly trail: readonly Moment[];
}

export interface WalkReport {
  readonly machine: StatechartName;
  readonly configurations: number;
  readonly replays: number;
  readonly states: Coverage;
  readonly transitions: Coverage;
  readonly timeouts: Coverage;
  readonly heat: Heat;
  readonly gaps: readonly Gap[];
  readonly violations: readonly Violation[];
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

/** Violations as they are found: one for each invariant and sentence, by its shortest trail. */
class Violations {
  readonly #machine: StatechartName;
  readonly #found = new Map<string, Violation>();

  constructor(machine: StatechartName) {
    this.#machine = machine;
  }

  get list(): Violation[] {
    return [...this.#found.values()];
  }

  note(invariant: string, detail: string, steps: readonly Played[]): void {
    const key = `${invariant} ${detail}`;
    const before = this.#found.get(key);
    const shortest = before === undefined || steps.length < before.trail.length ? steps.map(momentOf) : before.trail;
    this.#found.set(key, {
      machine: this.#machine,
      invariant,
      detail,
      times: (before?.times ?? 0) + 1,
      trail: shortest,
    });
  }
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
  const heat = new HeatCount();
  const violations = new Violations(plan.name);
  const reached: Reached[] = [];
  let configurations = 0;
  let replays = 0;
  const key = (snapshot: AnyMachineSnapshot): string =>
    JSON.stringify([snapshot.status, snapshot.value, plan.context(snapshot.context as never)]);

  for (const input of plan.inputs) {
    const options = {
      input: input as never,
      events: (snapshot: AnyMachineSnapshot) => (snapshot.status === 'active' ? possible(plan, snapshot) : []),
      serializeState: key,
      limit: 400_000,
    };
    const graph = getAdjacencyMap(machine, options as never);
    const shortest = new Map(
      getShortestPaths(machine, options as never).map((path) => [key(path.state as AnyMachineSnapshot), path]),
    );
    for (const { state, steps } of shortest.values())
      reached.push({
        paths: pathsIn(state as AnyMachineSnapshot),
        way: steps.slice(1).map(({ event }) => textOf(event as EventObject)),
      });
    configurations += Object.keys(graph).length;
    for (const edge of adjacencyMapToArray(graph)) {
      const from = edge.state as AnyMachineSnapshot;
      const way = shortest.get(key(from));
      if (way === undefined) throw new Error(`no way to ${key(from)}`);
      const events = [...way.steps.slice(1).map(({ event }) => event as EventObject), edge.event as EventObject];
      replays += 1;
      await replay(events, input, key(edge.nextState as AnyMachineSnapshot));
      if (until === 'first violation' && violations.list.length > 0) break;
    }
  }

  /** @param expected where the graph says the events lead */
  async function replay(events: readonly EventObject[], input: object, expected: string): Promise<void> {
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
    const trail: Played[] = [];
    const look = (event: EventObject): void => {
      const after = actor.getSnapshot() as AnyMachineSnapshot;
      const [left, entered] = [trail.at(-1)?.after ?? [], pathsIn(after)];
      trail.push({ event, before: left, after: entered });
      for (const path of entered) heat.state(path);
      for (const transition of transitions) {
        const edge = byDefinition.get(transition);
        if (edge === undefined) continue;
        heat.transition(edge.id);
        // A state that only decides is left before anyone can see it.
        if (!left.includes(edge.from) && !entered.includes(edge.from)) heat.state(edge.from);
      }
      transitions = [];
      for (const { invariant, machine: of, check } of statechartInvariants) {
        const broken = of === plan.name ? check({ before, event: event as never, after }) : null;
        if (broken !== null) violations.note(invariant, broken, trail);
      }
      before = after;
    };
    look({ type: 'xstate.init' });
    let wrong: string | null = null;
    for (const event of events) {
      wrong = await play(plan, event, actor, clock, devices);
      if (failure !== null) wrong = `the actor failed: ${String(failure)}`;
      if (wrong !== null) {
        trail.push({ event, before: trail.at(-1)?.after ?? [], after: [] });
        break;
      }
      look(event);
    }
    const end = key(actor.getSnapshot() as AnyMachineSnapshot);
    if (wrong === null && end !== expected) wrong = `ended in ${end} instead of ${expected}`;
    if (wrong !== null) violations.note('model', wrong, trail);
    actor.stop();
  }

  const cover = (all: readonly string[], counts: ReadonlyMap<string, number>): Coverage => ({
    total: all.length,
    covered: all.filter((id) => counts.has(id)).length,
    missed: all.filter((id) => !counts.has(id)),
  });
  const ids = edges.map(({ id }) => id);
  const transitions = cover(ids, heat.transitions);
  return {
    machine: plan.name,
    configurations,
    replays,
    states: cover(atomicNodes(machine).map(pathOf), heat.states),
    transitions,
    timeouts: cover(
      edges.filter(({ event }) => event.startsWith(afterPrefix)).map(({ id }) => id),
      heat.transitions,
    ),
    heat,
    gaps: gapsOf(transitions.missed, edges, reached),
    violations: violations.list,
  };
}
