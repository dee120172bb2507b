/** Coins of one value that may be counted on. */
export interface Stock {
  /** Value of a coin in yen. */
  readonly yen: number;
  /** At most so many; Infinity where nobody knows a limit. */
  readonly coins: number;
}

/** What to take from each stock, in the order of the stocks, and what cannot be paid. */
export interface ChangePlan {
  readonly coins: readonly number[];
  /** Yen. */
  readonly rest: number;
}

/** Fewest coins that make each amount of 0, 1, 2 … units; null where the stocks cannot make it. */
type Ways = readonly (readonly number[] | null)[];

const total = (coins: readonly number[]): number => coins.reduce((sum, some) => sum + some, 0);

export const commonDivisor = (one: number, other: number): number =>
  other === 0 ? one : commonDivisor(other, one % other);

/** All amounts up to `units`, one stock after the other. `values` in units. */
function waysTo(units: number, values: readonly number[], stocks: readonly Stock[]): Ways {
  let ways: Ways = Array.from({ length: units + 1 }, (_, amount) => (amount === 0 ? [] : null));
  for (const [index, value] of values.entries()) {
    const most = stocks[index]?.coins ?? 0;
    const before = ways;
    ways = before.map((_, amount) => {
      let best: readonly number[] | null = null;
      for (let coins = 0; coins <= most && coins * value <= amount; coins += 1) {
        const way = before[amount - coins * value];
        if (way && (best === null || total(way) + coins < total(best))) best = [...way, coins];
      }
      return best;
    });
  }
  return ways;
}

function changeTable(yen: number, stocks: readonly Stock[]): { readonly unit: number; readonly ways: Ways } {
  const unit = stocks.reduce((divisor, stock) => commonDivisor(stock.yen, divisor), 0) || 1;
  const values = stocks.map((stock) => stock.yen / unit);
  return { unit, ways: waysTo(Math.floor(yen / unit), values, stocks) };
}

/** The largest payable part of `yen`, in the fewest coins. */
export function planChange(yen: number, stocks: readonly Stock[]): ChangePlan {
  const { unit, ways } = changeTable(yen, stocks);
  const most = ways.findLastIndex((way) => way !== null);
  return { coins: ways[most] ?? [], rest: yen - most * unit };
}

/**
 * Whether the stocks can make every single amount that change may come to: all multiples of `step` up to `upTo` yen.
 * @param step value of the smallest coin that is taken
 */
export function affordable(upTo: number, stocks: readonly Stock[], step = 10): boolean {
  const { unit, ways } = changeTable(upTo, stocks);
  for (let yen = step; yen <= upTo; yen += step) if (yen % unit !== 0 || !ways[yen / unit]) return false;
  return true;
}
