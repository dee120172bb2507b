import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

/** Chromium from Debian, with nothing that reaches out of the machine. */
export async function launchChromium(
  viewport = { width: 1920, height: 1080 },
): Promise<BrowserContext & AsyncDisposable> {
  const profile = mkdtempSync(join(tmpdir(), 'madoguchi-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    headless: true,
    viewport,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return Object.assign(context, {
    [Symbol.asyncDispose]: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  });
}

/** Waits until the display shows a screen of this id. */
export const onScreen = (page: Page, id: string): Promise<unknown> =>
  page.waitForSelector(`[data-screen="${id}"]`, { timeout: 20_000 });

/** Touches a button by its id; a language behind the key that shows them all, where they do not stand open. */
export async function touch(page: Page, id: string): Promise<void> {
  if (id.startsWith('language.') && (await page.locator(`[data-id="${id}"]`).count()) === 0)
    await page.click('[data-open="languages"]');
  await page.click(`[data-id="${id}"]`);
}

/** Waits until so many places of the PIN are filled. */
export const digitsEntered = async (page: Page, count: number): Promise<void> => {
  await page.waitForSelector(`.dots[data-filled="${count}"]`, { timeout: 20_000 });
};

/** Touches the keys that show these characters, each when the one before has been taken. */
export async function typeKeys(page: Page, characters: string): Promise<void> {
  for (const [index, character] of [...characters].entries()) {
    await page.click(`.key:text-is("${character}")`);
    await digitsEntered(page, index + 1);
  }
}

/** Enters a PIN or password by touching the keys that show its characters. */
export async function enterPin(page: Page, pin: string): Promise<void> {
  await typeKeys(page, pin);
  await touch(page, 'resident.submitPin');
}
