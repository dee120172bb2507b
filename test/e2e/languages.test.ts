import { describe, expect, it } from 'vitest';
import { htmlLang, sayIn } from '../../src/locales/index.ts';
import { plainText } from '../../src/locales/ruby.ts';
import { languages } from '../../src/machines/events.ts';
import { faultsOf } from '../screens/measure.ts';
import { onScreen, touch } from './browser.ts';
import { facesOfTheMachine } from './faces.ts';
import { stage } from './stage.ts';

const the = stage();

describe.each(languages)('a visit in %s', (language) => {
  const say = sayIn(language);

  it('is in that language on every screen, and on its slip', async () => {
    const { kiosk, page, resident } = the;
    await onScreen(page, 'open');
    const before = kiosk.state().log[0]?.seq ?? 0;
    await touch(page, `language.${language}`);
    await page.waitForSelector(`[data-language="${language}"]`);
    const faults: string[] = [];
    await resident.goTo('session.paying', {
      look: async (screen) => {
        expect(await page.getAttribute('[data-screen]', 'data-language'), screen).toBe(language);
        expect(await page.getAttribute('html', 'lang'), screen).toBe(htmlLang(language));
        faults.push(...(await faultsOf(page)));
        expect(await facesOfTheMachine(page), screen).toEqual([]);
      },
    });
    await resident.pay(100, 100);
    const collected = page.locator('[data-id="resident.collected"]');
    await collected.waitFor();
    expect(
      await page.locator('h1').evaluate((title) => {
        for (const reading of title.querySelectorAll('rt')) reading.remove();
        return title.textContent;
      }),
    ).toBe(plainText(say('collecting.title')));
    faults.push(...(await faultsOf(page)));
    expect(faults).toEqual([]);
    await kiosk.until(({ log }) => log.some(({ seq, type }) => seq > before && type === 'slip.result'));
    const printed = kiosk.state().log.filter(({ seq, type }) => seq > before && type === 'slip.result');
    expect(printed.map(({ data }) => JSON.parse(data).outcome)).toEqual(['done']);
    await resident.collect();
    // Whoever comes next is greeted in the language of the shop.
    expect(await page.getAttribute('[data-screen]', 'data-language')).toBe('ja');
  });
});
