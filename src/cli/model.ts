import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { japanDateTime } from '../japan-time.ts';
import { type StatechartName, statecharts } from '../machines/catalogue.ts';
import { describeMatrix, faultMatrix } from '../shop/matrix.ts';
import { minimalPages } from '../shop/pages.ts';
import { morning } from '../shop/simulate.ts';
import { coverageOf } from '../shop/tour/coverage.ts';
import { tour } from '../shop/tour/tour.ts';
import { Witness } from '../shop/tour/witness.ts';
import { decisions, undecided } from '../simulation/model/decided.ts';
import { drawStatechart } from '../simulation/model/draw.ts';
import { mermaidOf } from '../simulation/model/mermaid.ts';
import { plans } from '../simulation/model/plans.ts';
import { reportPage } from '../simulation/model/report/html.ts';
import { junitOf } from '../simulation/model/report/junit.ts';
import {
  counted,
  isWhole,
  type ModelResult,
  type TimedWalk,
  type TourResult,
  totalsOf,
  tourTotals,
} from '../simulation/model/result.ts';
import { walk } from '../simulation/model/walk.ts';
import { sampleTown } from '../simulation/town/town.ts';
import { systemClock } from '../system-clock.ts';
import { listModel } from './model-list.ts';
import { configOrStop, projectRoot } from './start.ts';
import { settle, whole } from './turns.ts';

/** What can be tested alone: a statechart, or the whole terminal. */
type Part = StatechartName | 'tour';

interface TestOptions {
  readonly json?: boolean;
  readonly report?: string;
  readonly only?: readonly Part[];
  readonly paths: number;
  readonly walks: number;
  readonly seed: number;
}

/** The folder, made when it is not there. @throws a sentence when it cannot be */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new Error(`Nothing can be written to ${path}: ${(error as Error).message}.`);
  }
}

function tell({ machine, configurations, replays, states, transitions, timeouts, violations }: TimedWalk): void {
  console.log(
    `${machine}: ${configurations} configurations, ${replays} paths replayed; states ${states.covered}/${states.total}, ` +
      `transitions ${transitions.covered}/${transitions.total}, timeouts ${timeouts.covered}/${timeouts.total}`,
  );
  for (const missed of [...states.missed, ...transitions.missed]) console.log(`  missed: ${missed}`);
  for (const { invariant, detail, times, trail } of violations)
    console.log(
      `  ${invariant}: ${detail} (in ${counted(times, 'replay')})\n    ${trail.map(({ event }) => event).join(' > ')}`,
    );
}

async function writeReport(folder: string, result: ModelResult): Promise<void> {
  const at = `${japanDateTime(systemClock.now())} (Japan)`;
  for (const [name, text] of [
    ['report.html', await reportPage(result, at)],
    ['junit.xml', junitOf(result)],
  ] as const) {
    const file = join(folder, name);
    writeFileSync(file, text);
    console.log(file);
  }
}

function tellTour(tour: TourResult): void {
  const { acts, paths, ...reached } = tourTotals(tour);
  const told = Object.entries(reached).map(
    ([what, { covered, stated, total }]) => `${what} ${covered}/${total} (${stated} out of reach)`,
  );
  console.log(`whole terminal: ${tour.places} places, ${paths} paths, ${acts} acts; ${told.join(', ')}`);
  if (tour.untried > 0) console.log(`  ${counted(tour.untried, 'act')} found and not tried; more --paths try more`);
  for (const { id, machine, reason } of tour.unreached)
    if (reason === null) console.log(`  missed, and nobody said why: ${machine} ${id}`);
  for (const { id, machine, reason } of tour.reachedAfterAll)
    console.log(`  reached after all: ${machine} ${id} (${reason})`);
  for (const { detail, invariant, path, times } of tour.failures)
    console.log(`  ${invariant}: ${detail} (on ${counted(times, 'path')})\n    ${path.join(' > ')}`);
}

/** The whole terminal in its shop, with simulated devices. */
async function tourOf({ paths, seed, walks }: Pick<TestOptions, 'paths' | 'seed' | 'walks'>): Promise<TourResult> {
  const began = performance.now();
  const witness = new Witness();
  const found = await tour({
    config: configOrStop(join(projectRoot, 'kiosk.config.json')),
    town: await sampleTown(morning),
    settle,
    witness,
    paths,
    walks,
    seed,
  });
  const seconds = (performance.now() - began) / 1_000;
  return { devices: 'simulated', ...found, ...coverageOf(witness.heat), seconds };
}

