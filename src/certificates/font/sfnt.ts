import { closeSync, openSync, readSync } from 'node:fs';

/** Tables the reader keeps in memory: everything but the outlines, which are read from the file glyph by glyph. */
export interface SmallTables {
  readonly head: Buffer;
  readonly hhea: Buffer;
  readonly maxp: Buffer;
  readonly hmtx: Buffer;
  readonly loca: Buffer;
  readonly os2: Buffer;
  readonly cvt: Buffer | null;
  readonly fpgm: Buffer | null;
  readonly prep: Buffer | null;
}

const LAST_CODE_POINT = 0x10ffff;
/** One number for (code point, variation selector): selectors above the 21 bits of a code point. */
const SELECTOR_UNIT = 0x200000;

/**
 * A TrueType font file (OpenType 1.9 with `glyf` outlines, no collections, no CFF) with a format 12 `cmap` and, where
 * present, a format 14 one. All numbers are in font units unless said otherwise.
 */
export class TrueTypeFont {
  readonly tables: SmallTables;
  readonly postscriptName: string;
  readonly unitsPerEm: number;
  readonly glyphCount: number;
  /** Degrees counter-clockwise from the vertical. */
  readonly italicAngle: number;
  readonly isFixedPitch: boolean;
  readonly #file: number;
  readonly #directory: ReadonlyMap<string, { offset: number; length: number }>;
  readonly #glyfOffset: number;
  readonly #longLoca: boolean;
  readonly #advances: number;
  readonly #glyphs: Uint16Array;
  readonly #sequences: ReadonlyMap<number, number>;

  /** Throws when the file cannot be read or is not such a font: a configuration error. */
  constructor(path: string) {
    this.#file = openSync(path, 'r');
    this.#directory = this.#readDirectory(path);
    this.tables = {
      head: this.#required('head'),
      hhea: this.#required('hhea'),
      maxp: this.#required('maxp'),
      hmtx: this.#required('hmtx'),
      loca: this.#required('loca'),
      os2: this.#required('OS/2'),
      cvt: this.#optional('cvt '),
      fpgm: this.#optional('fpgm'),
      prep: this.#optional('prep'),
    };
    const post = this.#required('post');
    this.italicAngle = post.readInt32BE(4) / 65536;
    this.isFixedPitch = post.readUInt32BE(12) !== 0;
    this.unitsPerEm = this.tables.head.readUInt16BE(18);
    this.glyphCount = this.tables.maxp.readUInt16BE(4);
    this.#longLoca = this.tables.head.readInt16BE(50) === 1;
    this.#advances = this.tables.hhea.readUInt16BE(34);
    this.#glyfOffset = this.#entry('glyf').offset;
    this.postscriptName = postscriptNameOf(this.#required('name'));
    const cmap = this.#required('cmap');
    this.#glyphs = readFormat12(cmap);
    this.#sequences = readFormat14(cmap, this.#glyphs);
  }

  /** Glyph of a character, or of a variation sequence when `selector` is not 0. 0 when the font has no such entry. */
  glyphOf(codePoint: number, selector: number): number {
    if (selector === 0) return this.#glyphs[codePoint] ?? 0;
    return this.#sequences.get(selector * SELECTOR_UNIT + codePoint) ?? 0;
  }

  advanceOf(glyph: number): number {
    return this.tables.hmtx.readUInt16BE(4 * Math.min(glyph, this.#advances - 1));
  }

  leftSideBearingOf(glyph: number): number {
    const { hmtx } = this.tables;
    return glyph < this.#advances
      ? hmtx.readInt16BE(4 * glyph + 2)
      : hmtx.readInt16BE(4 * this.#advances + 2 * (glyph - this.#advances));
  }

  /** Octets of the glyph in `glyf`; 0 for a blank one. */
  outlineLengthOf(glyph: number): number {
    return this.#outlineAt(glyph + 1) - this.#outlineAt(glyph);
  }

  /** Copies the glyph's octets to `into` from `at` on. */
  readOutline(glyph: number, into: Buffer, at: number): void {
    this.#readInto(into, at, this.#glyfOffset + this.#outlineAt(glyph), this.outlineLengthOf(glyph));
  }

  /** The glyph's octets in `glyf`, a fresh copy. */
  outlineOf(glyph: number): Buffer {
    return this.#read(this.#glyfOffset + this.#outlineAt(glyph), this.outlineLengthOf(glyph));
  }

  close(): void {
    closeSync(this.#file);
  }

  #outlineAt(glyph: number): number {
    const { loca } = this.tables;
    return this.#longLoca ? loca.readUInt32BE(4 * glyph) : 2 * loca.readUInt16BE(2 * glyph);
  }

  #readDirectory(path: string): Map<string, { offset: number; length: number }> {
    const header = this.#read(0, 12);
    if (header.readUInt32BE(0) !== 0x00010000) throw new Error(`${path}: not a TrueType font with glyf outlines`);
    const count = header.readUInt16BE(4);
    const records = this.#read(12, 16 * count);
    return new Map(
      Array.from({ length: count }, (_, i) => [
        records.toString('latin1', 16 * i, 16 * i + 4),
        { offset: records.readUInt32BE(16 * i + 8), length: records.readUInt32BE(16 * i + 12) },
      ]),
    );
  }

  #entry(tag: string): { offset: number; length: number } {
    const entry = this.#directory.get(tag);
    if (entry === undefined) throw new Error(`font has no table ${tag}`);
    return entry;
  }

  #required(tag: string): Buffer {
    const { offset, length } = this.#entry(tag);
    return this.#read(offset, length);
  }

  #optional(tag: string): Buffer | null {
    return this.#directory.has(tag) ? this.#required(tag) : null;
  }

