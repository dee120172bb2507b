import { describe, expect, it } from 'vitest';
import { exactMoney, madoguchi } from '../harness.ts';
import { faultsOf } from '../screens/measure.ts';
import { onScreen, touch } from './browser.ts';
import { stage } from './stage.ts';

const the = stage(exactMoney);

const slips = (): number => the.kiosk.state().paper.length;

async function money(account: string): Promise<number> {
  const { stdout } = await madoguchi('audit', 'money', '--data', the.kiosk.data);
  expect(stdout).toMatch(/sum +0 yen/);
  return Number(new RegExp(`^${account} +(-?\\d+) yen`, 'm').exec(stdout)?.[1]);
}

describe('coins in a terminal without hoppers', () => {
  it('that are in when the visit is stopped become a claim slip and money owed', async () => {
    const before = slips();
    await the.resident.goTo('session.paying');
    await the.resident.pay(100);
    await touch(the.page, 'resident.cancel');
    await onScreen(the.page, 'session.showingClaim');
    expect(await the.resident.text()).toContain('100円');
    expect(await faultsOf(the.page)).toEqual([]);
    await the.kiosk.until(() => slips() === before + 1);
    await touch(the.page, 'resident.confirm');
    await onScreen(the.page, 'open');
    expect(await money('owed')).toBe(100);
  });

  it('that are too large come back', async () => {
    await the.resident.goTo('session.paying');
    await the.kiosk.untilActive('payment.collecting');
    const { cashBox, returned } = the.kiosk.state().money;
    the.kiosk.act({ act: 'coin', yen: 500 });
    await the.kiosk.until(({ money }) => money.returned === returned + 500);
    expect(the.kiosk.state().money.cashBox).toBe(cashBox);
    await the.resident.pay(100);
    await the.kiosk.untilActive('payment.collecting');
    await the.resident.pay(100);
    await the.resident.collect();
  });
});
