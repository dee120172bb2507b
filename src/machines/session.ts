import { newPace } from './pace.ts';
import { certificateStates } from './session-certificate.ts';
import { noTries, noWish } from './session-context.ts';
import { endingStates } from './session-ending.ts';
import { entryStates } from './session-entry.ts';
import { sameCard } from './session-parts.ts';
import { servicesStates } from './session-services.ts';
import { sessionSetup } from './session-setup.ts';

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
    wish: noWish,
    preview: [],
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
      states: { ...entryStates, ...servicesStates, ...certificateStates, ...endingStates },
    },
    /** Human waiting, in one place: a warning is announced, any touch or "more time" answers it, then the visit ends. */
    patience: {
      initial: 'resting',
      on: {
        'patience.start': '.waiting',
        'patience.stop': '.resting',
        'patience.end': '.ended',
        'resident.mode': { actions: newPace },
      },
      states: {
        resting: {},
        waiting: {
          on: {
            'resident.mode': { target: 'waiting', reenter: true, actions: newPace },
            'resident.*': { target: 'waiting', reenter: true },
            'guide.*': { target: 'waiting', reenter: true },
          },
          after: { humanIdle: 'warning' },
        },
        warning: {
          tags: ['warning'],
          on: {
            'resident.moreTime': { target: 'waiting', actions: 'noteExtension' },
            'resident.mode': { target: 'waiting', actions: newPace },
            'resident.*': 'waiting',
            'guide.*': 'waiting',
          },
          after: { humanWarning: { target: 'resting', actions: 'expirePatience' } },
        },
        ended: { type: 'final' },
      },
    },
  },
  output: ({ context }) => ({ outcome: context.outcome, staff: context.staff }),
});
