import { launchPcscProcess, PcscTransport } from '../../src/devices/card-reader/pcsc-transport.ts';
import type { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { VpcdCard, type VpcdOptions } from '../../src/simulation/card-reader/vpcd.ts';
import type { PrivatePcscd } from '../../src/simulation/daemons/pcscd.ts';
import { until as untilBy } from '../../src/simulation/daemons/until.ts';
import { systemClock } from '../../src/system-clock.ts';

/** Resolves as soon as it is so. @throws after 20 s */
export const until = (so: () => boolean, what: string): Promise<void> => untilBy(systemClock, so, what);

/** A hand at one of vpcd's two slots, with cards of this process. What it does is done when pcscd has noticed. */
export class VpcdSlot implements AsyncDisposable {
  readonly #port: number;
  readonly #watch: PcscTransport;
  #seen = false;
  #card: VpcdCard | null = null;

  constructor(pcscd: PrivatePcscd, index: 0 | 1) {
    this.#port = pcscd.port + index;
    const reader = `Virtual PCD 00 0${index}`;
    this.#watch = new PcscTransport(reader, systemClock, () => launchPcscProcess(reader, pcscd.env));
    this.#watch.open({
      inserted: () => {
        this.#seen = true;
      },
      removed: () => {
        this.#seen = false;
      },
      health: () => {},
    });
  }

  async insert(card: VirtualCard, options?: VpcdOptions): Promise<void> {
    this.#card = new VpcdCard(card, options);
    await this.#card.insert('127.0.0.1', this.#port);
    await until(() => this.#seen, 'pcscd sees the card');
  }

  async remove(): Promise<void> {
    this.#card?.remove();
    this.#card = null;
    await until(() => !this.#seen, 'pcscd sees no card');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#card?.remove();
    await this.#watch.close();
  }
}
