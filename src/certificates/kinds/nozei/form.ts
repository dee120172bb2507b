import type { DocumentPayload } from '../../document.ts';
import type { Form } from '../../form.ts';
import type { Amounts } from '../../taxes/content.ts';
import { holderCells, yenCell } from '../../taxes/form.ts';

export type PaymentContent = Amounts<'tax' | 'paid' | 'overdue'>;

export function nozeiForm({ content }: DocumentPayload<PaymentContent>): Form {
  const { overdue, paid, tax } = content;
  const due = Object.values(tax).reduce((sum, part) => sum + part, 0);
  return {
    everywhere: [['title', '納税証明書']],
    atEnd: [['certification', '以上のとおり相違ないことを証明する。']],
    head: [],
    body: [
      ...holderCells(content),
      yenCell('due', due),
      yenCell('paid', paid),
      yenCell('overdue', overdue),
      yenCell('notYetDue', due - paid - overdue),
    ],
  };
}
