import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Row } from '../log/rows.ts';
import { messageOf } from '../outcome.ts';
import type { PrintedSheet } from '../simulation/page-printer/print-engine.ts';
import type { VisitPlan } from './plan.ts';

/** A visit that is over, as a rule of an operator's own sees it. */
export interface SeenVisit {
  readonly plan: VisitPlan;
  /** Rows of the visit and all that came with it, oldest first. */
  readonly rows: readonly Row[];
  /** Sheets that came out, and texts of the slips. */
  readonly sheets: readonly PrintedSheet[];
  readonly slips: readonly string[];
  /** Ids of the screens that were shown, in order. */
  readonly screens: readonly string[];
}

/** Something an operator wants to be so after every visit. */
export interface OwnRule {
  readonly name: string;
  /** A sentence that says what is wrong, or null. */
  readonly check: (visit: SeenVisit) => string | null;
}

/**
 * Reads a module whose default export is a list of rules.
 * @throws a sentence when there is none
 */
export async function readOwnRules(path: string): Promise<readonly OwnRule[]> {
  let read: { default?: unknown };
  try {
    read = (await import(pathToFileURL(resolve(path)).href)) as typeof read;
  } catch (error) {
    throw new Error(`${path} cannot be read: ${messageOf(error)}.`);
  }
  const rules = read.default;
  const isRule = (rule: unknown): rule is OwnRule =>
    typeof rule === 'object' &&
    rule !== null &&
    typeof (rule as OwnRule).name === 'string' &&
    typeof (rule as OwnRule).check === 'function';
  if (Array.isArray(rules) && rules.length > 0 && rules.every(isRule)) return rules;
  throw new Error(`${path} has no rules: its default export must be a list of { name, check(visit) }.`);
}

/** What the rules find; one that throws is told, and not taken for a fault of the terminal. */
export const brokenBy = (visit: SeenVisit, rules: readonly OwnRule[]): { invariant: string; detail: string }[] =>
  rules.flatMap(({ check, name }) => {
    try {
      const detail: unknown = check(visit);
      if (detail === null || detail === undefined) return [];
      if (typeof detail !== 'string') throw new Error('it must return a sentence or null');
      return [{ invariant: name, detail }];
    } catch (error) {
      return [{ invariant: name, detail: `the rule itself failed: ${messageOf(error)}` }];
    }
  });
