import type { Refusal } from './actors.ts';
import type { DeviceEvent, PinKind, ResidentEvent } from './events.ts';
import type { Timeouts } from './timeouts.ts';

/** What the statecharts of the services inside a visit have in common. */

/** How a service ended. `removed` asks for the card anew. */
export type ServiceEnd =
  | { readonly end: 'done' | 'cancelled' | 'timeout' | 'removed' }
  | { readonly end: 'refused'; readonly code: Refusal };

export interface ServiceInput {
  readonly insertion: number;
  readonly timeouts: Timeouts;
}

export type ServiceEvent =
  | Extract<
      ResidentEvent,
      {
        type:
          | 'resident.choosePin'
          | 'resident.pinChanged'
          | 'resident.submitPin'
          | 'resident.confirm'
          | 'resident.back'
          | 'resident.cancel'
          | 'resident.print';
      }
    >
  | Extract<DeviceEvent, { type: 'card.removed' }>
  | { readonly type: 'patience.expired' };

/** The parent of a service, which alone waits for people. */
interface Patient {
  readonly self: { readonly _parent?: { send(event: { readonly type: 'patience.start' | 'patience.stop' }): void } };
}

/** A person is asked now: the session's patience runs. Without a parent, as in the model test, nobody waits. */
export const startPatience = ({ self }: Patient): void => self._parent?.send({ type: 'patience.start' });
export const stopPatience = ({ self }: Patient): void => self._parent?.send({ type: 'patience.stop' });

/** Refusal of a locked PIN by its name. */
export const lockedPin: Readonly<Record<PinKind, Refusal>> = { auth: 'pin-locked', sign: 'sign-pin-locked' };

/** The invoked actor answered with this `result`. */
export const answered = (is: string) =>
  ({
    type: 'resultIs',
    params: ({ event }: { event: { output: { result: string } } }) => ({ result: event.output.result, is }),
  }) as const;

type How = Exclude<ServiceEnd['end'], 'refused'>;

/** The ways to the end of a service, all to its final state `target`. */
export function endings<T extends string>(target: T) {
  const endAs = (how: How) => ({ target, actions: { type: 'endAs', params: { end: how } } }) as const;
  /** The card of this event is the one in the slot; a late removal of an earlier card is not. */
  const ifCardRemoved = <E>(ending: E) =>
    ({
      guard: { type: 'sameCard', params: ({ event }: { event: { insertion: number } }) => event },
      ...ending,
    }) as const;
  return {
    endAs,
    ifCardRemoved,
    endRefused: (code: Refusal) => ({ target, actions: { type: 'endAs', params: { end: 'refused', code } } }) as const,
    /** Refuses with the code of the answer, or with `fallback` where it has none. */
    endAsAnswered: (fallback: Refusal) =>
      ({
        target,
        actions: {
          type: 'endAs',
          params: ({ event }: { event: { output: { result: string; code?: Refusal } } }): ServiceEnd => ({
            end: 'refused',
            code: event.output.code ?? fallback,
          }),
        },
      }) as const,
    /** Out of a state in which a person is asked. */
    wayOut: {
      'resident.cancel': endAs('cancelled'),
      'patience.expired': endAs('timeout'),
      'card.removed': ifCardRemoved(endAs('removed')),
    },
  } as const;
}
