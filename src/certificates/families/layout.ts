import type { Outcome } from '../../outcome.ts';
import type { DocumentPayload } from '../document.ts';
import type { CertificateFont } from '../font/certificate-font.ts';
import { box, certificationTop, type FormSheet, layOut, left, width } from '../form-sheet.ts';
import { drawLedger, type LedgerRow, paginate } from '../ledger.ts';
import type { Sheet } from '../page.ts';
import type { RenderFault } from '../renderer.ts';
import { type FamilyContent, familyRows, room } from './content.ts';

const headTop = 27;
const headRow = 9;
const labels = 38;
const rowsTop = headTop + 2 * headRow + 4;

/** A register with rows over as many pages as it takes: what stands on every page, then the rows. */
export function drawRegister(
  sheet: FormSheet,
  page: number,
  {
    title,
    head,
    rows,
    sentence,
  }: {
    readonly title: string;
    readonly head: readonly (readonly [label: string, value: string])[];
    readonly rows: readonly (readonly LedgerRow[])[];
    readonly sentence: string;
  },
): void {
  sheet.title(title);
  sheet.paragraph(`（${rows.length}の${page + 1}）`, box(left + width - 45, 16, 45, 6), 'right', 10);
  sheet.table(
    head.map(([label, value], i) => [
      sheet.header([label], box(left, headTop + i * headRow, labels, headRow)),
      sheet.data(label, value, box(left + labels, headTop + i * headRow, width - labels, headRow), {
        max: 11.5,
        min: 7,
      }),
    ]),
  );
  const end = drawLedger(sheet, rows[page] ?? [], rowsTop);
  if (sheet.isLast) {
    sheet.restLeftBlank(end, certificationTop - 3);
    sheet.certification(sentence);
  } else sheet.continued();
}

export const familyLayout =
  (title: string, sentence: string) =>
  (payload: DocumentPayload<FamilyContent>, font: CertificateFont): Outcome<Sheet[], RenderFault> => {
    const { honseki, hittousha } = payload.content;
    const rows = paginate(familyRows(payload.content), room);
    const head = [
      ['本籍', honseki],
      ['氏名', hittousha],
    ] as const;
    return layOut(payload, font, (sheet, page) => drawRegister(sheet, page, { title, head, rows, sentence }));
  };
