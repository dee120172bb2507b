import { fromCallback, fromPromise } from 'xstate';
import type { RefusalCode, ServiceOffer } from '../centre/port.ts';
import type { Wish } from '../certificates/document.ts';
import type { PreviewRow } from '../certificates/preview.ts';
import type { Topic } from '../guide/topics.ts';
import type { KioskEvent, Means, PinKind, Service, StaffAct, Subject } from './events.ts';

/**
 * The work the statecharts ask for, by name: what goes in and what may come out. The implementations stand in `effects/`;
 * the ones here only carry the types and fail loudly when somebody forgot to provide one.
 *
 * Every result is a value. A rejection is a programming error or a broken invariant and takes the terminal to its safe state.
 */

/** Codes of a refusal the resident is told about: the centre's, those the card itself shows, and the machine's. */
export type Refusal =
  | RefusalCode
  | 'not-a-my-number-card'
  | 'resident-register-card'
  | 'smartphone'
  | 'face-only-card'
  | 'no-auth-certificate'
  | 'no-sign-certificate'
  | 'card-expired'
  | 'pin-locked'
  | 'sign-pin-locked'
  /** No PIN is left that could prove whose card it is. */
  | 'no-pin-left'
  | 'nothing-locked'
  /** The link dropped while a PIN was set, or an application filed: nobody can say whether it happened. */
  | 'pin-uncertain'
  | 'registration-uncertain'
  /** The chip answers what no My Number card answers; or it does not answer at all. */
  | 'card-fault'
  | 'card-mute'
  | 'reader-fault'
  | 'centre-offline'
  | 'printer'
  /** Found before anybody paid. */
  | 'printer-not-ready'
  | 'coins'
  | 'cashless'
  | 'document-check';

/** Tries left of each PIN: 0 = locked, null = no such certificate on the card. */
export type Tries = Readonly<Record<PinKind, number | null>>;

/** A card or certificate that may be renewed by now; `on` is its last day as an ISO date. */
export interface Lapse {
  readonly what: 'card' | 'certificate';
  readonly on: string;
}

export type ReadCardResult =
  | { readonly result: 'ready'; readonly tries: Tries; readonly lapse: Lapse | null }
  | { readonly result: 'refused'; readonly code: Refusal }
  | { readonly result: 'removed' };

export type VerifyPinResult =
  | { readonly result: 'verified' }
  | { readonly result: 'wrong'; readonly tries: number }
  | { readonly result: 'blocked' }
  /** The link dropped: the try may have counted. The card is read anew, which asks its counter. */
  | { readonly result: 'uncertain' }
  | { readonly result: 'refused'; readonly code: Refusal };

/** Why a new PIN is not taken. */
export type WeakPin = 'same-character' | 'sequence' | 'birthday' | 'letters-and-digits' | 'unchanged';

/** A PIN given a new value: `prove` was verified, `set` has the new one. */
export type SetPinResult =
  | { readonly result: 'done' }
  | { readonly result: 'wrong'; readonly tries: number }
  /** `tries`: left of the PIN that was proved, where it was. */
  | { readonly result: 'weak'; readonly reason: WeakPin; readonly tries: number | null }
  | { readonly result: 'refused'; readonly code: Refusal };

export interface SetPinRequest {
  readonly task: 'change' | 'reset';
  readonly insertion: number;
  readonly prove: PinKind;
  readonly set: PinKind;
}

export type JudgePinResult = { readonly result: 'good' } | { readonly result: 'weak'; readonly reason: WeakPin };

export type FindReservationResult =
  | { readonly result: 'reserved'; readonly pin: PinKind; readonly until: number }
  | { readonly result: 'refused'; readonly code: Refusal };

/** Where a 利用登録申請 stands; `open`: it may be made (again). */
export interface RegistrationState {
  readonly state: 'open' | 'rejected' | 'submitted' | 'approved';
  readonly municipality: string;
  /** ISO date from which certificates can be had. */
  readonly opensOn: string | null;
}

export type AskRegistrationResult =
  | ({ readonly result: 'known' } & RegistrationState)
  | { readonly result: 'refused'; readonly code: Refusal };

