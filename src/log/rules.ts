import { nobody } from './claims.ts';
import { entriesOf } from './money.ts';
import { paymentRules } from './payment-rules.ts';
import type { Row, RowType } from './rows.ts';
import type { LogState } from './state.ts';
import { jobNameOf, newVisit, type Visit } from './visit.ts';

/** A row that may not be written because of what the rows before it say. The effect it would have allowed never starts. */
export class InvariantViolation extends Error {
  readonly invariant: string;
  constructor(invariant: string, detail: string) {
    super(`${invariant}: ${detail}`);
    this.name = 'InvariantViolation';
    this.invariant = invariant;
  }
}

export interface Rule {
  readonly invariant: `I${number}`;
  readonly on: readonly RowType[];
  /** What is wrong with writing `row` now, or null. */
  readonly check: (row: Row, visit: Visit, state: LogState) => string | null;
}

const when = (wrong: boolean, detail: string): string | null => (wrong ? detail : null);

/** Rows that tell of an effect, and whether its intent row was written. */
const intended: Partial<Record<RowType, (visit: Visit) => boolean>> = {
  'pin.verify.result': ({ verifying }) => verifying !== null,
  'pin.set.result': ({ pinSetting }) => pinSetting !== null,
  'centre.reset.result': ({ reset }) => reset !== null,
  'centre.register.result': ({ registering }) => registering,
  'cashless.pay.taken': ({ cashless }) => cashless?.state === 'open',
  'cashless.pay.result': ({ cashless }) => cashless?.state === 'open',
  'cashless.abort.intent': ({ cashless }) => cashless?.state === 'open',
  'cashless.reverse.result': ({ cashless }) => cashless?.reversal === 'open',
  'counter.closed': ({ counter }) => counter?.state === 'waiting',
  'print.step': ({ print }) => print !== 'none',
  'print.result': ({ print }) => print !== 'none',
};

/**
 * The invariants that are about the order of effects. They stand here once: the running terminal checks them before each
 * row, `audit verify` over a finished log, and the model tests and simulations through the same log.
 */
