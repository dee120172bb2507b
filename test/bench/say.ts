/** One line of the benchmarks' output. */
export const say = (what: string, value: string): void => console.log(`${what.padEnd(62)} ${value}`);
