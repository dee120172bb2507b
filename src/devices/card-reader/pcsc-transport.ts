import type * as smartcardModule from 'smartcard';
import type { MonitorEvent } from 'smartcard';
import { messageOf } from '../../outcome.ts';
import type { CardConnection, CardTransport, CardTransportListener } from './transport.ts';

type Monitor = InstanceType<typeof smartcardModule.ReaderMonitor>;

/** Between two tries to reach pcscd. */
const retryMs = 500;
/** `ReaderMonitor.stop` joins a thread that may be in its one-second error sleep; it is called only after that. */
const monitorStopMs = 1_100;

/**
 * PC/SC through the low-level API of `smartcard`: one monitor context, one context per conversation. Measured: it is the
 * binding that comes back by itself after pcscd was restarted (see docs/architecture.md).
 */
export class PcscTransport implements CardTransport {
  readonly #readerName: string | null;
  #listener: CardTransportListener | null = null;
  #monitor: Monitor | null = null;
  #smartcard: typeof smartcardModule | null = null;
  #stopped = false;
  #retry: NodeJS.Timeout | undefined;
  #reader: string | null = null;

  /** @param readerName part of the reader's name, or null for the first reader with a card */
  constructor(readerName: string | null) {
    this.#readerName = readerName;
  }

  open(listener: CardTransportListener): void {
    this.#listener = listener;
    this.#stopped = false;
    import('smartcard').then(
      (module) => {
        this.#smartcard = (module.default ?? module) as typeof smartcardModule;
        this.#up();
      },
      (error) => listener.health('failed', `the PC/SC binding is not installed (${messageOf(error)})`),
    );
  }

  #up(): void {
    const smartcard = this.#smartcard;
    if (this.#stopped || smartcard === null) return;
    const monitor = new smartcard.ReaderMonitor();
    try {
      monitor.start((event) => queueMicrotask(() => this.#monitor === monitor && this.#event(event)));
      this.#monitor = monitor;
    } catch (error) {
      this.#listener?.health('failed', `pcscd does not answer (${messageOf(error)})`);
      this.#retry = setTimeout(() => this.#up(), retryMs);
    }
  }

  #event(event: MonitorEvent): void {
    const listener = this.#listener;
    if (event.type === 'error') {
      const monitor = this.#monitor;
      this.#monitor = null;
      this.#reader = null;
      setTimeout(() => stopQuietly(monitor), monitorStopMs).unref();
      listener?.health('failed', `pcscd went away (${event.reader})`);
      if (!this.#stopped) this.#retry = setTimeout(() => this.#up(), retryMs);
      return;
    }
    if (this.#readerName !== null && !event.reader.includes(this.#readerName)) return;
    const present = this.#smartcard?.SCARD_STATE_PRESENT ?? 0;
    if (event.type === 'reader-attached') listener?.health('working', event.reader);
    if (event.type === 'card-inserted' || (event.type === 'reader-attached' && (event.state & present) !== 0)) {
      this.#reader = event.reader;
      listener?.inserted();
    } else if (event.type === 'card-removed' && this.#reader === event.reader) {
      this.#reader = null;
      listener?.removed();
    } else if (event.type === 'reader-detached') {
      if (this.#reader === event.reader) this.#reader = null;
      listener?.health('failed', `${event.reader} was unplugged`);
    }
  }

  async connect(): Promise<CardConnection> {
    const smartcard = this.#smartcard;
    if (smartcard === null || this.#reader === null) throw new Error('no card in the reader');
    const context = new smartcard.Context();
    try {
      const reader = context.listReaders().find(({ name }) => name === this.#reader);
      if (reader === undefined) throw new Error(`${this.#reader} is gone`);
      const protocols = smartcard.SCARD_PROTOCOL_T0 | smartcard.SCARD_PROTOCOL_T1;
      const card = await reader.connect(smartcard.SCARD_SHARE_EXCLUSIVE, protocols);
      return {
        transmit: (command) => card.transmit(Buffer.from(command.buffer, command.byteOffset, command.length)),
        release: () => {
          try {
            card.disconnect(smartcard.SCARD_RESET_CARD);
          } catch {
            // The card is gone; there is nothing left to reset.
          }
          context.close();
        },
      };
    } catch (error) {
      context.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    const monitor = this.#monitor;
    this.#monitor = null;
    stopQuietly(monitor);
  }
}

function stopQuietly(monitor: Monitor | null): void {
  try {
    monitor?.stop();
  } catch {
    // It had stopped by itself when pcscd died.
  }
}
