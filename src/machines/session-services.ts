import type { Refusal } from './actors.ts';
import { forgetting } from './forgetting.ts';
import { guideInput } from './guide.ts';
import type { SessionContext } from './session-context.ts';
import { ended, sameCard } from './session-parts.ts';
import { sessionSetup } from './session-setup.ts';

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

/** A service works with the card that is in now. */
const serviceInput = ({ context }: { context: SessionContext }) => ({
  insertion: context.insertion ?? 0,
  timeouts: context.timeouts,
});

/** Other services than a certificate, each a statechart of its own, and the card that goes back afterwards. */
export const servicesStates = {
  changingPin: sessionSetup.createStateConfig({
    tags: ['card-needed'],
    invoke: {
      id: 'pinChange',
      src: 'pinChange',
      input: ({ context }) => ({ ...serviceInput({ context }), tries: context.tries }),
      onDone: afterService,
    },
    on: handedOn('handToChange'),
    exit: 'clearPin',
  }),
  resettingPin: sessionSetup.createStateConfig({
    tags: ['card-needed'],
    invoke: {
      id: 'pinReset',
      src: 'pinReset',
      input: ({ context }) => ({ ...serviceInput({ context }), tries: context.tries }),
      onDone: afterService,
    },
    on: handedOn('handToReset'),
    exit: 'clearPin',
  }),
  registering: sessionSetup.createStateConfig({
    tags: ['card-needed', 'pii'],
    invoke: {
      id: 'registration',
      src: 'registration',
      input: ({ context }) => ({ ...serviceInput({ context }), tries: context.tries.sign ?? 0 }),
      onDone: afterService,
    },
    on: handedOn('handToRegistration'),
    exit: 'clearPin',
  }),
  checkingCard: sessionSetup.createStateConfig({
    tags: ['card-needed'],
    invoke: { id: 'cardCheck', src: 'cardCheck', input: serviceInput, onDone: afterService },
    on: handedOn('handToCheck'),
  }),
  /** Who was refused, or looks for a certificate, reads the guide and comes back. */
  guiding: sessionSetup.createStateConfig({
    tags: ['pii'],
    invoke: {
      id: 'guide',
      src: 'guide',
      input: ({ context, event }) => guideInput(context.timeouts, event),
      onDone: [
        {
          guard: ended('timeout'),
          target: 'settling',
          actions: { type: 'endAs', params: { outcome: 'timeout' } },
        },
        { guard: 'isRefused', target: 'refused' },
        { target: 'choosingCertificate' },
      ],
    },
    on: {
      'guide.*': { actions: 'handToGuide' },
      'patience.expired': { actions: 'handToGuide' },
      'staff.restart': { actions: 'handToGuide' },
    },
  }),
  /** After another service than a certificate: the card goes back, and the visit ends. */
  returningCard: sessionSetup.createStateConfig({
    entry: ['clearPin', 'stopPatience'],
    initial: 'waiting',
    always: { guard: 'cardOut', target: 'settling' },
    states: forgetting({ target: '#session.flow.settling', actions: 'runOut' }),
  }),
} as const;
