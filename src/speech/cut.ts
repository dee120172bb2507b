import { partsOfNumber, timeParts } from './units.ts';

/** Phrases that can be said. */
export interface Phrases {
  has(key: string): boolean;
  /** Length of the longest key. */
  readonly longest: number;
}

export interface Cut {
  /** Keys of phrases, in the order in which they are said. */
  readonly keys: readonly string[];
  /** What none of them says. */
  readonly unsaid: readonly string[];
}

/** Signs that are not read; ｜《》 are, because they mark readings (locales/ruby.ts). */
const silent = /[\s、。・，．,.:;!?！？：；()（）「」『』[\]“”‘’"'–—\-/¥￥…〜~○×•]/u;

const isSilent = (sign: string | undefined): boolean => sign !== undefined && silent.test(sign);

/** Without the signs around it that are not read: how a phrase is named. */
export function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && isSilent(text[from])) from += 1;
  while (to > from && isSilent(text[to - 1])) to -= 1;
  return text.slice(from, to);
}

/** Sign by sign: numbers of phones and slips, and names in kana. A small kana belongs to the one before. */
export const spelled = (text: string): string[] =>
  (text.match(/[A-Za-z0-9]|\p{Script=Katakana}[ャュョァィゥェォ]?/gu) ?? []).map(
    (sign) => `sign:${sign.toUpperCase()}`,
  );

/** What is not looked up as it stands: times, codes and numbers, the first that fits. */
const units: readonly (readonly [RegExp, (found: string) => readonly string[]])[] = [
  [/(?:\d{1,2}):(?:\d{2})(?!\d)/y, timeParts],
  [/[A-Z0-9]+(?:-[A-Z0-9]+)+/y, spelled],
  [/(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]+/y, spelled],
  [/\d{1,3}(?:,\d{3})+|\d+/y, (found) => partsOfNumber(Number(found.replaceAll(',', '')))],
];

/** Before and after a place where a word, a number, a time or a code would be torn. */
const tears: readonly (readonly [before: RegExp, after: RegExp])[] = [
  [/\p{Script=Latin}$/u, /^\p{Script=Latin}/u],
  [/\d[:,-]?$/, /^\d/],
  [/\d$/, /^[:,-]\d/],
];

const insideWord = (text: string, at: number): boolean =>
  tears.some(
    ([before, after]) => before.test(text.slice(Math.max(0, at - 2), at)) && after.test(text.slice(at, at + 2)),
  );

interface Way {
  readonly cost: number;
  readonly keys: readonly string[];
  readonly next: number;
}

/** A sign that nobody says costs more than any number of pieces. */
const unsaidCost = 10_000;

/** Cuts a text into phrases, as few as possible, so that as much of it as possible is said. */
export function cut(text: string, phrases: Phrases): Cut {
  const whole = trimmed(text);
  if (phrases.has(whole)) return { keys: [whole], unsaid: [] };
  const ways: Way[] = Array.from({ length: text.length + 1 }, () => ({ cost: 0, keys: [], next: text.length }));
  for (let at = text.length - 1; at >= 0; at -= 1)
    ways[at] = waysAt(text, at, phrases)
      .map((way) => ({ ...way, cost: way.cost + (ways[way.next]?.cost ?? 0) }))
      .reduce((best, way) => (way.cost < best.cost ? way : best));
  const keys: string[] = [];
  let unsaid = '';
  for (let at = 0; at < text.length; at = ways[at]?.next ?? text.length) {
    const way = ways[at];
    keys.push(...(way?.keys ?? []));
    unsaid += (way?.keys.length ?? 0) > 0 || isSilent(text[at]) ? '\n' : text[at];
  }
  return { keys, unsaid: unsaid.split(/\n+/).filter((rest) => rest !== '') };
}

function waysAt(text: string, at: number, phrases: Phrases): Way[] {
  const ways: Way[] = [{ cost: isSilent(text[at]) ? 0 : unsaidCost, keys: [], next: at + 1 }];
  if (!insideWord(text, at))
    for (let to = Math.min(text.length, at + phrases.longest); to > at; to -= 1) {
      const phrase = text.slice(at, to);
      if (phrases.has(phrase) && !insideWord(text, to)) ways.push({ cost: 1, keys: [phrase], next: to });
    }
  const before = text[at - 1] ?? '';
  if (/[A-Z0-9]/.test(before)) return ways;
  for (const [pattern, keysOf] of units) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) continue;
    const keys = keysOf(found).filter((key) => phrases.has(key));
    if (keys.length > 0) ways.push({ cost: 1 + keys.length, keys, next: at + found.length });
    break;
  }
  return ways;
}
