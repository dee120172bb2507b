import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { launchChromium, onScreen } from '../e2e/browser.ts';
import { Resident } from '../e2e/resident.ts';
import { root, startKiosk } from '../harness.ts';
import { ms, rank, say } from './say.ts';

/** The display in Chromium, from the start to the paper. */
export async function screen(): Promise<void> {
  await using browser = await launchChromium();
  const page = await browser.newPage();
  const starts: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const began = performance.now();
    await using kiosk = await startKiosk();
    await page.goto(kiosk.screen);
    await onScreen(page, 'open');
    await page.evaluate('new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))');
    starts.push(performance.now() - began);
  }
  say('start of the process to the open screen painted (median of 5)', ms(rank(starts, 0.5)));

  await using kiosk = await startKiosk();
  await page.goto(kiosk.screen);
  await onScreen(page, 'open');
  const session = await page.context().newCDPSession(page);
  for (const slower of [1, 4]) {
    await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
    const times = await touchesToPaint(page, 400);
    const how = slower === 1 ? '' : `, a processor ${slower} times slower`;
    say(`touch to painted screen in Chromium, 400 touches${how}: p50`, ms(rank(times, 0.5)));
    say(`touch to painted screen in Chromium, 400 touches${how}: p99`, ms(rank(times, 0.99)));
  }
  await page.reload();
  await onScreen(page, 'open');
  await page.evaluate(`(() => {
    window.long = [];
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => window.long.push(duration))).observe({ type: 'longtask' });
  })()`);
  const resident = new Resident(kiosk, page);
  await resident.goTo('session.paying');
  await resident.pay(100, 100);
  await page.waitForSelector('[data-id="resident.collected"]');
  await resident.collect();
  const long = (await page.evaluate('window.long')) as number[];
  say('frames of a visit that took longer than 50 ms, a processor 4 times slower', String(long.length));
  say('the longest of them', long.length === 0 ? 'none' : ms(Math.max(...long)));
  const assets = join(root, 'build/client/assets');
  const sent = readdirSync(assets).filter((name) => /^(index|jsxRuntime).*\.(js|css)$/.test(name));
  const bytes = sent.reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0);
  say('client, compressed, without fonts', `${(bytes / 1_000).toFixed(0)} kB`);
}

/** Milliseconds from each touch that changes the whole screen, the language, to the frame after the change of the title. */
const touchesToPaint = (page: Page, touches: number): Promise<number[]> =>
  page.evaluate(`(async () => {
    const times = [];
    for (let i = 0; i < ${touches}; i += 1) {
      const before = document.querySelector('h1').textContent;
      await new Promise((settled) => setTimeout(settled, 5));
      const began = performance.now();
      document.querySelector('.languages [data-id="language.' + (i % 2 === 0 ? 'en' : 'ja') + '"]').click();
      await new Promise((changed) => {
        new MutationObserver((_, observer) => {
          if (document.querySelector('h1').textContent === before) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(changed));
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
      });
      times.push(performance.now() - began);
    }
    return times;
  })()`);
