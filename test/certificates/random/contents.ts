import type { Dice } from '../../../src/simulation/dice.ts';
import type { Letters } from './letters.ts';

type Maker = (dice: Dice, letters: Letters) => string;

const DAY = 86_400_000;
const KATAKANA = 'アイウエオカガキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンー';
export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

/** Any day of the eras in which the Gregorian calendar was in use here. */
export const randomDay = (dice: Dice, from = '1873-01-01', to = '2045-12-31'): string =>
  new Date(Date.parse(from) + dice.below((Date.parse(to) - Date.parse(from)) / DAY) * DAY).toISOString().slice(0, 10);

/** Mostly as long as names are, now and then as long as the rules allow. */
const text =
  (usual: number, longest: number): Maker =>
  (dice, letters) =>
    letters.text(dice, 1, dice.chance(8) ? longest : usual);

const name: Maker = (dice, letters) =>
  dice.chance(3) ? text(70, 70)(dice, letters) : `${letters.text(dice, 1, 4)}　${letters.text(dice, 1, 4)}`;
const address = text(30, 200);
const word = text(4, 10);
const digits = (dice: Dice, count: number): string => Array.from({ length: count }, () => dice.below(10)).join('');

/** What stands in a field of this name, in whatever kind; what is not here keeps to what the sample town has. */
const TEXTS: Readonly<Record<string, Maker>> = {
  name,
  hittousha: name,
  householdHead: name,
  father: name,
  mother: name,
  alias: name,
  kana: (dice) => Array.from({ length: 2 + dice.below(18) }, () => dice.pick([...KATAKANA])).join(''),
  address,
  previousAddress: address,
  honseki: address,
  assessedAt: address,
  value: text(12, 90),
  label: word,
  title: word,
  relation: word,
  relationship: word,
  status: text(8, 20),
  period: word,
  nationality: text(8, 20),
  category: word,
  sex: (dice) => dice.pick(['男', '女']),
  myNumber: (dice) => digits(dice, 12),
  cardNumber: (dice) => `${dice.pick(['AB', 'UH'])}${digits(dice, 8)}${dice.pick(['CD', 'EA'])}`,
};

/** What the registers of every kind may lack. */
const MAY_LACK = new Set([
  'kana',
  'alias',
  'addressSince',
  'notifiedOn',
  'previousAddress',
  'relationship',
  'myNumber',
]);

const NUMBERS: Readonly<Record<string, (dice: Dice) => number>> = {
  fiscalYear: (dice) => 2000 + dice.below(40),
  count: (dice) => dice.below(12),
  // Less than what is due, which is at least the smallest of the other amounts.
  paid: (dice) => dice.below(500),
  overdue: (dice) => dice.below(500),
};
const amount = (dice: Dice): number => 1_000 + dice.below(10 ** (1 + dice.below(9)));

/** A content shaped as `model` is, with other texts, days, amounts and lengths of lists: random, and valid. */
export function contentLike(model: unknown, dice: Dice, letters: Letters): unknown {
  const like = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      if (MAY_LACK.has(key) && dice.chance(8)) return null;
      return isDay(value) ? randomDay(dice) : (TEXTS[key]?.(dice, letters) ?? value);
    }
    if (typeof value === 'boolean') return dice.chance(50);
    if (typeof value === 'number') return value === 0 ? 0 : (NUMBERS[key] ?? amount)(dice);
    if (Array.isArray(value)) return listOf(value).map((each) => like(each, key));
    if (typeof value !== 'object' || value === null) return value;
    return key === 'impression' ? impressionLike(value as Impression, dice) : each(value);
  };
  const each = (record: object): object =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, like(value, key)]));
  const listOf = (list: readonly unknown[]): readonly unknown[] =>
    list.length === 0 || dice.chance(50)
      ? list
      : Array.from({ length: 1 + dice.below(dice.chance(20) ? 12 : 4) }, () => dice.pick(list));
  return like(model, '');
}

interface Impression {
  readonly words: readonly number[];
}

/** Some dots of the upper left corner are other ones. */
const impressionLike = ({ words, ...image }: Impression, dice: Dice): Impression => ({
  ...image,
  words: words.map((part, i) => (i === 0 ? (part ^ dice.below(2 ** 32)) >>> 0 : part)),
});
