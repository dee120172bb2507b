import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../src/log/rows.ts';
import { type Shared, shared } from '../crash/terminal-in-process.ts';
import { scan } from '../simulation/receipt-printer/scan.ts';
import { Shop } from './shop.ts';

/** Paying at the register of the shop, with a slip, and getting the paper by the number on it. */

let parts: Shared;
beforeAll(async () => {
  parts = await shared(25);
});
afterAll(() => parts.renderer.close());

const hoppers = ([10, 50, 100] as const).map((yen, index) => ({ address: 4 + index, yen }));
const types = (rows: readonly Row[]) => rows.map(({ type }) => type);

/** The clerk takes the money and releases the slip. */
const released = (shop: Shop) => {
  let said: Promise<string> | null = null;
  return {
    means: ['counter'] as const,
    atRegister: () => {
      said ??= shop.perform('counter-paid', '', shop.slip.number);
    },
    pickup: () => shop.slip.pickup,
    said: () => said,
  };
};
const wrong = (shop: Shop): string => (shop.slip.pickup === '0000' ? '1111' : '0000');

describe('the slip for the register', () => {
  it('is paid there, and its number gets the paper', async () => {
    await using shop = await Shop.open(parts, { hoppers });
    const wish = released(shop);
    const { frames, outcome, rows, screens } = await shop.visit(wish);
    expect([await wish.said(), outcome]).toEqual(['done', 'delivered']);
    expect(screens.join()).toMatch(/choosing,issuing,atCounter,enteringNumber/);
    expect(shop.judge().money).toMatchObject({ taken: 200, register: -200, inserted: 0, charged: 0 });
    expect(shop.state.day).toMatchObject({ register: 200, inserted: 0, charged: 0, paidOut: 0 });
    expect(rows.find(({ type }) => type === 'counter.paid')?.data).toMatchObject({ who: '見本店員' });
    expect(shop.slips('領収書')[0]).toMatch(/お支払い（レジ）\s+¥200/);
    const [slip = ''] = shop.slips('お支払い票');
    const { number, pickup } = shop.slip;
    expect(slip).toContain('¥200');
    expect(shop.devices.receipts.slips.slice(0, 1).map(scan)).toEqual([`${number}000200`]);
    expect(number).toMatch(/^\d{10}$/);
    // The number that gets the paper is on the slip alone.
    expect(JSON.stringify(rows)).not.toContain(`"${pickup}"`);
    expect(frames.some((frame) => frame.includes(pickup))).toBe(false);
  });

  it('says nothing of a person, nor does the screen while nobody is there', async () => {
    await using shop = await Shop.open(parts);
    const shown: string[] = [];
    const wish = released(shop);
    await shop.visit({
      ...wish,
      instead: (screen) => {
        if (screen === 'atCounter' || screen === 'enteringNumber') shown.push(shop.kiosk.display.frame);
        return false;
      },
    });
    expect(shown.length).toBeGreaterThan(1);
    const names = parts.town.register.residents.flatMap(({ name }) => name.split(/\s/));
    for (const text of [...shown, ...shop.slips('お支払い票')])
      expect(names.filter((name) => name.length > 1 && text.includes(name))).toEqual([]);
  });

  it('that is not paid in time just ends, and is not good any more', async () => {
    await using shop = await Shop.open(parts);
    const { outcome } = await shop.visit({ means: ['counter'] });
    expect(outcome).toBe('timeout');
    expect(await shop.perform('counter-paid', '', shop.slip.number)).toBe('failed');
    expect(shop.judge().money).toMatchObject({ register: 0, owed: 0 });
    expect(shop.devices.pages.tray.length).toBe(0);
  });

  it('is good longer when somebody asks for more time', async () => {
    await using shop = await Shop.open(parts);
    let asked = 0;
    let said: Promise<string> | null = null;
    const { outcome } = await shop.visit({
      means: ['counter'],
      atRegister: () => {
        if (shop.kiosk.display.screen.warning === null) return;
        asked += 1;
        if (asked === 1) shop.press('resident.moreTime');
        else said ??= shop.perform('counter-paid', '', shop.slip.number);
      },
      pickup: () => shop.slip.pickup,
    });
    expect([asked > 1, await said, outcome]).toEqual([true, 'done', 'delivered']);
    shop.judge();
  });

  it('leaves no other way to pay: who stands here now may be somebody else', async () => {
    await using shop = await Shop.open(parts);
    const pressed: string[] = [];
    const { outcome, rows } = await shop.visit({
      means: ['counter', 'coins'],
      coins: [100, 100],
      atRegister: () => {
        const ids = shop.kiosk.display.screen.buttons.map(({ id }) => id);
        if (pressed.length === 0) pressed.push(...ids);
        shop.press('resident.back');
        shop.press('means.coins');
      },
    });
    expect(pressed).toEqual(['resident.cancel']);
    expect(outcome).toBe('timeout');
    expect(rows.filter(({ type }) => ['coins.accept.intent', 'print.intent'].includes(type))).toEqual([]);
    expect(shop.devices.pages.tray.length).toBe(0);
    shop.judge();
  });

  it('that cannot be printed leads back to the choice', async () => {
    await using shop = await Shop.open(parts);
    let raised = false;
    const { frames, outcome } = await shop.visit({
      means: ['counter', 'coins'],
      coins: [100, 100],
      instead: (screen) => {
        if (screen === 'choosing' && !raised) {
          raised = true;
          shop.devices.receipts.raise('paper-end');
        }
        if (screen === 'paying') shop.devices.receipts.clear('paper-end');
        return false;
      },
    });
    expect(frames.some((frame) => frame.includes('お支払い票を印刷できませんでした'))).toBe(true);
    expect(outcome).toBe('delivered');
    expect(shop.judge().money).toMatchObject({ register: 0 });
  });
});

