import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FONT_FILES, MissingGlyphError, openCertificateFont } from '../../../src/certificates/font/certificate-font.ts';
import { A4, mm, type PageItem, type Sheet } from '../../../src/certificates/page.ts';
import { readPages } from '../../../src/certificates/paper-text.ts';
import { drawPdf } from '../../../src/certificates/pdf/draw-pdf.ts';
import { certificate, codeLike, denseItems, QR_BOX, RARE } from '../sheets.ts';
import { pdftotext, rasterise, withFiles } from '../tools.ts';

const fonts = { IPAmj: openCertificateFont(), 'BIZ UDMincho': openCertificateFont(FONT_FILES.slice(1)) };
const font = fonts.IPAmj;
const info = { title: '見本 <&> 𠮷', at: Date.UTC(2026, 6, 1, 2, 3, 4) };
const draw = (sheets: readonly Sheet[], with_ = font): Uint8Array => drawPdf(sheets, info, with_);
const line = (words: string): PageItem => ({
  kind: 'paragraph',
  text: {
    box: { x: mm(20), y: mm(20), width: mm(170), height: mm(8) },
    lines: [words],
    size: 10,
    align: 'left',
    spacing: 0,
  },
});

/** PDFBox, the one free validator that Debian has (libpdfbox2-java). */
const JARS = ['preflight', 'pdfbox2', 'fontbox2', 'xmpbox', 'commons-logging', 'javax.activation', 'jaxb-api'];
const preflight = (pdf: Uint8Array): string =>
  withFiles({ 'a.pdf': pdf }, (run) => {
    const path = JARS.map((jar) => `/usr/share/java/${jar}.jar`).join(':');
    return run('java', '-cp', path, 'org.apache.pdfbox.preflight.Validator_A1b', '%a.pdf');
  });

describe.each(Object.entries(fonts))('a certificate set in %s', (_, which) => {
  const pdf = draw(certificate(which), which);

  it('is PDF/A-1b for a validator', () => {
    expect(preflight(pdf)).toContain('is a valid PDF/A-1b file');
  });

  it('is sound, tagged, with one embedded font, and says title and dates twice', () => {
    withFiles({ 'a.pdf': pdf }, (run) => {
      expect(run('qpdf', '--check', '%a.pdf')).toContain('No syntax or stream encoding errors found');
      const said = run('pdfinfo', '-isodates', '%a.pdf');
      expect(said).toMatch(/Tagged: +yes/);
      expect(said).toContain(info.title);
      expect(said).toMatch(/CreationDate: +2026-07-01T02:03:04Z/);
      expect(run('pdfinfo', '-meta', '%a.pdf')).toContain('見本 &lt;&amp;&gt; 𠮷');
      const listed = run('pdffonts', '%a.pdf').trim().split('\n').slice(2);
      expect(listed).toHaveLength(1);
      expect(listed[0]).toMatch(/^[A-Z]{6}\+\w+(-Regular)? +CID TrueType +Identity-H +yes yes yes/);
    });
  });

  it('takes at most 300 kB a page, and each mask once', () => {
    expect(pdf.length / 2).toBeLessThan(300_000);
    expect(
      Buffer.from(pdf)
        .toString('latin1')
        .match(/\/ImageMask true/g),
    ).toHaveLength(3);
  });
});

