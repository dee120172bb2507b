import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { FONT_FILES, openCertificateFont } from '../../src/certificates/font/certificate-font.ts';
import { mm, type Sheet } from '../../src/certificates/page.ts';
import { type PageText, readPages } from '../../src/certificates/paper-text.ts';
import { drawPdf } from '../../src/certificates/pdf/draw-pdf.ts';
import { groundOf } from '../../src/certificates/pdf/ground.ts';
import { renderPdf, renderTestPage } from '../../src/certificates/pdf.ts';
import { specimens } from '../../src/certificates/specimens.ts';
import { bigHousehold } from './fixtures.ts';
import { certificate, codeLike, denseItems, QR_BOX } from './sheets.ts';
import { edited, pdftotext, withFiles } from './tools.ts';

const font = openCertificateFont();
const other = openCertificateFont(FONT_FILES.slice(1));
const draw = (sheets: readonly Sheet[], set = font): Uint8Array => drawPdf(sheets, { title: '見本', at: 0 }, set);
const dense = draw([{ items: denseItems(font) }]);

async function rendered(outcome: ReturnType<typeof renderPdf>): Promise<Uint8Array> {
  const drawn = await outcome;
  if (drawn.outcome !== 'done') throw new Error(drawn.detail);
  return drawn.value;
}

const testPage = { job: 'TEST-ABCDE', shop: '見本ストア', terminal: 'MADO-01', at: 0 };
const samples: readonly (readonly [string, () => Promise<Uint8Array> | Uint8Array])[] = [
  ...specimens.map(
    (specimen, i) =>
      [`specimen ${i + 1}, ${specimen.payload.kind}`, () => rendered(renderPdf(specimen, font))] as const,
  ),
  ['a big household', () => rendered(renderPdf(bigHousehold(), font))],
  ['the test page', () => rendered(renderTestPage(testPage, font))],
  ['a whole certificate', () => draw(certificate(font))],
  ['a whole certificate in the other font', () => draw(certificate(other), other)],
];

/** The ground of A4 in points: whole cells of 600 dpi. */
const DOTS = { width: (4960 * 72) / 600, height: (7016 * 72) / 600 };

/** The same pages by pdf.js: text of each tag. */
async function byPdfJs(pdf: Uint8Array): Promise<{ tag: string; text: string }[][]> {
  const task = getDocument({ data: pdf.slice(), verbosity: VerbosityLevel.ERRORS, disableFontFace: true });
  const document = await task.promise;
  const pages: { tag: string; text: string }[][] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true });
    const marks: { tag: string; text: string }[] = [];
    for (const item of items) {
      if ('str' in item) {
        const last = marks.at(-1);
        if (last !== undefined) last.text += item.str.replaceAll(/\s/gu, '');
      } else if (item.type.startsWith('begin')) {
        marks.push({ tag: (item as { readonly tag?: string }).tag ?? '', text: '' });
      }
    }
    pages.push(marks.filter(({ tag }) => tag !== 'Artifact'));
  }
  await task.destroy();
  return pages;
}

const ofTags = (marks: readonly { tag: string; text: string }[], ...tags: string[]): string[] =>
  marks.filter(({ tag }) => tags.includes(tag)).map(({ text }) => text);

const asPages = (pages: readonly { tag: string; text: string }[][]): Omit<PageText, 'grounded' | 'pictures'>[] =>
  pages.map((marks) => ({
    paragraphs: ofTags(marks, 'H1', 'P'),
    values: ofTags(marks, 'TD'),
    labels: ofTags(marks, 'TH'),
    figures: ofTags(marks, 'Figure'),
  }));

const sorted = (text: string): string => [...text.replaceAll(/\s/gu, '')].sort().join('');

