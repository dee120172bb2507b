import type { Outcome } from '../../../outcome.ts';
import type { DocumentPayload } from '../../document.ts';
import type { CertificateFont } from '../../font/certificate-font.ts';
import { layOut, left, width } from '../../form-sheet.ts';
import type { Kind } from '../../kind.ts';
import type { Sheet } from '../../page.ts';
import type { RenderFault } from '../../renderer.ts';
import { taxContent, taxpayers, taxTable } from '../../taxes/content.ts';
import { drawHolder, drawRows, type Row, yen } from '../../taxes/layout.ts';
import { type IncomeContent, shotokuForm } from './form.ts';

const sentence = '以上のとおり相違ないことを証明する。';

function layout(payload: DocumentPayload<IncomeContent>, font: CertificateFont): Outcome<Sheet[], RenderFault> {
  return layOut(payload, font, (sheet) => {
    const { incomes } = payload.content;
    sheet.title('所得証明書', 14);
    const below = drawHolder(sheet, payload.content, 34);
    const total = incomes.reduce((sum, { income }) => sum + income, 0);
    const rows: Row[] = [
      ...incomes.map(({ label, revenue, income }): Row => [label, revenue === null ? '－' : yen(revenue), yen(income)]),
      ['合計所得金額', '－', yen(total)],
    ];
    const end = drawRows(sheet, below + 8, left, ['所得の種類', '収入金額', '所得金額'], [60, 60, 60], rows);
    sheet.restLeftBlank(end, 180);
    sheet.line([left, 184], [left + width, 184], 0.3);
    sheet.certification(sentence, 190);
  });
}

/** 所得証明書: what was earned, without the tax. */
const shotoku: Kind<IncomeContent> = {
  ...taxTable,
  order: 4,
  official: '所得証明書',
  title: {
    ja: '所得証明書',
    'ja-easy': '｜所得証明書《しょとくしょうめいしょ》',
    en: 'Income certificate (所得証明書)',
    'zh-Hans': '所得证明书（所得証明書）',
    'zh-Hant': '所得證明書（所得証明書）',
    ko: '소득 증명서(所得証明書)',
    vi: 'Giấy chứng nhận thu nhập (所得証明書)',
    pt: 'Certidão de renda (所得証明書)',
  },
  detail: {
    ja: '収入と所得の証明',
    'ja-easy': 'もらったお｜金《かね》（｜所得《しょとく》）を｜書《か》いた｜紙《かみ》',
    en: 'Proves what you earned',
    'zh-Hans': '证明收入和所得',
    'zh-Hant': '證明收入和所得',
    ko: '수입과 소득을 증명',
    vi: 'Chứng nhận thu nhập của quý khách',
    pt: 'Comprova quanto você ganhou',
  },
  content: taxContent(({ incomes }) => ({ incomes })),
  layout,
  form: shotokuForm,
  specimens: [
    { ...taxpayers[0], incomes: [{ label: '給与', revenue: 5_000_000, income: 3_560_000 }] },
    { ...taxpayers[1], incomes: [{ label: '営業等', revenue: null, income: 0 }] },
  ],
};

export default shotoku;
