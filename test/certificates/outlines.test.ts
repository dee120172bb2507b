import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CertificateFont, FONT_FILES, openCertificateFont } from '../../src/certificates/font/certificate-font.ts';
import { polygonsOf } from '../../src/certificates/font/outline.ts';
import { checkOutlines, readVerifiedPages } from '../../src/certificates/outlines.ts';
import { mm, type Sheet } from '../../src/certificates/page.ts';
import { SourceFont } from '../../src/certificates/paper/source-font.ts';
import { readPages } from '../../src/certificates/paper-text.ts';
import { drawPdf } from '../../src/certificates/pdf/draw-pdf.ts';
import { certificate, denseItems, kanji, RARE } from './sheets.ts';
import { edited, pdftotext } from './tools.ts';

const [IPAMJ, BIZ] = FONT_FILES as [(typeof FONT_FILES)[0] & object, (typeof FONT_FILES)[0] & object];
const fonts = [IPAMJ, BIZ].map((file) => ({ file, font: openCertificateFont([file]), source: new SourceFont(file) }));
const [ipamj, biz] = fonts as [(typeof fonts)[0] & object, (typeof fonts)[0] & object];
const { font, source } = ipamj;

const draw = (sheets: readonly Sheet[], set: CertificateFont = font): Uint8Array =>
  drawPdf(sheets, { title: '見本', at: 0 }, set);
const saying = (words: string, set: CertificateFont = font): Uint8Array => {
  const box = { x: mm(20), y: mm(20), width: mm(170), height: mm(8) };
  return draw(
    [{ items: [{ kind: 'paragraph', text: { box, lines: [words], size: 10, align: 'left', spacing: 0 } }] }],
    set,
  );
};

describe.each(fonts)('what is set in $font.name', ({ font: set, source: file }) => {
  it('has the outlines of the font, and its text', () => {
    const pdf = draw(certificate(set), set);
    expect(readVerifiedPages(pdf, file)).toEqual(readPages(pdf));
    expect(checkOutlines(pdf, file)).toBeNull();
  });

  it('has no composite glyph, whatever character or sequence is set', () => {
    for (let glyph = 0; glyph < set.file.glyphCount; glyph++) {
      if (set.file.outlineLengthOf(glyph) === 0) continue;
      // The first two octets: the number of contours, negative for a composite glyph.
      if (set.file.outlineOf(glyph).readInt16BE(0) < 0) throw new Error(`glyph ${glyph} is composite`);
    }
  });

  it('finds for each character what the renderer finds', () => {
    for (let code = 0; code <= 0x10ffff; code += 7)
      expect(file.glyphOf(code, undefined) ?? 0).toBe(set.file.glyphOf(code, 0));
  });
});

it('finds for each sequence of IPAmj what the renderer finds', () => {
  let sequences = 0;
  for (let selector = 0xe0100; selector <= 0xe011f; selector++) {
    for (const code of [...kanji(font, 400), ...RARE].map((character) => character.codePointAt(0) ?? 0)) {
      const found = source.glyphOf(code, selector) ?? 0;
      expect(found).toBe(font.file.glyphOf(code, selector));
      if (found !== 0) sequences += 1;
    }
  }
  expect(sequences).toBeGreaterThan(80);
});

