import type { Clock } from '../../clock.ts';
import {
  acceptorAddress,
  decodeFrame,
  encodeFrame,
  Header,
  hostAddress,
  Reply,
} from '../../devices/coin-unit/cctalk.ts';
import type { ByteListener, ByteTransport } from '../../devices/transport.ts';

/** Coin positions 1–16 as programmed at the works. The 2021 500-yen coin is `JP500B`. */
export const coinTable = ['JP010A', 'JP050A', 'JP100A', 'JP500A', 'JP500B'] as const;
const yenAt = (position: number): number => Number((coinTable[position - 1] ?? '').slice(2, 5)) || 0;

/** After this long without a poll the device inhibits itself until the next one. */
const autoInhibitMs = 1_000;
/** From the slot to the credit. */
const rollMs = 100;

export interface AcceptorFaults {
  /** The next n replies are lost. */
  dropReplies?: number;
  /** The next reply has a wrong checksum. */
  corruptReply?: boolean;
  /** Not powered or unplugged. */
  dead?: boolean;
  /** Fault code of the self-check, 0 = good. */
  selfCheck?: number;
}

export type CoinFate = 'accepted' | 'rejected';

/** A ccTalk coin acceptor, byte for byte, behind a wire in memory. Coins it does not take fall into the return tray. */
export class AcceptorModel implements ByteTransport {
  readonly #clock: Clock;
  readonly #serial: number;
  readonly #echo: boolean;
  #listener: ByteListener | null = null;
  #pending = new Uint8Array();
  #counter = 0;
  #events: [number, number][] = [];
  #inhibit = 0;
  #master = false;
  #accepts = 0;
  #rolling = 0;
  #lastPoll = Number.NEGATIVE_INFINITY;
  faults: AcceptorFaults = {};
  /** Yen in the cash box, for conservation checks: what really went in. */
  cashBox = 0;
  /** Yen handed back through the return tray. */
  returned = 0;

  constructor(clock: Clock, options: { readonly serial?: number; readonly echo?: boolean } = {}) {
    this.#clock = clock;
    this.#serial = options.serial ?? 0x0ad7df;
    this.#echo = options.echo ?? true;
  }

  get counter(): number {
    return this.#counter;
  }

  /** A coin is on its way between slot and credit. */
  get rolling(): boolean {
    return this.#rolling > 0;
  }

  /** Whether a coin of this value would be taken now. */
  takes(yen: number): boolean {
    return this.#positionFor(yen) !== null;
  }

  #positionFor(yen: number): number | null {
    if (this.faults.dead || !this.#master || this.#clock.now() - this.#lastPoll > autoInhibitMs) return null;
    const position = coinTable.findIndex((_, index) => yenAt(index + 1) === yen && (this.#inhibit >> index) & 1);
    return position < 0 ? null : position + 1;
  }

  /** A hand drops a coin. It is judged at once and credited when it has rolled through. */
  drop(yen: number): CoinFate {
    const position = this.#positionFor(yen);
    if (position === null) {
      this.returned += yen;
      if (!this.faults.dead) this.#event(0, this.#master ? 2 : 1);
      return 'rejected';
    }
    this.#rolling += 1;
    this.#clock.setTimeout(() => {
      this.#rolling -= 1;
      this.#accepts += 1;
      this.cashBox += yen;
      this.#event(position, 1);
    }, rollMs);
    return 'accepted';
  }

  #event(a: number, b: number): void {
    this.#counter = this.#counter === 255 ? 1 : this.#counter + 1;
    this.#events.unshift([a, b]);
    this.#events.length = Math.min(this.#events.length, 5);
  }

  /** Power cycle: counter 0, buffer empty, all coins inhibited. The accept counter is in EEPROM. */
  powerCycle(): void {
    this.#counter = 0;
    this.#events = [];
    this.#inhibit = 0;
    this.#master = false;
    this.#pending = new Uint8Array();
  }

  async open(listener: ByteListener): Promise<void> {
    this.#listener = listener;
  }

  close(): void {
    this.#listener = null;
  }

  write(bytes: Uint8Array): void {
    if (this.#echo) this.#send(bytes);
    if (this.faults.dead) return;
    this.#pending = Buffer.concat([this.#pending, bytes]);
    for (;;) {
      const decoded = decodeFrame(this.#pending);
      if (decoded.state === 'incomplete') return;
      if (decoded.state === 'corrupt') {
        this.#pending = new Uint8Array();
        return;
      }
      this.#pending = this.#pending.slice(decoded.length);
      const { destination, header, data } = decoded.frame;
      if (destination === acceptorAddress) this.#reply(header, data);
    }
  }

  #send(bytes: Uint8Array): void {
    const listener = this.#listener;
    const copy = Uint8Array.from(bytes);
    this.#clock.setTimeout(() => this.#listener === listener && listener?.data(copy), 0);
  }

  #reply(header: number, data: Uint8Array): void {
    const answer = this.#answer(header, data);
    if ((this.faults.dropReplies ?? 0) > 0) {
      this.faults.dropReplies = (this.faults.dropReplies ?? 0) - 1;
      return;
    }
    const frame = encodeFrame({
      destination: hostAddress,
      source: acceptorAddress,
      header: answer === null ? Reply.nak : Reply.ack,
      data: answer ?? new Uint8Array(),
    });
    if (this.faults.corruptReply) {
      this.faults.corruptReply = false;
      frame[frame.length - 1] = (frame[frame.length - 1] as number) ^ 0x55;
    }
    this.#send(frame);
  }

  /** Data of the reply; null is NAK. */
  #answer(header: number, data: Uint8Array): Uint8Array | null {
    const uint24 = (value: number) => Uint8Array.of(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff);
    switch (header) {
      case Header.simplePoll:
        return new Uint8Array();
      case Header.reset:
        this.powerCycle();
        return new Uint8Array();
      case Header.equipmentCategory:
        return Buffer.from('Coin Acceptor', 'latin1');
      case Header.serialNumber:
        return uint24(this.#serial);
      case Header.selfCheck:
        return Uint8Array.of(this.faults.selfCheck ?? 0);
      case Header.requestCoinId:
        return Buffer.from(coinTable[(data[0] ?? 0) - 1] ?? '......', 'latin1');
      case Header.requestAcceptCounter:
        return uint24(this.#accepts);
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
