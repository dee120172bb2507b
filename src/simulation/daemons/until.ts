import { type Clock, sleep } from '../../clock.ts';

/** Longest wait for a daemon, and between two looks at it, in milliseconds. */
const longestMs = 20_000;
const lookMs = 5;

/** Resolves as soon as it is so. @throws after 20 s, with what was waited for */
export async function until(clock: Clock, so: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = clock.now() + longestMs; !(await so()); await sleep(clock, lookMs))
    if (clock.now() > end) throw new Error(`it did not come to that: ${what}`);
}
