import { assign, sendTo, setup } from 'xstate';
import { deliveryActors, type PrintEvent } from './actors.ts';
import type { Mode, PaperDecision, StaffEvent } from './events.ts';
import { forgetting } from './forgetting.ts';
import { newPace, type Pace, paceAfter, timesOf } from './pace.ts';
import type { Timeouts } from './timeouts.ts';

export interface DeliveryInput {
  readonly pages: number;
  readonly price: number;
  /** Yen that were put in. */
  readonly paid: number;
  readonly timeouts: Timeouts;
  readonly pace: Pace;
}

export type DeliveryEnd = 'delivered' | 'failed' | 'unknown';

export interface DeliveryContext extends DeliveryInput {
  readonly sheets: number;
  readonly reasons: readonly string[];
  /** Yen given back. */
  readonly change: number;
  readonly receipt: 'none' | 'printed' | 'failed';
  readonly end: DeliveryEnd;
}

export type DeliveryEvent =
  | PrintEvent
  | StaffEvent
  | { readonly type: 'resident.collected' }
  | { readonly type: 'resident.mode'; readonly mode: Mode; readonly on: boolean }
  | { readonly type: 'resident.cancel' };

const decidedAs = (is: PaperDecision) =>
  ({
    type: 'decided',
    params: ({ event }: { event: { decision: PaperDecision } }) => ({ decision: event.decision, is }),
  }) as const;

/**
 * Paper out of the printer, money taken, receipt, and the resident's hand. The document is sent once; what became of it is
 * printed, failed (no sheet will ever come) or unknown, and never guessed: staff then count the sheets, and the document is
 * printed once more only by their word.
 */