async function test({ json, report, only, paths, seed, walks: byChance }: TestOptions): Promise<void> {
  if (report !== undefined) makeFolder(report);
  const walks: TimedWalk[] = [];
  const chosen = plans.filter(({ name }) => only === undefined || only.includes(name));
  for (const plan of chosen) {
    const began = performance.now();
    const walked = { ...(await walk(plan)), seconds: (performance.now() - began) / 1_000 };
    walks.push(walked);
    tell(walked);
  }
  const all = decisions().filter(({ machine }) => chosen.some(({ name }) => name === machine));
  const toured = only === undefined || only.includes('tour') ? await tourOf({ paths, seed, walks: byChance }) : null;
  if (toured !== null) tellTour(toured);
  const result: ModelResult = { walks, decisions: all, events: undecided(all), tour: toured };
  const { events } = result;
  for (const { machine, state, event, fault } of events.faults)
    console.log(`I10: ${machine} ${state} × ${event}: ${fault}`);
  console.log(`events × states: ${events.decided}/${events.total} decided`);
  if (report !== undefined) await writeReport(report, result);
  if (json) console.log(JSON.stringify(totalsOf(result)));
  if (!isWhole(result)) process.exitCode = 1;
}

async function draw({ out, check }: { out: string; check?: boolean }): Promise<void> {
  makeFolder(out);
  for (const [name, machine] of Object.entries(statecharts)) {
    const pictures = { svg: await drawStatechart(name, machine), mmd: mermaidOf(name, machine) };
    for (const [kind, text] of Object.entries(pictures)) {
      const file = join(out, `${name}.${kind}`);
      if (!check) {
        writeFileSync(file, text);
        console.log(file);
      } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
        throw new Error(`${file} is not what the statechart draws now; run madoguchi model draw`);
      }
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

const names =
  <Name extends string>(allowed: readonly string[]) =>
  (text: string): Name[] => {
    const chosen = text.split(',');
    const unknown = chosen.find((name) => !allowed.includes(name));
    if (unknown !== undefined)
      throw new InvalidArgumentError(`There is no statechart ${unknown}. Allowed: ${allowed.join(', ')}.`);
    return chosen as Name[];
  };
const charts = Object.keys(statecharts);

export const modelCommand = (): Command =>
  new Command('model')
    .description('the statecharts: walked, drawn, listed')
    .addCommand(
      new Command('test')
        .description(
          'walk every transition on real actors, then the whole terminal with simulated devices; exit 1 on a violation or a hole',
        )
        .option('--report <folder>', 'write report.html and junit.xml there')
        .option(
          '--only <statecharts>',
          'walk only these, e.g. payment,delivery; tour is the whole terminal',
          names<Part>([...charts, 'tour']),
        )
        .option('--paths <number>', 'no more paths of the whole terminal than these', whole(1, 1_000_000), 3_000)
        .option(
          '--walks <number>',
          'random walks of the whole terminal, after everything was tried once',
          whole(0, 1_000_000),
          30,
        )
        .option('--seed <number>', 'the same seed gives the same walks', whole(0, 2_000_000), 1)
        .option('--json', 'end with one line of JSON')
        .action(test),
    )
    .addCommand(
      new Command('draw')
        .description('write the statecharts as SVG and as Mermaid')
        .option('--out <folder>', 'where to', 'docs/statecharts')
        .option('--check', 'only compare; fail when they differ')
        .action(draw),
    )
    .addCommand(
      new Command('list')
        .description('states, events, delays, guards, actors and invariants')
        .option('--only <statecharts>', 'only these, e.g. payment,delivery', names<StatechartName>(charts))
        .option('--json', 'as JSON')
        .action(listModel),
    )
    .addCommand(
      new Command('matrix')
        .description('let every fault befall a visit at every moment, and write down what becomes of everybody')
        .option('--out <file>', 'where to', 'docs/fault-matrix.md')
        .option('--check', 'only compare; fail when it differs')
        .action(matrix),
    );
