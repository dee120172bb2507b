import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import type { Outcome } from '../outcome.ts';
import { failed, messageOf } from '../outcome.ts';
import type { SignedDocument } from './document.ts';
import type { FontFile } from './font/certificate-font.ts';
import type { Renderer, RenderFault } from './renderer.ts';
import type { RenderRequest, RenderWish, WorkerInput, WorkerMessage } from './renderer-worker.ts';
import type { TestPage } from './test-page.ts';

export interface RendererOptions {
  readonly clock: Clock;
  /** Fonts to choose from, best first; the installed ones unless given. */
  readonly fonts?: readonly FontFile[];
  /** Milliseconds one document may take (a normal one takes about 10). */
  readonly timeoutMs?: number;
}

/** Milliseconds a thread has to open its font and draw the specimens (300 on a small PC). */
const START_MS = 30_000;

type RenderOutcome = Outcome<Uint8Array, RenderFault>;

/**
 * Starts the renderer in a thread of its own, with its font open and the specimens drawn. Rejects when no font is
 * installed or the font cannot set the fixed wording: a configuration error.
 */
export async function createRenderer(options: RendererOptions): Promise<Renderer> {
  const renderer = new ThreadRenderer(options);
  await renderer.start();
  return renderer;
}

class ThreadRenderer implements Renderer {
  readonly #clock: Clock;
  readonly #input: WorkerInput;
  readonly #timeoutMs: number;
  #font = { name: '', variants: false };
  /** null when there is none or the last one was lost: the next document starts another. */
  #thread: Promise<RenderThread> | null = null;

  constructor({ clock, fonts, timeoutMs }: RendererOptions) {
    this.#clock = clock;
    this.#input = { fonts: fonts ?? null };
    this.#timeoutMs = timeoutMs ?? 10_000;
  }

  get font() {
    return this.#font;
  }

  async start(): Promise<RenderThread> {
    if (this.#thread === null) {
      const thread = new RenderThread(this.#input, () => {
        if (this.#thread === started) this.#thread = null;
      });
      const timer = this.#clock.setTimeout(() => void thread.terminate('not ready in time'), START_MS);
      const started = thread.ready
        .then((font) => {
          this.#font = font;
          return thread;
        })
        .finally(() => this.#clock.clearTimeout(timer));
      this.#thread = started;
    }
    return this.#thread;
  }

  render(document: SignedDocument): Promise<RenderOutcome> {
    return this.#draw({ document });
  }

  testPage(testPage: TestPage): Promise<RenderOutcome> {
    return this.#draw({ testPage });
  }

  async #draw(wish: RenderWish): Promise<RenderOutcome> {
    let thread: RenderThread;
    try {
      thread = await this.start();
    } catch (error) {
      return failed('renderer-failed', messageOf(error));
    }
    const timer = this.#clock.setTimeout(
      () => void thread.terminate(`no page after ${this.#timeoutMs} ms`),
      this.#timeoutMs,
    );
    const outcome = await thread.render(wish);
    this.#clock.clearTimeout(timer);
    return outcome;
  }

  async close(): Promise<void> {
    const thread = await this.#thread?.catch(() => null);
    this.#thread = null;
    await thread?.terminate('closed');
  }
}

/** One worker thread from start to end. Whatever ends it, every document it had in hand is answered. */
class RenderThread {
  /** Rejects when the thread ends before its specimens are drawn. */
  readonly ready: Promise<Renderer['font']>;
  readonly #worker: Worker;
  readonly #onEnd: () => void;
  readonly #pending = new Map<number, (outcome: RenderOutcome) => void>();
  #lastId = 0;
  #end: string | null = null;

  /** `onEnd` is called at the moment from which no document may be given to this thread. */
  constructor(input: WorkerInput, onEnd: () => void) {
    this.#onEnd = onEnd;
    const worker = new Worker(new URL('./renderer-worker.ts', import.meta.url), { workerData: input });
    this.#worker = worker;
    this.ready = new Promise((resolve, reject) => {
      const end = (error: unknown) => {
        this.#stop(messageOf(error));
        reject(error);
      };
      worker.on('message', (message: WorkerMessage) => {
        if (message.type === 'ready') resolve(message.font);
        else this.#settle(message.id, message.outcome);
      });
      worker.on('error', end);
      worker.on('exit', (code) => end(new Error(`the render thread ended with code ${code}`)));
    });
  }

  render(wish: RenderWish): Promise<RenderOutcome> {
    if (this.#end !== null) return Promise.resolve(failed('renderer-failed', this.#end));
    const request: RenderRequest = { id: ++this.#lastId, ...wish };
    return new Promise((resolve) => {
      this.#pending.set(request.id, resolve);
      this.#worker.postMessage(request);
    });
  }

  async terminate(reason: string): Promise<void> {
    this.#stop(reason);
    await this.#worker.terminate();
  }

  #stop(reason: string): void {
    this.#end ??= reason;
    this.#onEnd();
    for (const id of [...this.#pending.keys()]) this.#settle(id, failed('renderer-failed', this.#end));
  }

  #settle(id: number, outcome: RenderOutcome): void {
    this.#pending.get(id)?.(outcome);
    this.#pending.delete(id);
  }
}
