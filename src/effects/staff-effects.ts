import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { fromPromise } from 'xstate';
import type { RowData } from '../log/rows.ts';
import { claimsOf } from '../log/state.ts';
import type { CheckStaffResult, DoneOrFailed, StaffOrder } from '../machines/actors.ts';
import { type Claim, reasonsFor, type StaffAct } from '../machines/events.ts';
import { cashReportSlip, testSlip } from '../slips/staff-slips.ts';
import { headOf, printSlip } from './paper-effects.ts';
import type { Parts, Terminal } from './parts.ts';

const hashOf = promisify(scrypt) as (code: Uint8Array, salt: Uint8Array, length: number) => Promise<Buffer>;

/** After a wrong code none is looked at for a second, doubled each time up to this. Nobody is locked out for good. */
const longestWait = 30_000;

/**
 * What staff can do, for the panel on the screen and for the command line alike. Nothing here knows a resident (I12); every act
 * is a row with who and why before it begins.
 */
export class StaffDesk {
  readonly #parts: Parts;
  readonly #terminal: Terminal;
  #wrong = 0;
  /** A code is being looked at, or a wrong one came just before: none is looked at. */
  #resting = false;

  constructor(parts: Parts, terminal: Terminal) {
    this.#parts = parts;
    this.#terminal = terminal;
  }

  /** Whose code this is. One is looked at at a time, and after a wrong one none for a while. @param code ASCII digits; zeroed */
  async check(code: Uint8Array): Promise<CheckStaffResult> {
    if (this.#resting) {
      code.fill(0);
      return { result: 'later' };
    }
    this.#resting = true;
    let who: string | null = null;
    try {
      for (const { name, salt, hash } of this.#parts.staff)
        if (timingSafeEqual(await hashOf(code, salt, hash.length), hash)) who = name;
    } finally {
      code.fill(0);
      this.#rest(who !== null);
    }
    const { log } = this.#parts;
    if (who === null) {
      log.append('staff.refused', {});
      return { result: 'unknown' };
    }
    log.append('staff.opened', { who });
    return { result: 'known', who };
  }

  #rest(known: boolean): void {
    this.#wrong = known ? 0 : this.#wrong + 1;
    const wait = known ? 0 : Math.min(longestWait, 1_000 * 2 ** (this.#wrong - 1));
    this.#parts.clock.setTimeout(() => {
      this.#resting = false;
    }, wait);
  }

  get claims(): readonly Claim[] {
    return claimsOf(this.#parts.log.state);
  }

  async perform(order: StaffOrder): Promise<DoneOrFailed> {
    const reasons = reasonsFor(order.act);
    if (reasons.length > 0 && !reasons.includes(order.why)) return { result: 'failed' };
    return (await this.#acts[order.act](order)) ? { result: 'done' } : { result: 'failed' };
  }

  /** The row that allows an act. */
  #note({ act, who, why }: StaffOrder, session: string | null = null, yen?: number): void {
    const data: RowData<'staff.act'> = {
      act,
      who,
      ...(why === '' ? {} : { why }),
      ...(yen === undefined ? {} : { yen }),
    };
    this.#parts.log.append('staff.act', data, session);
  }

  #setDuty(order: StaffOrder, on: boolean): boolean {
    this.#note(order);
    this.#parts.log.append('staff.duty', { on, who: order.who });
    this.#terminal.send({ type: 'duty.changed', on });
    return true;
  }

  /** What staff hand out themselves: the claim is settled, and the resident has the money back. */
  #refund(order: StaffOrder): boolean {
    const { log } = this.#parts;
    const { transaction } = order;
    const claim = transaction === null ? undefined : log.state.claims.get(transaction);
    if (transaction === null || claim === undefined || log.state.open.has(transaction)) return false;
    const yen = claim.owed + claim.suspense;
    this.#note(order, transaction, yen);
    const entries: RowData<'money.moved'>['entries'] = [['returned', yen]];
    for (const account of ['owed', 'suspense'] as const)
      if (claim[account] > 0) entries.push([account, -claim[account]]);
    log.append('money.moved', { reason: 'staff-refund', entries }, transaction);
    return true;
  }

  readonly #acts: Readonly<Record<StaffAct, (order: StaffOrder) => boolean | Promise<boolean>>> = {
    resolve: (order) => {
      const { who, why } = order;
      if (!this.#terminal.needsStaff) return false;
      this.#note(order);
      this.#terminal.send({ type: 'staff.resolved', who, why });
      return true;
    },
    restart: (order) => {
      if (this.#parts.caseFile.transaction === null) return false;
      this.#note(order, this.#parts.caseFile.transaction);
      this.#terminal.send({ type: 'staff.restart' });
      return true;
    },
    'out-of-service': (order) => this.#setDuty(order, false),
    'in-service': (order) => this.#setDuty(order, true),
    refund: (order) => this.#refund(order),
    'paper-refilled': (order) => this.#noted(order),
    'receipt-paper-refilled': (order) => this.#noted(order),
    'test-slip': async (order) => {
      this.#note(order);
      const head = { ...headOf(this.#parts), transaction: '-' };
      return (await printSlip(this.#parts, 'test', 0, testSlip(head), null)).result === 'done';
    },
    report: async (order) => {
      const { clock, log } = this.#parts;
      const { claims, day, money } = log.state;
      this.#note(order);
      const head = { ...headOf(this.#parts), transaction: '-' };
      const slip = cashReportSlip(head, { ...day, until: clock.now(), claims: claims.size, money, who: order.who });
      if ((await printSlip(this.#parts, 'report', 0, slip, null)).result !== 'done') return false;
      log.append('staff.report', { who: order.who });
      return true;
    },
    call: (order) => this.#noted(order),
  };

  #noted(order: StaffOrder): boolean {
    this.#note(order);
    return true;
  }
}

export const panelEffects = ({ staffCode }: Parts, desk: StaffDesk) => ({
  checkStaff: fromPromise<CheckStaffResult, void>(async () => {
    const said = await staffCode.spend('current', (code) => desk.check(code));
    return said ?? { result: 'unknown' };
  }),
  listClaims: fromPromise<readonly Claim[], void>(async () => desk.claims),
  staffAct: fromPromise<DoneOrFailed, StaffOrder>(({ input }) => desk.perform(input)),
});
