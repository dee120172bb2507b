import type { Clock } from '../../clock.ts';
import type { EscPosToken } from './escpos-decoder.ts';
import { EscPosDecoder } from './escpos-decoder.ts';
import type { Slip } from './slip.ts';
import { SlipBuilder } from './slip-builder.ts';

/** What is wrong with the printer. All but `paper-near-end` keep it from printing. */
export type ReceiptCondition = 'cover-open' | 'paper-end' | 'paper-near-end' | 'cutter-error' | 'offline';

export interface ReceiptModelOptions {
  readonly clock: Clock;
  /** Milliseconds for one line of text; 20 (150 mm/s) unless given. */
  readonly lineMs?: number;
}

/** One connection to the printer: bytes in; answers come through the function given to `connect`. */
export interface ReceiptConnection {
  receive(bytes: Uint8Array): void;
  close(): void;
}

type Send = (bytes: Uint8Array) => void;

/** Work in the receive buffer: a token, and whom to answer. */
interface Queued {
  readonly token: EscPosToken;
  readonly send: Send;
}

const MODEL_NAME = 'MODEL-80';
const LF = 0x0a;
const CUT_COMMANDS = ['GS V', 'ESC i', 'ESC m'];

/**
 * An 80 mm ESC/POS printer at byte level. Real-time commands act when they arrive; everything else waits in the receive
 * buffer until it can be printed, so that a slip goes on after the paper has been changed, as it does on a real one.
 */
export class ReceiptPrinterModel {
  readonly #clock: Clock;
  readonly #lineMs: number;
  readonly #conditions = new Set<ReceiptCondition>();
  readonly #connections = new Map<Send, { statusBack: boolean }>();
  readonly #builder = new SlipBuilder();
  #queue: Queued[] = [];
  #timer: unknown = null;
  #slips: Slip[] = [];
  #linesLeft = Number.POSITIVE_INFINITY;
  #cutterFails = false;
  #losesAnswer = false;
  #mute = false;

  constructor({ clock, lineMs }: ReceiptModelOptions) {
    this.#clock = clock;
    this.#lineMs = lineMs ?? 20;
  }

  connect(send: Send): ReceiptConnection {
    const decoder = new EscPosDecoder();
    this.#connections.set(send, { statusBack: false });
    return {
      receive: (bytes) => {
        if (this.#mute) return;
        for (const token of decoder.feed(bytes)) this.#take(token, send);
      },
      close: () => this.#connections.delete(send),
    };
  }

  get conditions(): ReadonlySet<ReceiptCondition> {
    return this.#conditions;
  }

  raise(condition: ReceiptCondition): void {
    this.#conditions.add(condition);
    this.#statusBack();
  }

  clear(condition: ReceiptCondition): void {
    this.#conditions.delete(condition);
    this.#statusBack();
    this.#work();
  }

  /** The paper ends after `lines` more lines. */
  paperEndsAfter(lines: number): void {
    this.#linesLeft = lines;
  }

  /** The next cut jams the cutter. */
  failNextCut(): void {
    this.#cutterFails = true;
  }

  /** What it says when the next slip is on paper is lost on its way. */
  loseNextAnswer(): void {
    this.#losesAnswer = true;
  }

  /** Neither reads nor answers, as a printer that has crashed; `false` brings it back with an empty buffer. */
  mute(on: boolean): void {
    this.#mute = on;
    if (!on) return;
    this.#drop();
  }

  /** Slips that were cut, oldest first; they stay where they are. */
  get slips(): readonly Slip[] {
    return this.#slips;
  }

  takeSlips(): Slip[] {
    const taken = this.#slips;
    this.#slips = [];
    return taken;
  }

  #take(token: EscPosToken, send: Send): void {
    if (token.kind === 'real-time') this.#realTime(token.name, token.data, send);
    else {
      this.#queue.push({ token, send });
      this.#work();
    }
  }

