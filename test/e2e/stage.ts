import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type RunningKiosk, startKiosk } from '../harness.ts';
import { launchChromium, onScreen } from './browser.ts';
import { Resident } from './resident.ts';

/** A kiosk, its screen in Chromium, and a resident before it, for all tests of a file; each begins at the open screen. */
export interface Stage {
  readonly kiosk: RunningKiosk;
  readonly chromium: BrowserContext;
  readonly page: Page;
  readonly resident: Resident;
}

/**
 * Sets the stage for a test file.
 * @param change of the configuration
 * @param tidy what a test may leave behind before the visit is ended
 */
export function stage(change: Record<string, unknown> = {}, tidy: () => Promise<void> = async () => {}): Stage {
  const set = {} as { -readonly [Part in keyof Stage]: Stage[Part] };
  let close = async (): Promise<void> => {};
  beforeAll(async () => {
    const kiosk = await startKiosk(change);
    const chromium = await launchChromium();
    close = async () => {
      await chromium[Symbol.asyncDispose]();
      await kiosk[Symbol.asyncDispose]();
    };
    const page = await chromium.newPage();
    await page.goto(kiosk.screen);
    Object.assign(set, { kiosk, chromium, page, resident: new Resident(kiosk, page) });
    await onScreen(page, 'open');
  });
  afterEach(async () => {
    await tidy();
    await set.resident.leave();
  });
  afterAll(() => close());
  return set;
}