describe('the text', () => {
  it('reads back exactly, variants and all planes too', () => {
    const words = [...RARE, 'A', 'ー'].join('');
    expect(pdftotext(draw([{ items: [line(words)] }])).trim()).toBe(words);
  });

  it('of private use characters of planes 15 and 16 keeps its code points', () => {
    // No font at hand has them: U+10FFFD and U+F0000 are given the glyphs of other characters.
    const own = new Map([
      [0x10fffd, 0x4e00],
      [0xf0000, 0x4e01],
    ]);
    const glyphsOf = (asked: string) =>
      Array.from(asked, (character) => {
        const codePoint = character.codePointAt(0) ?? 0;
        return { codePoint, selector: 0, glyph: font.file.glyphOf(own.get(codePoint) ?? codePoint, 0) };
      });
    const words = '\u{10FFFD}一\u{F0000}';
    const pdf = draw([{ items: [line(words)] }], { ...font, file: font.file, glyphsOf });
    expect(readPages(pdf)).toMatchObject([{ paragraphs: [words] }]);
    expect(pdftotext(pdf).trim()).toBe(words);
  });

  it.each([
    ['邉\u{E0102}', 'U+9089 U+E0102'],
    ['\u{30000}', 'U+30000'],
  ])('that the font lacks is never drawn as something else', (words, named) => {
    expect(() => draw([{ items: [line(words)] }])).toThrow(new MissingGlyphError(named, 'IPAmjMincho'));
  });

  it('is read aloud in order, the seal as a figure', () => {
    const structure = withFiles({ 'a.pdf': draw([{ items: denseItems(font) }]) }, (run) =>
      run('pdfinfo', '-struct-text', '%a.pdf').replaceAll(/\s+/g, ' '),
    );
    expect(structure).toMatch(/^Document Sect H1 \(block\) "住民票の写し" Table \(block\) TR TH "..?" TD/);
    expect(structure).toContain('P (block) "発行番号 00000000"');
    expect(structure).toMatch(/Figure.*"青葉市長之印見本"/);
  });

  it('of one document does not reach another', () => {
    const before = draw([{ items: [line('邉')] }]);
    draw([{ items: [line('邉\u{E010F}')] }]);
    expect(Buffer.from(before).equals(draw([{ items: [line('邉')] }]))).toBe(true);
  });
});

it('has the same octets in another process', () => {
  const src = join(import.meta.dirname, '../../../src/certificates');
  const script = `
    import { openCertificateFont } from '${src}/font/certificate-font.ts';
    import { drawPdf } from '${src}/pdf/draw-pdf.ts';
    import { certificate } from '${join(import.meta.dirname, '../sheets.ts')}';
    import { createHash } from 'node:crypto';
    const font = openCertificateFont();
    const pdf = drawPdf(certificate(font), ${JSON.stringify(info)}, font);
    process.stdout.write(createHash('sha256').update(pdf).digest('hex'));`;
  const other = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], { encoding: 'utf8' });
  expect(other).toBe(
    createHash('sha256')
      .update(draw(certificate(font)))
      .digest('hex'),
  );
});

describe('a code', () => {
  const image = codeLike(77, 77);
  const pdf = draw([{ items: [{ kind: 'ground' }, { kind: 'mask', box: QR_BOX, image }] }]);
  const page = rasterise(pdf);
  const dots = (points: number): number => (points * 600) / 72;
  const side = dots(QR_BOX.width) / 77;

  it('has each of its modules on the paper', () => {
    for (let i = 0; i < 77 * 77; i++) {
      const [column, row] = [i % 77, Math.floor(i / 77)];
      const black = ((image.bits[row * 10 + (column >> 3)] ?? 0) >> (7 - (column & 7))) & 1;
      const [x, y] = [dots(QR_BOX.x) + (column + 0.5) * side, dots(QR_BOX.y) + (row + 0.5) * side];
      expect(page.dot(Math.round(x), Math.round(y))).toBe(black);
    }
  });

  it('stands on white, four modules wide', () => {
    const edge = { x: dots(QR_BOX.x), y: dots(QR_BOX.y) };
    for (let depth = 2; depth < 4 * side - 2; depth++) {
      for (let along = -4 * side + 2; along < 81 * side - 2; along++) {
        expect(page.dot(Math.round(edge.x - depth), Math.round(edge.y + along))).toBe(0);
        expect(page.dot(Math.round(edge.x + along), Math.round(edge.y - depth))).toBe(0);
      }
    }
  });
});

it('leaves a page without items white, and as large as A4', () => {
  const { width, height, dot } = rasterise(draw([{ items: [] }]));
  expect([width, height]).toEqual([A4.width, A4.height].map((points) => Math.ceil((points * 600) / 72)));
  expect(dot(100, 100)).toBe(0);
});
