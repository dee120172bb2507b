import { expect } from 'vitest';
import { decodeFrame, Header } from '../../../src/devices/coin-unit/cctalk.ts';
import { CcTalkHopper } from '../../../src/devices/coin-unit/hopper.ts';
import { CcTalkLine } from '../../../src/devices/coin-unit/line.ts';
import type { PayoutBefore, PayoutOutcome } from '../../../src/devices/coin-unit/port.ts';
import type { ByteListener, ByteTransport } from '../../../src/devices/transport.ts';
import { CoinUnitModel } from '../../../src/simulation/coin-unit/coin-unit-model.ts';
import type { HopperModel, HopperOptions } from '../../../src/simulation/coin-unit/hopper-model.ts';
import { VirtualClock } from '../virtual-clock.ts';

/** Counts what is written, and stops a host at one write: `before` the bytes leave, or `after`. */
export class Tap implements ByteTransport {
  readonly #inner: ByteTransport;
  readonly headers: number[] = [];
  /** Called with the number of the write, 0 first; false = the bytes do not leave. */
  onWrite: (index: number) => boolean = () => true;

  constructor(inner: ByteTransport) {
    this.#inner = inner;
  }
  open(listener: ByteListener): Promise<void> {
    return this.#inner.open(listener);
  }
  close(): void {
    this.#inner.close();
  }
  write(bytes: Uint8Array): void {
    const decoded = decodeFrame(bytes);
    const index = this.headers.length;
    this.headers.push(decoded.state === 'frame' ? decoded.frame.header : -1);
    if (this.onWrite(index)) this.#inner.write(bytes);
  }
  get dispenses(): number {
    return this.headers.filter((header) => header === Header.dispense).length;
  }
}

/** One hopper of 100-yen coins at address 3, its driver, and the virtual clock. */
export class HopperBench {
  readonly clock = new VirtualClock();
  readonly unit: CoinUnitModel;
  readonly model: HopperModel;
  readonly records: PayoutBefore[] = [];
  #taken = 0;
  tap: Tap;
  line: CcTalkLine;
  hopper: CcTalkHopper;

  constructor(options: Partial<HopperOptions> = {}, replyMs = 2) {
    this.unit = new CoinUnitModel(this.clock, {
      hoppers: [{ address: 3, yen: 100, coins: 50, ...options }],
      replyMs,
    });
    this.model = this.unit.hoppers[0] as HopperModel;
    this.tap = new Tap(this.unit);
    this.line = new CcTalkLine(this.tap, this.clock, true);
    this.hopper = new CcTalkHopper(this.line, this.clock, { address: 3, yen: 100 });
  }

  /** Throws the driver away as a crash does, and makes the one of the next start. */
  restart(): void {
    this.line.close();
    this.tap = new Tap(this.unit);
    this.line = new CcTalkLine(this.tap, this.clock, true);
    this.hopper = new CcTalkHopper(this.line, this.clock, { address: 3, yen: 100 });
  }

  /** Coins in the tray since it was last emptied. */
  get tray(): number {
    return this.model.paidOut - this.#taken;
  }

  /** Takes the coins of the payouts before, and forgets them. */
  emptyTray(): void {
    this.#taken = this.model.paidOut;
    this.records.length = 0;
    this.tap.headers.length = 0;
  }

  start() {
    return this.clock.until(this.hopper.start());
  }

  dispense(coins: number): Promise<PayoutOutcome> {
    return this.clock.until(this.hopper.dispense(coins, (before) => this.records.push(before)));
  }
}

/** Every coin is somewhere. */
export function expectConservation({ money }: CoinUnitModel): void {
  const { inserted, filled, rolling, cashBox, returned, paidOut, inHoppers } = money;
  expect(rolling + cashBox + returned + paidOut + inHoppers).toBe(inserted + filled);
}

/** What was said of a payout is what lay in the tray, or nobody claims to know. */
export function expectTruth(outcome: PayoutOutcome, coins: number, tray: number, story: string): void {
  if (outcome.outcome === 'done')
    expect([outcome.value.paid, outcome.value.paid + outcome.value.unpaid], story).toEqual([tray, coins]);
  if (outcome.outcome === 'failed') expect(tray, story).toBe(0);
}
