import { expect, it } from 'vitest';
import { digitsEntered, enterPin, onScreen, touch } from './browser.ts';
import { stage } from './stage.ts';

const the = stage();
const shown = (): Promise<string[]> => the.page.locator('.pin .key').allInnerTexts();

it('mixed digits are found by finger and by keyboard, and in order again for the next resident', async () => {
  const { page } = the;
  await the.resident.goTo('session.enteringPin');
  const before = await shown();
  await touch(page, 'mode.mixed');
  await page.waitForSelector('[data-id="mode.mixed"][aria-pressed="true"]');
  const mixed = await shown();
  expect(mixed.join(' ')).not.toBe(before.join(' '));
  expect([...mixed].sort()).toEqual([...before].sort());
  await enterPin(page, '1234');
  await onScreen(page, 'session.takingCardBack');
  await the.resident.leave();

  await the.resident.goTo('session.enteringPin');
  expect(await shown()).toEqual(before);
  await touch(page, 'mode.mixed');
  await page.waitForSelector('[data-id="mode.mixed"][aria-pressed="true"]');
  for (const [index, digit] of [...'1234'].entries()) {
    await page.keyboard.press(digit);
    await digitsEntered(page, index + 1);
  }
  await touch(page, 'resident.submitPin');
  await onScreen(page, 'session.takingCardBack');
});

it('digits typed while the keys are being laid out anew are no digits: their places mean others by then', async () => {
  const { page } = the;
  await the.resident.goTo('session.enteringPin');
  // In one turn, so that no answer comes in between.
  await page.evaluate(`for (const key of ['[data-id="mode.mixed"]', '.pin .key']) document.querySelector(key).click()`);
  await page.waitForSelector('[data-id="mode.mixed"][aria-pressed="true"]');
  await page.waitForTimeout(500);
  expect(await page.locator('.dots').getAttribute('data-filled')).toBe('0');
});
