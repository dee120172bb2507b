import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths } from '../../src/calendar.ts';
import { generations } from '../../src/card/jpki-data.ts';
import {
  birthdayAfter,
  cardEnd,
  certificateEnd,
  type Issue,
  lapseOf,
  renewableFrom,
  type Status,
} from '../../src/card/validity.ts';

const national: Status = { kind: 'unlimited' };
const issued = (birthDate: string, issuedOn: string, status: Status = national): Issue => ({
  birthDate,
  issuedOn,
  status,
});
/** Last days of the card and of both certificates. */
const ends = (issue: Issue) => [cardEnd(issue), certificateEnd('auth', issue), certificateEnd('sign', issue)];

describe('a card and its certificates end', () => {
  it.each([
    // Age at issue and day of issue, birth, issue, card, authentication, signature.
    ['under 15, before 2022-04', '2010-06-10', '2018-07-01', '2023-06-10', '2023-06-10', null],
    ['under 15, today', '2015-06-10', '2025-01-20', '2029-06-10', '2029-06-10', null],
    ['a child of some days', '2025-01-15', '2025-02-01', '2030-01-15', '2030-01-15', null],
    ['on the eve of 15', '2010-05-02', '2025-05-01', '2029-05-02', '2029-05-02', null],
    ['on the day of 15', '2010-05-02', '2025-05-02', '2030-05-02', '2030-05-02', '2030-05-02'],
    ['17, before 2022-04', '2004-04-02', '2022-03-31', '2026-04-02', '2026-04-02', '2026-04-02'],
    ['17, from 2022-04', '2004-04-02', '2022-04-01', '2026-04-02', '2026-04-02', '2026-04-02'],
    ['on the eve of 18', '2004-06-11', '2022-06-10', '2026-06-11', '2026-06-11', '2026-06-11'],
    ['on the day of 18, from 2022-04', '2004-04-01', '2022-04-01', '2032-04-01', '2027-04-01', '2027-04-01'],
    ['on the day of 18, before 2022-04', '2004-03-31', '2022-03-31', '2027-03-31', '2027-03-31', '2027-03-31'],
    ['18, from 2022-04', '2004-03-31', '2022-04-01', '2032-03-31', '2027-03-31', '2027-03-31'],
    ['19, before 2022-04', '2002-04-01', '2022-03-31', '2026-04-01', '2026-04-01', '2026-04-01'],
    ['19, from 2022-04', '2002-10-01', '2022-04-01', '2031-10-01', '2026-10-01', '2026-10-01'],
    ['on the day of 20, before 2022-04', '2002-03-31', '2022-03-31', '2032-03-31', '2027-03-31', '2027-03-31'],
    ['over 20, before 2022-04', '1980-02-17', '2018-01-15', '2027-02-17', '2022-02-17', '2022-02-17'],
    ['over 20, today', '1980-02-17', '2024-08-01', '2034-02-17', '2029-02-17', '2029-02-17'],
    [
      'on the eve of a birthday: barely nine years',
      '1980-02-17',
      '2025-02-16',
      '2034-02-17',
      '2029-02-17',
      '2029-02-17',
    ],
    ['on a birthday, which is not counted', '1980-02-17', '2025-02-17', '2035-02-17', '2030-02-17', '2030-02-17'],
    ['the day after a birthday', '1980-02-17', '2025-02-18', '2035-02-17', '2030-02-17', '2030-02-17'],
    ['the test card that myna-card describes', '1980-02-17', '2025-10-27', '2035-02-17', '2030-02-17', '2030-02-17'],
    // 29 February is 28 February in common years, and years are completed at its end.
    ['born on 29 February', '2000-02-29', '2024-03-01', '2034-02-28', '2029-02-28', '2029-02-28'],
    ['born on 29 February, on 28 of a leap year', '2000-02-29', '2024-02-28', '2033-02-28', '2028-02-29', '2028-02-29'],
    [
      'born on 29 February, on 28 of a common year',
      '2000-02-29',
      '2023-02-28',
      '2033-02-28',
      '2028-02-29',
      '2028-02-29',
    ],
    ['born on 29 February, 18 tomorrow', '2008-02-29', '2026-02-28', '2031-02-28', '2031-02-28', '2031-02-28'],
    ['born on 29 February, 18 today', '2008-02-29', '2026-03-01', '2036-02-29', '2031-02-28', '2031-02-28'],
  ])('%s', (_, birthDate, issuedOn, card, auth, sign) => {
    expect(ends(issued(birthDate, issuedOn))).toEqual([card, auth, sign]);
  });

  it.each([
    // Birth 1994-03-08, issued 2026-05-01: by birthday alone 2036-03-08 and 2031-03-08.
    ['as for nationals', national, '2036-03-08', '2031-03-08'],
    ['with the stay, before the certificate would', { kind: 'stay', until: '2027-12-31' }, '2027-12-31', '2027-12-31'],
    ['with the stay, before the card would', { kind: 'stay', until: '2033-01-10' }, '2033-01-10', '2031-03-08'],
    ['on the birthday when the stay lasts longer', { kind: 'stay', until: '2040-01-01' }, '2036-03-08', '2031-03-08'],
    [
      'two months after the stay while an extension is decided',
      { kind: 'stay', until: '2026-12-31', extensionPending: true },
      '2027-02-28',
      '2027-02-28',
    ],
    [
      'on the birthday also while an extension is decided',
      { kind: 'stay', until: '2036-02-20', extensionPending: true },
      '2036-03-08',
      '2031-03-08',
    ],
    ['60 days after loss of nationality', { kind: 'transitional', since: '2026-04-20' }, '2026-06-19', '2026-06-19'],
  ] as const)('of a foreign resident: %s', (_, status, card, auth) => {
    expect(ends(issued('1994-03-08', '2026-05-01', status))).toEqual([card, auth, auth]);
  });

  it('of a child born here without a status: 60 days after birth, and no signature certificate', () => {
    const born = issued('2026-01-01', '2026-01-20', { kind: 'transitional', since: '2026-01-01' });
    expect(ends(born)).toEqual(['2026-03-02', '2026-03-02', null]);
  });

  it.each([
    ['an adult', issued('1980-02-17', '2028-08-01'), '2038-02-17'],
    ['a minor, with the card', issued('2012-02-17', '2028-08-01'), '2033-02-17'],
    ['a stay', issued('1980-02-17', '2028-08-01', { kind: 'stay', until: '2030-01-01' }), '2030-01-01'],
  ])('in the next generation on the tenth birthday: %s', (_, issue, end) => {
    expect(certificateEnd('auth', issue, 'next')).toBe(end);
    expect(certificateEnd('sign', issue, 'next')).toBe(end);
  });
});

