import type { DocumentPayload } from '../../document.ts';
import type { Expected, Form } from '../../form.ts';
import type { Amounts } from '../../taxes/content.ts';
import { holderCells, yenCell } from '../../taxes/form.ts';

export type IncomeContent = Amounts<'incomes'>;

export const shotokuForm = ({ content }: DocumentPayload<IncomeContent>): Form => ({
  everywhere: [['title', '所得証明書']],
  atEnd: [['certification', '以上のとおり相違ないことを証明する。']],
  labels: content.incomes.map(({ label }, i) => [`incomes[${i}].label`, label] as const),
  head: [],
  body: [
    ...holderCells(content),
    ...content.incomes.flatMap(({ revenue, income }, i): Expected[] => [
      revenue === null ? [`incomes[${i}].revenue`, '－'] : yenCell(`incomes[${i}].revenue`, revenue),
      yenCell(`incomes[${i}].income`, income),
    ]),
    ['total.revenue', '－'],
    yenCell(
      'total.income',
      content.incomes.reduce((sum, { income }) => sum + income, 0),
    ),
  ],
});
