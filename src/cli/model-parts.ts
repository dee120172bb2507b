import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { statecharts } from '../machines/catalogue.ts';
import { projectRoot } from './start.ts';

export const sampleConfig = join(projectRoot, 'kiosk.config.json');

/** The folder, made when it is not there. @throws a sentence when it cannot be */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new Error(`Nothing can be written to ${path}: ${(error as Error).message}.`);
  }
}

/** An argument that is a list of names, separated by commas. @param what one of them is called */
export const names =
  <Name extends string>(allowed: readonly string[], what = 'statechart') =>
  (text: string): Name[] => {
    const chosen = text.split(',');
    const unknown = chosen.find((name) => !allowed.includes(name));
    if (unknown !== undefined)
      throw new InvalidArgumentError(`There is no ${what} ${unknown}. Allowed: ${allowed.join(', ')}.`);
    return chosen as Name[];
  };

export const charts = Object.keys(statecharts);

/** With how long it took. */
export async function timed<T extends object>(work: () => Promise<T>): Promise<T & { readonly seconds: number }> {
  const began = performance.now();
  const found = await work();
  return { ...found, seconds: (performance.now() - began) / 1_000 };
}
