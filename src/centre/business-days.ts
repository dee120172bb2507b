import holidays from '@holiday-jp/holiday_jp';
import { addDays, startOfDay } from '../calendar.ts';

/** Municipal offices rest from 12-29 to 01-03 (地方自治法 4条の2; 行政機関の休日に関する法律 1条). */
const NEW_YEAR = ['12-29', '12-30', '12-31', '01-01', '01-02', '01-03'];

/** The library goes through its whole list for each question. */
const known = new Map<string, boolean>();

function isHoliday(date: string): boolean {
  const answer = known.get(date) ?? holidays.isHoliday(date);
  known.set(date, answer);
  return answer;
}

/** @param date ISO date; holidays are those of 国民の祝日に関する法律, which the library lists up to 2050 */
export function isBusinessDay(date: string): boolean {
  const weekday = new Date(startOfDay(date) + 12 * 3_600_000).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !isHoliday(date) && !NEW_YEAR.includes(date.slice(5));
}

/** The `count`th business day after a date; the date itself is not counted. */
export function businessDaysAfter(date: string, count: number): string {
  let day = date;
  for (let left = count; left > 0; ) {
    day = addDays(day, 1);
    if (isBusinessDay(day)) left -= 1;
  }
  return day;
}
