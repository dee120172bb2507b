/** One line of the benchmarks' output. */
export const say = (what: string, value: string): void => console.log(`${what.padEnd(62)} ${value}`);

export const rank = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
