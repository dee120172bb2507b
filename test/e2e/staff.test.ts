import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { madoguchi, type RunningKiosk, startKiosk } from '../harness.ts';
import { launchChromium, onScreen, touch, typeKeys } from './browser.ts';
import { Resident, tooSmall } from './resident.ts';

let kiosk: RunningKiosk;
let chromium: BrowserContext & AsyncDisposable;
let page: Page;
let resident: Resident;

beforeAll(async () => {
  kiosk = await startKiosk();
  chromium = await launchChromium();
  page = await chromium.newPage();
  await page.goto(kiosk.screen);
  resident = new Resident(kiosk, page);
  await onScreen(page, 'open');
});
afterEach(async () => {
  if ((await resident.screen()).startsWith('panel.')) await touch(page, 'panel.close');
  await resident.leave();
});
afterAll(async () => {
  await chromium?.[Symbol.asyncDispose]();
  await kiosk?.[Symbol.asyncDispose]();
});

const slips = () => kiosk.state().paper.filter(({ name }) => name.startsWith('slip')).length;
const rows = (type: string) => kiosk.state().log.filter((row) => row.type === type);
const audit = (...args: string[]) => madoguchi('audit', ...args, '--data', kiosk.data);

/** Opens the panel with the sample code. */
async function open(): Promise<void> {
  await touch(page, 'panel.open');
  await onScreen(page, 'panel.entering');
  await typeKeys(page, '246810');
  await touch(page, 'panel.submit');
  await onScreen(page, 'panel.menu');
}

describe('the staff panel', () => {
  it('opens with a code, says that all is well, and is large enough', async () => {
    await touch(page, 'panel.open');
    await onScreen(page, 'panel.entering');
    expect(await tooSmall(page)).toEqual([]);
    await touch(page, 'panel.close');
    await open();
    expect(await tooSmall(page)).toEqual([]);
    expect(await resident.text()).toContain('機械に異常はありません');
    await kiosk.until(({ log }) => log.some(({ type, data }) => type === 'staff.opened' && data.includes('見本店員')));
  });

  it('does not open with another code, and answers later', async () => {
    await touch(page, 'panel.open');
    await onScreen(page, 'panel.entering');
    await typeKeys(page, '0000');
    await touch(page, 'panel.submit');
    await page.locator('.notice.error', { hasText: '番号が違います' }).waitFor();
    expect(rows('staff.refused').length).toBe(1);
  });

  it('takes the terminal out of service and puts it back, also across a power cut', async () => {
    await open();
    await touch(page, 'act.out-of-service');
    await onScreen(page, 'panel.asking');
    expect(await tooSmall(page)).toEqual([]);
    await touch(page, 'reason.cleaning');
    await onScreen(page, 'panel.menu');
    await touch(page, 'panel.close');
    await onScreen(page, 'outOfService');
    kiosk.act({ act: 'power' });
    await page.waitForTimeout(2_000);
    await onScreen(page, 'outOfService');
    await open();
    await touch(page, 'act.in-service');
    await page.locator('.notice.info', { hasText: '利用を再開する' }).waitFor();
    await touch(page, 'panel.close');
    await onScreen(page, 'open');
    expect(await audit('verify')).toMatchObject({ code: 0 });
  });

  it('ends a visit that nobody goes on with, and the card can be taken', async () => {
    await resident.goTo('session.choosingOptions');
    await open();
    expect(await resident.text()).not.toMatch(/健太郎/);
    await touch(page, 'act.restart');
    await touch(page, 'reason.nobody-there');
    await onScreen(page, 'panel.menu');
    await touch(page, 'panel.close');
    await onScreen(page, 'open');
    expect(rows('session.ended')[0]?.data).toContain('restarted');
  });

  it('gives back what a visit left owed: the claim is settled once, and every yen is told', async () => {
    await resident.goTo('session.paying');
    await resident.pay(100);
    await touch(page, 'resident.cancel');
    await onScreen(page, 'session.showingClaim');
    await touch(page, 'resident.confirm');
    await onScreen(page, 'open');
    await open();
    await touch(page, 'act.refund');
    await onScreen(page, 'panel.choosingClaim');
    expect(await tooSmall(page)).toEqual([]);
    await page.locator('.choice', { hasText: '100円' }).click();
    await touch(page, 'reason.paid-at-register');
    await page.locator('.notice.info', { hasText: 'お金を返した' }).waitFor();
    await touch(page, 'act.refund');
    await page.locator('.notice.info', { hasText: 'お返しするお金はありません' }).waitFor();
    const { stdout } = await audit('money');
    expect(stdout).toMatch(/^returned +100 yen/m);
    expect(stdout).toMatch(/^owed +0 yen/m);
    expect(await audit('verify')).toMatchObject({ code: 0 });
  });

  it('says which device has stopped and what to do', async () => {
    kiosk.act({ act: 'receipts', fault: 'cover-open', on: true });
    await onScreen(page, 'outOfService');
    await open();
    expect(await resident.text()).toContain('レシートプリンターが止まっています');
    expect(await tooSmall(page)).toEqual([]);
    kiosk.act({ act: 'receipts', fault: 'cover-open', on: false });
    await page.getByText('機械に異常はありません').waitFor({ timeout: 40_000 });
  });

  it('prints a test slip and the cash report', async () => {
    const before = slips();
    await open();
    await touch(page, 'act.test-slip');
    await page.locator('.notice.info', { hasText: '印字テスト' }).waitFor();
    await touch(page, 'act.report');
    await page.locator('.notice.info', { hasText: '日計票' }).waitFor();
    expect(slips()).toBe(before + 2);
  });
});

describe('madoguchi staff', () => {
  it('says how the terminal is and does the same acts with the same code', async () => {
    const { spawn } = await import('node:child_process');
    const staff = (args: readonly string[], code: string) =>
      new Promise<{ code: number | null; out: string }>((resolve) => {
        const child = spawn(process.execPath, ['bin/madoguchi.js', 'staff', ...args, '--data', kiosk.data]);
        let out = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (out += bytes));
        child.on('close', (exit) => resolve({ code: exit, out }));
        child.stdin.end(`${code}\n`);
      });
    const status = await staff(['status', '--json'], '');
    expect(JSON.parse(status.out)).toMatchObject({ terminal: 'running', service: 'open', duty: true, staff: null });
    expect(await staff(['out-of-service', '--why', 'cleaning'], '246810')).toMatchObject({ code: 0 });
    await onScreen(page, 'outOfService');
    expect(await staff(['in-service'], '246810')).toMatchObject({ code: 0 });
    await onScreen(page, 'open');
    expect((await staff(['in-service'], '9999')).out).toContain('wrong code');
    expect((await staff(['restart', '--why', 'bored'], '246810')).out).toContain('stuck, nobody-there');
    expect((await staff(['refund', '--why', 'paid-at-register'], '246810')).out).toContain('--transaction');
    expect((await staff(['resolve', '--why', 'jam-cleared'], '246810')).out).toContain('not possible now');
  });
});