const day = (from: string, to: string) =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
const births = day('1930-01-01', '2015-12-31');
const issues = day('2016-01-01', '2035-12-31');
const statuses: fc.Arbitrary<Status> = fc.oneof(
  fc.constant(national),
  fc.record({ kind: fc.constant('stay' as const), until: issues, extensionPending: fc.boolean() }),
  fc.record({ kind: fc.constant('transitional' as const), since: issues }),
);

describe('whoever the holder is and whenever the card is issued', () => {
  it('no certificate outlives its card, and no card what its holder may stay for', () => {
    fc.assert(
      fc.property(births, issues, statuses, (birthDate, issuedOn, status) => {
        const issue = issued(birthDate, issuedOn, status);
        const card = cardEnd(issue);
        expect(card <= cardEnd(issued(birthDate, issuedOn))).toBe(true);
        for (const generation of Object.keys(generations) as (keyof typeof generations)[]) {
          const auth = certificateEnd('auth', issue, generation) ?? '';
          expect(auth !== '' && auth <= card).toBe(true);
          expect([null, auth]).toContain(certificateEnd('sign', issue, generation));
        }
      }),
    );
  });

  it('a card lasts more than four years and five at most, or more than nine and ten at most', () => {
    fc.assert(
      fc.property(births, issues, (birthDate, issuedOn) => {
        const end = cardEnd(issued(birthDate, issuedOn));
        const lasts = (years: number): boolean =>
          addMonths(issuedOn, 12 * (years - 1)) < end && end <= addMonths(addDays(issuedOn, 1), 12 * years);
        expect(lasts(5) || lasts(10)).toBe(true);
      }),
    );
  });

  it('whoever waits a day gets nothing that ends earlier', () => {
    fc.assert(
      fc.property(births, issues, (birthDate, issuedOn) => {
        const [now, then] = [issued(birthDate, issuedOn), issued(birthDate, addDays(issuedOn, 1))];
        expect(cardEnd(now) <= cardEnd(then)).toBe(true);
        for (const key of ['auth', 'sign'] as const)
          expect((certificateEnd(key, now) ?? '') <= (certificateEnd(key, then) ?? '')).toBe(true);
      }),
    );
  });

  it('the first birthday after a day comes within a year, the next ones a year apart', () => {
    fc.assert(
      fc.property(births, issues, fc.integer({ min: 1, max: 10 }), (birthDate, from, count) => {
        const first = birthdayAfter(birthDate, from, 1);
        expect(first > from && first <= addMonths(addDays(from, 1), 12)).toBe(true);
        expect(Number(birthdayAfter(birthDate, from, count).slice(0, 4))).toBe(Number(first.slice(0, 4)) + count - 1);
      }),
    );
  });
});

