import type { AnyMachineSnapshot, EventObject } from 'xstate';
import type { distinctTimeouts, Plan } from './plans.ts';

export const donePrefix = 'xstate.done.actor.';
export const errorPrefix = 'xstate.error.actor.';
export const afterPrefix = 'xstate.after.';

/** The delay's name in `xstate.after.<delay>.<state id>`. */
export const delayOf = (type: string): keyof typeof distinctTimeouts =>
  type.slice(afterPrefix.length).split('.')[0] as keyof typeof distinctTimeouts;

/** What can happen in a snapshot: events from outside, answers of running actors, errors that are handled, timers. */
export function possible(plan: Plan, snapshot: AnyMachineSnapshot): EventObject[] {
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
