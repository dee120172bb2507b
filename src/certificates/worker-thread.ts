import { parentPort, Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import { failed, messageOf, type Outcome } from '../outcome.ts';

export interface ThreadOptions {
  /** For the sentences that say how it ended, e.g. `render thread`. */
  readonly name: string;
  /** The file that runs in it; it calls {@link answerRequests}. */
  readonly file: URL;
  /** Its `workerData`. */
  readonly input: unknown;
  readonly clock: Clock;
  /** Milliseconds one answer may take. */
  readonly timeoutMs: number;
}

/** `ready` comes once; then one `answer` for each request. */
type Message<Ready, Answer> =
  | { readonly type: 'ready'; readonly ready: Ready }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer };

type Numbered<Request> = { readonly id: number; readonly request: Request };

/** `thread-lost`: it broke off or took too long, and is gone with all it had in hand. */
type Answered<Answer> = Outcome<Answer, 'thread-lost'>;

/** Megabytes for objects that live shortly: pages are made and gone, and the heap need not grow for them. */
export const YOUNG_MEGABYTES = 12;

/** Milliseconds a thread has until it is ready (300 on a small PC). */
const START_MS = 30_000;

/** Work in a thread of its own. When the thread is lost, what it had in hand is answered, and the next request starts another. */
export class WorkerThread<Ready, Request, Answer> {
  readonly #options: ThreadOptions;
  /** null when there is none or the last one was lost. */
  #thread: Promise<OneThread<Ready, Request, Answer>> | null = null;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** What the thread says of itself when it is ready. Rejects when it ends before. */
  async start(): Promise<Ready> {
    return (await this.#running()).ready;
  }

  async ask(request: Request): Promise<Answered<Answer>> {
    const { clock, timeoutMs } = this.#options;
    let thread: OneThread<Ready, Request, Answer>;
    try {
      thread = await this.#running();
    } catch (error) {
      return failed('thread-lost', messageOf(error));
    }
    const timer = clock.setTimeout(() => void thread.terminate(`no answer after ${timeoutMs} ms`), timeoutMs);
    const answer = await thread.ask(request);
    clock.clearTimeout(timer);
    return answer;
  }

  async close(): Promise<void> {
    const thread = await this.#thread?.catch(() => null);
    this.#thread = null;
    await thread?.terminate('closed');
  }

  #running(): Promise<OneThread<Ready, Request, Answer>> {
    if (this.#thread !== null) return this.#thread;
    const { clock } = this.#options;
    const thread = new OneThread<Ready, Request, Answer>(this.#options, () => {
      if (this.#thread === started) this.#thread = null;
    });
    const timer = clock.setTimeout(() => void thread.terminate('not ready in time'), START_MS);
    const started = thread.ready.then(() => thread).finally(() => clock.clearTimeout(timer));
    this.#thread = started;
    return started;
  }
}

/** One thread from start to end. Whatever ends it, every request it had in hand is answered. */
class OneThread<Ready, Request, Answer> {
  /** Rejects when the thread ends before it is ready. */
  readonly ready: Promise<Ready>;
  readonly #worker: Worker;
  readonly #onEnd: () => void;
  readonly #pending = new Map<number, (answer: Answered<Answer>) => void>();
  #lastId = 0;
  #end: string | null = null;

  /** `onEnd` is called at the moment from which nothing may be given to this thread. */
  constructor({ file, input, name }: ThreadOptions, onEnd: () => void) {
    this.#onEnd = onEnd;
    const worker = new Worker(file, {
      workerData: input,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    });
    this.#worker = worker;
    this.ready = new Promise((resolve, reject) => {
      const end = (error: unknown) => {
        this.#stop(messageOf(error));
        reject(new Error(this.#end ?? '', { cause: error }));
      };
      worker.on('message', (message: Message<Ready, Answer>) => {
        if (message.type === 'ready') resolve(message.ready);
        else this.#settle(message.id, { outcome: 'done', value: message.answer });
      });
      worker.on('error', end);
      worker.on('exit', (code) => end(new Error(`the ${name} ended with code ${code}`)));
    });
  }

  ask(request: Request): Promise<Answered<Answer>> {
    if (this.#end !== null) return Promise.resolve(failed('thread-lost', this.#end));
    const numbered: Numbered<Request> = { id: ++this.#lastId, request };
    return new Promise((resolve) => {
      this.#pending.set(numbered.id, resolve);
      this.#worker.postMessage(numbered);
    });
  }

  async terminate(reason: string): Promise<void> {
    this.#stop(reason);
    await this.#worker.terminate();
  }

  #stop(reason: string): void {
    this.#end ??= reason;
    this.#onEnd();
    for (const id of [...this.#pending.keys()]) this.#settle(id, failed('thread-lost', this.#end));
  }

  #settle(id: number, answer: Answered<Answer>): void {
    this.#pending.get(id)?.(answer);
    this.#pending.delete(id);
  }
}

/**
 * Inside the thread: says that it is ready, and answers what it is asked. A rejection ends the thread.
 *
 * @param handedOver what of an answer is moved instead of copied
 * @throws outside a worker thread
 */
export function answerRequests<Ready, Request, Answer>(
  ready: Ready,
  answer: (request: Request) => Promise<Answer>,
  handedOver: (answer: Answer) => readonly ArrayBuffer[] = () => [],
): void {
  const port = parentPort;
  if (port === null) throw new Error('this file runs as a worker thread only');
  const tell = (message: Message<Ready, Answer>, moved: readonly ArrayBuffer[] = []): void =>
    port.postMessage(message, moved);
  port.on('message', async ({ id, request }: Numbered<Request>) => {
    const answered = await answer(request);
    tell({ type: 'answer', id, answer: answered }, handedOver(answered));
  });
  tell({ type: 'ready', ready });
}
