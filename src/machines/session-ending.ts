import { sessionSetup } from './session-setup.ts';

/** Every way out passes here: money that bought nothing is the resident's, and nothing personal is left. */
export const endingStates = {
  refused: sessionSetup.createStateConfig({
    tags: ['human'],
    entry: ['clearPin', 'startPatience'],
    on: {
      'resident.confirm': 'settling',
      'resident.cancel': 'settling',
      'resident.print': 'printingAdvice',
      'guide.read': 'guiding',
      'patience.expired': 'settling',
    },
  }),
  printingAdvice: sessionSetup.createStateConfig({
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
  }),
  /** Money that bought nothing is the resident's: out of the hoppers where there are any, else as a claim. */
  settling: sessionSetup.createStateConfig({
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
  }),
  payingBack: sessionSetup.createStateConfig({
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
  }),
  /** The coins lie in the tray. */
  takingMoney: sessionSetup.createStateConfig({
    tags: ['human'],
    entry: 'startPatience',
    on: { 'resident.confirm': 'wiping', 'patience.expired': 'wiping', 'staff.restart': 'wiping' },
  }),
  printingClaim: sessionSetup.createStateConfig({
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
  }),
  showingClaim: sessionSetup.createStateConfig({
    tags: ['human'],
    entry: 'startPatience',
    on: { 'staff.restart': 'wiping', 'resident.confirm': 'wiping', 'patience.expired': 'wiping' },
  }),
  wiping: sessionSetup.createStateConfig({
    tags: ['uninterruptible'],
    on: { 'staff.restart': {} },
    entry: 'stopPatience',
    invoke: {
      id: 'wipe',
      src: 'wipe',
      input: ({ context }) => ({ outcome: context.outcome }),
      onDone: { target: 'finished', actions: { type: 'noteStaff', params: ({ event }) => event.output } },
    },
  }),
  finished: sessionSetup.createStateConfig({ type: 'final', entry: 'endPatience' }),
} as const;
