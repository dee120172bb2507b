import { claimsOf, nobody, suspenseOf } from '../log/claims.ts';
import { numberTries } from '../log/payments.ts';
import type { RowData } from '../log/rows.ts';

import type { Visit } from '../log/visit.ts';
import type { StaffOrder } from '../machines/actors.ts';
import { type PaperDecision, reasonsFor, type StaffAct, type Subject, subjectOf } from '../machines/events.ts';
import { cashReportSlip, testSlip } from '../slips/staff-slips.ts';
import { eraseJobs } from './erase-effects.ts';
import { headOf, printSlip } from './paper-effects.ts';
import type { Parts, Terminal } from './parts.ts';
import { printTestPage } from './test-page.ts';

/** Coins filled into a hopper, where they were counted and not taken from rolls. */
export const anyCount = /^coins-[1-9]\d{0,3}$/;

/** The running visit while it waits for its sheets to be counted. */
function uncounted({ caseFile, log }: Parts, { awaitsCount }: Terminal): Visit | null {
  const visit = log.state.open.get(caseFile.transaction ?? '');
  return awaitsCount && visit?.printOutcome === 'unknown' ? visit : null;
}

const isInPrinter = ({ log }: Parts, transaction: string): boolean =>
  [...log.state.unerased.values()].some((job) => job.transaction === transaction);

/**
 * Takes a print that nobody knows the end of out of the printer, so that no more of it comes out after the sheets are counted.
 * @returns whether it was in there: then what was counted before may no longer be so
 */
export async function takeOut(parts: Parts, terminal: Terminal): Promise<boolean> {
  const visit = uncounted(parts, terminal);
  if (visit === null || !isInPrinter(parts, visit.transaction)) return false;
  await eraseJobs(parts, visit.transaction);
  return !isInPrinter(parts, visit.transaction);
}

/**
 * One to choose for every number of sheets that can have come out. Nothing is printed again as long as the first print may
 * still be in the printer.
 */
function sheetSubjects({ issued, transaction }: Visit, parts: Parts, reasons: readonly string[]): readonly Subject[] {
  const pages = issued?.pages ?? 0;
  const inPrinter = isInPrinter(parts, transaction);
  return Array.from({ length: pages + 1 }, (_, sheets) => ({
    id: String(sheets),
    yen: null,
    reasons: reasons.filter(
      (why) => (why === 'all-out') === (sheets === pages) && !(why === 'print-again' && inPrinter),
    ),
  }));
}

/** The slip for the register that this act is about: one that waits to be paid, or whose number was wrong too often. */
function slipFor(act: StaffAct, { caseFile, log }: Parts): Subject[] {
  const counter = log.state.open.get(caseFile.transaction ?? '')?.counter ?? null;
  if (counter === null) return [];
  const { slip, state, wrong, yen } = counter;
  const waits = act === 'counter-paid' ? state === 'waiting' : state === 'paid' && wrong >= numberTries;
  return waits ? [{ id: slip, yen, reasons: [] }] : [];
}

/** What an act can be about now; nothing for an act that is about nothing in particular. */
export function subjectsFor(act: StaffAct, parts: Parts, terminal: Terminal): readonly Subject[] {
  const { state } = parts.log;
  const reasons = reasonsFor(act);
  const kind = subjectOf[act];
  if (kind === 'claim') {
    const claims = act === 'sold' ? suspenseOf(state) : claimsOf(state);
    // Only what is in doubt can turn out never to have been charged.
    const inDoubt = (transaction: string, yen: number): boolean => state.claims.get(transaction)?.inDoubt === yen;
    return claims.map(({ transaction, yen }) => ({
      id: transaction,
      yen,
      reasons: reasons.filter((why) => why !== 'not-charged' || inDoubt(transaction, yen)),
    }));
  }
  if (kind === 'slip') return slipFor(act, parts);
  if (kind === 'sheets') {
    const visit = uncounted(parts, terminal);
    return visit === null ? [] : sheetSubjects(visit, parts, reasons);
  }
  if (kind === 'hopper') {
    const hoppers = parts.payout?.places ?? [];
    return hoppers.map(({ address }) => ({ id: String(address), yen: state.stock.hoppers.get(address) ?? 0, reasons }));
  }
  return [];
}

/**
 * What each act does. It resolves false, and nothing is written, where it is not possible now; else its first row says who and
 * why before anything happens.
 */