  #realTime(name: string, data: Uint8Array, send: Send): void {
    const [fn] = data;
    if (name === 'DLE EOT' && fn !== undefined) send(Uint8Array.of(this.#status(fn)));
    if (name === 'DLE DC4' && fn === 8) {
      this.#drop();
      send(Uint8Array.of(0x37, 0x25, 0x00));
    }
    // DLE ENQ 2: recover from an error, receive and print buffers cleared.
    if (name === 'DLE ENQ' && fn === 2) {
      this.#conditions.delete('cutter-error');
      this.#drop();
    }
  }

  /** Works through the buffer until it is empty, the printer cannot go on, or a line takes its time. */
  #work(): void {
    while (this.#timer === null && !this.#blocked) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#process(next);
    }
  }

  #process({ token, send }: Queued): void {
    if (token.kind === 'command' && this.#answers(token.name, token.data, send)) return;
    if (token.kind === 'command' && CUT_COMMANDS.includes(token.name) && this.#cutterFails) {
      this.#cutterFails = false;
      this.raise('cutter-error');
      return;
    }
    const slip = this.#builder.apply(token);
    if (slip !== null) this.#slips.push(slip);
    if (token.kind === 'control' && token.code === LF) this.#line();
  }

  #line(): void {
    this.#linesLeft--;
    if (this.#linesLeft <= 0) {
      this.#linesLeft = Number.POSITIVE_INFINITY;
      this.raise('paper-end');
    }
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = null;
      this.#work();
    }, this.#lineMs);
  }

  /** Commands that ask something, in their turn. False: not one of them. */
  #answers(name: string, data: Uint8Array, send: Send): boolean {
    switch (name) {
      case 'GS a': {
        const connection = this.#connections.get(send);
        if (connection !== undefined) connection.statusBack = data[0] !== 0;
        if (data[0] !== 0) send(this.#automaticStatus());
        return true;
      }
      case 'GS r':
        send(Uint8Array.of((data[0] ?? 0) % 48 === 1 ? (this.#automaticStatus()[2] ?? 0) : 0));
        return true;
      case 'GS I':
        send(Buffer.from(`_${MODEL_NAME}\0`, 'latin1'));
        return true;
      case 'GS (H':
        // Length (2), fn, m, process id (4): echoed when everything before it is on paper.
        if (!this.#losesAnswer) send(Buffer.concat([Uint8Array.of(0x37, 0x22), data.subarray(4, 8), Uint8Array.of(0)]));
        this.#losesAnswer = false;
        return true;
      default:
        return false;
    }
  }

  get #blocked(): boolean {
    return [...this.#conditions].some((condition) => condition !== 'paper-near-end');
  }

  /** Throws the buffer away, and the paper that hangs out of the printer is torn off. */
  #drop(): void {
    this.#queue = [];
    this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
    const torn = this.#builder.tearOff();
    if (torn !== null) this.#slips.push(torn);
  }

  #statusBack(): void {
    for (const [send, { statusBack }] of this.#connections) if (statusBack) send(this.#automaticStatus());
  }

  /** Answers to DLE EOT 1 to 4; bits 1 and 4 are always set. */
  #status(n: number): number {
    const has = (condition: ReceiptCondition, bits: number) => (this.#conditions.has(condition) ? bits : 0);
    const answers: Readonly<Record<number, number>> = {
      1: this.#blocked ? 0x08 : 0,
      2: has('cover-open', 0x04) | has('paper-end', 0x20) | has('cutter-error', 0x40),
      3: has('cutter-error', 0x08),
      4: has('paper-near-end', 0x0c) | has('paper-end', 0x60),
    };
    return 0x12 | (answers[n] ?? 0);
  }

  /** The four octets of automatic status back (GS a). */
  #automaticStatus(): Uint8Array {
    const has = (condition: ReceiptCondition, bits: number) => (this.#conditions.has(condition) ? bits : 0);
    return Uint8Array.of(
      0x10 | (this.#blocked ? 0x08 : 0) | has('cover-open', 0x20),
      has('cutter-error', 0x08),
      has('paper-near-end', 0x03) | has('paper-end', 0x0c),
      0,
    );
  }
}
