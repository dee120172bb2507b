import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CcTalkAcceptor } from '../../../src/devices/coin-unit/acceptor.ts';
import { affordable, planChange, type Stock } from '../../../src/devices/coin-unit/change.ts';
import { CcTalkHopper } from '../../../src/devices/coin-unit/hopper.ts';
import { CcTalkLine } from '../../../src/devices/coin-unit/line.ts';
import { CoinPayout, sureStock } from '../../../src/devices/coin-unit/payout.ts';
import type { PayoutBefore, PayoutOutcome } from '../../../src/devices/coin-unit/port.ts';
import { CoinUnitModel } from '../../../src/simulation/coin-unit/coin-unit-model.ts';
import type { HopperFaults } from '../../../src/simulation/coin-unit/hopper-model.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { expectConservation } from './hopper-bench.ts';

const value = (stocks: readonly Stock[], coins: readonly number[]): number =>
  stocks.reduce((sum, { yen }, index) => sum + yen * (coins[index] ?? 0), 0);

const anyStocks = fc.array(
  fc.record({ yen: fc.constantFrom(10, 50, 100, 500), coins: fc.oneof(fc.nat(6), fc.constant(Infinity)) }),
  { maxLength: 4 },
);
const anyAmount = fc.nat(130).map((tens) => tens * 10);

/** Every way to take coins, by brute force: yen → fewest coins. */
function everyWay(stocks: readonly Stock[], upTo: number): Map<number, number> {
  let ways = new Map([[0, 0]]);
  for (const { yen, coins } of stocks) {
    const next = new Map<number, number>();
    for (const [sum, used] of ways)
      for (let more = 0; more <= coins && sum + more * yen <= upTo; more += 1) {
        const known = next.get(sum + more * yen);
        if (known === undefined || known > used + more) next.set(sum + more * yen, used + more);
      }
    ways = next;
  }
  return ways;
}

describe('change', () => {
  it('is the largest part that can be paid, in the fewest coins, out of what is there', () => {
    fc.assert(
      fc.property(anyAmount, anyStocks, (yen, stocks) => {
        const { coins, rest } = planChange(yen, stocks);
        const ways = everyWay(stocks, yen);
        expect(value(stocks, coins) + rest).toBe(yen);
        expect(yen - rest).toBe(Math.max(...ways.keys()));
        expect(coins.reduce((sum, some) => sum + some, 0)).toBe(ways.get(yen - rest));
        expect(coins.every((some, index) => some <= (stocks[index]?.coins ?? 0))).toBe(true);
      }),
    );
  });

  it.each([
    [600, [500, 100], [9, 9], [1, 1], 0],
    [600, [500, 100], [0, 9], [0, 6], 0],
    [600, [500, 100], [9, 0], [1, 0], 100],
    // The greedy way, 500 first, would leave 100 unpaid.
    [1_200, [500, 400], [2, 3], [0, 3], 0],
    [70, [100], [9], [0], 70],
    [70, [], [], [], 70],
  ])('of %i yen', (yen, values, coins, taken, rest) => {
    const stocks = values.map((each, index) => ({ yen: each, coins: coins[index] as number }));
    expect(planChange(yen, stocks)).toEqual({ coins: taken, rest });
  });

  it('can be promised exactly when each amount can be paid', () => {
    fc.assert(
      fc.property(anyAmount, anyStocks, (upTo, stocks) => {
        let each = true;
        for (let yen = 10; yen <= upTo; yen += 10) each &&= planChange(yen, stocks).rest === 0;
        expect(affordable(upTo, stocks)).toBe(each);
      }),
    );
    expect(affordable(900, [{ yen: 100, coins: 9 }], 100)).toBe(true);
    expect(affordable(900, [{ yen: 100, coins: 8 }], 100)).toBe(false);
    expect(affordable(0, [])).toBe(true);
  });
});

class PayoutBench {
  readonly clock = new VirtualClock();
  readonly unit: CoinUnitModel;
  readonly line: CcTalkLine;
  readonly payout: CoinPayout;
  readonly rows: (PayoutBefore | PayoutOutcome['outcome'])[] = [];

  /** @param coins of 500, 100, 50 and 10 yen */
  constructor(coins: readonly number[]) {
    const places = [500, 100, 50, 10].map((yen, index) => ({ address: 3 + index, yen }));
    this.unit = new CoinUnitModel(this.clock, {
      hoppers: places.map((place, index) => ({ ...place, coins: coins[index] ?? 0 })),
      replyMs: 2,
    });
    this.line = new CcTalkLine(this.unit, this.clock, true);
    this.payout = new CoinPayout(places.map((place) => new CcTalkHopper(this.line, this.clock, place)));
  }

  pay(yen: number) {
    return this.clock.until(
      this.payout.pay(yen, {
        intent: (before) => this.rows.push(before),
        result: (_, { outcome }) => this.rows.push(outcome),
      }),
    );
  }

  faults(yen: number, faults: HopperFaults): void {
    for (const hopper of this.unit.hoppers) if (hopper.yen === yen) hopper.faults = faults;
  }
}