describe('a glyph that is not the one of its text', () => {
  const words = '渡邉\u{E010F}𠮷';
  const pdf = saying(words);

  it.each([
    ['another variant', words, '渡邉\u{E0110}𠮷', 'U+9089 U+E010F'],
    ['the plain character for a variant', '渡邉\u{E0110}', '渡邉', 'U+9089 U+E0110'],
    ['a variant for the plain character', '渡邉', '渡邉\u{E0110}', 'U+9089'],
    ['another character', '渡辺', '渡邉', 'U+8FBA'],
    ['a look-alike', '神', '\u{FA19}', 'U+795E'],
  ])('%s', (_, said, drawn, named) => {
    // The writer is given glyphs of one text and characters of another.
    const glyphsOf = () => {
      const shapes = font.glyphsOf(drawn);
      return font.glyphsOf(said).map((glyph, i) => ({ ...glyph, glyph: shapes[i]?.glyph ?? 0 }));
    };
    const wrong = saying(said, { ...font, file: font.file, glyphsOf });
    expect(pdftotext(wrong).trim()).toBe(said);
    expect(checkOutlines(wrong, source)).toEqual({ fault: 'glyph-differs', detail: named });
  });

  it('an empty box for what the font lacks', () => {
    const glyphsOf = () => [{ codePoint: 0x30000, selector: 0, glyph: 0 }];
    const wrong = saying('x', { ...font, file: font.file, glyphsOf });
    expect(checkOutlines(wrong, source)).toEqual({ fault: 'glyph-differs', detail: 'U+30000' });
  });

  it.each([
    ['text in the table of texts', /<0002> <9089/, '<0002> <8FBA', 'U+8FBA U+E010F'],
    ['a selector that the font lacks', '<0002> <9089DB40DD0F>', '<0002> <9089DB40DD02>', 'U+9089 U+E0102'],
    ['two characters for one glyph', /<0002> <9089DB40DD0F>/, '<0002> <90894E00>', 'U+9089 U+4E00'],
    ['three code points', '<0002> <9089DB40DD0F>', '<0002> <9089DB40DD0FDB40DD0F>', 'U+9089 U+E010F U+E010F'],
    ['half of a pair of surrogates', '<0002> <9089DB40DD0F>', '<0002> <DB40>', 'U+DB40'],
    ['a width', /W\[0\[(\S+) (\S+) (\S+)/, 'W[0[$1 $2 998.5', 'U+9089 U+E010F'],
  ])('%s', (_, found, replaced, named) => {
    const wrong = edited(pdf, found, (text) => text.replace(found, replaced));
    expect(checkOutlines(wrong, source)).toEqual({ fault: 'glyph-differs', detail: named });
  });

  it('of another font', () => {
    expect(checkOutlines(pdf, biz.source)).toMatchObject({ fault: 'glyph-differs' });
    expect(checkOutlines(saying('渡辺', biz.font), source)).toMatchObject({ fault: 'glyph-differs' });
  });

  it('with a selector of another collection', () => {
    const glyphsOf = () => [{ codePoint: 0x845b, selector: 0xe0100, glyph: biz.font.file.glyphOf(0x845b, 0xe0100) }];
    const wrong = saying('葛', { ...biz.font, file: biz.font.file, glyphsOf });
    expect(checkOutlines(wrong, biz.source)).toEqual({ fault: 'glyph-differs', detail: 'U+845B U+E0100' });
  });
});

describe('any changed octet', () => {
  const pdf = draw([{ items: denseItems(font) }]);
  const file = Buffer.from(pdf);
  const program = file.indexOf('stream\n\0\x01\0\0', 0, 'latin1') + 7;
  const place = (tag: string): [number, number] => {
    for (let at = program + 12; ; at += 16) {
      if (file.toString('latin1', at, at + 4) !== tag) continue;
      return [program + file.readUInt32BE(at + 8), file.readUInt32BE(at + 12)];
    }
  };

  it.each(['glyf', 'hmtx', 'loca', 'cvt ', 'fpgm', 'prep'])('of the embedded font is found: %s', (tag) => {
    const [start, length] = place(tag);
    // Glyph 0 is never shown, so that its octets may be anything.
    const from = tag === 'glyf' ? file.readUInt32BE(place('loca')[0] + 4) : tag === 'hmtx' || tag === 'loca' ? 4 : 0;
    fc.assert(
      fc.property(fc.integer({ min: from, max: length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = pdf.slice();
        damaged[start + at] = (damaged[start + at] ?? 0) ^ flip;
        expect(checkOutlines(damaged, source)).not.toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it('of the font beside its program and entries leaves what another reader finds, or is found', () => {
    const text = file.toString('latin1');
    const between = (start: string, end: string): readonly [number, number] => {
      const from = text.indexOf(start);
      return [from, text.indexOf(end, from) + end.length];
    };
    const parts = [
      between('<</Type/FontDescriptor', '/W[0['),
      between('/CIDInit ', 'endstream\nendobj'),
      between('<</Type/Font/Subtype/Type0', 'endobj'),
    ];
    const entries = new Set(
      [...text.matchAll(/^<[0-9A-F]{4}> <.*>\n/gm)].flatMap(({ 0: entry, index }) =>
        Array.from(entry, (_, i) => index + i),
      ),
    );
    const beside = parts
      .flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i))
      .filter((at) => !entries.has(at));
    expect(beside.length).toBeGreaterThan(900);
    const read = sorted(pdftotext(pdf));
    const missed = beside.filter((at) => {
      const damaged = pdf.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      return !('fault' in readVerifiedPages(damaged, source)) && sorted(pdftotext(damaged)) !== read;
    });
    expect(missed.map((at) => JSON.stringify(text.slice(at - 20, at + 20)))).toEqual([]);
  });

  it('anywhere leaves the text and its glyphs as they were, or is found', () => {
    const whole = readVerifiedPages(pdf, source);
    const read = sorted(pdftotext(pdf));
    const elsewhere = fc.oneof(fc.integer({ min: 0, max: program }), fc.integer({ min: program, max: pdf.length - 1 }));
    let passed = 0;
    fc.assert(
      fc.property(elsewhere, fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = pdf.slice();
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const pages = readVerifiedPages(damaged, source);
        if ('fault' in pages || JSON.stringify(pages) !== JSON.stringify(whole)) return;
        // Said to be the same: then another reader must find the same characters, in whatever order places give them.
        passed += 1;
        if (passed < 60) expect(sorted(pdftotext(damaged))).toBe(read);
      }),
      { numRuns: 400 },
    );
    expect(passed).toBeGreaterThan(20);
  });
});

const sorted = (text: string): string => [...text.replaceAll(/\s/gu, '')].sort().join('');

describe('outlines as polygons', () => {
  it('stay inside the box that the font states', () => {
    for (const { glyph } of font.glyphsOf('複写印')) {
      const outline = font.file.outlineOf(glyph);
      const [left = 0, bottom = 0, right = 0, top = 0] = [2, 4, 6, 8].map((at) => outline.readInt16BE(at));
      const points = polygonsOf(outline).flat();
      expect(points.length).toBeGreaterThan(20);
      expect(Math.min(...points.map(({ x }) => x))).toBeCloseTo(left, 0);
      expect(Math.max(...points.map(({ x }) => x))).toBeCloseTo(right, 0);
      expect(Math.min(...points.map(({ y }) => y))).toBeCloseTo(bottom, 0);
      expect(Math.max(...points.map(({ y }) => y))).toBeCloseTo(top, 0);
    }
  });

  it('are none for a blank glyph, and composite glyphs are refused', () => {
    expect(polygonsOf(Buffer.alloc(0))).toEqual([]);
    expect(() => polygonsOf(Buffer.from([0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]))).toThrow('composite');
  });
});
