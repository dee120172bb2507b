import { assign, setup } from 'xstate';
import type { Section, Topic } from '../guide/topics.ts';
import { guideActors } from './actors.ts';
import type { GuideEvent } from './events.ts';
import { endings, type ServiceEnd, startPatience, stopPatience } from './service.ts';
import type { Timeouts } from './timeouts.ts';

export interface GuideInput {
  readonly timeouts: Timeouts;
  /** What it opens with: a topic, or the list of a section. */
  readonly at: { readonly topic: Topic } | { readonly section: Section };
}

export interface GuideContext {
  readonly timeouts: Timeouts;
  readonly section: Section;
  /** What is read; null on the list. */
  readonly topic: Topic | null;
  /** What became of its print. */
  readonly print: 'none' | 'printed' | 'failed';
  readonly end: ServiceEnd;
}

const { endAs } = endings('#guide.finished');

/** What opens the guide, and what it opens with. */
export type GuideOpening = Extract<GuideEvent, { type: 'guide.list' | 'guide.read' }>;

/** The input for the event that opened it. */
export const guideInput = (timeouts: Timeouts, event: { readonly type: string }): GuideInput => {
  const opening = event as GuideOpening;
  return { timeouts, at: opening.type === 'guide.read' ? { topic: opening.topic } : { section: opening.section } };
};

/**
 * The guide (ご案内): what residents can know about the card, and which certificate a purpose needs. It is opened from the start screen,
 * by whoever looks for a certificate and by whoever was refused; it knows nobody, and its parent waits for the person who reads.
 */
export const guideMachine = setup({
  types: {
    context: {} as GuideContext,
    input: {} as GuideInput,
    events: {} as GuideEvent | { readonly type: 'patience.expired' },
    output: {} as ServiceEnd,
    tags: {} as 'uninterruptible',
  },
  actors: guideActors,
  guards: { hasTopic: ({ context }) => context.topic !== null },
  actions: {
    startPatience,
    stopPatience,
    noteTopic: assign((_, params: { topic: Topic }) => ({ topic: params.topic, print: 'none' as const })),
    endAs: assign((_, params: ServiceEnd) => ({ end: params })),
    noteSection: assign((_, params: { section: Section }) => ({ section: params.section, topic: null })),
    notePrint: assign((_, params: { result: 'done' | 'failed' }) => ({
      print: params.result === 'done' ? ('printed' as const) : ('failed' as const),
    })),
  },
  delays: { slip: ({ context }) => context.timeouts.slip },
}).createMachine({
  id: 'guide',
  context: ({ input: { timeouts, at } }) => ({
    timeouts,
    section: 'section' in at ? at.section : 'card',
    topic: 'topic' in at ? at.topic : null,
    print: 'none',
    end: { end: 'done' },
  }),
  initial: 'opening',
  states: {
    opening: { always: [{ guard: 'hasTopic', target: 'reading' }, { target: 'list' }] },
    list: {
      entry: 'startPatience',
      on: {
        'guide.read': { target: 'reading', actions: { type: 'noteTopic', params: ({ event }) => event } },
        'guide.close': endAs('done'),
        'patience.expired': endAs('timeout'),
      },
    },
    reading: {
      entry: 'startPatience',
      on: {
        'guide.list': { target: 'list', actions: { type: 'noteSection', params: ({ event }) => event } },
        'guide.print': 'printing',
        'guide.close': endAs('done'),
        'patience.expired': endAs('timeout'),
      },
    },
    printing: {
      tags: ['uninterruptible'],
      entry: 'stopPatience',
      invoke: {
        id: 'printGuide',
        src: 'printGuide',
        input: ({ context }) => ({ topic: context.topic as Topic }),
        onDone: { target: 'reading', actions: { type: 'notePrint', params: ({ event }) => event.output } },
        onError: { target: 'reading', actions: { type: 'notePrint', params: { result: 'failed' } } },
      },
      after: { slip: { target: 'reading', actions: { type: 'notePrint', params: { result: 'failed' } } } },
    },
    finished: { type: 'final' },
  },
  output: ({ context }) => context.end,
});
