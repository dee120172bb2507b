import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Config } from '../config.ts';
import { japanDateTime } from '../japan-time.ts';
import { type StatechartName, statecharts } from '../machines/catalogue.ts';
import { journeys } from '../shop/daemons/journeys.ts';
import { playJourneys } from '../shop/daemons/play.ts';
import { describeMatrix, faultMatrix } from '../shop/matrix.ts';
import { minimalPages } from '../shop/pages.ts';
import { morning } from '../shop/simulate.ts';
import { coverageOf } from '../shop/tour/coverage.ts';
import { tour } from '../shop/tour/tour.ts';
import { Witness } from '../shop/tour/witness.ts';
import { thisMachine, whatIsMissing } from '../simulation/daemons/needed.ts';
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
  readonly devices: TourResult['devices'];
  readonly journeys?: readonly string[];
  readonly json?: boolean;
  readonly report?: string;
  readonly only?: readonly Part[];
  readonly paths: number;
  readonly walks: number;
  readonly seed: number;
}

const sampleConfig = join(projectRoot, 'kiosk.config.json');
const stopSignals = ['SIGINT', 'SIGTERM'] as const;

/** With how long it took. */
async function timed<T extends object>(work: () => Promise<T>): Promise<T & { readonly seconds: number }> {
  const began = performance.now();
  const found = await work();
  return { ...found, seconds: (performance.now() - began) / 1_000 };
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
    ([what, { covered, stated, total }]) =>
      `${what} ${covered}/${total}${tour.devices === 'simulated' ? ` (${stated} out of reach)` : ''}`,
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
async function tourOf({ paths, seed, walks }: TestOptions, config: Config): Promise<Omit<TourResult, 'seconds'>> {
  const witness = new Witness();
  const found = await tour({ config, town: await sampleTown(morning), settle, witness, paths, walks, seed });
  return { devices: 'simulated', ...found, ...coverageOf(witness.heat) };
}

/** The whole terminal on this machine's daemons, in real time. A few journeys do not reach everything, and nobody says they must. */
async function journeysOf({ journeys: chosen }: TestOptions, config: Config): Promise<Omit<TourResult, 'seconds'>> {
  const witness = new Witness();
  const stopped = new AbortController();
  const stop = (): void => stopped.abort(new Error('stopped before the end'));
  for (const signal of stopSignals) process.on(signal, stop);
  try {
    const found = await playJourneys({
      ...{ config, clock: systemClock, town: await sampleTown(systemClock.now()), witness, signal: stopped.signal },
      journeys: journeys.filter(({ name }) => chosen?.includes(name) ?? true),
      onJourney: (name, seconds) => console.log(`journey ${name}: ${seconds.toFixed(1)} s`),
    });
    const { coverage } = coverageOf(witness.heat, []);
    return { devices: 'daemons', ...found, coverage, unreached: [], reachedAfterAll: [] };
  } catch (error) {
    // By now everything that was started is stopped.
    if (stopped.signal.aborted) process.exit(130);
    throw error;
  } finally {
    for (const signal of stopSignals) process.off(signal, stop);
  }
}

const wholeTerminal = { simulated: tourOf, daemons: journeysOf } as const;

/** What cannot be tested as it was asked for is said before anything is begun. */
function checkOptions({ devices, journeys: chosen, report }: TestOptions, toured: boolean): void {
  if (chosen !== undefined && devices !== 'daemons') throw new Error('--journeys are played with --devices daemons.');
  if (devices === 'daemons' && toured) {
    const missing = whatIsMissing(thisMachine);
    if (missing.length > 0) throw new Error(missing.join('\n'));
  }
  if (report !== undefined) makeFolder(report);
}

async function test(options: TestOptions): Promise<void> {
  const { devices, json, only, report } = options;
  const asked = only === undefined || only.includes('tour');
  checkOptions(options, asked);
  const walks: TimedWalk[] = [];
  const chosen = plans.filter(({ name }) => only === undefined || only.includes(name));
  for (const plan of chosen) {
    const walked = await timed(() => walk(plan));
    walks.push(walked);
    tell(walked);
  }
  const all = decisions().filter(({ machine }) => chosen.some(({ name }) => name === machine));
  const toured = asked ? await timed(() => wholeTerminal[devices](options, configOrStop(sampleConfig))) : null;
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
  const config = configOrStop(sampleConfig);
  const text = describeMatrix(await faultMatrix({ config, pages: minimalPages, settle }));
  if (!check) writeFileSync(out, text);
  else if (!existsSync(out) || readFileSync(out, 'utf8') !== text)
    throw new Error(`${out} is not what happens now; run madoguchi model matrix`);
  console.log(out);
}

const names =
  <Name extends string>(allowed: readonly string[], what = 'statechart') =>
  (text: string): Name[] => {
    const chosen = text.split(',');
    const unknown = chosen.find((name) => !allowed.includes(name));
    if (unknown !== undefined)
      throw new InvalidArgumentError(`There is no ${what} ${unknown}. Allowed: ${allowed.join(', ')}.`);
    return chosen as Name[];
  };
const charts = Object.keys(statecharts);

export const modelCommand = (): Command =>
  new Command('model')
    .description('the statecharts: walked, drawn, listed')
    .addCommand(
      new Command('test')
        .description('walk every transition on real actors, then the whole terminal; exit 1 on a violation or a hole')
        .option('--report <folder>', 'write report.html and junit.xml there')
        .option(
          '--only <statecharts>',
          'walk only these, e.g. payment,delivery; tour is the whole terminal',
          names<Part>([...charts, 'tour']),
        )
        .addOption(
          new Option(
            '--devices <kind>',
            'what the whole terminal has; daemons: pcscd, ippeveprinter and real wires, in real time, on some journeys',
          )
            .choices(['simulated', 'daemons'])
            .default('simulated'),
        )
        .option(
          '--journeys <names>',
          'play only these on daemons, e.g. paper,jam',
          names<string>(
            journeys.map(({ name }) => name),
            'journey',
          ),
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
