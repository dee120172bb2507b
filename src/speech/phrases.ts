import { kinds } from '../certificates/catalogue.ts';
import { omitted } from '../certificates/form.ts';
import { eraYear } from '../certificates/wareki.ts';
import { textOn } from '../guide/index.ts';
import { topicsOf } from '../guide/topics.ts';
import { keypads } from '../keypads.ts';
import { adviceOn, refusals } from '../locales/advice.ts';
import { dayIn, type Say, sayIn, staffLanguage, type TextKey, textKeys, timeIn } from '../locales/index.ts';
import { type Language, languages } from '../machines/events.ts';
import { trimmed } from './cut.ts';
import { type Phrase, unitsIn } from './units.ts';

/** The phrase book: everything that screens are made of, without anything of a shop or a person. */

type Values = Readonly<Record<string, number>>;

const from = (first: number, last: number, step = 1): number[] =>
  Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);

const n = (...range: [number, number, number?]): Values[] => from(...range).map((value) => ({ n: value }));

/** Every value of `n` up to each of the others. */
const nOf = (name: string, others: readonly number[], first: number): Values[] =>
  others.flatMap((most) => from(first, most).map((value) => ({ n: value, [name]: most })));

const copies = [...new Set([...kinds.values()].map((kind) => kind.copies))];
const places = [keypads.auth.places, keypads.sign.places];

/** Sentences that are recorded with each of these numbers in them; with others they are put together, and sound so. */
const numbered: Partial<Record<TextKey, readonly Values[]>> = {
  'enteringPin.tries': n(1, 10),
  'pin.tries': n(1, 10),
  'copies.n': n(1, 10),
  'copies.label': nOf('most', copies, 1),
  'confirming.people': n(1, 12),
  'collecting.sheets': n(1, 20),
  'printing.sheets': nOf('total', from(1, 4), 0),
  'open.others': n(2, 9),
  'preview.sheets': n(1, 20),
  yen: [...n(0, 100, 10), ...n(150, 1_000, 50), ...n(1_100, 3_000, 100)],
  piece: [1, 5, 10, 50, 100, 500].map((value) => ({ n: value })),
  'voice.press': n(1, 9),
  'voice.person': n(1, 12),
  'voice.entered': nOf('of', places, 1),
};

/** What is written in the language of the staff. */
const isStaff = (key: TextKey): boolean => /^(staff|panel)\./.test(key);

/** What residents see; slips are printed and the panel is for staff. */
const isSaid = (key: TextKey): boolean => !/^(slip|panel)\./.test(key) || key === 'panel.button';

/** A text without its `{slots}`, in pieces. */
const pieces = (text: string): string[] => text.split(/\{\w+\}/);

/** What is fixed in a text: the sentence, or what stands around its values. */
const fixed = (say: Say, key: TextKey): string[] => [
  ...(numbered[key] ?? []).flatMap((values) =>
    pieces(
      Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, String(value)), say(key)),
    ),
  ),
  ...pieces(say(key)),
];

/** A card and its certificates are valid for ten years at most. */
const firstYear = 2025;
const lastYear = 2040;

/** The pieces of a date: each of its numbers with what stands after it, and the words between them. */
const datePieces = (text: string): string[] => [
  ...(text.match(/｜?\d+(?:[^\d｜]|｜[^\d｜])*/g) ?? []),
  ...(/\p{L}{3}/u.test(text) ? text.split(/\d+/) : []),
];

/** Years, months, days, and what stands around a time. */
function dates(language: Language): string[] {
  const days = [
    ...from(firstYear, lastYear).map((year) => `${year}-01-01`),
    ...from(1, 12).map((month) => `2026-${String(month).padStart(2, '0')}-01`),
    ...from(1, 31).map((day) => `2026-01-${String(day).padStart(2, '0')}`),
  ];
  const hours = from(0, 23).map((hour) => timeIn(language, Date.UTC(2026, 0, 1, hour)));
  return [...days.flatMap((day) => datePieces(dayIn(language, day))), ...hours.flatMap((time) => time.split(/[\d:]+/))];
}

const topics = Object.values(topicsOf).flat();

/** What stands on the paper in Japanese whatever the language of the screen: its 年度, and that a field is left out. */
const onPaper: readonly string[] = [
  omitted,
  ...from(firstYear - 5, lastYear).flatMap((year) => [`${eraYear(year)}度`, `${eraYear(year)}分`]),
];

const shopOfNobody = { phone: '{phone}', hours: { open: '{open}', close: '{close}' } };

function texts(language: Language): string[] {
  const say = sayIn(language);
  return [
    ...textKeys.filter((key) => isSaid(key) && !isStaff(key)).flatMap((key) => fixed(say, key)),
    ...refusals.flatMap((code) => {
      const { what, why, remedy } = adviceOn(code, language, shopOfNobody);
      return [what, why, remedy].flatMap(pieces);
    }),
    ...topics.flatMap((topic) => {
      const { text, title, words } = textOn(topic, language);
      return [title, words, ...text];
    }),
    ...[...kinds.values()].flatMap(({ title, detail, items }) => [
      title[language],
      detail[language],
      ...items.map(({ label }) => label[language]),
    ]),
    ...dates(language),
  ];
}

/** Every phrase of one language, each once. */
export function phrasesIn(language: Language): Phrase[] {
  const of = (voice: Language, said: readonly string[]): Phrase[] =>
    said.map((text) => ({ key: trimmed(text), text: text.trim(), voice }));
  const staff = staffLanguage(language);
  const all = [
    ...of(language, texts(language)),
    ...of(
      staff,
      textKeys.filter((key) => isSaid(key) && isStaff(key)).flatMap((key) => pieces(sayIn(language)(key))),
    ),
    ...of('ja', onPaper),
    // Each language is called by its own name, in its own voice.
    ...languages.flatMap((one) => of(one, [sayIn(one)('language.name')])),
    ...unitsIn(language),
  ];
  const once = new Map<string, Phrase>();
  for (const phrase of all) if (/[\p{L}\p{N}]/u.test(phrase.key) && !once.has(phrase.key)) once.set(phrase.key, phrase);
  return [...once.values()];
}
