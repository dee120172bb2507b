import { assign, raise, sendTo, setup } from 'xstate';
import type { ServiceOffer } from '../centre/port.ts';
import type { CertificateKind } from '../certificates/document.ts';
import { type Refusal, sessionActors } from './actors.ts';
import { deliveryMachine } from './delivery.ts';
import type { JuminhyoOption, SessionEvent } from './events.ts';
import { type PaymentEvent, paymentMachine } from './payment.ts';
import {
  chosenOffer,
  type Notice,
  noOptions,
  type SessionContext,
  type SessionInput,
  type SessionOutcome,
} from './session-context.ts';

/** Raised inside the session: the patience region waits for a person only while one is asked. */
type InnerEvent =
  | { readonly type: 'patience.start' }
  | { readonly type: 'patience.stop' }
  | { readonly type: 'patience.expired' }
  | { readonly type: 'patience.end' };

const base = setup({
  types: {
    context: {} as SessionContext,
    input: {} as SessionInput,
    events: {} as SessionEvent | InnerEvent,
    output: {} as { readonly outcome: SessionOutcome; readonly staff: string | null },
    tags: {} as 'human' | 'pii' | 'card-needed' | 'uninterruptible' | 'warning' | 'reminding' | 'money',
  },
  actors: { ...sessionActors, payment: paymentMachine, delivery: deliveryMachine },
  guards: {
    cardIn: ({ context }) => context.insertion !== null,
    cardOut: ({ context }) => context.insertion === null,
    resultIs: (_, params: { result: string; is: string }) => params.result === params.is,
    pinLocked: (_, params: { code?: Refusal }) => params.code === 'pin-locked',
    pinComplete: ({ context }) => context.pinLength === 4,
    isAvailable: ({ context }, params: { kind: CertificateKind }) =>
      context.offers.some(({ kind, available }) => kind === params.kind && available === true),
    isOffered: ({ context }, params: { kind: CertificateKind }) =>
      context.offers.some(({ kind }) => kind === params.kind),
    optionOffered: ({ context }, params: { option: JuminhyoOption }) =>
      chosenOffer(context)?.options.includes(params.option) ?? false,
    memberOffered: ({ context }, params: { id: string }) =>
      chosenOffer(context)?.members.some(({ id }) => id === params.id) ?? false,
    wantsMyNumber: ({ context }) => context.options.myNumber,
    free: ({ context }) => context.fee === 0,
    due: (_, params: { due: number }) => params.due > 0,
    coinsFailed: (_, params: { device: string; state: string }) =>
      params.device === 'coins' && params.state === 'failed',
    sameCard: ({ context }, params: { insertion: number }) => context.insertion === params.insertion,
  },
  actions: {
    noteCard: assign((_, params: { insertion: number }) => ({ insertion: params.insertion })),
    noteRemoval: assign({ insertion: null }),
    noteTries: assign((_, params: { tries: number }) => ({ tries: params.tries })),
    noteLocked: assign({ tries: 0, refusal: 'pin-locked' as const, outcome: 'locked' as const }),
    notePinLength: assign((_, params: { length: number }) => ({ pinLength: params.length })),
    /** Provided by the composition root: zeroes the PIN buffer. */
    clearPin: () => {},
    forgetPin: assign({ pinLength: 0 }),
    notify: assign((_, params: { notice: Notice }) => ({ notice: params.notice })),
    refuse: assign((_, params: { code: Refusal }) => ({
      refusal: params.code,
      outcome: `refused:${params.code}` as const,
    })),
    refuseOffer: assign(({ context }, params: { kind: CertificateKind }) => {
      const { available } = context.offers.find(({ kind }) => kind === params.kind) ?? { available: 'not-offered' };
      const code: Refusal = available === true ? 'not-offered' : (available as Refusal);
      return { refusal: code, outcome: `refused:${code}` as const };
    }),
    noteOffers: assign((_, params: { offers: readonly ServiceOffer[]; lapsesOn: string | null }) => ({
      offers: params.offers,
      lapsesOn: params.lapsesOn,
    })),
    choose: assign((_, params: { kind: CertificateKind }) => ({ kind: params.kind, options: noOptions })),
    toggleOption: assign(({ context }, params: { option: JuminhyoOption }) => ({
      options: { ...context.options, [params.option]: !context.options[params.option] },
    })),
    toggleMember: assign(({ context }, params: { id: string }) => {
      const all = chosenOffer(context)?.members.map(({ id }) => id) ?? [];
      const before = context.options.members.length === 0 ? all : context.options.members;
      const after = all.filter((id) => (id === params.id ? !before.includes(id) : before.includes(id)));
      return { options: { ...context.options, members: after.length === all.length ? [] : after } };
    }),
    withoutMyNumber: assign(({ context }) => ({ options: { ...context.options, myNumber: false } })),
    noteDocument: assign((_, params: { pages: number; fee: number }) => ({ pages: params.pages, fee: params.fee })),
    noteExtension: assign(({ context }) => ({ extensions: context.extensions + 1 })),
    endAs: assign((_, params: { outcome: SessionOutcome }) => ({ outcome: params.outcome })),
    noteDue: assign((_, params: { due: number }) => ({ due: params.due })),
    noteClaim: assign((_, params: { result: string }) => ({
      claim: params.result === 'done' ? ('printed' as const) : ('failed' as const),
    })),
    noteStaff: assign((_, params: { staff: string | null }) => ({ staff: params.staff })),
    /** Nothing personal stays in the session's own memory either (I8). */
    forgetPerson: assign({ offers: [], options: noOptions, lapsesOn: null, tries: null, pinLength: 0 }),
    handToPayment: sendTo('payment', ({ event }) => event as PaymentEvent),
    tellPaymentTrouble: sendTo('payment', { type: 'coin.trouble' }),
    handToDelivery: sendTo('delivery', { type: 'resident.collected' }),
    startPatience: raise({ type: 'patience.start' }),
    stopPatience: raise({ type: 'patience.stop' }),
    expirePatience: raise({ type: 'patience.expired' }),
    endPatience: raise({ type: 'patience.end' }),
  },
  delays: {
    humanIdle: ({ context }) => context.timeouts.humanIdle,
    humanWarning: ({ context }) => context.timeouts.humanWarning,
    reminder: ({ context }) => context.timeouts.reminder,
    forgotten: ({ context }) => context.timeouts.forgotten,
    readCard: ({ context }) => context.timeouts.readCard,
    verifyPin: ({ context }) => context.timeouts.verifyPin,
    centre: ({ context }) => context.timeouts.centre,
    checkDocument: ({ context }) => context.timeouts.checkDocument,
    inside: ({ context }) => context.timeouts.inside,
    slip: ({ context }) => context.timeouts.slip,
  },
});

