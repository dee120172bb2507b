import { piecesOf } from './font/certificate-font.ts';
import { box, type FormSheet, left, width } from './form-sheet.ts';
import { LEADING, type TableCell } from './page.ts';

/** One ruled row of a register that has as many rows as it needs: a label, and what is said under it, item by item. */
export interface LedgerRow {
  readonly label: string;
  readonly items: readonly string[];
  /** Set apart from what stands above. */
  readonly begins?: true;
}

/** Size in points; places in millimetres. */
const size = 10.5;
const labels = 38;
const lineHeight = (LEADING * size * 25.4) / 72;
const padding = 2.6;
const gap = 2.4;
const perLine = Math.floor((width - labels - 4) / ((size * 25.4) / 72));

/** Lines of an item: broken after so many characters that the widest ones have room, so that no font is needed to count them. */
function linesOf(item: string): string[] {
  const pieces = piecesOf(item);
  return Array.from({ length: Math.max(1, Math.ceil(pieces.length / perLine)) }, (_, i) =>
    pieces.slice(i * perLine, (i + 1) * perLine).join(''),
  );
}

const heightOf = ({ items, begins }: LedgerRow): number =>
  items.flatMap(linesOf).length * lineHeight + padding + (begins ? gap : 0);

/** Rows of each page; a page has at least one. @param room in millimetres */
export function paginate(rows: readonly LedgerRow[], room: number): readonly (readonly LedgerRow[])[] {
  const pages: LedgerRow[][] = [];
  let used = 0;
  for (const row of rows) {
    const height = heightOf(row);
    const page = pages.at(-1);
    if (page === undefined || used + height > room) {
      pages.push([row]);
      used = height;
    } else {
      page.push(row);
      used += height;
    }
  }
  return pages;
}

/** Draws the rows of one page. @returns where they end, in millimetres */
export function drawLedger(sheet: FormSheet, rows: readonly LedgerRow[], top: number): number {
  let y = top;
  for (const row of rows) {
    if (row.begins && y > top) y += gap;
    const lines = row.items.flatMap(linesOf);
    const height = lines.length * lineHeight + padding;
    const value: TableCell = {
      role: 'data',
      box: box(left + labels, y, width - labels, height),
      texts: [{ box: box(left + labels + 2, y, width - labels - 4, height), lines, size, align: 'left', spacing: 0 }],
    };
    sheet.table([[sheet.header([row.label], box(left, y, labels, height)), value]]);
    y += height;
  }
  return y;
}
