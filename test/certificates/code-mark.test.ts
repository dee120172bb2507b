import { describe, expect, it } from 'vitest';
import { codeBox } from '../../src/certificates/code-mark.ts';
import { openCertificateFont } from '../../src/certificates/font/certificate-font.ts';
import { layOutDocument } from '../../src/certificates/layout.ts';
import type { Box, PageItem, PlacedText } from '../../src/certificates/page.ts';
import { mm } from '../../src/certificates/page.ts';
import { specimens } from '../../src/certificates/specimens.ts';
import { bigHousehold, documentOf, foreigner, person } from './fixtures.ts';

const font = openCertificateFont();
const named = specimens.map((document, i) => [`${document.payload.kind} ${i}`, document] as const);
const documents = [
  ...named,
  ['four', documentOf([person(), foreigner(), person(), person()])] as const,
  ['nine', bigHousehold()] as const,
];

const cellBoxes = (item: PageItem): readonly Box[] => {
  switch (item.kind) {
    case 'heading':
    case 'paragraph':
      return [inked(item.text)];
    case 'table':
      return item.rows.flat().map(({ box }) => box);
    case 'mask':
    case 'seal':
      return [item.box];
    default:
      return [];
  }
};

/** Where the characters of a text are: a box may be wider than what stands in it. */
function inked({ box, lines, size, align, spacing }: PlacedText): Box {
  const widths = lines.map((line) => font.widthOf(line) * size + spacing * ([...line].length - 1));
  const width = Math.max(...widths);
  const x = box.x + (align === 'left' ? 0 : (box.width - width) / (align === 'center' ? 2 : 1));
  const height = size * (1 + (lines.length - 1) * 1.25);
  return { x, y: box.y + (box.height - height) / 2, width, height };
}

/** Cells share their rules: a touch is none. */
const meet = (a: Box, b: Box): boolean => {
  const touch = mm(0.1);
  return (
    a.x + touch < b.x + b.width &&
    b.x + touch < a.x + a.width &&
    a.y + touch < b.y + b.height &&
    b.y + touch < a.y + a.height
  );
};

describe.each(documents)('the sheets of %s', (_, document) => {
  const laid = layOutDocument(document, font);
  const sheets = laid.outcome === 'done' ? laid.value : [];

  it('have nothing upon anything else, and nothing in the quiet zone of a code', () => {
    expect(sheets.length).toBeGreaterThan(0);
    for (const [index, { items }] of sheets.entries()) {
      const boxes = items.flatMap((item, i) => cellBoxes(item).map((box) => ({ i, box, item })));
      for (const [n, one] of boxes.entries())
        for (const other of boxes.slice(n + 1))
          expect(meet(one.box, other.box), `page ${index + 1}: ${JSON.stringify([one, other])}`).toBe(false);
      const code = items.findLast((item) => item.kind === 'mask');
      for (const { box, item } of boxes)
        if (item !== code) expect(meet(codeBox, box), JSON.stringify(item)).toBe(false);
    }
  });
});
