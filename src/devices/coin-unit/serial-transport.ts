import type { SerialPort } from 'serialport';
import { messageOf } from '../../outcome.ts';
import type { ByteListener, ByteTransport } from '../transport.ts';

const line = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;

/** A serial line at 9600 baud 8N1, as ccTalk wants it. */
export class SerialTransport implements ByteTransport {
  readonly #path: string;
  #port: SerialPort | null = null;

  /** @param path e.g. /dev/ttyUSB0 */
  constructor(path: string) {
    this.#path = path;
  }

  async open(listener: ByteListener): Promise<void> {
    const { SerialPort } = await import('serialport').catch((error) => {
      throw new Error(`the serial binding is not installed (${messageOf(error)})`);
    });
    const port = new SerialPort({ path: this.#path, ...line, autoOpen: false });
    await new Promise<void>((resolve, reject) => {
      port.open((error) => (error === null || error === undefined ? resolve() : reject(error)));
    });
    port.on('data', (bytes: Buffer) => listener.data(bytes));
    port.on('error', () => {});
    port.on('close', () => {
      if (this.#port !== port) return;
      this.#port = null;
      listener.closed(`${this.#path} was unplugged`);
    });
    this.#port = port;
  }

  write(bytes: Uint8Array): void {
    this.#port?.write(Buffer.from(bytes));
  }

  close(): void {
    const port = this.#port;
    this.#port = null;
    port?.close(() => {});
  }
}
