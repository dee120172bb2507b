import type { Clock } from '../../src/clock.ts';

/** A clock that stands still until a test runs it. */
export class VirtualClock implements Clock {
  #now = Date.UTC(2026, 6, 1);
  #timers: { at: number; run: () => void }[] = [];
  #held = 0;

  now(): number {
    return this.#now;
  }

  setTimeout(run: () => void, ms: number): unknown {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return timer;
  }

  clearTimeout(handle: unknown): void {
    this.#timers = this.#timers.filter((timer) => timer !== handle);
  }

  get waiting(): number {
    return this.#timers.length;
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

  /** Lets everything that needs no time run out. */
  async #settle(): Promise<void> {
    do await settle();
    while (this.#held > 0);
  }

  /** Goes from timer to timer, letting everything else settle in between, until `promise` is settled. */
  async until<T>(promise: Promise<T>, limitMs = 3_600_000): Promise<T> {
    let settled = false;
    const watched = promise.finally(() => {
      settled = true;
    });
    watched.catch(() => undefined);
    const end = this.#now + limitMs;
    for (;;) {
      await this.#settle();
      if (settled) return watched;
      if (!this.#next(end)) throw new Error('nothing more would ever happen');
    }
  }

  /** Lets `ms` milliseconds pass. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.#settle();
    while (this.#next(end)) await this.#settle();
    this.#now = end;
  }

  #next(end: number): boolean {
    const next = this.#timers.reduce<{ at: number; run: () => void } | null>(
      (first, timer) => (first === null || timer.at < first.at ? timer : first),
      null,
    );
    if (next === null || next.at > end) return false;
    this.clearTimeout(next);
    this.#now = next.at;
    next.run();
    return true;
  }
}

/** Lets promises and immediates run out. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}
