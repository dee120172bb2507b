import type { Clock } from '../../clock.ts';
import { sleep } from '../../clock.ts';
import type { Outcome } from '../../outcome.ts';
import { done, failed, unknown } from '../../outcome.ts';
import type { DeviceHealth } from '../health.ts';
import type { ByteTransport } from '../transport.ts';
import { PrinterLine } from './line.ts';
import type { ReceiptFault, ReceiptPrinter } from './port.ts';
import { slipBytes } from './slip-bytes.ts';
import type { ReceiptStatus } from './status.ts';
import { CLEAR_BUFFER, processIdRequest } from './status.ts';

export interface ReceiptPrinterOptions {
  readonly transport: ByteTransport;
  readonly clock: Clock;
  /** Milliseconds for one status octet; 1,000 unless given. */
  readonly answerMs?: number;
  /** Milliseconds from the last byte of a slip to its acknowledgement; 20,000 unless given. */
  readonly printMs?: number;
}

/** Milliseconds between two looks at the printer while it prints. */
const WATCH_MS = 500;

export function createReceiptPrinter(options: ReceiptPrinterOptions): ReceiptPrinter {
  return new EscPosPrinter(options);
}

type PrintResult = Outcome<null, ReceiptFault>;

class EscPosPrinter implements ReceiptPrinter {
  readonly #line: PrinterLine;
  readonly #clock: Clock;
  readonly #printMs: number;
  /** Settles when the last task begun is over: one thing at a time. */
  #tail: Promise<unknown> = Promise.resolve();
  #slips = 0;

  constructor({ transport, clock, answerMs, printMs }: ReceiptPrinterOptions) {
    this.#line = new PrinterLine(transport, clock, answerMs ?? 1_000);
    this.#clock = clock;
    this.#printMs = printMs ?? 20_000;
  }

  async print(markup: string): Promise<PrintResult> {
    const bytes = slipBytes(markup);
    return this.#inTurn(async () => {
      const status = await this.#status();
      if (typeof status === 'string') return failed('offline', status);
      return status.fault === null ? this.#send(bytes) : failed(status.fault);
    });
  }

  async health(): Promise<DeviceHealth> {
    const status = await this.#inTurn(() => this.#status());
    if (typeof status === 'string') return { state: 'failed', reasons: ['no-answer'] };
    return { state: status.fault === null ? 'working' : 'failed', reasons: status.reasons };
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(task);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** The status, or why there is none. A line that stays silent is opened anew once: TCP does not notice a lost peer. */
  async #status(): Promise<ReceiptStatus | string> {
    for (let attempt = 0; attempt < 2; attempt++) {
      const problem = await this.#line.open();
      if (problem !== null) return problem;
      const status = await this.#line.status();
      if (status !== null) return status;
      this.#line.close();
    }
    return 'no answer to DLE EOT';
  }

  /** Sends the slip and waits until the printer says that it is on paper. From here on nothing is `failed`. */
  async #send(bytes: Uint8Array): Promise<PrintResult> {
    const id = String(++this.#slips % 10_000).padStart(4, '0');
    const stop = new AbortController();
    let printed: 'acknowledged' | 'line lost' | 'late' | null = null;
    const settle = (result: NonNullable<typeof printed>) => {
      printed ??= result;
      stop.abort();
    };
    this.#line.onProcessId((answer) => {
      if (answer === null) settle('line lost');
      else if (answer === id) settle('acknowledged');
    });
    const timer = this.#clock.setTimeout(() => settle('late'), this.#printMs);
    this.#line.write(Buffer.concat([bytes, processIdRequest(id)]));
    const trouble = await this.#watch(stop.signal);
    this.#clock.clearTimeout(timer);
    this.#line.onProcessId(null);
    if (printed === 'acknowledged') return done(null);
    // What is left of the slip must not come out later, in front of somebody else.
    if (this.#line.isOpen) this.#line.write(CLEAR_BUFFER);
    return unknown(trouble ?? (printed === 'late' ? `no acknowledgement in ${this.#printMs} ms` : 'the line was lost'));
  }

  /** Looks at the printer until `signal` aborts or it reports a fault, which is returned. */
  async #watch(signal: AbortSignal): Promise<ReceiptFault | null> {
    for (;;) {
      await sleep(this.#clock, WATCH_MS, signal);
      if (signal.aborted) return null;
      const status = await this.#line.status();
      if (signal.aborted) return null;
      if (status?.fault) return status.fault;
    }
  }
}
