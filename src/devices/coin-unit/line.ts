import { type Clock, sleep } from '../../clock.ts';
import { done, failed, type Outcome } from '../../outcome.ts';
import type { ByteTransport } from '../transport.ts';
import { decodeFrame, encodeFrame, hostAddress, Reply, replyLength } from './cctalk.ts';

/** Reply timeout; devices answer simple commands within 10 ms. */
const replyMs = 200;
/** After an ask that went wrong nothing is sent until the line was silent for so long, so that a late reply finds nobody. */
const silenceMs = 100;
/** Silences waited for on a line that babbles. */
const silenceTries = 10;
/** Commands that do no harm when they are repeated are asked this often. */
const readTries = 3;

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
  /** The last ask went wrong: its reply may still come. */
  #disturbed = false;
  /** Bytes came that nobody waited for. */
  #babble = false;

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
    if (this.#waiting === null) {
      this.#babble = true;
      return;
    }
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

  /** For commands that do no harm when they are repeated: asks up to three times. */
  async read(address: number, header: number, data?: Uint8Array): Promise<Outcome<Uint8Array, LineFault>> {
    let answer = await this.ask(address, header, data);
    for (let tried = 1; tried < readTries && answer.outcome === 'failed' && !this.#closed; tried += 1)
      answer = await this.ask(address, header, data);
    return answer;
  }

  async #silence(): Promise<void> {
    for (let tried = 0; tried < silenceTries; tried += 1) {
      this.#babble = false;
      await sleep(this.#clock, silenceMs);
      if (!this.#babble) return;
    }
  }

  async #ask(address: number, header: number, data: Uint8Array): Promise<Outcome<Uint8Array, LineFault>> {
    if (!(await this.#ensureOpen())) return failed('no-answer', 'the line does not open');
    if (this.#disturbed) await this.#silence();
    const answer = await this.#exchange(address, header, data);
    this.#disturbed = answer.outcome === 'failed' && answer.fault === 'no-answer';
    return answer;
  }

  async #exchange(address: number, header: number, data: Uint8Array): Promise<Outcome<Uint8Array, LineFault>> {
    const command = encodeFrame({ destination: address, source: hostAddress, header, data });
    if (!this.#open) return failed('no-answer', 'the line went away');
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
    const reply = decoded.frame;
    if (reply.header !== Reply.ack) return failed('refused', `header ${header} answered ${reply.header}`);
    const [fewest, most] = replyLength[header] ?? [0, 252];
    if (reply.data.length < fewest || reply.data.length > most)
      return failed('no-answer', `header ${header} answered with ${reply.data.length} bytes`);
    return done(reply.data);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** For good: nothing is sent any more. */
  close(): void {
    this.#closed = true;
    this.#open = false;
    this.#transport.close();
    this.#waiting?.(null);
  }
}
