import { type Clock, sleep } from '../clock.ts';
import type { PaperDecision, StaffAct } from '../machines/events.ts';
import type { Dice } from '../simulation/dice.ts';
import type { PrintedSheet } from '../simulation/page-printer/print-engine.ts';
import { viewOf } from '../ui/screens/view.ts';
import { heal } from './faults.ts';
import type { ClerkKind } from './plan.ts';
import type { Shop } from './shop.ts';

/** How often a clerk looks over, in milliseconds. */
const roundMs = 20_000;

/** What a clerk without training may press. The slip and the visit are of nobody. */
const meddling: readonly { act: StaffAct; why: string; subject: string | null }[] = [
  { act: 'restart', why: 'nobody-there', subject: null },
  { act: 'out-of-service', why: 'cleaning', subject: null },
  { act: 'in-service', why: '', subject: null },
  { act: 'resolve', why: 'looked-all-well', subject: null },
  { act: 'counter-paid', why: '', subject: '0000000000' },
  { act: 'counter-confirm', why: '', subject: '0000000000' },
  { act: 'paper', why: 'print-again', subject: '9' },
  { act: 'refund', why: 'paid-at-register', subject: 'ABCDEFGHJKMN' },
  { act: 'sold', why: 'resident-has-paper', subject: 'ABCDEFGHJKMN' },
  { act: 'paper-refilled', why: '', subject: null },
  { act: 'receipt-paper-refilled', why: '', subject: null },
  { act: 'test-slip', why: '', subject: null },
  { act: 'test-page', why: '', subject: null },
  { act: 'report', why: '', subject: null },
  { act: 'call', why: '', subject: null },
];

/** The member of staff who looks after the terminal, well or badly. */
export class Clerk {
  readonly #shop: Shop;
  readonly #kind: ClerkKind;
  readonly #clock: Clock;
  readonly #dice: Dice;
  #timer: unknown = null;

  constructor(shop: Shop, kind: ClerkKind, dice: Dice) {
    this.#shop = shop;
    this.#kind = kind;
    this.#clock = shop.clock;
    this.#dice = dice;
  }

  /** Looks over now and then while somebody is being served. */
  begin(): void {
    if (this.#kind === 'absent') return;
    this.#timer = this.#clock.setTimeout(() => {
      if (this.#shop.hasPower) this.#look();
      this.begin();
    }, roundMs);
  }

  end(): void {
    this.#clock.clearTimeout(this.#timer);
  }

  #look(): void {
    const { kiosk, devices, line } = this.#shop;
    const { delivery } = viewOf(kiosk.actor.getSnapshot());
    if (this.#kind === 'meddles') this.#meddle();
    else if (this.#kind === 'ends-visits') void this.#shop.clerkDoes('restart', 'stuck', null);
    else if (delivery?.matches('deciding')) void this.#count();
    else if (delivery?.hasTag('blocked')) heal(devices, line);
  }

  /** Does what nothing asks for, and what is refused; says nothing that is not so. */
  #meddle(): void {
    const { act, why, subject } = this.#dice.pick(meddling);
    void this.#shop.clerkDoes(act, why, subject);
  }

  /** Counts what lies in the tray; unless it is everything, the sheets are taken away and shredded. */
  async #count(): Promise<void> {
    const { kiosk, devices, line } = this.#shop;
    const transaction = kiosk.parts.caseFile.transaction ?? '';
    const pages = kiosk.log.state.open.get(transaction)?.issued?.pages ?? 0;
    heal(devices, line);
    try {
      await kiosk.desk.list('paper');
    } catch (error) {
      if (this.#shop.hasPower) throw error;
    }
    if (!this.#shop.hasPower) return;
    const own = ({ name }: PrintedSheet): boolean => name.startsWith(transaction);
    const sheets = devices.pages.tray.filter(own).length;
    const rest: PaperDecision = this.#kind === 'gives-back' ? 'give-back' : 'print-again';
    if (sheets < pages) devices.pages.takeSheets();
    void this.#shop.clerkDoes('paper', sheets >= pages ? 'all-out' : rest, String(Math.min(sheets, pages)));
  }

  /**
   * Afterwards everything is mended, and the terminal must come to wait for the next person (I9). The power comes back, and
   * the card is taken out of the slot.
   */
  async tidy(): Promise<void> {
    const shop = this.#shop;
    shop.devices.reader.remove();
    heal(shop.devices, shop.line);
    for (;;) {
      if (!shop.hasPower) await shop.start();
      const { display, log } = shop.kiosk;
      const { id } = display.screen;
      // A coin unit that was silent still has to say what it took.
      const mended = Object.values(log.state.health).every(({ state }) => state === 'working');
      if ((id === 'open' || id === 'closed') && log.state.open.size === 0 && mended) break;
      shop.devices.reader.remove();
      if (id === 'staffNeeded') await shop.clerkDoes('resolve', 'looked-all-well', null);
      if (!log.state.duty) await shop.clerkDoes('in-service', '', null);
      await sleep(this.#clock, 1_000);
    }
  }

  /** Pays from the register what visits left owed. */
  async payClaims(): Promise<void> {
    for (const transaction of this.#shop.kiosk.log.state.claims.keys())
      await this.#shop.clerkDoes('refund', 'paid-at-register', transaction);
  }
}
