import { blank, dayOf, type Expected, eraYearOf } from '../form.ts';
import type { Taxpayer } from './content.ts';

/** The cells that name the holder and the year, in their order. */
export const holderCells = (content: Taxpayer): readonly Expected[] => [
  ['fiscalYear', `${eraYearOf(content.fiscalYear)}度（${eraYearOf(content.fiscalYear - 1)}分）`],
  ['kana', content.kana ?? blank],
  ['name', content.name],
  ['birthDate', dayOf(content.birthDate, content.foreign ? 'gregorian' : 'era')],
  ['address', content.address],
  ['assessedAt', content.assessedAt],
];

const grouped = new Intl.NumberFormat('ja-JP');

export const yenCell = (field: string, amount: number): Expected => [field, `${grouped.format(amount)}円`];
