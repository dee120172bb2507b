import { expect, it } from 'vitest';
import { onScreen, touch } from './browser.ts';
import { stage } from './stage.ts';

/** The shortest that a shop may set, in seconds. */
const idle = 20;
const the = stage({ timeouts: { humanIdle: idle, humanWarning: 20 } });

it('a visit of somebody who asked for time: warned after twice as long, and everything else as ever', async () => {
  const { page, resident } = the;
  await onScreen(page, 'open');
  await touch(page, 'mode.slow');
  await page.waitForSelector('.screen.slow');
  await resident.goTo('session.choosingCertificate');
  expect(
    await page.locator('.picture *').evaluateAll((parts) => parts.flatMap((part) => part.getAnimations()).length),
  ).toBe(0);
  const began = Date.now();
  await page.waitForSelector('.ask', { timeout: 3 * idle * 1_000 });
  expect(Date.now() - began).toBeGreaterThan(1.5 * idle * 1_000);
  await touch(page, 'resident.moreTime');
  await page.waitForSelector('.ask', { state: 'detached' });
  await resident.goTo('session.paying');
  await resident.pay(100, 100);
  await page.waitForSelector('[data-id="resident.collected"]');
  await resident.collect();
  await page.waitForSelector('.screen:not(.slow)');
});
