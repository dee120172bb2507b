import { assign, setup } from 'xstate';
import { type RegistrationState, registrationActors } from './actors.ts';
import type { PinKind } from './events.ts';
import {
  answered,
  endings,
  type ServiceEnd,
  type ServiceEvent,
  type ServiceInput,
  startPatience,
  stopPatience,
} from './service.ts';

export interface RegistrationInput extends ServiceInput {
  /** Tries left of the signature PIN. */
  readonly tries: number;
}

interface RegistrationContext extends RegistrationInput {
  readonly known: RegistrationState | null;
  readonly length: number;
  readonly complete: boolean;
  readonly wrong: boolean;
  readonly filed: { readonly receipt: string; readonly opensOn: string } | null;
  readonly slip: 'printed' | 'failed';
  readonly end: ServiceEnd;
}

const { endAs, endAsAnswered, endRefused, ifCardRemoved, wayOut } = endings('#registration.finished');

/**
 * 利用登録申請: the holder asks the municipality of the 本籍, which is not the one of residence, to let family-register
 * certificates be had at terminals. The application is signed with the signature certificate.
 */
export const registrationMachine = setup({
  types: {
    context: {} as RegistrationContext,
    input: {} as RegistrationInput,
    events: {} as ServiceEvent,
    output: {} as ServiceEnd,
    tags: {} as 'entry' | 'uninterruptible' | 'pii',
  },
  actors: registrationActors,
  guards: {
    resultIs: (_, params: { result: string; is: string }) => params.result === params.is,
    mayApply: ({ context }) => context.known?.state === 'open' || context.known?.state === 'rejected',
    mayApplyAtRisk: ({ context }) =>
      (context.known?.state === 'open' || context.known?.state === 'rejected') && context.tries === 1,
    lastTry: (_, params: { tries: number }) => params.tries === 1,
    noTryLeft: (_, params: { tries: number }) => params.tries === 0,
    complete: ({ context }) => context.complete,
    sameCard: ({ context }, params: { insertion: number }) => context.insertion === params.insertion,
  },
  actions: {
    startPatience,
    stopPatience,
    askPin: (_, _params: { pin: PinKind }) => {},
    keepPin: (_, _params: { slot: 'current' | 'fresh' }) => {},
    noteKnown: assign((_, params: RegistrationState) => ({
      known: { state: params.state, municipality: params.municipality, opensOn: params.opensOn },
    })),
    noteLength: assign((_, params: { length: number; complete: boolean }) => ({
      length: params.length,
      complete: params.complete,
    })),
    emptyEntry: assign({ length: 0, complete: false }),
    noteWrong: assign((_, params: { tries: number }) => ({ tries: params.tries, wrong: true })),
    noteFiled: assign((_, params: { receipt: string; opensOn: string }) => ({
      filed: { receipt: params.receipt, opensOn: params.opensOn },
    })),
    noteSlip: assign((_, params: { result: string }) => ({
      slip: params.result === 'done' ? ('printed' as const) : ('failed' as const),
    })),
    endAs: assign((_, params: ServiceEnd) => ({ end: params })),
  },
  delays: {
    service: ({ context }) => context.timeouts.service,
    centre: ({ context }) => context.timeouts.centre,
    slip: ({ context }) => context.timeouts.slip,
  },
}).createMachine({
  id: 'registration',
  context: ({ input }) => ({
    ...input,
    known: null,
    length: 0,
    complete: false,
    wrong: false,
    filed: null,
    slip: 'failed',
    end: { end: 'cancelled' },
  }),
  initial: 'asking',
  states: {
    asking: {
      tags: ['uninterruptible'],
      entry: 'stopPatience',
      invoke: {
        id: 'askRegistration',
        src: 'askRegistration',
        onDone: [
          {
            guard: answered('known'),
            target: 'explaining',
            actions: {
              type: 'noteKnown',
              params: ({ event }) =>
                event.output.result === 'known'
                  ? event.output
                  : { state: 'submitted' as const, municipality: '', opensOn: null },
            },
          },
          endAsAnswered('centre-offline'),
        ],
      },
      on: { 'card.removed': ifCardRemoved(endAs('removed')) },
      after: { centre: endRefused('centre-offline') },
    },
    /** Where the 本籍 is and how far the application is; where it may be made, the way on. */
    explaining: {
      tags: ['pii'],
      entry: 'startPatience',
      on: {
        ...wayOut,
        'resident.confirm': [
          { guard: 'mayApplyAtRisk', target: 'lastTry' },
          { guard: 'mayApply', target: 'enteringPassword' },
          endAs('done'),
        ],
      },
    },
    lastTry: {
      entry: 'startPatience',
      on: { ...wayOut, 'resident.confirm': 'enteringPassword' },
    },
    enteringPassword: {
      tags: ['entry'],
      entry: [{ type: 'askPin', params: { pin: 'sign' } }, 'emptyEntry', 'startPatience'],
      on: {
        ...wayOut,
        'resident.pinChanged': { actions: { type: 'noteLength', params: ({ event }) => event } },
        'resident.submitPin': {
          guard: 'complete',
          target: 'submitting',
          actions: { type: 'keepPin', params: { slot: 'current' } },
        },
      },
    },
    submitting: {
      tags: ['uninterruptible'],
      entry: ['emptyEntry', 'stopPatience'],
      invoke: {
        id: 'submitRegistration',
        src: 'submitRegistration',
        input: ({ context }) => ({ insertion: context.insertion }),
        onDone: [
          {
            guard: answered('submitted'),
            target: 'printingSlip',
            actions: {
              type: 'noteFiled',
              params: ({ event }) =>
                event.output.result === 'submitted' ? event.output : { receipt: '', opensOn: '' },
            },
          },
          {
            guard: {
              type: 'noTryLeft',
              params: ({ event }) => ({ tries: event.output.result === 'wrong' ? event.output.tries : 1 }),
            },
            ...endRefused('sign-pin-locked'),
          },
          {
            guard: {
              type: 'lastTry',
              params: ({ event }) => ({ tries: event.output.result === 'wrong' ? event.output.tries : 0 }),
            },
            target: 'lastTry',
            actions: { type: 'noteWrong', params: { tries: 1 } },
          },
          {
            guard: answered('wrong'),
            target: 'enteringPassword',
            actions: {
              type: 'noteWrong',
              params: ({ event }) => ({ tries: event.output.result === 'wrong' ? event.output.tries : 0 }),
            },
          },
          endAsAnswered('card-fault'),
        ],
      },
      after: { service: endRefused('registration-uncertain') },
    },
    printingSlip: {
      tags: ['uninterruptible'],
      invoke: {
        id: 'printRegistration',
        src: 'printRegistration',
        input: ({ context }) => context.filed ?? { receipt: '', opensOn: '' },
        onDone: { target: 'submitted', actions: { type: 'noteSlip', params: ({ event }) => event.output } },
      },
      after: { slip: 'submitted' },
    },
    submitted: {
      entry: 'startPatience',
      on: { 'resident.confirm': endAs('done'), 'patience.expired': endAs('done') },
    },
    finished: { type: 'final' },
  },
  output: ({ context }) => context.end,
});
