import { assign, setup } from 'xstate';
import { pinActors, type Tries, type WeakPin } from './actors.ts';
import type { PinKind } from './events.ts';
import {
  answered,
  endings,
  lockedPin,
  type ServiceEnd,
  type ServiceEvent,
  type ServiceInput,
  startPatience,
  stopPatience,
} from './service.ts';

/** What changing a PIN and resetting a locked one have in common: prove one PIN, enter a new value twice, set it. */

export interface PinServiceInput extends ServiceInput {
  readonly tries: Tries;
}

export interface PinServiceContext extends PinServiceInput {
  /** The PIN that is proved, and the one that gets the new value; the same one when it is changed. */
  readonly prove: PinKind;
  readonly set: PinKind;
  /** What has been entered so far; the characters are in the PIN buffer. */
  readonly has: { readonly current: boolean; readonly fresh: boolean };
  /** The resident has said yes to the last try. */
  readonly dared: boolean;
  readonly length: number;
  readonly complete: boolean;
  readonly notice: 'wrong-pin' | 'different' | WeakPin | null;
  /** Milliseconds since 1970 until which a reservation stands. */
  readonly until: number | null;
  readonly end: ServiceEnd;
}

export const newPinService = (input: PinServiceInput): PinServiceContext => ({
  ...input,
  prove: 'auth',
  set: 'auth',
  has: { current: false, fresh: false },
  dared: false,
  length: 0,
  complete: false,
  notice: null,
  until: null,
  end: { end: 'cancelled' },
});

export const pinSetup = setup({
  types: {
    context: {} as PinServiceContext,
    input: {} as PinServiceInput,
    events: {} as ServiceEvent,
    output: {} as ServiceEnd,
    tags: {} as 'entry' | 'uninterruptible',
  },
  actors: pinActors,
  guards: {
    resultIs: (_, params: { result: string; is: string }) => params.result === params.is,
    canBeProved: ({ context }, params: { pin: PinKind }) => (context.tries[params.pin] ?? 0) > 0,
    isLocked: ({ context }, params: { pin: PinKind }) => context.tries[params.pin] === 0,
    /** A reservation for a PIN that is not locked. */
    isOpen: ({ context }, params: { result: string; pin?: PinKind }) =>
      params.pin !== undefined && context.tries[params.pin] !== 0,
    lastTry: ({ context }) => !context.has.current && !context.dared && context.tries[context.prove] === 1,
    currentMissing: ({ context }) => !context.has.current,
    freshMissing: ({ context }) => !context.has.fresh,
    complete: ({ context }) => context.complete,
    sameCard: ({ context }, params: { insertion: number }) => context.insertion === params.insertion,
    noTryLeft: (_, params: { tries: number }) => params.tries === 0,
  },
  actions: {
    startPatience,
    stopPatience,
    /** Provided by the composition root: the PIN buffer begins an entry, or puts one aside. */
    askPin: (_, _params: { pin: PinKind }) => {},
    keepPin: (_, _params: { slot: 'current' | 'fresh' }) => {},
    choose: assign((_, params: { prove: PinKind; set: PinKind }) => ({ ...params, dared: false })),
    noteReservation: assign((_, params: { until: number }) => ({ until: params.until })),
    dare: assign({ dared: true }),
    noteLength: assign((_, params: { length: number; complete: boolean }) => ({
      length: params.length,
      complete: params.complete,
    })),
    emptyEntry: assign({ length: 0, complete: false }),
    noteKept: assign(({ context }, params: { slot: 'current' | 'fresh' }) => ({
      has: { ...context.has, [params.slot]: true },
      length: 0,
      complete: false,
      notice: null,
    })),
    /** The card was asked: what was entered for it is spent. */
    spendCurrent: assign(({ context }) => ({ has: { ...context.has, current: false }, dared: false })),
    dropFresh: assign(({ context }) => ({ has: { ...context.has, fresh: false } })),
    noteTries: assign(({ context }, params: { tries: number }) => ({
      tries: { ...context.tries, [context.prove]: params.tries },
    })),
    /** A PIN that was right has all its tries again. */
    noteProved: assign(({ context }, params: { tries: number | null }) => ({
      tries: { ...context.tries, [context.prove]: params.tries ?? context.tries[context.prove] },
    })),
    notify: assign((_, params: { notice: PinServiceContext['notice'] }) => ({ notice: params.notice })),
    endAs: assign((_, params: ServiceEnd) => ({ end: params })),
    endLocked: assign(({ context }, params: { pin: PinKind | null }) => ({
      end: { end: 'refused' as const, code: lockedPin[params.pin ?? context.prove] },
    })),
  },
  delays: {
    service: ({ context }) => context.timeouts.service,
    centre: ({ context }) => context.timeouts.centre,
  },
});

/** Both services end in their final state of this id. */
export const pinEndings = endings('#pinServiceEnd');
const { endAs, endAsAnswered, endRefused, ifCardRemoved, wayOut } = pinEndings;

