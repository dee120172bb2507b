import { and, assign, not, or, sendTo, setup, stateIn } from 'xstate';
import { terminalActors } from './actors.ts';
import type {
  Device,
  GuideEvent,
  Hand,
  KioskEvent,
  Language,
  Means,
  Mode,
  PanelEvent,
  SessionEvent,
} from './events.ts';
import { guideInput, guideMachine } from './guide.ts';
import { paceOf, timesOf } from './pace.ts';
import { panelMachine } from './panel.ts';
import { practiceTimes } from './practice.ts';
import { sessionMachine } from './session.ts';
import type { Timeouts } from './timeouts.ts';

export interface TerminalInput {
  readonly timeouts: Timeouts;
  readonly language: Language;
  /** What this shop takes. */
  readonly means: readonly Means[];
  /** What it reads itself; the browser reads what is not among it. */
  readonly hands: readonly Hand[];
}

export interface TerminalContext extends TerminalInput {
  /** The language a visit begins in; `language` is the one that is spoken now. */
  readonly shopLanguage: Language;
  /** How the screen meets whoever stands there now; none for the next one. */
  readonly modes: readonly Mode[];
  /** A headset is plugged in: what is said is heard by one person alone. */
  readonly headset: boolean;
  /** The card in the slot, by insertion number; null when it is empty. */
  readonly insertion: number | null;
  /** Transaction id of the running visit. */
  readonly transaction: string | null;
  /** Why staff are needed: a code, never a sentence about a person. */
  readonly staffReason: string | null;
}

/** Goes to the state a device reports of itself. */
const reported = <D extends Device, S extends 'working' | 'failed'>(device: D, state: S) =>
  ({
    guard: {
      type: 'deviceIs',
      params: ({ event }: { event: Extract<KioskEvent, { type: 'health.changed' }> }) => ({ event, device, state }),
    },
    target: state,
  }) as const;

/** Whoever comes by while nobody is served may try a visit; not over a card that lies in the slot. */
const practise = { 'practice.start': { guard: 'cardOut', target: 'practising' } } as const;

/** One health region: what the device last said of itself. */
const healthOf = <D extends Device>(device: D) =>
  ({
    initial: 'failed',
    states: {
      working: { on: { 'health.changed': reported(device, 'failed') } },
      failed: { on: { 'health.changed': reported(device, 'working') } },
    },
  }) as const;

/** Who reads the guide touched something: the waiting begins anew. */
const readingOn = { target: 'waiting', reenter: true } as const;

/**
 * The terminal: from power-on to idle, one visit at a time, and to "staff needed" whenever the truth is not known. The health
 * of the devices stands in parallel and decides only whether a new visit may begin.
 */
