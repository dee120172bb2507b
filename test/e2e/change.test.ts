import { describe, expect, it } from 'vitest';
import { madoguchi } from '../harness.ts';
import { faultsOf } from '../screens/measure.ts';
import { onScreen, touch } from './browser.ts';
import { stage } from './stage.ts';

const the = stage();

const money = async (): Promise<string> => (await madoguchi('audit', 'money', '--data', the.kiosk.data)).stdout;

describe('a terminal with coin hoppers', () => {
  it('says that it gives change, takes 500 yen for 200, and gives 300 back with the paper', async () => {
    expect(await the.resident.text()).toContain('おつりが出ます');
    await the.resident.goTo('session.paying');
    await the.page.getByText('おつりが出ます').waitFor();
    await the.resident.pay(500);
    await the.page.waitForSelector('[data-id="resident.collected"]');
    expect(await the.resident.text()).toContain('おつり 300円');
    expect(await faultsOf(the.page)).toEqual([]);
    expect(the.kiosk.state().money.paidOut).toBe(300);
    await the.resident.collect();
    expect(await money()).toMatch(/^taken +200 yen[\s\S]*^returned +300 yen/m);
  });

  it('gives the money back when the resident stops, without a claim slip', async () => {
    const slips = the.kiosk.state().paper.length;
    const before = the.kiosk.state().money.paidOut;
    await the.resident.goTo('session.paying');
    await the.resident.pay(100);
    await touch(the.page, 'resident.cancel');
    await onScreen(the.page, 'session.takingMoney');
    expect(await the.resident.text()).toContain('100円');
    expect(await faultsOf(the.page)).toEqual([]);
    expect(the.kiosk.state().money.paidOut).toBe(before + 100);
    await touch(the.page, 'resident.confirm');
    await onScreen(the.page, 'open');
    expect(the.kiosk.state().paper.length).toBe(slips);
  });

  it('asks for exact money when the hoppers are short, and prints a claim for what does not come out', async () => {
    for (const yen of [10, 50, 100]) the.kiosk.act({ act: 'hopper', yen, coins: 1 });
    await the.resident.goTo('session.paying');
    await the.page.getByText('おつりは出ません').waitFor();
    await the.resident.pay(100, 50);
    await touch(the.page, 'resident.cancel');
    await onScreen(the.page, 'session.takingMoney');
    await touch(the.page, 'resident.confirm');
    await onScreen(the.page, 'open');
    await the.resident.goTo('session.paying');
    await the.resident.pay(100);
    await touch(the.page, 'resident.cancel');
    await onScreen(the.page, 'session.showingClaim');
    await touch(the.page, 'resident.confirm');
    expect(await madoguchi('audit', 'verify', '--data', the.kiosk.data)).toMatchObject({ code: 0 });
    expect(await money()).toMatch(/sum +0 yen/);
  });
});
