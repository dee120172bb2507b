import type { Clock } from '../../clock.ts';
import { acceptorAddress, bytesOf24, Header, nextCount } from '../../devices/coin-unit/cctalk.ts';
import type { ByteListener, ByteTransport } from '../../devices/transport.ts';
import { Wire, type WireDevice, type WireFaults } from './wire.ts';

/** Coin positions 1–16 as programmed at the works. The 2021 500-yen coin is `JP500B`. */
export const coinTable = ['JP010A', 'JP050A', 'JP100A', 'JP500A', 'JP500B'] as const;
const yenAt = (position: number): number => Number((coinTable[position - 1] ?? '').slice(2, 5)) || 0;

/** After this long without a poll the device inhibits itself until the next one. */
const autoInhibitMs = 1_000;
/** From the slot to the credit. */
const rollMs = 100;

export interface AcceptorFaults extends WireFaults {
  /** Fault code of the self-check, 0 = good. */
  selfCheck?: number;
  /** The gate does not close: coins are taken whatever the device was told. */
  gateOpen?: boolean;
}

export type CoinFate = 'accepted' | 'rejected';

/** Where accepted coins of one value fall instead of the cash box. */
export interface SorterPath {
  readonly yen: number;
  /** Sorter path as credits tell it, 2 and up; 1 is the cash box. */
  readonly path: number;
  readonly into: { coins: number };
}

export interface AcceptorOptions {
  readonly serial?: number;
  readonly echo?: boolean;
  readonly sorter?: readonly SorterPath[];
  /** Event counter at the beginning, 0–255; 0 unless given: just turned on. */
  readonly counter?: number;
}

/**
 * A ccTalk coin acceptor, byte for byte. Coins it does not take fall into the return tray. It can hang on a wire with others;
 * as a transport it is a wire of its own with nothing else on it.
 */
export class AcceptorModel implements WireDevice, ByteTransport {
  readonly address = acceptorAddress;
  readonly #clock: Clock;
  readonly #serial: number;
  readonly #sorter: readonly SorterPath[];
  readonly #wire: Wire;
  #counter: number;
  #events: [number, number][] = [];
  #inhibit = 0;
  #master = false;
  #accepts = 0;
  #rolling: number[] = [];
  #lastPoll = Number.NEGATIVE_INFINITY;
  faults: AcceptorFaults = {};
  /** Yen put into the slot. */
  inserted = 0;
  /** Yen in the cash box, for conservation checks: what really went in. */
  cashBox = 0;
  /** Yen handed back through the return tray. */
  returned = 0;

  constructor(clock: Clock, options: AcceptorOptions = {}) {
    this.#clock = clock;
    this.#serial = options.serial ?? 0x0ad7df;
    this.#sorter = options.sorter ?? [];
    this.#counter = options.counter ?? 0;
    this.#wire = new Wire(clock, [this], options);
  }

  open(listener: ByteListener): Promise<void> {
    return this.#wire.open(listener);
  }

  write(bytes: Uint8Array): void {
    this.#wire.write(bytes);
  }

  close(): void {
    this.#wire.close();
  }

  get counter(): number {
    return this.#counter;
  }

  /** A coin is on its way between slot and credit. */
  get rolling(): boolean {
    return this.#rolling.length > 0;
  }

  get rollingYen(): number {
    return this.#rolling.reduce((all, yen) => all + yen, 0);
  }

  /** Whether a coin of this value would be taken now. */
  takes(yen: number): boolean {
    return this.#positionFor(yen) !== null;
  }

  #positionFor(yen: number): number | null {
    const asleep = !this.#master || this.#clock.now() - this.#lastPoll > autoInhibitMs;
    if (this.faults.dead || (asleep && !this.faults.gateOpen)) return null;
    const position = coinTable.findIndex(
      (_, index) => yenAt(index + 1) === yen && (this.faults.gateOpen || (this.#inhibit >> index) & 1),
    );
    return position < 0 ? null : position + 1;
  }

  /** A hand drops a coin. It is judged at once and credited when it has rolled through. */
  drop(yen: number): CoinFate {
    const position = this.#positionFor(yen);
    this.inserted += yen;
    if (position === null) {
      this.returned += yen;
      if (!this.faults.dead) this.#event(0, this.#master ? 2 : 1);
      return 'rejected';
    }
    this.#rolling.push(yen);
    this.#clock.setTimeout(() => {
      this.#rolling.splice(this.#rolling.indexOf(yen), 1);
      this.#accepts += 1;
      const sorted = this.#sorter.find((path) => path.yen === yen);
      if (sorted === undefined) this.cashBox += yen;
      else sorted.into.coins += 1;
      this.#event(position, sorted?.path ?? 1);
    }, rollMs);
    return 'accepted';
  }

  #event(a: number, b: number): void {
    this.#counter = nextCount(this.#counter);
    this.#events.unshift([a, b]);
    this.#events.length = Math.min(this.#events.length, 5);
  }

  /** Power cycle: counter 0, buffer empty, all coins inhibited. The accept counter is in EEPROM. */
  powerCycle(): void {
    this.#counter = 0;
    this.#events = [];
    this.#inhibit = 0;
    this.#master = false;
  }

  answer(header: number, data: Uint8Array): Uint8Array | null {
    switch (header) {
      case Header.simplePoll:
        return new Uint8Array();
      case Header.reset:
        this.powerCycle();
        return new Uint8Array();
      case Header.equipmentCategory:
        return Buffer.from('Coin Acceptor', 'latin1');
      case Header.serialNumber:
        return bytesOf24(this.#serial);
      case Header.selfCheck:
        return Uint8Array.of(this.faults.selfCheck ?? 0);
      case Header.requestCoinId:
        return Buffer.from(coinTable[(data[0] ?? 0) - 1] ?? '......', 'latin1');
      case Header.requestAcceptCounter:
        return bytesOf24(this.#accepts);
      case Header.modifyInhibit:
        this.#inhibit = (data[0] ?? 0) | ((data[1] ?? 0) << 8);
        return new Uint8Array();
      case Header.masterInhibit:
        this.#master = ((data[0] ?? 0) & 1) === 1;
        return new Uint8Array();
      case Header.readBufferedCredit: {
        this.#lastPoll = this.#clock.now();
        const answer = new Uint8Array(11);
        answer[0] = this.#counter;
        this.#events.forEach(([a, b], index) => {
          answer[1 + 2 * index] = a;
          answer[2 + 2 * index] = b;
        });
        return answer;
      }
      default:
        return null;
    }
  }
}
