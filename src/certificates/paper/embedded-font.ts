import type { PdfFile } from './pdf-file.ts';
import { demand, Keyword, Lexer, type PdfObject } from './syntax.ts';
import { TrueTypeTables } from './truetype-tables.ts';

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
    const sound =
      others.length === 0 &&
      font.get('/Subtype') === '/Type0' &&
      font.get('/Encoding') === '/Identity-H' &&
      descendant.get('/Subtype') === '/CIDFontType2' &&
      descendant.get('/CIDToGIDMap') === '/Identity';
    demand(sound, 'a font is of another kind');
    this.#texts = readToUnicode(file.stream(font.get('/ToUnicode')).data);
    this.#widths = readWidths(file, descendant.get('/W'));
    this.#program = file.stream(file.dictionary(descendant.get('/FontDescriptor')).get('/FontFile2')).data;
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

/** A CMap with `bfchar` entries alone (ISO 32000-1, 9.10.3). */
function readToUnicode(data: Buffer): Map<number, string> {
  const texts = new Map<number, string>();
  const lexer = new Lexer(data);
  let operands: (PdfObject | Keyword)[] = [];
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    if (!(token instanceof Keyword)) {
      operands.push(token);
      continue;
    }
    demand(!token.word.includes('bfrange'), 'a CMap has ranges');
    if (token.word === 'endbfchar') readEntries(operands, texts);
    operands = [];
  }
  return texts;
}

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
