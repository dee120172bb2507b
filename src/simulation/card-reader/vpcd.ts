import { connect, type Socket } from 'node:net';
import type { VirtualCard } from '../card/virtual-card.ts';

/** One-byte control messages of the vpcd protocol (vsmartcard, virtualsmartcard/src/vpcd/vpcd.h). */
const control = { powerOff: 0, powerOn: 1, reset: 2, atr: 4 } as const;

/** A contact ATR of a real My Number card (OpenSC src/libopensc/card-jpki.c). */
export const contactAtr = Buffer.from('3be000ff8131fe4514', 'hex');

/**
 * Puts a virtual card behind pcscd: connecting to vpcd is inserting it, closing the connection is pulling it out.
 * Frames are a two-byte big-endian length and that many bytes.
 */
export class VpcdCard {
  readonly #card: VirtualCard;
  readonly #atr: Uint8Array;
  #socket: Socket | null = null;

  constructor(card: VirtualCard, atr: Uint8Array = contactAtr) {
    this.#card = card;
    this.#atr = atr;
  }

  /** @throws a sentence when nothing listens there */
  insert(host: string, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, noDelay: true });
      let pending = Buffer.alloc(0);
      socket.once('connect', () => {
        this.#socket = socket;
        resolve();
      });
      socket.once('error', (error) => reject(new Error(`no vpcd at ${host}:${port} (${error.message})`)));
      socket.on('data', (chunk) => {
        pending = Buffer.concat([pending, chunk]);
        while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
          const end = 2 + pending.readUInt16BE(0);
          this.#message(socket, pending.subarray(2, end));
          pending = pending.subarray(end);
        }
      });
      socket.once('close', () => {
        this.#card.reset();
        this.#socket = null;
      });
    });
  }

  #message(socket: Socket, message: Buffer): void {
    if (message.length === 1) {
      if (message[0] === control.atr) this.#reply(socket, this.#atr);
      else this.#card.reset();
      return;
    }
    const answer = this.#card.transmit(message);
    if (answer === null) socket.destroy();
    else this.#reply(socket, answer);
  }

  /** Length and content in one write: two writes cost 40 ms each through Nagle and delayed ACK. */
  #reply(socket: Socket, content: Uint8Array): void {
    const frame = Buffer.alloc(2 + content.length);
    frame.writeUInt16BE(content.length, 0);
    frame.set(content, 2);
    socket.write(frame);
  }

  /** Resolves when pcscd or somebody else has ended the connection. */
  closed(): Promise<void> {
    return new Promise((resolve) => (this.#socket === null ? resolve() : this.#socket.once('close', () => resolve())));
  }

  remove(): void {
    this.#socket?.destroy();
  }
}