const refused = (code: Refusal) =>
  ({ target: '#session.flow.refused', actions: { type: 'refuse', params: { code } } }) as const;

/**
 * One resident's visit. The card goes back to its owner before anything is chosen, the document is here and checked before
 * a coin is taken, and every way out passes through settling the money and the wipe.
 */
export const sessionMachine = base.createMachine({
  id: 'session',
  type: 'parallel',
  context: ({ input }) => ({
    ...input,
    tries: null,
    pinLength: 0,
    notice: null,
    refusal: null,
    offers: [],
    lapsesOn: null,
    kind: null,
    options: noOptions,
    pages: 0,
    fee: 0,
    extensions: 0,
    due: 0,
    claim: 'none',
    outcome: 'cancelled',
    staff: null,
  }),
  on: {
    'card.inserted': { actions: { type: 'noteCard', params: ({ event }) => event } },
    'card.removed': {
      guard: { type: 'sameCard', params: ({ event }) => event },
      actions: 'noteRemoval',
    },
  },
  states: {
    flow: {
      initial: 'choosingService',
      on: {
        'patience.expired': { target: '.settling', actions: { type: 'endAs', params: { outcome: 'timeout' } } },
      },
      states: {
        choosingService: {
          tags: ['human'],
          entry: 'startPatience',
          on: { 'resident.chooseService': 'insertingCard', 'resident.cancel': 'settling' },
        },
        insertingCard: {
          tags: ['human'],
          entry: 'startPatience',
          always: { guard: 'cardIn', target: 'readingCard' },
          on: { 'resident.back': 'choosingService', 'resident.cancel': 'settling' },
        },
        readingCard: {
          tags: ['card-needed'],
          entry: 'stopPatience',
          invoke: {
            id: 'readCard',
            src: 'readCard',
            input: ({ context }) => ({ insertion: context.insertion ?? 0 }),
            onDone: [
              {
                guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.result, is: 'ready' }) },
                target: 'enteringPin',
                actions: {
                  type: 'noteTries',
                  params: ({ event }) => ({ tries: event.output.result === 'ready' ? event.output.tries : 0 }),
                },
              },
              {
                guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.result, is: 'removed' }) },
                target: 'insertingCard',
                actions: ['noteRemoval', { type: 'notify', params: { notice: 'card-removed' } }],
              },
              {
                guard: {
                  type: 'pinLocked',
                  params: ({ event }) => (event.output.result === 'refused' ? { code: event.output.code } : {}),
                },
                target: 'refused',
                actions: 'noteLocked',
              },
              {
                target: 'refused',
                actions: {
                  type: 'refuse',
                  params: ({ event }) => ({
                    code: event.output.result === 'refused' ? event.output.code : 'card-fault',
                  }),
                },
              },
            ],
          },
          on: {
            'card.removed': {
              guard: { type: 'sameCard', params: ({ event }) => event },
              target: 'insertingCard',
              actions: ['noteRemoval', { type: 'notify', params: { notice: 'card-removed' } }],
            },
            'resident.cancel': 'settling',
          },
          after: { readCard: refused('card-fault') },
        },
        enteringPin: {
          tags: ['human', 'card-needed'],
          entry: ['forgetPin', 'clearPin', 'startPatience'],
          on: {
            'resident.pinChanged': { actions: { type: 'notePinLength', params: ({ event }) => event } },
            'resident.submitPin': { guard: 'pinComplete', target: 'verifyingPin' },
            'resident.cancel': { target: 'settling', actions: ['forgetPin', 'clearPin'] },
            'card.removed': {
              guard: { type: 'sameCard', params: ({ event }) => event },
              target: 'insertingCard',
              actions: ['noteRemoval', 'forgetPin', 'clearPin', { type: 'notify', params: { notice: 'card-removed' } }],
            },
            'patience.expired': {
              target: 'settling',
              actions: ['forgetPin', 'clearPin', { type: 'endAs', params: { outcome: 'timeout' } }],
            },
          },
        },
        /** One VERIFY for one entry, and the signature over the centre's nonce, in one conversation with the card. */
        verifyingPin: {
          tags: ['card-needed', 'uninterruptible'],
          entry: ['forgetPin', 'stopPatience'],
          invoke: {
            id: 'verifyPin',
            src: 'verifyPin',
            input: ({ context }) => ({ insertion: context.insertion ?? 0 }),
            onDone: [
              {
                guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.result, is: 'verified' }) },
                target: 'authenticating',
                actions: { type: 'notify', params: { notice: null } },
              },
              {
                guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.result, is: 'wrong' }) },
                target: 'enteringPin',
                actions: [
                  { type: 'notify', params: { notice: 'wrong-pin' } },
                  {
                    type: 'noteTries',
                    params: ({ event }) => ({ tries: event.output.result === 'wrong' ? event.output.tries : 0 }),
                  },
                ],
              },
              {
                guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.result, is: 'blocked' }) },
                target: 'refused',
                actions: 'noteLocked',
              },
              {
                guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.result, is: 'uncertain' }) },
                target: 'insertingCard',
                actions: { type: 'notify', params: { notice: 'pin-uncertain' } },
              },
              {
                target: 'refused',
                actions: {
                  type: 'refuse',
                  params: ({ event }) => ({
                    code: event.output.result === 'refused' ? event.output.code : 'card-fault',
                  }),
                },
              },
            ],
          },
          on: {
            'card.removed': {
              guard: { type: 'sameCard', params: ({ event }) => event },
              target: 'insertingCard',
              actions: ['noteRemoval', { type: 'notify', params: { notice: 'pin-uncertain' } }],
            },
          },
          after: { verifyPin: refused('card-fault') },
        },
        authenticating: {
          tags: ['uninterruptible'],
          entry: 'stopPatience',
          invoke: {
            id: 'authenticate',
            src: 'authenticate',
            onDone: [
              {
                guard: {
                  type: 'resultIs',
                  params: ({ event }) => ({ result: event.output.result, is: 'authenticated' }),
                },
                target: 'takingCardBack',
                actions: {
                  type: 'noteOffers',
                  params: ({ event }) =>
                    event.output.result === 'authenticated' ? event.output : { offers: [], lapsesOn: null },
                },
              },
              {
                target: 'refused',
                actions: {
                  type: 'refuse',
                  params: ({ event }) => ({
                    code: event.output.result === 'refused' ? event.output.code : 'centre-offline',
                  }),
                },
              },
            ],
          },
          after: { centre: refused('centre-offline') },
        },
        /** The screen does not go on until the card is out: nobody forgets it in the slot. */
        takingCardBack: {
          tags: ['pii'],
          entry: 'stopPatience',
          initial: 'waiting',
          always: { guard: 'cardOut', target: 'choosingCertificate' },
          on: { 'resident.cancel': 'settling' },
          states: {
            waiting: { after: { reminder: 'reminding' } },
            reminding: {
              tags: ['reminding'],
              after: {
                forgotten: {
                  target: '#session.flow.settling',
                  actions: { type: 'endAs', params: { outcome: 'timeout' } },
                },
              },
            },
          },
        },
        choosingCertificate: {
          tags: ['human', 'pii'],
          entry: 'startPatience',
          on: {
            'resident.chooseCertificate': [
              {
                guard: { type: 'isAvailable', params: ({ event }) => event },
                target: 'choosingOptions',
                actions: { type: 'choose', params: ({ event }) => event },
              },
              {
                guard: { type: 'isOffered', params: ({ event }) => event },
                target: 'refused',
                actions: { type: 'refuseOffer', params: ({ event }) => event },
              },
            ],
            'resident.cancel': 'settling',
          },
        },
        choosingOptions: {
          tags: ['human', 'pii'],
          entry: 'startPatience',
          on: {
            'resident.toggleOption': {
              guard: { type: 'optionOffered', params: ({ event }) => event },
              actions: { type: 'toggleOption', params: ({ event }) => event },
            },
            'resident.toggleMember': {
              guard: { type: 'memberOffered', params: ({ event }) => event },
              actions: { type: 'toggleMember', params: ({ event }) => event },
            },
            'resident.next': [{ guard: 'wantsMyNumber', target: 'confirmingMyNumber' }, { target: 'confirming' }],
            'resident.back': 'choosingCertificate',
            'resident.cancel': 'settling',
          },
        },
        /** My Number on paper may be used for very few purposes; it takes a second, separate yes. */
        confirmingMyNumber: {
          tags: ['human', 'pii'],
          entry: 'startPatience',
          on: {
            'resident.confirm': 'confirming',
            'resident.back': { target: 'choosingOptions', actions: 'withoutMyNumber' },
            'resident.cancel': 'settling',
          },
        },
        confirming: {
          tags: ['human', 'pii'],
          entry: 'startPatience',
          on: {
            'resident.confirm': 'requestingDocument',
            'resident.back': 'choosingOptions',
            'resident.cancel': 'settling',
          },
        },
        requestingDocument: {
          tags: ['pii'],
          entry: 'stopPatience',
          invoke: {
            id: 'requestDocument',
            src: 'requestDocument',
            input: ({ context }) => ({
              kind: context.kind ?? 'juminhyo',
              options: context.options,
              fee: chosenOffer(context)?.fee ?? 0,
            }),
            onDone: [
              {
                guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.result, is: 'issued' }) },
                target: 'checkingDocument',
                actions: {
                  type: 'noteDocument',
                  params: ({ event }) => (event.output.result === 'issued' ? event.output : { pages: 0, fee: 0 }),
                },
              },
              {
                target: 'refused',
                actions: {
                  type: 'refuse',
                  params: ({ event }) => ({
                    code: event.output.result === 'refused' ? event.output.code : 'centre-offline',
                  }),
                },
              },
            ],
          },
          on: { 'resident.cancel': 'settling' },
          after: { centre: refused('centre-offline') },
        },
        /** Signature, holder, transaction; then the pages are made and read back. Only now may money be asked for (I5). */
        checkingDocument: {
          tags: ['pii'],
          invoke: {
            id: 'checkDocument',
            src: 'checkDocument',
            onDone: [
              {
                guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.result, is: 'refused' }) },
                target: 'refused',
                actions: {
                  type: 'refuse',
                  params: ({ event }) => ({
                    code: event.output.result === 'refused' ? event.output.code : 'document-check',
                  }),
                },
              },
              { guard: 'free', target: 'delivering' },
              { target: 'paying' },
            ],
          },
          on: { 'resident.cancel': 'settling' },
          after: { checkDocument: refused('document-check') },
        },
        paying: {
          tags: ['pii', 'money'],
          invoke: {
            id: 'payment',
            src: 'payment',
            input: ({ context }) => ({ price: context.fee, timeouts: context.timeouts }),
            onDone: [
              {
                guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.end, is: 'paid' }) },
                target: 'delivering',
              },
              {
                guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.end, is: 'timeout' }) },
                target: 'settling',
                actions: { type: 'endAs', params: { outcome: 'timeout' } },
              },
              {
                guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.end, is: 'fault' }) },
                target: 'settling',
                actions: { type: 'refuse', params: { code: 'coins' } },
              },
              { target: 'settling' },
            ],
          },
          on: {
            'coin.credited': { actions: 'handToPayment' },
            'coin.trouble': { actions: 'handToPayment' },
            'health.changed': {
              guard: { type: 'coinsFailed', params: ({ event }) => event },
              actions: 'tellPaymentTrouble',
            },
            'resident.cancel': { actions: 'handToPayment' },
            'resident.moreTime': { actions: 'handToPayment' },
          },
        },
        delivering: {
          tags: ['pii'],
          invoke: {
            id: 'delivery',
            src: 'delivery',
            input: ({ context }) => ({ pages: context.pages, price: context.fee, timeouts: context.timeouts }),
            onDone: [
              {
                guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.end, is: 'delivered' }) },
                target: 'settling',
                actions: { type: 'endAs', params: { outcome: 'delivered' } },
              },
              {
                guard: { type: 'resultIs', params: ({ event }) => ({ result: event.output.end, is: 'failed' }) },
                target: 'settling',
                actions: { type: 'refuse', params: { code: 'printer' } },
              },
              { target: 'settling', actions: { type: 'endAs', params: { outcome: 'staff' } } },
            ],
          },
          on: { 'resident.collected': { actions: 'handToDelivery' } },
        },
        refused: {
          tags: ['human'],
          entry: ['clearPin', 'startPatience'],
          on: {
            'resident.confirm': 'settling',
            'resident.cancel': 'settling',
            'patience.expired': 'settling',
          },
        },
        /** Money that bought nothing becomes the resident's claim; there are no hoppers yet. */
        settling: {
          tags: ['uninterruptible'],
          entry: ['clearPin', 'forgetPerson', 'stopPatience'],
          invoke: {
            id: 'settle',
            src: 'settle',
            input: ({ context }) => ({ unknown: context.outcome === 'staff' }),
            onDone: [
              {
                guard: { type: 'due', params: ({ event }) => event.output },
                target: 'printingClaim',
                actions: { type: 'noteDue', params: ({ event }) => event.output },
              },
              { target: 'wiping' },
            ],
          },
        },
        printingClaim: {
          tags: ['uninterruptible', 'money'],
          invoke: {
            id: 'printClaim',
            src: 'printClaim',
            input: ({ context }) => ({ amount: context.due }),
            onDone: {
              target: 'showingClaim',
              actions: { type: 'noteClaim', params: ({ event }) => event.output },
            },
          },
          after: {
            slip: { target: 'showingClaim', actions: { type: 'noteClaim', params: { result: 'failed' } } },
          },
        },
        showingClaim: {
          tags: ['human'],
          entry: 'startPatience',
          on: { 'resident.confirm': 'wiping', 'patience.expired': 'wiping' },
        },
        wiping: {
          tags: ['uninterruptible'],
          entry: 'stopPatience',
          invoke: {
            id: 'wipe',
            src: 'wipe',
            input: ({ context }) => ({ outcome: context.outcome }),
            onDone: { target: 'finished', actions: { type: 'noteStaff', params: ({ event }) => event.output } },
          },
        },
        finished: { type: 'final', entry: 'endPatience' },
      },
    },
    /** Human waiting, in one place: a warning is announced, any touch or "more time" answers it, then the visit ends. */
    patience: {
      initial: 'resting',
      on: {
        'patience.start': '.waiting',
        'patience.stop': '.resting',
        'patience.end': '.ended',
      },
      states: {
        resting: {},
        waiting: {
          on: { 'resident.*': { target: 'waiting', reenter: true } },
          after: { humanIdle: 'warning' },
        },
        warning: {
          tags: ['warning'],
          on: {
            'resident.moreTime': { target: 'waiting', actions: 'noteExtension' },
            'resident.*': 'waiting',
          },
          after: { humanWarning: { target: 'resting', actions: 'expirePatience' } },
        },
        ended: { type: 'final' },
      },
    },
  },
  output: ({ context }) => ({ outcome: context.outcome, staff: context.staff }),
});
