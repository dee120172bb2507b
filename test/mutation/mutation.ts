import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StatechartName } from '../../src/machines/catalogue.ts';
import type { Target } from './aimed.ts';

export const root = join(import.meta.dirname, '../..');

/** The check that must find a fault: the walk of one statechart, or visits of a whole simulated shop, thrown by dice or aimed. */
export type Check = { readonly model: StatechartName } | { readonly aimed: Target } | 'simulation';

/** One seeded fault: one place of one file, changed when the file is loaded. Nothing on disk is touched. */
export interface Mutation {
  /** A few words with hyphens. */
  readonly name: string;
  /** One sentence: what the terminal would do in a shop. */
  readonly what: string;
  /** Path in the repository. */
  readonly file: `src/${string}.ts`;
  /** Must occur exactly once in the file. */
  readonly from: string;
  readonly to: string;
  readonly by: Check;
}

/** What a check said of a changed program. */
export type Verdict =
  | {
      readonly verdict: 'killed';
      /** An invariant, `I10` for an event nobody decided on, `model` where the real actor left the graph. */
      readonly by: string;
      readonly sentence: string;
      /** How much was played until then. */
      readonly after: number;
      readonly unit: 'replays' | 'visits';
    }
  | { readonly verdict: 'survived'; readonly after: number; readonly unit: 'replays' | 'visits' }
  /** It fell over for a reason that no shop would see, e.g. a name that does not exist: no fault, and no kill. */
  | { readonly verdict: 'broken'; readonly why: string };

/** The file with the fault in it. @throws a sentence when the place is not there exactly once, or nothing changes */
export function seeded({ name, file, from, to }: Pick<Mutation, 'name' | 'file' | 'from' | 'to'>): string {
  const text = readFileSync(join(root, file), 'utf8');
  const times = text.split(from).length - 1;
  if (times !== 1)
    throw new Error(
      `Mutation ${name}: its place is ${times === 0 ? 'no longer' : `${times} times`} in ${file}. Write "from" anew so that it occurs exactly once.`,
    );
  if (from === to) throw new Error(`Mutation ${name} changes nothing.`);
  return text.replace(from, () => to);
}

/** How a check is called in the report and on the command line. */
export const checkName = (check: Check): string =>
  check === 'simulation' ? check : 'model' in check ? `model test of ${check.model}` : `visits aimed at ${check.aimed}`;
