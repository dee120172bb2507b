import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { TrueTypeFont } from './sfnt.ts';
import { subsetFont } from './subset.ts';

/** A printed character: a code point and its variation selector (0 = none). */
interface Character {
  readonly codePoint: number;
  readonly selector: number;
}

/** A font that certificates are set in. Immutable; what a document uses of it lives in `forDocument()`. */
export interface CertificateFont {
  /** PostScript name, e.g. `IPAmjMincho`. */
  readonly name: string;
  /** True when variation sequences are those of the IVD collection Moji_Joho, in which documents state kanji variants. */
  readonly variants: boolean;
  /** First character or sequence of `text` that cannot be printed, e.g. `U+845B U+E0103`; null when all can. */
  missingIn(text: string): string | null;
  /** Width of `text` in em. Throws `MissingGlyphError`. */
  widthOf(text: string): number;
  /** A font object for one pdfkit document, of its own: nothing of one document's text can reach another's. */
  forDocument(): PdfFont;
}

/** Thrown instead of printing a box or a look-alike (I13). */
export class MissingGlyphError extends Error {
  /** e.g. `U+845B U+E0103`. */
  readonly character: string;

  constructor(character: string, font: string) {
    super(`no glyph for ${character} in ${font}`);
    this.name = 'MissingGlyphError';
    this.character = character;
  }
}

export interface FontFile {
  readonly path: string;
  /** IVD collection its format 14 subtable speaks of; only Moji_Joho is what documents are written in. */
  readonly collection: 'Moji_Joho' | 'Adobe-Japan1';
}

export const FONT_FILES: readonly FontFile[] = [
  { path: '/usr/share/fonts/truetype/ipamj/ipamjm.ttf', collection: 'Moji_Joho' },
  {
    path: createRequire(import.meta.url).resolve(
      '@expo-google-fonts/biz-udmincho/400Regular/BIZUDMincho_400Regular.ttf',
    ),
    collection: 'Adobe-Japan1',
  },
];

/**
 * Opens the first font of the list that is installed: IPAmj Mincho (Debian `fonts-ipamj-mincho`), else BIZ UDMincho (npm).
 * A font whose sequences belong to another collection has no variants for us: the same selector there is another shape.
 */
export function openCertificateFont(files: readonly FontFile[] = FONT_FILES): CertificateFont {
  const file = files.find(({ path }) => existsSync(path));
  if (file === undefined) throw new Error(`no certificate font: none of ${files.map((f) => f.path).join(', ')} exists`);
  return new GlyfCertificateFont(new TrueTypeFont(file.path), file.collection === 'Moji_Joho');
}

class GlyfCertificateFont implements CertificateFont {
  readonly name: string;
  readonly variants: boolean;
  readonly #font: TrueTypeFont;

  constructor(font: TrueTypeFont, variants: boolean) {
    this.#font = font;
    this.name = font.postscriptName;
    this.variants = variants;
  }

  missingIn(text: string): string | null {
    for (const character of charactersOf(text)) {
      if (this.#glyphOf(character) === 0) return nameOf(character);
    }
    return null;
  }

  widthOf(text: string): number {
    let units = 0;
    for (const character of charactersOf(text)) units += this.#font.advanceOf(this.#requiredGlyphOf(character));
    return units / this.#font.unitsPerEm;
  }

  forDocument(): PdfFont {
    return new PdfFont(this.#font, (character) => this.#requiredGlyphOf(character));
  }

  #glyphOf({ codePoint, selector }: Character): number {
    if (codePoint < 0x20 || (selector !== 0 && !this.variants)) return 0;
    return this.#font.glyphOf(codePoint, selector);
  }

  #requiredGlyphOf(character: Character): number {
    const glyph = this.#glyphOf(character);
    if (glyph === 0) throw new MissingGlyphError(nameOf(character), this.name);
    return glyph;
  }
}

/** A glyph as pdfkit knows it. `id` says character and selector, so that two spellings of one shape stay two texts. */
interface PdfGlyph {
  readonly id: number;
  readonly advanceWidth: number;
  readonly codePoints: readonly number[];
}

/** pdfkit scales positions in place: fresh objects for every run. */
interface PdfPosition {
  xAdvance: number;
  yAdvance: number;
  xOffset: number;
  yOffset: number;
}

/**
 * The part of fontkit's font object that pdfkit 0.20 uses (`EmbeddedFont`), without shaping: one glyph per character or
 * variation sequence, no GSUB, so that the text read back from the PDF (ToUnicode) is exactly the text asked for.
 */
