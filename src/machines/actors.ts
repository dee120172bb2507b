import { fromCallback, fromPromise } from 'xstate';
import type { RefusalCode, ServiceOffer } from '../centre/port.ts';
import type { CertificateKind, JuminhyoOptions } from '../certificates/document.ts';
import type { KioskEvent } from './events.ts';

/**
 * The work the statecharts ask for, by name: what goes in and what may come out. The implementations stand in `effects/`;
 * the ones here only carry the types and fail loudly when somebody forgot to provide one.
 *
 * Every result is a value. A rejection is a programming error or a broken invariant and takes the terminal to its safe state.
 */

/** Codes of a refusal the resident is told about: the centre's, and those the card itself shows. */
export type Refusal =
  | RefusalCode
  | 'not-a-my-number-card'
  | 'resident-register-card'
  | 'smartphone'
  | 'no-auth-certificate'
  | 'pin-locked'
  | 'card-fault'
  | 'centre-offline'
  | 'printer'
  | 'coins'
  | 'document-check';

export type ReadCardResult =
  | { readonly result: 'ready'; readonly tries: number }
  | { readonly result: 'refused'; readonly code: Refusal }
  | { readonly result: 'removed' };

export type VerifyPinResult =
  | { readonly result: 'verified' }
  | { readonly result: 'wrong'; readonly tries: number }
  | { readonly result: 'blocked' }
  /** The link dropped: the try may have counted. The card is read anew, which asks its counter. */
  | { readonly result: 'uncertain' }
  | { readonly result: 'refused'; readonly code: Refusal };

export type AuthenticateResult =
  | { readonly result: 'authenticated'; readonly offers: readonly ServiceOffer[]; readonly lapsesOn: string | null }
  | { readonly result: 'refused'; readonly code: Refusal };

/** `fee`: what the offer said, in yen. */
export interface DocumentRequest {
  readonly kind: CertificateKind;
  readonly options: JuminhyoOptions;
  readonly fee: number;
}

export type RequestDocumentResult =
  | { readonly result: 'issued'; readonly pages: number; readonly fee: number }
  | { readonly result: 'refused'; readonly code: Refusal };

export type CheckDocumentResult =
  | { readonly result: 'passed' }
  | { readonly result: 'refused'; readonly code: Refusal };

export type DoneOrFailed = { readonly result: 'done' | 'failed' };

/** What the printing actor tells while it works. It ends with exactly one `print.finished`. */
export type PrintEvent =
  | {
      readonly type: 'print.progress';
      readonly sheets: number;
      readonly blocked: boolean;
      readonly reasons: readonly string[];
    }
  | { readonly type: 'print.finished'; readonly result: 'printed' | 'failed' | 'unknown'; readonly sheets: number };

const missing = (name: string) => () => Promise.reject(new Error(`actor ${name} was not provided`));

export const sessionActors = {
  readCard: fromPromise<ReadCardResult, { insertion: number }>(missing('readCard')),
  verifyPin: fromPromise<VerifyPinResult, { insertion: number }>(missing('verifyPin')),
  authenticate: fromPromise<AuthenticateResult, void>(missing('authenticate')),
  requestDocument: fromPromise<RequestDocumentResult, DocumentRequest>(missing('requestDocument')),
  checkDocument: fromPromise<CheckDocumentResult, void>(missing('checkDocument')),
  /** Moves money that bought nothing out of `held`: to `owed`, or to `suspense` when nobody knows whether paper came out. */
  settle: fromPromise<{ readonly due: number }, { unknown: boolean }>(missing('settle')),
  printClaim: fromPromise<DoneOrFailed, { amount: number }>(missing('printClaim')),
  /**
   * Wipes everything personal and checks that nothing is left; writes the last rows of the session. `staff` is why somebody
   * must look at the machine before the next visit, or null.
   */
  wipe: fromPromise<{ readonly staff: string | null }, { outcome: string }>(missing('wipe')),
};

export const paymentActors = {
  /** Tells the acceptor to take coins of up to `limit` yen each. */
  acceptCoins: fromPromise<DoneOrFailed, { price: number; limit: number }>(missing('acceptCoins')),
  /** Inhibits all coins and waits until coins already rolling are credited. */
  inhibitCoins: fromPromise<DoneOrFailed, void>(missing('inhibitCoins')),
};

export const deliveryActors = {
  printPages: fromCallback<{ type: 'print.stop' }, { pages: number }, PrintEvent>(() => {
    throw new Error('actor printPages was not provided');
  }),
  takeMoney: fromPromise<DoneOrFailed, void>(missing('takeMoney')),
  printReceipt: fromPromise<DoneOrFailed, void>(missing('printReceipt')),
};

export const terminalActors = {
  /** Runs as long as the terminal: tells the hours and the health of devices that speak only when asked. */
  watch: fromCallback<KioskEvent, void>(() => {
    throw new Error('actor watch was not provided');
  }),
  /** Opens the log and the devices. */
  boot: fromPromise<DoneOrFailed, void>(missing('boot')),
  /** Folds the log and finishes, refunds or calls staff for every session that was open. */
  recover: fromPromise<{ readonly staff: string | null }, void>(missing('recover')),
  /** Gives the visit its transaction id and writes its first row. */
  openSession: fromPromise<{ readonly transaction: string }, void>(missing('openSession')),
  /** Asks every device how it is; the answers come as `health.changed`. */
  selfTest: fromPromise<DoneOrFailed, void>(missing('selfTest')),
  /** Coins inhibited, print jobs cancelled, card released: the safe state. */
  makeSafe: fromPromise<DoneOrFailed, { reason: string }>(missing('makeSafe')),
  resolveStaff: fromPromise<DoneOrFailed, { who: string; why: string }>(missing('resolveStaff')),
};
