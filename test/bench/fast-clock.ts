import type { Clock } from '../../src/clock.ts';

/** The machine's clock, running `factor` times as fast: waiting becomes short, work stays as long as it is. */
export function fastClock(factor: number): Clock {
  const start = Date.now();
  return {
    now: () => start + Math.round((Date.now() - start) * factor),
    setTimeout: (run, ms) => setTimeout(run, ms / factor),
    clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
  };
}
