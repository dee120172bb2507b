import {
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  type EventObject,
  type InspectionEvent,
  initialTransition,
} from 'xstate';
import { type StatechartName, statecharts } from '../../machines/catalogue.ts';
import { HeatCount } from '../../simulation/model/heat.ts';
import { statechartInvariants } from '../../simulation/model/invariants.ts';
import { edgeIdOf } from '../../simulation/model/structure.ts';
import { type Played, pathsIn } from '../../simulation/model/trail.ts';
import type { View } from '../../ui/screens/view.ts';
import type { Violation } from '../judge.ts';

type Ref = InspectionEvent['actorRef'];

/** A statechart that runs in the terminal, and the same one beside it that only computes. */
interface Pair {
  readonly name: StatechartName;
  readonly model: AnyMachineSnapshot;
  readonly real: AnyMachineSnapshot;
}

export interface Told extends Played {
  readonly machine: StatechartName;
}

/** In a visit that is only tried: it is followed, but what it takes is not reached in earnest. */
const isTried = (ref: Ref): boolean => {
  const { _parent: parent, id } = ref as Ref & { readonly id?: string; readonly _parent?: Ref };
  return id === 'practice' || (parent !== undefined && isTried(parent));
};

const nameOf = (ref: Ref): StatechartName | null => {
  const { id } = (ref as { logic?: { id?: string } }).logic ?? {};
  return id !== undefined && Object.hasOwn(statecharts, id) ? (id as StatechartName) : null;
};

/** What tells two configurations apart: where the statechart is, and what it remembers. */
const configuration = ({ context, status, value }: AnyMachineSnapshot): string =>
  JSON.stringify([status, value, { ...(context as object), timeouts: null }]);

const nothing = (): void => {};

/** What XState's `transition` gives a statechart that only computes; it makes one for each step, and an actor in its initial state with it. */
const scopeOf = (machine: AnyStateMachine): AnyActorScope => {
  const self = createActor(machine);
  return {
    self,
    system: self.system,
    id: '',
    sessionId: '',
    defer: nothing,
    logger: nothing,
    stopChild: nothing,
    emit: nothing,
    actionExecutor: nothing,
  };
};

const childOf = (snapshot: AnyMachineSnapshot, id: string): Ref | null =>
  (snapshot.children[id] as Ref | undefined) ?? null;

/**
 * Hears everything that the terminal's statecharts are sent. A model, the pure statechart as it is drawn, is fed with the same
 * events, and must be in the same configuration after each; what is taken is counted by the ids of the model test.
 */
