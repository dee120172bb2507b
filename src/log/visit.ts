import { addMoney, type Balances, noMoney } from './money.ts';
import { addToCashless, addToCounter, type CashlessState, type CounterState } from './payments.ts';
import type { Row, RowData, SlipKind } from './rows.ts';

/** One session as its rows tell it: the fold that recovery, the rules and the story of a visit stand on. */
export interface Visit {
  readonly transaction: string;
  readonly money: Balances;
  /** The PIN whose VERIFY has no result row yet. */
  readonly verifying: 'auth' | 'sign' | null;
  /** Number of the entry that the last VERIFY was for; 0 before any. */
  readonly entry: number;
  /** PINs the card said are locked. */
  readonly locked: readonly ('auth' | 'sign')[];
  /** A PIN is being given a new value, and nobody has said yet what became of it. */
  readonly pinSetting: 'change' | 'reset' | null;
  /** What the centre is to be told of the reset it was asked to authorise, as far as these rows go; null without one. */
  readonly reset: 'done' | 'failed' | 'unknown' | null;
  /** An application is on its way to the centre, and nobody has said yet whether it arrived. */
  readonly registering: boolean;
  readonly authenticated: string | null;
  readonly issued: { document: string; holder: string; pages: number; fee: number } | null;
  readonly documentChecked: string | null;
  readonly accepting: boolean;
  /** Coins that may be coming out of a hopper. */
  readonly payout: RowData<'payout.intent'> | null;
  /** The payment that is asked of the payment terminal, or was. */
  readonly cashless: CashlessState | null;
  /** ServiceIDs that were used. */
  readonly services: readonly string[];
  readonly counter: CounterState | null;
  /** `released`: staff counted the sheets of the print before, and it may be printed once more. */
  readonly print: 'none' | 'intended' | 'creating' | 'created' | 'sending' | 'accepted' | 'ended' | 'released';
  /** Times the document was given to the printer. */
  readonly prints: number;
  readonly jobId: number | null;
  readonly printOutcome: string | null;
  readonly slipOpen: SlipKind | null;
  /** `unknown`: it may be on paper or not, and a second one could be cashed twice. */
  readonly claim: 'none' | 'intended' | 'printed' | 'failed' | 'unknown';
  /** The resident was given time to take everything; what comes after that is the terminal's own tidying. */
  readonly concluded: boolean;
  readonly wiped: boolean;
  readonly ended: string | null;
}

export const newVisit = (transaction: string): Visit => ({
  transaction,
  money: noMoney,
  verifying: null,
  entry: 0,
  locked: [],
  pinSetting: null,
  reset: null,
  registering: false,
  authenticated: null,
  issued: null,
  documentChecked: null,
  accepting: false,
  payout: null,
  cashless: null,
  services: [],
  counter: null,
  print: 'none',
  prints: 0,
  jobId: null,
  printOutcome: null,
  slipOpen: null,
  claim: 'none',
  concluded: false,
  wiped: false,
  ended: null,
});

/** Name of the latest job at the printer: unique for ever, and told from one that staff had printed again. */
export const jobNameOf = ({ transaction, prints }: Pick<Visit, 'transaction' | 'prints'>): string =>
  prints > 1 ? `${transaction}-${prints}` : transaction;

const claimAfter = (outcome: string): Visit['claim'] => {
  if (outcome === 'done') return 'printed';
  return outcome.startsWith('failed') ? 'failed' : 'unknown';
};

/** Certain is only what the rows say is certain. */
const certainly = (outcome: string): NonNullable<Visit['reset']> =>
  outcome === 'done' || outcome === 'failed' ? outcome : 'unknown';

/** The visit after one more of its rows. */
export function addToVisit(before: Visit, row: Row): Visit {
  const visit: Visit = {
    ...before,
    money: addMoney(before.money, row),
    cashless: addToCashless(before.cashless, row),
    counter: addToCounter(before.counter, row),
  };
  switch (row.type) {
    case 'pin.verify.intent':
      return { ...visit, verifying: row.data.pin ?? 'auth', entry: row.data.entry };
    case 'pin.verify.result':
      return {
        ...visit,
        verifying: null,
        locked:
          row.data.outcome === 'blocked' && visit.verifying !== null
            ? [...visit.locked, visit.verifying]
            : visit.locked,
      };
    case 'centre.reset.intent':
      return { ...visit, reset: 'failed' };
    case 'centre.reset.result':
      return row.data.outcome.startsWith('refused') ? { ...visit, reset: null } : visit;
    case 'pin.set.intent':
      return { ...visit, pinSetting: row.data.task, reset: row.data.task === 'reset' ? 'unknown' : visit.reset };
    case 'pin.set.result':
      return {
        ...visit,
        pinSetting: null,
        reset: visit.pinSetting === 'reset' ? certainly(row.data.outcome) : visit.reset,
      };
    case 'centre.register.intent':
      return { ...visit, registering: true };
    case 'centre.register.result':
      return { ...visit, registering: false };
    case 'centre.authenticate.result':
      return { ...visit, authenticated: row.data.outcome === 'authenticated' ? (row.data.holder ?? null) : null };
    case 'centre.issue.result': {
      const { outcome, document, holder, pages, fee } = row.data;
      if (outcome !== 'issued' || document === undefined || holder === undefined) return visit;
      return { ...visit, issued: { document, holder, pages: pages ?? 0, fee: fee ?? 0 } };
    }
    case 'document.checked':
      return { ...visit, documentChecked: row.data.outcome === 'passed' ? row.data.document : null };
    case 'coins.accept.intent':
      return { ...visit, accepting: true };
    case 'coins.inhibit.result':
      return row.data.outcome === 'done' ? { ...visit, accepting: false } : visit;
    case 'payout.intent':
      return { ...visit, payout: row.data };
    case 'payout.result':
      return { ...visit, payout: null };
    case 'cashless.pay.intent':
    case 'cashless.abort.intent':
    case 'cashless.reverse.intent':
      return { ...visit, services: [...visit.services, row.data.service] };
    case 'counter.paid':
      // The slip in the payer's hand is what the money is given back for.
      return { ...visit, claim: 'printed' };
    case 'print.intent':
      return { ...visit, print: 'intended', prints: visit.prints + 1, jobId: null, printOutcome: null };
    case 'print.step':
      return { ...visit, print: row.data.step, jobId: row.data.jobId ?? visit.jobId };
    case 'print.result':
      return { ...visit, print: 'ended', printOutcome: row.data.outcome };
    case 'print.decided':
      return row.data.decision === 'print-again'
        ? { ...visit, print: 'released' }
        : { ...visit, printOutcome: row.data.decision === 'all-out' ? 'printed' : 'failed:staff' };
    case 'slip.intent':
      return { ...visit, slipOpen: row.data.slip, claim: row.data.slip === 'claim' ? 'intended' : visit.claim };
    case 'slip.result':
      return {
        ...visit,
        slipOpen: null,
        counter:
          visit.slipOpen === 'counter' && visit.counter !== null && row.data.outcome.startsWith('failed')
            ? { ...visit.counter, out: false }
            : visit.counter,
        claim: visit.slipOpen === 'claim' ? claimAfter(row.data.outcome) : visit.claim,
      };
    case 'centre.conclude.result':
      return { ...visit, concluded: true };
    case 'session.wiped':
      return { ...visit, wiped: true };
    case 'session.ended':
      return { ...visit, ended: row.data.outcome };
    default:
      return visit;
  }
}
