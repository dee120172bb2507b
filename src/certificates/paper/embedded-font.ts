import type { PdfFile } from './pdf-file.ts';
import { type Dictionary, demand, demandKeys, Keyword, Lexer, type PdfObject } from './syntax.ts';
import { TrueTypeTables } from './truetype-tables.ts';

/**
 * What its dictionaries have, and what some of it must be. A printer that misses one thing that it needs draws nothing, and one that
 * finds more might draw something else.
 */
const FONT = {
  keys: '/Type/Subtype/BaseFont/Encoding/DescendantFonts/ToUnicode',
  values: { '/Type': '/Font', '/Subtype': '/Type0', '/Encoding': '/Identity-H' },
} as const;
const DESCENDANT = {
  keys: '/Type/Subtype/BaseFont/CIDSystemInfo/FontDescriptor/CIDToGIDMap/W',
  values: { '/Type': '/Font', '/Subtype': '/CIDFontType2', '/CIDToGIDMap': '/Identity' },
} as const;
/** Flags: symbolic, so that no encoding is looked for in the program. */
const DESCRIPTOR = {
  keys: '/Type/FontName/Flags/FontBBox/ItalicAngle/Ascent/Descent/CapHeight/StemV/FontFile2/CIDSet',
  values: { '/Type': '/FontDescriptor', '/Flags': 4 },
} as const;
const MEASURES = ['/ItalicAngle', '/Ascent', '/Descent', '/CapHeight', '/StemV'] as const;

interface Form {
  readonly keys: string;
  readonly values: Readonly<Record<string, string | number>>;
}

function demandForm(dictionary: Dictionary, { keys, values }: Form): void {
  for (const [key, value] of Object.entries(values)) demand(dictionary.get(key) === value, 'a font is of another kind');
  demandKeys(dictionary, keys);
}

/** Adobe-Identity-0: CIDs that are glyphs of the program, and no characters of a known collection. */
function demandCollection(collection: Dictionary): void {
  const said = ['/Registry', '/Ordering', '/Supplement'].map((key) => String(collection.get(key)));
  demand(collection.size === 3 && said.join('-') === 'Adobe-Identity-0', 'a font is of another kind');
}

/** A font as the paper carries it: Type 0, Identity-H, a TrueType program, CID = glyph. */
export class EmbeddedFont {
  readonly #texts: ReadonlyMap<number, string>;
  readonly #widths: ReadonlyMap<number, number>;
  readonly #program: Buffer;
  #tables: TrueTypeTables | null = null;
  /** CIDs that were shown. */
  readonly shown = new Set<number>();

  constructor(file: PdfFile, value: PdfObject | undefined) {
    const font = file.dictionary(value);
    const [first, ...others] = file.array(font.get('/DescendantFonts'));
    const descendant = file.dictionary(first);
    const descriptor = file.dictionary(descendant.get('/FontDescriptor'));
    const name = font.get('/BaseFont');
    demandForm(font, FONT);
    demandForm(descendant, DESCENDANT);
    demandForm(descriptor, DESCRIPTOR);
    const isNamed = typeof name === 'string' && /^\/[!-~]+$/.test(name);
    const isOne = others.length === 0 && descendant.get('/BaseFont') === name && descriptor.get('/FontName') === name;
    demand(isNamed && isOne, 'a font is of another kind');
    demand(file.numbers(descriptor.get('/FontBBox')).length === 4, 'a font has no box');
    for (const key of MEASURES) file.number(descriptor.get(key));
    demandCollection(file.dictionary(descendant.get('/CIDSystemInfo')));
    this.#texts = readToUnicode(file.stream(font.get('/ToUnicode')).data);
    this.#widths = readWidths(file, descendant.get('/W'));
    this.#program = file.stream(descriptor.get('/FontFile2')).data;
  }

  get tables(): TrueTypeTables {
    this.#tables ??= new TrueTypeTables(this.#program);
    return this.#tables;
  }

  textOf(cid: number): string {
    const text = this.#texts.get(cid);
    demand(text !== undefined && text !== '', 'a glyph has no text');
    return text;
  }

  /** In thousandths of an em. */
  widthOf(cid: number): number {
    const width = this.#widths.get(cid);
    demand(width !== undefined, 'a glyph has no width');
    return width;
  }
}

/** The keywords of a CMap. A reader that misses one passes over what it begins, and another one might not. */
const keywords =
  /^findresource begin dict begin begincmap def def def begincodespacerange endcodespacerange (beginbfchar endbfchar )*endcmap CMapName currentdict defineresource pop end end $/;

/** A CMap with `bfchar` entries alone (ISO 32000-1, 9.10.3). */
function readToUnicode(data: Buffer): Map<number, string> {
  const texts = new Map<number, string>();
  const lexer = new Lexer(data);
  let words = '';
  let stated: unknown;
  let operands: (PdfObject | Keyword)[] = [];
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    if (!(token instanceof Keyword)) {
      operands.push(token);
      continue;
    }
    demand(!token.word.includes('bfrange'), 'a CMap has ranges');
    words += `${token.word} `;
    if (token.word === 'beginbfchar') stated = operands.at(-1);
    if (token.word === 'endcodespacerange') demand(isWhole(operands), 'a CMap is for other codes');
    if (token.word === 'endbfchar') {
      demand(operands.length === 2 * Number(stated), 'a CMap has another number of entries than it says');
      readEntries(operands, texts);
    }
    operands = [];
  }
  demand(keywords.test(words), 'a CMap is of another form');
  return texts;
}

/** All codes of two octets. */
const isWhole = (operands: readonly (PdfObject | Keyword)[]): boolean =>
  operands.map((code) => (Buffer.isBuffer(code) ? code.toString('hex') : '')).join(' ') === '0000 ffff';

function readEntries(operands: readonly (PdfObject | Keyword)[], texts: Map<number, string>): void {
  for (let i = 0; i < operands.length; i += 2) {
    const [cid, text] = [operands[i], operands[i + 1]];
    demand(Buffer.isBuffer(cid) && cid.length === 2, 'a code of a CMap is wrong');
    demand(Buffer.isBuffer(text) && text.length > 0 && text.length % 2 === 0, 'a text of a CMap is wrong');
    demand(!texts.has(cid.readUInt16BE(0)), 'a CMap has a code twice');
    texts.set(cid.readUInt16BE(0), Buffer.from(text).swap16().toString('utf16le'));
  }
}

/** `/W` in its first form: a CID and the widths from it on (ISO 32000-1, 9.7.4.3). */
function readWidths(file: PdfFile, value: PdfObject | undefined): Map<number, number> {
  const widths = new Map<number, number>();
  const entries = file.array(value);
  for (let i = 0; i < entries.length; i += 2) {
    const first = file.number(entries[i]);
    file.numbers(entries[i + 1]).forEach((width, j) => {
      widths.set(first + j, width);
    });
  }
  return widths;
}
