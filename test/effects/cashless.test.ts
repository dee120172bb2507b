import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../src/log/rows.ts';
import { type Shared, shared } from '../crash/terminal-in-process.ts';
import { Shop } from './shop.ts';

/** Paying at the payment terminal: every way it can end, with the terminal's own books beside the log. */

let parts: Shared;
beforeAll(async () => {
  parts = await shared(25);
});
afterAll(() => parts.renderer.close());

const hoppers = ([10, 50, 100] as const).map((yen, index) => ({ address: 4 + index, yen }));
const types = (rows: readonly Row[]) => rows.map(({ type }) => type);
const tapping = (shop: Shop, customer = 'emoney') => ({
  means: ['cashless'] as const,
  atTerminal: () => {
    shop.devices.cashless.tap(customer);
  },
});

describe('a payment at the terminal', () => {
  it('gets the paper and a receipt that says how it was paid', async () => {
    await using shop = await Shop.open(parts);
    const { outcome, screens } = await shop.visit(tapping(shop));
    expect(outcome).toBe('delivered');
    expect(screens).toContain('touching');
    expect(shop.judge().money).toMatchObject({ taken: 200, charged: -200, inserted: 0 });
    expect(shop.devices.cashless.charged('emoney')).toBe(200);
    expect(shop.slips('領収書')[0]).toMatch(/キャッシュレス払い\s+¥200/);
  });

  it('that is declined leads back to the choice, and coins pay', async () => {
    await using shop = await Shop.open(parts);
    const wish = { ...tapping(shop, 'poor'), means: ['cashless', 'coins'] as const, coins: [100, 100] };
    const { frames, outcome } = await shop.visit(wish);
    expect(outcome).toBe('delivered');
    expect(frames.some((frame) => frame.includes('お金はいただいていません'))).toBe(true);
    expect(shop.judge().money).toMatchObject({ taken: 200, charged: 0, inserted: -200 });
  });

  it('that the customer stops at the terminal is none', async () => {
    await using shop = await Shop.open(parts);
    const { outcome } = await shop.visit({
      means: ['cashless'],
      atTerminal: () => shop.devices.cashless.pressCancel(),
    });
    expect([outcome, shop.judge().money.charged]).toEqual(['cancelled', 0]);
  });

  it('that is stopped on the screen is given up by the terminal, and its word counts', async () => {
    await using shop = await Shop.open(parts);
    const { outcome, rows, screens } = await shop.visit({
      means: ['cashless'],
      atTerminal: () => shop.press('resident.cancel'),
    });
    expect(outcome).toBe('cancelled');
    expect(screens).toContain('stopping');
    expect(rows.find((row) => row.type === 'cashless.pay.result')?.data).toMatchObject({ outcome: 'failed:aborted' });
    expect(shop.judge().money.charged).toBe(0);
  });

  it('that was made before it could be stopped is reversed', async () => {
    await using shop = await Shop.open(parts, { hoppers });
    const { outcome, rows, screens } = await shop.visit({
      means: ['cashless'],
      atTerminal: () => {
        if (shop.devices.cashless.tap('emoney') === 'booking') shop.press('resident.cancel');
      },
    });
    expect(outcome).toBe('cancelled');
    expect(types(rows)).toContain('cashless.reverse.result');
    expect(screens).toContain('takingMoney');
    expect(screens).not.toContain('delivering');
    expect([shop.judge().money.charged, shop.devices.cashless.charged()]).toEqual([0, 0]);
    expect(shop.devices.coins.money.paidOut).toBe(0);
  });

  it('that nobody comes to make ends by itself', async () => {
    await using shop = await Shop.open(parts);
    const { outcome, rows } = await shop.visit({ means: ['cashless'] });
    expect(outcome).toBe('timeout');
    expect(types(rows)).toContain('cashless.abort.result');
    expect(shop.judge().money.charged).toBe(0);
  });

  it('that staff end is given up', async () => {
    await using shop = await Shop.open(parts);
    let restarted: Promise<string> | null = null;
    const { outcome } = await shop.visit({
      means: ['cashless'],
      atTerminal: () => {
        restarted ??= shop.perform('restart', 'nobody-there');
      },
    });
    expect([await restarted, outcome]).toEqual(['done', 'cancelled']);
    expect(shop.judge().money.charged).toBe(0);
  });
});

