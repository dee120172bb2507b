import type { Outcome } from '../../../outcome.ts';
import type { DocumentPayload } from '../../document.ts';
import type { CertificateFont } from '../../font/certificate-font.ts';
import { layOut, left, width } from '../../form-sheet.ts';
import type { Kind } from '../../kind.ts';
import type { Sheet } from '../../page.ts';
import type { RenderFault } from '../../renderer.ts';
import { noTax, taxContent, taxDue, taxOffer, taxpayers, taxSpecimen } from '../../taxes/content.ts';
import { drawHolder, drawRows, yen } from '../../taxes/layout.ts';
import { nozeiForm, type PaymentContent } from './form.ts';

const sentence = '以上のとおり相違ないことを証明する。';

function layout(payload: DocumentPayload<PaymentContent>, font: CertificateFont): Outcome<Sheet[], RenderFault> {
  return layOut(payload, font, (sheet) => {
    const { content } = payload;
    const due = taxDue(content);
    sheet.title('納税証明書', 14);
    const below = drawHolder(sheet, content, 34);
    const end = drawRows(
      sheet,
      below + 8,
      left,
      ['税目', '課税額', '納付済額', '未納額', '納期未到来額'],
      [40, 35, 35, 35, 35],
      [
        [
          '市民税・県民税',
          yen(due),
          yen(content.paid),
          yen(content.overdue),
          yen(due - content.paid - content.overdue),
        ],
      ],
    );
    sheet.restLeftBlank(end, 180);
    sheet.line([left, 184], [left + width, 184], 0.3);
    sheet.certification(sentence, 190);
  });
}

/** 納税証明書: what of the year's 住民税 was paid. */
const nozei: Kind<PaymentContent> = {
  order: 6,
  official: '納税証明書',
  title: { ja: '納税証明書', en: 'Tax payment certificate (納税証明書)' },
  detail: { ja: '納めた税額の証明', en: 'Proves what you paid' },
  keptBy: 'residence',
  people: 'holder',
  items: [],
  hours: 'terminal',
  copies: 5,
  fee: 200,
  offer: taxOffer,
  content: taxContent(({ tax, paid, overdue }) => ({ tax, paid, overdue })),
  pages: () => 1,
  layout,
  form: nozeiForm,
  specimens: [
    { ...taxpayers[0], tax: taxSpecimen, paid: 106_200, overdue: 0 },
    { ...taxpayers[1], tax: noTax, paid: 0, overdue: 0 },
  ],
};

export default nozei;
