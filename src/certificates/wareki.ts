/** Eras by their first day, newest first (元号法 and the calendar conventions before it). */
const ERAS = [
  { name: '令和', from: '2019-05-01' },
  { name: '平成', from: '1989-01-08' },
  { name: '昭和', from: '1926-12-25' },
  { name: '大正', from: '1912-07-30' },
  { name: '明治', from: '1868-01-25' },
] as const;

const numbersOf = (isoDate: string) => {
  const [year = 0, month = 0, day = 0] = isoDate.split('-').map(Number);
  return { year, month, day };
};

/** `2026-07-01` as `2026年7月1日`: the calendar of foreign residents' dates. */
export function gregorian(isoDate: string): string {
  const { year, month, day } = numbersOf(isoDate);
  return `${year}年${month}月${day}日`;
}

/** A year as 令和8年, by the era of its last day: what 年度 and 年分 are named after. */
export function eraYear(year: number): string {
  const era = ERAS.find(({ from }) => from <= `${year}-12-31`);
  if (era === undefined) return `${year}年`;
  const count = year - numbersOf(era.from).year + 1;
  return `${era.name}${count === 1 ? '元' : count}年`;
}

/** `2019-05-01` as `令和元年5月1日`. Dates before 明治 stay Gregorian: the calendar changed. */
export function wareki(isoDate: string): string {
  const era = ERAS.find(({ from }) => from <= isoDate);
  if (era === undefined) return gregorian(isoDate);
  const { year, month, day } = numbersOf(isoDate);
  const eraYear = year - numbersOf(era.from).year + 1;
  return `${era.name}${eraYear === 1 ? '元' : eraYear}年${month}月${day}日`;
}
