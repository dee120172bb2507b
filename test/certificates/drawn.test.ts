import { describe, expect, it } from 'vitest';
import { openCertificateFont } from '../../src/certificates/font/certificate-font.ts';
import { layOutDocument } from '../../src/certificates/layout.ts';
import { mm, type PageItem, type PlacedText, type Sheet } from '../../src/certificates/page.ts';
import { readPages } from '../../src/certificates/paper-text.ts';
import { drawPdf } from '../../src/certificates/pdf/draw-pdf.ts';
import { drawnPages } from './drawn.ts';
import { documentOf, person } from './fixtures.ts';

const font = openCertificateFont();
const layout = layOutDocument(documentOf([person()]), font);
if (layout.outcome !== 'done') throw new Error(layout.outcome);
const [front, reverse] = layout.value as readonly [Sheet, Sheet];

const pdfOf = (items: readonly PageItem[], drawnWith = font): Uint8Array =>
  drawPdf([{ items }, reverse], { title: '', at: 0 }, drawnWith);
const right = drawnPages(pdfOf(front.items));

/** The page with its items of one kind changed. */
const changed = <K extends 'table' | 'line' | 'mask'>(
  kind: K,
  change: (item: Extract<PageItem, { readonly kind: K }>) => PageItem,
): readonly PageItem[] =>
  front.items.map((item) => (item.kind === kind ? change(item as Extract<PageItem, { readonly kind: K }>) : item));

const withTitle = (change: (text: PlacedText) => PlacedText): readonly PageItem[] =>
  front.items.map((item) => (item.kind === 'heading' ? { ...item, text: change(item.text) } : item));

describe('the digest of what is drawn on a page', () => {
  it('is the same each time, one for each side', () => {
    expect(right).toHaveLength(2);
    expect(new Set(right).size).toBe(2);
    expect(drawnPages(pdfOf(front.items))).toEqual(right);
  });

  it('leaves the ground out', () => {
    expect(drawnPages(pdfOf(front.items.filter(({ kind }) => kind !== 'ground')))).toEqual(right);
  });

  it.each<[string, readonly PageItem[]]>([
    [
      'the cells of a table have moved by a hundredth of a millimetre',
      changed('table', ({ rows, ...table }) => ({
        ...table,
        rows: rows.map((row) => row.map((cell) => ({ ...cell, box: { ...cell.box, x: cell.box.x + mm(0.01) } }))),
      })),
    ],
    ['a text has moved', withTitle((text) => ({ ...text, box: { ...text.box, y: text.box.y + mm(0.01) } }))],
    ['a text is smaller', withTitle((text) => ({ ...text, size: text.size - 0.25 }))],
    ['a rule is wider', changed('line', (line) => ({ ...line, width: line.width + 0.01 }))],
    [
      'a picture is larger',
      changed('mask', ({ box, ...mask }) => ({ ...mask, box: { ...box, width: box.width + mm(0.01) } })),
    ],
    ['a picture has other dots', changed('mask', (mask) => ({ ...mask, image: otherDot(mask.image) }))],
  ])('is another one where %s, though the text is the same', (_, items) => {
    expect(readPages(pdfOf(items))).toMatchObject([{ values: valuesOf(front.items) }, {}]);
    const [side, back] = drawnPages(pdfOf(items));
    expect(side).not.toBe(right[0]);
    expect(back).toBe(right[1]);
  });

  it('is another one where a glyph is another variant', () => {
    const [one, other] = ['邉\u{E010F}', '邉\u{E0110}'].map((variant) => font.glyphsOf(variant)[0]?.glyph ?? 0);
    const glyphsOf: typeof font.glyphsOf = (text) =>
      font.glyphsOf(text).map((each) => (each.glyph === one ? { ...each, glyph: other ?? 0 } : each));
    const drawn = pdfOf(front.items, { ...font, file: font.file, glyphsOf });
    expect(readPages(drawn)).toEqual(readPages(pdfOf(front.items)));
    expect(drawnPages(drawn)[0]).not.toBe(right[0]);
  });
});

function otherDot<T extends { readonly bits: Uint8Array }>(image: T): T {
  return { ...image, bits: image.bits.with(40, (image.bits[40] ?? 0) ^ 1) };
}

function valuesOf(items: readonly PageItem[]): readonly string[] {
  const pages = readPages(pdfOf(items));
  if (typeof pages === 'string') throw new Error(pages);
  return pages[0]?.values ?? [];
}
