import type { Resident, TaxRecord } from '../../centre/register.ts';

/** Yen of salary, pension and business of one year. */
interface Earned {
  readonly salary?: number;
  readonly pension?: number;
  readonly business?: number;
  /** 16 and older who are kept, and children below 16. */
  readonly dependants?: number;
  readonly children?: number;
  readonly spouse?: true;
  /** Yen that were due and not paid. */
  readonly overdue?: number;
}

/** Who declared what; who is not named here has no record: children, who moved in this year, who declared nothing. */
const earned: Readonly<Record<string, Earned>> = {
  r0101: { salary: 6_120_000, spouse: true, dependants: 1, children: 1 },
  r0102: { salary: 980_000 },
  r0201: { pension: 1_480_000 },
  r0301: { salary: 7_840_000, spouse: true, dependants: 3, children: 2 },
  r0302: { salary: 0 },
  r0307: { pension: 2_210_000 },
  r0401: { business: 4_305_000, spouse: true },
  r0402: { salary: 1_640_000 },
  r0501: { salary: 4_870_000, overdue: 38_500 },
  r0601: { salary: 3_960_000 },
  r0602: { salary: 0 },
  r0701: { salary: 12_400_000 },
  r0801: { business: 2_760_000, pension: 640_000, spouse: true },
  r0802: { salary: 2_310_000 },
  r0901: { salary: 2_050_000, children: 1 },
  r1301: { salary: 5_400_000 },
  r1601: { salary: 6_800_000, spouse: true, dependants: 1 },
  r1602: { salary: 0 },
  r1604: { salary: 1_120_000 },
  r1701: { salary: 5_060_000, spouse: true, dependants: 1 },
  r1702: { salary: 1_030_000 },
  r1801: { pension: 1_730_000, business: 300_000 },
  r1901: { salary: 3_210_000 },
};

/** Salary after 給与所得控除 (所得税法 28条, from 2020), rounded down to thousands of yen. */
const ofSalary = (revenue: number): number => {
  const brackets = [
    [1_625_000, 1, -550_000],
    [1_800_000, 0.6, 100_000],
    [3_600_000, 0.7, -80_000],
    [6_600_000, 0.8, -440_000],
    [8_500_000, 0.9, -1_100_000],
    [Number.POSITIVE_INFINITY, 1, -1_950_000],
  ] as const;
  const [, rate, constant] = brackets.find(([upTo]) => revenue <= upTo) ?? brackets[5];
  return Math.max(0, Math.floor((revenue * rate + constant) / 1_000) * 1_000);
};

/** Pension of somebody of 65 or older after 公的年金等控除 (所得税法 35条). */
const ofPension = (revenue: number): number => Math.max(0, revenue - 1_100_000);

const basic = 430_000;

/** @param fiscalYear and `publishedOn` as in `TaxRecord` */
function recordOf(resident: string, address: string, fiscalYear: number, publishedOn: string): TaxRecord | null {
  const facts = earned[resident];
  if (facts === undefined) return null;
  const { salary, pension, business, dependants = 0, children = 0, spouse, overdue = 0 } = facts;
  const incomes = [
    ...(salary === undefined ? [] : [{ label: '給与', revenue: salary, income: ofSalary(salary) }]),
    ...(pension === undefined ? [] : [{ label: '公的年金等', revenue: pension, income: ofPension(pension) }]),
    ...(business === undefined ? [] : [{ label: '営業等', revenue: null, income: business }]),
  ];
  const total = incomes.reduce((sum, { income }) => sum + income, 0);
  const gross = (salary ?? 0) + (pension ?? 0) + (business ?? 0);
  const deductions = [
    { label: '社会保険料控除', yen: Math.floor(gross * 0.145) },
    ...(spouse === undefined ? [] : [{ label: '配偶者控除', yen: 330_000 }]),
    ...(dependants === 0 ? [] : [{ label: '扶養控除', yen: 330_000 * dependants }]),
    { label: '基礎控除', yen: basic },
  ];
  const taxable = Math.max(0, Math.floor((total - deductions.reduce((sum, { yen }) => sum + yen, 0)) / 1_000) * 1_000);
  // 均等割 is not asked of who earned 450,000 yen or less.
  const liable = total > 450_000;
  const adjustment = taxable > 0 ? 2_500 : 0;
  const share = (rate: number, part: number): number =>
    Math.max(0, Math.floor((taxable * rate - adjustment * part) / 100) * 100);
  const tax = {
    cityIncome: liable ? share(0.06, 0.6) : 0,
    cityEqual: liable ? 3_000 : 0,
    prefectureIncome: liable ? share(0.04, 0.4) : 0,
    prefectureEqual: liable ? 1_000 : 0,
    forest: liable ? 1_000 : 0,
  };
  const due = Object.values(tax).reduce((sum, yen) => sum + yen, 0);
  return {
    resident,
    fiscalYear,
    publishedOn,
    address,
    incomes,
    deductions,
    dependants: [
      { label: '同一生計配偶者', count: spouse === undefined ? 0 : 1 },
      { label: '扶養親族（16歳以上）', count: dependants },
      { label: '扶養親族（16歳未満）', count: children },
    ],
    taxable,
    adjustment,
    tax,
    // Half of the instalments are due by autumn.
    paid: Math.max(0, Math.floor(due / 2) - overdue),
    overdue: Math.min(overdue, Math.floor(due / 2)),
  };
}

/**
 * 住民税 of this year and the one before, of everybody who has an income or declared that there is none. A year's certificates
 * are issued from 10 June.
 *
 * @param today ISO date
 */
export function taxesOf(
  residents: readonly Resident[],
  addressOf: (resident: Resident) => string,
  today: string,
): readonly TaxRecord[] {
  const year = Number(today.slice(0, 4));
  return residents.flatMap((resident) =>
    [year - 1, year].flatMap((fiscalYear) => {
      // Who lived elsewhere on 1 January was taxed there.
      if (resident.residentSince > `${fiscalYear}-01-01`) return [];
      return recordOf(resident.id, addressOf(resident), fiscalYear, `${fiscalYear}-06-10`) ?? [];
    }),
  );
}