export type SubmitRegistrationResult =
  | { readonly result: 'submitted'; readonly receipt: string; readonly opensOn: string }
  | { readonly result: 'wrong'; readonly tries: number }
  | { readonly result: 'refused'; readonly code: Refusal };

/** What the chip says of itself without a PIN. Days are ISO dates. */
export interface CardFacts {
  readonly cardUntil: string | null;
  readonly authUntil: string | null;
  readonly has: Readonly<Record<PinKind, boolean>>;
  /** 0 = locked, null = no such PIN, or never set. */
  readonly tries: Readonly<Record<PinKind | 'register' | 'text', number | null>>;
  readonly lapse: (Lapse & { readonly past: boolean }) | null;
}

export type InspectCardResult =
  | ({ readonly result: 'read' } & CardFacts)
  | { readonly result: 'removed' }
  | { readonly result: 'refused'; readonly code: Refusal };

export type AuthenticateResult =
  | { readonly result: 'authenticated'; readonly offers: readonly ServiceOffer[] }
  | { readonly result: 'refused'; readonly code: Refusal };

/** `fee`: what the offer said for all copies, in yen. */
export interface DocumentRequest {
  readonly kind: string;
  readonly wish: Wish;
  readonly fee: number;
}

export type RequestDocumentResult =
  | { readonly result: 'issued'; readonly pages: number; readonly fee: number }
  | { readonly result: 'refused'; readonly code: Refusal };

export type CheckDocumentResult =
  | { readonly result: 'passed'; readonly preview: readonly PreviewRow[] }
  | { readonly result: 'refused'; readonly code: Refusal };

export type DoneOrFailed = { readonly result: 'done' | 'failed' };

/** `exact`: no coin is taken for which change would be needed. */
export type AcceptCoinsResult = DoneOrFailed & { readonly exact: boolean };

/** `due`: yen that are the resident's; `payable`: hoppers or the payment terminal may give them back. */
export interface SettleResult {
  readonly due: number;
  readonly payable: boolean;
}

/** In yen: `paid` in coins, `reversed` at the payment terminal, `due` still owed. */
export interface PaidBack {
  readonly paid: number;
  readonly reversed: number;
  readonly due: number;
}

/**
 * The one answer of a payment at the payment terminal. `not-paid`: certainly nothing was taken, or all of it was reversed.
 * `owed`: something was taken that is not the price, and could not be reversed.
 */
export type TakeCashlessEvent = {
  readonly type: 'cashless.finished';
  readonly result: 'paid' | 'not-paid' | 'owed' | 'unknown';
};

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
  readCard: fromPromise<ReadCardResult, { insertion: number; service: Service }>(missing('readCard')),
  verifyPin: fromPromise<VerifyPinResult, { insertion: number }>(missing('verifyPin')),
  authenticate: fromPromise<AuthenticateResult, void>(missing('authenticate')),
  requestDocument: fromPromise<RequestDocumentResult, DocumentRequest>(missing('requestDocument')),
  checkDocument: fromPromise<CheckDocumentResult, void>(missing('checkDocument')),
  /** Moves money that bought nothing out of `held`: to `owed`, or to `suspense` when nobody knows whether paper came out. */
  settle: fromPromise<SettleResult, { unknown: boolean }>(missing('settle')),
  /** Reverses what the payment terminal charged, gives coins back out of the hoppers; `due` is what is left. */
  payBack: fromPromise<PaidBack, void>(missing('payBack')),
  printClaim: fromPromise<DoneOrFailed, { amount: number }>(missing('printClaim')),
  /** What was refused and what to do, on paper. */
  printAdvice: fromPromise<DoneOrFailed, { code: Refusal }>(missing('printAdvice')),
  /**
   * Wipes everything personal and checks that nothing is left; writes the last rows of the session. `staff` is why somebody
   * must look at the machine before the next visit, or null.
   */
  wipe: fromPromise<{ readonly staff: string | null }, { outcome: string }>(missing('wipe')),
};

