import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/certificates/catalogue.ts';
import { textOn } from '../../src/guide/index.ts';
import { sections, topicsOf } from '../../src/guide/topics.ts';
import { adviceOn } from '../../src/locales/advice.ts';
import { dayIn, htmlLang, sayIn, type TextKey, timeIn } from '../../src/locales/index.ts';
import { ja, type ResidentKey } from '../../src/locales/ja.ts';
import { refusalsJa } from '../../src/locales/refusals-ja.ts';
import { plainText, rubyParts } from '../../src/locales/ruby.ts';
import { staffEn } from '../../src/locales/staff-en.ts';
import { staffJa } from '../../src/locales/staff-ja.ts';
import type { Refusal } from '../../src/machines/actors.ts';
import { type Language, languages } from '../../src/machines/events.ts';
import { claimHelp, words } from '../../src/slips/words.ts';

const keys = Object.keys(ja) as readonly ResidentKey[];
const refusals = Object.keys(refusalsJa) as readonly Refusal[];
const topics = sections.flatMap((section) => topicsOf[section]);
const shop = { phone: '000-1234-5678', hours: { open: '06:30', close: '23:00' } };

/** Everything that a resident reads in a language, each with where it stands. */
function textsIn(language: Language): [where: string, text: string][] {
  const say = sayIn(language);
  return [
    ...keys.map((key): [string, string] => [key, say(key)]),
    ...refusals.flatMap((code) => {
      const { what, why, remedy } = adviceOn(code, language, shop);
      return [what, why, remedy].map((text): [string, string] => [code, text]);
    }),
    ...[...kinds].flatMap(([name, kind]): [string, string][] => [
      [name, kind.title[language]],
      [name, kind.detail[language]],
      ...kind.items.map(({ id, label }): [string, string] => [`${name} ${id}`, label[language]]),
    ]),
    ...topics.flatMap((topic): [string, string][] => {
      const { title, words: found, text } = textOn(topic, language);
      return [title, found, ...text].map((said) => [`guide ${topic}`, said]);
    }),
  ];
}

const slipWords = (language: Language): [string, string][] => [
  ...Object.entries(words).map(([word, texts]): [string, string] => [word, texts[language]]),
  ...claimHelp[language].map((text): [string, string] => ['claimHelp', text]),
];

const places = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

describe.each(languages)('the texts in %s', (language) => {
  it('say what the same places are filled with as the Japanese ones', () => {
    for (const key of keys) expect(places(sayIn(language)(key)), key).toEqual(places(ja[key]));
  });

  it('are all there', () => {
    for (const [where, text] of [...textsIn(language), ...slipWords(language)]) expect(text.trim(), where).not.toBe('');
  });

  it('name what is pressed as its key is named', () => {
    const said = sayIn(language);
    const named: readonly (readonly [string, TextKey])[] = [
      [said('lastTry.advice'), 'button.cancel'],
      [adviceOn('nothing-locked', language, shop).remedy, 'choosingService.pin-change'],
      [adviceOn('pin-uncertain', language, shop).remedy, 'choosingService.card-check'],
      [adviceOn('registration-needed', language, shop).remedy, 'choosingService.registration'],
    ];
    // English and Japanese name the registration by its official name.
    for (const [text, key] of named.slice(0, language === 'en' || language === 'ja' ? 3 : 4))
      expect(text, key).toContain(said(key));
  });

  it('write numbers of telephones like the Japanese ones', () => {
    for (const key of ['contact.line.where', 'contact.loss.where'] as const)
      expect(sayIn(language)(key)).toContain('0120-95-0178');
  });
});

/** Letters that a language does not write, but in official names, which stand in brackets, and those of the app. */
const foreign: Readonly<Partial<Record<Language, RegExp>>> = {
  'zh-Hans':
    /[ぁ-ヿ가-힣證請開錢預約碼驗簽發為們這進還報戶紙張幣區]|[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹãõç]/i,
  'zh-Hant': /[ぁ-ヺー-ヿ가-힣]|[ạảấầẩẫậắằẳẵặẹẻẽếềểễệãõç]|[证请开钱预约码验签发为们这进还报户纸张币区]/i,
  ko: /[぀-ヺー-ヿ一-鿿]/,
  vi: /[぀-ヿ一-鿿가-힣]/,
  pt: /[぀-ヿ一-鿿가-힣ăđơư]/,
  en: /[぀-ヿ一-鿿가-힣]/,
};

/** What most texts of a language have in them. */
const own: Readonly<Partial<Record<Language, RegExp>>> = {
  ja: /[぀-ヿ一-鿿]/,
  'ja-easy': /[぀-ヿ一-鿿]/,
  'zh-Hans': /[一-鿿]/,
  'zh-Hant': /[一-鿿]/,
  ko: /[가-힣]/,
};

/** Japanese words that stay Japanese in every language: what is printed on papers, doors and the app. */
const official = /[（(][^）)]*[）)]|本籍|[「“‘"]?JPKI暗証番号リセット[」”’"]?|レジで受け取った/g;
const sameEverywhere = new Set([
  'language.name',
  'member.other',
  'display.languages',
  'piece',
  'yen',
  'copies.n',
  'confirming.people',
  'open.coins',
]);

