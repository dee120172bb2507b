import { answered } from './service.ts';
import { noTries } from './session-context.ts';
import { refuseAs, refused, sameCard } from './session-parts.ts';
import { sessionSetup } from './session-setup.ts';

/** From the choice of a service to the proof of who is there: the card is read, one PIN entry is one VERIFY. */
export const entryStates = {
  choosingService: sessionSetup.createStateConfig({
    tags: ['human'],
    entry: 'startPatience',
    on: {
      'resident.chooseService': {
        target: 'insertingCard',
        actions: { type: 'noteService', params: ({ event }) => event },
      },
      'resident.cancel': 'settling',
    },
  }),
  insertingCard: sessionSetup.createStateConfig({
    tags: ['human'],
    entry: 'startPatience',
    always: [
      { guard: 'cardToCheck', target: 'checkingCard' },
      { guard: 'cardIn', target: 'readingCard' },
    ],
    on: { 'resident.back': 'choosingService', 'resident.cancel': 'settling' },
  }),
  readingCard: sessionSetup.createStateConfig({
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
  }),
  /** The card is readable: on to what the resident came for. */
  beginning: sessionSetup.createStateConfig({
    always: [
      { guard: { type: 'isFor', params: { service: 'pin-change' } }, target: 'changingPin' },
      { guard: { type: 'isFor', params: { service: 'pin-reset' } }, target: 'resettingPin' },
      { guard: 'oneTryLeft', target: 'lastTry' },
      { target: 'enteringPin' },
    ],
  }),
  /** A wrong entry now locks the card: nobody gets further without saying so. */
  lastTry: sessionSetup.createStateConfig({
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
  }),
  enteringPin: sessionSetup.createStateConfig({
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
  }),
  /** One VERIFY for one entry, and the signature over the centre's nonce, in one conversation with the card. */
  verifyingPin: sessionSetup.createStateConfig({
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
  }),
  authenticating: sessionSetup.createStateConfig({
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
          guard: { type: 'nothingOffered', params: ({ event }) => event.output },
          ...refused('not-offered'),
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
  }),
} as const;
