import { openSync, readSync } from 'node:fs';
import type { FontFile } from '../font/certificate-font.ts';
import { demand } from './syntax.ts';
import { metricsOf, outlinePlace, readDirectory, type TablePlace } from './truetype-tables.ts';

const UNICODE_SEQUENCES = '0.5';
const WINDOWS_UCS4 = '3.10';

/**
 * The font file that certificates are set in, read by code that the renderer does not use. Characters are searched in the
 * file's own tables (OpenType `cmap` formats 12 and 14); outlines are read when they are asked for.
 */
export class SourceFont {
  readonly #file: number;
  readonly #places: ReadonlyMap<string, TablePlace>;
  readonly #tables = new Map<string, Buffer>();
  readonly #characters: Buffer;
  readonly #sequences: Buffer | null;

  /** Throws when the file cannot be read or is not such a font: a configuration error. */
  constructor({ path, collection }: FontFile) {
    this.#file = openSync(path, 'r');
    this.#places = readDirectory(this.#read(0, 4096));
    for (const tag of ['head', 'hhea', 'hmtx', 'loca', 'cvt ', 'fpgm', 'prep']) {
      const place = this.#places.get(tag) ?? { start: 0, length: 0 };
      this.#tables.set(tag, this.#read(place.start, place.length));
    }
    const subtables = this.#subtables();
    const characters = subtables.get(WINDOWS_UCS4);
    demand(characters?.readUInt16BE(0) === 12, 'the font has no cmap of format 12');
    this.#characters = characters;
    // In a font of another collection the same selector is another shape.
    this.#sequences = collection === 'Moji_Joho' ? (subtables.get(UNICODE_SEQUENCES) ?? null) : null;
  }

  table(tag: string): Buffer {
    return this.#tables.get(tag) ?? Buffer.alloc(0);
  }

  /** null where the font has no such character or sequence. */
  glyphOf(codePoint: number, selector: number | undefined): number | null {
    if (selector === undefined) return this.#character(codePoint);
    if (this.#sequences === null) return null;
    const table = this.#sequences;
    const record = search(10, table.readUInt32BE(6), 11, (at) => compare(selector, table.readUIntBE(at, 3)));
    return record === null ? null : this.#sequence(table, record, codePoint);
  }

  outlineOf(glyph: number): Buffer {
    const [start, end] = outlinePlace(this.table('loca'), this.table('head').readInt16BE(50) === 1, glyph);
    return this.#read((this.#places.get('glyf')?.start ?? 0) + start, end - start);
  }

  metricsOf(glyph: number): { advance: number; bearing: number } {
    return metricsOf(this.table('hmtx'), this.table('hhea').readUInt16BE(34), glyph);
  }

  #character(codePoint: number): number | null {
    const table = this.#characters;
    const group = search(16, table.readUInt32BE(12), 12, (at) =>
      within(codePoint, table.readUInt32BE(at), table.readUInt32BE(at + 4)),
    );
    return group === null ? null : table.readUInt32BE(group + 8) + codePoint - table.readUInt32BE(group);
  }

  /** A sequence has a glyph of its own, or is the character itself. */
  #sequence(table: Buffer, record: number, codePoint: number): number | null {
    const [defaults, others] = [table.readUInt32BE(record + 3), table.readUInt32BE(record + 7)];
    const own =
      others === 0
        ? null
        : search(others + 4, table.readUInt32BE(others), 5, (at) => compare(codePoint, table.readUIntBE(at, 3)));
    if (own !== null) return table.readUInt16BE(own + 3);
    const same =
      defaults === 0
        ? null
        : search(defaults + 4, table.readUInt32BE(defaults), 4, (at) => {
            const first = table.readUIntBE(at, 3);
            return within(codePoint, first, first + table.readUInt8(at + 3));
          });
    return same === null ? null : this.#character(codePoint);
  }

  /** The subtables of `cmap` by platform and encoding. */
  #subtables(): Map<string, Buffer> {
    const place = this.#places.get('cmap');
    demand(place !== undefined, 'the font has no cmap');
    const cmap = this.#read(place.start, place.length);
    return new Map(
      Array.from({ length: cmap.readUInt16BE(2) }, (_, i) => {
        const at = 4 + 8 * i;
        return [`${cmap.readUInt16BE(at)}.${cmap.readUInt16BE(at + 2)}`, cmap.subarray(cmap.readUInt32BE(at + 4))];
      }),
    );
  }

  #read(start: number, length: number): Buffer {
    const octets = Buffer.allocUnsafe(length);
    return octets.subarray(0, readSync(this.#file, octets, 0, length, start));
  }
}

const compare = (wanted: number, found: number): number => wanted - found;
const within = (wanted: number, first: number, last: number): number => (wanted < first ? -1 : wanted > last ? 1 : 0);

/** Place of the record, of `count` sorted ones of `size` octets, for which `order` is 0. */
function search(start: number, count: number, size: number, order: (at: number) => number): number | null {
  let [low, high] = [0, count - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = start + middle * size;
    const side = order(at);
    if (side === 0) return at;
    if (side < 0) high = middle - 1;
    else low = middle + 1;
  }
  return null;
}
