import type { Clock } from '../../clock.ts';
import { decodeFrame, encodeFrame, hostAddress, Reply } from '../../devices/coin-unit/cctalk.ts';
import type { ByteListener, ByteTransport } from '../../devices/transport.ts';

/** A device on the wire. */
export interface WireDevice {
  readonly address: number;
  readonly faults: WireFaults;
  /** Data of the reply to a command; null is NAK, undefined no reply. */
  answer(header: number, data: Uint8Array): Uint8Array | null | undefined;
}

/**
 * What goes wrong with one exchange. `deaf`: the command is not heard; `collision`: neither is its echo what was sent;
 * `badEcho`: the echo alone is spoilt; `noEcho`: it is missing; `nak`, `busy`: refused for no reason; the others befall the
 * reply to a command that was carried out.
 */
export type ExchangeFault =
  | 'deaf'
  | 'collision'
  | 'badEcho'
  | 'noEcho'
  | 'nak'
  | 'busy'
  | 'drop'
  | 'duplicate'
  | 'late'
  | 'split'
  | 'corrupt'
  | 'stranger';

export interface WireFaults {
  /** Befall the next exchanges with this device, one each; null lets one pass. */
  exchanges?: (ExchangeFault | null)[];
  /** Not powered or unplugged. */
  dead?: boolean;
}

/** After a silence within a frame the receivers begin anew. */
const interByteMs = 50;
const lateMs = 350;
const strangerAddress = 40;

const spoilt = (frame: Uint8Array): Uint8Array =>
  frame.map((byte, index) => (index === frame.length - 1 ? byte ^ 0x55 : byte));

const babble = encodeFrame({
  destination: hostAddress,
  source: strangerAddress,
  header: Reply.ack,
  data: new Uint8Array(4),
});

/** What arrives of a reply and how many milliseconds later than it should; other faults leave the reply as it is. */
const arrivals: Partial<Record<ExchangeFault, (frame: Uint8Array) => readonly (readonly [number, Uint8Array])[]>> = {
  drop: () => [],
  duplicate: (frame) => [
    [0, frame],
    [3, frame],
  ],
  late: (frame) => [[lateMs, frame]],
  split: (frame) => [
    [0, frame.slice(0, 3)],
    [20, frame.slice(3)],
  ],
  corrupt: (frame) => [[0, spoilt(frame)]],
  stranger: (frame) => [
    [0, babble],
    [1, frame],
  ],
};

/** Refusals that come without the device having done anything. */
const refusals: Partial<Record<ExchangeFault, number>> = { nak: Reply.nak, busy: Reply.busy };

/** A ccTalk wire with devices on it: framing, one echo of what the host sends, and everything that goes wrong on the way. */
export class Wire implements ByteTransport {
  readonly #clock: Clock;
  readonly #devices: readonly WireDevice[];
  readonly #echo: boolean;
  readonly #replyMs: number;
  #listener: ByteListener | null = null;
  #pending = new Uint8Array();
  #heardAt = Number.NEGATIVE_INFINITY;
  #plugged = true;

  /**
   * @param options.echo whether the host hears its own bytes
   * @param options.replyMs from a command to its reply
   */
  constructor(
    clock: Clock,
    devices: readonly WireDevice[],
    { echo = true, replyMs = 0 }: { readonly echo?: boolean; readonly replyMs?: number } = {},
  ) {
    this.#clock = clock;
    this.#devices = devices;
    this.#echo = echo;
    this.#replyMs = replyMs;
  }

  async open(listener: ByteListener): Promise<void> {
    if (!this.#plugged) throw new Error('the line is unplugged');
    this.#listener = listener;
  }

  close(): void {
    this.#listener = null;
  }

  /** Pulls the cable between host and devices, which keep their power. */
  unplug(): void {
    const listener = this.#listener;
    this.#plugged = false;
    this.#listener = null;
    this.#pending = new Uint8Array();
    listener?.closed('the line was unplugged');
  }

  plug(): void {
    this.#plugged = true;
  }

  write(bytes: Uint8Array): void {
    if (!this.#plugged) return;
    if (this.#clock.now() - this.#heardAt > interByteMs) this.#pending = new Uint8Array();
    this.#heardAt = this.#clock.now();
    this.#pending = Buffer.concat([this.#pending, bytes]);
    for (;;) {
      const decoded = decodeFrame(this.#pending);
      if (decoded.state === 'incomplete') return;
      if (decoded.state === 'corrupt') {
        if (this.#echo) this.#send(this.#pending, 0);
        this.#pending = new Uint8Array();
        return;
      }
      const command = this.#pending.slice(0, decoded.length);
      this.#pending = this.#pending.slice(decoded.length);
      const { destination, header, data } = decoded.frame;
      const device = this.#devices.find(({ address }) => address === destination);
      const fault = device?.faults.exchanges?.shift() ?? null;
      this.#echoOf(command, fault);
      if (device !== undefined && !device.faults.dead) this.#exchange(device, header, data, fault);
    }
  }

  #echoOf(command: Uint8Array, fault: ExchangeFault | null): void {
    if (!this.#echo || fault === 'noEcho') return;
    this.#send(fault === 'badEcho' || fault === 'collision' ? spoilt(command) : command, 0);
  }

  #exchange(device: WireDevice, header: number, data: Uint8Array, fault: ExchangeFault | null): void {
    if (fault === 'deaf' || fault === 'collision') return;
    const refusal = fault === null ? undefined : refusals[fault];
    const answer = refusal === undefined ? device.answer(header, data) : null;
    if (answer === undefined) return;
    const frame = encodeFrame({
      destination: hostAddress,
      source: device.address,
      header: answer === null ? (refusal ?? Reply.nak) : Reply.ack,
      data: answer ?? new Uint8Array(),
    });
    const arrive = (fault !== null && arrivals[fault]) || ((whole: Uint8Array) => [[0, whole] as const]);
    for (const [lateBy, bytes] of arrive(frame)) this.#send(bytes, this.#replyMs + lateBy);
  }

  #send(bytes: Uint8Array, afterMs: number): void {
    const listener = this.#listener;
    const copy = Uint8Array.from(bytes);
    this.#clock.setTimeout(() => this.#listener === listener && listener?.data(copy), afterMs);
  }
}