describe('the safe state in the middle of a payment', () => {
  /** Something goes wrong just when the customer touches the terminal. */
  const violated = (shop: Shop) => {
    let touched = false;
    return {
      means: ['cashless'] as const,
      atTerminal: () => {
        if (touched || shop.devices.cashless.tap('emoney') !== 'booking') return;
        touched = true;
        shop.kiosk.send({ type: 'invariant.violated' });
      },
    };
  };

  it('leaves what was charged in suspense, for staff', async () => {
    await using shop = await Shop.open(parts);
    const { outcome, standing } = await shop.visit(violated(shop));
    expect([outcome, standing]).toEqual(['staff', 'staffNeeded']);
    expect(shop.state.money).toMatchObject({ charged: -200, suspense: 200, held: 0 });
  });

  it('leaves the visit open until the terminal has answered, and what was charged is then reversed', async () => {
    await using shop = await Shop.open(parts, {
      prepare: ({ cashless }) => cashless.failNext('Payment', { lateMs: 5_000 }),
    });
    await expect(shop.visit(violated(shop))).rejects.toThrow();
    expect([shop.kiosk.display.screen.id, shop.state.open.size]).toEqual(['staffNeeded', 1]);
    expect(await shop.perform('resolve', 'looked-all-well')).toBe('done');
    for (let looks = 0; looks < 200 && shop.state.open.size > 0; looks += 1) await shop.pass(100);
    expect(shop.state.money).toMatchObject({ held: 0, charged: 0, owed: 0, suspense: 0 });
    const { cashless } = shop.devices;
    expect([cashless.bookings.length, cashless.charged()]).toEqual([1, 0]);
  });

  it('tells staff, who resolved it, what has come out instead: nobody knows what was charged', async () => {
    await using shop = await Shop.open(parts, {
      prepare: ({ cashless }) => cashless.failNext('Payment', { lateMs: 5_000 }),
    });
    const reason = () => shop.kiosk.actor.getSnapshot().context.staffReason;
    await expect(shop.visit(violated(shop))).rejects.toThrow();
    expect(reason()).toBe('invariant');
    shop.devices.cashless.offline = true;
    shop.devices.cashless.powerCycle({ journal: false });
    expect(await shop.perform('resolve', 'looked-all-well')).toBe('done');
    for (let looks = 0; looks < 2_000 && reason() !== 'payment-unknown'; looks += 1) await shop.pass(200);
    expect([reason(), shop.kiosk.display.screen.id]).toEqual(['payment-unknown', 'staffNeeded']);
    expect([...shop.state.staff.values()]).toEqual(['payment-unknown']);
  });

  it('leaves it open also for another amount, which is given back out of the visit it was paid in', async () => {
    await using shop = await Shop.open(parts, {
      prepare: ({ cashless }) => {
        cashless.approveOnly = 120;
        cashless.failNext('Payment', { lateMs: 5_000 });
      },
    });
    await expect(shop.visit(violated(shop))).rejects.toThrow();
    const [paidIn] = shop.state.open.keys();
    for (let looks = 0; looks < 200 && shop.devices.cashless.charged() > 0; looks += 1) await shop.pass(100);
    const moved = shop.kiosk.log.tail(20).filter(({ type }) => type === 'money.moved');
    expect(moved.map(({ session, data }) => [session, data])).toMatchObject([[paidIn, { reason: 'another-amount' }]]);
    expect(shop.devices.cashless.charged()).toBe(0);
  });
});

