import type { Outcome } from '../../outcome.ts';
import type { DeviceHealth } from '../health.ts';

/** A payment as it is asked for. Durable before the request leaves, so that it can be asked about after a power cut. */
export interface CashlessPayment {
  /** ServiceID of the message that asks for it: 1 to 10 characters, never used before. */
  readonly service: string;
  /** Our transaction id; the terminal says it back in every answer. */
  readonly transaction: string;
  readonly yen: number;
}

/** What the terminal booked. `yen` is what it says it took: the caller compares it with the price. */
export interface Approval {
  /** The terminal's own number of the transaction (POITransactionID): what a reversal names. */
  readonly reference: string;
  /** When, as the terminal wrote it (ISO 8601). */
  readonly at: string;
  readonly yen: number;
}

/**
 * Why certainly nothing was taken. `offline`: no connection came about. `not-found`: the terminal never had the request.
 * `refused`: it could not begin (out of order, logged out, request not understood).
 */
export type PayFault = 'offline' | 'not-found' | 'declined' | 'cancelled' | 'aborted' | 'busy' | 'refused';

export type PayOutcome = Outcome<Approval, PayFault>;

/** A payment that is to be undone, whole; `service` is the ServiceID of the reversal's own message. */
export interface CashlessReversal extends Approval {
  readonly service: string;
  readonly transaction: string;
}

export type ReverseFault = 'offline' | 'not-found' | 'refused';
export type ReverseOutcome = Outcome<null, ReverseFault>;

/** One card, e-money and code terminal. One payment at a time. */
export interface CashlessTerminal {
  /**
   * Asks for a payment, once. When its answer is lost or cannot be believed, the terminal is asked what became of it
   * (TransactionStatus) until it says so or the device's time is over; then it is `unknown`.
   * @param taken called once, when the terminal has said that the payment is in its hands; must be durable when it returns. From
   *   then on a terminal that does not know the payment has forgotten it, which is `unknown` and not `not-found`
   */
  pay(payment: CashlessPayment, taken: () => void): Promise<PayOutcome>;
  /**
   * Tells the terminal to give the payment up. `done` says that the message arrived and nothing more: only the answer of the
   * payment, or its status, says what became of it.
   * @param service ServiceID of this message
   */
  abort(payment: CashlessPayment, service: string): Promise<Outcome<null, 'offline'>>;
  /**
   * What became of a payment that was interrupted; waits while it is in progress. Nothing is taken.
   * @param known whether the terminal has said before that the payment is in its hands
   * @param taken as in `pay`; not called when it is known
   */
  status(payment: CashlessPayment, known: boolean, taken: () => void): Promise<PayOutcome>;
  /** Undoes a payment, once; a lost answer is asked for as with `pay`. */
  reverse(reversal: CashlessReversal): Promise<ReverseOutcome>;
  /** What became of a reversal that was interrupted. */
  reversalStatus(reversal: CashlessReversal): Promise<ReverseOutcome>;
  health(): Promise<DeviceHealth>;
}
