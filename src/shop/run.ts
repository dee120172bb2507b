import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY, timeOn } from '../calendar.ts';
import { type Config, isOpen } from '../config.ts';
import { japanDate } from '../japan-time.ts';
import { openTables, readRows } from '../log/log.ts';
import type { Row } from '../log/rows.ts';
import { verifyRows } from '../log/verify.ts';
import type { Kiosk } from '../main.ts';
import { messageOf } from '../outcome.ts';
import { dice as diceOf } from '../simulation/dice.ts';
import type { SampleTown } from '../simulation/town/town.ts';
import { EveryStep } from './at-every-step.ts';
import { Judge, type Violation } from './judge.ts';
import { brokenBy, type OwnRule, type SeenVisit } from './own-rules.ts';
import type { Pages } from './pages.ts';
import type { VisitPlan } from './plan.ts';
import { Shop } from './shop.ts';
import { Trace } from './trace.ts';
import { type Settle, VirtualClock } from './virtual-clock.ts';
import { runVisit } from './visit.ts';

/** Where logs lie for a moment: in memory where there is such a place, because nothing here pulls a real plug. */
export const logPlace = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Staff turn the terminal on so long before it opens, in milliseconds. */
const earlyMs = 120_000;
/** Between two looks at what must be so at any moment, rows apart; milliseconds. */
const lookMs = 1_000;

/** What a kiosk is played with. */
export interface RunOptions {
  /** Throws the dice of the terminal itself. */
  readonly seed: number;
  /** Milliseconds since 1970: when the terminal is turned on. */
  readonly begins: number;
  /** After so many visits the shop closes for the night. */
  readonly perDay: number;
  /** Where the log lies while it is needed; `logPlace` unless given. */
  readonly place?: string;
  readonly town: SampleTown;
  readonly config: Config;
  readonly pages: Pages;
  readonly settle: Settle;
  readonly ownRules?: readonly OwnRule[];
  /** Whether everything that can be seen is hashed. */
  readonly traced?: boolean;
  /** Called when the shop stands, before its terminal is turned on. */
  readonly onShop?: (shop: Shop) => void;
  /** Called before and after each visit. */
  readonly onVisit?: (index: number, plan: VisitPlan) => void;
  readonly onEnd?: (index: number, plan: VisitPlan, outcome: string) => void;
}

/** Something that must be so and is not. */
export interface Finding {
  /** I1 to I13, or the name of an operator's own rule. */
  readonly invariant: string;
  readonly detail: string;
}

export interface RunResult {
  /** How many visits were played: all of them, or up to the first in which something was broken. */
  readonly visits: number;
  readonly faultsInjected: number;
  readonly powerCuts: number;
  /** How visits ended, by outcome. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly broken: { readonly index: number; readonly findings: readonly Finding[] } | null;
  /** Hex SHA-256 of everything that could be seen; null when it was not asked for. */
  readonly trace: string | null;
}

/** A whole log is sound: every row in its chain, every rule kept. */
export function audit(path: string): Violation[] {
  const db = openTables(path, true);
  const verdict = verifyRows(readRows(db));
  db.close();
  return verdict.sound ? [] : [{ invariant: 'I11', detail: `row ${verdict.seq}: ${verdict.fault}` }];
}

const outcomeOf = (rows: readonly Row[]): string => {
  const ended = rows.findLast((row) => row.type === 'session.ended');
  return ended?.type === 'session.ended' ? ended.data.outcome : 'none';
};

/** Looks at every moment of a shop, and keeps what it first saw broken. */
class Watch {
  readonly #shop: Shop;
  readonly #step: EveryStep;
  #found: Finding[] = [];
  #timer: unknown = null;

  constructor(shop: Shop) {
    this.#shop = shop;
    this.#step = new EveryStep(shop);
    this.#next();
  }

  #next(): void {
    this.#timer = this.#shop.clock.setTimeout(() => {
      this.#keep(this.#step.checkAtRest());
      this.#next();
    }, lookMs);
  }

  #keep(found: readonly Finding[]): void {
    if (this.#found.length === 0) this.#found = [...found];
  }

  look(): void {
    this.#keep(this.#step.check());
  }

  take(): readonly Finding[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  end(): void {
    this.#shop.clock.clearTimeout(this.#timer);
  }
}