describe.each(samples)('%s', (_, make) => {
  it('reads as pdf.js and pdftotext read it', async () => {
    const pdf = await make();
    const pages = readPages(pdf);
    if (typeof pages === 'string') throw new Error(pages);
    expect(pages.map(({ grounded, pictures, ...texts }) => texts)).toEqual(asPages(await byPdfJs(pdf)));
    // pdftotext gives the text in another order, so characters are counted.
    const poppler = pdftotext(pdf).split('\f').slice(0, -1);
    const all = pages.map((page) => [page.paragraphs, page.values, page.labels, page.figures].flat().join(''));
    expect(all.map(sorted)).toEqual(poppler.map(sorted));
  });

  it('reads the same when another program has written it anew', async () => {
    const pdf = await make();
    const anew = withFiles({ 'a.pdf': pdf }, (run, read) => {
      run('qpdf', '--stream-data=uncompress', '%a.pdf', '%b.pdf');
      return read('b.pdf');
    });
    expect(readPages(anew)).toEqual(readPages(pdf));
  });
});

it('sees the codes dot for dot, and not the ground', () => {
  const pages = readPages(draw(certificate(font, 7)));
  if (typeof pages === 'string') throw new Error(pages);
  const [front, reverse] = [codeLike(77, 77, 8), codeLike(1_000, 1_400, 9)].map((code) => ({
    ...code,
    bits: Buffer.from(code.bits),
  }));
  expect(pages.map(({ pictures }) => pictures.map(({ side, ...picture }) => picture))).toEqual([[front], [reverse]]);
  expect(pages.flatMap(({ pictures }) => pictures.map(({ side }) => side))).toEqual([
    expect.closeTo(mm(36), 2),
    expect.closeTo(mm(238), 2),
  ]);
  expect(pages.map(({ grounded }) => grounded)).toEqual([true, true]);
});

