import { sleep } from '../clock.ts';
import type { CashlessPayment, CashlessReversal, PayOutcome, ReverseOutcome } from '../devices/cashless/port.ts';
import type { PayoutOutcome } from '../devices/coin-unit/port.ts';
import { staffReason } from '../log/state.ts';
import { jobNameOf, type Visit } from '../log/visit.ts';
import { giveUp, notePayment, noteReversal, noteTaken, reversePaid } from './cashless-effects.ts';
import { eraseJobs } from './erase-effects.ts';
import { settleMs } from './money-effects.ts';
import { printClaim } from './paper-effects.ts';
import type { Parts, Terminal } from './parts.ts';
import { payoutRow } from './payout-effects.ts';
import { findTestPage } from './test-page.ts';

/** What the paper of an interrupted visit turned out to be. */
type Paper = 'out' | 'none' | 'unknown';

/** What is to be done with the money, by what became of the paper. */
const moneyFor: Record<Paper, { readonly reason: string; readonly to: 'taken' | 'owed' | 'suspense' }> = {
  out: { reason: 'recovered-sale', to: 'taken' },
  none: { reason: 'recovered-nothing-bought', to: 'owed' },
  unknown: { reason: 'recovered-print-unknown', to: 'suspense' },
};

/**
 * Asks the printer what it knows of the visit's job. A job that had not taken its document is cancelled; nothing is ever
 * sent again. `sending` without a trace at the printer stays unknown: it may have lost its history.
 */
async function paperOf(visit: Visit, { log, pagePrinter }: Parts): Promise<Paper> {
  if (visit.printOutcome === 'printed') return 'out';
  if (visit.print === 'none' || visit.print === 'released' || visit.printOutcome?.startsWith('failed')) return 'none';
  if (visit.print === 'ended') return 'unknown';
  const found = await pagePrinter.lookup(jobNameOf(visit));
  const ended = (outcome: string, sheets: number | null, paper: Paper): Paper => {
    log.append('print.result', { outcome, ...(sheets === null ? {} : { sheets }) }, visit.transaction);
    return paper;
  };
  // A printer that does not count is believed when it says completed; one that counts too few sheets is not.
  const completed = (sheets: number | null): Paper =>
    sheets === null || sheets >= (visit.issued?.pages ?? 0)
      ? ended('printed', sheets, 'out')
      : ended('unknown', sheets, 'unknown');
  const documentLeft = visit.print === 'sending' || visit.print === 'accepted';
  switch (found.found) {
    case 'completed':
      return completed(found.sheets);
    case 'incoming':
      return (await pagePrinter.cancel(found.jobId))
        ? ended('failed:not-sent', 0, 'none')
        : ended('unknown', 0, 'unknown');
    case 'active': {
      await pagePrinter.cancel(found.jobId);
      const after = await pagePrinter.lookup(jobNameOf(visit));
      if (after.found === 'completed') return completed(after.sheets);
      return ended('unknown', after.found === 'ended' ? after.sheets : found.sheets, 'unknown');
    }
    case 'ended':
      return found.sheets === 0 ? ended(`failed:${found.state}`, 0, 'none') : ended('unknown', found.sheets, 'unknown');
    case 'absent':
    case 'unreachable':
      return documentLeft ? ended('unknown', 0, 'unknown') : ended('failed:not-sent', 0, 'none');
  }
}

/** Coins that were coming out of a hopper: its own counters say how many did. Nothing is paid here. */
async function findPayout({ payout: before, transaction }: Visit, { log, payout }: Parts): Promise<void> {
  if (before === null) return;
  const outcome: PayoutOutcome =
    payout === null ? { outcome: 'unknown', detail: 'the hoppers are gone' } : await payout.lookup(before);
  log.append('payout.result', payoutRow(before, outcome), transaction);
}

const terminalGone = { outcome: 'unknown', detail: 'the payment terminal is gone' } as const;

/**
 * A payment or reversal that was on its way to the payment terminal: given up, and asked about. Nothing is charged here, and
 * nothing is asked for a second time.
 */
async function findCashless({ cashless: before, transaction }: Visit, parts: Parts): Promise<void> {
  const { cashless } = parts;
  if (before === null) return;
  const { booked, reversal, reversalService, service, state, taken, yen } = before;
  if (state === 'open') {
    const payment: CashlessPayment = { service, transaction, yen };
    await giveUp(parts, payment);
    const outcome: PayOutcome =
      cashless === null ? terminalGone : await cashless.status(payment, taken, () => noteTaken(parts, payment));
    notePayment(parts, payment, outcome);
  }
  if (reversal === 'open' && booked !== null && reversalService !== null) {
    const asked: CashlessReversal = { ...booked, service: reversalService, transaction };
    const outcome: ReverseOutcome = cashless === null ? terminalGone : await cashless.reversalStatus(asked);
    noteReversal(parts, asked, outcome);
  }
}