export class Witness {
  readonly heat = new Map<StatechartName, HeatCount>();
  /** The events of the path so far, for whoever has to read what went wrong. */
  trail: Told[] = [];
  #pairs = new Map<Ref, Pair>();
  #found: Violation[] = [];
  readonly #scopes = Object.fromEntries(
    Object.entries(statecharts).map(([name, machine]) => [name, scopeOf(machine)]),
  ) as Readonly<Record<StatechartName, AnyActorScope>>;

  constructor() {
    for (const name of Object.keys(statecharts) as StatechartName[]) this.heat.set(name, new HeatCount());
  }

  readonly inspect = (inspected: InspectionEvent): void => {
    const name = nameOf(inspected.actorRef);
    if (name === null) return;
    if (inspected.type === '@xstate.microstep' && !isTried(inspected.actorRef))
      this.#count(name, inspected._transitions);
    if (inspected.type === '@xstate.snapshot')
      this.#follow(name, inspected.actorRef, inspected.event, inspected.snapshot as AnyMachineSnapshot);
  };

  /** A new path: what ran before is gone. */
  begin(): void {
    this.trail = [];
    this.#pairs = new Map();
    this.#found = [];
  }

  /** What was found since it was last asked. */
  take(): Violation[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #count(name: StatechartName, transitions: readonly Parameters<typeof edgeIdOf>[0][]): void {
    const heat = this.heat.get(name) as HeatCount;
    for (const taken of transitions) {
      const id = edgeIdOf(taken);
      if (id === null) continue;
      heat.transition(id);
      heat.state(taken.source.path.join('.'));
    }
  }

  #follow(name: StatechartName, ref: Ref, event: EventObject, real: AnyMachineSnapshot): void {
    const before = this.#pairs.get(ref) ?? null;
    // A statechart that ends says so once more when it is stopped.
    if (event.type === 'xstate.stop' || (before !== null && before.real.status !== 'active')) return;
    const model = this.#step(name, before, event);
    this.#pairs.set(ref, { name, model, real });
    const paths = pathsIn(real);
    const heat = this.heat.get(name) as HeatCount;
    if (!isTried(ref)) for (const path of paths) heat.state(path);
    if (before === null || before.real !== real)
      this.trail.push({ machine: name, event, before: pathsIn(before?.real ?? null), after: paths });
    if (configuration(model) !== configuration(real))
      this.#found.push({
        invariant: 'I10',
        detail: `${name} is in ${paths.join(' ')} after ${event.type}, the statechart in ${pathsIn(model).join(' ')}`,
      });
    for (const { invariant, machine, check } of statechartInvariants) {
      const broken =
        machine === name ? check({ before: before?.real ?? null, event: event as never, after: real }) : null;
      if (broken !== null) this.#found.push({ invariant, detail: `${name}: ${broken}` });
    }
  }

  #step(name: StatechartName, before: Pair | null, event: EventObject): AnyMachineSnapshot {
    const machine: AnyStateMachine = statecharts[name];
    if (before === null) return initialTransition(machine, (event as { input?: unknown }).input as never)[0];
    const scope = this.#scopes[name];
    Object.assign(scope.self, { _snapshot: before.model });
    return machine.transition(before.model, event, scope);
  }

  /**
   * The snapshots of the models, as a screen is made from them.
   * @throws a sentence when a statechart runs that the model of its parent did not invoke, or the other way round
   */
  view(terminal: Ref): View {
    const pairOf = (parent: Pair | null, ref: Ref | null, id: string): [Pair | null, Ref | null] => {
      if (parent === null || ref === null) return [null, null];
      const child = childOf(ref.getSnapshot() as AnyMachineSnapshot, id);
      const pair = child === null ? null : (this.#pairs.get(child) ?? null);
      const runs = pair !== null && pair.real.status === 'active';
      const invoked = childOf(parent.model, id) !== null;
      if (invoked !== (child !== null))
        throw new Error(`${id} ${invoked ? 'does not run' : 'runs'} and ${parent.name} says otherwise`);
      return runs ? [pair, child] : [null, null];
    };
    const root = this.#pairs.get(terminal) ?? null;
    if (root === null) throw new Error('the terminal was not heard of');
    const [session, ref] = pairOf(root, terminal, 'session');
    const inVisit = (id: StatechartName): unknown => pairOf(session, ref, id)[0]?.model ?? null;
    const [practice, tried] = pairOf(root, terminal, 'practice');
    const inPractice = (id: StatechartName): unknown => pairOf(practice, tried, id)[0]?.model ?? null;
    return {
      terminal: root.model,
      session: session?.model ?? null,
      guide: (session === null ? pairOf(root, terminal, 'guide') : pairOf(session, ref, 'guide'))[0]?.model ?? null,
      panel: pairOf(root, terminal, 'panel')[0]?.model ?? null,
      payment: inVisit('payment'),
      delivery: inVisit('delivery'),
      pinChange: inVisit('pinChange'),
      pinReset: inVisit('pinReset'),
      registration: inVisit('registration'),
      cardCheck: inVisit('cardCheck'),
      practice: practice?.model ?? null,
      practicePayment: inPractice('payment'),
      practiceDelivery: inPractice('delivery'),
    } as View;
  }
}
