import type { Outcome } from '../../../outcome.ts';
import type { DocumentPayload } from '../../document.ts';
import type { CertificateFont } from '../../font/certificate-font.ts';
import { box, layOut, left, width } from '../../form-sheet.ts';
import { blank } from '../../marks.ts';
import type { Sheet } from '../../page.ts';
import type { RenderFault } from '../../renderer.ts';
import { gregorian, wareki } from '../../wareki.ts';
import type { InkanContent } from './content.ts';

/** Places in millimetres. The frame takes the largest seal that can be registered (25 mm) with room around it. */
const frame = { y: 34, side: 46 };
const labels = 34;
const row = 14;
const certificationTop = 176;
const size = { max: 14, min: 8 };

export const inkanLayout = (
  payload: DocumentPayload<InkanContent>,
  font: CertificateFont,
): Outcome<Sheet[], RenderFault> =>
  layOut(payload, font, (sheet) => {
    const { content } = payload;
    sheet.title('印鑑登録証明書', 14);
    const impression = box(left + (width - frame.side) / 2, frame.y, frame.side, frame.side);
    sheet.paragraph('印影', box(left, frame.y, (width - frame.side) / 2 - 6, 8), 'right', 11, 4);
    sheet.frame(impression);
    sheet.picture(content.impression, impression);
    let y = frame.y + frame.side + 12;
    const cell = () => box(left + labels, y, width - labels, row);
    const next = (label: string, value: string) => {
      const cells = [sheet.header([label], box(left, y, labels, row)), sheet.data(label, value, cell(), size)];
      y += row;
      return cells;
    };
    const name = [
      sheet.header(['氏名'], box(left, y, labels, row)),
      sheet.nameWithReading('氏名', content.name, content.kana ?? blank, cell()),
    ];
    y += row;
    sheet.table([
      name,
      ...(content.foreign ? [next('通称', content.alias ?? blank)] : []),
      next('生年月日', (content.foreign ? gregorian : wareki)(content.birthDate)),
      next('住所', content.address),
    ]);
    sheet.certification('この写しは、登録されている印影と相違ないことを証明する。', certificationTop);
  });
