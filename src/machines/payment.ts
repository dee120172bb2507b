import { and, assign, sendTo, setup } from 'xstate';
import { paymentActors, type TakeCashlessEvent } from './actors.ts';
import type { CounterEvent, Means, Mode, ResidentEvent } from './events.ts';
import { newPace, type Pace, paceAfter, timesOf } from './pace.ts';
import type { Timeouts } from './timeouts.ts';

export interface PaymentInput {
  readonly price: number;
  /** What this shop takes; more than one is offered to choose from. */
  readonly means: readonly Means[];
  readonly timeouts: Timeouts;
  readonly pace: Pace;
}

/** `unknown`: nobody can say whether the payment terminal charged anything. */
export type PaymentEnd = 'paid' | 'cancelled' | 'timeout' | 'fault' | 'unknown';

export interface PaymentContext extends PaymentInput {
  /** The means that work now. */
  readonly offered: readonly Means[];
  /** What is being paid with; before anything is, what the shop takes first. */
  readonly chosen: Means;
  /** Yen in: coins since the acceptor was opened, or the price at once. */
  readonly paid: number;
  /** Only coins that make the price exactly are taken now; null until the acceptor has been told. */
  readonly exact: boolean | null;
  /** Why the choice is shown again, or the number asked for again. */
  readonly notice: 'not-paid' | 'no-slip' | 'wrong-number' | null;
  /** What is entered of the pick-up number. */
  readonly length: number;
  readonly complete: boolean;
  /** What is being ended, if something is: `returning` goes back to the choice. */
  readonly returning: boolean;
  readonly end: PaymentEnd;
}

export type PaymentEvent =
  | { readonly type: 'coin.credited'; readonly yen: number }
  | { readonly type: 'coin.trouble' }
  | TakeCashlessEvent
  | CounterEvent
  | Extract<
      ResidentEvent,
      {
        type:
          | 'resident.cancel'
          | 'resident.back'
          | 'resident.moreTime'
          | 'resident.mode'
          | 'resident.chooseMeans'
          | 'resident.pinChanged'
          | 'resident.submitPin';
      }
    >;

const endAs = (end: PaymentEnd) => ({ type: 'endAs', params: { end } }) as const;

/** A person is waited for: announced after a while, answered by "more time". */
const patience = <T extends string>(wait: 'humanIdle' | 'counter', target: T) =>
  ({
    initial: 'waiting',
    states: {
      waiting: {
        on: { 'resident.mode': { target: 'waiting', reenter: true, actions: newPace } },
        after: { [wait]: 'warning' },
      },
      warning: {
        tags: ['warning'],
        on: { 'resident.mode': { target: 'waiting', actions: newPace } },
        after: { humanWarning: { target, actions: endAs('timeout') } },
      },
    },
  }) as const;

/** Staff, or the resident, end what was only on its way back to the choice. */
const stopReturning = { 'resident.cancel': { guard: 'isReturning', actions: endAs('cancelled') } } as const;

/**
 * Paying for a document that is here and verified, by one means at a time; from one that nothing was paid with the way leads back to
 * the choice. Coins: those that would overshoot are inhibited, so the mask is set anew after every coin, and whatever ends
 * it, the acceptor is inhibited and its last coins are counted first. The payment terminal: only its own answer, or its status,
 * says what was paid. The register: the slip's number is asked for before the paper, so that only who paid gets it.
 */
