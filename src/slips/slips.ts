import { kindOf } from '../certificates/catalogue.ts';
import { textOn } from '../guide/index.ts';
import { isPurpose, purposes, type Topic } from '../guide/topics.ts';
import { japanDateTime } from '../japan-time.ts';
import { adviceOn } from '../locales/advice.ts';
import { dayIn, htmlLang, sayIn, type TextKey } from '../locales/index.ts';
import { plainText } from '../locales/ruby.ts';
import type { LogHead } from '../log/log.ts';
import type { Refusal } from '../machines/actors.ts';
import type { Language, Means } from '../machines/events.ts';
import { paragraph, plain } from './paragraph.ts';
import { claimHelp, type Word, words } from './words.ts';

/**
 * What the receipt printer prints, in the ReceiptLine language. A slip carries no name and nothing of the register: only what
 * the shop, the resident and the log need to find the transaction again.
 */

export interface SlipHead {
  readonly shop: {
    readonly name: string;
    readonly phone: string;
    readonly terminal: string;
    readonly hours: { readonly open: string; readonly close: string };
  };
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly transaction: string;
  /** Where the log stood: an anchor outside the terminal against a shortened or rewritten log. */
  readonly head: LogHead;
}

/** Languages whose letters the printer has: their words stand on the line of the Japanese ones. */
const besideJapanese: readonly Language[] = ['ja-easy', 'en'];

/** Those whose slips must be drawn for a Japanese printer. */
export const isDrawn = (language: Language): boolean => language !== 'ja' && !besideJapanese.includes(language);

/** A resident's language is said to the printer, which draws what it has no letters for. */
const slip = (language: Language, lines: readonly string[]): string =>
  [...(language === 'ja' ? [] : [`{comment:${htmlLang(language)}}`]), ...lines, '='].join('\n');

const textOf = (key: TextKey, language: Language): string => plainText(sayIn(language)(key));

const running = (text: string, language: Language, weight: 'plain' | 'bold' = 'plain'): string[] =>
  paragraph(plainText(text), htmlLang(language), weight);

/** Japanese first, because staff read it, with the value in letters of the printer; the resident's language beside or below it. */
function row(language: Language, [ja, own]: readonly [string, string], value: string, ownValue = value): string[] {
  if (own === ja && ownValue === value) return [line(ja, value)];
  if (!isDrawn(language)) return [line(`${ja} ${plain(own)}`, ownValue)];
  return [line(ja, value), ...running(ownValue === value ? own : `${own} ${ownValue}`, language)];
}

const wordRow = (word: Word, language: Language, value: string): string[] =>
  row(language, [words[word].ja, words[word][language]], value);

const textRow = (key: TextKey, language: Language, value: string, ownValue = value): string[] =>
  row(language, [textOf(key, 'ja'), textOf(key, language)], value, ownValue);

export const yen = (amount: number): string => `¥${amount.toLocaleString('en-US')}`;

/** One line: what at the left edge, how much at the right. */
export const line = (label: string, value: string): string => `${label} | ${value}`;

export const foot = ({ shop, at, transaction, head }: SlipHead, language: Language): string[] => [
  '-',
  ...wordRow('date', language, japanDateTime(at)),
  ...wordRow('terminal', language, shop.terminal),
  ...wordRow('transaction', language, transaction),
  ...wordRow('log', language, `${head.seq}-${head.code}`),
  ...wordRow('phone', language, shop.phone),
];

/** A heading in Japanese, for whoever is shown the slip, and in the resident's language. */
const heading = (ja: string, own: string): string[] => [`^^^${ja}`, ...(own === ja ? [] : [`^${plain(own)}`])];

const title = (word: Word, language: Language): string[] => heading(words[word].ja, words[word][language]);

const textTitle = (key: TextKey, language: Language): string[] => heading(textOf(key, 'ja'), textOf(key, language));

