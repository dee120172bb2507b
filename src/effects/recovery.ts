import type { Visit } from '../log/visit.ts';
import { claimSlip } from '../slips/slips.ts';
import { printSlip } from './paper-effects.ts';
import type { Parts, Terminal } from './parts.ts';

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
  if (visit.print === 'none' || visit.printOutcome?.startsWith('failed')) return 'none';
  if (visit.print === 'ended') return 'unknown';
  const found = await pagePrinter.lookup(visit.transaction);
  const ended = (outcome: string, sheets: number, paper: Paper): Paper => {
    log.append('print.result', { outcome, sheets }, visit.transaction);
    return paper;
  };
  const documentLeft = visit.print === 'sending' || visit.print === 'accepted';
  switch (found.found) {
    case 'completed':
      return ended('printed', found.sheets, 'out');
    case 'incoming':
      return (await pagePrinter.cancel(found.jobId))
        ? ended('failed:not-sent', 0, 'none')
        : ended('unknown', 0, 'unknown');
    case 'active': {
      await pagePrinter.cancel(found.jobId);
      const after = await pagePrinter.lookup(visit.transaction);
      if (after.found === 'completed') return ended('printed', after.sheets, 'out');
      return ended('unknown', after.found === 'ended' ? after.sheets : found.sheets, 'unknown');
    }
    case 'ended':
      return found.sheets === 0 ? ended(`failed:${found.state}`, 0, 'none') : ended('unknown', found.sheets, 'unknown');
    case 'absent':
      return documentLeft ? ended('unknown', 0, 'unknown') : ended('failed:not-sent', 0, 'none');
    case 'unreachable':
      return documentLeft ? ended('unknown', 0, 'unknown') : ended('failed:not-sent', 0, 'none');
  }
}

async function recoverVisit(visit: Visit, parts: Parts, terminal: Terminal): Promise<string | null> {
  const { clock, log, shop, caseFile } = parts;
  const { transaction } = visit;
  const paper = await paperOf(visit, parts);
  const { held } = visit.money;
  const { reason, to } = moneyFor[paper];
  const fee = Math.min(held, visit.issued?.fee ?? held);
  const change = paper === 'out' ? held - fee : 0;
  if (held > 0)
    log.append(
      'money.moved',
      {
        reason,
        entries: [
          ['held', -held],
          [to, held - change],
          ...(change > 0 ? [['owed', change] as ['owed', number]] : []),
        ],
      },
      transaction,
    );
  const due = (log.state.open.get(transaction)?.money.owed ?? 0) + (log.state.open.get(transaction)?.money.suspense ?? 0);
  let claim: 'none' | 'done' | 'failed' = 'none';
  if (due > 0 && !visit.claimPrinted) {
    caseFile.transaction = transaction;
    const slip = claimSlip({ shop, at: clock.now(), transaction, head: log.head }, due, terminal.language);
    claim = (await printSlip(parts, 'claim', due, slip)).result;
    caseFile.wipe();
  }
  const staff =
    paper === 'unknown' ? 'print-unknown' : paper === 'out' && visit.printOutcome === null ? 'paper-in-tray' : null;
  const code = staff ?? (claim === 'failed' ? 'claim-not-printed' : due > 0 ? 'money-owed' : null);
  if (code !== null) log.append('staff.needed', { reason: code }, transaction);
  await parts.centre.conclude(transaction, paper === 'out' ? 'delivered' : paper === 'none' ? 'cancelled' : 'unknown');
  if (!visit.wiped) log.append('session.wiped', {}, transaction);
  log.append('session.ended', { outcome: code === null ? 'recovered' : 'staff' }, transaction);
  return code;
}

/**
 * After a start: inhibit the coins, cancel whatever the printer still holds of others, then bring every open visit to its end
 * by what the log and the devices say. Returns why staff are needed, or null.
 */
export async function recover(parts: Parts, terminal: Terminal): Promise<string | null> {
  const { log } = parts;
  const visits = [...log.state.open.values()];
  let staff: string | null = null;
  if (visits.length > 0) log.append('recovery.started', { open: visits.length });
  for (const visit of visits) staff = (await recoverVisit(visit, parts, terminal)) ?? staff;
  if (visits.length > 0) log.append('recovery.result', { outcome: staff ?? 'done' });
  return [...log.state.staff.values()].at(-1) ?? null;
}
