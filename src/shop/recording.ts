import type { Row } from '../log/rows.ts';
import { sentenceOf } from '../log/story/sentences.ts';
import type { Kiosk } from '../main.ts';
import { activeStates, viewOf } from '../ui/screens/view.ts';
import type { VisitPlan } from './plan.ts';
import { type RunOptions, type RunResult, run } from './run.ts';
import type { Shop } from './shop.ts';

/** What came about, in one moment of a run. */
export interface RecordedStep {
  /** Milliseconds since 1970, on the virtual clock. */
  readonly at: number;
  /** Number of the visit, from 1; 0 before the first. */
  readonly visit: number;
  readonly kind: 'visit' | 'screen' | 'row' | 'trouble' | 'power' | 'broken';
  readonly text: string;
  /** The frame that is shown, as it goes to the display; null while the power is off. */
  readonly frame: string | null;
  /** Active states of all statecharts, e.g. `session.flow.paying`. */
  readonly states: readonly string[];
}

export interface Recording {
  readonly steps: readonly RecordedStep[];
  readonly result: RunResult;
}

const rowText = (row: Row): string => `${row.seq} ${row.type}: ${sentenceOf(row)[1]}`;

/** Plays visits and keeps every screen, row and trouble as it comes, with the states of that moment. */
export async function record(plans: readonly VisitPlan[], options: RunOptions): Promise<Recording> {
  const steps: RecordedStep[] = [];
  let shop: Shop | null = null;
  let visit = 0;
  const add = (kind: RecordedStep['kind'], text: string): void => {
    if (shop === null) return;
    const kiosk = shop.hasPower ? shop.kiosk : null;
    steps.push({
      at: shop.clock.now(),
      visit,
      kind,
      text,
      frame: kiosk?.display.frame ?? null,
      states: kiosk === null ? [] : activeStates(viewOf(kiosk.actor.getSnapshot())),
    });
  };
  const follow = ({ display, log }: Kiosk): void => {
    add('power', 'the terminal is on');
    // What a terminal without power draws, nobody sees.
    display.subscribe(() => shop?.hasPower && add('screen', `${display.screen.id}: ${display.screen.title}`));
    log.subscribe((row) => add('row', rowText(row)));
  };
  const result = await run(plans, {
    ...options,
    onShop: (made) => {
      shop = made;
      const { onStart } = made;
      made.onStart = (kiosk) => {
        onStart?.(kiosk);
        follow(kiosk);
      };
      made.onTrouble = (what) => add('trouble', what);
    },
    onVisit: (index, plan) => {
      visit = index + 1;
      add('visit', `visit ${visit}: card ${plan.card}, ${plan.service}, ${plan.habit} resident, ${plan.clerk} clerk`);
    },
    onEnd: (_, __, outcome) => add('visit', `visit ${visit} is over: ${outcome}`),
  });
  for (const { detail, invariant } of result.broken?.findings ?? []) {
    const last = steps.at(-1);
    if (last !== undefined) steps.push({ ...last, kind: 'broken', text: `${invariant}: ${detail}` });
  }
  return { steps, result };
}
