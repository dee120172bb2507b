import { assign, setup } from 'xstate';
import { type CardFacts, cardCheckActors } from './actors.ts';
import {
  answered,
  endings,
  type ServiceEnd,
  type ServiceEvent,
  type ServiceInput,
  startPatience,
  stopPatience,
} from './service.ts';

interface CardCheckContext extends ServiceInput {
  readonly facts: CardFacts | null;
  readonly end: ServiceEnd;
}

const { endAs, endAsAnswered, endRefused, ifCardRemoved } = endings('#cardCheck.finished');

/** "Check my card": what the chip says without any PIN. */
export const cardCheckMachine = setup({
  types: {
    context: {} as CardCheckContext,
    input: {} as ServiceInput,
    events: {} as ServiceEvent,
    output: {} as ServiceEnd,
    tags: {} as 'uninterruptible',
  },
  actors: cardCheckActors,
  guards: {
    resultIs: (_, params: { result: string; is: string }) => params.result === params.is,
    sameCard: ({ context }, params: { insertion: number }) => context.insertion === params.insertion,
  },
  actions: {
    startPatience,
    stopPatience,
    noteFacts: assign((_, params: { facts: CardFacts | null }) => ({ facts: params.facts })),
    endAs: assign((_, params: ServiceEnd) => ({ end: params })),
  },
  delays: { readCard: ({ context }) => context.timeouts.readCard },
}).createMachine({
  id: 'cardCheck',
  context: ({ input }) => ({ ...input, facts: null, end: { end: 'cancelled' } }),
  initial: 'reading',
  states: {
    reading: {
      tags: ['uninterruptible'],
      entry: 'stopPatience',
      invoke: {
        id: 'inspectCard',
        src: 'inspectCard',
        input: ({ context }) => ({ insertion: context.insertion }),
        onDone: [
          {
            guard: answered('read'),
            target: 'showing',
            actions: {
              type: 'noteFacts',
              params: ({ event }) => ({ facts: event.output.result === 'read' ? event.output : null }),
            },
          },
          { guard: answered('removed'), ...endAs('removed') },
          endAsAnswered('card-fault'),
        ],
      },
      on: { 'card.removed': ifCardRemoved(endAs('removed')) },
      after: { readCard: endRefused('card-fault') },
    },
    /** What was read stays on the screen when the card is taken. */
    showing: {
      entry: 'startPatience',
      on: {
        'resident.confirm': endAs('done'),
        'patience.expired': endAs('done'),
      },
    },
    finished: { type: 'final' },
  },
  output: ({ context }) => context.end,
});
