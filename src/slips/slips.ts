import { japanDateTime } from '../japan-time.ts';
import { adviceOn } from '../locales/advice.ts';
import { dayIn, sayIn, type TextKey } from '../locales/index.ts';
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

/** Japanese first, because staff read it; the resident's language beside it when it is another. */
const say = (word: Word, language: Language): string =>
  language === 'ja' ? words[word].ja : `${words[word].ja} ${words[word][language]}`;

export const yen = (amount: number): string => `¥${amount.toLocaleString('en-US')}`;

/** One line: what at the left edge, how much at the right. */
export const line = (label: string, value: string): string => `${label} | ${value}`;

export const foot = ({ shop, at, transaction, head }: SlipHead, language: Language): string[] => [
  '-',
  line(say('date', language), japanDateTime(at)),
  line(say('terminal', language), shop.terminal),
  line(say('transaction', language), transaction),
  line(say('log', language), `${head.seq}-${head.code}`),
  line(say('phone', language), shop.phone),
];

const title = (word: Word, language: Language): string[] =>
  language === 'ja' ? [`^^^${words[word].ja}`] : [`^^^${words[word].ja}`, `^${words[word][language]}`];

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
  return [
    plain(head.shop.name),
    ...title('receipt', language),
    '-',
    line(say('item', language), sale.item.ja),
    ...(language === 'ja' ? [] : [line('', sale.item[language])]),
    line(say('municipality', language), sale.municipality),
    line(say('pages', language), String(sale.pages)),
    line(say('fee', language), yen(sale.fee)),
    ...sale.paid.map(([means, amount]) => line(say(means, language), yen(amount))),
    ...(sale.change > 0 ? [line(say('change', language), yen(sale.change))] : []),
    ...foot(head, language),
    '=',
  ].join('\n');
}

/** @param amount yen that the resident put in and that bought nothing */
export function claimSlip(head: SlipHead, amount: number, language: Language): string {
  return [
    plain(head.shop.name),
    ...title('claim', language),
    '-',
    ...claimHelp.ja,
    ...(language === 'ja' ? [] : claimHelp[language]),
    '-',
    line(say('due', language), `^^${yen(amount)}`),
    ...foot(head, language),
    '=',
  ].join('\n');
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
  const both = (key: TextKey): string =>
    language === 'ja' ? sayIn('ja')(key) : `${sayIn('ja')(key)} ${plain(sayIn(language)(key))}`;
  return [
    plain(head.shop.name),
    ...heading('slip.counter', language),
    '-',
    ...paragraph(sayIn('ja')('slip.counter.staff'), 'ja', 'bold'),
    '',
    line(both('slip.counter.due'), `^^${yen(due.yen)}`),
    line(both('slip.counter.number'), due.slip),
    line(both('slip.counter.until'), japanDateTime(due.until)),
    '',
    `{code:${due.slip}${String(due.yen).padStart(6, '0')};option:code128,2,96,hri}`,
    '',
    '-',
    line(both('slip.counter.pickup'), `^^^${due.number}`),
    '',
    ...paragraph(sayIn(language)('slip.counter.after'), language),
    ...foot(head, language),
    '=',
  ].join('\n');
}

/** A heading in Japanese, for whoever is shown the slip, and in the resident's language. */
const heading = (key: TextKey, language: Language): string[] => [
  `^^^${sayIn('ja')(key)}`,
  ...(language === 'ja' ? [] : [`^${sayIn(language)(key)}`]),
];

/** What was refused, why, and where to go with it. In Japanese too when the resident reads another language. */
export function adviceSlip(head: SlipHead, code: Refusal, language: Language): string {
  const { what, why, remedy, contacts } = adviceOn(code, language, head.shop);
  return [
    plain(head.shop.name),
    ...heading('slip.advice', language),
    '-',
    ...paragraph(what, language, 'bold'),
    ...paragraph(why, language),
    '',
    ...paragraph(remedy, language),
    ...contacts.flatMap(([who, where]) => ['', ...paragraph(who, language, 'bold'), ...paragraph(where, language)]),
    ...(language === 'ja' ? [] : ['-', ...paragraph(adviceOn(code, 'ja', head.shop).what, 'ja')]),
    ...foot(head, language),
    '=',
  ].join('\n');
}

/** The copy of a 利用登録申請: its receipt number and the day from which it helps. */
export function registrationSlip(
  head: SlipHead,
  filed: { readonly receipt: string; readonly opensOn: string },
  language: Language,
): string {
  const both = (key: TextKey): string =>
    language === 'ja' ? sayIn('ja')(key) : `${sayIn('ja')(key)} ${plain(sayIn(language)(key))}`;
  return [
    plain(head.shop.name),
    ...heading('slip.registration', language),
    '-',
    line(both('registration.receipt'), filed.receipt),
    line(both('registration.opensOn'), dayIn(language, filed.opensOn)),
    '',
    ...paragraph(sayIn(language)('registration.after'), language),
    ...foot(head, language),
    '=',
  ].join('\n');
}
