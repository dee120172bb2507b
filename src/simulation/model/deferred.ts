import { type AnyActorLogic, type AnyStateMachine, fromCallback, fromPromise } from 'xstate';

/** Timers that fire only when the test says so, told apart by their length. */
export class ManualClock {
  readonly #timers = new Map<number, { readonly run: () => void; readonly ms: number }>();
  #next = 1;

  setTimeout(run: () => void, ms: number): number {
    const handle = this.#next++;
    this.#timers.set(handle, { run, ms });
    return handle;
  }

  clearTimeout(handle: number): void {
    this.#timers.delete(handle);
  }

  /** Fires the waiting timer of `ms`; false when there is none. */
  fire(ms: number): boolean {
    for (const [handle, timer] of this.#timers) {
      if (timer.ms !== ms) continue;
      this.#timers.delete(handle);
      timer.run();
      return true;
    }
    return false;
  }
}

interface Pending {
  resolve(output: unknown): void;
  reject(error: unknown): void;
  send(event: { type: string }): void;
}

/** Simulated devices that answer when the test lets them: every actor of a machine, by invoke id. */
export class DeferredActors {
  readonly #pending = new Map<string, Pending>();

  /** The machine with every actor replaced. `callbacks` are those that send events instead of completing. */
  provide(machine: AnyStateMachine, callbacks: readonly string[]): AnyStateMachine {
    const sources = Object.keys(machine.implementations.actors);
    const actors: Record<string, AnyActorLogic> = {};
    for (const source of sources)
      actors[source] = callbacks.includes(source) ? this.#callback(source) : this.#promise(source);
    return machine.provide({ actors });
  }

  /** Forgets the actors of the walk before. */
  reset(): void {
    this.#pending.clear();
  }

  #promise(id: string): AnyActorLogic {
    return fromPromise(
      () =>
        new Promise((resolve, reject) => {
          this.#pending.set(id, { resolve, reject, send: () => {} });
        }),
    );
  }

  #callback(id: string): AnyActorLogic {
    return fromCallback(({ sendBack }) => {
      this.#pending.set(id, { resolve: () => {}, reject: () => {}, send: sendBack });
    });
  }

  /** Lets an actor end with a value. False when none of that id is running. */
  complete(id: string, output: unknown): boolean {
    const pending = this.#pending.get(id);
    pending?.resolve(output);
    return pending !== undefined;
  }

  fail(id: string, error: unknown): boolean {
    const pending = this.#pending.get(id);
    pending?.reject(error);
    return pending !== undefined;
  }

  /** An event an actor sends while it works. */
  send(id: string, event: { type: string }): boolean {
    const pending = this.#pending.get(id);
    pending?.send(event);
    return pending !== undefined;
  }
}