/** The shop closes: the terminal is turned off, and on again shortly before it opens. */
async function night(shop: Shop, config: Config): Promise<void> {
  const { clock } = shop;
  await shop.stop();
  const opensOn = (at: number): number => timeOn(japanDate(at), config.hours.open);
  let opens = opensOn(clock.now());
  while (opens <= clock.now() || !isOpen(config, opens)) opens = opensOn(opens + DAY);
  await clock.pass(opens - earlyMs - clock.now());
  await shop.start();
  await clock.pass(earlyMs + 2_000);
}

/** What is seen of one visit while it is played. */
class Seen {
  rows: Row[] = [];
  screens: string[] = [];

  follow({ display, log }: Kiosk): void {
    log.subscribe((row) => this.rows.push(row));
    display.subscribe(() => this.screens.push(display.screen.id));
  }

  /** Rows before a visit belong to it: a night, and the first start. */
  begin(): void {
    this.rows = [];
    this.screens = [];
  }

  visit(shop: Shop, plan: VisitPlan): SeenVisit {
    const { pages, receipts } = shop.devices;
    const { rows, screens } = this;
    return { plan, rows, sheets: pages.tray, slips: receipts.slips.map(({ text }) => text), screens };
  }
}

/**
 * One kiosk, and the visits it gets one after the other, until the first in which something is broken. The same options and
 * visits give the same trace, byte for byte.
 */
export async function run(plans: Iterable<VisitPlan>, options: RunOptions): Promise<RunResult> {
  const { begins, ownRules = [], pages, seed, settle, town } = options;
  const folder = mkdtempSync(join(options.place ?? logPlace, 'madoguchi-shop-'));
  const config: Config = { ...options.config, dataFolder: folder };
  const clock = new VirtualClock(begins, settle);
  const shop = new Shop({ clock, dice: diceOf(seed), town, config, pages });
  const trace = options.traced ? new Trace() : null;
  const watch = new Watch(shop);
  const seen = new Seen();
  shop.onStart = (kiosk) => {
    trace?.follow(kiosk);
    seen.follow(kiosk);
    kiosk.log.subscribe(() => watch.look());
  };
  options.onShop?.(shop);
  const judge = new Judge(shop, town, pages);
  const outcomes = new Map<string, number>();
  let visits = 0;
  let broken: RunResult['broken'] = null;

  /** Plays one visit, and says what was broken in it. */
  async function play(plan: VisitPlan): Promise<Finding[]> {
    try {
      const dayIsOver = visits > 0 && visits % options.perDay === 0;
      if (dayIsOver || shop.kiosk.display.screen.id === 'closed') await night(shop, config);
      await runVisit(shop, plan, town);
      const visit = seen.visit(shop, plan);
      return [...watch.take(), ...(await judge.judge(plan, seen.rows)), ...brokenBy(visit, ownRules)];
    } catch (error) {
      return [...watch.take(), { invariant: 'I9', detail: messageOf(error) }];
    }
  }

  try {
    await shop.start();
    await clock.pass(10_000);
    for (const plan of plans) {
      options.onVisit?.(visits, plan);
      const findings = await play(plan);
      const outcome = outcomeOf(seen.rows);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      trace?.takeOut(shop.devices);
      shop.devices.pages.takeSheets();
      shop.devices.receipts.takeSlips();
      options.onEnd?.(visits, plan, outcome);
      visits += 1;
      seen.begin();
      if (findings.length === 0) continue;
      broken = { index: visits - 1, findings };
      break;
    }
    watch.end();
    const atTheEnd = [...(await closed(shop, join(folder, 'log.sqlite'))), ...watch.take()];
    if (atTheEnd.length > 0) broken ??= { index: visits - 1, findings: atTheEnd };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const { faultsInjected, powerCuts } = shop;
  return { visits, faultsInjected, powerCuts, outcomes, broken, trace: trace?.digest() ?? null };
}

/** The terminal is turned off for good, and its log looked through. */
async function closed(shop: Shop, log: string): Promise<Finding[]> {
  try {
    await shop.close();
  } catch (error) {
    return [{ invariant: 'I9', detail: messageOf(error) }];
  }
  return audit(log);
}
