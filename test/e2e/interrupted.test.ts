import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exactMoney, madoguchi, type RunningKiosk, startKiosk } from '../harness.ts';
import { faultsOf } from '../screens/measure.ts';
import { digitsEntered, launchChromium, onScreen, touch } from './browser.ts';
import { Resident } from './resident.ts';

let kiosk: RunningKiosk;
let chromium: BrowserContext & AsyncDisposable;
let page: Page;
let resident: Resident;

const open = async (): Promise<Page> => {
  const opened = await chromium.newPage();
  await opened.goto(kiosk.screen);
  return opened;
};

beforeAll(async () => {
  kiosk = await startKiosk(exactMoney);
  chromium = await launchChromium();
  page = await open();
  resident = new Resident(kiosk, page);
  await onScreen(page, 'open');
});
afterEach(() => resident.leave());
afterAll(async () => {
  await chromium?.[Symbol.asyncDispose]();
  await kiosk?.[Symbol.asyncDispose]();
});

const move = async (): Promise<void> => {
  page = await open();
  resident = new Resident(kiosk, page);
};

const sheets = () =>
  kiosk
    .state()
    .paper.map(({ label }) => Number(/\((\d+) sheets\)/.exec(label)?.[1] ?? 0))
    .reduce((sum, count) => sum + count, 0);

const balances = async (): Promise<Record<string, number>> => {
  const { code, stdout } = await madoguchi('audit', 'money', '--data', kiosk.data);
  expect(code).toBe(0);
  const rows = [...stdout.matchAll(/^(\S+) +(-?\d+) yen/gm)];
  return Object.fromEntries(rows.map(([, account, yen]) => [account, Number(yen)]));
};

/** What changed on the accounts since `before`. */
const since = (before: Record<string, number>, after: Record<string, number>) =>
  Object.fromEntries(Object.keys(after).map((key) => [key, (after[key] ?? 0) - (before[key] ?? 0)]));

const powerCut = async (): Promise<void> => {
  const boots = () => kiosk.state().log.filter(({ type }) => type === 'terminal.started').length;
  const before = kiosk.state().log[0]?.seq ?? 0;
  kiosk.act({ act: 'power' });
  await kiosk.until(({ log }) => log.some(({ seq, type }) => type === 'terminal.started' && seq > before));
  expect(boots()).toBeGreaterThan(0);
};

describe('the display', () => {
  it('comes back on the same screen after it was closed in the middle of a visit', async () => {
    await resident.goTo('session.choosingOptions');
    await touch(page, 'option.relationship');
    await page.waitForSelector('[data-id="option.relationship"][aria-pressed="true"]');
    await page.close();
    await move();
    await onScreen(page, 'session.choosingOptions');
    expect(await page.getAttribute('[data-id="option.relationship"]', 'aria-pressed')).toBe('true');
    await resident.goTo('session.confirming');
  });

  it('comes back on the same screen after it was loaded again, with the digits that were entered', async () => {
    await resident.goTo('session.enteringPin');
    await page.click('[data-key="0"]');
    await digitsEntered(page, 1);
    await page.reload();
    await onScreen(page, 'session.enteringPin');
    await digitsEntered(page, 1);
  });

  it('goes blank when a second one takes over, and stays blank', async () => {
    await resident.goTo('session.choosingService');
    const first = page;
    await move();
    await onScreen(page, 'session.choosingService');
    await onScreen(first, 'none');
    expect(await first.textContent('#app')).toBe('');
    await first.waitForTimeout(1_500);
    await onScreen(first, 'none');
    await touch(page, 'service.certificates');
    await onScreen(page, 'session.insertingCard');
    await first.close();
  });

  it('shows nothing to a browser that does not know the address', async () => {
    const stranger = await chromium.newPage();
    await stranger.goto(new URL(kiosk.screen).origin);
    await stranger.waitForTimeout(1_000);
    expect(await stranger.textContent('#app')).toBe('');
    await stranger.close();
    await onScreen(page, 'open');
  });

  it('does not lose a payment while nobody shows it', async () => {
    await resident.goTo('session.paying');
    await page.close();
    await resident.pay(100, 100);
    await move();
    await resident.collect();
  });
});

describe('a power cut', () => {
  it('between two screens leads back to the open screen', async () => {
    const before = await balances();
    await resident.goTo('session.choosingOptions');
    await powerCut();
    await onScreen(page, 'open');
    expect(since(before, await balances())).toMatchObject({ inserted: 0, owed: 0, taken: 0 });
  });

  it('with coins in calls the staff, and the money is owed', async () => {
    const before = await balances();
    const paper = sheets();
    await resident.goTo('session.paying');
    await resident.pay(100);
    await powerCut();
    await onScreen(page, 'staffNeeded');
    expect(await resident.text()).toContain('お返しするお金があります');
    expect(await faultsOf(page)).toEqual([]);
    expect(since(before, await balances())).toMatchObject({
      inserted: -100,
      held: 0,
      owed: 100,
      taken: 0,
      suspense: 0,
    });
    expect(sheets()).toBe(paper);
    kiosk.act({ act: 'staff', who: 'clerk', why: 'gave 100 yen back' });
    await onScreen(page, 'open');
  });

  it('while the paper comes out prints nothing twice and explains the money', async () => {
    const before = await balances();
    const paper = sheets();
    await resident.goTo('session.paying', { card: 'large' });
    await resident.pay(100, 100);
    await kiosk.until(() => sheets() > paper);
    await powerCut();
    await onScreen(page, 'staffNeeded');
    const { held, inserted, owed, suspense, taken } = since(before, await balances());
    expect([inserted, held]).toEqual([-200, 0]);
    expect((owed ?? 0) + (suspense ?? 0) + (taken ?? 0)).toBe(200);
    // Owed only when no sheet came out; here one did.
    expect(owed).toBe(0);
    await page.waitForTimeout(7_000);
    expect(sheets() - paper).toBeLessThanOrEqual(3);
    kiosk.act({ act: 'staff', who: 'clerk', why: 'counted the sheets' });
    await onScreen(page, 'open');
  });

  it('after the paper is out takes the money and asks the staff to keep the paper', async () => {
    const before = await balances();
    await resident.goTo('session.paying');
    await resident.pay(100, 100);
    await page.waitForSelector('[data-id="resident.collected"]');
    const paper = sheets();
    await powerCut();
    await page.waitForSelector('[data-screen="staffNeeded"], [data-screen="open"]', { timeout: 20_000 });
    expect(since(before, await balances())).toMatchObject({ inserted: -200, held: 0, owed: 0, taken: 200 });
    expect(sheets()).toBe(paper);
  });

  it('leaves a log that is sound', async () => {
    expect(await madoguchi('audit', 'verify', '--data', kiosk.data)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('sound'),
    });
  });
});
