/** Text, and how it is read: kanji with their kana above them, everything else without. */
export interface RubyPart {
  readonly text: string;
  readonly reading: string | null;
}

/** A word with its reading, as 青空文庫 writes it (https://www.aozora.gr.jp/annotation/etc.html#ruby): `｜漢字《かんじ》`. */
const marked = /｜([^｜《》]+)《([^｜《》]+)》/g;

/** The text without its readings. */
export const plainText = (text: string): string => text.replace(marked, '$1');

/** The text in pieces, in its order; nothing is lost, and text without readings is one piece. */
export function rubyParts(text: string): RubyPart[] {
  const parts: RubyPart[] = [];
  let at = 0;
  for (const { 0: whole, 1: word = '', 2: reading = '', index } of text.matchAll(marked)) {
    if (index > at) parts.push({ text: text.slice(at, index), reading: null });
    parts.push({ text: word, reading });
    at = index + whole.length;
  }
  return at < text.length ? [...parts, { text: text.slice(at), reading: null }] : parts;
}
