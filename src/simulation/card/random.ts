import { createHash } from 'node:crypto';

/** Random bytes, as many as asked for. */
export type Random = (length: number) => Uint8Array;

/** Numbers that look random and are the same from run to run. */
export function countingRandom(): Random {
  let drawn = 0;
  return (length) => {
    drawn += 1;
    return createHash('shake256', { outputLength: length }).update(`${drawn}`).digest();
  };
}
