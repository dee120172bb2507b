// One changed program, put to its check, in a process of its own: node trial.ts '<JSON of a trial>'. Prints the verdict as JSON.
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Check, type Mutation, root, seeded, type Verdict } from './mutation.ts';

export interface Trial {
  /** null: the program as it is. */
  readonly mutation: Mutation | null;
  readonly check: Check;
  /** At most so many visits of the simulation. */
  readonly visits: number;
}

const { check, mutation, visits } = JSON.parse(process.argv[2] ?? '') as Trial;

if (mutation !== null) {
  const url = pathToFileURL(join(root, mutation.file)).href;
  const source = seeded(mutation);
  registerHooks({
    load: (loaded, context, next) =>
      loaded === url ? { format: 'module-typescript', source, shortCircuit: true } : next(loaded, context),
  });
}

const say = (verdict: Verdict): void => {
  process.stdout.write(`${JSON.stringify(verdict)}\n`, () => process.exit(0));
};

// A rule of the log that refuses a row stops whatever asked for it, also where nobody waits for the answer.
process.on('unhandledRejection', async (error: Error & { readonly invariant?: string }) => {
  const { played } = await import('./checks.ts');
  const { invariant } = error;
  if (invariant === undefined) say({ verdict: 'broken', why: String(error) });
  else say({ verdict: 'killed', by: invariant, sentence: error.message, after: played.visits + 1, unit: 'visits' });
});

try {
  const { runCheck } = await import('./checks.ts');
  say(await runCheck(check, visits));
} catch (error) {
  say({ verdict: 'broken', why: String(error) });
}