const noteKeys = {
  actions: { type: 'noteLength', params: ({ event }: { event: { length: number; complete: boolean } }) => event },
} as const;

/** From the first key to the new PIN on the card. */
export const settingPin = pinSetup.createStateConfig({
  initial: 'gathering',
  states: {
    gathering: {
      always: [
        { guard: 'lastTry', target: 'lastTry' },
        { guard: 'currentMissing', target: 'enteringCurrent' },
        { guard: 'freshMissing', target: 'enteringFresh' },
        { target: 'setting' },
      ],
    },
    /** A wrong entry here locks the card: nobody gets here without saying so. */
    lastTry: {
      entry: 'startPatience',
      on: { ...wayOut, 'resident.confirm': { target: 'gathering', actions: 'dare' } },
    },
    enteringCurrent: {
      tags: ['entry'],
      entry: [{ type: 'askPin', params: ({ context }) => ({ pin: context.prove }) }, 'emptyEntry', 'startPatience'],
      on: {
        ...wayOut,
        'resident.pinChanged': noteKeys,
        'resident.submitPin': {
          guard: 'complete',
          target: 'gathering',
          actions: [
            { type: 'keepPin', params: { slot: 'current' } },
            { type: 'noteKept', params: { slot: 'current' } },
          ],
        },
      },
    },
    enteringFresh: {
      tags: ['entry'],
      entry: [{ type: 'askPin', params: ({ context }) => ({ pin: context.set }) }, 'emptyEntry', 'startPatience'],
      on: {
        ...wayOut,
        'resident.pinChanged': noteKeys,
        'resident.submitPin': {
          guard: 'complete',
          target: 'judging',
          actions: { type: 'keepPin', params: { slot: 'fresh' } },
        },
      },
    },
    judging: {
      tags: ['uninterruptible'],
      entry: 'stopPatience',
      invoke: {
        id: 'judgePin',
        src: 'judgePin',
        input: ({ context }) => ({ task: context.prove === context.set ? 'change' : 'reset', set: context.set }),
        onDone: [
          {
            guard: answered('weak'),
            target: 'enteringFresh',
            actions: {
              type: 'notify',
              params: ({ event }) => ({ notice: event.output.result === 'weak' ? event.output.reason : null }),
            },
          },
          { target: 'enteringAgain', actions: { type: 'notify', params: { notice: null } } },
        ],
      },
    },
    enteringAgain: {
      tags: ['entry'],
      entry: [{ type: 'askPin', params: ({ context }) => ({ pin: context.set }) }, 'emptyEntry', 'startPatience'],
      on: {
        ...wayOut,
        'resident.pinChanged': noteKeys,
        'resident.submitPin': { guard: 'complete', target: 'comparing' },
        'resident.back': 'enteringFresh',
      },
    },
    comparing: {
      tags: ['uninterruptible'],
      entry: 'stopPatience',
      invoke: {
        id: 'comparePin',
        src: 'comparePin',
        onDone: [
          {
            guard: answered('same'),
            target: 'gathering',
            actions: { type: 'noteKept', params: { slot: 'fresh' } },
          },
          { target: 'enteringFresh', actions: { type: 'notify', params: { notice: 'different' } } },
        ],
      },
    },
    setting: {
      tags: ['uninterruptible'],
      entry: ['emptyEntry', 'stopPatience'],
      exit: 'spendCurrent',
      invoke: {
        id: 'setPin',
        src: 'setPin',
        input: ({ context }) => ({
          task: context.prove === context.set ? 'change' : 'reset',
          insertion: context.insertion,
          prove: context.prove,
          set: context.set,
        }),
        onDone: [
          { guard: answered('done'), target: 'succeeded' },
          {
            guard: {
              type: 'noTryLeft',
              params: ({ event }) => ({ tries: event.output.result === 'wrong' ? event.output.tries : 1 }),
            },
            target: '#pinServiceEnd',
            actions: { type: 'endLocked', params: { pin: null } },
          },
          {
            guard: answered('wrong'),
            target: 'gathering',
            actions: [
              {
                type: 'noteTries',
                params: ({ event }) => ({ tries: event.output.result === 'wrong' ? event.output.tries : 0 }),
              },
              { type: 'notify', params: { notice: 'wrong-pin' } },
            ],
          },
          {
            guard: answered('weak'),
            target: 'enteringFresh',
            actions: [
              'dropFresh',
              {
                type: 'noteProved',
                params: ({ event }) => ({ tries: event.output.result === 'weak' ? event.output.tries : null }),
              },
              {
                type: 'notify',
                params: ({ event }) => ({ notice: event.output.result === 'weak' ? event.output.reason : null }),
              },
            ],
          },
          endAsAnswered('card-fault'),
        ],
      },
      after: { service: endRefused('pin-uncertain') },
    },
    succeeded: {
      entry: 'startPatience',
      on: {
        'resident.confirm': endAs('done'),
        'patience.expired': endAs('done'),
        'card.removed': ifCardRemoved(endAs('done')),
      },
    },
  },
});
