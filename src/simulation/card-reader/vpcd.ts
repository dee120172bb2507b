import { connect, type Socket } from 'node:net';
import type { Clock } from '../../clock.ts';
import { type AtrChoice, atrOf } from '../card/atr.ts';
import { countingRandom, type Random } from '../card/random.ts';
import { type CardTraffic, trafficOf } from '../card/traffic.ts';
import type { VirtualCard } from '../card/virtual-card.ts';

/** One-byte control messages of the vpcd protocol (vsmartcard, virtualsmartcard/src/vpcd/vpcd.h). */
const control = { powerOff: 0, powerOn: 1, reset: 2, atr: 4 } as const;

export interface VpcdOptions {
  readonly atr?: AtrChoice;
  /** For the PUPI in the ATR. Without it every card gives the same, in the same order. */
  readonly random?: Random;
  /** What a slow card waits by; without one every answer comes at once. */
  readonly clock?: Clock;
  /** Hears of each command before it is answered. */
  readonly note?: (traffic: CardTraffic) => void;
}

/**
 * Puts a virtual card behind pcscd: connecting to vpcd is inserting it, closing the connection is pulling it out.
 * Frames are a two-byte big-endian length and that many bytes.
 */
export class VpcdCard {
  readonly #card: VirtualCard;
  readonly #activate: () => Uint8Array;
  readonly #clock: Clock | null;
  readonly #note: (traffic: CardTraffic) => void;
  #atr: Uint8Array;
  #socket: Socket | null = null;

  constructor(card: VirtualCard, { atr = 'contact-1', random = countingRandom(), clock, note }: VpcdOptions = {}) {
    this.#card = card;
    this.#activate = () => atrOf(atr, random);
    this.#atr = this.#activate();
    this.#clock = clock ?? null;
    this.#note = note ?? (() => {});
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
      this.#control(socket, message[0]);
      return;
    }
    const reply = this.#card.exchange(message);
    this.#note(trafficOf(message, reply.kind === 'answer' ? reply.bytes : null));
    if (reply.kind === 'gone') socket.destroy();
    if (reply.kind !== 'answer') return;
    const send = (): void => this.#reply(socket, reply.bytes);
    if (reply.afterMs > 0 && this.#clock !== null) this.#clock.setTimeout(send, reply.afterMs);
    else send();
  }

  #control(socket: Socket, code: number | undefined): void {
    if (code === control.powerOn) this.#atr = this.#activate();
    if (code === control.atr) this.#reply(socket, this.#atr);
    else this.#card.reset();
  }

  /** Length and content in one write: two writes cost 40 ms each through Nagle and delayed ACK. */
  #reply(socket: Socket, content: Uint8Array): void {
    const frame = Buffer.alloc(2 + content.length);
    frame.writeUInt16BE(content.length, 0);
    frame.set(content, 2);
    if (!socket.destroyed) socket.write(frame);
  }

  /** Resolves when pcscd or somebody else has ended the connection. */
  closed(): Promise<void> {
    return new Promise((resolve) => (this.#socket === null ? resolve() : this.#socket.once('close', () => resolve())));
  }

  remove(): void {
    this.#socket?.destroy();
  }
}
