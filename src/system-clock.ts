import type { Clock } from './clock.ts';

/** The machine's own clock. Only the composition root and the CLI hand it out. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};
