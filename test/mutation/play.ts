import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Check, checkName, type Mutation, seeded, type Verdict } from './mutation.ts';
import type { Trial } from './trial.ts';

/** A program that has not come to its verdict by then does not end. Milliseconds. */
const longestTrial = 400_000;
/** Two cores. */
const atOnce = 2;

export interface Result {
  readonly mutation: Mutation | null;
  readonly check: Check;
  readonly verdict: Verdict;
}

const doesNotEnd: Verdict = {
  verdict: 'killed',
  by: 'I9',
  sentence: `does not end within ${longestTrial / 1_000} s`,
  after: 0,
  unit: 'visits',
};

/** Puts one program to its check in a process of its own. */
async function play(trial: Trial): Promise<Result> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'trial.ts'), JSON.stringify(trial)]);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (bytes) => (stdout += bytes));
  child.stderr.on('data', (bytes) => (stderr += bytes));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, longestTrial);
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  const said = stdout.trimEnd().split('\n').at(-1) ?? '';
  const verdict: Verdict = late
    ? doesNotEnd
    : said.startsWith('{')
      ? JSON.parse(said)
      : { verdict: 'broken', why: stderr.trim().slice(-400) };
  return { mutation: trial.mutation, check: trial.check, verdict };
}

/** The program as it is must pass whatever a fault may die of. */
const controlsOf = (mutations: readonly Mutation[]): readonly Check[] => [
  ...new Map(mutations.map(({ by }) => [checkName(by), by])).values(),
];

/**
 * Plays the program as it is, then every mutation.
 * @param visits of the simulation, at most
 * @throws a sentence when the place of a mutation is not there
 */
export async function playAll(
  mutations: readonly Mutation[],
  visits: number,
  onResult: (result: Result) => void = () => {},
): Promise<readonly Result[]> {
  for (const mutation of mutations) seeded(mutation);
  const trials: Trial[] = [
    ...controlsOf(mutations).map((check) => ({ mutation: null, check, visits })),
    ...mutations.map((mutation) => ({ mutation, check: mutation.by, visits })),
  ];
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < trials.length; index = next++) {
      const result = await play(trials[index] as Trial);
      results[index] = result;
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

/** Why the run has failed: a control that is not clean, a mutation that lives or is none. Empty when all is well. */
export const complaints = (results: readonly Result[]): readonly string[] =>
  results.flatMap(({ check, mutation, verdict }) => {
    const name = mutation?.name ?? `the program as it is (${checkName(check)})`;
    if (verdict.verdict === 'broken') return [`${name}: it fell over: ${verdict.why}`];
    if (mutation === null)
      return verdict.verdict === 'killed' ? [`${name} is not clean: ${verdict.by}: ${verdict.sentence}`] : [];
    return verdict.verdict === 'survived'
      ? [`${name} survived ${verdict.after} ${verdict.unit}: ${checkName(check)} does not see that ${mutation.what}`]
      : [];
  });
