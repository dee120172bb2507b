import { demand } from './syntax.ts';

/** Where a table lies in a TrueType file. */
export interface TablePlace {
  readonly start: number;
  readonly length: number;
}

/** The table directory (OpenType, "Organization of an OpenType font"). */
export function readDirectory(file: Buffer): Map<string, TablePlace> {
  demand(file.length >= 12 && file.readUInt32BE(0) === 0x10000, 'not a TrueType font');
  const places = new Map<string, TablePlace>();
  for (let record = 12; record < 12 + 16 * file.readUInt16BE(4); record += 16) {
    places.set(file.toString('latin1', record, record + 4), {
      start: file.readUInt32BE(record + 8),
      length: file.readUInt32BE(record + 12),
    });
  }
  return places;
}

/** Advance width and left side bearing (OpenType `hmtx`), in font units: a renderer moves the outline by the bearing. */
export function metricsOf(hmtx: Buffer, advances: number, glyph: number): { advance: number; bearing: number } {
  const [last, rest] = [Math.min(glyph, advances - 1), glyph - advances];
  return {
    advance: hmtx.readUInt16BE(4 * last),
    bearing: rest < 0 ? hmtx.readInt16BE(4 * glyph + 2) : hmtx.readInt16BE(4 * advances + 2 * rest),
  };
}

/** Where the outline of a glyph begins and ends in `glyf` (OpenType `loca`). */
export const outlinePlace = (loca: Buffer, long: boolean, glyph: number): [start: number, end: number] =>
  long
    ? [loca.readUInt32BE(4 * glyph), loca.readUInt32BE(4 * glyph + 4)]
    : [2 * loca.readUInt16BE(2 * glyph), 2 * loca.readUInt16BE(2 * glyph + 2)];

/** A TrueType file in memory, e.g. one that is embedded in a PDF. */
export class TrueTypeTables {
  readonly #tables: ReadonlyMap<string, Buffer>;
  readonly #loca: Buffer;
  readonly #glyf: Buffer;
  readonly #hmtx: Buffer;
  readonly #long: boolean;
  readonly #advances: number;

  constructor(file: Buffer) {
    this.#tables = new Map(
      Array.from(readDirectory(file), ([tag, { start, length }]) => [tag, file.subarray(start, start + length)]),
    );
    this.#loca = this.table('loca');
    this.#glyf = this.table('glyf');
    this.#hmtx = this.table('hmtx');
    this.#long = this.table('head').readInt16BE(50) === 1;
    this.#advances = this.table('hhea').readUInt16BE(34);
  }

  /** Empty where the font has none. */
  table(tag: string): Buffer {
    return this.#tables.get(tag) ?? Buffer.alloc(0);
  }

  outlineOf(glyph: number): Buffer {
    const [start, end] = outlinePlace(this.#loca, this.#long, glyph);
    demand(start <= end && end <= this.#glyf.length, 'an outline is beyond its table');
    return this.#glyf.subarray(start, end);
  }

  metricsOf(glyph: number): { advance: number; bearing: number } {
    return metricsOf(this.#hmtx, this.#advances, glyph);
  }
}
