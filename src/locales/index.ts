import type { Language } from '../machines/events.ts';
import { en } from './en.ts';
import { ja, type TextKey } from './ja.ts';

export type { TextKey } from './ja.ts';

const texts: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { ja, en };

/** Text in one language, with `{name}` replaced. */
export type Say = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

export const sayIn =
  (language: Language): Say =>
  (key, values) => {
    const text = texts[language][key];
    return values === undefined ? text : text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  };

/** A text's key, when there is one of that name. */
export const textKey = (name: string): TextKey | null => (name in ja ? (name as TextKey) : null);

const locales: Readonly<Record<Language, string>> = { ja: 'ja-JP', en: 'en-GB' };

/** An ISO date as people write it, e.g. `2027年1月6日`. */
export const dayIn = (language: Language, day: string): string =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' }).format(
    Date.parse(`${day}T00:00:00Z`),
  );

/** An instant as people in Japan write it, to the minute. */
export const timeIn = (language: Language, at: number): string =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Tokyo' }).format(
    at,
  );
