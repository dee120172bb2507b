import type { RefusalCode } from '../../centre/port.ts';
import type { Registers, TaxRecord } from '../../centre/register.ts';
import type { Choice } from '../kind.ts';

/** Who, and of which year: what the three papers share. */
export interface Taxpayer {
  readonly name: string;
  readonly kana: string | null;
  /** ISO date. */
  readonly birthDate: string;
  readonly foreign: boolean;
  readonly address: string;
  /** Address on 1 January (賦課期日). */
  readonly assessedAt: string;
  /** Year in which the fiscal year (年度) begins. */
  readonly fiscalYear: number;
}

/** Amounts in whole yen. Each paper holds those that are printed on it. */
export type Amounts<Key extends keyof TaxRecord> = Taxpayer & Pick<TaxRecord, Key>;

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

/** What is printed of the record, by `pick`. */
export const taxContent =
  <Content>(pick: (record: TaxRecord) => Content) =>
  (registers: Registers): (Taxpayer & Content) | RefusalCode => {
    const record = recordOf(registers);
    if (record === null) return 'no-tax-data';
    const { name, kana, birthDate, foreign } = registers.holder;
    return {
      name,
      kana,
      birthDate,
      foreign: foreign !== null,
      address: registers.household.address,
      assessedAt: record.address,
      fiscalYear: record.fiscalYear,
      ...pick(record),
    };
  };

/** 年税額. */
export const taxDue = ({ tax }: Pick<TaxRecord, 'tax'>): number =>
  tax.cityIncome + tax.cityEqual + tax.prefectureIncome + tax.prefectureEqual + tax.forest;

/** Somebody who exists nowhere. */
export const taxpayers: readonly [Taxpayer, Taxpayer] = [
  {
    name: '見本　太郎',
    kana: 'ミホン　タロウ',
    birthDate: '1989-01-08',
    foreign: false,
    address: '見本市見本町0番0号',
    assessedAt: '見本市見本町0番0号',
    fiscalYear: 2026,
  },
  {
    name: '見本　花子',
    kana: null,
    birthDate: '1989-01-08',
    foreign: true,
    address: '見本市見本町0番0号',
    assessedAt: '見本市見本町0番0号',
    fiscalYear: 2019,
  },
];

export const taxSpecimen: TaxRecord['tax'] = {
  cityIncome: 124_500,
  cityEqual: 3_000,
  prefectureIncome: 83_000,
  prefectureEqual: 1_000,
  forest: 1_000,
};

export const noTax: TaxRecord['tax'] = {
  cityIncome: 0,
  cityEqual: 0,
  prefectureIncome: 0,
  prefectureEqual: 0,
  forest: 0,
};
