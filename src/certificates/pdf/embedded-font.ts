import type { CertificateFont, Character } from '../font/certificate-font.ts';
import { subsetFont } from '../font/subset.ts';
import { number, type PdfObjects, type Ref, to } from './objects.ts';

/** Most entries of one `bfchar` block (Adobe Technical Note 5014). */
const BLOCK = 100;

/**
 * What one document uses of a font: a Type 0 font with Identity-H and a TrueType subset (ISO 32000-1, 9.7). Every character
 * with its selector has a CID of its own, so that two spellings of one shape stay two texts. CID = glyph id in the subset.
 */
export class EmbeddedFont {
  readonly #font: CertificateFont;
  readonly #cids = new Map<number, string>();
  readonly #glyphs: number[] = [0];
  readonly #texts: string[] = [''];

  constructor(font: CertificateFont) {
    this.#font = font;
  }

  /** Text as a string object of CIDs, its width in em, and its number of characters. Throws `MissingGlyphError`. */
  encode(text: string): { readonly string: string; readonly width: number; readonly characters: number } {
    const { file } = this.#font;
    const glyphs = this.#font.glyphsOf(text);
    let string = '';
    let units = 0;
    for (const { glyph, ...character } of glyphs) {
      string += this.#cidOf(character, glyph);
      units += file.advanceOf(glyph);
    }
    return { string: `<${string}>`, width: units / file.unitsPerEm, characters: glyphs.length };
  }

  #cidOf(character: Character, glyph: number): string {
    const key = character.selector * 0x200000 + character.codePoint;
    const known = this.#cids.get(key);
    if (known !== undefined) return known;
    const cid = hex(this.#glyphs.push(glyph) - 1);
    this.#texts.push(utf16(character));
    this.#cids.set(key, cid);
    return cid;
  }

  /** Writes the font with the glyphs that were encoded until now. */
  write(pdf: PdfObjects, ref: Ref): void {
    const { file } = this.#font;
    const { head, hhea, os2 } = file.tables;
    const scaled = (units: number): string => number((units * 1000) / file.unitsPerEm);
    const name = `${this.#tag()}+${file.postscriptName}`;
    const program = subsetFont(file, this.#glyphs);
    const box = [36, 38, 40, 42].map((at) => scaled(head.readInt16BE(at)));
    const ascent = hhea.readInt16BE(4);
    const descriptor = pdf.write(
      `<</Type/FontDescriptor/FontName/${name}/Flags 4/FontBBox[${box.join(' ')}]/ItalicAngle ${number(file.italicAngle)}` +
        `/Ascent ${scaled(ascent)}/Descent ${scaled(hhea.readInt16BE(6))}` +
        `/CapHeight ${scaled(os2.readUInt16BE(0) >= 2 ? os2.readInt16BE(88) : ascent)}/StemV 80` +
        `/FontFile2 ${to(pdf.writeStream(`/Length1 ${program.length}`, program))}` +
        `/CIDSet ${to(pdf.writeStream('', firstBits(this.#glyphs.length)))}>>`,
    );
    const widths = this.#glyphs.map((glyph) => scaled(file.advanceOf(glyph)));
    const descendant = pdf.write(
      `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>` +
        `/FontDescriptor ${to(descriptor)}/CIDToGIDMap/Identity/W[0[${widths.join(' ')}]]>>`,
    );
    const unicode = pdf.writeStream('', toUnicode(this.#texts));
    pdf.write(
      `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H` +
        `/DescendantFonts[${to(descendant)}]/ToUnicode ${to(unicode)}>>`,
      ref,
    );
  }

  /** Six letters that tell subsets apart (ISO 32000-1, 9.6.4). */
  #tag(): string {
    let sum = 0;
    for (const key of this.#cids.keys()) sum = (sum * 31 + key) % 26 ** 6;
    return Array.from({ length: 6 }, (_, i) => String.fromCharCode(65 + (Math.floor(sum / 26 ** i) % 26))).join('');
  }
}

const hex = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0');

/** UTF-16 code units in hexadecimal. */
function utf16({ codePoint, selector }: Character): string {
  const text = selector === 0 ? String.fromCodePoint(codePoint) : String.fromCodePoint(codePoint, selector);
  return Array.from({ length: text.length }, (_, i) => hex(text.charCodeAt(i))).join('');
}

/** A bit for each CID from 0, the first in the highest place (ISO 32000-1, table 124). */
const firstBits = (count: number): Uint8Array =>
  Uint8Array.from({ length: Math.ceil(count / 8) }, (_, i) => (0xff << Math.max(0, 8 * (i + 1) - count)) & 0xff);

/** The CMap from CIDs to text (ISO 32000-1, 9.10.3). */
function toUnicode(texts: readonly string[]): string {
  const entries = texts.slice(1).map((text, i) => `<${hex(i + 1)}> <${text}>\n`);
  const blocks = Array.from({ length: Math.ceil(entries.length / BLOCK) }, (_, i) => {
    const block = entries.slice(i * BLOCK, (i + 1) * BLOCK);
    return `${block.length} beginbfchar\n${block.join('')}endbfchar\n`;
  });
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join('')}endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
}
