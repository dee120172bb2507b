import { and } from 'xstate';
import type { Refusal } from './actors.ts';
import type { Means } from './events.ts';
import { answered } from './service.ts';
import { chosenOffer, noOptions, noTries, type SessionContext } from './session-context.ts';
import { sessionSetup } from './session-setup.ts';

const refused = (code: Refusal) =>
  ({ target: '#session.flow.refused', actions: { type: 'refuse', params: { code } } }) as const;

/** The invoked machine ended so. */
const ended = (is: string) =>
  ({
    type: 'resultIs',
    params: ({ event }: { event: { output: { end: string } } }) => ({ result: event.output.end, is }),
  }) as const;

/** Refuses with the code of the answer, or with `fallback` where it has none. */
const refuseAs = (fallback: Refusal) =>
  ({
    type: 'refuse',
    params: ({ event }: { event: { output: { result: string; code?: Refusal } } }) => ({
      code: event.output.code ?? fallback,
    }),
  }) as const;

/** The card of this event is the one in the slot; a late removal of an earlier card is not. */
const sameCard = {
  type: 'sameCard',
  params: ({ event }: { event: { insertion: number } }) => ({ insertion: event.insertion }),
} as const;

/** The events a service is asked by; everything else is not its own. */
const handedOn = <Action extends string>(action: Action) =>
  ({
    'resident.choosePin': { actions: action },
    'resident.pinChanged': { actions: action },
    'resident.submitPin': { actions: action },
    'resident.confirm': { actions: action },
    'resident.back': { actions: action },
    'resident.cancel': { actions: action },
    'patience.expired': { actions: action },
    'staff.restart': { actions: action },
    'card.removed': { guard: sameCard, actions: ['noteRemoval', action] },
  }) as const;

/** What comes after a service, by how it ended. */
const afterService = [
  { guard: ended('done'), target: 'returningCard', actions: { type: 'endAs', params: { outcome: 'served' } } },
  {
    guard: ended('removed'),
    target: 'insertingCard',
    actions: { type: 'notify', params: { notice: 'card-removed' } },
  },
  {
    guard: ended('refused'),
    target: 'refused',
    actions: {
      type: 'refuse',
      params: ({ event }: { event: { output: { end: string; code?: Refusal } } }) => ({
        code: event.output.code ?? 'card-fault',
      }),
    },
  },
  {
    guard: ended('timeout'),
    target: 'settling',
    actions: { type: 'endAs', params: { outcome: 'timeout' } },
  },
  { target: 'settling' },
] as const;

/** What is out of order when a payment fails. The register's slip is the receipt printer's. */
const faultOf: Readonly<Record<Means, Refusal>> = { coins: 'coins', cashless: 'cashless', counter: 'printer' };

const notePaid = {
  type: 'notePaid',
  params: ({ event }: { event: { output: { paid: number; means: Means } } }) => event.output,
} as const;

/** A service works with the card that is in now. */
const serviceInput = ({ context }: { context: SessionContext }) => ({
  insertion: context.insertion ?? 0,
  timeouts: context.timeouts,
});

/**
 * One resident's visit. The card goes back to its owner before anything is chosen, the document is here and checked before
 * a coin is taken, and every way out passes through settling the money and the wipe.
 */
