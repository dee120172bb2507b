import { expect, it } from 'vitest';
import { onScreen, touch } from './browser.ts';
import { stage } from './stage.ts';

const the = stage();

it('the page is without a name from the first thing it shows after the end, and keeps nothing of the visit', async () => {
  const { page, resident } = the;
  await resident.goTo('session.choosingOptions');
  const names = await page.locator('[data-id^="member."] .label').allInnerTexts();
  expect(names.length).toBeGreaterThan(1);
  // Every state the page goes through, attributes too.
  await page.evaluate(`(() => {
    window.shown = [];
    new MutationObserver(() => window.shown.push(document.documentElement.outerHTML))
      .observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
  })()`);
  await touch(page, 'resident.cancel');
  await onScreen(page, 'open');
  const shown = (await page.evaluate('window.shown.splice(0)')) as string[];
  const screenIn = (html: string): string => /data-screen="([^"]*)"/.exec(html)?.[1] ?? '';
  const after = shown.filter((html) => screenIn(html) !== 'session.choosingOptions');
  expect(after.length).toBeGreaterThan(0);
  for (const name of [...names, ...names.flatMap((whole) => whole.split(/\s/))])
    expect(after.filter((html) => html.includes(name)).map(screenIn), name).toEqual([]);
  const values = await page.locator('input, textarea').count();
  expect(values, 'nothing to type into, where a browser would remember it').toBe(0);
});
