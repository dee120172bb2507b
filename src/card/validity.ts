import { addDays, addMonths, reachesAge, startOfDay } from '../calendar.ts';
import { type GenerationName, generations, type KeyName } from './jpki-data.ts';

/**
 * How long a card and its certificates are valid (個人番号カード: 番号法に基づく省令; 電子証明書: 公的個人認証法施行規則), as the
 * guidance for holders tells it. All days are ISO dates in Japan; something is valid through its last day.
 *
 * Decided here, because no source says: a birthday on the day of issue is not counted; a birthday of 29 February is 28 February
 * in a common year, so that nothing is ever taken for valid too long; the day of issue, and not of application, decides which
 * rule of 2022 holds.
 */

/** From which age a card lasts ten birthdays, by day of issue; the latest row that began by then counts. */
const adultAge: readonly { readonly issuedFrom: string; readonly age: number }[] = [
  { issuedFrom: '2016-01-01', age: 20 },
  // 成年年齢の引下げ
  { issuedFrom: '2022-04-01', age: 18 },
];

const cardBirthdays = { minor: 5, adult: 10 } as const;
/** Under this age at issue there is no signature certificate. */
const signFromAge = 15;
/** Renewal begins on the day after the date this many months before the end. */
const renewalMonths = 3;
/** 在留期間の特例期間: while an extension of the stay is being decided, a card may run on so long. */
const extensionMonths = 2;
/** 経過滞在者: after birth in Japan or loss of nationality. */
const transitionalDays = 60;

/**
 * What beside the birthday ends a card. `unlimited`: Japanese nationals, 永住者, 高度専門職第2号, 特別永住者. `stay`: other
 * 中長期在留者, 一時庇護許可者 and 仮滞在許可者, to the end of that period. `transitional`: 経過滞在者, 60 days after `since`.
 */
export type Status =
  | { readonly kind: 'unlimited' }
  | { readonly kind: 'stay'; readonly until: string; readonly extensionPending?: boolean }
  | { readonly kind: 'transitional'; readonly since: string };

export interface Issue {
  readonly birthDate: string;
  readonly issuedOn: string;
  readonly status: Status;
}

/** The `count`th birthday after a day; one on that very day is not counted. */
export function birthdayAfter(birthDate: string, day: string, count: number): string {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  const first = addMonths(birthDate, 12 * years) > day ? years : years + 1;
  return addMonths(birthDate, 12 * (first + count - 1));
}

const reached = ({ birthDate, issuedOn }: Issue, age: number): boolean =>
  reachesAge(birthDate, age) <= startOfDay(issuedOn);

/** The day a status ends the card on, or null. */
function statusEnd(status: Status): string | null {
  switch (status.kind) {
    case 'unlimited':
      return null;
    case 'stay':
      return status.extensionPending ? addMonths(status.until, extensionMonths) : status.until;
    case 'transitional':
      return addDays(status.since, transitionalDays);
  }
}

/** ISO dates sort as they follow each other. */
const earliest = (first: string, ...others: readonly (string | null)[]): string =>
  [first, ...others.filter((day) => day !== null)].sort()[0] ?? first;

/** Last day of a card. */
export function cardEnd(issue: Issue): string {
  const age = adultAge.findLast(({ issuedFrom }) => issuedFrom <= issue.issuedOn)?.age ?? 20;
  const count = cardBirthdays[reached(issue, age) ? 'adult' : 'minor'];
  return earliest(birthdayAfter(issue.birthDate, issue.issuedOn, count), statusEnd(issue.status));
}

/** Last day of a certificate issued with the card; null when this holder gets none. It never outlives the card. */
export function certificateEnd(key: KeyName, issue: Issue, generation: GenerationName = 'current'): string | null {
  if (key === 'sign' && !reached(issue, signFromAge)) return null;
  const { certificateYears } = generations[generation];
  return earliest(birthdayAfter(issue.birthDate, issue.issuedOn, certificateYears), cardEnd(issue));
}

/** First day on which something that ends on `end` can be renewed at the municipal counter. */
export const renewableFrom = (end: string): string => addDays(addMonths(end, -renewalMonths), 1);

/** Something the holder should see to: a card or certificate that has ended or soon will. */
export interface Lapse {
  readonly what: 'card' | 'certificate';
  /** ISO date: the last day. */
  readonly on: string;
  readonly past: boolean;
}

/**
 * What has lapsed or may be renewed as of `today`; null when nothing is. What has lapsed goes before what will, and the card
 * before the certificate, which ends with it. Days that the chip does not tell are null.
 */
export function lapseOf(
  ends: { readonly card: string | null; readonly certificate: string | null },
  today: string,
): Lapse | null {
  const due = (['card', 'certificate'] as const).flatMap((what): Lapse[] => {
    const on = ends[what];
    return on !== null && renewableFrom(on) <= today ? [{ what, on, past: on < today }] : [];
  });
  return due.find(({ past }) => past) ?? due[0] ?? null;
}