export const sessionMachine = sessionSetup.createMachine({
  id: 'session',
  type: 'parallel',
  context: ({ input }) => ({
    ...input,
    service: 'certificates',
    tries: noTries,
    pinLength: 0,
    pinComplete: false,
    notice: null,
    refusal: null,
    offers: [],
    lapse: null,
    kind: null,
    options: noOptions,
    pages: 0,
    fee: 0,
    extensions: 0,
    due: 0,
    paidWith: 'coins',
    paid: 0,
    returned: 0,
    reversed: 0,
    claim: 'none',
    advice: 'none',
    outcome: 'cancelled',
    staff: null,
  }),
  on: {
    'card.inserted': { actions: { type: 'noteCard', params: ({ event }) => event } },
    'card.removed': {
      guard: sameCard,
      actions: 'noteRemoval',
    },
  },
  states: {
    flow: {
      initial: 'choosingService',
      on: {
        'patience.expired': { target: '.settling', actions: { type: 'endAs', params: { outcome: 'timeout' } } },
        /** Staff end the visit. What moves is not cut short: card, paper, coins and slips have their own deadlines. */
        'staff.restart': { target: '.settling', actions: { type: 'endAs', params: { outcome: 'restarted' } } },
      },
      states: {
        choosingService: {
          tags: ['human'],
          entry: 'startPatience',
          on: {
            'resident.chooseService': {
              target: 'insertingCard',
              actions: { type: 'noteService', params: ({ event }) => event },
            },
            'resident.cancel': 'settling',
          },
        },
        insertingCard: {
          tags: ['human'],
          entry: 'startPatience',
          always: [
            { guard: 'cardToCheck', target: 'checkingCard' },
            { guard: 'cardIn', target: 'readingCard' },
          ],
          on: { 'resident.back': 'choosingService', 'resident.cancel': 'settling' },
        },
        readingCard: {
          tags: ['card-needed'],
          entry: 'stopPatience',
          invoke: {
            id: 'readCard',
            src: 'readCard',
            input: ({ context }) => ({ insertion: context.insertion ?? 0, service: context.service }),
            onDone: [
              {
                guard: answered('ready'),
                target: 'beginning',
                actions: {
                  type: 'noteReading',
                  params: ({ event }) =>
                    event.output.result === 'ready'
                      ? { tries: event.output.tries, lapse: event.output.lapse }
                      : { tries: noTries, lapse: null },
                },
              },
              {
                guard: answered('removed'),
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
                actions: refuseAs('card-fault'),
              },
            ],
          },
          on: {
            'card.removed': {
              guard: sameCard,
              target: 'insertingCard',
              actions: ['noteRemoval', { type: 'notify', params: { notice: 'card-removed' } }],
            },
            'resident.cancel': 'settling',
          },
          after: { readCard: refused('card-fault') },
        },
        /** The card is readable: on to what the resident came for. */
        beginning: {
          always: [
            { guard: { type: 'isFor', params: { service: 'pin-change' } }, target: 'changingPin' },
            { guard: { type: 'isFor', params: { service: 'pin-reset' } }, target: 'resettingPin' },
            { guard: 'oneTryLeft', target: 'lastTry' },
            { target: 'enteringPin' },
          ],
        },
        /** A wrong entry now locks the card: nobody gets further without saying so. */
        lastTry: {
          tags: ['human', 'card-needed'],
          entry: 'startPatience',
          on: {
            'resident.confirm': 'enteringPin',
            'resident.cancel': 'settling',
            'card.removed': {
              guard: sameCard,
              target: 'insertingCard',
              actions: ['noteRemoval', { type: 'notify', params: { notice: 'card-removed' } }],
            },
          },
        },
        changingPin: {
          tags: ['card-needed'],
          invoke: {
            id: 'pinChange',
            src: 'pinChange',
            input: ({ context }) => ({ ...serviceInput({ context }), tries: context.tries }),
            onDone: afterService,
          },
          on: handedOn('handToChange'),
          exit: 'clearPin',
        },
        resettingPin: {
          tags: ['card-needed'],
          invoke: {
            id: 'pinReset',
            src: 'pinReset',
            input: ({ context }) => ({ ...serviceInput({ context }), tries: context.tries }),
            onDone: afterService,
          },
          on: handedOn('handToReset'),
          exit: 'clearPin',
        },
        registering: {
          tags: ['card-needed', 'pii'],
          invoke: {
            id: 'registration',
            src: 'registration',
            input: ({ context }) => ({ ...serviceInput({ context }), tries: context.tries.sign ?? 0 }),
            onDone: afterService,
          },
          on: handedOn('handToRegistration'),
          exit: 'clearPin',
        },
        checkingCard: {
          tags: ['card-needed'],
          invoke: { id: 'cardCheck', src: 'cardCheck', input: serviceInput, onDone: afterService },
          on: handedOn('handToCheck'),
        },
        enteringPin: {
          tags: ['human', 'card-needed'],
          entry: ['forgetPin', 'clearPin', { type: 'askPin', params: { pin: 'auth' } }, 'startPatience'],
          on: {
            'resident.pinChanged': { actions: { type: 'notePinLength', params: ({ event }) => event } },
            'resident.submitPin': {
              guard: 'pinComplete',
              target: 'verifyingPin',
              actions: { type: 'keepPin', params: { slot: 'current' } },
            },
            'resident.cancel': { target: 'settling', actions: ['forgetPin', 'clearPin'] },
            'card.removed': {
              guard: sameCard,
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
                guard: answered('verified'),
                target: 'authenticating',
                actions: { type: 'notify', params: { notice: null } },
              },
              {
                guard: {
                  type: 'leavesOne',
                  params: ({ event }) => ({ tries: event.output.result === 'wrong' ? event.output.tries : 0 }),
                },
                target: 'lastTry',
                actions: [
                  { type: 'notify', params: { notice: 'wrong-pin' } },
                  { type: 'noteTries', params: { tries: 1 } },
                ],
              },
              {
                guard: answered('wrong'),
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
                guard: answered('blocked'),
                target: 'refused',
                actions: 'noteLocked',
              },
              {
                guard: answered('uncertain'),
                target: 'insertingCard',
                actions: { type: 'notify', params: { notice: 'pin-uncertain' } },
              },
              {
                target: 'refused',
                actions: refuseAs('card-fault'),
              },
            ],
          },
          on: {
            'staff.restart': {},
            'card.removed': {
              guard: sameCard,
              target: 'insertingCard',
              actions: ['noteRemoval', { type: 'notify', params: { notice: 'pin-uncertain' } }],
            },
          },
          after: { verifyPin: refused('card-fault') },
        },
        authenticating: {
          tags: ['uninterruptible'],
          on: { 'staff.restart': {} },
          entry: 'stopPatience',
          invoke: {
            id: 'authenticate',
            src: 'authenticate',
            onDone: [
              {
                guard: { type: 'appliesFor', params: ({ event }) => event.output },
                target: 'registering',
              },
              {
                guard: answered('authenticated'),
                target: 'takingCardBack',
                actions: {
                  type: 'noteOffers',
                  params: ({ event }) => (event.output.result === 'authenticated' ? event.output : { offers: [] }),
                },
              },
              {
                target: 'refused',
                actions: refuseAs('centre-offline'),
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
          always: [
            { guard: and(['cardOut', 'somethingLapses']), target: 'noticingLapse' },
            { guard: 'cardOut', target: 'choosingCertificate' },
          ],
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
        /** After another service than a certificate: the card goes back, and the visit ends. */
        returningCard: {
          entry: ['clearPin', 'stopPatience'],
          initial: 'waiting',
          always: { guard: 'cardOut', target: 'settling' },
          states: {
            waiting: { after: { reminder: 'reminding' } },
            reminding: {
              tags: ['reminding'],
              after: { forgotten: { target: '#session.flow.settling', actions: 'runOut' } },
            },
          },
        },
        /** The card or a certificate lapses within three months: said before the menu, where nobody overlooks it. */
        noticingLapse: {
          tags: ['human', 'pii'],
          entry: 'startPatience',
          on: { 'resident.confirm': 'choosingCertificate', 'resident.cancel': 'settling' },
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
                guard: answered('issued'),
                target: 'checkingDocument',
                actions: {
                  type: 'noteDocument',
                  params: ({ event }) => (event.output.result === 'issued' ? event.output : { pages: 0, fee: 0 }),
                },
              },
              {
                target: 'refused',
                actions: refuseAs('centre-offline'),
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
                guard: answered('refused'),
                target: 'refused',
                actions: refuseAs('document-check'),
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
            input: ({ context }) => ({ price: context.fee, means: context.means, timeouts: context.timeouts }),
            onDone: [
              {
                guard: ended('paid'),
                target: 'delivering',
                actions: notePaid,
              },
              {
                guard: ended('timeout'),
                target: 'settling',
                actions: [notePaid, { type: 'endAs', params: { outcome: 'timeout' } }],
              },
              {
                guard: ended('fault'),
                target: 'settling',
                actions: [notePaid, { type: 'refuse', params: ({ event }) => ({ code: faultOf[event.output.means] }) }],
              },
              {
                guard: ended('unknown'),
                target: 'settling',
                actions: [notePaid, { type: 'refuse', params: { code: 'cashless' } }],
              },
              { target: 'settling', actions: notePaid },
            ],
          },
          on: {
            'coin.credited': { actions: 'handToPayment' },
            'coin.trouble': { actions: 'handToPayment' },
            'health.changed': {
              guard: { type: 'coinsFailed', params: ({ event }) => event },
              actions: 'tellPaymentTrouble',
            },
            'counter.paid': { actions: 'handToPayment' },
            'counter.confirmed': { actions: 'handToPayment' },
            'resident.chooseMeans': { actions: 'handToPayment' },
            'resident.pinChanged': { actions: 'handToPayment' },
            'resident.submitPin': { actions: 'handToPayment' },
            'resident.back': { actions: 'handToPayment' },
            'resident.cancel': { actions: 'handToPayment' },
            'staff.restart': { actions: 'cancelPayment' },
            'resident.moreTime': { actions: 'handToPayment' },
          },
        },
        delivering: {
          tags: ['pii'],
          invoke: {
            id: 'delivery',
            src: 'delivery',
            input: ({ context }) => ({
              pages: context.pages,
              price: context.fee,
              paid: context.paid,
              timeouts: context.timeouts,
            }),
            onDone: [
              {
                guard: ended('delivered'),
                target: 'settling',
                actions: { type: 'endAs', params: { outcome: 'delivered' } },
              },
              {
                guard: ended('failed'),
                target: 'settling',
                actions: { type: 'refuse', params: { code: 'printer' } },
              },
              { target: 'settling', actions: { type: 'endAs', params: { outcome: 'staff' } } },
            ],
          },
          on: {
            'resident.collected': { actions: 'handToDelivery' },
            'resident.cancel': { actions: 'handToDelivery' },
            'staff.restart': { actions: 'handToDelivery' },
            'staff.decided': { actions: 'handToDelivery' },
          },
        },
        refused: {
          tags: ['human'],
          entry: ['clearPin', 'startPatience'],
          on: {
            'resident.confirm': 'settling',
            'resident.cancel': 'settling',
            'resident.print': 'printingAdvice',
            'patience.expired': 'settling',
          },
        },
        printingAdvice: {
          tags: ['uninterruptible'],
          on: { 'staff.restart': {} },
          entry: 'stopPatience',
          invoke: {
            id: 'printAdvice',
            src: 'printAdvice',
            input: ({ context }) => ({ code: context.refusal ?? 'card-fault' }),
            onDone: { target: 'refused', actions: { type: 'noteAdvice', params: ({ event }) => event.output } },
          },
          after: { slip: { target: 'refused', actions: { type: 'noteAdvice', params: { result: 'failed' } } } },
        },
        /** Money that bought nothing is the resident's: out of the hoppers where there are any, else as a claim. */
        settling: {
          tags: ['uninterruptible'],
          on: { 'staff.restart': {} },
          entry: ['clearPin', 'forgetPerson', 'stopPatience'],
          invoke: {
            id: 'settle',
            src: 'settle',
            input: ({ context }) => ({ unknown: context.outcome === 'staff' }),
            onDone: [
              { guard: { type: 'payable', params: ({ event }) => event.output }, target: 'payingBack' },
              {
                guard: { type: 'due', params: ({ event }) => event.output },
                target: 'printingClaim',
                actions: { type: 'noteDue', params: ({ event }) => event.output },
              },
              { target: 'wiping' },
            ],
          },
        },
        payingBack: {
          tags: ['uninterruptible', 'money'],
          invoke: {
            id: 'payBack',
            src: 'payBack',
            onDone: [
              {
                guard: { type: 'due', params: ({ event }) => event.output },
                target: 'printingClaim',
                actions: [
                  { type: 'noteDue', params: ({ event }) => event.output },
                  { type: 'noteReturned', params: ({ event }) => event.output },
                ],
              },
              { target: 'takingMoney', actions: { type: 'noteReturned', params: ({ event }) => event.output } },
            ],
          },
          on: { 'staff.restart': {} },
          after: { payout: { target: 'wiping', actions: { type: 'endAs', params: { outcome: 'staff' } } } },
        },
        /** The coins lie in the tray. */
        takingMoney: {
          tags: ['human'],
          entry: 'startPatience',
          on: { 'resident.confirm': 'wiping', 'patience.expired': 'wiping', 'staff.restart': 'wiping' },
        },
        printingClaim: {
          tags: ['uninterruptible', 'money'],
          on: { 'staff.restart': {} },
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
          on: { 'staff.restart': 'wiping', 'resident.confirm': 'wiping', 'patience.expired': 'wiping' },
        },
        wiping: {
          tags: ['uninterruptible'],
          on: { 'staff.restart': {} },
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
