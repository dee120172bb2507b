import type { Outcome } from '../../outcome.ts';
import type { DocumentPayload } from '../document.ts';
import type { CertificateFont } from '../font/certificate-font.ts';
import { box, type FormSheet, layOut, left, width } from '../form-sheet.ts';
import { omitted } from '../marks.ts';
import type { Box, Sheet, TableCell } from '../page.ts';
import type { RenderFault } from '../renderer.ts';
import { type Person, personsPerSheet, type ResidentsContent } from './content.ts';
import { type Field, fieldsOf, fieldsWidth } from './fields.ts';

/** What the two papers say differently. */
export interface Wording {
  readonly title: string;
  /** @param scope 世帯全員 or 世帯の一部 */
  readonly sentence: (scope: string) => string;
}

/** The page in millimetres, from top to bottom. */
const numberWidth = width - fieldsWidth;
const titleTop = 10;
const householdTop = 24;
const householdRow = 8;
const personsTop = 43;
const firstRow = 11;
const row = 7.2;
const personHeight = firstRow + 5 * row + 0.8;
const certificationTop = personsTop + personsPerSheet * personHeight + 3;

const valueSize = { max: 10, min: 7 };

/** Four persons to a sheet (世帯連記式). */
export const residentsLayout =
  ({ title, sentence }: Wording) =>
  (payload: DocumentPayload<ResidentsContent>, font: CertificateFont): Outcome<Sheet[], RenderFault> =>
    layOut(payload, font, (sheet, page) => {
      const { content } = payload;
      const first = page * personsPerSheet;
      const persons = content.persons.slice(first, first + personsPerSheet);
      const scope = content.wholeHousehold ? '世帯全員' : '世帯の一部';
      sheet.title(title, titleTop);
      sheet.paragraph(`（${scope}）`, box(left + width - 45, titleTop + 6, 45, 6), 'right', 10);
      drawHousehold(sheet, content);
      persons.forEach((person, slot) => {
        drawPerson(sheet, person, first + slot + 1, personsTop + slot * personHeight);
      });
      if (persons.length < personsPerSheet)
        sheet.restLeftBlank(
          personsTop + persons.length * personHeight,
          personsTop + personsPerSheet * personHeight - 0.8,
        );
      if (sheet.isLast) sheet.certification(sentence(scope), certificationTop);
      else sheet.continued(certificationTop);
    });

function drawHousehold(sheet: FormSheet, { address, householdHead }: ResidentsContent): void {
  const rows = [
    ['住所', address],
    ['世帯主', householdHead ?? omitted],
  ] as const;
  sheet.table(
    rows.map(([label, value], i) => {
      const y = householdTop + i * householdRow;
      const labels = numberWidth + 21;
      return [
        sheet.header([label], box(left, y, labels, householdRow)),
        sheet.data(label, value, box(left + labels, y, width - labels, householdRow), { max: 11.5, min: 7 }),
      ];
    }),
  );
}

function drawPerson(sheet: FormSheet, person: Person, number: number, top: number): void {
  const rows = fieldsOf(person).map((fields, i) =>
    cellsOf(sheet, fields, i === 0 ? top : top + firstRow + (i - 1) * row, i === 0 ? firstRow : row),
  );
  const numberCell = sheet.header([String(number)], box(left, top, numberWidth, firstRow + 5 * row));
  sheet.table(rows.map((cells, i) => (i === 0 ? [numberCell, ...cells] : cells)));
}

function cellsOf(sheet: FormSheet, fields: readonly Field[], y: number, height: number): TableCell[] {
  let x = left + numberWidth;
  return fields.flatMap((field) => {
    const label = sheet.header(field.label, box(x, y, field.labelWidth, height));
    const cell = box(x + field.labelWidth, y, field.valueWidth, height);
    x += field.labelWidth + field.valueWidth;
    return [label, valueCell(sheet, field, cell)];
  });
}

function valueCell(sheet: FormSheet, { label, reading, value }: Field, cell: Box): TableCell {
  const name = label.join('');
  return reading === undefined
    ? sheet.data(name, value, cell, valueSize)
    : sheet.nameWithReading(name, value, reading, cell);
}
