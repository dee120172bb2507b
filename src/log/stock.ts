import type { Row, RowData } from './rows.ts';

/** Where coins lie in the terminal, in yen: what a count must find. */
export interface Stock {
  readonly box: number;
  /** By ccTalk address. Below zero when coins came out that nobody said were filled in. */
  readonly hoppers: ReadonlyMap<number, number>;
  /** The payouts whose result is not written yet, by visit. */
  readonly paying: ReadonlyMap<string, RowData<'payout.intent'>>;
}

export const emptyStock: Stock = { box: 0, hoppers: new Map(), paying: new Map() };

const withHopper = (stock: Stock, address: number, yen: number): Stock => ({
  ...stock,
  hoppers: new Map(stock.hoppers).set(address, yen),
});

/**
 * The coins after one more row. What an unknown payout may have given is still counted as being there: a count shows how much
 * of it is.
 */
export function addToStock(stock: Stock, row: Row): Stock {
  switch (row.type) {
    case 'coins.events':
      return row.data.credits.length === 0
        ? stock
        : { ...stock, box: row.data.credits.reduce((sum, yen) => sum + yen, stock.box) };
    case 'payout.intent':
      return { ...stock, paying: new Map(stock.paying).set(row.session ?? '', row.data) };
    case 'payout.result': {
      const intent = stock.paying.get(row.session ?? '');
      if (intent === undefined) return stock;
      const paying = new Map(stock.paying);
      paying.delete(row.session ?? '');
      const left = (stock.hoppers.get(intent.address) ?? 0) - row.data.paid * intent.yen;
      return withHopper({ ...stock, paying }, intent.address, left);
    }
    case 'cash.moved': {
      const { address, what, yen } = row.data;
      if (address === undefined) return { ...stock, box: 0 };
      return withHopper(stock, address, what === 'filled' ? (stock.hoppers.get(address) ?? 0) + yen : 0);
    }
    default:
      return stock;
  }
}