/** @param sale `fee` in yen, `pages` in sheets */
export function receiptSlip(
  head: SlipHead,
  sale: {
    readonly item: Readonly<Record<Language, string>>;
    readonly municipality: string;
    readonly pages: number;
    readonly fee: number;
    /** Yen by each means that was used. */
    readonly paid: readonly (readonly [Means, number])[];
    readonly change: number;
  },
  language: Language,
): string {
  return slip(language, [
    plain(head.shop.name),
    ...title('receipt', language),
    '-',
    ...wordRow('item', language, sale.item.ja),
    ...(language === 'ja' ? [] : running(sale.item[language], language)),
    ...wordRow('municipality', language, sale.municipality),
    ...wordRow('pages', language, String(sale.pages)),
    ...wordRow('fee', language, yen(sale.fee)),
    ...sale.paid.flatMap(([means, amount]) => wordRow(means, language, yen(amount))),
    ...(sale.change > 0 ? wordRow('change', language, yen(sale.change)) : []),
    ...foot(head, language),
  ]);
}

/** @param amount yen that the resident put in and that bought nothing */
export function claimSlip(head: SlipHead, amount: number, language: Language): string {
  return slip(language, [
    plain(head.shop.name),
    ...title('claim', language),
    '-',
    ...claimHelp.ja,
    ...(language === 'ja' ? [] : claimHelp[language]),
    '-',
    ...wordRow('due', language, `^^${yen(amount)}`),
    ...foot(head, language),
  ]);
}

/**
 * What is to be paid at the register (お支払い票): a CODE128 of its number and the sum in six digits, the number that gets the paper
 * afterwards, and until when it is good. It stands for the money too, when no paper comes.
 */
export function counterSlip(
  head: SlipHead,
  due: { readonly slip: string; readonly number: string; readonly yen: number; readonly until: number },
  language: Language,
): string {
  return slip(language, [
    plain(head.shop.name),
    ...textTitle('slip.counter', language),
    '-',
    ...running(textOf('slip.counter.staff', 'ja'), 'ja', 'bold'),
    '',
    ...textRow('slip.counter.due', language, `^^${yen(due.yen)}`),
    ...textRow('slip.counter.number', language, due.slip),
    ...textRow('slip.counter.until', language, japanDateTime(due.until)),
    '',
    `{code:${due.slip}${String(due.yen).padStart(6, '0')};option:code128,2,96,hri}`,
    '',
    '-',
    ...textRow('slip.counter.pickup', language, `^^^${due.number}`),
    '',
    ...running(textOf('slip.counter.after', language), language),
    ...foot(head, language),
  ]);
}

/** What was refused, why, and where to go with it. In Japanese too when the resident reads another language. */
export function adviceSlip(head: SlipHead, code: Refusal, language: Language): string {
  const { what, why, remedy, contacts } = adviceOn(code, language, head.shop);
  return slip(language, [
    plain(head.shop.name),
    ...textTitle('slip.advice', language),
    '-',
    ...running(what, language, 'bold'),
    ...running(why, language),
    '',
    ...running(remedy, language),
    ...contacts.flatMap(([who, where]) => ['', ...running(who, language, 'bold'), ...running(where, language)]),
    ...(language === 'ja' ? [] : ['-', ...running(adviceOn(code, 'ja', head.shop).what, 'ja')]),
    ...foot(head, language),
  ]);
}

/** A topic of the guide; nobody's and no visit's. */
export function guideSlip({ shop }: SlipHead, topic: Topic, language: Language): string {
  const { title, text } = textOn(topic, language);
  return slip(language, [
    plain(shop.name),
    ...textTitle('slip.advice', language),
    '-',
    ...running(title, language, 'bold'),
    ...(isPurpose(topic)
      ? [...purposes[topic].flatMap((kind) => running(`・${kindOf(kind).title[language]}`, language)), '']
      : []),
    ...text.flatMap((paragraph) => [...running(paragraph, language), '']),
    ...(isPurpose(topic) ? running(textOf('guide.ask', language), language) : []),
    '-',
    ...wordRow('phone', language, shop.phone),
  ]);
}

/** The copy of a 利用登録申請: its receipt number and the day from which it helps. */
export function registrationSlip(
  head: SlipHead,
  filed: { readonly receipt: string; readonly opensOn: string },
  language: Language,
): string {
  return slip(language, [
    plain(head.shop.name),
    ...textTitle('slip.registration', language),
    '-',
    ...textRow('registration.receipt', language, filed.receipt),
    ...textRow('registration.opensOn', language, dayIn('ja', filed.opensOn), plainText(dayIn(language, filed.opensOn))),
    '',
    ...running(textOf('registration.after', language), language),
    ...foot(head, language),
  ]);
}
