import type { TrueTypeFont } from './sfnt.ts';

/**
 * A TrueType file holding `glyphs` of `font`, in that order: index in the list = glyph id in the subset (index 0 must be
 * .notdef). Outlines are copied byte for byte.
 *
 * @throws on a composite glyph, whose components would have to come along: neither certificate font has one
 */
export function subsetFont(font: TrueTypeFont, glyphs: readonly number[]): Buffer {
  const outlines = glyphs.map((glyph) => simpleOutline(font, glyph));
  const count = glyphs.length;

  const loca = Buffer.alloc(4 * (count + 1));
  const hmtx = Buffer.alloc(4 * count);
  let end = 0;
  glyphs.forEach((glyph, i) => {
    hmtx.writeUInt16BE(font.advanceOf(glyph), 4 * i);
    hmtx.writeInt16BE(font.leftSideBearingOf(glyph), 4 * i + 2);
    end += outlines[i]?.length ?? 0;
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
    ['cvt ', cvt],
    ['fpgm', fpgm],
    ['glyf', Buffer.concat(outlines)],
    ['head', head],
    ['hhea', hhea],
    ['hmtx', hmtx],
    ['loca', loca],
    ['maxp', maxp],
    ['prep', prep],
  ]);
}

/** Padded to four octets, so that `loca` and the next outline stay aligned. */
function simpleOutline(font: TrueTypeFont, glyph: number): Buffer {
  const outline = font.outlineOf(glyph);
  if (outline.length > 0 && outline.readInt16BE(0) < 0) throw new Error(`glyph ${glyph} is composite`);
  return padded(outline);
}

/** Table directory and tables (OpenType "Organization of an OpenType font"); absent tables are left out. */
function assemble(all: readonly (readonly [tag: string, bytes: Buffer | null])[]): Buffer {
  const tables = all.flatMap(([tag, bytes]) =>
    bytes === null ? [] : [{ tag, length: bytes.length, bytes: padded(bytes) }],
  );
  const directory = Buffer.alloc(12 + 16 * tables.length);
  const power = Math.floor(Math.log2(tables.length));
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(tables.length, 4);
  directory.writeUInt16BE(16 << power, 6);
  directory.writeUInt16BE(power, 8);
  directory.writeUInt16BE(16 * tables.length - (16 << power), 10);
  let offset = directory.length;
  tables.forEach(({ tag, length, bytes }, i) => {
    directory.write(tag, 12 + 16 * i, 'latin1');
    directory.writeUInt32BE(checksum(bytes), 16 + 16 * i);
    directory.writeUInt32BE(offset, 20 + 16 * i);
    directory.writeUInt32BE(length, 24 + 16 * i);
    offset += bytes.length;
  });
  return Buffer.concat([directory, ...tables.map((table) => table.bytes)]);
}

function padded(bytes: Buffer): Buffer {
  const missing = -bytes.length & 3;
  return missing === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(missing)]);
}

/** Sum of big-endian 32-bit words, modulo 2^32. */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}
