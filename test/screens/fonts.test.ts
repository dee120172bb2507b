import { afterAll, beforeAll, expect, it } from 'vitest';
import { htmlLang } from '../../src/locales/index.ts';
import { type Language, languages } from '../../src/machines/events.ts';
import { emptyScreen, type Screen } from '../../src/ui/screens/screen.ts';
import { openShowing, type Showing } from './showing.ts';

/** Letters of each language, with characters that no two regions draw alike, and the font that has their forms. */
const written: Readonly<Record<Language, readonly [text: string, font: string]>> = {
  ja: ['直骨令 証明書', 'BIZ UDPGothic'],
  'ja-easy': ['｜直《なお》す ｜骨《ほね》', 'BIZ UDPGothic'],
  en: ['certificate', 'BIZ UDPGothic'],
  'zh-Hans': ['直骨令 证明书', 'Noto Sans SC'],
  'zh-Hant': ['直骨令 證明書', 'Noto Sans TC'],
  ko: ['증명서 直骨令', 'Noto Sans KR'],
  vi: ['Giấy chứng nhận ưởẫ', 'Noto Sans'],
  pt: ['certidão de residência', 'Noto Sans'],
};

const screen = (language: Language): Screen => ({
  ...emptyScreen,
  id: 'open',
  language,
  lang: htmlLang(language),
  title: written[language][0],
});

let showing: Showing;
beforeAll(async () => {
  showing = await openShowing();
}, 60_000);
afterAll(() => showing[Symbol.asyncDispose]());

it.each(languages)('%s is set in one font, in the forms of its region', async (language) => {
  const { page } = showing;
  await showing.show(screen(language));
  await page.waitForLoadState('networkidle');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('DOM.enable');
  await devtools.send('CSS.enable');
  const { root } = await devtools.send('DOM.getDocument');
  const { nodeId } = await devtools.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'h1' });
  const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId });
  await devtools.detach();
  expect(fonts.every(({ isCustomFont }) => isCustomFont)).toBe(true);
  expect([...new Set(fonts.map(({ familyName }) => familyName))]).toEqual([
    expect.stringMatching(new RegExp(`^${written[language][1]}(?! SC| TC| KR)`)),
  ]);
});