export class PdfFont {
  readonly postscriptName: string;
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly lineGap: number;
  readonly xHeight: number;
  readonly capHeight: number;
  readonly italicAngle: number;
  readonly bbox: { minX: number; minY: number; maxX: number; maxY: number };
  readonly post: { isFixedPitch: boolean };
  readonly head = { macStyle: { italic: false } };
  readonly 'OS/2': { sFamilyClass: number };
  readonly #font: TrueTypeFont;
  readonly #glyphOf: (character: Character) => number;
  /** Characters used, by glyph id as pdfkit sees it. */
  readonly #used = new Map<number, { readonly glyph: number; readonly seen: PdfGlyph }>();

  constructor(font: TrueTypeFont, glyphOf: (character: Character) => number) {
    const { head, hhea, os2 } = font.tables;
    this.#font = font;
    this.#glyphOf = glyphOf;
    this.postscriptName = font.postscriptName;
    this.unitsPerEm = font.unitsPerEm;
    this.ascent = hhea.readInt16BE(4);
    this.descent = hhea.readInt16BE(6);
    this.lineGap = hhea.readInt16BE(8);
    const versionTwo = os2.readUInt16BE(0) >= 2;
    this.xHeight = versionTwo ? os2.readInt16BE(86) : 0;
    this.capHeight = versionTwo ? os2.readInt16BE(88) : this.ascent;
    this.italicAngle = font.italicAngle;
    this.bbox = {
      minX: head.readInt16BE(36),
      minY: head.readInt16BE(38),
      maxX: head.readInt16BE(40),
      maxY: head.readInt16BE(42),
    };
    this.post = { isFixedPitch: font.isFixedPitch };
    this['OS/2'] = { sFamilyClass: os2.readInt16BE(30) };
  }

  /** Throws `MissingGlyphError`. */
  layout(text: string) {
    const glyphs = Array.from(charactersOf(text), (character) => this.#glyph(character));
    const positions = glyphs.map(
      ({ advanceWidth }): PdfPosition => ({ xAdvance: advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 }),
    );
    return {
      glyphs,
      positions,
      get advanceWidth() {
        return positions.reduce((sum, position) => sum + position.xAdvance, 0);
      },
    };
  }

  /** pdfkit asks only for glyph 0, the .notdef that every subset starts with. */
  getGlyph(id: number): PdfGlyph {
    return { id, advanceWidth: this.#font.advanceOf(0), codePoints: [] };
  }

  createSubset() {
    const glyphs = [0];
    const positions = new Map<number, number>([[0, 0]]);
    return {
      /** Position of a glyph in the subset: the two bytes written in the page. */
      includeGlyph: (id: number): number => {
        const known = positions.get(id);
        if (known !== undefined) return known;
        const used = this.#used.get(id);
        if (used === undefined) throw new Error(`glyph ${id} was never laid out`);
        positions.set(id, glyphs.push(used.glyph) - 1);
        return glyphs.length - 1;
      },
      encode: (): Uint8Array => subsetFont(this.#font, glyphs),
    };
  }

  #glyph(character: Character): PdfGlyph {
    const id = character.selector * 0x200000 + character.codePoint;
    const known = this.#used.get(id);
    if (known !== undefined) return known.seen;
    const glyph = this.#glyphOf(character);
    const { codePoint, selector } = character;
    const seen: PdfGlyph = {
      id,
      advanceWidth: this.#font.advanceOf(glyph),
      codePoints: selector === 0 ? [codePoint] : [codePoint, selector],
    };
    this.#used.set(id, { glyph, seen });
    return seen;
  }
}

const isSelector = (code: number | undefined): code is number =>
  code !== undefined && ((code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef));

/** Splits text into characters: a variation selector belongs to the code point before it. */
function* charactersOf(text: string): Generator<Character> {
  let at = 0;
  const take = (): number => {
    const code = text.codePointAt(at) ?? 0;
    at += code > 0xffff ? 2 : 1;
    return code;
  };
  while (at < text.length) {
    const codePoint = take();
    const selector = isSelector(text.codePointAt(at)) ? take() : 0;
    yield { codePoint, selector };
  }
}

/** The pieces of `text` between which a line may be broken: each is one character with its selector. */
export const piecesOf = (text: string): string[] =>
  Array.from(charactersOf(text), ({ codePoint, selector }) =>
    selector === 0 ? String.fromCodePoint(codePoint) : String.fromCodePoint(codePoint, selector),
  );

const nameOf = ({ codePoint, selector }: Character): string =>
  (selector === 0 ? [codePoint] : [codePoint, selector])
    .map((code) => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ');
