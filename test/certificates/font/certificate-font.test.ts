import { describe, expect, it } from 'vitest';
import { FONT_FILES, MissingGlyphError, openCertificateFont } from '../../../src/certificates/font/certificate-font.ts';
import { TrueTypeFont } from '../../../src/certificates/font/sfnt.ts';
import { subsetFont } from '../../../src/certificates/font/subset.ts';

const [IPAMJ, BIZ] = FONT_FILES.map(({ path }) => path) as [string, string];

describe('reading a font', () => {
  const ipamj = new TrueTypeFont(IPAMJ);
  const biz = new TrueTypeFont(BIZ);

  it('knows every plane, and nothing it has not', () => {
    expect(ipamj.glyphOf(0x845b, 0)).toBeGreaterThan(0);
    expect(ipamj.glyphOf(0x20bb7, 0)).toBeGreaterThan(0);
    expect(ipamj.glyphOf(0x1b002, 0)).toBeGreaterThan(0);
    expect(ipamj.glyphOf(0x30000, 0)).toBe(0);
    expect(ipamj.glyphOf(0x10ffff, 0)).toBe(0);
    expect(biz.glyphOf(0x20bb7, 0)).toBe(0);
  });

  it('tells the sequences of one selector apart: default ones and those with a glyph of their own', () => {
    // BIZ UDMincho, Adobe-Japan1: 葛 E0101 is the default glyph, E0100 another one; both selectors have a default table too.
    const base = biz.glyphOf(0x845b, 0);
    expect(biz.glyphOf(0x845b, 0xe0101)).toBe(base);
    expect(biz.glyphOf(0x845b, 0xe0100)).toBeGreaterThan(0);
    expect(biz.glyphOf(0x845b, 0xe0100)).not.toBe(base);
  });

  it('finds every Moji_Joho variant of 邉', () => {
    const variants = Array.from({ length: 15 }, (_, i) => ipamj.glyphOf(0x9089, 0xe010f + i));
    expect(variants.every((glyph) => glyph > 0)).toBe(true);
    expect(new Set(variants).size).toBe(variants.length);
    expect(ipamj.glyphOf(0x9089, 0xe0102)).toBe(0);
  });

  it('refuses what is not a TrueType font', () => {
    expect(() => new TrueTypeFont(new URL(import.meta.url).pathname)).toThrow('not a TrueType font');
  });
});

describe('a subset', () => {
  it('is a font of its own with the same outlines and metrics', () => {
    const ipamj = new TrueTypeFont(IPAMJ);
    const glyphs = [0, ipamj.glyphOf(0x9089, 0xe010f), ipamj.glyphOf(0x20, 0), ipamj.glyphOf(0x20bb7, 0)];
    const tables = tablesOf(subsetFont(ipamj, glyphs));
    const loca = (glyph: number) => tables.loca.readUInt32BE(4 * glyph);
    glyphs.forEach((glyph, i) => {
      const outline = ipamj.outlineOf(glyph);
      const copied = tables.glyf.subarray(loca(i), loca(i + 1));
      expect(copied.subarray(0, outline.length).equals(outline)).toBe(true);
      expect(copied.length % 4).toBe(0);
      expect(tables.hmtx.readUInt16BE(4 * i)).toBe(ipamj.advanceOf(glyph));
      expect(tables.hmtx.readInt16BE(4 * i + 2)).toBe(ipamj.leftSideBearingOf(glyph));
    });
    expect(tables.maxp.readUInt16BE(4)).toBe(glyphs.length);
    expect(loca(glyphs.length)).toBe(tables.glyf.length);
  });
});

function tablesOf(font: Buffer): Record<'glyf' | 'hmtx' | 'loca' | 'maxp', Buffer> {
  const entries = Array.from({ length: font.readUInt16BE(4) }, (_, i) => {
    const at = 12 + 16 * i;
    const start = font.readUInt32BE(at + 8);
    return [font.toString('latin1', at, at + 4), font.subarray(start, start + font.readUInt32BE(at + 12))];
  });
  return Object.fromEntries(entries);
}

describe('the certificate font', () => {
  it('is IPAmj where it is installed', () => {
    expect(openCertificateFont()).toMatchObject({ name: 'IPAmjMincho', variants: true });
  });

  it('names the first thing it cannot print', () => {
    const font = openCertificateFont();
    expect(font.missingIn('渡邉\u{E010F}　葛\u{E0102}子')).toBeNull();
    expect(font.missingIn('渡邉\u{E0102}')).toBe('U+9089 U+E0102');
    expect(font.missingIn('あ\u{30000}')).toBe('U+30000');
    expect(font.missingIn('一\n二')).toBe('U+000A');
    expect(font.missingIn('\u{E010F}')).toBe('U+E010F');
    expect(() => font.glyphsOf('邉\u{E0102}')).toThrow(MissingGlyphError);
  });

  it('without IPAmj refuses every selector: in BIZ UDMincho the same one means another shape', () => {
    const font = openCertificateFont(FONT_FILES.slice(1));
    expect(font).toMatchObject({ name: 'BIZUDMincho-Regular', variants: false });
    expect(font.missingIn('渡邉葛子')).toBeNull();
    expect(font.missingIn('葛\u{E0101}')).toBe('U+845B U+E0101');
    expect(font.missingIn('𠮷')).toBe('U+20BB7');
  });

  it('is a configuration error when no font is there', () => {
    expect(() => openCertificateFont([{ path: '/nowhere.ttf', collection: 'Moji_Joho' }])).toThrow(
      'no certificate font',
    );
  });
});
