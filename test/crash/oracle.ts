import { expect } from 'vitest';
import { openTables, readRows, type StoredRow } from '../../src/log/log.ts';
import { entriesOf } from '../../src/log/money.ts';
import type { Row } from '../../src/log/rows.ts';
import type { LogState } from '../../src/log/state.ts';
import { verifyRows } from '../../src/log/verify.ts';
import type { AcceptorModel } from '../../src/simulation/coin-unit/acceptor-model.ts';
import type { PagePrinterModel } from '../../src/simulation/page-printer/printer-model.ts';
import type { ReceiptPrinterModel } from '../../src/simulation/receipt-printer/printer-model.ts';

/** The world outside the terminal: what really happened, whatever the log says. */
export interface World {
  readonly acceptor: AcceptorModel;
  readonly pages: PagePrinterModel;
  readonly receipts: ReceiptPrinterModel;
}

export function rowsIn(path: string): StoredRow[] {
  const db = openTables(path, true);
  try {
    return [...readRows(db)];
  } finally {
    db.close();
  }
}

const sum = (rows: readonly Row[], account: string): number =>
  rows.reduce(
    (total, row) => total + entriesOf(row).reduce((all, [name, yen]) => (name === account ? all + yen : all), 0),
    0,
  );

/** Everything that must be so when a terminal stands at `screen` after a crash and its recovery. */
export function judge(path: string, world: World, screen: string): { readonly state: LogState; readonly rows: Row[] } {
  const stored = rowsIn(path);
  const verdict = verifyRows(stored);
  if (!verdict.sound) throw new Error(`log not sound at row ${verdict.seq}: ${verdict.fault}`);
  const { state } = verdict;
  const rows = stored.map(({ row }) => row);
  const story = rows.map(({ seq, boot, type, data }) => `${seq} ${boot} ${type} ${JSON.stringify(data)}`).join('\n');
  const so = (holds: boolean, sentence: string): void => {
    if (!holds) expect.fail(`${sentence}\nscreen ${screen}\n${story}`);
  };

  so(['open', 'staffNeeded'].includes(screen), 'the terminal came to idle or called staff');
  so((screen === 'staffNeeded') === state.staff.size > 0, 'staff are called exactly when the log says why');
  so(state.open.size === 0, 'no session is open');
  so(state.money.held === 0, 'nothing is held');
  const told = rows.some((row) => row.type === 'coins.events' && row.data.lost + row.data.unexplained > 0);
  so(told || -state.money.inserted === world.acceptor.cashBox, `the cash box has ${world.acceptor.cashBox} yen`);
  so(!world.acceptor.takes(100) && !world.acceptor.takes(500), 'coins are inhibited');

  if (screen === 'open')
    so(
      world.pages.known.every((name) => !rows.some(({ session }) => session === name)),
      'the printer has forgotten every transaction',
    );
  so(screen !== 'open' || state.unerased.size === 0, 'and the log says so');

  const nobody = rows.filter(({ session }) => session === null);
  if (sum(nobody, 'suspense') > 0)
    so(
      nobody.some(({ type }) => type === 'staff.needed'),
      'staff know of coins that belong to nobody',
    );
  const transactions = new Set(rows.flatMap(({ session }) => (session === null ? [] : [session])));
  so(
    world.pages.tray.every(({ name }) => transactions.has(name)),
    'every sheet belongs to a transaction of the log',
  );
  for (const transaction of transactions) {
    const own = rows.filter(({ session }) => session === transaction);
    const sheets = world.pages.tray.filter(({ name }) => name === transaction);
    const wanted = own.findLast((row) => row.type === 'print.intent');
    const [taken, owed, suspense] = ['taken', 'owed', 'suspense'].map((account) => sum(own, account)) as [
      number,
      number,
      number,
    ];
    const staff = own.some(({ type }) => type === 'staff.needed');
    so(new Set(sheets.map(({ page }) => page)).size === sheets.length, 'no sheet came out twice');
    so(new Set(sheets.map(({ jobId }) => jobId)).size <= 1, 'one job at most');
    if (taken > 0) so(wanted !== undefined && sheets.length === wanted.data.pages, 'what was paid for is all out');
    if (sheets.length > 0 && (wanted?.data.fee ?? 0) > 0)
      so(taken === wanted?.data.fee || suspense > 0, 'paper that is out is paid for, or staff decide');
    const slips = world.receipts.slips.filter(({ text }) => text.includes(transaction));
    const claims = slips.filter(({ text }) => text.includes('返金引換票'));
    so(claims.length <= 1, 'one claim slip at most');
    const forRegister = slips.filter(({ text }) => text.includes('お支払い票'));
    so(slips.length - claims.length - forRegister.length <= 1, 'one receipt at most');
    // Who paid at the register has a slip of it already.
    const proof = own.some(({ type }) => type === 'counter.paid') ? forRegister : claims;
    if (owed + suspense > 0) so(proof.length === 1 || staff, 'money that is due has its slip, or staff know');
    if (claims.length > 0) so(owed + suspense > 0, 'a claim slip stands for money');
    for (const row of own) {
      if (row.type !== 'staff.needed') continue;
      const { reason } = row.data;
      if (reason === 'paper-in-tray') so(sheets.length > 0, 'there is paper in the tray');
      if (reason === 'money-owed') so(owed > 0, 'money is owed');
      if (reason === 'print-unknown')
        so(
          own.some(({ type, data }) => type === 'print.result' && 'outcome' in data && data.outcome === 'unknown'),
          'the print is unknown',
        );
    }
  }
  return { state, rows };
}