export const deliveryMachine = setup({
  types: {
    context: {} as DeliveryContext,
    input: {} as DeliveryInput,
    events: {} as DeliveryEvent,
    output: {} as { readonly end: DeliveryEnd },
    tags: {} as 'uninterruptible' | 'reminding' | 'alarming' | 'blocked',
  },
  actors: deliveryActors,
  guards: {
    finishedAs: (_, params: { result: string; is: string }) => params.result === params.is,
    overpaid: ({ context }) => context.paid > context.price,
    blocked: (_, params: { blocked: boolean }) => params.blocked,
    decided: (_, params: { decision: PaperDecision; is: PaperDecision }) => params.decision === params.is,
  },
  actions: {
    noteProgress: assign((_, params: { sheets: number; reasons: readonly string[] }) => ({
      sheets: params.sheets,
      reasons: params.reasons,
    })),
    endAs: assign((_, params: { end: DeliveryEnd }) => ({ end: params.end })),
    setPace: assign(({ context }, params: { mode: Mode; on: boolean }) => ({ pace: paceAfter(context.pace, params) })),
    forgetProgress: assign({ sheets: 0, reasons: [] }),
    noteReceipt: assign((_, params: { result: string }) => ({
      receipt: params.result === 'done' ? ('printed' as const) : ('failed' as const),
    })),
    noteChange: assign((_, params: { paid: number }) => ({ change: params.paid })),
    stopPrinting: sendTo('printPages', { type: 'print.stop' }),
  },
  delays: {
    print: ({ context }) => context.timeouts.print,
    printBlocked: ({ context }) => context.timeouts.printBlocked,
    printStop: ({ context }) => context.timeouts.printStop,
    staffDecision: ({ context }) => context.timeouts.staffDecision,
    payout: ({ context }) => context.timeouts.payout,
    slip: ({ context }) => context.timeouts.slip,
    reminder: ({ context }) => context.timeouts.reminder * timesOf(context.pace),
    alarm: ({ context }) => context.timeouts.alarm * timesOf(context.pace),
    forgotten: ({ context }) => context.timeouts.forgotten * timesOf(context.pace),
  },
}).createMachine({
  id: 'delivery',
  context: ({ input }) => ({ ...input, sheets: 0, reasons: [], change: 0, receipt: 'none', end: 'unknown' }),
  on: { 'resident.mode': { actions: newPace } },
  initial: 'printing',
  states: {
    printing: {
      tags: ['uninterruptible'],
      invoke: { id: 'printPages', src: 'printPages', input: ({ context }) => ({ pages: context.pages }) },
      on: {
        'print.finished': [
          {
            guard: { type: 'finishedAs', params: ({ event }) => ({ result: event.result, is: 'printed' }) },
            target: 'taking',
            actions: { type: 'endAs', params: { end: 'delivered' } },
          },
          {
            guard: { type: 'finishedAs', params: ({ event }) => ({ result: event.result, is: 'failed' }) },
            target: 'finished',
            actions: { type: 'endAs', params: { end: 'failed' } },
          },
          { target: 'deciding' },
        ],
      },
      initial: 'moving',
      states: {
        moving: {
          on: {
            'print.progress': [
              {
                guard: { type: 'blocked', params: ({ event }) => event },
                target: 'blocked',
                actions: { type: 'noteProgress', params: ({ event }) => event },
              },
              { actions: { type: 'noteProgress', params: ({ event }) => event } },
            ],
          },
          after: { print: 'stopping' },
        },
        /** Jam, empty tray, open cover: the clerk can clear it and the printer goes on by itself. */
        blocked: {
          tags: ['blocked'],
          on: {
            'print.progress': [
              {
                guard: { type: 'blocked', params: ({ event }) => event },
                actions: { type: 'noteProgress', params: ({ event }) => event },
              },
              { target: 'moving', actions: { type: 'noteProgress', params: ({ event }) => event } },
            ],
          },
          after: { printBlocked: 'stopping' },
        },
        /** Cancel-Job was sent; the printer has the last word, and when it has none, it is unknown. */
        stopping: {
          entry: 'stopPrinting',
          on: { 'print.progress': { actions: { type: 'noteProgress', params: ({ event }) => event } } },
          after: {
            printStop: { target: '#delivery.finished', actions: { type: 'endAs', params: { end: 'unknown' } } },
          },
        },
      },
    },
    /** Nobody knows how many sheets came out. The document is still here, and staff can look. */
    deciding: {
      tags: ['blocked'],
      entry: { type: 'endAs', params: { end: 'unknown' } },
      on: {
        'staff.decided': [
          {
            guard: decidedAs('all-out'),
            target: 'taking',
            actions: { type: 'endAs', params: { end: 'delivered' } },
          },
          { guard: decidedAs('print-again'), target: 'printing', actions: 'forgetProgress' },
          { target: 'finished', actions: { type: 'endAs', params: { end: 'failed' } } },
        ],
        'resident.cancel': 'finished',
        'staff.restart': 'finished',
      },
      after: { staffDecision: 'finished' },
    },
    taking: {
      tags: ['uninterruptible'],
      invoke: {
        id: 'takeMoney',
        src: 'takeMoney',
        onDone: [{ guard: 'overpaid', target: 'changing' }, { target: 'receipt' }],
      },
    },
    /** Coins beyond the price. What does not come out stays owed and goes on the claim slip. */
    changing: {
      tags: ['uninterruptible'],
      invoke: {
        id: 'giveChange',
        src: 'giveChange',
        onDone: { target: 'receipt', actions: { type: 'noteChange', params: ({ event }) => event.output } },
      },
      after: { payout: 'receipt' },
    },
    /** The paper is out. A receipt printer that fails does not undo that; the screen shows what the receipt would. */
    receipt: {
      tags: ['uninterruptible'],
      invoke: {
        id: 'printReceipt',
        src: 'printReceipt',
        onDone: {
          target: 'collecting',
          actions: { type: 'noteReceipt', params: ({ event }) => event.output },
        },
      },
      after: { slip: { target: 'collecting', actions: { type: 'noteReceipt', params: { result: 'failed' } } } },
    },
    collecting: {
      initial: 'waiting',
      /** Paper that lies there when staff end the visit is nobody's any more. */
      on: { 'resident.collected': 'finished', 'staff.restart': 'finished' },
      states: forgetting('#delivery.finished'),
    },
    finished: { type: 'final' },
  },
  output: ({ context }) => ({ end: context.end }),
});
