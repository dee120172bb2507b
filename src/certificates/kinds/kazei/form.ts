import type { DocumentPayload } from '../../document.ts';
import type { Expected, Form } from '../../form.ts';
import type { Amounts } from '../../taxes/content.ts';
import { holderCells, yenCell } from '../../taxes/form.ts';

export type TaxContent = Amounts<'incomes' | 'deductions' | 'dependants' | 'taxable' | 'adjustment' | 'tax'>;

export function kazeiForm({ content }: DocumentPayload<TaxContent>): Form {
  const { tax } = content;
  const due = Object.values(tax).reduce((sum, part) => sum + part, 0);
  const total = content.incomes.reduce((sum, { income }) => sum + income, 0);
  return {
    everywhere: [['title', due === 0 ? '非課税証明書' : '課税証明書']],
    atEnd: [['certification', '以上のとおり相違ないことを証明する。']],
    labels: [
      ...content.incomes.map(({ label }, i): Expected => [`incomes[${i}].label`, label]),
      ...content.dependants.map(({ label }, i): Expected => [`dependants[${i}].label`, label]),
      ...content.deductions.map(({ label }, i): Expected => [`deductions[${i}].label`, label]),
    ],
    head: [],
    body: [
      ...holderCells(content),
      ...content.incomes.flatMap(({ revenue, income }, i): Expected[] => [
        revenue === null ? [`incomes[${i}].revenue`, '－'] : yenCell(`incomes[${i}].revenue`, revenue),
        yenCell(`incomes[${i}].income`, income),
      ]),
      ['total.revenue', '－'],
      yenCell('total.income', total),
      ['gross.revenue', '－'],
      yenCell('gross.income', total),
      ...content.dependants.map(({ count }, i): Expected => [`dependants[${i}]`, `${count}人`]),
      ...content.deductions.map(({ yen }, i) => yenCell(`deductions[${i}]`, yen)),
      yenCell('taxable', content.taxable),
      yenCell('adjustment', content.adjustment),
      yenCell('tax.cityIncome', tax.cityIncome),
      yenCell('tax.cityEqual', tax.cityEqual),
      yenCell('tax.prefectureIncome', tax.prefectureIncome),
      yenCell('tax.prefectureEqual', tax.prefectureEqual),
      yenCell('tax.forest', tax.forest),
      yenCell('due', due),
    ],
  };
}
