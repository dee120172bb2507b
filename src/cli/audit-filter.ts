import { type Command, InvalidArgumentError } from 'commander';
import { japanDate } from '../japan-time.ts';
import type { Row, RowType } from '../log/rows.ts';
import { rowTypes } from '../log/rows.ts';

/** Which rows are wanted; what is left out does not matter. */
export interface Filter {
  readonly type?: readonly RowType[];
  readonly transaction?: string;
  readonly boot?: number;
  /** Milliseconds since 1970, both included. */
  readonly from?: number;
  readonly to?: number;
  readonly seq?: { readonly first: number; readonly last: number };
  readonly last?: number;
}

const types = (text: string): RowType[] => {
  const names = text.split(',');
  const unknown = names.find((name) => !Object.hasOwn(rowTypes, name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`There is no ${unknown}. Allowed: ${Object.keys(rowTypes).join(', ')}.`);
  return names as RowType[];
};

const count = (text: string): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('Allowed are whole numbers from 1.');
  return value;
};

/** A day or a minute in Japan, its first or its last millisecond. */
const time =
  (end: 'first' | 'last') =>
  (text: string): number => {
    const [, date, minute] = /^(\d{4}-\d\d-\d\d)(?:[ T]((?:[01]\d|2[0-3]):[0-5]\d))?$/.exec(text) ?? [];
    const begin = Date.parse(`${date}T${minute ?? '00:00'}:00+09:00`);
    if (date === undefined || Number.isNaN(begin) || japanDate(begin) !== date)
      throw new InvalidArgumentError('It is a day or a minute in Japan, like 2026-11-22 or "2026-11-22 13:05".');
    const length = minute === undefined ? 86_400_000 : 60_000;
    return end === 'first' ? begin : begin + length - 1;
  };

const range = (text: string): NonNullable<Filter['seq']> => {
  const [, first, dots, last] = /^(\d*)(\.\.)?(\d*)$/.exec(text) ?? [];
  if (!first && !last) throw new InvalidArgumentError('It looks like 10..20, 10.., ..20 or 10.');
  const from = first ? count(first) : 1;
  const to = last ? count(last) : dots ? Number.POSITIVE_INFINITY : from;
  if (from > to) throw new InvalidArgumentError(`Row ${from} does not come before row ${to}.`);
  return { first: from, last: to };
};

/** The options by which rows are chosen. */
export const withFilter = (command: Command): Command =>
  command
    .option('--type <types>', 'only of these types, e.g. print.intent,print.result', types)
    .option('--transaction <id>', 'only of this visit')
    .option('--session <id>', 'the same')
    .option('--boot <number>', 'only of this run of the program, from 1', count)
    .option('--from <time>', 'not before this day or minute in Japan', time('first'))
    .option('--to <time>', 'not after this day or minute in Japan', time('last'))
    .option('--seq <A..B>', 'only rows A to B', range)
    .option('--last <count>', 'only the last ones of those', count);

/** @throws a sentence when the filter contradicts itself */
export function filterOf({ session, ...options }: Filter & { readonly session?: string }): Filter {
  const { from, to, transaction } = options;
  if (from !== undefined && to !== undefined && from > to) throw new Error('--from is after --to.');
  if (session === undefined) return options;
  if (transaction !== undefined && transaction !== session)
    throw new Error('--session and --transaction are the same.');
  return { ...options, transaction: session };
}

/** Whether a row is wanted, `last` apart. */
export const wanted = (row: Row, { type, transaction, boot, from, to, seq }: Filter): boolean =>
  (type === undefined || type.includes(row.type)) &&
  (transaction === undefined || row.session === transaction) &&
  (boot === undefined || row.boot === boot) &&
  (from === undefined || row.at >= from) &&
  (to === undefined || row.at <= to) &&
  (seq === undefined || (row.seq >= seq.first && row.seq <= seq.last));
