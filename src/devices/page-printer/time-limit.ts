import type { Clock } from '../../clock.ts';

/** A stretch of time that ends by itself; unlike a comparison of wall times it survives a clock that is set. */
export class TimeLimit {
  passed = false;
  readonly #clock: Clock;
  readonly #timer: unknown;

  constructor(clock: Clock, ms: number) {
    this.#clock = clock;
    this.#timer = clock.setTimeout(() => {
      this.passed = true;
    }, ms);
  }

  clear(): void {
    this.#clock.clearTimeout(this.#timer);
  }
}
