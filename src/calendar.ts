/** Counting with dates of the Japanese calendar day. Days are ISO dates, instants milliseconds since 1970-01-01T00:00Z. */
import { japanDate } from './japan-time.ts';

export const DAY = 86_400_000;

/** The instant at which a date begins in Japan. */
export const startOfDay = (date: string): number => Date.parse(`${date}T00:00:00+09:00`);

/** The instant of a time of day `HH:MM` on a date in Japan. */
export const timeOn = (date: string, time: string): number => Date.parse(`${date}T${time}:00+09:00`);

/** A date moved by whole months; a day the target month lacks becomes its last day (民法 143条2項). */
export function addMonths(date: string, months: number): string {
  const [year, month, day] = parts(date);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

/** A date moved by whole days. */
export const addDays = (date: string, days: number): string => japanDate(startOfDay(date) + days * DAY);

/**
 * The instant at which a person reaches an age in years: the end of the day before the birthday
 * (年齢計算ニ関スル法律, 民法 143条). Someone born on 29 February completes a year at the end of 28 February.
 */
export function reachesAge(birthDate: string, age: number): number {
  const [year, month, day] = parts(birthDate);
  return startOfDay(new Date(Date.UTC(year + age, month - 1, day)).toISOString().slice(0, 10));
}

function parts(date: string): [number, number, number] {
  const [year, month, day] = date.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) throw new Error(`not an ISO date: ${date}`);
  return [year, month, day];
}
