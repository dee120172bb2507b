import type { Clock } from '../../clock.ts';
import { messageOf } from '../../outcome.ts';
import type { ByteTransport } from '../transport.ts';
import type { ReceiptStatus } from './status.ts';
import { dleEot, isStatusOctet, readStatus, STATUS_REQUESTS } from './status.ts';

/** First octets of longer answers, and how long these are (GS ( H: 0x37 0x22 …; DLE DC4 8: 0x37 0x25 0x00). */
const BLOCK_HEADER = 0x37;
const PROCESS_ID = 0x22;
const BLOCK_LENGTHS: Readonly<Record<number, number>> = { [PROCESS_ID]: 7, 37: 3 };

/** The line to the printer: opened when needed, its answers sorted into status octets and process ids. */
export class PrinterLine {
  readonly #transport: ByteTransport;
  readonly #clock: Clock;
  readonly #answerMs: number;
  #open = false;
  #block: number[] = [];
  #onOctet: ((octet: number | null) => void) | null = null;
  #onProcessId: ((id: string | null) => void) | null = null;

  /** `answerMs`: milliseconds the printer has for one status octet. */
  constructor(transport: ByteTransport, clock: Clock, answerMs: number) {
    this.#transport = transport;
    this.#clock = clock;
    this.#answerMs = answerMs;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** null, or a sentence why there is no line. */
  async open(): Promise<string | null> {
    if (this.#open) return null;
    this.#block = [];
    try {
      await this.#transport.open({
        data: (bytes) => {
          for (const octet of bytes) this.#take(octet);
        },
        closed: () => this.#lost(),
      });
      this.#open = true;
      return null;
    } catch (error) {
      return messageOf(error);
    }
  }

  write(bytes: Uint8Array): void {
    this.#transport.write(bytes);
  }

  close(): void {
    this.#transport.close();
    this.#lost();
  }

  /** Asks all four real-time questions; null when one stays unanswered. */
  async status(): Promise<ReceiptStatus | null> {
    const octets: number[] = [];
    for (const request of STATUS_REQUESTS) {
      const octet = await this.#ask(request);
      if (octet === null) return null;
      octets.push(octet);
    }
    const [printer = 0, offline = 0, error = 0, paper = 0] = octets;
    return readStatus([printer, offline, error, paper]);
  }

  /** Calls `listener` with every process id that comes back, and with null when the line is lost. */
  onProcessId(listener: ((id: string | null) => void) | null): void {
    this.#onProcessId = listener;
  }

  #ask(request: number): Promise<number | null> {
    return new Promise((resolve) => {
      const settle = (octet: number | null) => {
        this.#clock.clearTimeout(timer);
        this.#onOctet = null;
        resolve(octet);
      };
      const timer = this.#clock.setTimeout(() => settle(null), this.#answerMs);
      this.#onOctet = settle;
      this.write(dleEot(request));
    });
  }

  #take(octet: number): void {
    if (this.#block.length === 0 && octet !== BLOCK_HEADER) {
      if (isStatusOctet(octet)) this.#onOctet?.(octet);
      return;
    }
    this.#block.push(octet);
    const [, kind] = this.#block;
    if (kind === undefined) return;
    const length = BLOCK_LENGTHS[kind];
    if (length !== undefined && this.#block.length < length) return;
    const id = String.fromCharCode(...this.#block.slice(2, 6));
    this.#block = [];
    if (kind === PROCESS_ID) this.#onProcessId?.(id);
  }

  #lost(): void {
    this.#open = false;
    this.#onOctet?.(null);
    this.#onProcessId?.(null);
  }
}
