import type { TrueTypeFont } from './sfnt.ts';

/**
 * A TrueType file holding `glyphs` of `font`, in that order: index in the list = glyph id in the subset (index 0 must be
 * .notdef). Outlines are copied octet for octet, each padded to a multiple of four.
 *
 * @throws on a composite glyph, whose components would have to come along: no character of the certificate fonts has one (tested)
 */
export function subsetFont(font: TrueTypeFont, glyphs: readonly number[]): Buffer {
  const count = glyphs.length;
  const loca = Buffer.alloc(4 * (count + 1));
  const hmtx = Buffer.alloc(4 * count);
  let end = 0;
  glyphs.forEach((glyph, i) => {
    hmtx.writeUInt16BE(font.advanceOf(glyph), 4 * i);
    hmtx.writeInt16BE(font.leftSideBearingOf(glyph), 4 * i + 2);
    end += padded(font.outlineLengthOf(glyph));
    loca.writeUInt32BE(end, 4 * (i + 1));
  });

  const head = Buffer.from(font.tables.head);
  head.writeUInt32BE(0, 8); // checkSumAdjustment: readers of embedded fonts do not check it
  head.writeInt16BE(1, 50); // indexToLocFormat: long
  const hhea = Buffer.from(font.tables.hhea);
  hhea.writeUInt16BE(count, 34);
  const maxp = Buffer.from(font.tables.maxp);
  maxp.writeUInt16BE(count, 4);

  const { cvt, fpgm, prep } = font.tables;
  return assemble([
    ...copied('cvt ', cvt),
    ...copied('fpgm', fpgm),
    { tag: 'glyf', length: end, write: (into, at) => copyOutlines(font, glyphs, loca, into, at) },
    ...copied('head', head),
    ...copied('hhea', hhea),
    ...copied('hmtx', hmtx),
    ...copied('loca', loca),
    ...copied('maxp', maxp),
    ...copied('prep', prep),
  ]);
}

interface Table {
  readonly tag: string;
  readonly length: number;
  /** Writes the table's octets into the file, which is zero before. */
  readonly write: (into: Buffer, at: number) => void;
}

const copied = (tag: string, bytes: Buffer | null): Table[] =>
  bytes === null ? [] : [{ tag, length: bytes.length, write: (into, at) => bytes.copy(into, at) }];

function copyOutlines(font: TrueTypeFont, glyphs: readonly number[], loca: Buffer, into: Buffer, at: number): void {
  glyphs.forEach((glyph, i) => {
    const start = at + loca.readUInt32BE(4 * i);
    if (font.outlineLengthOf(glyph) === 0) return;
    font.readOutline(glyph, into, start);
    if (into.readInt16BE(start) < 0) throw new Error(`glyph ${glyph} is composite`);
  });
}

/** Table directory and tables (OpenType "Organization of an OpenType font"). */
function assemble(tables: readonly Table[]): Buffer {
  const directory = 12 + 16 * tables.length;
  const file = Buffer.alloc(directory + tables.reduce((sum, { length }) => sum + padded(length), 0));
  const power = Math.floor(Math.log2(tables.length));
  file.writeUInt32BE(0x00010000, 0);
  file.writeUInt16BE(tables.length, 4);
  file.writeUInt16BE(16 << power, 6);
  file.writeUInt16BE(power, 8);
  file.writeUInt16BE(16 * tables.length - (16 << power), 10);
  let offset = directory;
  tables.forEach(({ tag, length, write }, i) => {
    write(file, offset);
    file.write(tag, 12 + 16 * i, 'latin1');
    file.writeUInt32BE(checksum(file, offset, padded(length)), 16 + 16 * i);
    file.writeUInt32BE(offset, 20 + 16 * i);
    file.writeUInt32BE(length, 24 + 16 * i);
    offset += padded(length);
  });
  return file;
}

const padded = (length: number): number => (length + 3) & ~3;

/** Sum of big-endian 32-bit words, modulo 2^32. */
function checksum(bytes: Buffer, from: number, length: number): number {
  const words = new DataView(bytes.buffer, bytes.byteOffset + from, length);
  let sum = 0;
  for (let at = 0; at < length; at += 4) sum = (sum + words.getInt32(at)) | 0;
  return sum >>> 0;
}
