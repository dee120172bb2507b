/** xorshift32 (Marsaglia 2003): the same numbers in every run. */
export type Dice = ReturnType<typeof dice>;

export function dice(seed: number) {
  let state = seed;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (limit: number): number => next() % limit;
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  /** @param percent how often of a hundred */
  const chance = (percent: number): boolean => below(10_000) < percent * 100;
  return { below, chance, pick, bytes: (length: number) => Uint8Array.from({ length }, () => below(256)) };
}