describe('what hides, covers or changes text is unreadable', () => {
  const first = /(BT\/F \S+ Tf)/;
  it.each([
    ['invisible text', first, '3 Tr $1', 'operator Tr'],
    ['white text', first, '1 g $1', 'text that is too light'],
    ['white text by another space', first, '/DeviceCMYK cs $1', 'operator cs'],
    ['text too small to see', /BT\/F \S+ Tf/, 'BT/F 0.5 Tf', 'a size of text is wrong'],
    ['text off the page', /(1 0 0 1) \S+ (\S+ Tm)/, '$1 900 $2', 'text beyond the page'],
    ['text that runs over the edge', /(1 0 0 1) \S+ (\S+ Tm)/, '$1 560 $2', 'text beyond the page'],
    ['text stretched to nothing', /1 0 0 1 (\S+ \S+ Tm)/, '0 0 0 1 $1', 'text is turned or stretched'],
    ['text over other text', /(1 0 0 1 \S+ \S+ Tm<\w+>Tj)/, '$1 $1', 'is covered'],
    [
      'text under a white area',
      /(\nEMC\n(?!.*\/H1))/,
      '$1/Artifact<</Type/Layout>>BDC 1 g 0 0 600 900 re f 0 g EMC\n',
      'covered',
    ],
    ['text cut away', first, '0 0 1 1 re W n $1', 'operator W'],
    ['text in an artifact', /\/H1<<\/MCID 0>>BDC/, '/Artifact<</Type/Layout>>BDC', 'text that is not tagged'],
    ['text without a tag', /\/H1<<\/MCID 0>>BDC(.*?)EMC/s, '$1', 'text that is not tagged'],
    ['text said to be another', /(\/H1<<\/MCID 0)>>/, '$1/ActualText(x)>>', 'marked content is not numbered'],
    ['the same number twice', /\/TH<<\/MCID 1>>/, '/TH<</MCID 0>>', 'marked content is not numbered'],
    ['a tag inside a tag', /(\/H1<<\/MCID 0>>BDC)/, '$1 /P<</MCID 999>>BDC', 'BDC in BDC'],
    ['another kind of tag', /\/H1<<\/MCID 0>>BDC/, '/Span<</MCID 0>>BDC', 'tagged in another way'],
    ['a form', first, '/X Do $1', 'an image is of another kind'],
    ['a picture in the content', first, 'BI /W 1 ID x EI $1', 'operator BI'],
    ['a state of transparency', first, '/GS gs $1', 'operator gs'],
    ['text moved by a matrix', first, 'q 2 0 0 2 0 0 cm $1', 'a transformation'],
    ['a font that is not there', /BT\/F /, 'BT/G ', 'text without a font'],
    ['an odd number of octets', /(Tm<..)../, '$1', 'text of another kind'],
    ['a filled shape', first, '0 0 m 9 9 l f $1', 'a shape is filled'],
    ['a very wide line', /(\S+) w/, '50 w', 'a line is too wide'],
    ['text that breaks off', /ET\nEMC/, 'ET', 'BDC in BDC'],
  ])('%s', (_, found, replaced, said) => {
    const content = edited(dense, 'Tj', (text) => text.replace(found, replaced));
    expect(readPages(content)).toContain(said);
  });

  it.each([
    ['an annotation', '/Type/Page/Parent', '/Type/Page/Annots[]/Parent', 'more than it may'],
    ['a rotated page', '/Type/Page/Parent', '/Type/Page/Rotate 180/Parent', 'more than it may'],
    ['a cut page', '/Type/Page/Parent', '/Type/Page/CropBox[0 0 1 1]/Parent', 'more than it may'],
    ['layers', '/Type/Catalog', '/Type/Catalog/OCProperties<<>>', 'more than it may'],
    ['a form to fill in', '/Type/Catalog', '/Type/Catalog/AcroForm<<>>', 'more than it may'],
    ['another size', /\[0 0 595.276 841.89\]/, '[0 0 595.276 500]', 'not A4'],
    ['another number of pages', '/Count 1', '/Count 2', 'number of pages'],
    ['another encoding', '/Identity-H', '/Identity-V', 'a font is of another kind'],
    ['other glyphs for CIDs', '/CIDToGIDMap/Identity', '/CIDToGIDMap 3 0 R', 'a font is of another kind'],
    ['a glyph without a width', /\/W\[0\[\d+ [\d.]+ /, '/W[500[1 1 ', 'a glyph has no width'],
    ['a CMap with ranges', '100 beginbfchar', '100 beginbfrange', 'ranges'],
    ['a CMap whose entries are not begun', '100 beginbfchar', '100!beginbfchar', 'another number of entries'],
    ['a CMap of codes of one octet', '<0000> <FFFF>', '<00> <FF>', 'for other codes'],
    ['a CMap that says it has more', '100 beginbfchar', '101 beginbfchar', 'another number of entries'],
    ['a CMap that does not end', 'endcmap', 'encmap', 'of another form'],
    ['a glyph without text', /<0001> <\w+>\n/, '<FFFE> <4E00>\n', 'a glyph has no text'],
    ['a glyph with two texts', /(<0001> <\w+>\n)<0002> <\w+>\n/, '$1$1', 'twice'],
    ['characters of a collection', '/Ordering(Identity)', '/Ordering(Japan1)', 'a font is of another kind'],
    ['a font without a collection', '/CIDSystemInfo', '/CIDSystemInfp', 'other keys than it must'],
    ['a font without its box', '/FontBBox', '/FontBBoy', 'other keys than it must'],
    ['another name of the font', /\/FontName\/\w/, '/FontName/1', 'a font is of another kind'],
    ['a font whose letters stand in an encoding', '/Flags 4', '/Flags 32', 'a font is of another kind'],
    ['an object of another generation', /(\d{10}) 00000 n/, '$1 00001 n', 'an entry of the cross-reference table'],
    [
      'a compressed stream',
      /<<\/Length (\d+)>>stream\n\/H1/,
      '<</Filter/FlateDecode/Length $1>>stream\n/H1',
      'compressed',
    ],
    ['an update', /trailer\n<</, 'trailer\n<</Prev 0', '/Prev'],
    ['an encrypted file', /trailer\n<</, 'trailer\n<</Encrypt 1 0 R', '/Encrypt'],
    ['something behind the end', '%%EOF', '%%EOF 1 0 obj', 'no end'],
  ])('%s', (_, found, replaced, said) => {
    expect(readPages(edited(dense, found, (text) => text.replace(found, replaced)))).toContain(said);
  });

  const coded = draw([{ items: [{ kind: 'mask', box: QR_BOX, image: codeLike(77, 77) }] }]);
  it.each([
    ['a picture in white', / Do/, /(q .* Do)/, '1 g $1', 'an image is too light'],
    ['a picture off the page', / Do/, /(q \S+ 0 0 \S+) \S+/, '$1 900', 'an image is beyond the page'],
    ['a picture upside down', / Do/, /(q \S+ 0 0) /, '$1 -', 'an image is turned'],
    ['a stretched picture', / Do/, /(q \S+ 0 0) \S+/, '$1 90', 'an image is stretched'],
    ['a picture over another', / Do/, /(q .* Do Q)/, '$1 $1', 'text or a picture is covered'],
    ['a negative picture', 'ImageMask', 'Decode[1 0]', 'Decode[0 1]', 'an image is negative'],
    ['a picture of another size', 'ImageMask', '/Height 77', '/Height 76', 'an image has another size'],
    ['a compressed picture', 'ImageMask', '/ImageMask', '/Filter/FlateDecode/ImageMask', 'an image is compressed'],
    ['a picture in colours', 'ImageMask', '/ImageMask true', '/Width 77', 'a key of a dictionary is wrong'],
  ])('%s', (_, object, found, replaced, said) => {
    expect(readPages(edited(coded, object, (text) => text.replace(found, replaced)))).toContain(said);
  });

  const grounded = draw([{ items: [{ kind: 'ground' }, ...denseItems(font)] }]);
  it.each([
    ['a ground moved by a dot', / Do/, /0 -0.03 cm/, '0.12 -0.03 cm', 'meet the dots'],
    ['a ground over the text', / Do/, /(q \S+ 0 0 .* Do Q)([\s\S]*)(?=\nendstream)/, '$2 $1', 'is covered'],
    ['two grounds', / Do/, /(q .* Do Q)/, '$1 $1', 'meet the dots'],
    ['a ground in white', / Do/, /(q .* Do)/, '1 g $1', 'an image is too light'],
    ['a ground of another compression', 'ImageMask', '/FlateDecode', '/LZWDecode', 'compressed in another way'],
    ['a ground that breaks off', 'ImageMask', /(stream\n[\s\S]{2000})[\s\S]*(?=\nendstream)/, '$1', 'is no ground'],
  ])('%s', (_, object, found, replaced, said) => {
    const changed = edited(grounded, object, (text) => text.replace(found, replaced));
    expect(readPages(changed)).toContain(said);
  });

  it('a picture as large as the page that is no ground: another paper could stand on it', () => {
    const { deflated, ...size } = groundOf(font);
    const bits = Buffer.from(inflateSync(deflated));
    const drawn = (picture: Uint8Array) =>
      readPages(
        draw([
          { items: [{ kind: 'mask', box: { x: 0, y: 0, ...DOTS }, image: { ...size, bits: picture, key: 'a' } }] },
        ]),
      );
    expect(drawn(bits)).toMatchObject([{ grounded: true, pictures: [] }]);
    for (const at of [0, 1, 620 * 4, bits.length - 1]) {
      bits[at] = (bits[at] ?? 0) ^ 0x10;
      expect(drawn(bits)).toContain('is no ground');
      bits[at] = (bits[at] ?? 0) ^ 0x10;
    }
    expect(drawn(new Uint8Array(bits.length).fill(0xff))).toContain('is no ground');
  });

  it('and an unchanged copy is not', () => {
    expect(readPages(edited(dense, 'Tj', (text) => `${text} `))).toEqual(readPages(dense));
  });
});

it('never throws, whatever octets it gets, and leaves them as they are', () => {
  const before = Buffer.from(dense);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(dense.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      fc.option(fc.nat(dense.length)),
      (changes, length) => {
        const damaged = dense.slice(0, length ?? dense.length);
        for (const [at, octet] of changes) if (at < damaged.length) damaged[at] = octet;
        readPages(damaged);
      },
    ),
    { numRuns: 300 },
  );
  expect(readPages(new Uint8Array())).toBe('not a PDF file');
  expect(before.equals(dense)).toBe(true);
});
