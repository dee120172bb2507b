import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Command, Option } from 'commander';
import type { Config } from '../config.ts';
import { japanDateTime } from '../japan-time.ts';
import type { StatechartName } from '../machines/catalogue.ts';
import { journeys } from '../shop/daemons/journeys.ts';
import { playJourneys } from '../shop/daemons/play.ts';
import { morning } from '../shop/simulate.ts';
import { coverageOf } from '../shop/tour/coverage.ts';
import { tour } from '../shop/tour/tour.ts';
import { Witness } from '../shop/tour/witness.ts';
import { thisMachine, whatIsMissing } from '../simulation/daemons/needed.ts';
import { decisions, undecided } from '../simulation/model/decided.ts';
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
import { sampleTown } from '../simulation/town/town.ts';
import { systemClock } from '../system-clock.ts';
import { charts, makeFolder, names, sampleConfig, timed } from './model-parts.ts';
import { configOrStop } from './start.ts';
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

const stopSignals = ['SIGINT', 'SIGTERM'] as const;

/** Walks statecharts in a thread of its own, so that the whole terminal can be toured meanwhile. `end` breaks off what is not done. */
function walkAll(names: readonly StatechartName[], onWalk: (walked: TimedWalk) => void) {
  if (names.length === 0) return { done: Promise.resolve(), end: async () => {} };
  const worker = new Worker(new URL('./walk-worker.ts', import.meta.url), { workerData: names });
  const done = new Promise<void>((resolve, reject) => {
    worker.on('message', onWalk);
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
  return { done, end: async () => void (await worker.terminate()) };
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
  if (chosen !== undefined && !(devices === 'daemons' && toured))
    throw new Error('--journeys are played with --devices daemons, by the part tour.');
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
  const walking = walkAll(
    chosen.map(({ name }) => name),
    (walk) => {
      walks.push(walk);
      tell(walk);
    },
  );
  const all = decisions().filter(({ machine }) => chosen.some(({ name }) => name === machine));
  const touring = asked ? timed(() => wholeTerminal[devices](options, configOrStop(sampleConfig))) : null;
  const [toured] = await Promise.all([touring, walking.done]).finally(walking.end);
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

export const testCommand = (): Command =>
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
    .option('--paths <number>', 'no more paths of the whole terminal than these', whole(1, 1_000_000), 3_150)
    .option(
      '--walks <number>',
      'random walks of the whole terminal, after everything was tried once',
      whole(0, 1_000_000),
      30,
    )
    .option('--seed <number>', 'the same seed gives the same walks', whole(0, 2_000_000), 1)
    .option('--json', 'end with one line of JSON')
    .action(test);
