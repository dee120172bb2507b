import type { KeyName } from './jpki-data.ts';

/** Why a PIN is too easy to guess; each reason has its own sentence on the screen. */
export type Weakness = 'same-character' | 'sequence' | 'birthday' | 'letters-and-digits' | 'unchanged';

/** Years of the Japanese eras before their first, newest first: 令和 1 is 2019. */
const eras = [
  { from: '2019-05-01', before: 2018 },
  { from: '1989-01-08', before: 1988 },
  { from: '1926-12-25', before: 1925 },
  { from: '1912-07-30', before: 1911 },
] as const;

const digitsOf = (text: string): string => text.replace(/\D/g, '');
const two = (year: number): string => String(year % 100).padStart(2, '0');

/** Each character follows the one before by `step`. */
const runs = (text: string, step: number): boolean =>
  [...text].every((_, index) => index === 0 || text.charCodeAt(index) - text.charCodeAt(index - 1) === step);

/** 0000, 1234, 9876, and 7890 where 0 follows 9. */
const isSame = (text: string): boolean => runs(text, 0);
const isRun = (text: string): boolean =>
  text.length > 1 && (runs(text, 1) || runs(text, -1) || '1234567890'.includes(text) || '0987654321'.includes(text));

/** The ways people write a date of birth in digits: year in full, in two digits or of the era, month and day. */
function datesOf(birthDate: string): { readonly whole: readonly string[]; readonly short: readonly string[] } {
  const [year = '', month = '', day = ''] = birthDate.split('-');
  const era = eras.find(({ from }) => from <= birthDate);
  const years = [year, two(Number(year)), ...(era === undefined ? [] : [two(Number(year) - era.before)])];
  return {
    whole: years.flatMap((y) => [y + month + day, day + month + y, month + day + y]),
    short: [year, month + day, day + month, ...years.slice(1).flatMap((y) => [y + month, month + y])],
  };
}

/**
 * Why a new PIN is refused, or null. For the authentication PIN: one digit four times, digits in a row, the birthday or its
 * year. For the signature password: it must have letters and digits, and neither runs in both, nor a whole date of birth.
 *
 * @param birthDate ISO date; null when it is not known, and then that rule is left out
 */
export function weakness(pin: KeyName, value: Uint8Array, birthDate: string | null): Weakness | null {
  const text = Buffer.from(value).toString('latin1');
  const dates = birthDate === null ? null : datesOf(birthDate);
  if (pin === 'auth') {
    if (isSame(text)) return 'same-character';
    if (isRun(text)) return 'sequence';
    return dates?.short.includes(text) ? 'birthday' : null;
  }
  const digits = digitsOf(text);
  const letters = text.replace(/\d/g, '');
  if (digits === '' || letters === '') return 'letters-and-digits';
  if (isSame(digits) && isSame(letters)) return 'same-character';
  if ((isRun(digits) || isSame(digits)) && (isRun(letters) || isSame(letters))) return 'sequence';
  return dates?.whole.some((date) => date.length >= 6 && digits.includes(date)) ? 'birthday' : null;
}