describe('going from one means to another', () => {
  it('is possible as long as nothing was paid', async () => {
    await using shop = await Shop.open(parts);
    let visits = 0;
    const { outcome, rows, screens } = await shop.visit({
      means: ['cashless', 'coins', 'cashless'],
      atTerminal: () => {
        visits += Number(shop.devices.cashless.asking !== null);
        if (visits === 1) shop.press('resident.back');
        else shop.devices.cashless.tap('emoney');
      },
      instead: (screen) => {
        if (screen === 'paying') shop.press('resident.back');
        return screen === 'paying';
      },
    });
    expect(outcome).toBe('delivered');
    expect(screens.filter((screen) => screen === 'choosing').length).toBe(3);
    expect(types(rows).filter((type) => type === 'cashless.pay.intent').length).toBe(2);
    expect(shop.judge().money).toMatchObject({ taken: 200, charged: -200 });
  });

  it('is not offered any more after a coin', async () => {
    await using shop = await Shop.open(parts);
    const buttons: string[] = [];
    await shop.visit({
      coins: [100],
      instead: (screen) => {
        const { paid } = { paid: -shop.state.money.inserted };
        if (screen === 'paying' && paid > 0) buttons.push(...shop.kiosk.display.screen.buttons.map(({ id }) => id));
        return false;
      },
    });
    expect(buttons).toContain('resident.cancel');
    expect(buttons).not.toContain('resident.back');
  });
});

describe('what the terminal does not say', () => {
  /** Silent from the moment the customer is charged. */
  const silent = (shop: Shop) => ({
    means: ['cashless'] as const,
    atTerminal: () => {
      const { cashless } = shop.devices;
      if (cashless.tap('emoney') !== 'booking') return;
      cashless.offline = true;
    },
  });

  it('goes to suspense, with a claim slip, and staff look into it', async () => {
    await using shop = await Shop.open(parts, {
      hoppers,
      prepare: ({ cashless }) => cashless.failNext('Payment', 'drop-after'),
    });
    const { outcome, standing, screens } = await shop.visit(silent(shop));
    expect([outcome, standing]).toEqual(['refused:cashless', 'staffNeeded']);
    expect(screens).not.toContain('delivering');
    const { claims, money } = shop.judge();
    expect(money).toMatchObject({ suspense: 200, charged: -200, returned: 0 });
    expect(shop.slips('返金引換票').length).toBe(1);
    const [transaction] = claims.keys();
    expect(await shop.perform('refund', 'paid-at-register', transaction ?? null)).toBe('done');
    expect(shop.state.money).toMatchObject({ suspense: 0, returned: 200, charged: -200 });
  });

  it('and was not charged after all, is taken back out of the books', async () => {
    await using shop = await Shop.open(parts, {
      prepare: ({ cashless }) => cashless.failNext('Payment', 'drop-after'),
    });
    const { standing } = await shop.visit({
      means: ['cashless'],
      atTerminal: () => {
        // The card is taken away too early and nobody comes back with it (処理未了).
        if (shop.devices.cashless.tap('emoney', { torn: 'not-charged' }) === 'touch-again')
          shop.devices.cashless.offline = true;
      },
    });
    expect(standing).toBe('staffNeeded');
    const [transaction] = shop.judge().claims.keys();
    expect(await shop.perform('refund', 'not-charged', transaction ?? null)).toBe('done');
    expect(shop.state.money).toMatchObject({ suspense: 0, charged: 0, returned: 0 });
    expect(shop.devices.cashless.charged()).toBe(0);
  });

  it('leaves no claim of coins to be settled as never charged', async () => {
    await using shop = await Shop.open(parts);
    await shop.visit(tapping(shop));
    const { pages } = shop.devices;
    let forgot = false;
    await shop.visit({
      means: ['coins'],
      coins: [100, 100],
      instead: () => {
        const [visit] = shop.state.open.values();
        if (!forgot && visit?.print === 'accepted') {
          forgot = true;
          pages.powerCycle({ history: false });
        }
        if (visit?.printOutcome === 'unknown') shop.press('resident.cancel');
        return false;
      },
    });
    const [[transaction, claim] = ['', null]] = shop.state.claims;
    expect(claim).toEqual({ owed: 0, suspense: 200, inDoubt: 0 });
    expect(await shop.perform('refund', 'not-charged', transaction)).toBe('failed');
    expect(shop.state.money).toMatchObject({ suspense: 200, charged: -200 });
    expect(await shop.perform('refund', 'paid-at-register', transaction)).toBe('done');
  });

  it('because it has forgotten the payment is not taken for unpaid', async () => {
    await using shop = await Shop.open(parts, {
      prepare: ({ cashless }) => cashless.failNext('Payment', { lateMs: 60_000 }),
    });
    const { cashless } = shop.devices;
    shop.kiosk.log.subscribe(({ type }) => {
      if (type !== 'cashless.pay.taken') return;
      cashless.tap('emoney');
      shop.clock.setTimeout(() => cashless.powerCycle({ journal: false }), 2_000);
    });
    const { standing } = await shop.visit({ means: ['cashless'] });
    expect(standing).toBe('staffNeeded');
    expect(shop.judge().money).toMatchObject({ suspense: 200, charged: -200 });
    expect(cashless.charged('emoney')).toBe(200);
  });
});