describe('no text is left in another language', () => {
  it.each(Object.keys(foreign) as Language[])('%s has none of its letters missing or strange', (language) => {
    for (const [where, text] of [...textsIn(language), ...slipWords(language)])
      if (!sameEverywhere.has(where))
        expect(text.replaceAll(official, ''), where).not.toMatch(foreign[language] ?? /$^/);
  });

  it.each(Object.keys(own) as Language[])('%s is written in its own letters', (language) => {
    for (const [where, text] of [...textsIn(language), ...slipWords(language)])
      if (!sameEverywhere.has(where)) expect(text, where).toMatch(own[language] ?? /$^/);
  });

  it('Vietnamese has its marks in nearly every sentence', () => {
    const sentences = textsIn('vi').filter(([, text]) => text.length > 12);
    const marked = sentences.filter(([, text]) => /[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđơưăâêô]/i.test(text));
    expect(marked.length / sentences.length).toBeGreaterThan(0.98);
  });

  it('no two languages say the same, but the two of Japanese and of Chinese', () => {
    const sentences = (language: Language) => textsIn(language).filter(([, text]) => text.length > 8);
    for (const one of ['en', 'ko', 'vi', 'pt'] as const)
      for (const other of languages.filter((language) => language !== one)) {
        const said = new Set(sentences(other).map(([, text]) => text));
        expect(
          sentences(one)
            .filter(([where, text]) => said.has(text) && !where.endsWith(' myNumber'))
            .map(([where]) => where),
        ).toEqual([]);
      }
  });

  it('staff read Japanese and English', () => {
    expect(Object.keys(staffEn)).toEqual(Object.keys(staffJa));
    expect(sayIn('ko')('panel.close')).toBe(staffJa['panel.close']);
    expect(sayIn('en')('panel.close')).toBe(staffEn['panel.close']);
  });
});

describe('やさしい日本語', () => {
  const kanji = /[一-鿿々]/;
  const easy = textsIn('ja-easy');

  it('has the reading of every kanji, in kana, on its slips too', () => {
    for (const [where, text] of easy)
      for (const { reading, text: piece } of rubyParts(text)) {
        if (reading === null) expect(piece, `${where}: ${text}`).not.toMatch(kanji);
        else expect(reading, where).toMatch(/^[ぁ-ゖー]+$/);
        expect(piece, where).not.toMatch(/[｜《》]/);
      }
  });

  it('says one thing at a time: at most 26 characters, without what stands in brackets and names', () => {
    for (const [where, text] of easy)
      for (const sentence of plainText(text).split(/[。：]/)) {
        const counted = sentence
          .replaceAll(/（[^）]*）|「[^」]*」/g, '')
          .replaceAll(/\{\w+\}/g, '00')
          .replaceAll(/[\d:–-]+/g, '0');
        if (!where.startsWith('contact.')) expect(counted.length, sentence).toBeLessThanOrEqual(26);
      }
  });

  it('has no honorific language and no two negations', () => {
    for (const [where, text] of easy)
      expect(plainText(text), where).not.toMatch(
        /いただ|ござい|おります|お越し|お申し|くださいませ|ないわけ|なくもない|ないことは/,
      );
  });

  it('reads days as people say them', () => {
    expect(dayIn('ja-easy', '2027-01-20')).toBe('2027｜年《ねん》1｜月《がつ》｜20日《はつか》');
    expect(dayIn('ja-easy', '2027-01-11')).toBe('2027｜年《ねん》1｜月《がつ》11｜日《にち》');
    expect(plainText(dayIn('ja-easy', '2027-12-08'))).toBe(dayIn('ja', '2027-12-08'));
    expect(plainText(timeIn('ja-easy', 0))).toBe(timeIn('ja', 0));
  });
});

describe('readings', () => {
  it.each([
    [
      '｜漢字《かんじ》を｜読《よ》む',
      '漢字を読む',
      [
        ['漢字', 'かんじ'],
        ['を', null],
        ['読', 'よ'],
        ['む', null],
      ],
    ],
    ['かなだけ', 'かなだけ', [['かなだけ', null]]],
    ['', '', []],
    ['｜《》と《ル》', '｜《》と《ル》', [['｜《》と《ル》', null]]],
  ])('of %s', (text, plain, parts) => {
    expect(plainText(text)).toBe(plain);
    expect(rubyParts(text).map(({ reading, text: piece }) => [piece, reading])).toEqual(parts);
  });
});

it('a page is marked with its language, and dates are written in it', () => {
  expect(languages.map(htmlLang)).toEqual(['ja', 'ja', 'en', 'zh-Hans', 'zh-Hant', 'ko', 'vi', 'pt-BR']);
  expect(languages.map((language) => plainText(dayIn(language, '2027-01-06')))).toEqual([
    '2027年1月6日',
    '2027年1月6日',
    '6 January 2027',
    '2027年1月6日',
    '2027年1月6日',
    '2027년 1월 6일',
    '6 tháng 1, 2027',
    '6 de janeiro de 2027',
  ]);
});
