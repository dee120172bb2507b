// Random documents of all kinds through the printer's door: each right paper must pass, and one wrong one of each must not.
// npm run random-documents -- --documents 10000 --seed 1
// npm run random-documents -- --from 4711 --documents 1 --seed 1     one of them again
import { parseArgs } from 'node:util';
import { trial } from './trial.ts';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
  },
});

const sorted = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((all, each) => all + each, 0);

const from = Number(values.from);
const numbers = Array.from({ length: Number(values.documents) }, (_, i) => from + i);
let done = 0;
let told = 0;
const report = await trial(numbers, Number(values.seed), ({ mistakes }) => {
  done += 1;
  for (const mistake of mistakes.slice(told)) console.error(mistake);
  told = mistakes.length;
  if (done % 500 === 0) console.error(`${done} documents, ${told} mistakes`);
});

console.log(`Right papers that passed: ${sum(report.passed)} (${report.sheets} sheets). ${sorted(report.passed)}`);
console.log(
  `Wrong papers that were stopped: ${[...report.stopped.values()].reduce((all, each) => all + sum(each), 0)}`,
);
for (const [name, faults] of [...report.stopped].sort()) console.log(`  ${name}: ${sum(faults)} (${sorted(faults)})`);
console.log(`Drawn by lot, but refused by the layout and never printed: ${sorted(report.refused) || 'none'}`);
if (report.mistakes.length > 0) process.exitCode = 1;