describe('a payment that bought nothing', () => {
  it('is reversed before anything else is tried when the printer fails', async () => {
    await using shop = await Shop.open(parts, { hoppers, prepare: ({ pages }) => pages.abortAt(1) });
    const { outcome, frames } = await shop.visit(tapping(shop));
    expect(outcome).toBe('refused:printer');
    expect(frames.some((frame) => frame.includes('お支払いを取り消しました'))).toBe(true);
    expect(shop.judge().money).toMatchObject({ charged: 0, owed: 0, suspense: 0, returned: 0 });
    expect([shop.devices.coins.money.paidOut, shop.slips('返金引換票').length]).toEqual([0, 0]);
  });

  it('is owed, with a claim slip and never out of the hoppers, when the reversal is refused', async () => {
    await using shop = await Shop.open(parts, {
      hoppers,
      prepare: ({ cashless, pages }) => {
        pages.abortAt(1);
        cashless.refuseReversals = 'Refusal';
      },
    });
    await shop.visit(tapping(shop));
    expect(shop.judge().money).toMatchObject({ charged: -200, owed: 200, returned: 0 });
    expect([shop.devices.coins.money.paidOut, shop.slips('返金引換票').length]).toEqual([0, 1]);
  });

  it('whose reversal is unknown goes to suspense, with a claim slip and staff', async () => {
    await using shop = await Shop.open(parts, {
      hoppers,
      prepare: ({ cashless, pages }) => {
        pages.abortAt(1);
        cashless.failNext('Reversal', {
          edit: () => {
            cashless.offline = true;
            return 'garbage';
          },
        });
      },
    });
    const { standing } = await shop.visit(tapping(shop));
    expect(standing).toBe('staffNeeded');
    const { money, staff } = shop.judge();
    expect(money).toMatchObject({ charged: -200, suspense: 200, owed: 0 });
    expect([...staff.values()]).toEqual(['reversal-unknown']);
    expect([shop.devices.coins.money.paidOut, shop.slips('返金引換票').length]).toEqual([0, 1]);
  });

  it('is not reversed while the paper may be out', async () => {
    await using shop = await Shop.open(parts, { config: { timeouts: { print: 10, printStop: 60 } } });
    shop.kiosk.log.subscribe((row) => {
      if (row.type === 'print.step' && row.data.step === 'sending') shop.devices.pages.raise('offline');
    });
    const { rows, standing } = await shop.visit(tapping(shop));
    expect(standing).toBe('staffNeeded');
    expect(types(rows)).not.toContain('cashless.reverse.intent');
    expect(shop.judge().money).toMatchObject({ suspense: 200, charged: -200 });
  });

  it.each([
    ['give-back', '0', { charged: 0, taken: 0, suspense: 0, owed: 0 }],
    ['all-out', '1', { charged: -200, taken: 200, suspense: 0, owed: 0 }],
  ] as const)('is what staff decide who count the sheets: %s', async (decision, sheets, money) => {
    await using shop = await Shop.open(parts, { config: { timeouts: { print: 10, printStop: 60 } } });
    shop.kiosk.log.subscribe((row) => {
      if (row.type === 'print.step' && row.data.step === 'sending') shop.devices.pages.raise('offline');
    });
    let decided: Promise<string> | null = null;
    await shop.visit({
      ...tapping(shop),
      instead: () => {
        if (shop.kiosk.desk.subjects('paper').length === 0) return false;
        shop.devices.pages.clear('offline');
        // As at the panel: the job is taken out of the printer before anybody counts.
        decided ??= shop.kiosk.desk.list('paper').then(() => shop.perform('paper', decision, sheets));
        return false;
      },
    });
    expect(await decided).toBe('done');
    expect(shop.state.money).toMatchObject(money);
    expect(shop.devices.cashless.charged() + money.charged).toBe(0);
  });

  it.each([120, 199])('of %d yen instead of 200 buys nothing and is reversed', async (yen) => {
    await using shop = await Shop.open(parts, {
      prepare: ({ cashless }) => {
        cashless.approveOnly = yen;
      },
    });
    const { outcome, screens } = await shop.visit(tapping(shop));
    expect(outcome).toBe('cancelled');
    expect(screens).not.toContain('delivering');
    expect([shop.judge().money.charged, shop.devices.cashless.charged()]).toEqual([0, 0]);
  });

  it('of a part that is not reversed ends the visit with a claim', async () => {
    await using shop = await Shop.open(parts, {
      hoppers,
      prepare: ({ cashless }) => {
        cashless.approveOnly = 120;
        cashless.refuseReversals = 'Refusal';
      },
    });
    const { outcome } = await shop.visit({ ...tapping(shop), means: ['cashless', 'coins'], coins: [100, 100] });
    expect(outcome).toBe('refused:cashless');
    expect(shop.judge().money).toMatchObject({ owed: 120, charged: -120, inserted: 0 });
    expect(shop.slips('返金引換票')[0]).toContain('¥120');
  });
});

