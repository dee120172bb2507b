import type { AnyStateMachine, EventObject } from 'xstate';
import type { ServiceOffer } from '../../centre/port.ts';
import { type StatechartName, statecharts } from '../../machines/catalogue.ts';
import { devices, hands, meansOfPayment, paperDecisions, services } from '../../machines/events.ts';
import type { PanelContext } from '../../machines/panel.ts';
import type { PaymentContext } from '../../machines/payment.ts';
import type { PinServiceContext } from '../../machines/pin-setup.ts';
import { defaultTimeouts, type Timeouts } from '../../machines/timeouts.ts';

/** Every timeout with a length of its own, so that a timer can be told by it. */
export const distinctTimeouts = Object.fromEntries(
  Object.keys(defaultTimeouts).map((name, index) => [name, 1_000 + index]),
) as unknown as Timeouts;

/** How one statechart is walked: with which input, events and answers, and what tells two of its states apart. */
export interface Plan {
  readonly name: StatechartName;
  readonly machine: AnyStateMachine;
  readonly inputs: readonly object[];
  /** Events from outside; every one is tried in every state. */
  readonly events: readonly EventObject[];
  /** Answers of the invoked actors, by invoke id; errors are tried where the statechart handles them. */
  readonly answers: Readonly<Record<string, readonly unknown[]>>;
  /** Whether an event from outside is worth trying in this configuration; without it, every one is. */
  readonly worthTrying?: (event: EventObject, value: never) => boolean;
  /** Events that an invoked machine sends while it runs, by invoke id. */
  readonly fromChildren?: Readonly<Record<string, readonly EventObject[]>>;
  /** Actors that send events: id to the event types that come from it. */
  readonly callbacks: Readonly<Record<string, readonly string[]>>;
  /** The part of the context that guards and outputs depend on. */
  readonly context: (context: never) => unknown;
}

const offer: ServiceOffer = {
  kind: 'juminhyo',
  available: true,
  fee: 200,
  members: [
    { id: 'r1', name: '見本', holder: true },
    { id: 'r2', name: '見本', holder: false },
  ],
  items: ['relationship', 'myNumber'],
  copies: 2,
  people: 'several',
};

const deviceEvents: readonly EventObject[] = [
  { type: 'card.inserted', insertion: 1 } as EventObject,
  { type: 'card.removed', insertion: 1 } as EventObject,
  { type: 'card.removed', insertion: 9 } as EventObject,
  { type: 'coin.credited', yen: 100 } as EventObject,
  { type: 'coin.trouble' },
];

const pinKeys: readonly EventObject[] = [
  { type: 'resident.pinChanged', length: 1, complete: false } as EventObject,
  { type: 'resident.pinChanged', length: 4, complete: true } as EventObject,
];

const residentEvents: readonly EventObject[] = [
  { type: 'resident.start' },
  { type: 'resident.language', language: 'en' } as EventObject,
  { type: 'resident.mode', mode: 'slow', on: true } as EventObject,
  { type: 'resident.mode', mode: 'voice', on: true } as EventObject,
  { type: 'resident.mode', mode: 'large', on: false } as EventObject,
  ...services.map((service) => ({ type: 'resident.chooseService', service }) as EventObject),
  { type: 'resident.choosePin', pin: 'auth' } as EventObject,
  { type: 'resident.print' },
  ...pinKeys,
  { type: 'resident.submitPin' },
  { type: 'resident.chooseCertificate', kind: 'juminhyo' } as EventObject,
  ...meansOfPayment.map((means) => ({ type: 'resident.chooseMeans', means }) as EventObject),
  { type: 'resident.toggleItem', item: 'myNumber' } as EventObject,
  { type: 'resident.toggleItem', item: 'honseki' } as EventObject,
  { type: 'resident.copies', copies: 2 } as EventObject,
  { type: 'resident.copies', copies: 3 } as EventObject,
  { type: 'resident.toggleMember', id: 'r2' } as EventObject,
  { type: 'resident.toggleMember', id: 'nobody' } as EventObject,
  { type: 'resident.next' },
  { type: 'resident.back' },
  { type: 'resident.confirm' },
  { type: 'resident.cancel' },
  { type: 'resident.moreTime' },
  { type: 'resident.collected' },
];

