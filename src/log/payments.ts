import type { Row, RowData } from './rows.ts';

/** What the payment terminal booked, as its row says it. */
export interface BookedPayment {
  readonly reference: string;
  readonly at: string;
  readonly yen: number;
}

/** The cashless payment of a visit: one at a time, and the last one counts. */
export interface CashlessState {
  readonly service: string;
  readonly yen: number;
  /** `unknown`: it may be booked or not, and nobody here will find out any more. */
  readonly state: 'open' | 'approved' | 'failed' | 'unknown';
  /** The terminal has said that the payment is in its hands. */
  readonly taken: boolean;
  readonly booked: BookedPayment | null;
  readonly reversal: 'none' | 'open' | 'done' | 'failed' | 'unknown';
  /** ServiceID of the reversal; null without one. */
  readonly reversalService: string | null;
}

/** The slip (お支払い票) of a visit that is paid at the register. */
export interface CounterState {
  readonly slip: string;
  readonly yen: number;
  /** `paid`: the register has the money, and nobody has shown yet that he is the one who paid. `cleared`: somebody has. */
  readonly state: 'waiting' | 'closed' | 'paid' | 'cleared';
  /** Wrong pick-up numbers (引換番号). */
  readonly wrong: number;
  /** It may be in somebody's hand; false only when it certainly was not printed. */
  readonly out: boolean;
}

/** Pick-up numbers that may be wrong; then staff look at the slip. */
export const numberTries = 3;

const certainly = <Certain extends string>(outcome: string, certain: Certain): Certain | 'failed' | 'unknown' => {
  if (outcome === certain) return certain;
  return outcome.startsWith('failed') ? 'failed' : 'unknown';
};

const bookedIn = ({ reference, at, entries }: RowData<'cashless.pay.result'>): BookedPayment | null => {
  if (reference === undefined || at === undefined) return null;
  return { reference, at, yen: entries.reduce((sum, [name, yen]) => (name === 'charged' ? sum - yen : sum), 0) };
};

/** The cashless payment after one more row of its visit. */
export function addToCashless(before: CashlessState | null, row: Row): CashlessState | null {
  if (row.type === 'cashless.pay.intent') {
    const { service, yen } = row.data;
    const nothing = { taken: false, booked: null, reversal: 'none', reversalService: null } as const;
    return { service, yen, state: 'open', ...nothing };
  }
  if (before === null) return null;
  switch (row.type) {
    case 'cashless.pay.taken':
      return { ...before, taken: true };
    case 'cashless.pay.result':
      return { ...before, state: certainly(row.data.outcome, 'approved'), booked: bookedIn(row.data) };
    case 'cashless.reverse.intent':
      return { ...before, reversal: 'open', reversalService: row.data.service };
    case 'cashless.reverse.result':
      return { ...before, reversal: certainly(row.data.outcome, 'done') };
    default:
      return before;
  }
}

/** The slip after one more row of its visit. */
export function addToCounter(before: CounterState | null, row: Row): CounterState | null {
  if (row.type === 'counter.issued') {
    const { slip, yen } = row.data;
    return { slip, yen, state: 'waiting', wrong: 0, out: true };
  }
  if (before === null) return null;
  switch (row.type) {
    case 'counter.closed':
      return { ...before, state: 'closed' };
    case 'counter.paid':
      return { ...before, state: 'paid' };
    case 'counter.number':
      return row.data.outcome === 'right' ? { ...before, state: 'cleared' } : { ...before, wrong: before.wrong + 1 };
    case 'counter.confirmed':
      return { ...before, state: 'cleared' };
    default:
      return before;
  }
}

/** Whether a cashless payment stands in the way of any other, and of paper that it did not pay for. */
export const isUnresolved = (cashless: CashlessState | null): boolean =>
  cashless !== null && (cashless.state === 'open' || cashless.state === 'unknown');
