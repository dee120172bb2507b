import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { fromPromise } from 'xstate';
import type { CheckStaffResult, DoneOrFailed, StaffOrder } from '../machines/actors.ts';
import { reasonsFor, type StaffAct, type Subject, subjectOf } from '../machines/events.ts';
import type { Parts, Terminal } from './parts.ts';
import { actsOf, anyCount, subjectsFor, takeOut } from './staff-acts.ts';

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
  readonly #acts: ReturnType<typeof actsOf>;
  #wrong = 0;
  /** A code is being looked at, or a wrong one came just before: none is looked at. */
  #resting = false;

  constructor(parts: Parts, terminal: Terminal) {
    this.#parts = parts;
    this.#terminal = terminal;
    this.#acts = actsOf(parts, terminal);
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

  /** What an act can be about now. */
  subjects(act: StaffAct): readonly Subject[] {
    return subjectsFor(act, this.#parts, this.#terminal);
  }

  /**
   * What there is to choose from. A print that nobody knows the end of is first taken out of the printer: sheets that still
   * came out after they were counted would be printed twice.
   */
  async list(act: StaffAct): Promise<readonly Subject[]> {
    if (act === 'paper') await takeOut(this.#parts, this.#terminal);
    return this.subjects(act);
  }

  /** `failed` also for an order that means nothing now: nothing is written then. */
  async perform(order: StaffOrder): Promise<DoneOrFailed> {
    const { act, subject, why } = order;
    // Who orders without having been shown the choice counts again.
    if (act === 'paper' && (await takeOut(this.#parts, this.#terminal))) return { result: 'failed' };
    const about = this.subjects(act).find(({ id }) => id === subject);
    const reasons = about?.reasons ?? reasonsFor(act);
    const meant = subjectOf[act] === undefined || about !== undefined;
    const reasoned =
      (reasons.length === 0 ? why === '' : reasons.includes(why)) || (act === 'hopper-filled' && anyCount.test(why));
    return meant && reasoned && (await this.#acts[act](order)) ? { result: 'done' } : { result: 'failed' };
  }
}

export const panelEffects = ({ staffCode }: Parts, desk: StaffDesk) => ({
  checkStaff: fromPromise<CheckStaffResult, void>(async () => {
    const said = await staffCode.spend('current', (code) => desk.check(code));
    return said ?? { result: 'unknown' };
  }),
  listSubjects: fromPromise<readonly Subject[], { act: StaffAct }>(({ input }) => desk.list(input.act)),
  staffAct: fromPromise<DoneOrFailed, StaffOrder>(({ input }) => desk.perform(input)),
});
