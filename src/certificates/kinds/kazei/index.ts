import type { Outcome } from '../../../outcome.ts';
import type { DocumentPayload } from '../../document.ts';
import type { CertificateFont } from '../../font/certificate-font.ts';
import { certificationTop, layOut, left, width } from '../../form-sheet.ts';
import type { Kind } from '../../kind.ts';
import type { Sheet } from '../../page.ts';
import type { RenderFault } from '../../renderer.ts';
import { noTax, taxContent, taxDue, taxpayers, taxSpecimen, taxTable } from '../../taxes/content.ts';
import { drawHolder, drawRows, type Row, yen } from '../../taxes/layout.ts';
import { kazeiForm, type TaxContent } from './form.ts';

const sentence = '以上のとおり相違ないことを証明する。';
const half = width / 2 - 2;

/** Income and the people kept on the left, deductions and the tax on the right. */
function layout(payload: DocumentPayload<TaxContent>, font: CertificateFont): Outcome<Sheet[], RenderFault> {
  return layOut(payload, font, (sheet) => {
    const { content } = payload;
    const { adjustment, deductions, dependants, incomes, tax, taxable } = content;
    const due = taxDue(content);
    sheet.title(due > 0 ? '課税証明書' : '非課税証明書', 14);
    const below = drawHolder(sheet, content, 34) + 6;
    const total = incomes.reduce((sum, { income }) => sum + income, 0);
    const [third, right] = [half / 3, left + half + 4];
    const people = drawRows(
      sheet,
      below,
      left,
      ['所得の種類', '収入金額', '所得金額'],
      [third, third, third],
      [
        ...incomes.map(
          ({ label, revenue, income }): Row => [label, revenue === null ? '－' : yen(revenue), yen(income)],
        ),
        ['合計所得金額', '－', yen(total)],
        ['総所得金額等', '－', yen(total)],
      ],
    );
    const kept = drawRows(
      sheet,
      people + 5,
      left,
      ['扶養の人数', '人数'],
      [2 * third, third],
      dependants.map(({ label, count }): Row => [label, `${count}人`]),
    );
    const taxes = drawRows(
      sheet,
      below,
      right,
      ['所得控除', '控除額'],
      [half / 2, half / 2],
      deductions.map((each): Row => [each.label, yen(each.yen)]),
    );
    const levied = drawRows(
      sheet,
      taxes + 5,
      right,
      ['税額', '金額'],
      [half / 2, half / 2],
      [
        ['課税標準額', yen(taxable)],
        ['調整控除額', yen(adjustment)],
        ['市民税所得割', yen(tax.cityIncome)],
        ['市民税均等割', yen(tax.cityEqual)],
        ['県民税所得割', yen(tax.prefectureIncome)],
        ['県民税均等割', yen(tax.prefectureEqual)],
        ['森林環境税', yen(tax.forest)],
        ['年税額', yen(due)],
      ],
    );
    const end = Math.max(kept, levied);
    sheet.restLeftBlank(end + 2, Math.min(end + 12, certificationTop - 8));
    sheet.certification(sentence);
  });
}

/** 課税（非課税）証明書: income, deductions and the 住民税 of the year. */
const kazei: Kind<TaxContent> = {
  ...taxTable,
  order: 5,
  official: '課税（非課税）証明書',
  title: {
    ja: '課税（非課税）証明書',
    'ja-easy': '｜課税《かぜい》（｜非課税《ひかぜい》）｜証明書《しょうめいしょ》',
    en: 'Tax (exemption) certificate (課税・非課税証明書)',
    'zh-Hans': '课税（非课税）证明书（課税・非課税証明書）',
    'zh-Hant': '課稅（非課稅）證明書（課税・非課税証明書）',
    ko: '과세(비과세) 증명서(課税・非課税証明書)',
    vi: 'Giấy chứng nhận chịu thuế, miễn thuế (課税・非課税証明書)',
    pt: 'Certidão de imposto ou isenção (課税・非課税証明書)',
  },
  detail: {
    ja: '住民税の額の証明',
    'ja-easy': '｜住民税《じゅうみんぜい》がいくらか｜書《か》いた｜紙《かみ》',
    en: 'Proves your resident tax, or that there is none',
    'zh-Hans': '证明住民税的金额',
    'zh-Hant': '證明住民稅的金額',
    ko: '주민세 금액을 증명',
    vi: 'Chứng nhận số thuế cư trú, hoặc không phải nộp',
    pt: 'Comprova o imposto de residente, ou que não há',
  },
  content: taxContent(({ incomes, deductions, dependants, taxable, adjustment, tax }) => ({
    incomes,
    deductions,
    dependants,
    taxable,
    adjustment,
    tax,
  })),
  layout,
  form: kazeiForm,
  specimens: [
    {
      ...taxpayers[0],
      incomes: [{ label: '給与', revenue: 5_000_000, income: 3_560_000 }],
      deductions: [{ label: '基礎控除', yen: 430_000 }],
      dependants: [{ label: '扶養親族（16歳未満）', count: 1 }],
      taxable: 2_100_000,
      adjustment: 2_500,
      tax: taxSpecimen,
    },
    {
      ...taxpayers[1],
      incomes: [{ label: '営業等', revenue: null, income: 0 }],
      deductions: [{ label: '基礎控除', yen: 430_000 }],
      dependants: [],
      taxable: 0,
      adjustment: 0,
      tax: noTax,
    },
  ],
};

export default kazei;
