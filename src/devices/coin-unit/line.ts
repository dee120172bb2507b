import type { Clock } from '../../clock.ts';
import { done, failed, type Outcome } from '../../outcome.ts';
import type { ByteTransport } from '../transport.ts';
import { decodeFrame, encodeFrame, hostAddress, Reply } from './cctalk.ts';

/** Reply timeout; devices answer simple commands within 10 ms. */
const replyMs = 200;

export type LineFault = 'no-answer' | 'refused';

/**
 * One ccTalk line: half duplex on a single wire, so the host hears its own bytes first and discards them after comparing.
 * One command at a time.
 */
export class CcTalkLine {
  readonly #transport: ByteTransport;
  readonly #clock: Clock;
  readonly #echo: boolean;
  #open = false;
  #closed = false;
  #heard: Uint8Array = new Uint8Array();
  #waiting: ((frame: Uint8Array | null) => void) | null = null;
  #sent: Uint8Array = new Uint8Array();
  #queue: Promise<unknown> = Promise.resolve();

  /** @param echo whether the adapter lets the host hear its own bytes */
  constructor(transport: ByteTransport, clock: Clock, echo: boolean) {
    this.#transport = transport;
    this.#clock = clock;
    this.#echo = echo;
  }

  async #ensureOpen(): Promise<boolean> {
    if (this.#closed) return false;
    if (this.#open) return true;
    try {
      await this.#transport.open({
        data: (bytes) => this.#data(bytes),
        closed: () => {
          this.#open = false;
          this.#waiting?.(null);
        },
      });
      this.#open = true;
    } catch {
      return false;
    }
    return true;
  }

  #data(bytes: Uint8Array): void {
    if (this.#waiting === null) return;
    this.#heard = Buffer.concat([this.#heard, bytes]);
    if (this.#sent.length > 0) {
      if (this.#heard.length < this.#sent.length) return;
      if (!Buffer.from(this.#heard.subarray(0, this.#sent.length)).equals(this.#sent)) {
        this.#waiting(null);
        return;
      }
      this.#heard = this.#heard.slice(this.#sent.length);
      this.#sent = new Uint8Array();
    }
    const decoded = decodeFrame(this.#heard);
    if (decoded.state === 'incomplete') return;
    this.#waiting(decoded.state === 'frame' ? this.#heard : null);
  }

  /** Sends one command and returns the data of its reply. Never sends again by itself. */
  ask(address: number, header: number, data: Uint8Array = new Uint8Array()): Promise<Outcome<Uint8Array, LineFault>> {
    const run = this.#queue.then(() => this.#ask(address, header, data));
    this.#queue = run;
    return run;
  }

  async #ask(address: number, header: number, data: Uint8Array): Promise<Outcome<Uint8Array, LineFault>> {
    if (!(await this.#ensureOpen())) return failed('no-answer', 'the line does not open');
    const command = encodeFrame({ destination: address, source: hostAddress, header, data });
    const answer = await new Promise<Uint8Array | null>((resolve) => {
      const timer = this.#clock.setTimeout(() => settle(null), replyMs);
      const settle = (bytes: Uint8Array | null) => {
        this.#clock.clearTimeout(timer);
        this.#waiting = null;
        resolve(bytes);
      };
      this.#heard = new Uint8Array();
      this.#sent = this.#echo ? command : new Uint8Array();
      this.#waiting = settle;
      this.#transport.write(command);
    });
    if (answer === null) return failed('no-answer');
    const decoded = decodeFrame(answer);
    if (decoded.state !== 'frame' || decoded.frame.source !== address || decoded.frame.destination !== hostAddress)
      return failed('no-answer', 'an answer of another device');
    return decoded.frame.header === Reply.ack
      ? done(decoded.frame.data)
      : failed('refused', `header ${header} answered ${decoded.frame.header}`);
  }

  /** For good: nothing is sent any more. */
  close(): void {
    this.#closed = true;
    this.#open = false;
    this.#transport.close();
    this.#waiting?.(null);
  }
}
