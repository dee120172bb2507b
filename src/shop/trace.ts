import { createHash } from 'node:crypto';
import type { Kiosk } from '../main.ts';
import type { SimulatedDevices } from '../simulation/devices.ts';

/** Everything a shop lets be seen, as one hash: rows and frames as they come, then sheets and slips of each visit. */
export class Trace {
  readonly #hash = createHash('sha256');

  #add(text: string | Uint8Array): void {
    this.#hash.update(text).update('\0');
  }

  follow({ display, log }: Kiosk): void {
    log.subscribe((row) => this.#add(JSON.stringify(row)));
    display.subscribe((frame) => this.#add(frame));
  }

  takeOut({ pages, receipts }: SimulatedDevices): void {
    for (const { name, page, pdf } of pages.tray) {
      this.#add(`${name} ${page}`);
      this.#add(pdf);
    }
    for (const { text } of receipts.slips) this.#add(text);
  }

  /** Hex SHA-256. Nothing can be added afterwards. */
  digest(): string {
    return this.#hash.digest('hex');
  }
}
