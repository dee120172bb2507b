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

/** A seed of its own for each number under a seed: neighbours have nothing in common (the finalizer of MurmurHash3). Never 0. */
export function seedOf(seed: number, number: number): number {
  let mixed = (Math.imul(seed, 0x9e37_79b1) ^ number) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) & 0x7fff_ffff || 1;
}
