import type { Outcome } from '../../../outcome.ts';
import type { DocumentPayload } from '../../document.ts';
import type { CertificateFont } from '../../font/certificate-font.ts';
import { layOut, left, width } from '../../form-sheet.ts';
import type { Kind } from '../../kind.ts';
import type { Sheet } from '../../page.ts';
import type { RenderFault } from '../../renderer.ts';
import { noTax, taxContent, taxDue, taxpayers, taxSpecimen, taxTable } from '../../taxes/content.ts';
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
  ...taxTable,
  order: 6,
  official: '納税証明書',
  title: {
    ja: '納税証明書',
    'ja-easy': '｜納税証明書《のうぜいしょうめいしょ》',
    en: 'Tax payment certificate (納税証明書)',
    'zh-Hans': '纳税证明书（納税証明書）',
    'zh-Hant': '納稅證明書（納税証明書）',
    ko: '납세 증명서(納税証明書)',
    vi: 'Giấy chứng nhận nộp thuế (納税証明書)',
    pt: 'Certidão de pagamento de imposto (納税証明書)',
  },
  detail: {
    ja: '納めた税額の証明',
    'ja-easy': '｜払《はら》った｜税金《ぜいきん》を｜書《か》いた｜紙《かみ》',
    en: 'Proves what you paid',
    'zh-Hans': '证明已缴纳的税额',
    'zh-Hant': '證明已繳納的稅額',
    ko: '납부한 세액을 증명',
    vi: 'Chứng nhận số thuế đã nộp',
    pt: 'Comprova o imposto que foi pago',
  },
  content: taxContent(({ tax, paid, overdue }) => ({ tax, paid, overdue })),
  layout,
  form: nozeiForm,
  specimens: [
    { ...taxpayers[0], tax: taxSpecimen, paid: 106_200, overdue: 0 },
    { ...taxpayers[1], tax: noTax, paid: 0, overdue: 0 },
  ],
};

export default nozei;
