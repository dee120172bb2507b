import { describe, expect, it } from 'vitest';
import { adviceOn } from '../../src/locales/advice.ts';
import { refusalsEn } from '../../src/locales/refusals-en.ts';
import { refusalsJa } from '../../src/locales/refusals-ja.ts';
import type { Refusal } from '../../src/machines/actors.ts';
import { type Language, languages } from '../../src/machines/events.ts';

const refusals = Object.keys(refusalsJa) as readonly Refusal[];
const shop = { phone: '000-1234-5678', hours: { open: '06:30', close: '23:00' } };

/** How a sentence begins and ends. */
const sentence: Readonly<Record<Language, RegExp>> = {
  ja: /。$/,
  'ja-easy': /。$/,
  en: /^[A-Z].*\.$/,
  'zh-Hans': /。$/,
  'zh-Hant': /。$/,
  ko: /[가-힣)]\.$/,
  vi: /^(?:\p{Lu}|本籍).*\.$/u,
  pt: /^\p{Lu}.*\.$/u,
};

/** Refusals that are told in the same words, so that nobody learns which of them it is. */
const alike: readonly (readonly Refusal[])[] = [
  ['certificate-suspended', 'sign-certificate-suspended'],
  ['protected-person', 'deceased'],
];

describe.each(languages)('what a refusal is told with in %s', (language) => {
  const advice = (code: Refusal) => adviceOn(code, language, shop);

  it('are whole sentences on what, why and what to do, for each of them', () => {
    for (const code of refusals) {
      const { what, why, remedy, contacts } = advice(code);
      for (const part of [what, why, remedy]) expect(part, code).toMatch(sentence[language]);
      for (const text of contacts.flat()) expect(text, code).toMatch(/^[^{}]+$/);
    }
  });

  it('says what happened differently for each, but for those that must not be told apart', () => {
    const told = Map.groupBy(refusals, (code) => advice(code).what);
    expect([...told.values()].filter(({ length }) => length > 1)).toEqual(alike);
  });

  it('tells those apart neither by the reason nor by whom to ask', () => {
    for (const [one, ...others] of alike)
      for (const other of others) {
        const { why, contacts } = advice(one as Refusal);
        expect(advice(other)).toMatchObject({ why, contacts });
      }
  });

  it('never says that somebody is under protection or dead', () => {
    const secrets =
      /支援|保護措置|DV|暴力|ストーカー|死亡|亡くな|protected|protection|violence|stalk|dead|died|deceased|保护|保護措施|去世|过世|過世|보호 조치|폭력|사망|bảo vệ|bạo lực|qua đời|đã chết|proteção|protegid|violência|falec|mort/i;
    for (const code of refusals) expect(JSON.stringify(advice(code)), code).not.toMatch(secrets);
  });

  it('names a place to go to, where the machine itself or another day cannot help', () => {
    const helpless = refusals.filter((code) => advice(code).contacts.length === 0);
    expect(helpless).toEqual(['registration-needed', 'registration-not-needed', 'registration-approved']);
    expect(advice('outside-hours').contacts.flat()).toContain('06:30 – 23:00');
    expect(advice('printer').contacts.flat().join()).toContain(shop.phone);
    expect(advice('certificate-suspended').contacts.flat().join()).toContain('0120-95-0178');
  });
});

it('every refusal is written in English', () => {
  expect(Object.keys(refusalsEn).sort()).toEqual([...refusals].sort());
});
