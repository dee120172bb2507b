import { describe, expect, it } from 'vitest';
import { exactMoney, madoguchi } from '../harness.ts';
import { faultsOf } from '../screens/measure.ts';
import { onScreen, touch, typeKeys } from './browser.ts';
import { stage } from './stage.ts';

const the = stage(exactMoney, async () => {
  if ((await the.resident.screen()).startsWith('panel.')) await touch(the.page, 'panel.close');
});

const slips = () => the.kiosk.state().paper.filter(({ name }) => name.startsWith('slip')).length;
const rows = (type: string) => the.kiosk.state().log.filter((row) => row.type === type);
const audit = (...args: string[]) => madoguchi('audit', ...args, '--data', the.kiosk.data);

/** Opens the panel with the sample code. */
async function open(): Promise<void> {
  await touch(the.page, 'panel.open');
  await onScreen(the.page, 'panel.entering');
  await typeKeys(the.page, '246810');
  await touch(the.page, 'panel.submit');
  await onScreen(the.page, 'panel.menu');
}

describe('the staff panel', () => {
  it('opens with a code, says that all is well, and is large enough', async () => {
    await touch(the.page, 'panel.open');
    await onScreen(the.page, 'panel.entering');
    expect(await faultsOf(the.page)).toEqual([]);
    await touch(the.page, 'panel.close');
    await open();
    expect(await faultsOf(the.page)).toEqual([]);
    expect(await the.resident.text()).toContain('機械に異常はありません');
    await the.kiosk.until(({ log }) =>
      log.some(({ type, data }) => type === 'staff.opened' && data.includes('見本店員')),
    );
  });

  it('does not open with another code', async () => {
    await touch(the.page, 'panel.open');
    await onScreen(the.page, 'panel.entering');
    await typeKeys(the.page, '0000');
    await touch(the.page, 'panel.submit');
    await the.page.locator('.notice.error', { hasText: '番号が違います' }).waitFor();
    await the.kiosk.until(({ log }) => log.some(({ type }) => type === 'staff.refused'));
    // For a second no code is looked at, not even the right one.
    await the.page.waitForTimeout(1_100);
  });

  it('takes the terminal out of service and puts it back, also across a power cut', async () => {
    await open();
    await touch(the.page, 'act.out-of-service');
    await onScreen(the.page, 'panel.asking');
    expect(await faultsOf(the.page)).toEqual([]);
    await touch(the.page, 'reason.cleaning');
    await onScreen(the.page, 'panel.menu');
    await touch(the.page, 'panel.close');
    await onScreen(the.page, 'outOfService');
    the.kiosk.act({ act: 'power' });
    await the.page.waitForTimeout(2_000);
    await onScreen(the.page, 'outOfService');
    await open();
    await touch(the.page, 'act.in-service');
    await the.page.locator('.notice.info', { hasText: '利用を再開する' }).waitFor();
    await touch(the.page, 'panel.close');
    await onScreen(the.page, 'open');
    expect(await audit('verify')).toMatchObject({ code: 0 });
  });

  it('ends a visit that nobody goes on with, and the card can be taken', async () => {
    await the.resident.goTo('session.choosingOptions');
    await open();
    expect(await the.resident.text()).not.toMatch(/健太郎/);
    await touch(the.page, 'act.restart');
    await touch(the.page, 'reason.nobody-there');
    await onScreen(the.page, 'panel.menu');
    await touch(the.page, 'panel.close');
    await onScreen(the.page, 'open');
    expect(rows('session.ended')[0]?.data).toContain('restarted');
  });

  it('gives back what a visit left owed: the claim is settled once, and every yen is told', async () => {
    await the.resident.goTo('session.paying');
    await the.resident.pay(100);
    await touch(the.page, 'resident.cancel');
    await onScreen(the.page, 'session.showingClaim');
    await touch(the.page, 'resident.confirm');
    await onScreen(the.page, 'open');
    await open();
    await touch(the.page, 'act.refund');
    await onScreen(the.page, 'panel.choosingSubject');
    expect(await faultsOf(the.page)).toEqual([]);
    await the.page.locator('.choice', { hasText: '100円' }).click();
    await touch(the.page, 'reason.paid-at-register');
    await the.page.locator('.notice.info', { hasText: 'お金を返した' }).waitFor();
    await touch(the.page, 'act.refund');
    await the.page.locator('.notice.info', { hasText: '今は当てはまるものがありません' }).waitFor();
    const { stdout } = await audit('money');
    expect(stdout).toMatch(/^returned +100 yen/m);
    expect(stdout).toMatch(/^owed +0 yen/m);
    expect(await audit('verify')).toMatchObject({ code: 0 });
  });

  it('says which device has stopped and what to do', async () => {
    the.kiosk.act({ act: 'receipts', fault: 'cover-open', on: true });
    await onScreen(the.page, 'outOfService');
    await open();
    expect(await the.resident.text()).toContain('レシートプリンターが止まっています');
    expect(await faultsOf(the.page)).toEqual([]);
    the.kiosk.act({ act: 'receipts', fault: 'cover-open', on: false });
    await the.page.getByText('機械に異常はありません').waitFor({ timeout: 40_000 });
  });

  it('prints a test slip and the cash report', async () => {
    const before = slips();
    await open();
    await touch(the.page, 'panel.more');
    await touch(the.page, 'act.test-slip');
    await the.page.locator('.notice.info', { hasText: '印字テスト' }).waitFor();
    await touch(the.page, 'panel.more');
    await touch(the.page, 'act.report');
    await the.page.locator('.notice.info', { hasText: '日計票' }).waitFor();
    await the.kiosk.until(() => slips() === before + 2);
  });
});

describe('madoguchi staff', () => {
  it('says how the terminal is and does the same acts with the same code', async () => {
    const { spawn } = await import('node:child_process');
    const staff = (args: readonly string[], code: string) =>
      new Promise<{ code: number | null; out: string }>((resolve) => {
        const child = spawn(process.execPath, ['bin/madoguchi.js', 'staff', ...args, '--data', the.kiosk.data]);
        let out = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (out += bytes));
        child.on('close', (exit) => resolve({ code: exit, out }));
        child.stdin.end(`${code}\n`);
      });
    const status = await staff(['status', '--json'], '');
    expect(JSON.parse(status.out)).toMatchObject({ terminal: 'running', service: 'open', duty: true, staff: null });
    // This shop has no payment terminal, and the browser reads touches and keys.
    expect(Object.keys(JSON.parse(status.out).devices)).toEqual(['reader', 'coins', 'receipts', 'pages', 'centre']);
    expect(await staff(['out-of-service', '--why', 'cleaning'], '246810')).toMatchObject({ code: 0 });
    await onScreen(the.page, 'outOfService');
    expect(await staff(['test-page'], '246810')).toMatchObject({ code: 0 });
    await the.kiosk.until(({ paper }) => paper.some(({ label }) => /^TEST-.* \(1 sheets\)$/.test(label)));
    expect(await staff(['in-service'], '246810')).toMatchObject({ code: 0 });
    await onScreen(the.page, 'open');
    expect((await staff(['test-page'], '246810')).out).toContain('not possible now');
    expect((await staff(['in-service'], '9999')).out).toContain('wrong code');
    expect((await staff(['restart', '--why', 'bored'], '246810')).out).toContain('stuck, nobody-there');
    expect((await staff(['refund', '--why', 'paid-at-register'], '246810')).out).toContain('--transaction');
    expect((await staff(['resolve', '--why', 'jam-cleared'], '246810')).out).toContain('not possible now');
  });
});
