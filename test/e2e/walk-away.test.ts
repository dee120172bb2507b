import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exactMoney, madoguchi, type RunningKiosk, startKiosk } from '../harness.ts';
import { faultsOf } from '../screens/measure.ts';
import { launchChromium, onScreen, touch } from './browser.ts';
import { Resident, type Stop } from './resident.ts';

/** The shortest times a shop may set. */
const timeouts = { humanIdle: 20, humanWarning: 20, reminder: 3, alarm: 2, forgotten: 5 };
/** Three terminals are walked away from at the same time. */
const lanes = 3;

let kiosks: RunningKiosk[] = [];
let chromium: BrowserContext & AsyncDisposable;

beforeAll(async () => {
  chromium = await launchChromium();
  kiosks = await Promise.all(Array.from({ length: lanes }, () => startKiosk({ timeouts, ...exactMoney })));
});
afterAll(async () => {
  await chromium?.[Symbol.asyncDispose]();
  await Promise.all(kiosks.map((kiosk) => kiosk[Symbol.asyncDispose]()));
});

async function at(lane: number): Promise<Resident> {
  const kiosk = kiosks[lane] as RunningKiosk;
  const page = await chromium.newPage();
  await page.goto(kiosk.screen);
  await onScreen(page, 'open');
  return new Resident(kiosk, page);
}

const warned = ({ page }: Resident) => page.waitForSelector('.ask', { timeout: 25_000 });

/** The warning comes, and a touch on "more time" takes it away. */
async function takesMoreTime(resident: Resident): Promise<void> {
  const { page } = resident;
  await warned(resident);
  const screen = await resident.screen();
  expect(await faultsOf(page)).toEqual([]);
  await touch(page, 'resident.moreTime');
  await page.waitForSelector('.ask', { state: 'detached' });
  expect(await resident.screen()).toBe(screen);
}

/** The warning comes, nobody answers it, and the visit ends on the open screen; a card that is in is asked for. */
async function ends(resident: Resident, afterwards = 'open'): Promise<void> {
  const { kiosk, page } = resident;
  await warned(resident);
  await page.waitForSelector('.ask', { state: 'detached', timeout: 25_000 });
  if (kiosk.state().cardIn !== null) {
    await onScreen(page, 'cardLeft');
    kiosk.act({ act: 'pull' });
  }
  await onScreen(page, afterwards);
}

const walksAway = async (resident: Resident, stops: readonly Stop[]): Promise<void> => {
  for (const stop of stops) {
    await resident.goTo(stop);
    await ends(resident);
  }
};

/** The alarm comes on the screen that is shown. */
const alarm = ({ page }: Resident, screen: string) =>
  page.waitForSelector(`[data-screen="${screen}"][data-alarm="1"]`, { timeout: 20_000 });

describe('a resident who walks away', () => {
  it('is warned at every step, is given more time when asked, and leaves an open terminal behind', async () => {
    const askingForMore = async () => {
      const resident = await at(0);
      const { page } = resident;
      await resident.goTo('session.choosingService');
      await takesMoreTime(resident);
      await resident.goTo('session.insertingCard');
      await takesMoreTime(resident);
      await resident.goTo('session.enteringPin');
      await takesMoreTime(resident);
      await resident.goTo('session.choosingCertificate');
      await takesMoreTime(resident);
      await resident.goTo('session.choosingOptions');
      await touch(page, 'option.myNumber');
      await takesMoreTime(resident);
      await touch(page, 'resident.next');
      await onScreen(page, 'session.confirmingMyNumber');
      await takesMoreTime(resident);
      await touch(page, 'resident.confirm');
      await onScreen(page, 'session.confirming');
      await takesMoreTime(resident);
      await resident.goTo('session.paying');
      await takesMoreTime(resident);
      await resident.pay(100);
      await touch(page, 'resident.cancel');
      await onScreen(page, 'session.showingClaim');
      await takesMoreTime(resident);
      await touch(page, 'resident.confirm');
      await onScreen(page, 'open');
    };
    const fromTheBeginning = async () => {
      const resident = await at(1);
      await walksAway(resident, ['session.choosingService', 'session.insertingCard', 'session.enteringPin']);
      await walksAway(resident, ['session.choosingCertificate']);
      // A wrong card refused, and nobody reads why.
      await resident.goTo('session.insertingCard');
      resident.kiosk.act({ act: 'insert', card: 'locked' });
      await onScreen(resident.page, 'session.refused');
      await ends(resident);
    };
    const fromTheChoices = async () => {
      const resident = await at(2);
      const { kiosk, page } = resident;
      // The card is not taken back.
      await resident.goTo('session.takingCardBack');
      await alarm(resident, 'session.takingCardBack');
      await alarm(resident, 'cardLeft');
      kiosk.act({ act: 'pull' });
      await onScreen(page, 'open');
      // The paper is not taken.
      await resident.goTo('session.paying');
      await resident.pay(100, 100);
      await alarm(resident, 'session.delivering');
      await onScreen(page, 'open');
      await walksAway(resident, ['session.choosingOptions', 'session.confirming']);
      // Half of the money is in.
      await resident.goTo('session.paying');
      await resident.pay(100);
      await ends(resident, 'session.showingClaim');
      await ends(resident);
      const { stdout } = await madoguchi('audit', 'money', '--data', kiosk.data);
      expect(stdout).toMatch(/owed +100 yen/);
      expect(stdout).toMatch(/sum +0 yen/);
    };
    await Promise.all([askingForMore(), fromTheBeginning(), fromTheChoices()]);
    for (const { data } of kiosks)
      expect(await madoguchi('audit', 'verify', '--data', data)).toMatchObject({ code: 0 });
  }, 420_000);
});
