import { type Account, accounts, type Row } from './rows.ts';

/** Yen in each account. Sums to zero at every instant (I4). */
export type Balances = Readonly<Record<Account, number>>;

export const noMoney: Balances = Object.freeze(
  Object.fromEntries(accounts.map((account) => [account, 0])) as Record<Account, number>,
);

/** Money accounts after one more row. */
export function addMoney(balances: Balances, row: Row): Balances {
  if (row.type !== 'coins.events' && row.type !== 'money.moved') return balances;
  const next = { ...balances };
  for (const [account, amount] of row.data.entries) next[account] += amount;
  return next;
}
