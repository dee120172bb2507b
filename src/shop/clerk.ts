import { type Clock, sleep } from '../clock.ts';
import type { PaperDecision } from '../machines/events.ts';
import type { PrintedSheet } from '../simulation/page-printer/print-engine.ts';
import { viewOf } from '../ui/screens/view.ts';
import { heal } from './faults.ts';
import type { ClerkKind } from './plan.ts';
import type { Shop } from './shop.ts';

/** How often a clerk looks over, in milliseconds. */
const roundMs = 20_000;

/** The member of staff who looks after the terminal, well or badly. */
export class Clerk {
  readonly #shop: Shop;
  readonly #kind: ClerkKind;
  readonly #clock: Clock;
  #timer: unknown = null;

  constructor(shop: Shop, kind: ClerkKind) {
    this.#shop = shop;
    this.#kind = kind;
    this.#clock = shop.clock;
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
    if (this.#kind === 'ends-visits') void this.#shop.clerkDoes('restart', 'stuck', null);
    else if (delivery?.matches('deciding')) void this.#count();
    else if (delivery?.hasTag('blocked')) heal(devices, line);
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
      if (id === 'open' && log.state.open.size === 0) break;
      shop.devices.reader.remove();
      if (id === 'staffNeeded') await this.#shop.clerkDoes('resolve', 'looked-all-well', null);
      await sleep(this.#clock, 1_000);
    }
  }

  /** Pays from the register what visits left owed. */
  async payClaims(): Promise<void> {
    for (const transaction of this.#shop.kiosk.log.state.claims.keys())
      await this.#shop.clerkDoes('refund', 'paid-at-register', transaction);
  }
}
