import { isUnresolved, numberTries } from './payments.ts';
import type { Rule } from './rules.ts';
import type { Visit } from './visit.ts';

const when = (wrong: boolean, detail: string): string | null => (wrong ? detail : null);

/** What a visit is being paid with already, if anything. */
function payingWith({ accepting, cashless, counter, money }: Visit): string | null {
  if (isUnresolved(cashless)) return 'a cashless payment that is not resolved';
  if (cashless?.state === 'approved' && cashless.reversal !== 'done') return 'a cashless payment';
  if (counter !== null && counter.state !== 'closed') return 'a slip for the register';
  if (accepting || money.held + money.owed + money.suspense > 0) return 'coins';
  return null;
}

/** No paper was asked for, certainly none came out, or staff have what did. */
const withoutPaper = ({ print, printOutcome }: Visit): boolean =>
  print === 'none' || print === 'released' || (printOutcome?.startsWith('failed') ?? false);

/** The rules about what is paid without coins. */
export const paymentRules: readonly Rule[] = [
  {
    invariant: 'I5',
    on: ['coins.accept.intent', 'cashless.pay.intent', 'counter.issued'],
    check: (_row, visit) => {
      if (visit.issued === null || visit.documentChecked !== visit.issued.document)
        return 'money before the checked document';
      return when(visit.print !== 'none', 'money after the paper was sent to the printer');
    },
  },
  {
    invariant: 'I4',
    on: ['coins.accept.intent', 'cashless.pay.intent', 'counter.issued'],
    check: (row, visit) => {
      const other = payingWith(visit);
      return when(other !== null && !(row.type === 'coins.accept.intent' && other === 'coins'), `paid with ${other}`);
    },
  },
  {
    // Who has the slip is at the register: whoever pays here now is somebody else.
    invariant: 'I1',
    on: ['coins.accept.intent', 'cashless.pay.intent', 'counter.issued'],
    check: (_row, { counter }) => when(counter?.out === true, 'another payment while the slip may be at the register'),
  },
  {
    invariant: 'I4',
    on: ['cashless.pay.intent', 'counter.issued'],
    check: (row, { issued }) => {
      if (row.type !== 'cashless.pay.intent' && row.type !== 'counter.issued') return null;
      return when(row.data.yen !== issued?.fee, `${row.data.yen} yen for a fee of ${issued?.fee ?? 0}`);
    },
  },
  {
    invariant: 'I4',
    on: ['cashless.pay.intent', 'cashless.abort.intent', 'cashless.reverse.intent'],
    check: (row, visit) =>
      when('service' in row.data && visit.services.includes(row.data.service), 'a ServiceID again'),
  },
  {
    invariant: 'I4',
    on: ['cashless.reverse.intent'],
    check: (row, visit) => {
      if (row.type !== 'cashless.reverse.intent') return null;
      const { booked, reversal } = visit.cashless ?? { booked: null, reversal: 'none' };
      if (booked === null || booked.reference !== row.data.reference || booked.yen !== row.data.yen)
        return 'a reversal of a payment that is not booked';
      if (reversal !== 'none') return 'a second reversal';
      if (!withoutPaper(visit)) return 'a reversal after the paper may be out';
      return when(visit.money.owed < row.data.yen, `${row.data.yen} yen reversed of ${visit.money.owed} owed`);
    },
  },
  {
    invariant: 'I4',
    on: ['payout.intent'],
    check: (row, { money }) => {
      if (row.type !== 'payout.intent') return null;
      const coins = -money.inserted - money.returned;
      return when(row.data.coins * row.data.yen > coins, `coins for what was not paid in coins (${coins} yen were)`);
    },
  },
  {
    invariant: 'I4',
    on: ['session.ended'],
    check: (_row, { cashless }) =>
      when(
        cashless !== null && (cashless.state === 'open' || cashless.reversal === 'open'),
        'a cashless payment or reversal is still without its result',
      ),
  },
  {
    invariant: 'I1',
    on: ['print.intent'],
    check: (_row, { cashless, counter, issued }) => {
      if (isUnresolved(cashless)) return 'print with a cashless payment that is not resolved';
      if (cashless?.state === 'approved' && cashless.reversal === 'none' && cashless.booked?.yen !== issued?.fee)
        return `print for ${cashless.booked?.yen ?? 0} yen of ${issued?.fee ?? 0}`;
      if (counter?.state === 'waiting') return 'print before the register has the money';
      return when(counter?.state === 'paid', 'print before whoever paid at the register came back');
    },
  },
  {
    invariant: 'I4',
    on: ['counter.paid'],
    check: (row, { counter }) => {
      if (row.type !== 'counter.paid') return null;
      const paid = row.data.entries.reduce((sum, [name, yen]) => (name === 'held' ? sum + yen : sum), 0);
      if (counter?.state !== 'waiting' || counter.slip !== row.data.slip) return 'paid on a slip that does not wait';
      return when(paid !== counter.yen, `${paid} yen for a slip of ${counter.yen}`);
    },
  },
  {
    invariant: 'I1',
    on: ['counter.number', 'counter.confirmed'],
    check: (row, { counter }) => {
      if (counter?.state !== 'paid') return 'nobody is waited for who paid at the register';
      return when(row.type === 'counter.number' && counter.wrong >= numberTries, 'another try for a pick-up number');
    },
  },
];
