import type { AnyMachineSnapshot, EventObject } from 'xstate';
import { activePaths } from '../../ui/screens/view.ts';
import { labelOf } from './structure.ts';

/** One event of a replay, and the active states around it. */
export interface Moment {
  readonly event: string;
  /** What the event carried, as JSON; empty when nothing. */
  readonly detail: string;
  /** Empty before the start. */
  readonly before: readonly string[];
  /** Empty when the event could not happen. */
  readonly after: readonly string[];
}

/** The same while the replay goes on. */
export interface Played extends Pick<Moment, 'before' | 'after'> {
  readonly event: EventObject;
}

export const pathsIn = (snapshot: AnyMachineSnapshot | null): string[] =>
  snapshot === null ? [] : activePaths(snapshot.value);

/** What an event carries beside its type. */
function detailOf({ type: _, output, error, ...rest }: EventObject & { output?: unknown; error?: unknown }): string {
  const carried = output ?? rest;
  return Object.keys(carried as object).length === 0 ? '' : JSON.stringify(carried);
}

/** An event as people read it, with what it carries. */
export const textOf = (event: EventObject): string => `${labelOf(event.type)} ${detailOf(event)}`.trimEnd();

export const momentOf = ({ event, before, after }: Played): Moment => ({
  event: event.type,
  detail: detailOf(event),
  before,
  after,
});
