import type { Clock } from '../clock.ts';
import { messageOf } from '../outcome.ts';

/** All in milliseconds but `deaths`. */
export interface Limits {
  /** From the start to the first beat. */
  readonly start: number;
  /** Between two beats; then the program hangs. */
  readonly beat: number;
  /** For what makes the devices of a dead one safe. */
  readonly safe: number;
  /** More deaths than this … */
  readonly deaths: number;
  /** … within this time, and the supervisor gives up. */
  readonly within: number;
}

export const defaultLimits: Limits = { start: 120_000, beat: 15_000, safe: 10_000, deaths: 5, within: 600_000 };

/** Before the next start, by the number of deaths that still count; the last for all that follow. */
const pauses = [0, 1_000, 2_000, 5_000, 10_000] as const;

/** The terminal's program, as its supervisor sees it. */
export interface Program {
  /** At once and for certain (SIGKILL): it may hang. */
  kill(): void;
  /** Asks it to end in order (SIGTERM). */
  end(): void;
}

/** `beat` is called as long as the program lives and works, `ended` when it does no more, or could not be started. */
export interface Tell {
  beat(): void;
  ended(how: string): void;
}

export interface SupervisorOptions {
  readonly clock: Clock;
  readonly limits: Limits;
  /** Starts the program. */
  readonly start: (tell: Tell) => Program;
  /**
   * After each death, before the next start: what the dead program can no longer do. When its time is over the signal aborts and it
   * is waited for no longer.
   */
  readonly makeSafe: (signal: AbortSignal) => Promise<void>;
  readonly note: (sentence: string) => void;
}

/**
 * Keeps the terminal's program alive: one that dies is started again, one that hangs is killed first. One that dies again and
 * again is left dead, because a machine that comes and goes is worse than one that is out of service.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  #program: Program | null = null;
  #watch: unknown = null;
  #pause: unknown = null;
  #stopping = false;
  /** When each death that still counts will be forgotten is a timer's matter: clocks may be set. */
  #deaths = 0;
  #settle: (end: 'stopped' | 'gave-up') => void = () => {};

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Resolves when it was stopped, or has given up. */
  run(): Promise<'stopped' | 'gave-up'> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#start();
    });
  }

  /** Ends the program in order, and then the supervisor. */
  stop(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#options.clock.clearTimeout(this.#pause);
    if (this.#program === null) this.#settle('stopped');
    else this.#program.end();
  }

  #start(): void {
    const { limits, start } = this.#options;
    let over = false;
    const ended = (how: string): void => {
      if (over) return;
      over = true;
      void this.#ended(how);
    };
    try {
      this.#program = start({ beat: () => !over && this.#expect(limits.beat), ended });
      if (!over) this.#expect(limits.start);
    } catch (error) {
      ended(messageOf(error));
    }
  }

  /** The next beat must come within `ms`. */
  #expect(ms: number): void {
    const { clock, note } = this.#options;
    const program = this.#program;
    clock.clearTimeout(this.#watch);
    if (program === null) return;
    this.#watch = clock.setTimeout(() => {
      note(`The terminal has not said for ${ms / 1_000} s that it lives; it is killed.`);
      program.kill();
    }, ms);
  }

  async #ended(how: string): Promise<void> {
    const { clock, limits, note } = this.#options;
    clock.clearTimeout(this.#watch);
    await this.#makeSafe();
    this.#program = null;
    if (this.#stopping) {
      this.#settle('stopped');
      return;
    }
    this.#deaths += 1;
    clock.setTimeout(() => {
      this.#deaths -= 1;
    }, limits.within);
    if (this.#deaths > limits.deaths) {
      note(`The terminal ended ${this.#deaths} times within ${limits.within / 60_000} min (${how}); it is left alone.`);
      this.#settle('gave-up');
      return;
    }
    const pause = pauses[Math.min(this.#deaths, pauses.length) - 1] ?? 0;
    note(`The terminal ended (${how}); it is started again in ${pause / 1_000} s.`);
    this.#pause = clock.setTimeout(() => this.#start(), pause);
  }

  /** Comes to an end within its time, whatever comes of it: a terminal that is not started again serves nobody. */
  async #makeSafe(): Promise<void> {
    const { clock, limits, makeSafe, note } = this.#options;
    const late = new AbortController();
    const failed = await new Promise<string | null>((resolve) => {
      const limit = clock.setTimeout(() => {
        late.abort();
        resolve(`not done in ${limits.safe / 1_000} s`);
      }, limits.safe);
      Promise.resolve(late.signal)
        .then(makeSafe)
        .then(
          () => resolve(null),
          (error) => resolve(messageOf(error)),
        )
        .finally(() => clock.clearTimeout(limit));
    });
    if (failed !== null) note(`The devices of the terminal that ended may not be safe (${failed}).`);
  }
}