export const terminalMachine = setup({
  types: {
    context: {} as TerminalContext,
    input: {} as TerminalInput,
    events: {} as KioskEvent | { readonly type: 'patience.start' | 'patience.stop' },
    tags: {} as 'open' | 'session' | 'practice' | 'needs-staff' | 'reminding' | 'alarming',
  },
  actors: {
    ...terminalActors,
    session: sessionMachine,
    practice: sessionMachine,
    guide: guideMachine,
    panel: panelMachine,
  },
  guards: {
    deviceIs: (_, params: { event: { device: Device; state: string }; device: Device; state: string }) =>
      params.event.device === params.device && params.event.state === params.state,
    fit: and([
      stateIn({ duty: 'on' }),
      stateIn({ reader: 'working' }),
      'canPay',
      'canBeWorked',
      stateIn({ receipts: 'working' }),
      stateIn({ pages: 'working' }),
      stateIn({ centre: 'working' }),
    ]),
    takesNothing: ({ context }) => context.means.length === 0,
    takes: ({ context }, params: { means: Means }) => context.means.includes(params.means),
    /** One means that works is enough, and none is needed where nothing is sold; the register has no device but the receipt printer. */
    canPay: or([
      'takesNothing',
      and([{ type: 'takes', params: { means: 'coins' } }, stateIn({ coins: 'working' })]),
      and([{ type: 'takes', params: { means: 'cashless' } }, stateIn({ cashless: 'working' })]),
      { type: 'takes', params: { means: 'counter' } },
    ]),
    touchedInBrowser: ({ context }) => !context.hands.includes('touch'),
    /** A whole visit can be made by touch, and by the keypad alone. */
    canBeWorked: or(['touchedInBrowser', stateIn({ touch: 'working' }), stateIn({ keypad: 'working' })]),
    hasFailed: (_, params: { state: string }) => params.state === 'failed',
    withinHours: stateIn({ hours: 'open' }),
    staffWaiting: (_, params: { staff: string | null }) => params.staff !== null,
    cardIn: ({ context }) => context.insertion !== null,
    cardOut: ({ context }) => context.insertion === null,
    sameCard: ({ context }, params: { insertion: number }) => context.insertion === params.insertion,
    becomesOpen: (_, params: { open: boolean }) => params.open,
    isOn: (_, params: { on: boolean }) => params.on,
    isOff: (_, params: { on: boolean }) => !params.on,
    becomesClosed: (_, params: { open: boolean }) => !params.open,
  },
  actions: {
    noteCard: assign((_, params: { insertion: number }) => ({ insertion: params.insertion })),
    noteRemoval: assign({ insertion: null }),
    speak: assign((_, params: { language: Language }) => ({ language: params.language })),
    /** Whoever has left the headset in, or comes with one, is read to. */
    speakToNext: assign(({ context }) => ({
      language: context.shopLanguage,
      modes: context.headset ? (['voice'] as const) : [],
    })),
    noteHeadset: assign((_, params: { plugged: boolean }) => ({ headset: params.plugged })),
    setMode: assign(({ context }, params: { mode: Mode; on: boolean }) => ({
      modes: [...context.modes.filter((mode) => mode !== params.mode), ...(params.on ? [params.mode] : [])],
    })),
    noteTransaction: assign((_, params: { transaction: string }) => ({ transaction: params.transaction })),
    forgetSession: assign({ transaction: null }),
    callStaff: assign((_, params: { reason: string }) => ({ staffReason: params.reason })),
    staffDone: assign({ staffReason: null }),
    handToPanel: sendTo('panel', ({ event }) => event as PanelEvent),
    handToGuide: sendTo('guide', ({ event }) => event as GuideEvent),
    handToSession: sendTo('session', ({ event }) => event as SessionEvent),
    handToPractice: sendTo('practice', ({ event }) => event as SessionEvent),
    practiseHand: sendTo('practice', (_, params: { does: SessionEvent }) => params.does),
    /** Provided by the composition root: empties the buffer of the PIN that was typed in practice. */
    wipePractice: () => {},
  },
  delays: {
    inside: ({ context }) => context.timeouts.inside,
    humanIdle: ({ context }) => context.timeouts.humanIdle * timesOf(paceOf(context.modes)),
    reminder: ({ context }) => context.timeouts.reminder,
    alarm: ({ context }) => context.timeouts.alarm,
  },
}).createMachine({
  id: 'terminal',
  type: 'parallel',
  context: ({ input }) => ({
    ...input,
    shopLanguage: input.language,
    modes: [],
    headset: false,
    insertion: null,
    transaction: null,
    staffReason: null,
  }),
  invoke: [
    { id: 'watch', src: 'watch' },
    { id: 'panel', src: 'panel', input: ({ context }) => ({ timeouts: context.timeouts }) },
  ],
  on: {
    'panel.*': { actions: 'handToPanel' },
    'card.inserted': { actions: { type: 'noteCard', params: ({ event }) => event } },
    'card.removed': { guard: { type: 'sameCard', params: ({ event }) => event }, actions: 'noteRemoval' },
    'resident.language': { actions: { type: 'speak', params: ({ event }) => event } },
    'resident.mode': { actions: { type: 'setMode', params: ({ event }) => event } },
    'headset.changed': { actions: { type: 'noteHeadset', params: ({ event }) => event } },
  },
  states: {
    service: {
      initial: 'booting',
      on: {
        'invariant.violated': {
          target: '.makingSafe',
          actions: { type: 'callStaff', params: { reason: 'invariant' } },
        },
      },
      states: {
        booting: {
          invoke: {
            id: 'boot',
            src: 'boot',
            onDone: 'recovering',
            onError: { target: 'makingSafe', actions: { type: 'callStaff', params: { reason: 'boot' } } },
          },
        },
        /** The log is folded and the devices are asked; a statechart snapshot is never resumed. */
        recovering: {
          invoke: {
            id: 'recover',
            src: 'recover',
            onDone: [
              {
                guard: { type: 'staffWaiting', params: ({ event }) => event.output },
                target: 'staffNeeded',
                actions: { type: 'callStaff', params: ({ event }) => ({ reason: event.output.staff ?? '' }) },
              },
              { target: 'selfTesting' },
            ],
            onError: { target: 'makingSafe', actions: { type: 'callStaff', params: { reason: 'recovery' } } },
          },
        },
        selfTesting: {
          invoke: {
            id: 'selfTest',
            src: 'selfTest',
            onDone: 'deciding',
            onError: { target: 'makingSafe', actions: { type: 'callStaff', params: { reason: 'self-test' } } },
          },
          after: { inside: 'deciding' },
        },
        deciding: {
          always: [
            { guard: 'cardIn', target: 'cardLeft' },
            { guard: and(['fit', 'withinHours']), target: 'open' },
            { guard: 'fit', target: 'closed' },
            { target: 'outOfService' },
          ],
        },
        open: {
          tags: ['open'],
          entry: 'speakToNext',
          always: [
            { guard: not('fit'), target: 'outOfService' },
            { guard: not('withinHours'), target: 'closed' },
          ],
          on: {
            'resident.start': 'starting',
            'guide.list': '.guiding',
            ...practise,
            'resident.language': { target: '.changed', actions: { type: 'speak', params: ({ event }) => event } },
            'resident.mode': { target: '.changed', actions: { type: 'setMode', params: ({ event }) => event } },
            'card.inserted': { target: 'starting', actions: { type: 'noteCard', params: ({ event }) => event } },
          },
          initial: 'greeting',
          states: {
            greeting: {},
            /** Whoever changed the language or the look and went away leaves the next person the usual screen. */
            changed: { after: { humanIdle: { target: 'greeting', actions: 'speakToNext' } } },
            /** Somebody reads the guide, and is waited for only while nothing is printed. */
            guiding: {
              invoke: {
                id: 'guide',
                src: 'guide',
                input: ({ context, event }) => guideInput(context.timeouts, event),
                onDone: 'changed',
              },
              initial: 'waiting',
              on: {
                'resident.start': {},
                'resident.language': { actions: { type: 'speak', params: ({ event }) => event } },
                'resident.mode': { actions: { type: 'setMode', params: ({ event }) => event } },
                'guide.*': { actions: 'handToGuide' },
                'patience.start': '.waiting',
                'patience.stop': '.resting',
              },
              states: {
                waiting: {
                  on: {
                    'resident.language': { ...readingOn, actions: { type: 'speak', params: ({ event }) => event } },
                    'resident.mode': { ...readingOn, actions: { type: 'setMode', params: ({ event }) => event } },
                    'guide.*': { ...readingOn, actions: 'handToGuide' },
                  },
                  after: { humanIdle: { target: '#terminal.service.open.greeting', actions: 'speakToNext' } },
                },
                resting: {},
              },
            },
          },
        },
        closed: {
          always: [
            { guard: not('fit'), target: 'outOfService' },
            { guard: 'withinHours', target: 'deciding' },
          ],
          on: practise,
        },
        outOfService: { always: { guard: 'fit', target: 'deciding' }, on: practise },
        /** A whole visit without card, money and paper: its own statechart, whose actors do nothing. Whatever is meant in earnest ends it. */
        practising: {
          tags: ['practice'],
          invoke: {
            id: 'practice',
            src: 'practice',
            input: ({ context }) => ({
              transaction: '',
              insertion: null,
              means: context.means,
              timeouts: practiceTimes(context.timeouts),
              pace: paceOf(context.modes),
            }),
            onDone: 'deciding',
            onError: 'deciding',
          },
          on: {
            'practice.hand': { actions: { type: 'practiseHand', params: ({ event }) => event } },
            'resident.language': { actions: { type: 'speak', params: ({ event }) => event } },
            'resident.mode': { actions: [{ type: 'setMode', params: ({ event }) => event }, 'handToPractice'] },
            'resident.*': { actions: 'handToPractice' },
            'card.inserted': [
              {
                guard: and(['fit', 'withinHours']),
                target: 'starting',
                actions: { type: 'noteCard', params: ({ event }) => event },
              },
              { target: 'deciding', actions: { type: 'noteCard', params: ({ event }) => event } },
            ],
            'panel.open': { target: 'deciding', actions: 'handToPanel' },
            'health.changed': { guard: { type: 'hasFailed', params: ({ event }) => event }, target: 'deciding' },
            'hours.changed': 'deciding',
            'duty.changed': 'deciding',
          },
          exit: 'wipePractice',
        },
        starting: {
          invoke: {
            id: 'openSession',
            src: 'openSession',
            onDone: {
              target: 'session',
              actions: { type: 'noteTransaction', params: ({ event }) => event.output },
            },
            onError: { target: 'makingSafe', actions: { type: 'callStaff', params: { reason: 'log' } } },
          },
        },
        session: {
          tags: ['session'],
          invoke: {
            id: 'session',
            src: 'session',
            input: ({ context }) => ({
              transaction: context.transaction ?? '',
              insertion: context.insertion,
              means: context.means,
              timeouts: context.timeouts,
              pace: paceOf(context.modes),
            }),
            onDone: [
              {
                guard: { type: 'staffWaiting', params: ({ event }) => event.output },
                target: 'staffNeeded',
                actions: { type: 'callStaff', params: ({ event }) => ({ reason: event.output.staff ?? '' }) },
              },
              { target: 'deciding', actions: 'forgetSession' },
            ],
            onError: { target: 'makingSafe', actions: { type: 'callStaff', params: { reason: 'session' } } },
          },
          on: {
            'resident.language': { actions: { type: 'speak', params: ({ event }) => event } },
            'resident.mode': { actions: [{ type: 'setMode', params: ({ event }) => event }, 'handToSession'] },
            'resident.*': { actions: 'handToSession' },
            'guide.*': { actions: 'handToSession' },
            'card.inserted': {
              actions: [{ type: 'noteCard', params: ({ event }) => event }, 'handToSession'],
            },
            'card.removed': {
              guard: { type: 'sameCard', params: ({ event }) => event },
              actions: ['noteRemoval', 'handToSession'],
            },
            'coin.*': { actions: 'handToSession' },
            'counter.*': { actions: 'handToSession' },
            'staff.restart': { actions: 'handToSession' },
            'staff.decided': { actions: 'handToSession' },
            'health.changed': { actions: 'handToSession' },
          },
        },
        /** The visit is over and its card is still in the slot: nobody else begins before it is out. */
        cardLeft: {
          always: { guard: 'cardOut', target: 'deciding' },
          initial: 'waiting',
          states: {
            waiting: { after: { reminder: 'reminding' } },
            reminding: { tags: ['reminding'], after: { alarm: 'alarming' } },
            alarming: { tags: ['alarming'] },
          },
        },
        /** The safe state's work: coins inhibited, the printer's jobs cancelled, the visit wiped, the money told. */
        makingSafe: {
          invoke: {
            id: 'makeSafe',
            src: 'makeSafe',
            input: ({ context }) => ({ reason: context.staffReason ?? '' }),
            onDone: 'staffNeeded',
            onError: 'staffNeeded',
          },
          after: { inside: 'staffNeeded' },
        },
        staffNeeded: {
          tags: ['needs-staff'],
          entry: 'forgetSession',
          on: {
            'staff.resolved': 'resolvingStaff',
          },
        },
        resolvingStaff: {
          invoke: {
            id: 'resolveStaff',
            src: 'resolveStaff',
            input: ({ event }) =>
              event.type === 'staff.resolved' ? { who: event.who, why: event.why } : { who: '', why: '' },
            onDone: [
              {
                guard: { type: 'staffWaiting', params: ({ event }) => event.output },
                target: 'staffNeeded',
                actions: { type: 'callStaff', params: ({ event }) => ({ reason: event.output.staff ?? '' }) },
              },
              { target: 'selfTesting', actions: 'staffDone' },
            ],
            onError: 'staffNeeded',
          },
        },
      },
    },
    hours: {
      initial: 'closed',
      states: {
        open: {
          on: {
            'hours.changed': { guard: { type: 'becomesClosed', params: ({ event }) => event }, target: 'closed' },
          },
        },
        closed: {
          on: {
            'hours.changed': { guard: { type: 'becomesOpen', params: ({ event }) => event }, target: 'open' },
          },
        },
      },
    },
    /** Staff take the terminal out of service and put it back. */
    duty: {
      initial: 'on',
      states: {
        on: { on: { 'duty.changed': { guard: { type: 'isOff', params: ({ event }) => event }, target: 'off' } } },
        off: { on: { 'duty.changed': { guard: { type: 'isOn', params: ({ event }) => event }, target: 'on' } } },
      },
    },
    reader: healthOf('reader'),
    coins: healthOf('coins'),
    cashless: healthOf('cashless'),
    receipts: healthOf('receipts'),
    pages: healthOf('pages'),
    centre: healthOf('centre'),
    touch: healthOf('touch'),
    keypad: healthOf('keypad'),
  },
});
