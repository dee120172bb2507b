import type { Language } from '../../machines/events.ts';
import { en } from './en.ts';
import { ja, type TextKey } from './ja.ts';

export type { TextKey } from './ja.ts';

const texts: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { ja, en };

/** Text in one language, with `{name}` replaced. */
export type Say = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

export const sayIn =
  (language: Language): Say =>
  (key, values = {}) =>
    texts[language][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

/** A text's key, when there is one of that name. */
export const textKey = (name: string): TextKey | null => (name in ja ? (name as TextKey) : null);
