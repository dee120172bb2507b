import { assign, setup } from 'xstate';
import { paymentActors } from './actors.ts';
import type { Timeouts } from './timeouts.ts';

export interface PaymentInput {
  readonly price: number;
  readonly timeouts: Timeouts;
}

export type PaymentEnd = 'paid' | 'cancelled' | 'timeout' | 'fault';

export interface PaymentContext extends PaymentInput {
  /** Yen in since the acceptor was opened. */
  readonly paid: number;
  /** Only coins that make the price exactly are taken now; null until the acceptor has been told. */
  readonly exact: boolean | null;
  readonly end: PaymentEnd;
}

export type PaymentEvent =
  | { readonly type: 'coin.credited'; readonly yen: number }
  | { readonly type: 'coin.trouble' }
  | { readonly type: 'resident.cancel' }
  | { readonly type: 'resident.moreTime' };

/**
 * Taking coins for a document that is here and verified. Exact money: coins that would overshoot are inhibited, so the
 * mask is set anew after every coin. Whatever ends it, the acceptor is inhibited and its last coins are counted first.
 */
export const paymentMachine = setup({
  types: {
    context: {} as PaymentContext,
    input: {} as PaymentInput,
    events: {} as PaymentEvent,
    output: {} as { readonly end: PaymentEnd; readonly paid: number },
    tags: {} as 'accepting' | 'human' | 'warning',
  },
  actors: paymentActors,
  guards: {
    priceReached: ({ context }) => context.paid >= context.price,
    failedResult: (_, params: { result: string }) => params.result === 'failed',
  },
  actions: {
    addCoin: assign(({ context }, params: { yen: number }) => ({ paid: context.paid + params.yen })),
    noteExact: assign((_, params: { exact: boolean }) => ({ exact: params.exact })),
    endAs: assign((_, params: { end: PaymentEnd }) => ({ end: params.end })),
  },
  delays: {
    humanIdle: ({ context }) => context.timeouts.humanIdle,
    humanWarning: ({ context }) => context.timeouts.humanWarning,
    coins: ({ context }) => context.timeouts.coins,
  },
}).createMachine({
  id: 'payment',
  context: ({ input }) => ({ ...input, paid: 0, exact: null, end: 'paid' }),
  initial: 'opening',
  states: {
    /** The acceptor is told what it may take now. */
    opening: {
      tags: ['accepting'],
      invoke: {
        id: 'acceptCoins',
        src: 'acceptCoins',
        input: ({ context }) => ({ price: context.price, limit: context.price - context.paid }),
        onDone: [
          {
            guard: { type: 'failedResult', params: ({ event }) => event.output },
            target: 'closing',
            actions: { type: 'endAs', params: { end: 'fault' } },
          },
          { target: 'collecting', actions: { type: 'noteExact', params: ({ event }) => event.output } },
        ],
      },
      on: {
        'coin.credited': { target: 'deciding', actions: { type: 'addCoin', params: ({ event }) => event } },
        'coin.trouble': { target: 'closing', actions: { type: 'endAs', params: { end: 'fault' } } },
        'resident.cancel': { target: 'closing', actions: { type: 'endAs', params: { end: 'cancelled' } } },
      },
      after: { coins: { target: 'closing', actions: { type: 'endAs', params: { end: 'fault' } } } },
    },
    deciding: {
      always: [{ guard: 'priceReached', target: 'closing' }, { target: 'opening' }],
    },
    collecting: {
      tags: ['accepting', 'human'],
      initial: 'waiting',
      on: {
        'coin.credited': { target: 'deciding', actions: { type: 'addCoin', params: ({ event }) => event } },
        'coin.trouble': { target: 'closing', actions: { type: 'endAs', params: { end: 'fault' } } },
        'resident.cancel': { target: 'closing', actions: { type: 'endAs', params: { end: 'cancelled' } } },
        'resident.moreTime': '.waiting',
      },
      states: {
        waiting: { after: { humanIdle: 'warning' } },
        warning: {
          tags: ['warning'],
          after: {
            humanWarning: { target: '#payment.closing', actions: { type: 'endAs', params: { end: 'timeout' } } },
          },
        },
      },
    },
    /** All coins inhibited, the last ones counted. A coin that was already rolling is still the resident's money. */
    closing: {
      invoke: { id: 'inhibitCoins', src: 'inhibitCoins', onDone: 'finished' },
      on: {
        'coin.credited': { actions: { type: 'addCoin', params: ({ event }) => event } },
        'coin.trouble': { actions: { type: 'endAs', params: { end: 'fault' } } },
      },
      after: { coins: { target: 'finished', actions: { type: 'endAs', params: { end: 'fault' } } } },
    },
    finished: { type: 'final' },
  },
  output: ({ context }) => ({ end: context.end, paid: context.paid }),
});
