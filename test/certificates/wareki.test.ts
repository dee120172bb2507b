import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gregorian, wareki } from '../../src/certificates/wareki.ts';

it.each([
  ['2019-05-01', '令和元年5月1日'],
  ['2019-04-30', '平成31年4月30日'],
  ['1989-01-08', '平成元年1月8日'],
  ['1989-01-07', '昭和64年1月7日'],
  ['1926-12-25', '昭和元年12月25日'],
  ['1926-12-24', '大正15年12月24日'],
  ['1912-07-30', '大正元年7月30日'],
  ['1912-07-29', '明治45年7月29日'],
  ['1868-01-24', '1868年1月24日'],
])('%s is %s', (iso, text) => {
  expect(wareki(iso)).toBe(text);
});

it('agrees with ICU on every day since 1873, when the calendars were joined', () => {
  const icu = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { dateStyle: 'long', timeZone: 'UTC' });
  const day = fc.date({ min: new Date('1873-01-01'), max: new Date('2100-12-31'), noInvalidDate: true });
  fc.assert(fc.property(day, (date) => wareki(date.toISOString().slice(0, 10)) === icu.format(date)));
});

it('writes Gregorian dates without leading zeros', () => {
  expect(gregorian('2026-07-01')).toBe('2026年7月1日');
});
