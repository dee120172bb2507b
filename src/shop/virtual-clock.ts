import type { Clock } from '../clock.ts';

interface Timer {
  readonly at: number;
  /** Timers of one moment run in the order they were set. */
  readonly order: number;
  run: (() => void) | null;
}

/** Resolves when everything in memory has had its turn. @param held whether work goes on that needs the machine's own turns too */
export type Settle = (held: boolean) => Promise<void>;

const before = (one: Timer, other: Timer): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

/** Time that goes from one deadline to the next, as fast as the machine can; nothing happens in between. */
export class VirtualClock implements Clock {
  #passed: number;
  #order = 0;
  /** Binary heap, the next timer first; a cleared one stays until it is due. */
  readonly #heap: Timer[] = [];
  #held = 0;
  /** The wall clock is wrong by so many milliseconds; timers do not care. */
  offset = 0;
  readonly #settle: Settle;

  /**
   * @param start milliseconds since 1970
   */
  constructor(start: number, settle: Settle) {
    this.#passed = start;
    this.#settle = settle;
  }

  now(): number {
    return this.#passed + this.offset;
  }

  setTimeout(run: () => void, ms: number): unknown {
    this.#order += 1;
    const timer: Timer = { at: this.#passed + Math.max(0, ms), order: this.#order, run };
    this.#push(timer);
    return timer;
  }

  clearTimeout(handle: unknown): void {
    if (handle !== null && typeof handle === 'object') (handle as Timer).run = null;
  }

  /** Timers that are set and not cleared. */
  get waiting(): number {
    return this.#heap.filter(({ run }) => run !== null).length;
  }

  /** Work that takes no virtual time, however long it really takes: time stands until it is done. */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.#held += 1;
    try {
      return await work;
    } finally {
      this.#held -= 1;
    }
  }

  /**
   * Goes on until `promise` is settled.
   * @throws when nothing more would ever happen, or after `limitMs` virtual milliseconds
   */
  async until<T>(promise: Promise<T>, limitMs = 3_600_000): Promise<T> {
    let settled = false;
    const watched = promise.finally(() => {
      settled = true;
    });
    watched.catch(() => undefined);
    const end = this.#passed + limitMs;
    for (;;) {
      await this.#rest();
      if (settled) return watched;
      if (!this.#next(end)) throw new Error(`nothing more would happen within ${limitMs} ms`);
    }
  }

  /** Lets `ms` milliseconds pass. */
  async pass(ms: number): Promise<void> {
    const end = this.#passed + ms;
    await this.#rest();
    while (this.#next(end)) await this.#rest();
    this.#passed = end;
  }

  /** Goes on to the next thing that happens within `limitMs` milliseconds; false when there is none. */
  async next(limitMs: number): Promise<boolean> {
    await this.#rest();
    const ran = this.#next(this.#passed + limitMs);
    await this.#rest();
    return ran;
  }

  async #rest(): Promise<void> {
    do await this.#settle(this.#held > 0);
    while (this.#held > 0);
  }

  /** Runs the next timer, if it is due by `end`. */
  #next(end: number): boolean {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || first.at > end) return false;
      this.#pop();
      if (first.run === null) continue;
      this.#passed = first.at;
      first.run();
      return true;
    }
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let index = heap.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(timer, heap[parent] as Timer)) break;
      heap[index] = heap[parent] as Timer;
      index = parent;
    }
    heap[index] = timer;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Timer;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Timer, heap[child] as Timer)) child += 1;
      if (!before(heap[child] as Timer, last)) break;
      heap[index] = heap[child] as Timer;
      index = child;
    }
    heap[index] = last;
  }
}
