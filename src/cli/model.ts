import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { statecharts } from '../machines/catalogue.ts';
import { describeMatrix, faultMatrix } from '../shop/matrix.ts';
import { minimalPages } from '../shop/pages.ts';
import { undecided } from '../simulation/model/decided.ts';
import { drawStatechart } from '../simulation/model/draw.ts';
import { plans } from '../simulation/model/plans.ts';
import { type Coverage, walk } from '../simulation/model/walk.ts';
import { settle } from './simulate.ts';
import { configOrStop, projectRoot } from './start.ts';

const sum = (parts: readonly Coverage[]) => ({
  total: parts.reduce((all, { total }) => all + total, 0),
  covered: parts.reduce((all, { covered }) => all + covered, 0),
});

async function test({ json }: { json?: boolean }): Promise<void> {
  const reports = [];
  for (const plan of plans) {
    const report = await walk(plan);
    reports.push(report);
    const { machine, configurations, replays, states, transitions, timeouts, violations } = report;
    console.log(
      `${machine}: ${configurations} configurations, ${replays} paths replayed; states ${states.covered}/${states.total}, ` +
        `transitions ${transitions.covered}/${transitions.total}, timeouts ${timeouts.covered}/${timeouts.total}`,
    );
    for (const missed of [...states.missed, ...transitions.missed]) console.log(`  missed: ${missed}`);
    for (const { invariant, detail, path } of violations.slice(0, 20))
      console.log(`  ${invariant}: ${detail}\n    ${path.join(' > ')}`);
  }
  const events = undecided();
  for (const { machine, state, event, fault } of events.faults)
    console.log(`I10: ${machine} ${state} × ${event}: ${fault}`);
  console.log(`events × states: ${events.decided}/${events.total} decided`);
  const violations = reports.reduce((all, report) => all + report.violations.length, 0) + events.faults.length;
  const result = {
    states: sum(reports.map(({ states }) => states)),
    transitions: sum(reports.map(({ transitions }) => transitions)),
    timeouts: sum(reports.map(({ timeouts }) => timeouts)),
    eventsByState: { total: events.total, covered: events.decided },
    violations,
  };
  if (json) console.log(JSON.stringify(result));
  const whole = [result.states, result.transitions, result.timeouts].every(({ total, covered }) => total === covered);
  if (violations > 0 || !whole) process.exitCode = 1;
}

async function draw({ out, check }: { out: string; check?: boolean }): Promise<void> {
  mkdirSync(out, { recursive: true });
  for (const [name, machine] of Object.entries(statecharts)) {
    const file = join(out, `${name}.svg`);
    const svg = await drawStatechart(name, machine);
    if (!check) {
      writeFileSync(file, svg);
      console.log(file);
    } else if (!existsSync(file) || readFileSync(file, 'utf8') !== svg) {
      throw new Error(`${file} is not what the statechart draws now; run madoguchi model draw`);
    }
  }
}

async function matrix({ out, check }: { out: string; check?: boolean }): Promise<void> {
  const config = configOrStop(join(projectRoot, 'kiosk.config.json'));
  const text = describeMatrix(await faultMatrix({ config, pages: minimalPages, settle }));
  if (!check) writeFileSync(out, text);
  else if (!existsSync(out) || readFileSync(out, 'utf8') !== text)
    throw new Error(`${out} is not what happens now; run madoguchi model matrix`);
  console.log(out);
}

export const modelCommand = (): Command =>
  new Command('model')
    .description('the statecharts, walked and drawn')
    .addCommand(
      new Command('test')
        .description('walk every transition on real actors with simulated devices; exit 1 on a violation or a hole')
        .option('--json', 'end with one line of JSON')
        .action(test),
    )
    .addCommand(
      new Command('draw')
        .description('write the statecharts as SVG')
        .option('--out <folder>', 'where to', 'docs/statecharts')
        .option('--check', 'only compare; fail when they differ')
        .action(draw),
    )
    .addCommand(
      new Command('matrix')
        .description('let every fault befall a visit at every moment, and write down what becomes of everybody')
        .option('--out <file>', 'where to', 'docs/fault-matrix.md')
        .option('--check', 'only compare; fail when it differs')
        .action(matrix),
    );
