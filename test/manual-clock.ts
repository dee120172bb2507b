import type { Clock } from '../src/clock.ts';

/** A clock that stands still until it is moved; promises settle between two timers. */
export class TestClock implements Clock {
  #now: number;
  #timers: { at: number; run: () => void; handle: number }[] = [];
  #next = 1;

  constructor(now = Date.parse('2026-11-20T10:00:00+09:00')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  setTimeout(run: () => void, ms: number): number {
    const handle = this.#next++;
    this.#timers.push({ at: this.#now + ms, run, handle });
    return handle;
  }

  clearTimeout(handle: unknown): void {
    this.#timers = this.#timers.filter((timer) => timer.handle !== handle);
  }

  /** Moves on by `ms`, from deadline to deadline. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      await settle();
      const [first] = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at || a.handle - b.handle);
      if (first === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== first);
      this.#now = Math.max(this.#now, first.at);
      first.run();
    }
    this.#now = until;
    await settle();
  }
}

/** Lets everything that can go on without time go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
