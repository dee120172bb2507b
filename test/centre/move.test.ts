import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/calendar.ts';
import { businessDaysAfter, isBusinessDay } from '../../src/centre/business-days.ts';
import { lapsedByMove } from '../../src/centre/move.ts';

const DAY_0 = '2026-04-01';
const daysOn = (days: number) => addDays(DAY_0, days);
const inTime = { plannedLeaving: DAY_0, movedOn: DAY_0, notifiedOn: DAY_0, continuedOn: DAY_0 };

describe('a card that came with its holder', () => {
  it.each([
    [
      'gave notice 30 days after the planned leaving',
      { movedOn: daysOn(20), notifiedOn: daysOn(30), continuedOn: daysOn(30) },
      false,
    ],
    [
      'gave notice 31 days after the planned leaving',
      { movedOn: daysOn(20), notifiedOn: daysOn(31), continuedOn: daysOn(31) },
      true,
    ],
    ['gave notice 13 days after moving in', { notifiedOn: daysOn(13), continuedOn: daysOn(13) }, false],
    ['gave notice 14 days after moving in', { notifiedOn: daysOn(14), continuedOn: daysOn(14) }, true],
    ['did 継続利用 90 days after the notice', { continuedOn: daysOn(90) }, false],
    ['did 継続利用 91 days after the notice', { continuedOn: daysOn(91) }, true],
  ] as const)('whose holder %s has lapsed: %s', (_, changes, lapsed) => {
    expect(lapsedByMove({ ...inTime, ...changes }, daysOn(400))).toBe(lapsed);
  });

  it('without 継続利用 works for 90 days after the notice', () => {
    const move = { ...inTime, continuedOn: null };
    expect(lapsedByMove(move, daysOn(90))).toBe(false);
    expect(lapsedByMove(move, daysOn(91))).toBe(true);
  });
});

describe('business days', () => {
  it.each([
    ['2026-11-20', true, 'a Friday'],
    ['2026-11-21', false, 'a Saturday'],
    ['2026-11-22', false, 'a Sunday'],
    ['2026-11-23', false, '勤労感謝の日'],
    ['2026-12-28', true, 'the last day of the year'],
    ['2026-12-29', false, 'the first day of the New Year holidays'],
    ['2027-01-03', false, 'their last day'],
    ['2027-01-04', true, 'a Monday after them'],
    ['2026-05-06', false, 'a holiday in lieu (振替休日)'],
    ['2026-09-22', false, 'a day between two holidays (国民の休日)'],
  ] as const)('%s: %s, %s', (date, expected, _) => {
    expect(isBusinessDay(date)).toBe(expected);
  });

  it('are counted from the day after, over weekends and the New Year', () => {
    expect(businessDaysAfter('2026-11-20', 5)).toBe('2026-11-30');
    expect(businessDaysAfter('2026-12-25', 2)).toBe('2027-01-04');
    expect(businessDaysAfter('2026-11-20', 0)).toBe('2026-11-20');
  });

  it('end on a business day, with as many between as were asked for', () => {
    fc.assert(
      fc.property(fc.nat(9_000), fc.integer({ min: 1, max: 30 }), (offset, count) => {
        const from = addDays('2024-01-01', offset);
        const to = businessDaysAfter(from, count);
        let seen = 0;
        for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isBusinessDay(day)) seen += 1;
        expect(seen).toBe(count);
        expect(isBusinessDay(to)).toBe(true);
      }),
    );
  });
});
