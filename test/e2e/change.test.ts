import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { madoguchi, type RunningKiosk, startKiosk } from '../harness.ts';
import { launchChromium, onScreen, touch } from './browser.ts';
import { Resident, tooSmall } from './resident.ts';

let kiosk: RunningKiosk;
let chromium: BrowserContext & AsyncDisposable;
let page: Page;
let resident: Resident;

beforeAll(async () => {
  const hoppers = [
    { address: 4, yen: 10 },
    { address: 5, yen: 50 },
    { address: 6, yen: 100 },
  ];
  kiosk = await startKiosk({ coins: { accept: [10, 50, 100, 500], echo: true, hoppers } });
  chromium = await launchChromium();
  page = await chromium.newPage();
  await page.goto(kiosk.screen);
  resident = new Resident(kiosk, page);
  await onScreen(page, 'open');
});
afterEach(() => resident.leave());
afterAll(async () => {
  await chromium?.[Symbol.asyncDispose]();
  await kiosk?.[Symbol.asyncDispose]();
});

const money = async (): Promise<string> => (await madoguchi('audit', 'money', '--data', kiosk.data)).stdout;

describe('a terminal with coin hoppers', () => {
  it('says that it gives change, takes 500 yen for 200, and gives 300 back with the paper', async () => {
    expect(await resident.text()).toContain('おつりが出ます');
    await resident.goTo('session.paying');
    await page.getByText('おつりが出ます').waitFor();
    await resident.pay(500);
    await page.waitForSelector('[data-id="resident.collected"]');
    expect(await resident.text()).toContain('おつり 300円');
    expect(await tooSmall(page)).toEqual([]);
    expect(kiosk.state().money.paidOut).toBe(300);
    await resident.collect();
    expect(await money()).toMatch(/^taken +200 yen[\s\S]*^returned +300 yen/m);
  });

  it('gives the money back when the resident stops, without a claim slip', async () => {
    const slips = kiosk.state().paper.length;
    const before = kiosk.state().money.paidOut;
    await resident.goTo('session.paying');
    await resident.pay(100);
    await touch(page, 'resident.cancel');
    await onScreen(page, 'session.takingMoney');
    expect(await resident.text()).toContain('100円');
    expect(await tooSmall(page)).toEqual([]);
    expect(kiosk.state().money.paidOut).toBe(before + 100);
    await touch(page, 'resident.confirm');
    await onScreen(page, 'open');
    expect(kiosk.state().paper.length).toBe(slips);
  });

  it('asks for exact money when the hoppers are short, and prints a claim for what does not come out', async () => {
    for (const yen of [10, 50, 100]) kiosk.act({ act: 'hopper', yen, coins: 1 });
    await resident.goTo('session.paying');
    await page.getByText('おつりは出ません').waitFor();
    await resident.pay(100, 50);
    await touch(page, 'resident.cancel');
    await onScreen(page, 'session.takingMoney');
    await touch(page, 'resident.confirm');
    await onScreen(page, 'open');
    await resident.goTo('session.paying');
    await resident.pay(100);
    await touch(page, 'resident.cancel');
    await onScreen(page, 'session.showingClaim');
    await touch(page, 'resident.confirm');
    expect(await madoguchi('audit', 'verify', '--data', kiosk.data)).toMatchObject({ code: 0 });
    expect(await money()).toMatch(/sum +0 yen/);
  });
});
