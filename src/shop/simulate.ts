import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { openTables, readRows } from '../log/log.ts';
import { verifyRows } from '../log/verify.ts';
import { messageOf } from '../outcome.ts';
import { dice as diceOf } from '../simulation/dice.ts';
import { sampleTown } from '../simulation/town/town.ts';
import { Judge, type Violation } from './judge.ts';
import type { Pages } from './pages.ts';
import { planVisit, type Rates, type VisitPlan } from './plan.ts';
import { Shop } from './shop.ts';
import { type Settle, VirtualClock } from './virtual-clock.ts';
import { runVisit } from './visit.ts';

/** Visits of one terminal before a new one begins with an empty log: what one shop does in a day. */
const visitsOfDay = 60;
/** Where logs lie for a moment: in memory where there is such a place, because nothing here pulls a real plug. */
export const logPlace = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
/** 2026-07-01 09:00 in Japan. */
export const morning = Date.UTC(2026, 6, 1);

export interface SimulationOptions {
  readonly seed: number;
  readonly visits: number;
  readonly rates: Rates;
  readonly config: Config;
  readonly pages: Pages;
  readonly settle: Settle;
  /** Called after each visit. */
  readonly onVisit?: (visit: number, plan: VisitPlan, violations: readonly Violation[]) => void;
}

export interface SimulationResult {
  readonly visits: number;
  readonly faultsInjected: number;
  readonly powerCuts: number;
  readonly violations: readonly (Violation & { readonly visit: number; readonly plan: VisitPlan })[];
  /** How visits ended, by outcome. */
  readonly outcomes: ReadonlyMap<string, number>;
}

/** A whole log is sound: every row in its chain, every rule kept. */
function audit(path: string): Violation | null {
  const db = openTables(path, true);
  const verdict = verifyRows(readRows(db));
  db.close();
  return verdict.sound ? null : { invariant: 'I11', detail: `row ${verdict.seq}: ${verdict.fault}` };
}

/** Day after day of shops that do not go as they should. The same seed and options give the same days. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const { config, pages, rates, seed, settle, visits } = options;
  const town = await sampleTown(morning);
  const violations: (Violation & { visit: number; plan: VisitPlan })[] = [];
  const outcomes = new Map<string, number>();
  let faultsInjected = 0;
  let powerCuts = 0;
  for (let first = 0; first < visits; first += visitsOfDay) {
    const folder = mkdtempSync(join(logPlace, 'madoguchi-shop-'));
    const clock = new VirtualClock(morning, settle);
    const shop = new Shop({
      clock,
      dice: diceOf(seed * 1_000_003 + first + 1),
      town,
      config: { ...config, dataFolder: folder },
      pages,
    });
    const judge = new Judge(shop, town, pages);
    await shop.start();
    await clock.pass(10_000);
    for (let visit = first; visit < Math.min(first + visitsOfDay, visits); visit += 1) {
      const plan = planVisit(diceOf(seed * 7_919 + visit + 1), rates);
      const { seq } = shop.kiosk.log.head;
      const found: Violation[] = [];
      try {
        await runVisit(shop, plan, town);
        const { log } = shop.kiosk;
        const rows = log.tail(log.head.seq - seq);
        found.push(...(await judge.judge(plan, rows)));
        const ended = rows.findLast((row) => row.type === 'session.ended');
        const outcome = ended?.type === 'session.ended' ? ended.data.outcome : 'none';
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      } catch (error) {
        found.push({ invariant: 'I9', detail: messageOf(error) });
      }
      shop.devices.pages.takeSheets();
      shop.devices.receipts.takeSlips();
      faultsInjected += plan.faults.length;
      for (const violation of found) violations.push({ ...violation, visit, plan });
      options.onVisit?.(visit, plan, found);
      if (found.some(({ invariant }) => invariant === 'I9')) break;
    }
    powerCuts += shop.powerCuts;
    await shop.close();
    const unsound = audit(join(folder, 'log.sqlite'));
    const last = Math.min(first + visitsOfDay, visits) - 1;
    if (unsound !== null)
      violations.push({ ...unsound, visit: last, plan: planVisit(diceOf(seed * 7_919 + last + 1), rates) });
    rmSync(folder, { recursive: true, force: true });
  }
  return { visits, faultsInjected, powerCuts, violations, outcomes };
}
