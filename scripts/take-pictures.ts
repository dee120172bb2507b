/**
 * Takes the pictures of the documentation from a running kiosk with simulated devices: `node scripts/take-pictures.ts`.
 * With a folder as argument it puts every screen of some visits there instead, to be looked at.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { enterPin, launchChromium, onScreen, touch } from '../test/e2e/browser.ts';
import { Resident } from '../test/e2e/resident.ts';
import { root, startKiosk, startReplay } from '../test/harness.ts';

const [folder] = process.argv.slice(2);
const out = folder ?? join(root, 'docs/pictures');
mkdirSync(out, { recursive: true });

await using kiosk = await startKiosk({ hours: { open: '06:30', close: '23:00', closedDays: [] } });
await using chromium = await launchChromium();
const page = await chromium.newPage();
await page.goto(kiosk.screen);
const resident = new Resident(kiosk, page);
const { kiosk: hands } = resident;
await onScreen(page, 'open');

const take = async (name: string, of: Page = page): Promise<void> => {
  await of.waitForTimeout(500);
  await of.screenshot({ path: join(out, `${name}.png`) });
};

async function forDocumentation(): Promise<void> {
  await resident.goTo('session.confirming', {
    look: async (screen) => {
      if (screen === 'open' || screen === 'session.confirming') await take(screen.replace('session.', ''));
    },
  });
  await touch(page, 'resident.confirm');
  await onScreen(page, 'session.paying');
  await resident.pay(100, 100);
  await page.waitForSelector('[data-id="resident.collected"]');
  const bench = await chromium.newPage();
  await bench.setViewportSize({ width: 1280, height: 720 });
  await bench.goto(kiosk.bench);
  await bench.waitForSelector('figure');
  await bench.waitForTimeout(1_500);
  await take('bench', bench);
  await using replay = await startReplay(join(root, 'examples/jam-then-power-cut.json'));
  const shown = await chromium.newPage();
  await shown.setViewportSize({ width: 1600, height: 900 });
  await shown.goto(replay.address);
  await shown.locator('.replay li', { hasText: 'session.delivering' }).nth(1).click();
  await take('replay', shown);
}

/** The language of the pictures: a visit begins in the shop's, so each one changes it anew. */
let prefix: 'ja' | 'en' = 'ja';

async function everything(): Promise<void> {
  let count = 0;
  const look = (screen: string) => {
    count += 1;
    return take(`${prefix}-${String(count).padStart(2, '0')}-${screen.replace('session.', '')}`);
  };
  await resident.goTo('session.paying', { look });
  await resident.pay(100);
  await look('paying-half');
  hands.act({ act: 'pages', fault: 'media-jam', on: true });
  await resident.pay(100);
  await page.waitForSelector('.notice.error');
  await look('printing-blocked');
  hands.act({ act: 'pages', fault: 'media-jam', on: false });
  await page.waitForSelector('[data-id="resident.collected"]');
  await look('collecting');
  await resident.collect();

  await resident.goTo('session.choosingOptions', { card: 'large' });
  await touch(page, 'option.myNumber');
  await look('options-large');
  await touch(page, 'resident.next');
  await onScreen(page, 'session.confirmingMyNumber');
  await look('myNumber');
  await resident.leave();

  await resident.goTo('session.choosingOptions', { card: 'long-name' });
  await look('options-long-name');
  await resident.leave();
  await serve('certificates', 'expiring', 'session.enteringPin');
  await enterPin(page, '1234');
  await onScreen(page, 'session.takingCardBack');
  hands.act({ act: 'pull' });
  await onScreen(page, 'session.noticingLapse');
  await look('lapse');
  await resident.leave();
  for (const card of ['child', 'locked', 'old-card']) {
    await resident.goTo('session.insertingCard');
    hands.act({ act: 'insert', card });
    if (card === 'child') {
      await onScreen(page, 'session.enteringPin');
      await enterPin(page, '1234');
    }
    await onScreen(page, 'session.refused');
    await look(`refused-${card}`);
    if (card === 'locked') {
      await touch(page, 'resident.confirm');
      await onScreen(page, 'cardLeft');
      await look('cardLeft');
    }
    await resident.leave();
  }
  await serve('certificates', 'last-try', 'session.lastTry');
  await touch(page, 'resident.confirm');
  await onScreen(page, 'session.enteringPin');
  await look('pin-last-try');
  hands.act({ act: 'pull' });
  await onScreen(page, 'session.insertingCard');
  await look('card-removed');
  await resident.leave();

  await resident.goTo('session.paying');
  await resident.pay(50);
  await touch(page, 'resident.cancel');
  await onScreen(page, 'session.showingClaim');
  await look('claim');
  await touch(page, 'resident.confirm');
  await onScreen(page, 'open');

  await services(look, 'alias');

  prefix = 'en';
  await services(look, 'long-name');
  await touch(page, 'language.en');
  await resident.goTo('session.choosingOptions', { card: 'foreign', look });
  await touch(page, 'option.myNumber');
  await look('options-myNumber');
  await touch(page, 'resident.next');
  await onScreen(page, 'session.confirmingMyNumber');
  await look('myNumber');
  await touch(page, 'resident.confirm');
  await onScreen(page, 'session.confirming');
  await resident.goTo('session.paying', { look });
  await resident.pay(100, 100);
  await kiosk.untilActive('delivery.printing');
  await look('printing');
  hands.act({ act: 'power' });
  await onScreen(page, 'staffNeeded');
  await look('staffNeeded');
}