describe('renewal', () => {
  it.each([
    ['2030-02-17', '2029-11-18'],
    ['2035-02-17', '2034-11-18'],
    ['2026-03-31', '2026-01-01'],
    ['2027-05-28', '2027-03-01'],
    ['2027-05-31', '2027-03-01'],
    ['2028-05-29', '2028-03-01'],
    ['2028-05-31', '2028-03-01'],
    ['2029-02-28', '2028-11-29'],
    ['2026-12-01', '2026-09-02'],
  ])('of what ends on %s is possible from %s', (end, from) => {
    expect(renewableFrom(end)).toBe(from);
  });

  it('never begins earlier for what ends later', () => {
    fc.assert(
      fc.property(issues, (end) => {
        expect(renewableFrom(end) <= renewableFrom(addDays(end, 1))).toBe(true);
      }),
    );
  });

  const soon = '2026-08-31';
  const past = '2026-05-31';
  const far = '2030-01-01';
  const card = (on: string, isPast = false) => ({ what: 'card', on, past: isPast });
  const certificate = (on: string, isPast = false) => ({ what: 'certificate', on, past: isPast });
  it.each([
    ['neither is known', null, null, null],
    ['both last', far, far, null],
    ['the certificate ends soon', far, soon, certificate(soon)],
    ['both end soon', soon, soon, card(soon)],
    ['the certificate ended', far, past, certificate(past, true)],
    ['the card ended, and the certificate with it', past, past, card(past, true)],
    ['the certificate ended and the card ends soon', soon, past, certificate(past, true)],
    ['the card is not told', null, soon, certificate(soon)],
    ['there is no certificate', soon, null, card(soon)],
  ])('said on 2026-07-01 when %s', (_, cardOn, certificateOn, said) => {
    expect(lapseOf({ card: cardOn, certificate: certificateOn }, '2026-07-01')).toEqual(said);
  });

  it.each([
    ['2029-11-17', null],
    ['2029-11-18', certificate('2030-02-17')],
    ['2030-02-17', certificate('2030-02-17')],
    ['2030-02-18', certificate('2030-02-17', true)],
  ])('on %s a certificate to 2030-02-17 is said to be %j', (today, said) => {
    expect(lapseOf({ card: '2035-02-17', certificate: '2030-02-17' }, today)).toEqual(said);
  });
});