export const paymentMachine = setup({
  types: {
    context: {} as PaymentContext,
    input: {} as PaymentInput,
    events: {} as PaymentEvent,
    output: {} as { readonly end: PaymentEnd; readonly paid: number; readonly means: Means },
    tags: {} as 'accepting' | 'human' | 'warning',
  },
  actors: paymentActors,
  guards: {
    priceReached: ({ context }) => context.paid >= context.price,
    resultIs: (_, params: { result: string; is: string }) => params.result === params.is,
    onlyCoins: ({ context }) => context.means.every((means) => means === 'coins'),
    nothingOffered: ({ context }) => context.offered.length === 0,
    onlyOffered: ({ context }, params: { means: Means }) =>
      context.offered.length === 1 && context.offered[0] === params.means,
    chooses: ({ context }, params: { chosen: Means; means: Means }) =>
      params.chosen === params.means && context.offered.includes(params.means),
    severalOffered: ({ context }) => context.offered.length > 1,
    nothingPaid: ({ context }) => context.paid === 0,
    isReturning: ({ context }) => context.returning,
    /** On the way back to the choice the acceptor was inhibited: no coin came in any more, or one did after all. */
    returnsEmpty: ({ context }, params: { result: string }) =>
      context.returning && context.paid === 0 && params.result === 'done',
    returnsWithCoins: ({ context }, params: { result: string }) => context.returning && params.result === 'done',
    /** Paid, and nobody who meant to end the visit came before it. */
    isWanted: ({ context }, params: { result: string }) =>
      params.result === 'paid' && (context.returning || context.end === 'paid'),
    isUnwanted: ({ context }, params: { result: string }) => params.result === 'paid' && context.end === 'cancelled',
    /** Nothing has ended it yet. */
    goesOn: ({ context }) => context.end === 'paid' && !context.returning,
    numberComplete: ({ context }) => context.complete,
    triesLeft: (_, params: { tries: number }) => params.tries > 0,
  },
  actions: {
    setPace: assign(({ context }, params: { mode: Mode; on: boolean }) => ({ pace: paceAfter(context.pace, params) })),
    noteOffered: assign((_, params: { means: readonly Means[] }) => ({ offered: params.means })),
    choose: assign((_, params: { means: Means }) => ({ chosen: params.means, notice: null })),
    addCoin: assign(({ context }, params: { yen: number }) => ({
      chosen: 'coins' as const,
      paid: context.paid + params.yen,
    })),
    payWhole: assign(({ context }) => ({ paid: context.price })),
    noteExact: assign((_, params: { exact: boolean }) => ({ exact: params.exact })),
    notice: assign((_, params: { notice: PaymentContext['notice'] }) => ({ notice: params.notice })),
    endAs: assign((_, params: { end: PaymentEnd }) => ({ end: params.end, returning: false })),
    /** Back to the choice, if nothing comes in between; what ends in between is a fault. */
    leave: assign({ end: 'fault' as const, returning: true }),
    stay: assign({ end: 'paid' as const, returning: false }),
    giveUpCashless: sendTo('takeCashless', { type: 'cashless.abort' }),
    /** Provided by the composition root: the buffer begins a pick-up number, or puts it aside. */
    askNumber: () => {},
    keepNumber: () => {},
    emptyNumber: assign({ length: 0, complete: false }),
    noteNumber: assign((_, params: { length: number; complete: boolean }) => ({
      length: params.length,
      complete: params.complete,
    })),
  },
  delays: {
    humanIdle: ({ context }) => context.timeouts.humanIdle * timesOf(context.pace),
    humanWarning: ({ context }) => context.timeouts.humanWarning * timesOf(context.pace),
    coins: ({ context }) => context.timeouts.coins,
    cashless: ({ context }) => context.timeouts.cashless,
    counter: ({ context }) => context.timeouts.counter * timesOf(context.pace),
    slip: ({ context }) => context.timeouts.slip,
    inside: ({ context }) => context.timeouts.inside,
  },
}).createMachine({
  id: 'payment',
  context: ({ input }) => ({
    ...input,
    offered: input.means,
    chosen: input.means[0] ?? 'coins',
    paid: 0,
    exact: null,
    notice: null,
    length: 0,
    complete: false,
    returning: false,
    end: 'paid',
  }),
  on: { 'resident.mode': { actions: newPace } },
  initial: 'beginning',
  states: {
    beginning: { always: [{ guard: 'onlyCoins', target: 'opening' }, { target: 'offering' }] },
    /** The devices are asked which of them work. */
    offering: {
      entry: 'stay',
      invoke: {
        id: 'listMeans',
        src: 'listMeans',
        input: ({ context }) => ({ means: context.means }),
        onDone: { target: 'sorting', actions: { type: 'noteOffered', params: ({ event }) => event.output } },
      },
      on: {
        'coin.credited': { target: 'deciding', actions: { type: 'addCoin', params: ({ event }) => event } },
        'resident.cancel': { target: 'finished', actions: endAs('cancelled') },
      },
      after: { inside: { target: 'finished', actions: endAs('fault') } },
    },
    sorting: {
      always: [
        { guard: 'nothingOffered', target: 'finished', actions: endAs('fault') },
        { guard: { type: 'onlyOffered', params: { means: 'coins' } }, target: 'opening' },
        { guard: { type: 'onlyOffered', params: { means: 'cashless' } }, target: 'cashless' },
        { guard: { type: 'onlyOffered', params: { means: 'counter' } }, target: 'issuing' },
        { target: 'choosing' },
      ],
    },
    choosing: {
      tags: ['human'],
      entry: 'stay',
      on: {
        'resident.chooseMeans': [
          {
            guard: { type: 'chooses', params: ({ event }) => ({ chosen: event.means, means: 'coins' }) },
            target: 'opening',
            actions: { type: 'choose', params: ({ event }) => event },
          },
          {
            guard: { type: 'chooses', params: ({ event }) => ({ chosen: event.means, means: 'cashless' }) },
            target: 'cashless',
          },
          {
            guard: { type: 'chooses', params: ({ event }) => ({ chosen: event.means, means: 'counter' }) },
            target: 'issuing',
          },
        ],
        'coin.credited': { target: 'deciding', actions: { type: 'addCoin', params: ({ event }) => event } },
        'resident.cancel': { target: 'finished', actions: endAs('cancelled') },
        'resident.moreTime': '.waiting',
      },
      ...patience('humanIdle', '#payment.finished'),
    },
    /** The acceptor is told what it may take now. */
    opening: {
      tags: ['accepting'],
      invoke: {
        id: 'acceptCoins',
        src: 'acceptCoins',
        input: ({ context }) => ({ price: context.price, limit: context.price - context.paid }),
        onDone: [
          {
            guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.result, is: 'failed' }) },
            target: 'closing',
            actions: endAs('fault'),
          },
          { target: 'collecting', actions: { type: 'noteExact', params: ({ event }) => event.output } },
        ],
      },
      on: {
        'coin.credited': { target: 'deciding', actions: { type: 'addCoin', params: ({ event }) => event } },
        'coin.trouble': { target: 'closing', actions: endAs('fault') },
        'resident.cancel': { target: 'closing', actions: endAs('cancelled') },
      },
      after: { coins: { target: 'closing', actions: endAs('fault') } },
    },
    deciding: {
      always: [{ guard: 'priceReached', target: 'closing' }, { target: 'opening' }],
    },
    collecting: {
      tags: ['accepting', 'human'],
      on: {
        'coin.credited': { target: 'deciding', actions: { type: 'addCoin', params: ({ event }) => event } },
        'coin.trouble': { target: 'closing', actions: endAs('fault') },
        'resident.cancel': { target: 'closing', actions: endAs('cancelled') },
        'resident.back': { guard: and(['severalOffered', 'nothingPaid']), target: 'closing', actions: 'leave' },
        'resident.moreTime': '.waiting',
      },
      ...patience('humanIdle', '#payment.closing'),
    },
    /** All coins inhibited, the last ones counted. A coin that was already rolling is still the resident's money. */
    closing: {
      invoke: {
        id: 'inhibitCoins',
        src: 'inhibitCoins',
        onDone: [
          {
            guard: { type: 'returnsEmpty', params: ({ event }) => event.output },
            target: 'offering',
          },
          {
            guard: { type: 'returnsWithCoins', params: ({ event }) => event.output },
            target: 'deciding',
            actions: 'stay',
          },
          { target: 'finished' },
        ],
      },
      on: {
        'coin.credited': { actions: { type: 'addCoin', params: ({ event }) => event } },
        'coin.trouble': { actions: endAs('fault') },
        ...stopReturning,
      },
      after: { coins: { target: 'finished', actions: endAs('fault') } },
    },
    /** One payment at the terminal, sent once. Whoever stops it waits for what the terminal says of it. */
    cashless: {
      entry: { type: 'choose', params: { means: 'cashless' } },
      invoke: { id: 'takeCashless', src: 'takeCashless', input: ({ context }) => ({ price: context.price }) },
      on: {
        'cashless.finished': [
          {
            guard: { type: 'isWanted', params: ({ event }) => event },
            target: 'finished',
            actions: ['payWhole', endAs('paid')],
          },
          // The order to stop came too late: it is paid, and nothing is bought with it.
          {
            guard: { type: 'resultIs', params: ({ event }) => ({ result: event.result, is: 'paid' }) },
            target: 'finished',
            actions: 'payWhole',
          },
          {
            guard: { type: 'resultIs', params: ({ event }) => ({ result: event.result, is: 'unknown' }) },
            target: 'finished',
            actions: endAs('unknown'),
          },
          {
            guard: { type: 'resultIs', params: ({ event }) => ({ result: event.result, is: 'owed' }) },
            target: 'finished',
            actions: endAs('fault'),
          },
          { guard: 'isReturning', target: 'offering' },
          { guard: 'goesOn', target: 'choosing', actions: { type: 'notice', params: { notice: 'not-paid' } } },
          { target: 'finished' },
        ],
      },
      after: { cashless: { target: 'finished', actions: endAs('unknown') } },
      initial: 'touching',
      states: {
        touching: {
          tags: ['human'],
          on: {
            'resident.cancel': { target: 'stopping', actions: endAs('cancelled') },
            'resident.back': { guard: 'severalOffered', target: 'stopping', actions: 'leave' },
            'resident.moreTime': '.waiting',
          },
          ...patience('humanIdle', '#payment.cashless.stopping'),
        },
        stopping: { entry: 'giveUpCashless', on: stopReturning },
      },
    },
    /** The slip for the register is printed. */
    issuing: {
      entry: { type: 'choose', params: { means: 'counter' } },
      invoke: {
        id: 'issueSlip',
        src: 'issueSlip',
        input: ({ context }) => ({ price: context.price }),
        onDone: [
          {
            guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.result, is: 'done' }) },
            target: 'atCounter',
          },
          { target: 'choosing', actions: { type: 'notice', params: { notice: 'no-slip' } } },
        ],
      },
      on: { 'resident.cancel': { target: 'withdrawing', actions: endAs('cancelled') } },
      after: { slip: { target: 'withdrawing', actions: endAs('fault') } },
    },
    /** The resident is at the register, and somebody else may be here: the visit can only be ended, and paid in no other way. */
    atCounter: {
      tags: ['human'],
      on: {
        'counter.paid': { target: 'enteringNumber', actions: 'payWhole' },
        'resident.cancel': { target: 'withdrawing', actions: endAs('cancelled') },
        'resident.moreTime': '.waiting',
      },
      ...patience('counter', '#payment.withdrawing'),
    },
    /** The slip is not good any more, unless the register was faster. */
    withdrawing: {
      invoke: {
        id: 'withdrawSlip',
        src: 'withdrawSlip',
        onDone: [
          {
            guard: { type: 'isUnwanted', params: ({ event }) => event.output },
            target: 'finished',
            actions: 'payWhole',
          },
          {
            guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.result, is: 'paid' }) },
            target: 'enteringNumber',
            actions: ['stay', 'payWhole'],
          },
          { target: 'finished' },
        ],
      },
      after: { inside: { target: 'finished', actions: endAs('fault') } },
    },
    /** The register has the money. The paper waits for whoever has the slip: the number on it is asked for. */
    enteringNumber: {
      tags: ['human'],
      entry: ['askNumber', 'emptyNumber'],
      on: {
        'resident.pinChanged': { actions: { type: 'noteNumber', params: ({ event }) => event } },
        'resident.submitPin': { guard: 'numberComplete', target: 'checkingNumber', actions: 'keepNumber' },
        'resident.cancel': { target: 'finished', actions: endAs('cancelled') },
        'resident.moreTime': '.waiting',
      },
      ...patience('counter', '#payment.finished'),
    },
    checkingNumber: {
      invoke: {
        id: 'checkNumber',
        src: 'checkNumber',
        onDone: [
          {
            guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.result, is: 'right' }) },
            target: 'finished',
          },
          {
            guard: { type: 'triesLeft', params: ({ event }) => event.output },
            target: 'enteringNumber',
            actions: { type: 'notice', params: { notice: 'wrong-number' } },
          },
          { target: 'askingStaff' },
        ],
      },
      after: { inside: { target: 'finished', actions: endAs('fault') } },
    },
    /** The number was wrong too often: staff look at the slip, or the register gives the money back. */
    askingStaff: {
      tags: ['human'],
      on: {
        'counter.confirmed': 'finished',
        'resident.cancel': { target: 'finished', actions: endAs('cancelled') },
        'resident.moreTime': '.waiting',
      },
      ...patience('counter', '#payment.finished'),
    },
    finished: { type: 'final' },
  },
  output: ({ context }) => ({ end: context.end, paid: context.paid, means: context.chosen }),
});