export const pinActors = {
  findReservation: fromPromise<FindReservationResult, void>(missing('findReservation')),
  /** Whether the new PIN that was kept may be one, as far as it can be told without the card. */
  judgePin: fromPromise<JudgePinResult, { task: 'change' | 'reset'; set: PinKind }>(missing('judgePin')),
  /** Whether the entry repeats the new PIN. */
  comparePin: fromPromise<{ readonly result: 'same' | 'different' }, void>(missing('comparePin')),
  /** One VERIFY of `prove` for one entry, then the new value of `set`, in one conversation with the card. */
  setPin: fromPromise<SetPinResult, SetPinRequest>(missing('setPin')),
};

export const registrationActors = {
  askRegistration: fromPromise<AskRegistrationResult, void>(missing('askRegistration')),
  /** One VERIFY of the signature PIN, the signature over the application, and the application to the centre. */
  submitRegistration: fromPromise<SubmitRegistrationResult, { insertion: number }>(missing('submitRegistration')),
  printRegistration: fromPromise<DoneOrFailed, { receipt: string; opensOn: string }>(missing('printRegistration')),
};

export const cardCheckActors = {
  inspectCard: fromPromise<InspectCardResult, { insertion: number }>(missing('inspectCard')),
};

export const paymentActors = {
  /** Tells the acceptor to take coins of up to `limit` yen each. */
  acceptCoins: fromPromise<AcceptCoinsResult, { price: number; limit: number }>(missing('acceptCoins')),
  /** Inhibits all coins and waits until coins already rolling are credited. */
  inhibitCoins: fromPromise<DoneOrFailed, void>(missing('inhibitCoins')),
  /** Which of these means work now. */
  listMeans: fromPromise<{ readonly means: readonly Means[] }, { means: readonly Means[] }>(missing('listMeans')),
  /** One payment, sent once; ends with exactly one `cashless.finished`. `cashless.abort` tells the terminal to give it up. */
  takeCashless: fromCallback<{ type: 'cashless.abort' }, { price: number }, TakeCashlessEvent>(() => {
    throw new Error('actor takeCashless was not provided');
  }),
  /** Prints the slip for the register. */
  issueSlip: fromPromise<DoneOrFailed, { price: number }>(missing('issueSlip')),
  /** The slip does not wait any more, unless it was paid already. */
  withdrawSlip: fromPromise<{ readonly result: 'withdrawn' | 'paid' }, void>(missing('withdrawSlip')),
  /** Whether the number that was entered is the one on the slip. */
  checkNumber: fromPromise<{ readonly result: 'right' | 'wrong'; readonly tries: number }, void>(
    missing('checkNumber'),
  ),
};

export const deliveryActors = {
  printPages: fromCallback<{ type: 'print.stop' }, { pages: number }, PrintEvent>(() => {
    throw new Error('actor printPages was not provided');
  }),
  takeMoney: fromPromise<DoneOrFailed, void>(missing('takeMoney')),
  /** Coins beyond the price go back out of the hoppers. */
  giveChange: fromPromise<{ readonly paid: number }, void>(missing('giveChange')),
  printReceipt: fromPromise<DoneOrFailed, void>(missing('printReceipt')),
};

export type CheckStaffResult =
  | { readonly result: 'known'; readonly who: string }
  | { readonly result: 'unknown' }
  /** Not looked at: a wrong code came just before, or another is being looked at. */
  | { readonly result: 'later' };

export interface StaffOrder {
  readonly act: StaffAct;
  readonly who: string;
  readonly why: string;
  /** The id of what the act is about, where it is about something (see `Subject`). */
  readonly subject: string | null;
}

export const guideActors = {
  /** A topic of the guide on the receipt printer, in the language that is spoken. */
  printGuide: fromPromise<DoneOrFailed, { topic: Topic }>(missing('printGuide')),
};

export const panelActors = {
  /** Compares the code that was entered. After a wrong one none is looked at for a while, longer each time. */
  checkStaff: fromPromise<CheckStaffResult, void>(missing('checkStaff')),
  listSubjects: fromPromise<readonly Subject[], { act: StaffAct }>(missing('listSubjects')),
  staffAct: fromPromise<DoneOrFailed, StaffOrder>(missing('staffAct')),
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
  resolveStaff: fromPromise<{ readonly staff: string | null }, { who: string; why: string }>(missing('resolveStaff')),
};