describe('a payout from several hoppers', () => {
  it('finds its hoppers, and says which do not work', async () => {
    const bench = new PayoutBench([50, 50, 5, 50]);
    bench.faults(10, { dead: true });
    const states = await bench.clock.until(bench.payout.start());
    expect(states.map(({ yen, level, fault }) => [yen, level, fault])).toEqual([
      [500, 'ok', null],
      [100, 'ok', null],
      [50, 'low', null],
      [10, 'empty', 'no-answer'],
    ]);
    expect(sureStock(states).map(({ coins }) => coins)).toEqual([20, 20, 0, 0]);
    expect(affordable(900, sureStock(states), 100)).toBe(true);
  });

  it('pays the fewest coins and writes an intent and a result for each hopper', async () => {
    const bench = new PayoutBench([50, 50, 50, 50]);
    await bench.clock.until(bench.payout.start());
    expect(await bench.pay(680)).toEqual({
      paid: 680,
      unpaid: 0,
      unsure: 0,
      parts: [
        { address: 3, yen: 500, coins: 1 },
        { address: 4, yen: 100, coins: 1 },
        { address: 5, yen: 50, coins: 1 },
        { address: 6, yen: 10, coins: 3 },
      ],
      faults: [],
    });
    expect(bench.rows.filter((row) => row === 'done')).toHaveLength(4);
    expect(bench.unit.money.paidOut).toBe(680);
  });

  it.each<[string, number, HopperFaults, object, number]>([
    ['a jam is made good by smaller coins', 500, { jamAfter: 1 }, { paid: 1_000, unpaid: 0 }, 1_000],
    ['so is a hopper that does not answer', 500, { dead: true }, { paid: 1_000, unpaid: 0 }, 1_000],
    ['what nobody has stays unpaid', 10, { jamAfter: 0 }, { paid: 1_000, unpaid: 30 }, 1_030],
    ['nothing is paid after a payout nobody knows of', 500, { fraudAfter: 1 }, { paid: 0, unsure: 1_000 }, 1_030],
  ])('%s', async (_, yen, faults, given, amount) => {
    const bench = new PayoutBench([50, 50, 50, 50]);
    await bench.clock.until(bench.payout.start());
    bench.faults(yen, faults);
    const said = await bench.pay(amount);
    expect(said).toMatchObject(given);
    expect(said.paid + said.unpaid + said.unsure).toBe(amount);
    if (said.unsure === 0) expect(bench.unit.money.paidOut).toBe(said.paid);
    expectConservation(bench.unit);
  });

  it('ends at the emergency stop, with what came out', async () => {
    const bench = new PayoutBench([50, 50, 50, 50]);
    await bench.clock.until(bench.payout.start());
    const paying = bench.payout.pay(1_840, { intent: () => {}, result: () => {} });
    await bench.clock.pass(1_000);
    await bench.clock.until(bench.payout.stop());
    const said = await bench.clock.until(paying);
    expect(bench.unit.money.paidOut).toBe(said.paid);
    expect(said.paid + said.unpaid).toBe(1_840);
    expect(said.unpaid).toBeGreaterThan(0);
  });

  it('looks an interrupted payout up at the hopper it belongs to', async () => {
    const bench = new PayoutBench([50, 50, 50, 50]);
    await bench.clock.until(bench.payout.start());
    await bench.pay(30);
    const [before] = bench.rows as PayoutBefore[];
    expect(await bench.clock.until(bench.payout.lookup(before as PayoutBefore))).toMatchObject({ value: { paid: 3 } });
    const moved = { ...(before as PayoutBefore), address: 4 };
    expect(await bench.clock.until(bench.payout.lookup(moved))).toMatchObject({ outcome: 'unknown' });
  });

  it('shares its line with the acceptor, which loses no coin meanwhile', async () => {
    const bench = new PayoutBench([50, 50, 50, 50]);
    const { clock, unit, line } = bench;
    const credits: number[] = [];
    const acceptor = new CcTalkAcceptor(line, clock, {
      events: (events) => credits.push(...events.credits),
      health: () => {},
    });
    await clock.until(acceptor.start(null));
    await clock.until(bench.payout.start());
    await clock.until(acceptor.accept([100, 500]));
    let given = 0;
    for (let coin = 0; coin < 12; coin += 1)
      clock.setTimeout(() => {
        if (unit.acceptor.drop(100) === 'accepted') given += 100;
      }, 300 * coin);
    expect(await bench.pay(860)).toMatchObject({ paid: 860 });
    await clock.pass(5_000);
    expect(credits.reduce((sum, yen) => sum + yen, 0)).toBe(given);
    expect(given).toBe(1_200);
    expect(unit.money).toMatchObject({ cashBox: 1_200, paidOut: 860, rolling: 0 });
    expectConservation(unit);
    await clock.until(acceptor.stop());
  });

  it('accounts for every yen under any faults', async () => {
    const exchanges = fc.array(
      fc.option(fc.constantFrom('deaf', 'drop', 'late', 'corrupt', 'duplicate', 'nak'), { freq: 1 }),
      {
        maxLength: 40,
      },
    );
    const anyFaults = fc.record(
      { jamAfter: fc.nat(4), powerLossAfter: fc.nat(4), lateCoin: fc.boolean(), exchanges },
      { requiredKeys: [] },
    ) as fc.Arbitrary<HopperFaults>;
    await fc.assert(
      fc.asyncProperty(
        anyAmount,
        fc.array(fc.nat(30), { minLength: 4, maxLength: 4 }),
        fc.array(anyFaults, { minLength: 4, maxLength: 4 }),
        async (yen, coins, faults) => {
          const bench = new PayoutBench(coins);
          await bench.clock.until(bench.payout.start());
          bench.unit.hoppers.forEach((hopper, index) => {
            hopper.faults = { ...faults[index] };
          });
          const said = await bench.pay(yen);
          expect(said.paid + said.unpaid + said.unsure).toBe(yen);
          expect(said.parts.reduce((sum, part) => sum + part.coins * part.yen, 0)).toBe(said.paid);
          const { paidOut } = bench.unit.money;
          expect(paidOut).toBeGreaterThanOrEqual(said.paid);
          expect(paidOut).toBeLessThanOrEqual(said.paid + said.unsure);
          expectConservation(bench.unit);
        },
      ),
      { numRuns: 120 },
    );
  });
});