describe('the register', () => {
  it('releases only the slip that waits, by its number, and once', async () => {
    await using shop = await Shop.open(parts);
    const said: Promise<string>[] = [];
    const { outcome } = await shop.visit({
      means: ['counter'],
      atRegister: () => {
        if (said.length > 0) return;
        said.push(shop.perform('counter-paid', '', '0123456789'));
        said.push(shop.perform('counter-paid', '', null));
        said.push(shop.perform('counter-confirm', '', shop.slip.number));
        said.push(shop.perform('counter-paid', '', shop.slip.number));
        said.push(shop.perform('counter-paid', '', shop.slip.number));
      },
      pickup: () => shop.slip.pickup,
    });
    expect(await Promise.all(said)).toEqual(['failed', 'failed', 'failed', 'done', 'failed']);
    expect(outcome).toBe('delivered');
    expect(shop.judge().money).toMatchObject({ taken: 200, register: -200 });
  });

  it('that is faster than a cancel has its money back for the slip, and nothing is printed', async () => {
    await using shop = await Shop.open(parts, { hoppers });
    const { outcome, screens } = await shop.visit({
      means: ['counter'],
      atRegister: () => {
        void shop.perform('counter-paid', '', shop.slip.number);
        shop.kiosk.send({ type: 'resident.cancel' });
      },
    });
    expect(outcome).toBe('cancelled');
    expect(screens).not.toContain('delivering');
    expect(shop.judge().money).toMatchObject({ owed: 200, register: -200 });
    expect(shop.devices.coins.money.paidOut).toBe(0);
  });
});

describe('the paper of a slip that was paid', () => {
  it('does not come out while nobody is there, and the register owes the money', async () => {
    await using shop = await Shop.open(parts, { hoppers });
    const { atRegister } = released(shop);
    const { outcome } = await shop.visit({
      means: ['counter'],
      atRegister,
      instead: (screen) => screen === 'enteringNumber',
    });
    expect(outcome).toBe('timeout');
    expect(shop.devices.pages.tray.length).toBe(0);
    expect(shop.judge().money).toMatchObject({ owed: 200, register: -200 });
    // No second slip that somebody else could take: the one in the payer's hand stands for the money.
    expect([shop.slips('返金引換票').length, shop.devices.coins.money.paidOut]).toEqual([0, 0]);
    const [transaction] = shop.state.claims.keys();
    expect(await shop.perform('refund', 'paid-at-register', transaction ?? null)).toBe('done');
    expect(shop.state.money).toMatchObject({ owed: 0, returned: 200 });
  });

  it('does not come out for a number that is guessed; staff who see the slip give it', async () => {
    await using shop = await Shop.open(parts);
    let confirmed: Promise<string> | null = null;
    const { outcome, rows, screens } = await shop.visit({
      ...released(shop),
      pickup: () => wrong(shop),
      atStaff: () => {
        expect(shop.devices.pages.tray.length).toBe(0);
        confirmed ??= shop.perform('counter-confirm', '', shop.slip.number);
      },
    });
    expect(types(rows).filter((type) => type === 'counter.number').length).toBe(3);
    expect(screens).toContain('askingStaff');
    expect([await confirmed, outcome]).toEqual(['done', 'delivered']);
    expect(rows.find(({ type }) => type === 'counter.confirmed')?.data).toMatchObject({ who: '見本店員' });
    shop.judge();
  });

  it('does not come out for a number that is guessed when staff see no slip', async () => {
    await using shop = await Shop.open(parts);
    const { outcome } = await shop.visit({ ...released(shop), pickup: () => wrong(shop) });
    expect(outcome).toBe('timeout');
    expect(shop.devices.pages.tray.length).toBe(0);
    expect(shop.judge().money).toMatchObject({ owed: 200, register: -200 });
  });

  it('that cannot be printed is money at the register, and no coin', async () => {
    await using shop = await Shop.open(parts, { hoppers, prepare: ({ pages }) => pages.abortAt(1) });
    const { frames, outcome } = await shop.visit(released(shop));
    expect(outcome).toBe('refused:printer');
    expect(frames.some((frame) => frame.includes('お手元のお支払い票をレジで見せると'))).toBe(true);
    expect(shop.judge().money).toMatchObject({ owed: 200, register: -200, returned: 0 });
    expect([shop.slips('返金引換票').length, shop.devices.coins.money.paidOut]).toEqual([0, 0]);
  });
});

it('without coins and without a payment terminal the register alone is enough', async () => {
  await using shop = await Shop.open(parts, { prepare: ({ acceptor }) => (acceptor.faults = { dead: true }) });
  shop.devices.cashless.offline = true;
  expect(shop.kiosk.display.screen.id).toBe('open');
  const { outcome, screens } = await shop.visit(released(shop));
  expect(outcome).toBe('delivered');
  expect(screens).not.toContain('choosing');
});