  #read(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    this.#readInto(bytes, 0, offset, length);
    return bytes;
  }

  #readInto(into: Buffer, at: number, offset: number, length: number): void {
    if (readSync(this.#file, into, at, length, offset) !== length) throw new Error('font file is truncated');
  }
}

/** Subtable of `cmap` for a platform and encoding id, cut so that offsets inside it start at 0. */
function subtable(cmap: Buffer, platform: number, encoding: number): Buffer | null {
  const count = cmap.readUInt16BE(2);
  for (let i = 0, at = 4; i < count; i++, at += 8) {
    if (cmap.readUInt16BE(at) === platform && cmap.readUInt16BE(at + 2) === encoding) {
      return cmap.subarray(cmap.readUInt32BE(at + 4));
    }
  }
  return null;
}

/** Code point to glyph for all of Unicode, from the Windows UCS-4 subtable (OpenType `cmap` format 12). */
function readFormat12(cmap: Buffer): Uint16Array {
  const table = subtable(cmap, 3, 10);
  if (table === null || table.readUInt16BE(0) !== 12) throw new Error('font has no cmap format 12');
  const glyphs = new Uint16Array(LAST_CODE_POINT + 1);
  const groups = table.readUInt32BE(12);
  for (let i = 0, at = 16; i < groups; i++, at += 12) {
    const first = table.readUInt32BE(at);
    const last = Math.min(table.readUInt32BE(at + 4), LAST_CODE_POINT);
    const glyph = table.readUInt32BE(at + 8);
    for (let code = first; code <= last; code++) glyphs[code] = glyph + code - first;
  }
  return glyphs;
}

/** Variation sequences (OpenType `cmap` format 14): both the default ones and those with a glyph of their own. */
function readFormat14(cmap: Buffer, glyphs: Uint16Array): Map<number, number> {
  const sequences = new Map<number, number>();
  const table = subtable(cmap, 0, 5);
  if (table === null) return sequences;
  const selectors = table.readUInt32BE(6);
  for (let i = 0, at = 10; i < selectors; i++, at += 11) {
    const selector = table.readUIntBE(at, 3) * SELECTOR_UNIT;
    const defaults = table.readUInt32BE(at + 3);
    const others = table.readUInt32BE(at + 7);
    for (let j = 0; defaults > 0 && j < table.readUInt32BE(defaults); j++) {
      const range = defaults + 4 + 4 * j;
      const first = table.readUIntBE(range, 3);
      for (let code = first; code <= first + table.readUInt8(range + 3); code++) {
        sequences.set(selector + code, glyphs[code] ?? 0);
      }
    }
    for (let j = 0; others > 0 && j < table.readUInt32BE(others); j++) {
      const mapping = others + 4 + 5 * j;
      sequences.set(selector + table.readUIntBE(mapping, 3), table.readUInt16BE(mapping + 3));
    }
  }
  return sequences;
}

/** Name id 6 of the `name` table: ASCII, whichever platform states it. */
function postscriptNameOf(name: Buffer): string {
  const count = name.readUInt16BE(2);
  const strings = name.readUInt16BE(4);
  for (let i = 0, at = 6; i < count; i++, at += 12) {
    if (name.readUInt16BE(at + 6) !== 6) continue;
    const start = strings + name.readUInt16BE(at + 10);
    const bytes = name.subarray(start, start + name.readUInt16BE(at + 8));
    return bytes.toString('latin1').replaceAll('\0', '');
  }
  throw new Error('font has no PostScript name');
}
