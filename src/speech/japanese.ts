/** Numbers in Japanese as they are read, in katakana with long vowels. */

const ones = ['', 'イチ', 'ニ', 'サン', 'ヨン', 'ゴ', 'ロク', 'ナナ', 'ハチ', 'キュー'];
const irregular: Readonly<Record<string, string>> = {
  サンヒャク: 'サンビャク',
  ロクヒャク: 'ロッピャク',
  ハチヒャク: 'ハッピャク',
  サンセン: 'サンゼン',
  ハチセン: 'ハッセン',
};

function place(digit: number, unit: string): string {
  if (digit === 0) return '';
  const plain = (digit === 1 ? '' : (ones[digit] ?? '')) + unit;
  return irregular[plain] ?? plain;
}

/** @param n 0 to 99 999 999 */
export function numberInKana(n: number): string {
  if (n === 0) return 'ゼロ';
  const high = Math.floor(n / 10_000);
  const digit = (value: number): number => Math.floor(n / value) % 10;
  return [
    high === 0 ? '' : `${numberInKana(high)}マン`,
    place(digit(1_000), 'セン'),
    place(digit(100), 'ヒャク'),
    place(digit(10), 'ジュー'),
    ones[digit(1)],
  ].join('');
}

/** A counter, and the numbers that change with it: by the last digit, 10 for a full ten. */
interface Counter {
  readonly read: string;
  readonly changed?: Readonly<Record<number, string>>;
  /** Numbers that have a word of their own. */
  readonly words?: Readonly<Record<number, string>>;
}

const doubled = (read: string, numbers: readonly number[]): Record<number, string> => {
  const short: Record<number, string> = { 1: 'イッ', 6: 'ロッ', 8: 'ハッ', 10: 'ジュッ' };
  return Object.fromEntries(numbers.map((n) => [n, (short[n] ?? '') + read]));
};

/** 和語 numbers. */
const native = ['', 'ヒト', 'フタ', 'ミッ', 'ヨッ', 'イツ', 'ムッ', 'ナナ', 'ヤッ', 'ココノ'];

const days = 'ツイタチ フツカ ミッカ ヨッカ イツカ ムイカ ナノカ ヨーカ ココノカ トーカ'.split(' ');

/** The longest fits first. */
const counters: readonly (readonly [string, Counter])[] = [
  ['人目', { read: 'ニンメ', changed: { 4: 'ヨニンメ' }, words: { 1: 'ヒトリメ', 2: 'フタリメ' } }],
  ['人', { read: 'ニン', changed: { 4: 'ヨニン' }, words: { 1: 'ヒトリ', 2: 'フタリ' } }],
  ['番目', { read: 'バンメ' }],
  ['種類', { read: 'シュルイ', changed: doubled('シュルイ', [1, 8, 10]) }],
  ['文字', { read: 'モジ' }],
  ['か月', { read: 'カゲツ', changed: doubled('カゲツ', [1, 6, 8, 10]) }],
  ['円', { read: 'エン', changed: { 4: 'ヨエン' } }],
  ['回', { read: 'カイ', changed: doubled('カイ', [1, 6, 8, 10]) }],
  ['桁', { read: 'ケタ', changed: doubled('ケタ', [6, 10]), words: { 1: 'ヒトケタ', 2: 'フタケタ' } }],
  ['枚', { read: 'マイ' }],
  ['通', { read: 'ツー', changed: doubled('ツー', [1, 8, 10]) }],
  ['歳', { read: 'サイ', changed: doubled('サイ', [1, 8, 10]) }],
  ['名', { read: 'メー' }],
  ['年', { read: 'ネン', changed: { 4: 'ヨネン' } }],
  ['月', { read: 'ガツ', changed: { 4: 'シガツ', 7: 'シチガツ', 9: 'クガツ' } }],
  [
    '日',
    {
      read: 'ニチ',
      words: {
        ...Object.fromEntries(days.map((day, index) => [index + 1, day])),
        14: 'ジューヨッカ',
        20: 'ハツカ',
        24: 'ニジューヨッカ',
      },
    },
  ],
  ['時', { read: 'ジ', changed: { 4: 'ヨジ', 7: 'シチジ', 9: 'クジ' } }],
  [
    '分',
    {
      read: 'フン',
      changed: { 1: 'イップン', 3: 'サンプン', 4: 'ヨンプン', 6: 'ロップン', 8: 'ハップン', 10: 'ジュップン' },
    },
  ],
  ['つ', { read: '', words: Object.fromEntries(native.map((read, n) => [n, `${read}ツ`])) }],
];

function counted(n: number, { read, changed = {}, words = {} }: Counter): string {
  const word = words[n];
  if (word !== undefined) return word;
  const tens = n % 100;
  const isTens = tens !== 0 && tens % 10 === 0;
  const change = changed[isTens ? 10 : n % 10];
  if (change === undefined || n === 0) return numberInKana(n) + read;
  const before = n - (isTens ? tens : n % 10);
  const many = isTens && tens > 10 ? ones[tens / 10] : '';
  return (before === 0 ? '' : numberInKana(before)) + many + change;
}

/** A number, and its counter with its reading marked (locales/ruby.ts): with some numbers it is read otherwise. */
export const countersOf = new RegExp(`(\\d)｜(${counters.map(([sign]) => sign).join('|')})《[^》]*》`, 'g');

const pattern = new RegExp(`(\\d{1,3}(?:,\\d{3})+|\\d+)(${counters.map(([sign]) => sign).join('|')})?`, 'g');
const times = /(\d{1,2}):(\d{2})/g;
const phones = /\d+(?:-\d+)+/g;

/** Every number of a Japanese text, with its counter, by its reading. */
export const numbersRead = (text: string): string =>
  text
    .replace(phones, (found) => [...found].map((sign) => (sign === '-' ? '、' : numberInKana(Number(sign)))).join(' '))
    .replace(
      times,
      (_, hour: string, minute: string) => `${Number(hour)}時${minute === '00' ? '' : `${Number(minute)}分`}`,
    )
    .replace(pattern, (_, digits: string, sign?: string) => {
      const n = Number(digits.replaceAll(',', ''));
      const counter = counters.find(([one]) => one === sign)?.[1];
      return counter === undefined ? numberInKana(n) : counted(n, counter);
    });

const toKatakana = (kana: string): string =>
  kana.replace(/[ぁ-ゖ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0x60));

/** The reading of a word, written as it sounds: こう is コー, けい is ケー. */
export const asSounded = (kana: string): string =>
  toKatakana(kana)
    .replace(/([オコソトノホモヨロゴゾドボポョ])ウ/g, '$1ー')
    .replace(/([エケセテネヘメレゲゼデベペ])イ/g, '$1ー');