export function actsOf(
  parts: Parts,
  terminal: Terminal,
): Readonly<Record<StaffAct, (order: StaffOrder) => boolean | Promise<boolean>>> {
  const { log } = parts;

  /** The row that allows an act. */
  const note = ({ act, who, why }: StaffOrder, session: string | null = null, yen?: number): true => {
    const data: RowData<'staff.act'> = {
      act,
      who,
      ...(why === '' ? {} : { why }),
      ...(yen === undefined ? {} : { yen }),
    };
    log.append('staff.act', data, session);
    return true;
  };

  const setDuty = (order: StaffOrder, on: boolean): true => {
    note(order);
    log.append('staff.duty', { on, who: order.who });
    terminal.send({ type: 'duty.changed', on });
    return true;
  };

  /** Settles what a visit that is over left behind: staff have handed it out, or it is the shop's after all. */
  const settleClaim = (
    order: StaffOrder,
    reason: 'staff-refund' | 'staff-sale' | 'staff-not-charged',
    from: readonly ('owed' | 'suspense')[],
    to: 'returned' | 'taken' | 'charged',
  ): boolean => {
    const transaction = order.subject ?? '';
    const claim = log.state.claims.get(transaction);
    if (claim === undefined || log.state.open.has(transaction)) return false;
    const yen = from.reduce((sum, account) => sum + claim[account], 0);
    const session = transaction === nobody ? null : transaction;
    note(order, session, yen);
    const entries: RowData<'money.moved'>['entries'] = [[to, yen]];
    for (const account of from) if (claim[account] > 0) entries.push([account, -claim[account]]);
    log.append('money.moved', { reason, entries }, session);
    return true;
  };

  /** How many sheets came out, and what is to be done about the rest. */
  const decide = (order: StaffOrder): boolean => {
    const visit = uncounted(parts, terminal);
    if (visit === null) return false;
    const { why, who } = order;
    const decision = why as PaperDecision;
    note(order, visit.transaction);
    log.append('print.decided', { decision, sheets: Number(order.subject), who }, visit.transaction);
    log.append('staff.resolved', { who, why }, visit.transaction);
    terminal.send({ type: 'staff.decided', decision });
    return true;
  };

  /** The register has the money for the slip that waits. */
  const registerHas = (order: StaffOrder): boolean => {
    const [waiting] = slipFor('counter-paid', parts);
    if (waiting === undefined) return false;
    const { id: slip, yen } = waiting;
    const session = parts.caseFile.transaction;
    note(order, session, yen ?? 0);
    const entries: RowData<'counter.paid'>['entries'] = [
      ['register', -(yen ?? 0)],
      ['held', yen ?? 0],
    ];
    log.append('counter.paid', { slip, who: order.who, entries }, session);
    terminal.send({ type: 'counter.paid' });
    return true;
  };

  /** Staff saw the slip in somebody's hand. */
  const sawSlip = (order: StaffOrder): boolean => {
    const [seen] = slipFor('counter-confirm', parts);
    if (seen === undefined) return false;
    note(order, parts.caseFile.transaction);
    log.append('counter.confirmed', { slip: seen.id, who: order.who }, parts.caseFile.transaction);
    terminal.send({ type: 'counter.confirmed' });
    return true;
  };

  /** Levels have changed; while somebody is served they are looked at after the next payout. */
  const lookAtHoppers = async (): Promise<void> => {
    if (parts.caseFile.transaction === null) await parts.payout?.start();
  };

  const fill = async (order: StaffOrder): Promise<boolean> => {
    const hopper = parts.payout?.places.find(({ address }) => String(address) === order.subject);
    if (hopper === undefined) return false;
    note(order);
    const yen = Number(order.why.slice('coins-'.length)) * hopper.yen;
    log.append('cash.moved', { what: 'filled', address: hopper.address, yen, who: order.who });
    await lookAtHoppers();
    return true;
  };

  /** All coins of one place are taken out and counted. @param address of a hopper; null for the cash box */
  const empty = async (order: StaffOrder, address: number | null): Promise<true> => {
    const { box, hoppers } = log.state.stock;
    const yen = address === null ? box : (hoppers.get(address) ?? 0);
    const place = address === null ? {} : { address };
    note(order);
    log.append('cash.moved', {
      what: 'emptied',
      ...place,
      yen: Math.max(0, yen),
      agrees: order.why === 'count-agrees',
      who: order.who,
    });
    if (address !== null) await lookAtHoppers();
    return true;
  };

  /** One report at a time: each begins the day after it. */
  let reporting = false;
  const report = async (order: StaffOrder): Promise<boolean> => {
    if (reporting) return false;
    reporting = true;
    try {
      return await printReport(order);
    } finally {
      reporting = false;
    }
  };

  const printReport = async (order: StaffOrder): Promise<boolean> => {
    const { claims, day, money, stock } = log.state;
    note(order);
    const head = { ...headOf(parts), transaction: '-' };
    const slip = cashReportSlip(head, {
      ...day,
      until: parts.clock.now(),
      claims: claims.size,
      money,
      stock,
      who: order.who,
    });
    if ((await printSlip(parts, 'report', 0, slip, null)).result !== 'done') return false;
    log.append('staff.report', { who: order.who });
    return true;
  };

  return {
    resolve: (order) => {
      if (!terminal.needsStaff) return false;
      note(order);
      terminal.send({ type: 'staff.resolved', who: order.who, why: order.why });
      return true;
    },
    restart: (order) => {
      if (parts.caseFile.transaction === null) return false;
      note(order, parts.caseFile.transaction);
      terminal.send({ type: 'staff.restart' });
      return true;
    },
    'counter-paid': registerHas,
    'counter-confirm': sawSlip,
    'out-of-service': (order) => setDuty(order, false),
    'in-service': (order) => log.state.testPage === null && setDuty(order, true),
    paper: decide,
    refund: (order) =>
      order.why === 'not-charged'
        ? settleClaim(order, 'staff-not-charged', ['suspense'], 'charged')
        : settleClaim(order, 'staff-refund', ['owed', 'suspense'], 'returned'),
    sold: (order) => settleClaim(order, 'staff-sale', ['suspense'], 'taken'),
    'paper-refilled': (order) => note(order),
    'receipt-paper-refilled': (order) => note(order),
    'hopper-filled': fill,
    'hopper-emptied': (order) => empty(order, Number(order.subject)),
    'box-emptied': (order) => empty(order, null),
    'test-slip': async (order) => {
      note(order);
      const head = { ...headOf(parts), transaction: '-' };
      return (await printSlip(parts, 'test', 0, testSlip(head), null)).result === 'done';
    },
    'test-page': (order) => printTestPage(parts, () => note(order)),
    report,
    call: (order) => note(order),
  };
}