const guideEvents: readonly EventObject[] = [
  { type: 'guide.list', section: 'purposes' } as EventObject,
  { type: 'guide.read', topic: 'moving' } as EventObject,
  { type: 'guide.print' },
  { type: 'guide.close' },
];

const counterEvents: readonly EventObject[] = [{ type: 'counter.paid' }, { type: 'counter.confirmed' }];

const health = (device: string, state: string): EventObject =>
  ({ type: 'health.changed', device, state }) as EventObject;
const doneOrFailed = [{ result: 'done' }, { result: 'failed' }] as const;

/** How the services inside a visit end. */
const serviceEnds = [
  { end: 'done' },
  { end: 'cancelled' },
  { end: 'timeout' },
  { end: 'removed' },
  { end: 'refused', code: 'sign-pin-locked' },
] as const;

/** What the session hands to a service. */
const serviceEvents: readonly EventObject[] = [
  { type: 'card.removed', insertion: 1 } as EventObject,
  { type: 'card.removed', insertion: 9 } as EventObject,
  { type: 'resident.choosePin', pin: 'auth' } as EventObject,
  { type: 'resident.choosePin', pin: 'sign' } as EventObject,
  ...pinKeys,
  { type: 'resident.submitPin' },
  { type: 'resident.confirm' },
  { type: 'resident.back' },
  { type: 'resident.cancel' },
  { type: 'patience.expired' },
];

const serviceInput = { insertion: 1, timeouts: distinctTimeouts };

const pinAnswers = {
  judgePin: [{ result: 'good' }, { result: 'weak', reason: 'sequence' }],
  comparePin: [{ result: 'same' }, { result: 'different' }],
  setPin: [
    { result: 'done' },
    { result: 'wrong', tries: 2 },
    { result: 'wrong', tries: 1 },
    { result: 'wrong', tries: 0 },
    { result: 'weak', reason: 'birthday', tries: 3 },
    { result: 'refused', code: 'centre-offline' },
  ],
} as const;

const pinContext = ({ prove, set, has, dared, complete, tries }: PinServiceContext): unknown => [
  prove,
  set,
  has,
  dared,
  complete,
  tries,
];

/**
 * The health regions do not know each other, so their 256 combinations bring nothing that these do not: all failed,
 * coming up in order, all working, each one failed alone, and touch panel and keypad, of which one is enough, together.
 */
function oneAtATime(event: EventObject, value: Record<string, unknown>): boolean {
  if (event.type !== 'health.changed') return true;
  const { device, state } = event as EventObject & { device: string; state: string };
  const failed = devices.filter((name) => value[name] === 'failed');
  const isAlone = failed.length === 0;
  if (state === 'working') return isAlone || failed[0] === device;
  return isAlone || (device === 'keypad' && failed.join() === 'touch');
}

