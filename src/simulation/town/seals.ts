import type { SealRegistration } from '../../centre/register.ts';
import { type Character, impressionOf } from './impressions.ts';

/** Seals registered in 窓口市; what is not named here has none. The household of 小窓 never registered one. */
const registered: readonly (readonly [resident: string, impression: Character, on: string])[] = [
  ['r0101', '渡', '2015-05-11'],
  ['r0102', '渡', '2016-02-01'],
  ['r0103', '渡', '2025-01-07'],
  ['r0201', '辻', '1999-04-20'],
  ['r0301', '葛', '2001-08-30'],
  ['r0401', '髙', '2011-04-04'],
  ['r0501', '吉', '2019-10-15'],
  ['r0601', '阮', '2022-06-13'],
  ['r0801', '金', '2006-09-01'],
  ['r1601', '早', '2000-07-03'],
  ['r1701', '森', '2012-05-21'],
  ['r1801', '朴', '1990-11-19'],
];

/** Cancelled when the resident left, or on request. */
const cancelled: readonly (readonly [resident: string, impression: Character, on: string])[] = [
  ['r0303', '葛', '2024-04-02'],
  ['r1602', '早', '2003-03-03'],
];

const rows = (list: typeof registered, standing: SealRegistration['standing']): readonly SealRegistration[] =>
  list.map(([resident, impression, registeredOn]) => ({
    resident,
    registeredOn,
    standing,
    impression: impressionOf(impression),
  }));

export const seals: readonly SealRegistration[] = [...rows(registered, 'registered'), ...rows(cancelled, 'cancelled')];
