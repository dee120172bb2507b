import type { RefusalCode } from '../../centre/port.ts';
import type { Registers, TaxRecord } from '../../centre/register.ts';
import type { Choice } from '../kind.ts';

/** Whose 住民税 of which year: what the three papers share. Amounts in whole yen. */
export interface TaxContent extends Omit<TaxRecord, 'resident' | 'publishedOn' | 'address'> {
  readonly name: string;
  readonly kana: string | null;
  /** ISO date. */
  readonly birthDate: string;
  readonly foreign: boolean;
  readonly address: string;
  /** Address on 1 January (賦課期日). */
  readonly assessedAt: string;
}

/**
 * The newest year whose certificates are issued by today; in the weeks of the changeover that is still the one before. None
 * older than that: who was not assessed here last year has no record here.
 */
function recordOf({ taxes, today }: Registers): TaxRecord | null {
  const newest = taxes.findLast(({ publishedOn }) => publishedOn <= today);
  return newest !== undefined && newest.fiscalYear >= Number(today.slice(0, 4)) - 1 ? newest : null;
}

/** Nothing is chosen: the holder, and the newest year. */
export const taxOffer = (registers: Registers): Choice | RefusalCode =>
  recordOf(registers) === null ? 'no-tax-data' : { members: [], items: [] };

export function taxContent(registers: Registers): TaxContent | RefusalCode {
  const record = recordOf(registers);
  if (record === null) return 'no-tax-data';
  const { name, kana, birthDate, foreign } = registers.holder;
  const { address: assessedAt, resident: _, publishedOn: __, ...rest } = record;
  return {
    name,
    kana,
    birthDate,
    foreign: foreign !== null,
    address: registers.household.address,
    assessedAt,
    ...rest,
  };
}

/** 年税額. */
export const taxDue = ({ tax }: TaxContent): number =>
  tax.cityIncome + tax.cityEqual + tax.prefectureIncome + tax.prefectureEqual + tax.forest;

/** Somebody who exists nowhere, with every row there can be. */
export const taxSpecimen: TaxContent = {
  name: '見本　太郎',
  kana: 'ミホン　タロウ',
  birthDate: '1989-01-08',
  foreign: false,
  address: '見本市見本町0番0号',
  assessedAt: '見本市見本町0番0号',
  fiscalYear: 2026,
  incomes: [
    { label: '給与', revenue: 5_000_000, income: 3_560_000 },
    { label: '営業等', revenue: null, income: 120_000 },
  ],
  deductions: [{ label: '基礎控除', yen: 430_000 }],
  dependants: [{ label: '扶養親族（16歳未満）', count: 1 }],
  taxable: 2_100_000,
  adjustment: 2_500,
  tax: { cityIncome: 124_500, cityEqual: 3_000, prefectureIncome: 83_000, prefectureEqual: 1_000, forest: 1_000 },
  paid: 106_200,
  overdue: 0,
};

/** Who has nothing to pay. */
export const taxFreeSpecimen: TaxContent = {
  ...taxSpecimen,
  kana: null,
  foreign: true,
  incomes: [{ label: '給与', revenue: 0, income: 0 }],
  taxable: 0,
  adjustment: 0,
  tax: { cityIncome: 0, cityEqual: 0, prefectureIncome: 0, prefectureEqual: 0, forest: 0 },
  paid: 0,
};
