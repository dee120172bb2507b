import type { Impression } from './marks.ts';

/**
 * What the printer's door expects on a paper, as text without white space being compared. It is derived from the signed payload
 * by each kind's `form.ts`, which shares nothing with the layout.
 */
export interface Form {
  /** Wording of every page. */
  readonly everywhere: readonly Expected[];
  /** The mark of a page within its copy, where the kind has one of its own beside the page number; from 1. */
  readonly numbered?: (page: number) => string;
  /** Wording of the last page of a copy, and of no other. */
  readonly atEnd: readonly Expected[];
  /** Data cells that begin every page. */
  readonly head: readonly Expected[];
  /** Data cells in their order, from page to page; every page has some of them. */
  readonly body: readonly Expected[];
  /** Labels that are taken from the register, in their order: header cells, between which others may stand. */
  readonly labels?: readonly Expected[];
  /** Pictures, in their order, each on the last page: rows of bits, 1 = black. */
  readonly pictures?: readonly Impression[];
}

/** A value that must stand there, and what to call it in the log. */
export type Expected = readonly [field: string, text: string];

/** Printed where the register holds nothing, and where the resident did not ask for the item. */
export const blank = '【空欄】';
export const omitted = '【省略】';

const eraCalendar = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { dateStyle: 'long', timeZone: 'UTC' });
const gregorianCalendar = new Intl.DateTimeFormat('ja-JP', { dateStyle: 'long', timeZone: 'UTC' });

/** An ISO date by ICU: in the era calendar (和暦), or in the Gregorian one for foreign residents. */
export const dayOf = (isoDate: string, calendar: 'era' | 'gregorian' = 'era'): string =>
  (calendar === 'era' ? eraCalendar : gregorianCalendar).format(new Date(isoDate));

const eraYears = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { era: 'long', year: 'numeric', timeZone: 'UTC' });

/** A year by ICU, named after the era of its last day. */
export const eraYearOf = (year: number): string => eraYears.format(new Date(`${year}-12-31`));
