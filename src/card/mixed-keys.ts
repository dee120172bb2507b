/** Cryptographically strong random bytes. */
export type Random = (length: number) => Uint8Array;

/** 0 to `limit` − 1, each as likely as any other; `limit` is at most 256. What would favour some is thrown again. */
function below(limit: number, random: Random): number {
  const fair = 256 - (256 % limit);
  for (;;) {
    const [byte = 0] = random(1);
    if (byte < fair) return byte % limit;
  }
}

/** The same keys with their characters in any other order, each order as likely; places without a key stay (Fisher and Yates). */
export function mixed(keys: string, random: Random): string {
  const characters = [...keys].filter((key) => key !== ' ');
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = below(last + 1, random);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return [...keys].map((key) => (key === ' ' ? key : characters.shift())).join('');
}
