import { fromCallback } from 'xstate';
import { sleep } from '../clock.ts';
import type {
  Approval,
  CashlessPayment,
  CashlessReversal,
  PayOutcome,
  ReverseOutcome,
} from '../devices/cashless/port.ts';
import type { RowData } from '../log/rows.ts';
import type { TakeCashlessEvent } from '../machines/actors.ts';
import { messageOf } from '../outcome.ts';
import { moveHeld } from './money-effects.ts';
import type { Parts, Terminal } from './parts.ts';

/** Between two orders to give a payment up. */
const giveUpEveryMs = 5_000;

/** The row that tells what became of a payment, with its money: what is not known is looked into. */
export function payRow({ yen }: CashlessPayment, outcome: PayOutcome): RowData<'cashless.pay.result'> {
  switch (outcome.outcome) {
    case 'failed':
      return { outcome: `failed:${outcome.fault}`, entries: [] };
    case 'unknown':
      return {
        outcome: 'unknown',
        entries: [
          ['charged', -yen],
          ['suspense', yen],
        ],
      };
    case 'done': {
      const { reference, at, yen: booked } = outcome.value;
      return {
        outcome: 'approved',
        reference,
        at,
        entries: [
          ['charged', -booked],
          ['held', booked],
        ],
      };
    }
  }
}

/** The row that tells what became of a reversal. */
export function reverseRow({ yen }: CashlessReversal, outcome: ReverseOutcome): RowData<'cashless.reverse.result'> {
  if (outcome.outcome === 'failed') return { outcome: `failed:${outcome.fault}`, entries: [] };
  const { to, result } =
    outcome.outcome === 'done'
      ? ({ to: 'charged', result: 'done' } as const)
      : ({ to: 'suspense', result: 'unknown' } as const);
  return {
    outcome: result,
    entries: [
      ['owed', -yen],
      [to, yen],
    ],
  };
}

/** Whether nobody has written yet what became of this payment. */
function isOpen({ log }: Parts, { service, transaction }: CashlessPayment): boolean {
  const last = log.state.open.get(transaction)?.cashless;
  return last?.state === 'open' && last.service === service;
}

/** Writes that the terminal has said that it has the payment. */
export function noteTaken(parts: Parts, payment: CashlessPayment): void {
  if (isOpen(parts, payment)) parts.log.append('cashless.pay.taken', {}, payment.transaction);
}

/** Writes what became of a payment, where nobody has yet. */
export function notePayment(parts: Parts, payment: CashlessPayment, outcome: PayOutcome): void {
  const { log } = parts;
  const { transaction } = payment;
  if (!isOpen(parts, payment)) return;
  log.append('cashless.pay.result', payRow(payment, outcome), transaction);
  if (outcome.outcome === 'unknown') log.append('staff.needed', { reason: 'payment-unknown' }, transaction);
}

/** Writes what became of a reversal. */
export function noteReversal({ log }: Parts, reversal: CashlessReversal, outcome: ReverseOutcome): void {
  const { transaction } = reversal;
  log.append('cashless.reverse.result', reverseRow(reversal, outcome), transaction);
  if (outcome.outcome === 'unknown') log.append('staff.needed', { reason: 'reversal-unknown' }, transaction);
}

/**
 * Undoes the cashless payment of a visit that bought nothing: once, whatever comes of it. What it took must be owed by now.
 * Returns the yen that went back.
 */
export async function reversePaid(parts: Parts, transaction: string): Promise<number> {
  const { cashless, log, services } = parts;
  const visit = log.state.open.get(transaction);
  const paid = visit?.cashless;
  if (cashless === null || paid?.booked == null || paid.reversal !== 'none') return 0;
  if ((visit?.money.owed ?? 0) < paid.booked.yen) return 0;
  const reversal: CashlessReversal = { ...paid.booked, service: services(), transaction };
  const { reference, at, service, yen } = reversal;
  log.append('cashless.reverse.intent', { service, reference, at, yen }, transaction);
  const outcome = await cashless.reverse(reversal);
  noteReversal(parts, reversal, outcome);
  return outcome.outcome === 'done' ? yen : 0;
}

/** Tells the terminal to give a payment up. What becomes of it only its answer or its status says. */
export async function giveUp(parts: Parts, payment: CashlessPayment): Promise<void> {
  const { cashless, log, services } = parts;
  const { transaction } = payment;
  if (cashless === null || !isOpen(parts, payment)) return;
  const service = services();
  log.append('cashless.abort.intent', { service }, transaction);
  const { outcome } = await cashless.abort(payment, service);
  if (log.open && log.state.open.has(transaction)) log.append('cashless.abort.result', { outcome }, transaction);
}

/** What the statechart is told of an approval: only the price itself has paid. */
async function afterApproval(parts: Parts, payment: CashlessPayment, { yen }: Approval) {
  if (yen === payment.yen) return 'paid' as const;
  moveHeld(parts, 'another-amount', 'owed', yen, payment.transaction);
  return (await reversePaid(parts, payment.transaction)) === yen ? ('not-paid' as const) : ('owed' as const);
}

export const cashlessEffects = (parts: Parts, terminal: Terminal) => ({
  takeCashless: fromCallback<{ type: 'cashless.abort' }, { price: number }, TakeCashlessEvent>(
    ({ sendBack, receive, input: { price } }) => {
      const { caseFile, cashless, log, services } = parts;
      const payment: CashlessPayment = { service: services(), transaction: caseFile.transaction ?? '', yen: price };
      const tell = (event: TakeCashlessEvent) => (sendBack as (event: TakeCashlessEvent) => void)(event);
      let stopped = false;
      const failedIn =
        (what: string) =>
        (error: unknown): void => {
          parts.note(`${what}: ${messageOf(error)}`);
          if (log.open && !stopped) terminal.send({ type: 'invariant.violated' });
        };
      const run = async (): Promise<TakeCashlessEvent['result']> => {
        if (cashless === null) throw new Error('no payment terminal');
        log.append('cashless.pay.intent', { service: payment.service, yen: price }, payment.transaction);
        const outcome = await cashless.pay(payment, () => noteTaken(parts, payment));
        notePayment(parts, payment, outcome);
        if (outcome.outcome === 'failed') return 'not-paid';
        return outcome.outcome === 'unknown' ? 'unknown' : afterApproval(parts, payment, outcome.value);
      };
      run().then((result) => tell({ type: 'cashless.finished', result }), failedIn('a cashless payment stopped'));
      // Until the payment has its answer: an order that came before the payment itself is not heard.
      const giveUpUntilEnded = async (): Promise<void> => {
        while (log.open && isOpen(parts, payment)) {
          await giveUp(parts, payment);
          await sleep(parts.clock, giveUpEveryMs);
        }
      };
      const stop = (): void => void giveUpUntilEnded().catch(failedIn('a cashless payment could not be stopped'));
      receive(stop);
      // A visit that is taken away while it pays gives the payment up; a power cut tells nobody anything.
      return () => {
        stopped = true;
        if (log.open) stop();
      };
    },
  ),
});
