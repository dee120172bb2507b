import { assign, setup } from 'xstate';
import { panelActors } from './actors.ts';
import { type PanelEvent, reasonsFor, type StaffAct, type Subject, subjectOf } from './events.ts';
import type { Timeouts } from './timeouts.ts';

type Chosen = { readonly event: Extract<PanelEvent, { type: 'panel.choose' }> };

export interface PanelInput {
  readonly timeouts: Timeouts;
}

export interface PanelContext extends PanelInput {
  readonly length: number;
  readonly complete: boolean;
  /** The code before was not known, or was not looked at because a wrong one came just before. */
  readonly refused: 'wrong' | 'later' | null;
  /** Who opened the panel; null while it is closed. */
  readonly who: string | null;
  readonly act: StaffAct;
  /** What the act can be about, and which of it was chosen. */
  readonly subjects: readonly Subject[];
  readonly subject: Subject | null;
  readonly why: string;
  /** What became of the act before. */
  readonly done: { readonly act: StaffAct; readonly result: 'done' | 'failed' } | null;
}

/** An act is chosen: it begins, or asks first what it is about, or why. */
const choosing = {
  'panel.choose': [
    {
      guard: { type: 'needsSubject', params: ({ event }: Chosen) => event },
      target: 'listing',
      actions: { type: 'noteAct', params: ({ event }: Chosen) => event },
    },
    {
      guard: { type: 'needsReason', params: ({ event }: Chosen) => event },
      target: 'asking',
      actions: { type: 'noteAct', params: ({ event }: Chosen) => event },
    },
    { target: 'acting', actions: { type: 'noteAct', params: ({ event }: Chosen) => event } },
  ],
  'panel.close': 'closed',
} as const;

/**
 * The staff panel (係員用画面), over whatever the terminal shows. It knows no resident: transaction ids, sums and device states
 * are all it is told (I12), and every act needs a name and, where it matters, a reason.
 */
