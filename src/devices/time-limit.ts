import type { Clock } from '../clock.ts';

/** A stretch of time that ends by itself; unlike a comparison of wall times it survives a clock that is set. */
export class TimeLimit {
  passed = false;
  readonly #clock: Clock;
  readonly #timer: unknown;

  /** @param ended called once when the time is over */
  constructor(clock: Clock, ms: number, ended: () => void = () => {}) {
    this.#clock = clock;
    this.#timer = clock.setTimeout(() => {
      this.passed = true;
      ended();
    }, ms);
  }

  clear(): void {
    this.#clock.clearTimeout(this.#timer);
  }
}
