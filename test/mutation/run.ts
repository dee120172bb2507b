// Seeds every fault of mutations.ts into the program, one at a time, and fails unless the model test or the simulation finds it.
// npm run mutations                   all of them; writes docs/mutations.md
// npm run mutations -- <name> …       only these; what the report says of the others stays
// npm run mutations -- --check        only whether docs/mutations.md is about these mutations
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkName, root, seeded } from './mutation.ts';
import { mutations } from './mutations.ts';
import { complaints, playAll, type Result } from './play.ts';
import { reportFaults, reportOf } from './report.ts';

const report = join(root, 'docs/mutations.md');
/** Of the simulation, for each fault. */
const visits = 2_000;

function check(): readonly string[] {
  for (const mutation of mutations) seeded(mutation);
  return reportFaults(readFileSync(report, 'utf8'), mutations);
}

const tell = ({ check, mutation, verdict }: Result): void => {
  const name = mutation?.name ?? `(as it is, ${checkName(check)})`;
  if (verdict.verdict === 'killed')
    console.log(`${name}: ${verdict.by} after ${verdict.after} ${verdict.unit}: ${verdict.sentence}`);
  else console.log(`${name}: ${verdict.verdict.toUpperCase()} ${verdict.verdict === 'broken' ? verdict.why : ''}`);
};

async function run(names: readonly string[]): Promise<readonly string[]> {
  const unknown = names.find((name) => mutations.every((mutation) => mutation.name !== name));
  if (unknown !== undefined) throw new Error(`There is no mutation ${unknown}.`);
  const chosen = mutations.filter(({ name }) => names.length === 0 || names.includes(name));
  const results = await playAll(chosen, visits, tell);
  const wrong = complaints(results);
  writeFileSync(report, reportOf(mutations, results, names.length === 0 ? '' : readFileSync(report, 'utf8')));
  return wrong;
}

try {
  const args = process.argv.slice(2);
  const wrong = args.includes('--check') ? check() : await run(args);
  for (const sentence of wrong) console.error(sentence);
  if (wrong.length > 0) process.exitCode = 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
