import type { Account, RowData } from '../rows.ts';

/** Where money is, as a person would say it. */
const places: Readonly<Record<Account, string>> = {
  inserted: 'the coin slot',
  charged: 'the payment terminal',
  register: 'the register',
  held: 'what is held for this visit',
  taken: 'what certificates were sold for',
  owed: 'what is owed to the resident',
  returned: 'what was given back',
  suspense: 'suspense, until staff have looked',
};

export const yen = (amount: number): string => `${amount} yen`;
export const several = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** What a row moves, e.g. `200 yen from the coin slot to what is held for this visit`. Empty when it moves nothing. */
export function moved(entries: RowData<'money.moved'>['entries']): string {
  const total = entries.reduce((sum, [, amount]) => sum + Math.max(0, amount), 0);
  const side = (sign: 1 | -1): string =>
    entries
      .map(([account, amount]) => [places[account], amount * sign] as const)
      .filter(([, amount]) => amount > 0)
      .map(([place, amount]) => (amount === total ? place : `${place} (${amount})`))
      .join(' and ');
  return total === 0 ? '' : `${yen(total)} from ${side(-1)} to ${side(1)}`;
}

/** A word for what nobody knows; the same everywhere, so that it can be looked for. */
export const unknownWord = 'UNKNOWN';

/**
 * An outcome as a sentence. Codes are `done` and its like, `unknown`, or `kind:why`; what `known` does not name is told by its kind.
 */
export function became(outcome: string, known: Readonly<Record<string, string>>): string {
  const [kind = '', ...why] = outcome.split(':');
  const because = why.length === 0 ? '' : ` (${why.join(':')})`;
  const said = known[outcome] ?? known[kind];
  if (kind === 'unknown') return `${unknownWord}: ${said ?? 'nobody can say whether it happened'}.`;
  if (said !== undefined) return `${said}${because}.`;
  if (kind === 'failed') return `It failed and certainly did not happen${because}.`;
  return kind === 'refused' ? `It was refused${because}.` : `It ended: ${outcome}.`;
}

/** Adds what moved to a sentence, where something did. */
export const withMoney = (sentence: string, entries: RowData<'money.moved'>['entries']): string => {
  const money = moved(entries);
  return money === '' ? sentence : `${sentence} ${money}.`;
};
