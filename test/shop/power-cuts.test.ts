import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../src/log/rows.ts';
import { type FaultName, faults } from '../../src/shop/faults.ts';
import { Judge, type Violation } from '../../src/shop/judge.ts';
import { minimalPages } from '../../src/shop/pages.ts';
import { plainVisit, type VisitPlan } from '../../src/shop/plan.ts';
import { logPlace } from '../../src/shop/run.ts';
import { Shop } from '../../src/shop/shop.ts';
import { morning } from '../../src/shop/simulate.ts';
import { VirtualClock } from '../../src/shop/virtual-clock.ts';
import { runVisit } from '../../src/shop/visit.ts';
import { dice } from '../../src/simulation/dice.ts';
import { type SampleTown, sampleTown } from '../../src/simulation/town/town.ts';
import { settle } from '../devices/virtual-clock.ts';
import { sampleConfig } from './sample-config.ts';

/** The power goes after every single row of every scenario, and after every row of the recovery from that. */

let town: SampleTown;
beforeAll(async () => {
  town = await sampleTown(morning);
});

interface Scenario {
  readonly name: string;
  readonly plan?: Partial<VisitPlan>;
  /** A fault, right after the first row that is so. */
  readonly fault?: { readonly name: FaultName; readonly at: (row: Row) => boolean };
  /** Rows of this kind must come up in the uncut visit, or the scenario is not what it says. */
  readonly shows: (rows: readonly Row[]) => boolean;
}

const has =
  (type: Row['type'], count = 1) =>
  (rows: readonly Row[]): boolean =>
    rows.filter((row) => row.type === type).length >= count;
const accepted = (row: Row): boolean => row.type === 'print.step' && row.data.step === 'accepted';
const claims = (rows: readonly Row[]): boolean =>
  rows.some((row) => row.type === 'slip.intent' && row.data.slip === 'claim');
const begun = ({ type }: Row): boolean => type === 'session.started';

const scenarios: readonly Scenario[] = [
  { name: 'a certificate for the exact money', shows: has('print.result') },
  { name: 'a certificate and change', plan: { coins: [500] }, shows: has('payout.result') },
  { name: 'a visit that is stopped half paid', plan: { coins: [100] }, shows: has('payout.result') },
  {
    name: 'a visit that is stopped half paid, and nothing to pay back with',
    plan: { coins: [100, 50] },
    fault: { name: 'hopper-empty', at: begun },
    shows: has('payout.result'),
  },
  {
    name: 'change, and the hopper jams',
    plan: { coins: [500] },
    fault: { name: 'hopper-jam', at: begun },
    shows: has('payout.result', 2),
  },
  {
    name: 'a jam that is cleared',
    fault: { name: 'pages-jam', at: accepted },
    shows: has('print.result'),
  },
  {
    name: 'a print that nobody knows the end of, printed once more',
    fault: { name: 'pages-power', at: accepted },
    shows: has('print.intent', 2),
  },
  {
    name: 'a print that nobody knows the end of, money given back',
    plan: { clerk: 'gives-back' },
    fault: { name: 'pages-power', at: accepted },
    shows: has('print.decided'),
  },
  {
    name: 'a print that nobody knows the end of, and nobody comes',
    plan: { clerk: 'absent' },
    fault: { name: 'pages-power', at: accepted },
    shows: claims,
  },
  {
    name: 'a printer that gives up',
    fault: { name: 'pages-abort', at: begun },
    shows: has('payout.result'),
  },
  {
    name: 'no paper for receipts',
    fault: { name: 'receipts-end', at: accepted },
    shows: has('slip.result'),
  },
  { name: 'a wrong PIN and a right one', plan: { pins: ['4321', '1234'] }, shows: has('pin.verify.result', 2) },
  { name: 'a certificate paid by card', plan: { means: ['cashless'] }, shows: has('cashless.pay.result') },
  {
    name: 'a certificate paid by card, and the printer gives up',
    plan: { means: ['cashless'] },
    fault: { name: 'pages-abort', at: begun },
    shows: has('cashless.reverse.result'),
  },
  { name: 'a certificate paid at the register', plan: { means: ['counter'] }, shows: has('counter.paid') },
  {
    name: 'a changed PIN',
    plan: { service: 'pin-change', pins: ['1234', '7391', '7391'] },
    shows: has('pin.set.result'),
  },
];

