import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { madoguchi, root } from '../harness.ts';
import { faultsOf } from '../screens/measure.ts';
import { onScreen, touch, typeKeys } from './browser.ts';
import { stage } from './stage.ts';

const { devices } = JSON.parse(readFileSync(join(root, 'kiosk.config.json'), 'utf8'));
const the = stage(
  { devices: { ...devices, cashless: { transport: 'simulated' } }, payment: { counter: true } },
  async () => {
    if ((await the.resident.screen()).startsWith('panel.')) await touch(the.page, 'panel.close');
  },
);

const money = async (): Promise<string> => (await madoguchi('audit', 'money', '--data', the.kiosk.data)).stdout;

/** To the choice of how to pay. */
async function toChoice(): Promise<void> {
  await the.resident.goTo('session.confirming');
  await touch(the.page, 'resident.confirm');
  await onScreen(the.page, 'session.paying.choosing');
}

/** An act of staff at the panel, about the slip that waits; the screen behind it stays as it is. */
async function staff(act: string): Promise<void> {
  await touch(the.page, 'panel.open');
  await onScreen(the.page, 'panel.entering');
  await typeKeys(the.page, '246810');
  await touch(the.page, 'panel.submit');
  await onScreen(the.page, 'panel.menu');
  expect(await faultsOf(the.page)).toEqual([]);
  await touch(the.page, `act.${act}`);
  await onScreen(the.page, 'panel.choosingSubject');
  expect(await faultsOf(the.page)).toEqual([]);
  const issued = the.kiosk.state().log.find(({ type }) => type === 'counter.issued')?.data ?? '{}';
  await touch(the.page, `subject.${JSON.parse(issued).slip}`);
  await onScreen(the.page, 'panel.menu');
  await touch(the.page, 'panel.close');
}

/** An act of staff without a screen; what it printed. */
const staffCommand = (...args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['bin/madoguchi.js', 'staff', ...args, '--data', the.kiosk.data]);
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (out += bytes));
    child.on('close', () => resolve(out));
    child.stdin.end('246810\n');
  });

describe('a terminal that takes more than coins', () => {
  it('asks how to pay, and a touch at the payment terminal brings the paper', async () => {
    expect(await the.resident.text()).toContain('お支払い方法');
    await toChoice();
    expect(await faultsOf(the.page)).toEqual([]);
    await touch(the.page, 'means.cashless');
    await onScreen(the.page, 'session.paying.touching');
    expect(await faultsOf(the.page)).toEqual([]);
    await the.kiosk.until(({ cashless }) => cashless.asking === 200);
    the.kiosk.act({ act: 'tap', customer: 'emoney' });
    await the.page.waitForSelector('[data-id="resident.collected"]');
    await the.resident.collect();
    expect(await money()).toMatch(/^charged +-200 yen[\s\S]*^taken +200 yen/m);
  });

  it('says that a declined payment took nothing, and goes back to coins', async () => {
    await toChoice();
    await touch(the.page, 'means.cashless');
    await the.kiosk.until(({ cashless }) => cashless.asking === 200);
    the.kiosk.act({ act: 'tap', customer: 'poor' });
    await the.page.locator('.notice.warning', { hasText: 'お金はいただいていません' }).waitFor();
    expect(await faultsOf(the.page)).toEqual([]);
    await touch(the.page, 'means.coins');
    await onScreen(the.page, 'session.paying');
    await touch(the.page, 'resident.back');
    await onScreen(the.page, 'session.paying.choosing');
    await touch(the.page, 'means.coins');
    await the.resident.pay(100, 100);
    await the.page.waitForSelector('[data-id="resident.collected"]');
    await the.resident.collect();
  });

  it('gives the payment terminal up when the resident goes back, and nothing is charged', async () => {
    const charged = () => the.kiosk.state().cashless.customers.find(({ name }) => name === 'emoney')?.charged;
    const before = charged();
    await toChoice();
    await touch(the.page, 'means.cashless');
    await the.kiosk.until(({ cashless }) => cashless.asking === 200);
    await touch(the.page, 'resident.back');
    await onScreen(the.page, 'session.paying.choosing');
    await touch(the.page, 'resident.cancel');
    await onScreen(the.page, 'open');
    expect([the.kiosk.state().cashless.asking, charged()]).toEqual([null, before]);
  });

  it('prints a slip for the register, and gives the paper only to who has it', async () => {
    await toChoice();
    await touch(the.page, 'means.counter');
    await onScreen(the.page, 'session.paying.atCounter');
    expect(await faultsOf(the.page)).toEqual([]);
    expect(await the.resident.text()).not.toMatch(/健太郎/);
    await staff('counter-paid');
    await onScreen(the.page, 'session.paying.enteringNumber');
    expect(await faultsOf(the.page)).toEqual([]);
    // One of ten thousand numbers is right; three that are tried here are not, but for very bad luck.
    for (const guess of ['0000', '0000', '0000']) {
      await typeKeys(the.page, guess);
      await touch(the.page, 'resident.submitPin');
      await the.page.waitForSelector('[data-filled="0"], [data-screen="session.paying.askingStaff"]');
    }
    await onScreen(the.page, 'session.paying.askingStaff');
    expect(await faultsOf(the.page)).toEqual([]);
    await staff('counter-confirm');
    await the.page.waitForSelector('[data-id="resident.collected"]');
    await the.resident.collect();
    expect(await money()).toMatch(/^register +-200 yen/m);
    expect(await madoguchi('audit', 'verify', '--data', the.kiosk.data)).toMatchObject({ code: 0 });
  });

  it('takes the word of the register on the command line too, by the number of the slip', async () => {
    await toChoice();
    await touch(the.page, 'means.counter');
    await onScreen(the.page, 'session.paying.atCounter');
    const [waiting] = JSON.parse(await staffCommand('status', '--json')).slips;
    expect(waiting).toMatchObject({ yen: 200 });
    expect(await staffCommand('counter-paid')).toContain('--slip');
    expect(await staffCommand('counter-paid', '--slip', '0000000000')).toContain('not possible now');
    expect(await staffCommand('counter-paid', '--slip', waiting.transaction)).toContain('counter-paid: done');
    await onScreen(the.page, 'session.paying.enteringNumber');
    expect(await staffCommand('restart', '--why', 'nobody-there')).toContain('done');
    await onScreen(the.page, 'session.showingClaim');
    expect(await the.resident.text()).toContain('お手元のお支払い票');
  });
});
