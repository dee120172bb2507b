import { addMoney, type Balances, noMoney } from './money.ts';
import type { Row, RowData } from './rows.ts';
import { addToVisit, newVisit, type Visit } from './visit.ts';

/** What all rows together say: kept up to date row by row, and rebuilt from the rows at every start. */
export interface LogState {
  readonly boot: number;
  readonly money: Balances;
  /** The sessions not ended yet; more than one only while recovering from a crash that itself crashed. */
  readonly open: ReadonlyMap<string, Visit>;
  /** Where the coin acceptor stood; null before the first event. */
  readonly acceptor: RowData<'coins.events'>['position'] | null;
  /** Why staff are needed, by transaction ('' for the terminal itself), until resolved. */
  readonly staff: ReadonlyMap<string, string>;
  readonly ended: number;
}

export const emptyState: LogState = {
  boot: 0,
  money: noMoney,
  open: new Map(),
  acceptor: null,
  staff: new Map(),
  ended: 0,
};

/** The latest reason staff are needed for and that nobody has resolved; null when there is none. */
export const staffReason = (state: LogState): string | null => [...state.staff.values()].at(-1) ?? null;

export function addRow(state: LogState, row: Row): LogState {
  const next = { ...state, boot: row.boot, money: addMoney(state.money, row) };
  if (row.type === 'coins.events') next.acceptor = row.data.position;
  if (row.type === 'staff.needed') next.staff = new Map(state.staff).set(row.session ?? '', row.data.reason);
  if (row.type === 'staff.resolved') {
    const staff = new Map(state.staff);
    staff.delete(row.session ?? '');
    next.staff = staff;
  }
  if (row.session === null) return next;
  const before = state.open.get(row.session);
  if (before === undefined && row.type !== 'session.started') return next;
  const visit = addToVisit(before ?? newVisit(row.session), row);
  const open = new Map(state.open);
  if (visit.ended === null) open.set(row.session, visit);
  else open.delete(row.session);
  return { ...next, open, ended: state.ended + (visit.ended === null ? 0 : 1) };
}