/** Opens a service with a card in the slot. */
async function serve(service: string, card: string, screen: string): Promise<void> {
  await resident.goTo('session.choosingService');
  if (prefix === 'en') await touch(page, 'language.en');
  await touch(page, `service.${service}`);
  await onScreen(page, 'session.insertingCard');
  hands.act({ act: 'insert', card });
  await onScreen(page, screen);
}

/** The services beside certificates, in the language that is set. */
async function services(look: (screen: string) => Promise<void>, card: string): Promise<void> {
  await serve('card-check', 'expiring', 'session.checkingCard.showing');
  await look('card-check');
  await touch(page, 'resident.confirm');
  await onScreen(page, 'session.returningCard');
  await look('returning-card');
  await resident.leave();

  await serve('pin-change', card, 'session.changingPin.choosingPin');
  await look('choosing-pin');
  await touch(page, 'pin.sign');
  await onScreen(page, 'session.changingPin.enteringCurrent');
  await look('entering-current-sign');
  await enterPin(page, 'ABC123');
  await onScreen(page, 'session.changingPin.enteringFresh');
  await enterPin(page, 'AAA111');
  await page.waitForSelector('.notice.error');
  await look('weak-sign');
  await resident.leave();

  await serve('pin-change', card, 'session.changingPin.choosingPin');
  await touch(page, 'pin.auth');
  await enterPin(page, '1234');
  await onScreen(page, 'session.changingPin.enteringFresh');
  await look('entering-fresh');
  await enterPin(page, '2580');
  await onScreen(page, 'session.changingPin.enteringAgain');
  await look('entering-again');
  await enterPin(page, '2580');
  await onScreen(page, 'session.changingPin.succeeded');
  await look('changed');
  await resident.leave();

  await serve('pin-reset', 'reserved', 'session.resettingPin.explaining');
  await look('reset-explaining');
  await resident.leave();
  await serve('registration', 'honseki-elsewhere', 'session.enteringPin');
  await enterPin(page, '1234');
  await onScreen(page, 'session.registering.explaining');
  await look('registration');
  await resident.leave();
  await serve('certificates', 'last-try', 'session.lastTry');
  await look('last-try');
  await resident.leave();
  await serve('pin-reset', 'late-reservation', 'session.refused');
  await look('refused-reservation');
  await touch(page, 'resident.print');
  await page.waitForSelector('.notice.info');
  await look('refused-printed');
  await resident.leave();
}

await (folder === undefined ? forDocumentation() : everything());
