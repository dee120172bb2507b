import type { Language } from '../machines/events.ts';

/** Numbers, times and single signs: what is put together instead of looked up as a sentence. */

const upTo = (last: number): number[] => Array.from({ length: last + 1 }, (_, n) => n);

/** Numbers that are recorded; others below ten thousand are said as thousands, hundreds and the rest. */
export const numbers: readonly number[] = [
  ...upTo(99),
  ...upTo(9)
    .slice(1)
    .flatMap((n) => [n * 100, n * 1_000]),
];

/** Keys of the pieces of a number; sign by sign from ten thousand on. */
export function partsOfNumber(n: number): string[] {
  if (n >= 10_000) return [...String(n)].map((digit) => `number:${digit}`);
  const rest = n % 100;
  return [n - (n % 1_000), (n % 1_000) - rest, ...(rest > 0 || n === 0 ? [rest] : [])]
    .filter((part, index) => part > 0 || index === 2)
    .map((part) => `number:${part}`);
}

/** `8:05` as keys of hour and minutes; the full hour alone. */
export function timeParts(time: string): string[] {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return minute === 0 ? [`full:${hour}`] : [`hour:${hour}`, `minute:${minute}`];
}

/** How an hour, the minutes after it, and a full hour are called. */
const times: Readonly<Record<Language, readonly [hour: string, minute: string, full: string]>> = {
  ja: ['{n}時', '{n}分', '{n}時'],
  'ja-easy': ['{n}時', '{n}分', '{n}時'],
  en: ['{n}', '{n}', "{n} o'clock"],
  'zh-Hans': ['{n}点', '{n}分', '{n}点'],
  'zh-Hant': ['{n}點', '{n}分', '{n}點'],
  ko: ['{n}시', '{n}분', '{n}시'],
  vi: ['{n} giờ', '{n} phút', '{n} giờ'],
  pt: ['{n} horas', 'e {n} minutos', '{n} horas'],
};

const named = (template: string, n: number): string => template.replace('{n}', String(n));

/** `8:05` in words. */
export function timeInWords(language: Language, time: string): string {
  const [hour, minute, full] = times[language];
  const [h = 0, m = 0] = time.split(':').map(Number);
  return m === 0 ? named(full, h) : `${named(hour, h)} ${named(minute, m)}`;
}

/** Numbers that stand for a PIN that others would guess: nobody calls them by their value. */
export const spelledOut = (text: string): string =>
  text.replace(/(?<!\d)(?:0000|1234)(?!\d)/g, (digits) => [...digits].join(' '));

const rows: readonly string[] = [
  'アイウエオ',
  'カキクケコガギグゲゴ',
  'サシスセソザジズゼゾ',
  'タチツテトダヂヅデド',
  'ナニヌネノ',
  'ハヒフヘホバビブベボパピプペポ',
  'マミムメモヤユヨ',
  'ラリルレロワヲンッヴ',
];
const small: readonly string[] = [...'キシチニヒミリギジヂビピ'].flatMap((kana) =>
  [...'ャュョ'].map((little) => kana + little),
);
const foreign = ['ファ', 'フィ', 'フェ', 'フォ', 'ティ', 'ディ', 'シェ', 'ジェ', 'チェ', 'ウィ', 'ウェ', 'ヴァ'];
const moras = [...rows.flatMap((row) => [...row]), ...small, ...foreign];

/** Letters and digits in the language of the screen; kana are always Japanese. */
const signs: readonly (readonly [sign: string, isKana: boolean])[] = [
  ...[...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'].map((sign) => [sign, false] as const),
  ...moras.map((mora) => [mora, true] as const),
];

/** A phrase as it is recorded. */
export interface Phrase {
  /** How it is found: the text as it stands on the screen, or the name of a unit. */
  readonly key: string;
  /** What is read. */
  readonly text: string;
  /** Whose voice reads it. */
  readonly voice: Language;
}

/** A small ッ alone has no sound: it is called as people call it who spell a name. */
const calledOf = (sign: string): string => (sign === 'ッ' ? 'チイサイツ' : sign);

/** The Mandarin voice takes letters for pinyin. */
const spellerOf = (language: Language, sign: string): Language =>
  language.startsWith('zh-') && /[A-Z]/.test(sign) ? 'en' : language;

export const unitsIn = (language: Language): Phrase[] => {
  const [hour, minute, full] = times[language];
  const phrase = (key: string, text: string): Phrase => ({ key, text, voice: language });
  return [
    ...numbers.map((n) => phrase(`number:${n}`, String(n))),
    ...upTo(24).flatMap((n) => [phrase(`hour:${n}`, named(hour, n)), phrase(`full:${n}`, named(full, n))]),
    ...upTo(59)
      .slice(1)
      .map((n) => phrase(`minute:${n}`, named(minute, n))),
    ...signs.map(
      ([sign, isKana]): Phrase => ({
        key: `sign:${sign}`,
        text: calledOf(sign),
        voice: isKana ? 'ja' : spellerOf(language, sign),
      }),
    ),
  ];
};
