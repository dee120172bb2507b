import { InvalidArgumentError } from 'commander';
import type { Settle } from '../shop/virtual-clock.ts';

/** After so many turns in memory the machine has its own: signals and output are not kept waiting. */
const turnsInARow = 512;
let turns = 0;

/** The next tick comes when every promise has had its turn, without a turn of the event loop. */
export const settle: Settle = (held) => {
  turns += 1;
  return new Promise((resolve) =>
    held || turns % turnsInARow === 0 ? setImmediate(resolve) : process.nextTick(resolve),
  );
};

/** An argument that is a whole number. */
export const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`Allowed are whole numbers from ${least} to ${most}.`);
    return value;
  };
