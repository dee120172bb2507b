import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, startReplay } from '../harness.ts';
import { launchChromium } from './browser.ts';

it('a scenario is shown step by step: the screen, the statechart and the log side by side', async () => {
  await using replay = await startReplay(join(root, 'examples/jam-then-power-cut.json'));
  await using chromium = await launchChromium();
  const page = await chromium.newPage();
  await page.goto(replay.address);
  const steps = page.locator('.replay li');
  await steps.first().waitFor();
  const count = await steps.count();
  expect(count).toBeGreaterThan(80);
  const screen = page.frameLocator('iframe');
  const goTo = async (text: string) => {
    await steps.filter({ hasText: text }).first().click();
    await page.locator('[aria-current]', { hasText: text }).waitFor();
  };

  await goTo('session.confirming');
  await screen.locator('[data-screen="session.confirming"]').waitFor();
  await page.locator('.picture .active[data-state="flow.confirming"]').waitFor();

  await goTo('session.delivering');
  await screen.locator('[data-screen="session.delivering"]').waitFor();
  await page.locator('.picture .active').first().waitFor();
  expect(await page.locator('.chart [aria-pressed="true"]').innerText()).toBe('delivery');

  // A touch does nothing: what happened has happened.
  await goTo('session.choosingService');
  await screen.locator('[data-id="service.certificates"]').click();
  await page.waitForTimeout(300);
  expect(await screen.locator('[data-screen]').getAttribute('data-screen')).toBe('session.choosingService');

  await goTo('the power goes');
  const shown = (text: string) => page.locator('header span', { hasText: text }).waitFor();
  await page.click('[data-act="last step"]');
  await shown(`${count} / ${count}`);
  await page.click('[data-act="step back"]');
  await shown(`${count - 1} / ${count}`);
  await page.click('[data-act="first step"]');
  await shown(`1 / ${count}`);
  await page.click('[data-act="play"]');
  await shown(`3 / ${count}`);
});
