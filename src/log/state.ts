import { addToClaims, type Claims } from './claims.ts';
import { addMoney, type Balances, entriesOf, noMoney } from './money.ts';
import { addToMemory, type PrinterMemory } from './printer-memory.ts';
import type { Account, Row, RowData } from './rows.ts';
import { addToStock, emptyStock, type Stock } from './stock.ts';
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
  /** Yen that ended visits left owed or in suspense and that nobody has given back, by transaction. */
  readonly claims: Claims;
  /** Jobs that the printer may still have a document of. */
  readonly unerased: PrinterMemory;
  /** A test page that may be in the printer; `lost`: nobody knows what became of it, and it has to be taken out. */
  readonly testPage: { readonly job: string; readonly lost: boolean } | null;
  /** Staff have not taken the terminal out of service. */
  readonly duty: boolean;
  /** What came together since the last cash report. */
  readonly day: Day;
  /** What comes together while a report is printed: the next day, if it comes out. */
  readonly nextDay: Day | null;
  /** Coins that should be in the terminal. */
  readonly stock: Stock;
  /** How each device last was; a device that never said anything has none. */
  readonly health: Readonly<
    Partial<Record<RowData<'device.health'>['device'], Omit<RowData<'device.health'>, 'device'>>>
  >;
}

/** One business day, from report to report; sums in yen. */
export interface Day {
  /** When it began: the row of the report before, milliseconds; null for the first. */
  readonly since: number | null;
  readonly visits: number;
  readonly delivered: number;
  /** Coins in, and coins out of the hoppers: what they differ by is in the coin unit. */
  readonly inserted: number;
  readonly paidOut: number;
  /** What the payment terminal charged, and what of it was reversed. */
  readonly charged: number;
  readonly reversed: number;
  /** What the register took for slips. */
  readonly register: number;
  readonly taken: number;
  /** What staff gave back. */
  readonly refunded: number;
}

const newDay = (since: number | null): Day => ({
  since,
  visits: 0,
  delivered: 0,
  inserted: 0,
  paidOut: 0,
  charged: 0,
  reversed: 0,
  register: 0,
  taken: 0,
  refunded: 0,
});

/** What a row adds to the day. */
function addToDay(day: Day, row: Row): Day {
  if (row.type === 'session.ended') return { ...day, visits: day.visits + 1 };
  if (row.type === 'print.result') return { ...day, delivered: day.delivered + Number(row.data.outcome === 'printed') };
  if (row.type === 'print.decided')
    return { ...day, delivered: day.delivered + Number(row.data.decision === 'all-out') };
  const entries = entriesOf(row);
  if (entries.length === 0) return day;
  const moved = (account: Account): number =>
    entries.reduce((sum, [name, amount]) => (name === account ? sum + amount : sum), 0);
  const charged = moved('charged');
  const returned = row.type === 'payout.result' ? 'paidOut' : 'refunded';
  return {
    ...day,
    inserted: day.inserted - moved('inserted'),
    charged: day.charged + Math.max(0, -charged),
    reversed: day.reversed + Math.max(0, charged),
    register: day.register - moved('register'),
    taken: day.taken + moved('taken'),
    [returned]: day[returned] + moved('returned'),
  };
}

export const emptyState: LogState = {
  boot: 0,
  money: noMoney,
  open: new Map(),
  acceptor: null,
  staff: new Map(),
  ended: 0,
  claims: new Map(),
  unerased: new Map(),
  testPage: null,
  duty: true,
  day: newDay(null),
  nextDay: null,
  stock: emptyStock,
  health: {},
};

/** The latest reason staff are needed for and that nobody has resolved; null when there is none. */
export const staffReason = (state: LogState): string | null => [...state.staff.values()].at(-1) ?? null;

const lostPage = ({ testPage }: LogState, outcome: string): LogState['testPage'] =>
  testPage !== null && outcome === 'unknown' ? { ...testPage, lost: true } : null;

export function addRow(state: LogState, row: Row): LogState {
  const next = {
    ...state,
    boot: row.boot,
    money: addMoney(state.money, row),
    claims: addToClaims(state.claims, row),
    day: addToDay(state.day, row),
    nextDay: state.nextDay === null ? null : addToDay(state.nextDay, row),
    stock: addToStock(state.stock, row),
  };
  if (row.type === 'device.health') {
    const { device, ...health } = row.data;
    next.health = { ...state.health, [device]: health };
  }
  // What moves while the report is being printed is not on it.
  if (row.type === 'staff.act' && row.data.act === 'report') next.nextDay = newDay(row.at);
  if (row.type === 'staff.report') {
    next.day = next.nextDay ?? newDay(row.at);
    next.nextDay = null;
  }
  if (row.type === 'staff.duty') next.duty = row.data.on;
  if (row.type === 'test-page.intent') next.testPage = { job: row.data.job, lost: false };
  if (row.type === 'test-page.result') next.testPage = lostPage(state, row.data.outcome);
  if (row.type === 'coins.events') next.acceptor = row.data.position;
  if (row.type === 'staff.needed') next.staff = new Map(state.staff).set(row.session ?? '', row.data.reason);
  if (row.type === 'staff.resolved') {
    const staff = new Map(state.staff);
    staff.delete(row.session ?? '');
    next.staff = staff;
  }
  if (row.session === null) return next;
  const before = state.open.get(row.session);
  if (before === undefined && row.type !== 'session.started') {
    return { ...next, unerased: addToMemory(state.unerased, row, null) };
  }
  const visit = addToVisit(before ?? newVisit(row.session), row);
  next.unerased = addToMemory(state.unerased, row, visit);
  const open = new Map(state.open);
  if (visit.ended === null) open.set(row.session, visit);
  else open.delete(row.session);
  return { ...next, open, ended: state.ended + (visit.ended === null ? 0 : 1) };
}
