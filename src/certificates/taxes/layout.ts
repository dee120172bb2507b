import { box, type FormSheet, left, width } from '../form-sheet.ts';
import { blank } from '../marks.ts';
import type { TableCell } from '../page.ts';
import { eraYear, gregorian, wareki } from '../wareki.ts';
import type { Taxpayer } from './content.ts';

/** A row of a table: label, and one or two values. */
export type Row = readonly [label: string, ...values: readonly string[]];

const row = 7.2;
const headRow = 9;
const labels = 34;
const valueSize = { max: 10.5, min: 7 };

export const yen = (amount: number): string => `${amount.toLocaleString('ja-JP')}円`;

/** e.g. 令和8年度（令和7年分）. */
export const yearOf = ({ fiscalYear }: Taxpayer): string => `${eraYear(fiscalYear)}度（${eraYear(fiscalYear - 1)}分）`;

/** Who and which year, from `top` down. @returns where it ends, in millimetres */
export function drawHolder(sheet: FormSheet, content: Taxpayer, top: number): number {
  const { name, kana, birthDate, foreign, address, assessedAt } = content;
  let y = top;
  const line = (label: string, value: string): TableCell[] => {
    const cells = [
      sheet.header([label], box(left, y, labels, headRow)),
      sheet.data(label, value, box(left + labels, y, width - labels, headRow), { max: 11, min: 7 }),
    ];
    y += headRow;
    return cells;
  };
  const year = line('年度', yearOf(content));
  const named = [
    sheet.header(['氏名'], box(left, y, labels, headRow + 2)),
    sheet.nameWithReading('氏名', name, kana ?? blank, box(left + labels, y, width - labels, headRow + 2)),
  ];
  y += headRow + 2;
  sheet.table([
    year,
    named,
    line('生年月日', (foreign ? gregorian : wareki)(birthDate)),
    line('住所', address),
    line('1月1日の住所', assessedAt),
  ]);
  return y;
}

/**
 * A table with a heading row.
 *
 * @param widths of label and values, in millimetres
 * @returns where it ends, in millimetres
 */
export function drawRows(
  sheet: FormSheet,
  top: number,
  from: number,
  heads: readonly string[],
  widths: readonly number[],
  rows: readonly Row[],
): number {
  const place = (column: number, line: number) =>
    box(
      from + widths.slice(0, column).reduce((sum, each) => sum + each, 0),
      top + line * row,
      widths[column] ?? 0,
      row,
    );
  sheet.table([
    heads.map((text, column) => sheet.header([text], place(column, 0))),
    ...rows.map(([label, ...values], line) => [
      sheet.header([label], place(0, line + 1)),
      ...values.map((value, i) => sheet.data(label, value, place(i + 1, line + 1), valueSize, 'right')),
    ]),
  ]);
  return top + (rows.length + 1) * row;
}
