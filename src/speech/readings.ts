import { rubyParts } from '../locales/ruby.ts';
import type { Language } from '../machines/events.ts';
import { asSounded, countersOf, numbersRead } from './japanese.ts';
import { type Phrase, spelledOut, timeInWords } from './units.ts';

/** A word of a Japanese text as a dictionary takes it to pieces: as it is written, and as it sounds, in katakana. */
export interface Morpheme {
  readonly written: string;
  readonly sound: string;
}

/** Japanese words that other languages leave as they are, and how they are said there. */
const borrowed: Readonly<Partial<Record<Language, Readonly<Record<string, string>>>>> = {
  en: { 本籍: 'honseki', JPKI暗証番号リセット: 'J P K I anshow bangoh reset', 言語: '' },
  vi: { 本籍: 'hon xê ki', JPKI暗証番号リセット: 'J P K I an sô ban gô ri xét tô', 言語: '' },
  pt: { 本籍: 'honsseki', JPKI暗証番号リセット: 'J P K I anshô bangô risetto', 言語: '' },
  ko: { 本籍: '본적', JPKI暗証番号リセット: '제이피케이아이 안쇼방고 리셋', 言語: '' },
  'zh-Hans': { JPKI暗証番号リセット: '杰批开爱 暗证番号 重置', 'My Number': '个人号码', JPKI: '杰批开爱', 言語: '' },
  'zh-Hant': { JPKI暗証番号リセット: '杰批開愛 暗證番號 重置', 'My Number': '個人號碼', JPKI: '杰批開愛', 言語: '' },
};

/** How `6–16` is said. */
const ranges: Readonly<Record<Language, string>> = {
  ja: 'から',
  'ja-easy': 'から',
  en: ' to ',
  'zh-Hans': '到',
  'zh-Hant': '到',
  ko: '에서 ',
  vi: ' đến ',
  pt: ' a ',
};

const isJapanese = (language: Language): boolean => language === 'ja' || language === 'ja-easy';

/** What is meant for the eye in a text of another language: a Japanese term beside its translation. */
const gloss = /\s*[(（](?=[^)）]*[\p{Script=Hiragana}\p{Script=Katakana}]|[^)）]*\p{Script=Han})[^)）]*[)）]/gu;
const kanaGloss = /\s*[(（](?=[^)）]*[\p{Script=Hiragana}\p{Script=Katakana}])[^)）]*[)）]/gu;

/** What the engine is given for a text of a language other than Japanese. */
function foreign(language: Language, text: string): string {
  const chinese = language.startsWith('zh-');
  const said = Object.entries(borrowed[language] ?? {}).reduce(
    (rest, [word, reading]) => rest.replaceAll(word, reading),
    text.replace(chinese ? kanaGloss : gloss, ''),
  );
  return spelledOut(said)
    .replace(/\d+(?:-\d+)+/g, (found) => [...found.replaceAll('-', ',')].join(' '))
    .replace(/\d{1,2}:\d{2}/g, (time) => timeInWords(language, time))
    .replace(/(?<=\d)[–〜-](?=\d)|\s–\s/g, ranges[language])
    .replace(/(\d{4})(?=年)/g, (year) =>
      chinese ? [...year].map((digit) => '零一二三四五六七八九'[Number(digit)]).join('') : year,
    )
    .trim();
}

/** A person who is meant by 方 is かた, which a dictionary takes for ほう; 両方, 方法 and their like are left alone. */
const person = /(?<=[いうくすただなのる])方(?![法向式《])/g;

/** A Japanese text with its numbers in words: what a dictionary is asked about. */
export function forDictionary({ text }: Phrase): string {
  const counted = spelledOut(text).replace(countersOf, '$1$2');
  return numbersRead(
    counted
      .replace(person, 'かた')
      .replace(/(?<=\d)[–〜](?=\d|:)/g, 'から')
      .replace(/\s–\s/g, 'から'),
  );
}

/** The sound of a Japanese text: what its marks say of a word before what the dictionary says. */
export function japanese(marked: string, morphemes: readonly Morpheme[]): string {
  let at = 0;
  const parts = rubyParts(marked).map((part) => {
    const from = at;
    at += part.text.length;
    return { ...part, from, to: at };
  });
  let place = 0;
  let sound = '';
  let said = 0;
  for (const { sound: known, written } of morphemes) {
    const [from, to] = [place, place + written.length];
    place = to;
    const inside = parts.filter((part) => part.reading !== null && part.from < to && part.to > from);
    if (inside.length === 0) {
      sound += known;
      continue;
    }
    for (const part of parts.filter((one) => one.from < to && one.to > from)) {
      if (part.reading === null) sound += asSounded(part.text.slice(Math.max(0, from - part.from), to - part.from));
      else if (part.from >= said) {
        sound += asSounded(part.reading);
        said = part.to;
      }
    }
  }
  return sound;
}

/** What the engine is given. @param morphemes of a Japanese text, by what the dictionary was asked */
export function readingOf(phrase: Phrase, morphemes: ReadonlyMap<string, readonly Morpheme[]>): string {
  if (!isJapanese(phrase.voice)) return foreign(phrase.voice, phrase.text);
  const asked = forDictionary(phrase);
  return japanese(asked, morphemes.get(asked) ?? [{ written: asked, sound: asked }]);
}

/** Whether the dictionary is asked about it. */
export const needsDictionary = ({ key, voice }: Phrase): boolean => isJapanese(voice) && !key.startsWith('sign:');
