import { expect, it } from 'vitest';
import { digitsEntered, onScreen, touch } from './browser.ts';
import { stage } from './stage.ts';

const the = stage();
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await the.page.keyboard.press(key);
};

/** Waits until the screen takes keys: the second tap of a double tap was meant for the one before. */
const ready = async (id: string): Promise<void> => {
  await onScreen(the.page, id);
  await the.page.waitForSelector('.screen:not(:has(.arriving))');
};

it('a visit with the twelve keys of a tactile pad alone', async () => {
  await ready('open');
  await press('Enter');
  await ready('session.choosingService');
  await press('1');
  await ready('session.insertingCard');
  expect(await the.page.locator('.screen.by-keys').count()).toBe(1);
  the.kiosk.act({ act: 'insert', card: 'adult' });
  await ready('session.enteringPin');
  await press('9', '9');
  await digitsEntered(the.page, 2);
  await press('Backspace', 'Backspace');
  await digitsEntered(the.page, 0);
  for (const [index, digit] of ['1', '2', '3', '4'].entries()) {
    await press(digit);
    await digitsEntered(the.page, index + 1);
  }
  await press('Enter');
  await onScreen(the.page, 'session.takingCardBack');
  the.kiosk.act({ act: 'pull' });
  await ready('session.choosingCertificate');
  await press('1');
  await ready('session.choosingOptions');
  // Back to the menu, and there again.
  await press('Backspace');
  await ready('session.choosingCertificate');
  await press('1');
  await ready('session.choosingOptions');
  await press('Enter');
  await ready('session.confirming');
  await press('Enter');
  await onScreen(the.page, 'session.paying');
  await the.resident.pay(100, 100);
  await the.page.waitForSelector('[data-id="resident.collected"]');
  await the.page.waitForSelector('.screen:not(:has(.arriving))');
  await press('Enter');
  await onScreen(the.page, 'open');
});

it('Escape stops, and a digit that stands for nothing does nothing', async () => {
  await ready('open');
  await press('5', 'Enter');
  await ready('session.choosingService');
  await press('9');
  await press('Escape');
  await onScreen(the.page, 'open');
});

it('nothing moves under the finger, and the page holds nothing of the visit', async () => {
  const { page } = the;
  await page.evaluate(`(() => {
    window.moved = [];
    new PerformanceObserver((list) => list.getEntries().forEach(({ sources }) => sources.forEach(({ node }) => window.moved.push(document.querySelector('[data-screen]').dataset.screen + ' ' + (node?.outerHTML ?? node?.data ?? '').slice(0, 120))))).observe({ type: 'layout-shift', buffered: false });
  })()`);
  await the.resident.goTo('session.paying');
  await the.resident.pay(100, 100);
  await page.waitForSelector('[data-id="resident.collected"]');
  await the.resident.collect();
  expect(await page.evaluate('window.moved')).toEqual([]);
  expect(await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie, history.length]')).toEqual([
    0,
    0,
    '',
    2,
  ]);
  expect(
    await page.evaluate('(async () => [(await caches.keys()).length, (await indexedDB.databases()).length])()'),
  ).toEqual([0, 0]);
});

it('every key of a screen is reached with one key, pressed with another, and seen to have the focus', async () => {
  await ready('open');
  const all = await the.page
    .locator('button:not(:disabled)')
    .evaluateAll((keys) => keys.map((key) => key.getAttribute('data-id')));
  const seen: (string | null)[] = [];
  for (const _ of all) {
    await press('0');
    const focused = the.page.locator('button:focus-visible');
    seen.push(await focused.getAttribute('data-id'));
    expect(await the.page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  }
  expect(seen).toEqual(all);
  const large = all.indexOf('mode.large');
  for (let at = 0; at <= large; at += 1) await press('0');
  await press('Enter');
  await the.page.waitForSelector('.screen.large');
  await press('Enter');
  await the.page.waitForSelector('.screen:not(.large)');
});

it('a key touched with a finger is not pressed again by the next Enter', async () => {
  await ready('open');
  await touch(the.page, 'mode.large');
  await the.page.waitForSelector('.screen.large');
  await the.page.keyboard.press('Enter');
  await onScreen(the.page, 'session.choosingService');
  await the.page.waitForSelector('.screen.large');
});