describe('means that do not work', () => {
  it('are not offered: without the coin unit the terminal stays open, and cards pay', async () => {
    await using shop = await Shop.open(parts, { prepare: ({ acceptor }) => (acceptor.faults = { dead: true }) });
    expect(shop.kiosk.display.screen.id).toBe('open');
    const { outcome, frames } = await shop.visit(tapping(shop));
    expect(outcome).toBe('delivered');
    expect(frames.some((frame) => frame.includes('"means.coins"'))).toBe(false);
    expect(shop.judge().money).toMatchObject({ taken: 200, charged: -200 });
  });

  it('are not offered: without the payment terminal coins are asked for at once', async () => {
    await using shop = await Shop.open(parts, {
      config: { payment: { counter: false } },
      prepare: ({ cashless }) => {
        cashless.offline = true;
      },
    });
    const { outcome, screens } = await shop.visit({ coins: [100, 100] });
    expect(outcome).toBe('delivered');
    expect(screens).not.toContain('choosing');
  });

  it('with none left close the terminal', async () => {
    await using shop = await Shop.open(parts, { config: { payment: { counter: false } } });
    shop.devices.cashless.offline = true;
    await shop.pass(40_000);
    expect(shop.kiosk.display.screen.id).toBe('open');
    shop.devices.acceptor.faults = { dead: true };
    await shop.pass(40_000);
    expect(shop.kiosk.display.screen.id).toBe('outOfService');
    shop.devices.cashless.offline = false;
    await shop.pass(40_000);
    expect(shop.kiosk.display.screen.id).toBe('open');
  });
});

it('the cash report tells coins from cards, so that the counted box agrees', async () => {
  await using shop = await Shop.open(parts, { hoppers });
  await shop.visit({ coins: [500] });
  await shop.visit(tapping(shop));
  expect(shop.state.day).toMatchObject({ inserted: 500, paidOut: 300, charged: 200, reversed: 0, taken: 400 });
  const { cashBox, inHoppers, filled } = shop.devices.coins.money;
  expect(cashBox + inHoppers - filled).toBe(200);
  expect(await shop.perform('report')).toBe('done');
  const report = shop.slips('日計票')[0] ?? '';
  expect(report).toMatch(/硬貨の機械の増減\s+¥200/);
  expect(report).toMatch(/キャッシュレス\s+¥200/);
});
