import { messageOf } from '../outcome.ts';
import type { EmbeddedFont } from './paper/embedded-font.ts';
import { readPaper } from './paper/paper.ts';
import type { SourceFont } from './paper/source-font.ts';
import { type PageText, textOf } from './paper-text.ts';

/** Tables that decide about every glyph: measures, and the programs that may move points. */
const COMMON = ['cvt ', 'fpgm', 'prep'];
/** Greatest difference of a width in the page from that of the font, in thousandths of an em (ISO 19005-1, 6.3.6). */
const TOLERANCE = 1;

/** Why a paper may not be printed; glyphs are named by their code points, never shown in their context. */
export interface OutlineFault {
  readonly fault: 'unreadable' | 'glyph-differs';
  readonly detail: string;
}

/**
 * Reads a finished paper, and holds each glyph that it shows against the font file (I13): the outline, octet for octet, and
 * the measures must be those of the code point and selector that the page says it is. Shares no code with the writer.
 */
export function readVerifiedPages(pdf: Uint8Array, source: SourceFont): PageText[] | OutlineFault {
  try {
    const paper = readPaper(pdf);
    const wrong = paper.fonts.map((font) => differenceIn(font, source)).find((detail) => detail !== null);
    return wrong === undefined ? textOf(paper) : { fault: 'glyph-differs', detail: wrong };
  } catch (error) {
    return { fault: 'unreadable', detail: messageOf(error) };
  }
}

/** null when the outlines are right. */
export function checkOutlines(pdf: Uint8Array, source: SourceFont): OutlineFault | null {
  const pages = readVerifiedPages(pdf, source);
  return 'fault' in pages ? pages : null;
}

function differenceIn(font: EmbeddedFont, source: SourceFont): string | null {
  const other = COMMON.find((tag) => !font.tables.table(tag).equals(source.table(tag)));
  if (other !== undefined) return `table ${other.trim()}`;
  // What is left out: the sum over the whole file, and the kind of `loca`, which a subset may choose.
  const [ours, theirs] = [font.tables.table('head'), source.table('head')];
  const same = [
    [12, 50],
    [52, 54],
  ].every(([from, to]) => ours.subarray(from, to).equals(theirs.subarray(from, to)));
  if (!same || theirs.length !== 54) return 'table head';
  for (const cid of font.shown) {
    if (!sameGlyph(font, source, cid)) return Array.from(font.textOf(cid), codePointName).join(' ');
  }
  return null;
}

function sameGlyph(font: EmbeddedFont, source: SourceFont, cid: number): boolean {
  const [codePoint = 0, selector, ...more] = Array.from(font.textOf(cid), (part) => part.codePointAt(0) ?? 0);
  const glyph = more.length === 0 ? source.glyphOf(codePoint, selector) : null;
  if (glyph === null || glyph === 0) return false;
  const [embedded, wanted] = [font.tables.metricsOf(cid), source.metricsOf(glyph)];
  const unitsPerEm = source.table('head').readUInt16BE(18);
  return (
    embedded.advance === wanted.advance &&
    embedded.bearing === wanted.bearing &&
    Math.abs(font.widthOf(cid) - (wanted.advance * 1000) / unitsPerEm) < TOLERANCE &&
    sameOutline(font.tables.outlineOf(cid), source.outlineOf(glyph))
  );
}

/** The embedded outline ends on a multiple of four octets, so that the next one is aligned. */
const sameOutline = (embedded: Buffer, wanted: Buffer): boolean =>
  embedded.length === ((wanted.length + 3) & ~3) &&
  embedded.subarray(0, wanted.length).equals(wanted) &&
  embedded.subarray(wanted.length).every((octet) => octet === 0);

const codePointName = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