/** One shop, in which the scenario plays some times; a new one has a short log, which a start reads through. */
async function open() {
  const folder = mkdtempSync(join(logPlace, 'madoguchi-cuts-'));
  const clock = new VirtualClock(morning, settle);
  const shop = new Shop({
    clock,
    dice: dice(1),
    town,
    config: { ...sampleConfig, dataFolder: folder },
    pages: minimalPages,
  });
  await shop.start();
  await clock.pass(10_000);
  return {
    shop,
    judge: new Judge(shop, town, minimalPages),
    [Symbol.asyncDispose]: async () => {
      await shop.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Cuts {
  readonly first: { readonly after: number; readonly underWay: boolean } | null;
  /** After so many rows of the recovery. */
  readonly second: number | null;
}

/** Plays it with the power going there. */
async function play({ shop, judge }: Awaited<ReturnType<typeof open>>, scenario: Scenario, { first, second }: Cuts) {
  const { seq } = shop.kiosk.log.head;
  let struck = false;
  let cuts = 0;
  const plan: VisitPlan = { ...plainVisit, ...scenario.plan, cut: first };
  shop.onFault = (row) => {
    if (struck || !scenario.fault?.at(row)) return;
    struck = true;
    const always = { ...dice(1), chance: () => false, below: () => 0, pick: (list: readonly unknown[]) => list.at(-1) };
    faults[scenario.fault.name](shop.devices, always as never, shop.line);
  };
  let rowsOfRecovery = 0;
  await runVisit(shop, plan, town, () => {
    if (shop.hasPower) return;
    shop.onRow = () => {
      rowsOfRecovery += 1;
      if (rowsOfRecovery !== second) return;
      cuts += 1;
      shop.cut();
      throw new Error('the power is cut');
    };
  });
  const { log } = shop.kiosk;
  const rows = log.tail(log.head.seq - seq);
  const found: readonly Violation[] = await judge.judge(plan, rows);
  shop.devices.pages.takeSheets();
  shop.devices.receipts.takeSlips();
  return { rows, found, rowsOfRecovery, cuts };
}

describe.each(scenarios)('$name', (scenario) => {
  it('ends well wherever the power goes, and wherever it goes again', async () => {
    await using before = await open();
    const whole = await play(before, scenario, { first: null, second: null });
    expect(whole.found).toEqual([]);
    expect(scenario.shows(whole.rows), 'the scenario is what it says').toBe(true);
    const own = whole.rows.filter(({ session }) => session !== null);
    const rows = own.findLastIndex(({ type }) => type === 'session.ended') + 1;
    let points = 0;
    let again = 0;
    for (let after = 1; after <= rows; after += 1) {
      await using stage = await open();
      for (const underWay of [false, true]) {
        const { powerCuts } = stage.shop;
        const once = await play(stage, scenario, { first: { after, underWay }, second: null });
        points += 1;
        // In the second play of a stage the hoppers are not as they were, and the visit may be shorter.
        if (!underWay) expect(stage.shop.powerCuts, 'the power went').toBe(powerCuts + 1);
        expect(once.found, `cut after row ${after}`).toEqual([]);
        for (let second = 1; !underWay && second <= once.rowsOfRecovery; second += 1) {
          const twice = await play(stage, scenario, { first: { after, underWay }, second });
          again += twice.cuts;
          expect(twice.found, `cut after row ${after}, and again after row ${second} of the recovery`).toEqual([]);
        }
      }
    }
    expect(again, 'it went again while recovering').toBeGreaterThan(0);
    console.log(`${scenario.name}: ${points + again} points`);
  });
});
