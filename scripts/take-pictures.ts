/** Takes the pictures of the documentation from a running kiosk with simulated devices: `node scripts/take-pictures.ts`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium, onScreen, touch } from '../test/e2e/browser.ts';
import { Resident } from '../test/e2e/resident.ts';
import { root, startKiosk, startReplay } from '../test/harness.ts';

const out = join(root, 'docs/pictures');
mkdirSync(out, { recursive: true });

await using kiosk = await startKiosk({ hours: { open: '06:30', close: '23:00', closedDays: [] } });
await using chromium = await launchChromium();
const page = await chromium.newPage();
await page.goto(kiosk.screen);
const resident = new Resident(kiosk, page);
await onScreen(page, 'open');

const take = async (name: string, of: Page = page): Promise<void> => {
  await of.waitForTimeout(500);
  await of.screenshot({ path: join(out, `${name}.png`) });
};

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
