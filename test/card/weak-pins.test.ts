import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeyName, pins } from '../../src/card/jpki-data.ts';
import { weakness } from '../../src/card/weak-pins.ts';
import { eraDate } from '../../src/simulation/card/references.ts';

const judge = (pin: KeyName, value: string, birthDate: string | null = null) =>
  weakness(pin, Buffer.from(value), birthDate);
const fourDigits = Array.from({ length: 10_000 }, (_, number) => String(number).padStart(4, '0'));
/** Each character the one after the one before, around the ring. */
const runsOn = (ring: string, length: number): string[] =>
  [...ring].map((_, at) => (ring + ring).slice(at, at + length));

describe('four digits', () => {
  it.each([
    ['0000', 'same-character'],
    ['7777', 'same-character'],
    ['1234', 'sequence'],
    ['0123', 'sequence'],
    ['7890', 'sequence'],
    ['9876', 'sequence'],
    ['3210', 'sequence'],
    ['0987', 'sequence'],
    ['7391', null],
    ['1122', null],
    ['1357', null],
    ['8901', null],
  ])('%s: %s', (value, why) => {
    expect(judge('auth', value)).toBe(why);
  });

  it('are refused without a birthday exactly when they are one digit or run', () => {
    const same = [...'0123456789'].map((digit) => digit.repeat(4));
    // 8901 and 9012 pass the end of the keypad: nobody counts like that. 7890 stands on it in one row.
    const rows = ['1234567890', '0987654321', '0123456789', '9876543210'];
    const runs = rows.flatMap((row) => runsOn(row, 4).slice(0, 7));
    const refused = fourDigits.filter((value) => judge('auth', value) !== null);
    expect(refused).toEqual([...new Set([...same, ...runs])].sort());
  });

  it.each([
    // 昭和59, 平成31, 令和1, 昭和64, 平成1, 大正15, 昭和1.
    ['1984-05-14', ['1984', '0514', '1405', '8405', '0584', '5905', '0559']],
    ['2019-04-30', ['2019', '0430', '3004', '1904', '0419', '3104', '0431']],
    ['2019-05-01', ['2019', '0501', '0105', '1905', '0519', '0105', '0501']],
    ['1989-01-07', ['1989', '0107', '0701', '8901', '0189', '6401', '0164']],
    ['1989-01-08', ['1989', '0108', '0801', '8901', '0189', '0101']],
    ['1926-12-24', ['1926', '1224', '2412', '2612', '1226', '1512', '1215']],
    ['1926-12-25', ['1926', '1225', '2512', '2612', '1226', '0112', '1201']],
  ])('of somebody born on %s are refused in these forms only', (birthDate, forms) => {
    const refused = fourDigits.filter((value) => judge('auth', value, birthDate) === 'birthday');
    expect(refused).toEqual([...new Set(forms)].filter((form) => judge('auth', form) === null).sort());
  });

  it('leave nearly all of them to choose from, whenever somebody was born', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1912-01-01'), max: new Date('2026-06-30'), noInvalidDate: true }),
        (date) => {
          const birthDate = date.toISOString().slice(0, 10);
          const refused = fourDigits.filter((value) => judge('auth', value, birthDate) !== null);
          expect(refused.length).toBeGreaterThan(26);
          expect(refused.length).toBeLessThan(150);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('a signature password', () => {
  it.each([
    ['ABC123', 'sequence'],
    ['CBA321', 'sequence'],
    ['A1B2C3', 'sequence'],
    ['AAA111', 'same-character'],
    ['1A1A1A', 'same-character'],
    ['ABCDE7', 'sequence'],
    ['AAAAA12', 'sequence'],
    ['ABCDEF', 'letters-and-digits'],
    ['739164', 'letters-and-digits'],
    ['XK7391', null],
    ['ABC739', null],
    ['XKCD1234', null],
    ['Z9Q4', null],
  ])('%s: %s', (value, why) => {
    expect(judge('sign', value)).toBe(why);
  });

  it.each([
    ['a whole date', 'TARO19840514', 'birthday'],
    ['a date with two digits of the year', 'TX840514', 'birthday'],
    ['a date of the era', 'TX590514', 'birthday'],
    ['the day first', '14051984XK', 'birthday'],
    ['the month first', 'XK05141984', 'birthday'],
    ['a date among other digits', 'X7198405149K', 'birthday'],
    ['a date that letters stand in', 'X1984K0514', 'birthday'],
    ['the year alone', 'KYOTO1984', null],
    ['month and day alone', 'KYOTO0514', null],
    ["somebody else's date", 'XK19840515', null],
  ])('with %s', (_, value, why) => {
    expect(judge('sign', value, '1984-05-14')).toBe(why);
    if (why !== null) expect(judge('sign', value)).toBe(null);
  });

  it('must have both letters and digits, whatever it is', () => {
    const { minLength, maxLength } = pins.sign;
    const of = (characters: string) => fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
    fc.assert(
      fc.property(fc.oneof(of('ABCDEFGHIJKLMNOPQRSTUVWXYZ'), of('0123456789')), (value) => {
        expect(judge('sign', value, '1984-05-14')).toBe('letters-and-digits');
      }),
    );
  });

  it('is hardly ever refused when it was drawn by lot', () => {
    const drawn = fc.sample(
      fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'), minLength: 8, maxLength: 8 }),
      { numRuns: 2_000, seed: 1 },
    );
    const refused = drawn.filter((value) => !['letters-and-digits', null].includes(judge('sign', value, '1984-05-14')));
    expect(refused.length).toBeLessThan(30);
  });
});

it('a date of the era is refused as the card itself writes it', () => {
  const days = fc.date({ min: new Date('1912-07-30'), max: new Date('2026-06-30'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const birthDate = date.toISOString().slice(0, 10);
      expect(judge('sign', `XK${eraDate(birthDate)}`, birthDate)).toBe('birthday');
    }),
  );
});
