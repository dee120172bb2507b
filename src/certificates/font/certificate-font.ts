import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { TrueTypeFont } from './sfnt.ts';

/** A printed character: a code point and its variation selector (0 = none). */
export interface Character {
  readonly codePoint: number;
  readonly selector: number;
}

/** A character with its glyph in the font file. */
export interface Glyph extends Character {
  readonly glyph: number;
}

/**
 * A font that certificates are set in. Immutable: nothing of one document's text can reach another's. There is no shaping:
 * one glyph per character or variation sequence, so that the text read back from a PDF is exactly the text asked for.
 */
export interface CertificateFont {
  /** PostScript name, e.g. `IPAmjMincho`. */
  readonly name: string;
  /** True when variation sequences are those of the IVD collection Moji_Joho, in which documents state kanji variants. */
  readonly variants: boolean;
  /** First character or sequence of `text` that cannot be printed, e.g. `U+845B U+E0103`; null when all can. */
  missingIn(text: string): string | null;
  /** Width of `text` in em. Throws `MissingGlyphError`. */
  widthOf(text: string): number;
  /** The glyphs of `text` in its order. Throws `MissingGlyphError`. */
  glyphsOf(text: string): Glyph[];
  /** Where outlines and metrics are. */
  readonly file: TrueTypeFont;
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

/** The first font of the list that is installed. @throws when there is none: a configuration error */
export function installedFont(files: readonly FontFile[] = FONT_FILES): FontFile {
  const file = files.find(({ path }) => existsSync(path));
  if (file === undefined) throw new Error(`no certificate font: none of ${files.map((f) => f.path).join(', ')} exists`);
  return file;
}

/**
 * Opens the first font of the list that is installed: IPAmj Mincho (Debian `fonts-ipamj-mincho`), else BIZ UDMincho (npm).
 * A font whose sequences belong to another collection has no variants for us: the same selector there is another shape.
 */
export function openCertificateFont(files: readonly FontFile[] = FONT_FILES): CertificateFont {
  const file = installedFont(files);
  return new GlyfCertificateFont(new TrueTypeFont(file.path), file.collection === 'Moji_Joho');
}

class GlyfCertificateFont implements CertificateFont {
  readonly name: string;
  readonly variants: boolean;
  readonly file: TrueTypeFont;

  constructor(font: TrueTypeFont, variants: boolean) {
    this.file = font;
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
    for (const character of charactersOf(text)) units += this.file.advanceOf(this.#requiredGlyphOf(character));
    return units / this.file.unitsPerEm;
  }

  glyphsOf(text: string): Glyph[] {
    return Array.from(charactersOf(text), (character) => ({ ...character, glyph: this.#requiredGlyphOf(character) }));
  }

  #glyphOf({ codePoint, selector }: Character): number {
    if (codePoint < 0x20 || (selector !== 0 && !this.variants)) return 0;
    return this.file.glyphOf(codePoint, selector);
  }

  #requiredGlyphOf(character: Character): number {
    const glyph = this.#glyphOf(character);
    if (glyph === 0) throw new MissingGlyphError(nameOf(character), this.name);
    return glyph;
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
