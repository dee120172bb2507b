import type { Service } from './events.ts';
import type { Timeouts } from './timeouts.ts';

/** What can be tried without a card, money and paper. */
export const practisable: readonly Service[] = ['certificates'];

/** Who only tries is waited for half as long, so that nobody who came for a paper waits; the announcement stays as long as it is. */
export const practiceTimes = (timeouts: Timeouts): Timeouts => ({
  ...timeouts,
  humanIdle: timeouts.humanIdle / 2,
  counter: timeouts.humanIdle / 2,
  forgotten: timeouts.forgotten / 2,
});