export const rules: readonly Rule[] = [
  {
    invariant: 'I1',
    on: ['print.intent'],
    check: (row, visit) => {
      if (row.type !== 'print.intent') return null;
      const { issued } = visit;
      if (visit.authenticated === null) return 'print without authentication';
      if (issued === null) return 'print without an issued document';
      if (issued.holder !== visit.authenticated) return 'document of another holder';
      if (visit.documentChecked !== issued.document) return 'print of a document that was not checked';
      if (row.data.document !== issued.document) return 'print of another document';
      if (row.data.pages !== issued.pages) return `${row.data.pages} pages instead of ${issued.pages}`;
      return when(visit.money.held < issued.fee, `held ${visit.money.held} yen of ${issued.fee}`);
    },
  },
  {
    invariant: 'I2',
    on: ['session.started', 'print.intent'],
    check: (row, _visit, state) =>
      when(
        [...state.open.keys()].some((other) => other !== row.session),
        'another session is still open',
      ),
  },
  {
    invariant: 'I3',
    on: ['print.intent'],
    check: (_row, visit) =>
      when(
        visit.print !== 'none' && visit.print !== 'released',
        'the paper of this transaction was sent to the printer before',
      ),
  },
  {
    invariant: 'I3',
    on: ['print.decided'],
    check: (row, visit, state) => {
      if (row.type !== 'print.decided') return null;
      if (visit.print !== 'ended' || visit.printOutcome !== 'unknown')
        return 'a decision on a print whose end is known';
      const inPrinter = [...state.unerased.values()].some(({ transaction }) => transaction === row.session);
      if (row.data.decision === 'print-again' && inPrinter)
        return 'printed again while the first print may still come out';
      const all = row.data.sheets >= (visit.issued?.pages ?? 0);
      return when(all !== (row.data.decision === 'all-out'), `${row.data.decision} with ${row.data.sheets} sheets`);
    },
  },
  {
    invariant: 'I3',
    on: ['print.step'],
    check: (row, visit) =>
      when(
        row.type === 'print.step' &&
          row.data.step === 'sending' &&
          ['sending', 'accepted', 'ended'].includes(visit.print),
        'the document would be sent twice',
      ),
  },
  {
    invariant: 'I4',
    on: [
      'money.moved',
      'coins.events',
      'payout.result',
      'cashless.pay.result',
      'cashless.reverse.result',
      'counter.paid',
    ],
    check: (row, _visit, state) => {
      const after = { ...state.money };
      for (const [account, amount] of entriesOf(row)) after[account] += amount;
      const negative = (['held', 'taken', 'owed', 'returned', 'suspense'] as const).find(
        (account) => after[account] < 0,
      );
      if (after.charged > 0) return 'more reversed than was charged';
      return when(negative !== undefined, `${negative} would be below zero`);
    },
  },
  {
    invariant: 'I4',
    on: ['money.moved'],
    check: (row, _visit, state) => {
      if (row.type !== 'money.moved' || !row.data.reason.startsWith('staff-')) return null;
      const settled = row.data.entries.reduce((sum, [, yen]) => sum + Math.max(0, yen), 0);
      const { owed, suspense, inDoubt } = state.claims.get(row.session ?? nobody) ?? {
        owed: 0,
        suspense: 0,
        inDoubt: 0,
      };
      const claims = { 'staff-sale': suspense, 'staff-not-charged': inDoubt };
      const claim = claims[row.data.reason as keyof typeof claims] ?? owed + suspense;
      return when(settled > claim, `${row.data.reason} of ${settled} yen for a claim of ${claim}`);
    },
  },
  {
    invariant: 'I4',
    on: ['payout.intent'],
    check: (row, visit) => {
      if (row.type !== 'payout.intent') return null;
      if (visit.payout !== null) return 'a payout is still without its result';
      const { coins, yen } = row.data;
      return when(coins * yen > visit.money.owed, `${coins * yen} yen paid out of ${visit.money.owed} owed`);
    },
  },
  {
    invariant: 'I4',
    on: ['slip.intent'],
    check: (row, visit) =>
      when(
        row.type === 'slip.intent' && row.data.slip === 'claim' && visit.payout !== null,
        'a claim slip while coins may be coming out',
      ),
  },
  {
    invariant: 'I11',
    on: ['payout.result'],
    check: (_row, visit) => when(visit.payout === null, 'coins paid out without their intent row'),
  },
  {
    invariant: 'I4',
    on: ['session.ended'],
    check: (_row, visit) =>
      visit.payout === null
        ? when(visit.money.held !== 0, `${visit.money.held} yen held at the end of the session`)
        : 'a payout is still without its result',
  },
  {
    invariant: 'I6',
    on: ['pin.verify.intent'],
    check: (row, visit) => {
      if (row.type !== 'pin.verify.intent') return null;
      if (visit.verifying !== null) return 'a VERIFY is still without its result';
      if (row.data.entry <= visit.entry) return 'a second VERIFY for one entry';
      return when(visit.locked.includes(row.data.pin ?? 'auth'), 'a VERIFY of a PIN that is locked');
    },
  },
  {
    invariant: 'I6',
    on: ['pin.set.intent'],
    check: (_row, visit) => when(visit.pinSetting !== null, 'a PIN is still being set'),
  },
  {
    invariant: 'I8',
    on: ['session.ended'],
    check: (_row, visit) => when(!visit.wiped, 'session ended before the wipe was checked'),
  },
  {
    invariant: 'I8',
    on: ['session.started'],
    check: (_row, _visit, state) =>
      when(state.unerased.size > 0, 'the printer may still hold the document of another session'),
  },
  {
    invariant: 'I2',
    on: ['print.intent'],
    check: (_row, _visit, state) =>
      when(state.unerased.size > 0, 'the printer may still print from a job before this one'),
  },
  {
    invariant: 'I2',
    on: ['test-page.intent'],
    check: (_row, _visit, { duty, open, testPage, unerased }) => {
      if (duty) return 'a test page while the terminal is in service';
      if (open.size > 0) return 'a test page while a visit is open';
      return when(testPage !== null || unerased.size > 0, 'the printer may still print from a job before this one');
    },
  },
  {
    invariant: 'I2',
    on: ['session.started', 'print.intent', 'staff.duty'],
    check: (row, _visit, { testPage }) =>
      when(testPage !== null && !(row.type === 'staff.duty' && !row.data.on), 'a test page may be in the printer'),
  },
  {
    invariant: 'I11',
    on: ['test-page.result'],
    check: (_row, _visit, { testPage }) => when(testPage === null, 'a test page printed without its intent row'),
  },
  {
    invariant: 'I3',
    on: ['print.purged'],
    check: (row, visit, state) => {
      if (row.type !== 'print.purged') return null;
      const { copy } = row.data;
      if (!state.unerased.has(jobNameOf({ transaction: visit.transaction, prints: copy })))
        return 'the printer has no such job';
      const known = copy !== visit.prints || visit.print === 'ended' || visit.print === 'released';
      return when(!known, 'a job erased before it is written what became of it');
    },
  },
  {
    invariant: 'I11',
    on: Object.keys(intended) as RowType[],
    check: (row, visit) => when(intended[row.type]?.(visit) === false, 'an effect without its intent row'),
  },
  ...paymentRules,
];

/** Throws InvariantViolation when `row` must not be written after the rows that made `state`. */
export function assertRules(state: LogState, row: Row): void {
  const visit = (row.session !== null && state.open.get(row.session)) || newVisit(row.session ?? '');
  for (const rule of rules) {
    if (!rule.on.includes(row.type)) continue;
    const wrong = rule.check(row, visit, state);
    if (wrong !== null) throw new InvariantViolation(rule.invariant, wrong);
  }
}
