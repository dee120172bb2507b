import { type Account, accounts, type Row, type RowData } from './rows.ts';

/** Yen in each account. Sums to zero at every instant (I4). */
export type Balances = Readonly<Record<Account, number>>;

export const noMoney: Balances = Object.freeze(
  Object.fromEntries(accounts.map((account) => [account, 0])) as Record<Account, number>,
);

/** Rows that move money carry their entries; all others move none. */
export const entriesOf = (row: Row): RowData<'money.moved'>['entries'] =>
  'entries' in row.data ? row.data.entries : [];

/** Money accounts after one more row. */
export function addMoney(balances: Balances, row: Row): Balances {
  const entries = entriesOf(row);
  if (entries.length === 0) return balances;
  const next = { ...balances };
  for (const [account, amount] of entries) next[account] += amount;
  return next;
}
