import type { Outcome } from '../../../outcome.ts';
import type { DocumentPayload } from '../../document.ts';
import { room } from '../../families/content.ts';
import { drawRegister } from '../../families/layout.ts';
import type { CertificateFont } from '../../font/certificate-font.ts';
import { layOut } from '../../form-sheet.ts';
import { paginate } from '../../ledger.ts';
import { omitted } from '../../marks.ts';
import type { Sheet } from '../../page.ts';
import type { RenderFault } from '../../renderer.ts';
import { type FuhyoContent, fuhyoRows } from './content.ts';

export function fuhyoLayout(
  payload: DocumentPayload<FuhyoContent>,
  font: CertificateFont,
): Outcome<Sheet[], RenderFault> {
  const { honseki, hittousha, whole } = payload.content;
  const rows = paginate(fuhyoRows(payload.content), room);
  return layOut(payload, font, (sheet, page) =>
    drawRegister(sheet, page, {
      title: '戸籍の附票の写し',
      head: [
        ['本籍', honseki ?? omitted],
        ['筆頭者の氏名', hittousha ?? omitted],
      ],
      rows,
      sentence: `この写しは、戸籍の附票${whole ? 'の全部' : 'の一部'}の原本と相違ないことを証明する。`,
    }),
  );
}