async function recoverVisit(visit: Visit, parts: Parts, terminal: Terminal): Promise<string | null> {
  const { log, caseFile } = parts;
  const { transaction } = visit;
  /** The visit by now: coins may have come in, and rows of this recovery. */
  const now = (): Visit => log.state.open.get(transaction) ?? visit;
  // What was on its way to the card or the centre: only the holder can find out what became of it.
  if (visit.verifying !== null) log.append('pin.verify.result', { outcome: 'unknown' }, transaction);
  if (visit.pinSetting !== null) log.append('pin.set.result', { outcome: 'unknown' }, transaction);
  if (visit.registering) log.append('centre.register.result', { outcome: 'unknown' }, transaction);
  // A reservation that may have served is not given back; one that certainly did not is.
  if (visit.reset !== null) await parts.centre.concludeReset(transaction, visit.reset);
  await findPayout(visit, parts);
  await findCashless(visit, parts);
  if (visit.counter?.state === 'waiting') log.append('counter.closed', {}, transaction);
  const paper = await paperOf(visit, parts);
  settle(now(), paper, parts);
  if (paper === 'none') await reversePaid(parts, transaction);
  const due = now().money.owed + now().money.suspense;
  if (now().claim === 'intended') log.append('slip.result', { outcome: 'unknown' }, transaction);
  if (due > 0 && (now().claim === 'none' || now().claim === 'failed')) {
    caseFile.transaction = transaction;
    await printClaim(parts, terminal, due);
    caseFile.wipe();
  }
  await parts.centre.conclude(transaction, paper === 'out' ? 'delivered' : paper === 'none' ? 'cancelled' : 'unknown');
  const late = now().money.held > 0;
  if (late) settle(now(), paper, parts);
  const left = await eraseJobs(parts, transaction);
  const code = reasonFor(now(), paper, due, late) ?? (left.includes('kept') ? 'print-kept' : null);
  if (code !== null) log.append('staff.needed', { reason: code }, transaction);
  if (!visit.wiped) log.append('session.wiped', {}, transaction);
  log.append('session.ended', { outcome: code === null ? 'recovered' : 'staff' }, transaction);
  return code;
}

/** Moves what is held to where it belongs by what became of the paper; coins beyond the fee are the resident's. */
function settle({ money, issued, transaction }: Visit, paper: Paper, { log }: Parts): void {
  const { held, taken } = money;
  if (held === 0) return;
  const { reason, to } = moneyFor[paper];
  const part = paper === 'out' ? Math.min(held, Math.max(0, (issued?.fee ?? held) - taken)) : held;
  const entries: ['held' | 'taken' | 'owed' | 'suspense', number][] = [['held', -held]];
  if (part > 0) entries.push([to, part]);
  if (held > part) entries.push(['owed', held - part]);
  log.append('money.moved', { reason, entries }, transaction);
}

/** Why staff are needed, gravest first; null when the visit needs nobody. */
function reasonFor({ cashless, claim, concluded }: Visit, paper: Paper, due: number, late: boolean): string | null {
  if (paper === 'unknown') return 'print-unknown';
  if (cashless?.state === 'unknown') return 'payment-unknown';
  if (cashless?.reversal === 'unknown') return 'reversal-unknown';
  if (paper === 'out' && !concluded) return 'paper-in-tray';
  if (late) return 'money-owed';
  if (due === 0) return null;
  if (claim === 'unknown') return 'claim-unknown';
  return claim === 'printed' ? 'money-owed' : 'claim-not-printed';
}

/**
 * After a start, the coins being inhibited: waits for those still rolling, then brings every open visit to its end by what the
 * log and the devices say. Returns why staff are needed, or null.
 */
export async function recover(parts: Parts, terminal: Terminal): Promise<string | null> {
  const { log } = parts;
  const visits = [...log.state.open.values()];
  let staff: string | null = null;
  if (visits.length > 0) {
    log.append('recovery.started', { open: visits.length });
    await sleep(parts.clock, settleMs);
  }
  await findTestPage(parts);
  for (const visit of visits) staff = (await recoverVisit(visit, parts, terminal)) ?? staff;
  if (visits.length > 0) log.append('recovery.result', { outcome: staff ?? 'done' });
  return staffReason(log.state);
}
