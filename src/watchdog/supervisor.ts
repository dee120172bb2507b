import type { Clock } from '../clock.ts';

/** All in milliseconds but `deaths`. */
export interface Limits {
  /** From the start to the first beat. */
  readonly start: number;
  /** Between two beats; then the program hangs. */
  readonly beat: number;
  /** More deaths than this … */
  readonly deaths: number;
  /** … within this time, and the supervisor gives up. */
  readonly within: number;
}

export const defaultLimits: Limits = { start: 120_000, beat: 15_000, deaths: 5, within: 600_000 };

/** Before the next start, by the number of deaths that still count; the last for all that follow. */
const pauses = [0, 1_000, 2_000, 5_000, 10_000] as const;

/** The terminal's program, as its supervisor sees it. */
export interface Program {
  /** At once and for certain (SIGKILL): it may hang. */
  kill(): void;
  /** Asks it to end in order (SIGTERM). */
  end(): void;
}

export interface SupervisorOptions {
  readonly clock: Clock;
  readonly limits: Limits;
  /** Starts the program. `beat` is called as long as it lives and works, `ended` once. */
  readonly start: (tell: { beat(): void; ended(how: string): void }) => Program;
  /** After each death, before the next start: what the dead program can no longer do. Never rejects. */
  readonly makeSafe: () => Promise<void>;
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
    this.#stopping = true;
    this.#options.clock.clearTimeout(this.#pause);
    if (this.#program === null) this.#settle('stopped');
    else this.#program.end();
  }

  #start(): void {
    const { limits, start } = this.#options;
    this.#program = start({
      beat: () => this.#expect(limits.beat),
      ended: (how) => void this.#ended(how),
    });
    this.#expect(limits.start);
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
    const { clock, limits, makeSafe, note } = this.#options;
    clock.clearTimeout(this.#watch);
    this.#program = null;
    await makeSafe();
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
}
