import type { Page } from 'playwright-core';
import type { RunningKiosk } from '../harness.ts';
import { enterPin, onScreen, touch } from './browser.ts';

/** Screens of a visit in the order in which they wait for somebody. */
const way = [
  'open',
  'session.choosingService',
  'session.insertingCard',
  'session.enteringPin',
  'session.takingCardBack',
  'session.choosingCertificate',
  'session.choosingOptions',
  'session.confirming',
  'session.paying',
] as const;

export type Stop = (typeof way)[number];

interface Visitor {
  readonly card?: string;
  readonly pin?: string;
  /** Called on every screen of the way before it is left. */
  readonly look?: (screen: Stop) => Promise<void>;
}

/** A resident with a hand for the screen and one for the bench. */
export class Resident {
  readonly kiosk: RunningKiosk;
  readonly page: Page;

  constructor(kiosk: RunningKiosk, page: Page) {
    this.kiosk = kiosk;
    this.page = page;
  }

  /** What leads from a screen to the next one. */
  async #leave(screen: Stop, { card = 'adult', pin = '1234' }: Visitor): Promise<void> {
    switch (screen) {
      case 'open':
        return touch(this.page, 'resident.start');
      case 'session.choosingService':
        return touch(this.page, 'service.certificates');
      case 'session.insertingCard':
        return this.kiosk.act({ act: 'insert', card });
      case 'session.enteringPin':
        return enterPin(this.page, pin);
      case 'session.takingCardBack':
        return this.kiosk.act({ act: 'pull' });
      case 'session.choosingCertificate':
        return touch(this.page, 'certificate.juminhyo');
      case 'session.choosingOptions':
        return touch(this.page, 'resident.next');
      case 'session.confirming':
        return touch(this.page, 'resident.confirm');
      case 'session.paying':
        return this.pay(100, 100);
    }
  }

  /** Walks from the screen that is shown to another one further on. */
  async goTo(stop: Stop, visitor: Visitor = {}): Promise<void> {
    const now = await this.screen();
    const from = way.indexOf(now as Stop);
    if (from === -1) throw new Error(`${now} is not on the way to ${stop}`);
    for (const screen of way.slice(from, way.indexOf(stop))) {
      await onScreen(this.page, screen);
      await visitor.look?.(screen);
      await this.#leave(screen, visitor);
    }
    await onScreen(this.page, stop);
    await visitor.look?.(stop);
  }

  /** Puts coins in one after the other, each when the slot takes them and the one before is in the log. */
  async pay(...coins: number[]): Promise<void> {
    for (const yen of coins) {
      await this.kiosk.untilActive('payment.collecting');
      const before = this.kiosk.state().log[0]?.seq ?? 0;
      this.kiosk.act({ act: 'coin', yen });
      await this.kiosk.until(({ log }) =>
        log.some(
          ({ seq, type, data }) => seq > before && type === 'coins.events' && data.includes(`"credits":[${yen}]`),
        ),
      );
    }
  }

  /** Waits for the paper and takes it. */
  async collect(): Promise<void> {
    await touch(this.page, 'resident.collected');
    await onScreen(this.page, 'open');
  }

  async screen(): Promise<string> {
    return (await this.page.getAttribute('[data-screen]', 'data-screen')) ?? '';
  }

  text(): Promise<string> {
    return this.page.locator('#app').innerText();
  }

  /** Ends whatever is going on, so that the next case begins at the open screen. */
  async leave(): Promise<void> {
    for (const end = Date.now() + 30_000; Date.now() < end; ) {
      const screen = await this.screen();
      if (this.kiosk.state().cardIn !== null) this.kiosk.act({ act: 'pull' });
      else if (screen === 'open') return;
      if (screen === 'staffNeeded') this.kiosk.act({ act: 'staff', who: 'clerk', why: 'looked at it' });
      for (const id of ['resident.cancel', 'resident.confirm', 'resident.collected']) {
        const there = this.page.locator(`[data-id="${id}"]`);
        if ((await there.count()) > 0) await there.click({ timeout: 1_000 }).catch(() => {});
      }
      await this.page.waitForTimeout(50);
    }
    throw new Error(`the visit does not end; it shows ${await this.screen()}`);
  }
}
