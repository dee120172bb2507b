import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { freePort, root, temporaryFolder, writeConfig } from '../harness.ts';
import { onScreen } from './browser.ts';

/** The page of a browser that is started by somebody else, as soon as it is there. */
async function pageAt(port: number): Promise<Page> {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    try {
      const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
      const pages = browser.contexts().flatMap((context) => context.pages());
      const page = pages.find((one) => one.url().startsWith('http://127.0.0.1'));
      if (page !== undefined) return page;
      await browser.close();
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error('no browser came');
}

it('shows the kiosk and nothing else, and comes back when it is killed', { timeout: 180_000 }, async () => {
  using folder = temporaryFolder();
  const [port, debugging] = [await freePort(), await freePort()];
  const config = writeConfig(folder.path, { screen: { port } });
  const script = spawn(join(root, 'scripts/kiosk-browser'), [config], {
    cwd: folder.path,
    env: {
      ...process.env,
      CHROMIUM_FLAGS: `--headless=new --no-sandbox --disable-gpu --window-size=1920,1080 --remote-debugging-port=${debugging}`,
    },
    detached: true,
  });
  let said = '';
  script.stderr.on('data', (bytes) => (said += bytes));
  script.stdout.resume();
  const ended = new Promise((resolve) => script.on('close', resolve));
  try {
    const page = await pageAt(debugging);
    await onScreen(page, 'open');
    await expect(page.goto('http://example.com/')).rejects.toThrow(/ERR_(NAME_NOT_RESOLVED|BLOCKED_BY_ADMINISTRATOR)/);
    const session = await page.context().browser()?.newBrowserCDPSession();
    await session?.send('Browser.crash').catch(() => {});
    const again = await pageAt(debugging);
    await onScreen(again, 'open');
    expect(said).toContain('started again');
    expect(await again.evaluate('[history.length, navigator.webdriver]')).toEqual([1, false]);
  } finally {
    script.kill('SIGTERM');
    await ended;
  }
});

it('says what is missing', async () => {
  using folder = temporaryFolder();
  const run = async (...args: string[]): Promise<string> => {
    const script = spawn(join(root, 'scripts/kiosk-browser'), args, {
      env: { ...process.env, CHROMIUM: args.length > 1 ? 'no-such-browser' : 'true' },
    });
    let said = '';
    script.stderr.on('data', (bytes) => (said += bytes));
    await new Promise((resolve) => script.on('close', resolve));
    return said;
  };
  expect(await run('/nowhere.json', 'x')).toContain('no-such-browser is not installed');
  expect(await run(join(folder.path, 'nothing.json'))).toContain('there is no configuration');
});