export const panelMachine = setup({
  types: { context: {} as PanelContext, input: {} as PanelInput, events: {} as PanelEvent, tags: {} as 'open' },
  actors: panelActors,
  guards: {
    complete: ({ context }) => context.complete,
    known: (_, params: { result: string }) => params.result === 'known',
    needsSubject: (_, params: { act: StaffAct }) => subjectOf[params.act] !== undefined,
    needsReason: (_, params: { act: StaffAct }) => reasonsFor(params.act).length > 0,
    isSubject: ({ context }, params: { id: string }) => context.subjects.some(({ id }) => id === params.id),
    /** One that needs no reason. */
    isSubjectAtOnce: ({ context }, params: { id: string }) =>
      context.subjects.some(({ id, reasons }) => id === params.id && reasons.length === 0),
    isReason: ({ context }, params: { why: string }) =>
      (context.subject?.reasons ?? reasonsFor(context.act)).includes(params.why),
    printsPage: ({ context }) => context.act === 'test-page',
  },
  actions: {
    /** Provided by the composition root: empties the code, or puts it aside for `checkStaff`. */
    askCode: () => {},
    keepCode: () => {},
    wipeCode: () => {},
    noteLength: assign((_, params: { length: number; complete: boolean }) => ({
      length: params.length,
      complete: params.complete,
    })),
    emptyEntry: assign({ length: 0, complete: false }),
    noteWho: assign((_, params: { who: string }) => ({ who: params.who, refused: null })),
    noteRefused: assign((_, params: { refused: 'wrong' | 'later' }) => ({ refused: params.refused })),
    noteAct: assign((_, params: { act: StaffAct }) => ({ act: params.act, subject: null, why: '', done: null })),
    noteSubjects: assign((_, params: { subjects: readonly Subject[] }) => ({ subjects: params.subjects })),
    noteSubject: assign(({ context }, params: { id: string }) => ({
      subject: context.subjects.find(({ id }) => id === params.id) ?? null,
    })),
    noteReason: assign((_, params: { why: string }) => ({ why: params.why })),
    noteDone: assign(({ context }, params: { result: 'done' | 'failed' }) => ({
      done: { act: context.act, result: params.result },
    })),
    forget: assign({
      length: 0,
      complete: false,
      refused: null,
      who: null,
      subjects: [],
      subject: null,
      why: '',
      done: null,
    }),
  },
  delays: {
    staffIdle: ({ context }) => context.timeouts.staffIdle,
    inside: ({ context }) => context.timeouts.inside,
    print: ({ context }) => context.timeouts.print,
  },
}).createMachine({
  id: 'panel',
  context: ({ input }) => ({
    ...input,
    length: 0,
    complete: false,
    refused: null,
    who: null,
    act: 'resolve',
    subjects: [],
    subject: null,
    why: '',
    done: null,
  }),
  initial: 'closed',
  states: {
    closed: {
      entry: ['wipeCode', 'forget'],
      on: { 'panel.open': 'entering' },
    },
    entering: {
      tags: ['open'],
      entry: ['askCode', 'emptyEntry'],
      on: {
        'panel.codeChanged': { actions: { type: 'noteLength', params: ({ event }) => event } },
        'panel.submit': { guard: 'complete', target: 'checking', actions: 'keepCode' },
        'panel.close': 'closed',
      },
      after: { staffIdle: 'closed' },
    },
    checking: {
      tags: ['open'],
      invoke: {
        id: 'checkStaff',
        src: 'checkStaff',
        onDone: [
          {
            guard: { type: 'known', params: ({ event }) => event.output },
            target: 'menu',
            actions: {
              type: 'noteWho',
              params: ({ event }) => ({ who: event.output.result === 'known' ? event.output.who : '' }),
            },
          },
          {
            target: 'entering',
            actions: {
              type: 'noteRefused',
              params: ({ event }) => ({ refused: event.output.result === 'later' ? 'later' : 'wrong' }),
            },
          },
        ],
        // The log took no row: without it nobody gets in.
        onError: { target: 'entering', actions: { type: 'noteRefused', params: { refused: 'later' } } },
      },
      on: { 'panel.close': 'closed' },
      after: { inside: { target: 'entering', actions: { type: 'noteRefused', params: { refused: 'later' } } } },
    },
    /** What happens now, and what can be done about it. */
    menu: {
      tags: ['open'],
      on: { ...choosing, 'panel.more': 'daily' },
      after: { staffIdle: 'closed' },
    },
    /** Paper and coins, tests, the cash report. */
    daily: {
      tags: ['open'],
      on: { ...choosing, 'panel.back': 'menu' },
      after: { staffIdle: 'closed' },
    },
    listing: {
      tags: ['open'],
      invoke: {
        id: 'listSubjects',
        src: 'listSubjects',
        input: ({ context }) => ({ act: context.act }),
        onDone: {
          target: 'choosingSubject',
          actions: { type: 'noteSubjects', params: ({ event }) => ({ subjects: event.output }) },
        },
        onError: 'menu',
      },
    },
    choosingSubject: {
      tags: ['open'],
      on: {
        'panel.subject': [
          {
            guard: { type: 'isSubjectAtOnce', params: ({ event }) => event },
            target: 'acting',
            actions: { type: 'noteSubject', params: ({ event }) => event },
          },
          {
            guard: { type: 'isSubject', params: ({ event }) => event },
            target: 'asking',
            actions: { type: 'noteSubject', params: ({ event }) => event },
          },
        ],
        'panel.back': 'menu',
        'panel.close': 'closed',
      },
      after: { staffIdle: 'closed' },
    },
    asking: {
      tags: ['open'],
      on: {
        'panel.reason': {
          guard: { type: 'isReason', params: ({ event }) => event },
          target: 'acting',
          actions: { type: 'noteReason', params: ({ event }) => event },
        },
        'panel.back': 'menu',
        'panel.close': 'closed',
      },
      after: { staffIdle: 'closed' },
    },
    acting: {
      tags: ['open'],
      invoke: {
        id: 'staffAct',
        src: 'staffAct',
        input: ({ context }) => ({
          act: context.act,
          who: context.who ?? '',
          why: context.why,
          subject: context.subject?.id ?? null,
        }),
        onDone: { target: 'menu', actions: { type: 'noteDone', params: ({ event }) => event.output } },
        onError: { target: 'menu', actions: { type: 'noteDone', params: { result: 'failed' } } },
      },
      initial: 'working',
      states: {
        working: {
          always: { guard: 'printsPage', target: 'printing' },
          after: { inside: { target: '#panel.menu', actions: { type: 'noteDone', params: { result: 'failed' } } } },
        },
        /** A page takes the printer's time. */
        printing: {
          after: { print: { target: '#panel.menu', actions: { type: 'noteDone', params: { result: 'failed' } } } },
        },
      },
    },
  },
});
