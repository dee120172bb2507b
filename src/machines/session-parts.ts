import type { Refusal } from './actors.ts';

/** What several parts of the visit's statechart say in the same words. */

export const refused = (code: Refusal) =>
  ({ target: '#session.flow.refused', actions: { type: 'refuse', params: { code } } }) as const;

/** The invoked machine ended so. */
export const ended = (is: string) =>
  ({
    type: 'resultIs',
    params: ({ event }: { event: { output: { end: string } } }) => ({ result: event.output.end, is }),
  }) as const;

/** Refuses with the code of the answer, or with `fallback` where it has none. */
export const refuseAs = (fallback: Refusal) =>
  ({
    type: 'refuse',
    params: ({ event }: { event: { output: { result: string; code?: Refusal } } }) => ({
      code: event.output.code ?? fallback,
    }),
  }) as const;

/** The card of this event is the one in the slot; a late removal of an earlier card is not. */
export const sameCard = {
  type: 'sameCard',
  params: ({ event }: { event: { insertion: number } }) => ({ insertion: event.insertion }),
} as const;
