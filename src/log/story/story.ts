import { entriesOf } from '../money.ts';
import type { Row } from '../rows.ts';
import { addToVisit, newVisit, type Visit } from '../visit.ts';
import { sentenceOf, type Who } from './sentences.ts';
import { several, unknownWord, yen } from './words.ts';

export interface StoryLine {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The program ended between the line before and this one, and had not been stopped. */
  readonly afterCrash: boolean;
  readonly who: Who;
  readonly sentence: string;
}

/** One visit as its rows tell it, and what became of everything in the end. */
export interface Story {
  readonly lines: readonly StoryLine[];
  readonly ending: readonly (readonly [
    what: 'visit' | 'money' | 'paper' | 'card' | 'staff' | 'unknown',
    sentence: string,
  ])[];
}

const isUnknown = ({ data }: Row): boolean => 'outcome' in data && data.outcome.split(':')[0] === 'unknown';

/** Yen that came in and went back by each way; a way that was not used is left out. */
function waysOf(rows: readonly Row[]): { readonly came: string; readonly went: string } {
  const ways = [
    ['inserted', 'in coins', ''],
    ['charged', 'by the payment terminal', 'reversed at the payment terminal'],
    ['register', 'at the register', ''],
    ['returned', '', 'given back in coins or by staff'],
  ] as const;
  const total = (account: string, sign: 1 | -1): number =>
    rows
      .flatMap(entriesOf)
      .reduce((sum, [name, amount]) => sum + (name === account ? Math.max(0, amount * sign) : 0), 0);
  const list = (sign: 1 | -1, word: 1 | 2): string =>
    ways
      .map((way) => [total(way[0], sign), way[word]] as const)
      .filter(([amount, words]) => amount > 0 && words !== '')
      .map(([amount, words]) => `${yen(amount)} ${words}`)
      .join(', ');
  return { came: list(-1, 1), went: list(1, 2) };
}

function moneyOf({ money }: Visit, rows: readonly Row[]): string {
  const { came, went } = waysOf(rows);
  if (came === '') return 'None was paid.';
  const parts = [
    `Paid: ${came}.`,
    ...(money.taken > 0 ? [`Sold: ${yen(money.taken)}.`] : []),
    ...(went === '' ? [] : [`Went back: ${went}.`]),
    ...(money.held > 0 ? [`Still held: ${yen(money.held)}.`] : []),
    ...(money.owed > 0 ? [`Still owed to the resident: ${yen(money.owed)}.`] : []),
    ...(money.suspense > 0 ? [`${unknownWord} whose it is, and not settled yet: ${yen(money.suspense)}.`] : []),
  ];
  return parts.join(' ');
}

function paperOf({ issued, print, printOutcome, prints }: Visit): string {
  if (prints === 0) return 'Nothing was sent to the printer.';
  const times = prints > 1 ? ` It was printed ${prints} times, by the word of staff.` : '';
  if (print === 'released') return `Staff let it be printed once more; that has not begun.${times}`;
  if (printOutcome === 'printed') return `All of it came out: ${several(issued?.pages ?? 0, 'page')}.${times}`;
  if (printOutcome?.startsWith('failed')) return `None was delivered.${times}`;
  return `${unknownWord}: nobody has said yet how the print ended.${times}`;
}

function cardOf(rows: readonly Row[]): string {
  const reads = rows.filter(({ type }) => type === 'card.read' || type === 'card.inspected').length;
  if (reads === 0) return 'None was read.';
  const back = rows.some(({ type }) => type === 'centre.issue.intent')
    ? ' It was taken back before the certificate was chosen: the menu comes only then.'
    : ' The visit’s last screen asks for it; the log has no row for a card that is taken.';
  return `Read ${several(reads, 'time')}.${back}`;
}

function staffOf(rows: readonly Row[]): string {
  const reasons = rows.flatMap((row) => (row.type === 'staff.needed' ? [row.data.reason] : []));
  if (reasons.length === 0) return 'Nobody was called.';
  const last = rows.findLast(({ type }) => type === 'staff.needed' || type === 'staff.resolved');
  return `Called: ${reasons.join(', ')}. ${last?.type === 'staff.resolved' ? 'Resolved.' : 'NOT resolved yet.'}`;
}

/** @param rows of the visit alone */
function endingOf(rows: readonly Row[], transaction: string): Story['ending'] {
  const visit = rows.reduce(addToVisit, newVisit(transaction));
  const unknown = rows.filter(isUnknown).map(({ seq, type }) => `${type} in row ${seq}`);
  return [
    ['visit', visit.ended === null ? 'NOT ended; the next start brings it to its end.' : `Ended: ${visit.ended}.`],
    ['money', moneyOf(visit, rows)],
    ['paper', paperOf(visit)],
    ['card', cardOf(rows)],
    ['staff', staffOf(rows)],
    ['unknown', unknown.length === 0 ? 'Every effect has a certain end.' : `No certain end: ${unknown.join(', ')}.`],
  ];
}

/** The story of one visit: its rows, and those of the terminal itself while it was open. Null when the log has no such visit. */
export function storyOf(rows: Iterable<Row>, transaction: string): Story | null {
  const own: Row[] = [];
  const lines: StoryLine[] = [];
  let open = false;
  let before: Row | null = null;
  for (const row of rows) {
    const mine = row.session === transaction;
    if (mine && row.type === 'session.started') open = true;
    if (mine) own.push(row);
    if (mine || (open && row.session === null)) {
      const [who, sentence] = sentenceOf(row);
      const afterCrash = open && before !== null && before.boot !== row.boot && before.type !== 'terminal.stopped';
      lines.push({ seq: row.seq, at: row.at, afterCrash, who, sentence });
    }
    if (mine && row.type === 'session.ended') open = false;
    before = row;
  }
  return own.length === 0 ? null : { lines, ending: endingOf(own, transaction) };
}