export const plans: readonly Plan[] = [
  {
    name: 'terminal',
    machine: statecharts.terminal,
    inputs: [{ timeouts: distinctTimeouts, language: 'ja', means: ['coins', 'cashless'], hands }],
    events: [
      ...deviceEvents,
      ...residentEvents,
      ...guideEvents,
      ...devices.flatMap((device) => [health(device, 'working'), health(device, 'failed')]),
      { type: 'headset.changed', plugged: true } as EventObject,
      { type: 'headset.changed', plugged: false } as EventObject,
      { type: 'hours.changed', open: true } as EventObject,
      { type: 'hours.changed', open: false } as EventObject,
      { type: 'staff.resolved', who: 'clerk', why: 'looked' } as EventObject,
      { type: 'invariant.violated' },
      { type: 'panel.open' },
      { type: 'practice.start' },
      { type: 'practice.hand', does: { type: 'card.inserted', insertion: 1 } } as EventObject,
      ...counterEvents,
      { type: 'staff.restart' },
      { type: 'staff.decided', decision: 'all-out' } as EventObject,
      { type: 'duty.changed', on: false } as EventObject,
      { type: 'duty.changed', on: true } as EventObject,
    ],
    answers: {
      boot: [{ result: 'done' }],
      recover: [{ staff: null }, { staff: 'print-unknown' }],
      selfTest: [{ result: 'done' }],
      openSession: [{ transaction: 'T' }],
      session: [
        { outcome: 'delivered', staff: null },
        { outcome: 'staff', staff: 'print-unknown' },
      ],
      practice: [{ outcome: 'delivered', staff: null }],
      makeSafe: doneOrFailed,
      guide: [{ end: 'done' }],
      resolveStaff: [{ staff: null }, { staff: 'payment-unknown' }],
    },
    callbacks: { watch: [] },
    fromChildren: { guide: [{ type: 'patience.start' }, { type: 'patience.stop' }] },
    context: ({ insertion }: { insertion: unknown }) => insertion,
    worthTrying: (event: EventObject, value: Record<string, unknown>) => oneAtATime(event, value),
  } as Plan,
  {
    name: 'session',
    machine: statecharts.session,
    inputs: [
      { transaction: 'T', insertion: null, means: ['coins'], timeouts: distinctTimeouts, pace: [] },
      { transaction: 'T', insertion: 1, means: ['coins'], timeouts: distinctTimeouts, pace: [] },
    ],
    events: [
      ...deviceEvents,
      ...residentEvents,
      ...guideEvents,
      health('coins', 'failed'),
      health('coins', 'working'),
      ...counterEvents,
      { type: 'staff.restart' },
      { type: 'staff.decided', decision: 'all-out' } as EventObject,
    ],
    answers: {
      readCard: [
        { result: 'ready', tries: { auth: 3, sign: 5 }, lapse: null },
        { result: 'ready', tries: { auth: 1, sign: 5 }, lapse: { what: 'card', on: '2026-12-31' } },
        { result: 'removed' },
        { result: 'refused', code: 'pin-locked' },
        { result: 'refused', code: 'not-a-my-number-card' },
      ],
      verifyPin: [
        { result: 'verified' },
        { result: 'wrong', tries: 2 },
        { result: 'wrong', tries: 1 },
        { result: 'blocked' },
        { result: 'uncertain' },
        { result: 'refused', code: 'centre-offline' },
      ],
      authenticate: [
        { result: 'authenticated', offers: [offer] },
        { result: 'authenticated', offers: [{ ...offer, members: [], items: [], people: 'holder' }] },
        { result: 'authenticated', offers: [{ ...offer, available: 'under-15' }] },
        { result: 'authenticated', offers: [] },
        { result: 'refused', code: 'certificate-expired' },
      ],
      requestDocument: [
        { result: 'issued', pages: 1, fee: 200 },
        { result: 'issued', pages: 1, fee: 0 },
        { result: 'refused', code: 'centre-offline' },
      ],
      checkDocument: [
        { result: 'passed', preview: [] },
        { result: 'refused', code: 'document-check' },
      ],
      payment: [
        { end: 'paid', paid: 200, means: 'coins' },
        { end: 'cancelled', paid: 100, means: 'coins' },
        { end: 'timeout', paid: 0, means: 'counter' },
        { end: 'fault', paid: 100, means: 'coins' },
        { end: 'unknown', paid: 0, means: 'cashless' },
      ],
      delivery: [{ end: 'delivered' }, { end: 'failed' }, { end: 'unknown' }],
      pinChange: serviceEnds,
      pinReset: serviceEnds,
      registration: serviceEnds,
      cardCheck: serviceEnds,
      guide: [{ end: 'done' }, { end: 'timeout' }],
      settle: [
        { due: 0, payable: false },
        { due: 100, payable: false },
        { due: 100, payable: true },
      ],
      payBack: [
        { paid: 100, reversed: 0, due: 0 },
        { paid: 50, reversed: 200, due: 50 },
      ],
      printClaim: doneOrFailed,
      printAdvice: doneOrFailed,
      wipe: [{ staff: null }, { staff: 'claim-not-printed' }],
    },
    callbacks: {},
    fromChildren: Object.fromEntries(
      ['pinChange', 'pinReset', 'registration', 'cardCheck', 'guide'].map((id) => [
        id,
        [{ type: 'patience.start' }, { type: 'patience.stop' }],
      ]),
    ),
    context: (context: {
      insertion: unknown;
      pinComplete: boolean;
      service: string;
      tries: { auth: number | null };
      lapse: unknown;
      outcome: string;
      fee: number;
      refusal: string | null;
      offers: { available: unknown; items: unknown[] }[];
      wish: { items: string[] };
    }) => [
      context.insertion,
      context.pinComplete,
      context.service,
      context.tries.auth === 1,
      context.lapse !== null,
      context.outcome === 'served',
      context.fee,
      context.refusal !== null && context.offers.length > 0,
      context.offers[0]?.available ?? null,
      context.offers[0]?.items.length ?? 0,
      context.wish.items.includes('myNumber'),
    ],
  } as Plan,
  {
    name: 'payment',
    machine: statecharts.payment,
    inputs: [
      { price: 200, means: ['coins'], timeouts: distinctTimeouts, pace: [] },
      { price: 200, means: meansOfPayment, timeouts: distinctTimeouts, pace: [] },
    ],
    events: [
      { type: 'coin.credited', yen: 100 } as EventObject,
      { type: 'coin.trouble' },
      ...['paid', 'not-paid', 'owed', 'unknown'].map(
        (result) => ({ type: 'cashless.finished', result }) as EventObject,
      ),
      ...counterEvents,
      ...meansOfPayment.map((means) => ({ type: 'resident.chooseMeans', means }) as EventObject),
      ...pinKeys,
      { type: 'resident.submitPin' },
      { type: 'resident.back' },
      { type: 'resident.cancel' },
      { type: 'resident.moreTime' },
      { type: 'resident.mode', mode: 'slow', on: true } as EventObject,
    ],
    answers: {
      acceptCoins: [
        { result: 'done', exact: true },
        { result: 'failed', exact: true },
      ],
      inhibitCoins: doneOrFailed,
      listMeans: [[], ['coins'], ['cashless'], ['counter'], meansOfPayment].map((means) => ({ means })),
      issueSlip: doneOrFailed,
      withdrawSlip: [{ result: 'withdrawn' }, { result: 'paid' }],
      checkNumber: [
        { result: 'right', tries: 3 },
        { result: 'wrong', tries: 1 },
        { result: 'wrong', tries: 0 },
      ],
    },
    callbacks: { takeCashless: ['cashless.finished'] },
    context: ({ complete, end, offered, paid, returning }: PaymentContext) => [
      Math.min(paid, 300),
      end,
      returning,
      offered,
      complete,
    ],
  } as Plan,
  {
    name: 'delivery',
    machine: statecharts.delivery,
    inputs: [
      { pages: 2, price: 200, paid: 200, timeouts: distinctTimeouts, pace: [] },
      { pages: 2, price: 200, paid: 500, timeouts: distinctTimeouts, pace: [] },
    ],
    events: [
      { type: 'resident.collected' },
      { type: 'resident.mode', mode: 'slow', on: true } as EventObject,
      { type: 'resident.cancel' },
      { type: 'staff.restart' },
      ...paperDecisions.map((decision) => ({ type: 'staff.decided', decision }) as EventObject),
      { type: 'print.progress', sheets: 1, blocked: false, reasons: [] } as EventObject,
      { type: 'print.progress', sheets: 1, blocked: true, reasons: ['media-jam'] } as EventObject,
      { type: 'print.finished', result: 'printed', sheets: 2 } as EventObject,
      { type: 'print.finished', result: 'failed', sheets: 0 } as EventObject,
      { type: 'print.finished', result: 'unknown', sheets: 1 } as EventObject,
    ],
    answers: { takeMoney: doneOrFailed, giveChange: [{ paid: 300 }, { paid: 0 }], printReceipt: doneOrFailed },
    callbacks: { printPages: ['print.progress', 'print.finished'] },
    context: ({ receipt, end }: { receipt: string; end: string }) => [receipt, end],
  } as Plan,
  {
    name: 'pinChange',
    machine: statecharts.pinChange,
    inputs: [
      { ...serviceInput, tries: { auth: 3, sign: 0 } },
      { ...serviceInput, tries: { auth: 1, sign: null } },
    ],
    events: serviceEvents,
    answers: pinAnswers,
    callbacks: {},
    context: pinContext,
  } as Plan,
  {
    name: 'pinReset',
    machine: statecharts.pinReset,
    inputs: [
      { ...serviceInput, tries: { auth: 0, sign: 1 } },
      { ...serviceInput, tries: { auth: 3, sign: 0 } },
    ],
    events: serviceEvents,
    answers: {
      ...pinAnswers,
      findReservation: [
        { result: 'reserved', pin: 'auth', until: 0 },
        { result: 'reserved', pin: 'sign', until: 0 },
        { result: 'refused', code: 'no-reservation' },
      ],
    },
    callbacks: {},
    context: pinContext,
  } as Plan,
  {
    name: 'registration',
    machine: statecharts.registration,
    inputs: [
      { ...serviceInput, tries: 5 },
      { ...serviceInput, tries: 1 },
    ],
    events: serviceEvents,
    answers: {
      askRegistration: [
        { result: 'known', state: 'open', municipality: '見本市', opensOn: null },
        { result: 'known', state: 'submitted', municipality: '見本市', opensOn: '2026-12-01' },
        { result: 'refused', code: 'registration-not-needed' },
      ],
      submitRegistration: [
        { result: 'submitted', receipt: 'R', opensOn: '2026-12-01' },
        { result: 'wrong', tries: 4 },
        { result: 'wrong', tries: 1 },
        { result: 'wrong', tries: 0 },
        { result: 'refused', code: 'sign-certificate-revoked' },
      ],
      printRegistration: doneOrFailed,
    },
    callbacks: {},
    context: ({ tries, complete, known }: { tries: number; complete: boolean; known: { state: string } | null }) => [
      tries,
      complete,
      known?.state ?? null,
    ],
  } as Plan,
  {
    name: 'guide',
    machine: statecharts.guide,
    inputs: [
      { timeouts: distinctTimeouts, at: { section: 'card' } },
      { timeouts: distinctTimeouts, at: { topic: 'passport' } },
    ],
    events: [...guideEvents, { type: 'patience.expired' }],
    answers: { printGuide: doneOrFailed },
    callbacks: {},
    context: ({ topic, print, end }: { topic: unknown; print: string; end: object }) => [topic !== null, print, end],
  } as Plan,
  {
    name: 'cardCheck',
    machine: statecharts.cardCheck,
    inputs: [serviceInput],
    events: serviceEvents,
    answers: {
      inspectCard: [{ result: 'read' }, { result: 'removed' }, { result: 'refused', code: 'smartphone' }],
    },
    callbacks: {},
    context: () => null,
  } as Plan,
  {
    name: 'panel',
    machine: statecharts.panel,
    inputs: [{ timeouts: distinctTimeouts }],
    events: [
      { type: 'panel.open' },
      { type: 'panel.close' },
      { type: 'panel.codeChanged', length: 1, complete: false } as EventObject,
      { type: 'panel.codeChanged', length: 6, complete: true } as EventObject,
      { type: 'panel.submit' },
      { type: 'panel.more' },
      { type: 'panel.choose', act: 'resolve' } as EventObject,
      { type: 'panel.choose', act: 'refund' } as EventObject,
      { type: 'panel.choose', act: 'counter-paid' } as EventObject,
      { type: 'panel.choose', act: 'report' } as EventObject,
      { type: 'panel.choose', act: 'test-page' } as EventObject,
      { type: 'panel.subject', id: 'T' } as EventObject,
      { type: 'panel.subject', id: 'nobody' } as EventObject,
      { type: 'panel.reason', why: 'jam-cleared' } as EventObject,
      { type: 'panel.reason', why: 'paid-at-register' } as EventObject,
      { type: 'panel.back' },
    ],
    answers: {
      checkStaff: [{ result: 'known', who: 'clerk' }, { result: 'unknown' }, { result: 'later' }],
      listSubjects: [[], [{ id: 'T', yen: 200, reasons: ['paid-at-register'] }], [{ id: 'T', yen: 200, reasons: [] }]],
      staffAct: doneOrFailed,
    },
    callbacks: {},
    context: ({ complete, who, act, subjects, done }: PanelContext) => [
      complete,
      who,
      act,
      subjects.map(({ reasons }) => reasons.length),
      done,
    ],
  } as Plan,
];
