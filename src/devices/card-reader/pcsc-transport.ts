import { spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../clock.ts';
import { encodeFrame, type Frame, type FrameKind, FrameReader } from './pcsc-frames.ts';
import type { CardLinkFault } from './port.ts';
import { type CardConnection, CardLinkError, type CardTransport, type CardTransportListener } from './transport.ts';

/** A running pcsc-process.ts. */
export interface PcscProcess {
  readonly channel: Duplex;
  /** Resolves with why it ended, e.g. `SIGKILL`. */
  readonly ended: Promise<string>;
  kill(): void;
}

/** A process that has said nothing for this long hangs, or pcscd does: it speaks every second. */
const silenceMs = 5_000;
/** Before the first, second, … replacement of the process. */
const pauses = [100, 500, 2_000, 10_000] as const;
/** Signs of life after which a process counts as sound and the pauses begin anew. */
const soundAfter = 30;

/** Environment for the process: without options that would open it to a debugger. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  return rest;
}

/**
 * Starts pcsc-process.ts. It gets no core dump and no debugger, because PINs pass through it; its output goes nowhere; and
 * the kernel kills it when this process ends, however that comes about.
 *
 * @param readerName part of the reader's name, or null for any
 * @param env e.g. with PCSCLITE_CSOCK_NAME
 */
export function launchPcscProcess(readerName: string | null, env = environment()): PcscProcess {
  const file = fileURLToPath(new URL('./pcsc-process.ts', import.meta.url));
  const node = [process.execPath, '--disable-sigusr1', file, readerName ?? ''];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'prlimit', '--core=0', ...node], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    env,
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  return { channel: child.stdio[3] as Duplex, ended, kill: () => child.kill('SIGKILL') };
}

interface Pending {
  readonly resolve: (answer: Uint8Array) => void;
  readonly reject: (error: CardLinkError) => void;
}

/**
 * PC/SC through a process of its own, which is replaced when it dies or falls silent. A command that was on its way then
 * is not repeated: whether it reached the card is not known, and the card gets another insertion number.
 */
export class PcscTransport implements CardTransport {
  readonly #clock: Clock;
  readonly #launch: () => PcscProcess;
  readonly #pending = new Map<number, Pending>();
  #listener: CardTransportListener | null = null;
  #process: PcscProcess | null = null;
  #insertion: number | null = null;
  #requests = 0;
  #launches = 0;
  #signsOfLife = 0;
  /** The alarm for a silent process, or the wait before the next one. */
  #timer: unknown;

  /** @param readerName part of the reader's name, or null for the first reader with a card */
  constructor(readerName: string | null, clock: Clock, launch = () => launchPcscProcess(readerName)) {
    this.#clock = clock;
    this.#launch = launch;
  }

  open(listener: CardTransportListener): void {
    this.#listener = listener;
    this.#start();
  }

  #start(): void {
    const started = this.#launch();
    this.#process = started;
    this.#signsOfLife = 0;
    const frames = new FrameReader((frame) => this.#process === started && this.#receive(frame));
    started.channel.on('data', (bytes: Buffer) => frames.push(bytes));
    // What is wrong with the channel shows in the end of the process, or in its silence.
    started.channel.on('error', () => {});
    started.ended.then((why) => this.#lost(started, `the process for the card reader ended (${why})`));
    this.#watch(started);
  }

  #watch(watched: PcscProcess): void {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = this.#clock.setTimeout(
      () => this.#lost(watched, `pcscd does not answer (nothing for ${silenceMs} ms)`),
      silenceMs,
    );
  }

  #receive({ kind, number, content }: Frame): void {
    if (this.#process !== null) this.#watch(this.#process);
    this.#heard[kind]?.(number, content);
  }

  readonly #heard: Partial<Record<FrameKind, (number: number, content: Buffer) => void>> = {
    answer: (request, content) => this.#take(request)?.resolve(Uint8Array.from(content)),
    fault: (request, content) => {
      const [fault, sentence] = content.toString().split(/ (.*)/s) as [CardLinkFault, string];
      this.#take(request)?.reject(new CardLinkError(fault, sentence));
    },
    inserted: (insertion) => {
      this.#insertion = insertion;
      this.#listener?.inserted();
    },
    removed: () => {
      this.#insertion = null;
      this.#listener?.removed();
    },
    working: (_, content) => this.#listener?.health('working', content.toString()),
    failed: (_, content) => this.#listener?.health('failed', content.toString()),
    missing: (_, content) => {
      this.#end('the PC/SC binding is missing')?.kill();
      this.#listener?.health('failed', content.toString());
    },
    alive: () => {
      this.#signsOfLife += 1;
      if (this.#signsOfLife === soundAfter) this.#launches = 0;
    },
  };

  #take(request: number): Pending | undefined {
    const pending = this.#pending.get(request);
    this.#pending.delete(request);
    return pending;
  }

  /** Forgets the process. What was asked of it is answered: nobody knows. */
  #end(why: string): PcscProcess | null {
    const ended = this.#process;
    this.#process = null;
    this.#insertion = null;
    this.#clock.clearTimeout(this.#timer);
    for (const { reject } of this.#pending.values()) reject(new CardLinkError('reader', why));
    this.#pending.clear();
    return ended;
  }

  #lost(lost: PcscProcess, why: string): void {
    if (this.#process !== lost) return;
    this.#end(why);
    lost.kill();
    const pause = pauses[Math.min(this.#launches, pauses.length - 1)] as number;
    this.#launches += 1;
    this.#timer = this.#clock.setTimeout(() => this.#start(), pause);
    this.#listener?.health('failed', why);
  }

  #ask(kind: FrameKind, content: Uint8Array): Promise<Uint8Array> {
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    if (this.#process === null) reject(new CardLinkError('reader', 'the process for the card reader is being started'));
    else {
      this.#requests += 1;
      this.#pending.set(this.#requests, { resolve, reject });
      this.#send(this.#process, kind, this.#requests, content);
    }
    return promise;
  }

  /** A PIN may be in it: the frame is overwritten when it has been written, or cannot be. */
  #send({ channel }: PcscProcess, kind: FrameKind, number: number, content?: Uint8Array): void {
    const frame = encodeFrame(kind, number, content);
    channel.write(frame, () => frame.fill(0));
  }

  async connect(): Promise<CardConnection> {
    const asked = this.#process;
    if (this.#insertion === null) throw new CardLinkError('removed', 'no card in the reader');
    const insertion = Buffer.alloc(4);
    insertion.writeUInt32BE(this.#insertion);
    await this.#ask('connect', insertion);
    return {
      transmit: async (command) => {
        if (this.#process !== asked) throw new CardLinkError('reader', 'the process for the card reader was replaced');
        return this.#ask('transmit', command);
      },
      release: () => {
        if (asked !== null && this.#process === asked) this.#send(asked, 'release', 0);
      },
    };
  }

  async close(): Promise<void> {
    this.#listener = null;
    const ended = this.#end('the card reader is switched off');
    ended?.kill();
    await ended?.ended;
  }
}
