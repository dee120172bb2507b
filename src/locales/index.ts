import type { Language } from '../machines/events.ts';
import { easyDate } from './easy-date.ts';
import { en } from './en.ts';
import { ja, type ResidentKey } from './ja.ts';
import { jaEasy } from './ja-easy.ts';
import { ko } from './ko.ts';
import { pt } from './pt.ts';
import { staffEn } from './staff-en.ts';
import { type StaffKey, staffJa } from './staff-ja.ts';
import { vi } from './vi.ts';
import { type VoiceKey, voiceTexts } from './voice.ts';
import { zhHans } from './zh-Hans.ts';
import { zhHant } from './zh-Hant.ts';

export type TextKey = ResidentKey | StaffKey | VoiceKey;

/** What staff texts beside a resident's language are written in: Japanese, but for English. */
export const staffLanguage = (language: Language): 'ja' | 'en' => (language === 'en' ? 'en' : 'ja');

const texts: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = {
  ja: { ...ja, ...staffJa, ...voiceTexts.ja },
  'ja-easy': { ...jaEasy, ...staffJa, ...voiceTexts['ja-easy'] },
  en: { ...en, ...staffEn, ...voiceTexts.en },
  'zh-Hans': { ...zhHans, ...staffJa, ...voiceTexts['zh-Hans'] },
  'zh-Hant': { ...zhHant, ...staffJa, ...voiceTexts['zh-Hant'] },
  ko: { ...ko, ...staffJa, ...voiceTexts.ko },
  vi: { ...vi, ...staffJa, ...voiceTexts.vi },
  pt: { ...pt, ...staffJa, ...voiceTexts.pt },
};

/** Text in one language, with `{name}` replaced; in やさしい日本語 with its readings (see ruby.ts). */
export type Say = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

export const sayIn =
  (language: Language): Say =>
  (key, values) => {
    const text = texts[language][key];
    return values === undefined ? text : text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  };

export const textKeys = [...Object.keys(ja), ...Object.keys(staffJa), ...Object.keys(voiceTexts.ja)] as TextKey[];

/** A text's key, when there is one of that name. */
export const textKey = (name: string): TextKey | null => (name in ja || name in staffJa ? (name as TextKey) : null);

/** BCP 47 tags: what a page in the language is marked with, and how dates are written in it. */
const tags: Readonly<Record<Language, readonly [html: string, dates: string]>> = {
  ja: ['ja', 'ja-JP'],
  'ja-easy': ['ja', 'ja-JP'],
  en: ['en', 'en-GB'],
  'zh-Hans': ['zh-Hans', 'zh-CN'],
  'zh-Hant': ['zh-Hant', 'zh-TW'],
  ko: ['ko', 'ko-KR'],
  vi: ['vi', 'vi-VN'],
  pt: ['pt-BR', 'pt-BR'],
};

/** The value of `lang` on a page in this language. */
export const htmlLang = (language: Language): string => tags[language][0];

function written(language: Language, at: number, options: Intl.DateTimeFormatOptions): string {
  const format = new Intl.DateTimeFormat(tags[language][1], options);
  return language === 'ja-easy' ? easyDate(format.formatToParts(at)) : format.format(at);
}

/** An ISO date as people write it, e.g. `2027年1月6日`. */
export const dayIn = (language: Language, day: string): string =>
  written(language, Date.parse(`${day}T00:00:00Z`), { dateStyle: 'long', timeZone: 'UTC' });

/** An instant as people in Japan write it, to the minute. */
export const timeIn = (language: Language, at: number): string =>
  written(language, at, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Tokyo' });
