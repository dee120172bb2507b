import type { CertificateFont } from './font/certificate-font.ts';
import { piecesOf } from './font/certificate-font.ts';

/** Lengths are PDF points (1/72 inch) from the upper left corner of the page. */
export const mm = (millimetres: number): number => (millimetres * 72) / 25.4;

export const A4 = { width: mm(210), height: mm(297) } as const;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Text with its place decided: lines stand one under the other, centred in the height of `box`. */
export interface PlacedText {
  readonly box: Box;
  readonly lines: readonly string[];
  readonly size: number;
  readonly align: 'left' | 'center' | 'right';
  /** Extra space between characters. */
  readonly spacing: number;
}

/** What a page is made of. Headings, paragraphs, tables and seals are read in order; the rest is decoration. */
export type PageItem =
  | { readonly kind: 'heading' | 'paragraph'; readonly text: PlacedText }
  | { readonly kind: 'table'; readonly rows: readonly (readonly TableCell[])[] }
  | { readonly kind: 'line'; readonly from: Point; readonly to: Point; readonly width: number }
  /** A grey area; `black` from 0 to 1. */
  | { readonly kind: 'tint'; readonly box: Box; readonly black: number }
  /** An area one sixteenth black: a square of `dot` × `dot` printer dots in every 4 `dot`, at 600 dpi. */
  | { readonly kind: 'screen'; readonly box: Box; readonly dot: number }
  | { readonly kind: 'seal'; readonly box: Box; readonly characters: readonly string[]; readonly caption: string }
  /** Black modules of a code, stretched to the box. White is left around them in the ground: four modules (ISO/IEC 18004). */
  | { readonly kind: 'mask'; readonly box: Box; readonly image: Mask }
  /** The copy-evident ground (けん制文字) under the whole sheet. */
  | { readonly kind: 'ground' };

/** A picture of one bit a dot. */
export interface Mask {
  /** In dots. */
  readonly width: number;
  readonly height: number;
  /** Rows from the top, each begun on a new octet, the leftmost dot in its highest bit; 1 = black. */
  readonly bits: Uint8Array;
  /** Masks of one key are the same picture and stand in the file once. */
  readonly key?: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface TableCell {
  readonly role: 'header' | 'data';
  /** The ruled cell. */
  readonly box: Box;
  /** In reading order; a cell may hold a name with its reading above. */
  readonly texts: readonly PlacedText[];
}

export interface Sheet {
  readonly items: readonly PageItem[];
}

/** Distance of baselines in font sizes. */
export const LEADING = 1.25;

/**
 * Fits text to a box: one line at the largest size from `max` down to `min`, else at `min` on two lines, broken behind a
 * space where both parts then have room.
 * null when even that is too wide or too high; text is never clipped.
 */
export function fitText(
  font: CertificateFont,
  text: string,
  box: { readonly width: number; readonly height: number },
  { max, min }: { readonly max: number; readonly min: number },
): { readonly lines: readonly string[]; readonly size: number } | null {
  const em = font.widthOf(text);
  for (let size = max; size >= min; size -= 0.25) {
    if (em * size <= box.width && size <= box.height) return { lines: [text], size };
  }
  if (min * (1 + LEADING) > box.height) return null;
  const fits = (line: string) => font.widthOf(line) * min <= box.width;
  const lines = breaksOf(piecesOf(text)).find((pair) => pair.every(fits));
  return lines === undefined ? null : { lines, size: min };
}

/** Ways to break a text in two, best first: behind a space, then behind any character, the longest first line first. */
function breaksOf(pieces: readonly string[]): [string, string][] {
  const places = pieces.map((_, i) => i + 1).reverse();
  const behindSpace = places.filter((place) => /\s/u.test(pieces[place - 1] ?? ''));
  return [...behindSpace, ...places].map((place) => [pieces.slice(0, place).join(''), pieces.slice(place).join('')]);
}
