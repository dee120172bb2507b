import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Command, Option } from 'commander';
import { openPress } from '../certificates/press.ts';
import { readOwnRules } from '../shop/own-rules.ts';
import { minimalPages, realPages } from '../shop/pages.ts';
import { type FaultPlan, faultPlan, usualFaults, type VisitPlan } from '../shop/plan.ts';
import { logPlace, run } from '../shop/run.ts';
import { readPlanFile, writeScenario } from '../shop/scenario.ts';
import { shrink } from '../shop/shrink.ts';
import { type Failure, morning, runOptions, type SimulationResult, visitsOfDay } from '../shop/simulate.ts';
import { sampleTown } from '../simulation/town/town.ts';
import { systemClock } from '../system-clock.ts';
import type { SimulationOrder, SimulationReport } from './simulation-worker.ts';
import { configOrStop, projectRoot } from './start.ts';
import { settle, whole } from './turns.ts';

interface SimulateOptions {
  readonly config: string;
  readonly seed: number;
  readonly visits: number;
  readonly minutes?: number;
  readonly kiosks?: number;
  readonly days: number;
  readonly jobs: number;
  readonly pages: 'minimal' | 'real';
  readonly plan?: string;
  readonly faults?: number;
  readonly cuts?: number;
  readonly habits?: number;
  readonly rules?: string;
  readonly save: string;
  readonly traceHash?: boolean;
  readonly json?: boolean;
}

const usualConfig = join(projectRoot, 'kiosk.config.json');
/** So many different failures are shrunk and saved. */
const mostSaved = 5;
/** Milliseconds between two lines about the progress. */
const progressMs = 10_000;

/** The plan of the file, or the usual one, with the percentages of the command line. */
function planOf({ cuts, faults, habits, plan }: SimulateOptions, cards: ReadonlyMap<string, unknown>): FaultPlan {
  const read = plan === undefined ? usualFaults : readPlanFile(plan, faultPlan);
  const unknown = read.cards.find((card) => !cards.has(card));
  if (unknown !== undefined)
    throw new Error(`${plan}: there is no card ${unknown}. There are: ${[...cards.keys()].join(', ')}.`);
  const set = <T extends { percent: number }>(part: T, percent: number | undefined): T =>
    percent === undefined ? part : { ...part, percent };
  return { ...read, faults: set(read.faults, faults), cuts: set(read.cuts, cuts), habits: set(read.habits, habits) };
}

/** What all shares found, as one. */
function together(results: readonly SimulationResult[]): SimulationResult {
  const outcomes = new Map<string, number>();
  for (const [outcome, count] of results.flatMap((result) => [...result.outcomes]))
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count);
  const sum = (of: (result: SimulationResult) => number): number => results.reduce((all, one) => all + of(one), 0);
  return {
    visits: sum(({ visits }) => visits),
    faultsInjected: sum(({ faultsInjected }) => faultsInjected),
    powerCuts: sum(({ powerCuts }) => powerCuts),
    failures: results.flatMap(({ failures }) => failures).sort((one, other) => one.visit - other.visit),
    outcomes,
    traces: new Map(results.flatMap(({ traces }) => [...traces]).sort(([one], [other]) => one - other)),
  };
}

/** One worker, which plays its share of the kiosks. */
const work = (order: SimulationOrder, tell: (soFar: SimulationResult) => void): Promise<SimulationResult> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./simulation-worker.ts', import.meta.url), { workerData: order });
    worker.on('message', (report: SimulationReport) => (report.kind === 'result' ? resolve(report) : tell(report)));
    worker.on('error', reject);
  });

/** Plays all shares, and says now and then how far they are. */
async function playAll(order: Omit<SimulationOrder, 'share'>, jobs: number): Promise<SimulationResult> {
  const shares = new Map<number, SimulationResult>();
  const began = performance.now();
  let told = began;
  const tell = (index: number, soFar: SimulationResult): void => {
    shares.set(index, soFar);
    const now = performance.now();
    if (now - told < progressMs) return;
    told = now;
    const { failures, visits } = together([...shares.values()]);
    const rate = Math.round(visits / ((now - began) / 1_000));
    const all = order.limitMs === null ? ` of ${order.visits}` : '';
    console.error(`${visits}${all} visits, ${rate} a second, ${failures.length} with something broken`);
  };
  const indexes = Array.from({ length: jobs }, (_, index) => index);
  return together(
    await Promise.all(
      indexes.map((index) => work({ ...order, share: { of: jobs, index } }, (soFar) => tell(index, soFar))),
    ),
  );
}

/** Makes the first failures of each kind as simple as they get, and saves them. */
async function keep(failures: readonly Failure[], { config, rules, save }: SimulateOptions): Promise<void> {
  const again = [
    ...(rules === undefined ? [] : ['--rules', rules]),
    ...(config === usualConfig ? [] : ['--config', config]),
  ];
  const kinds = new Map<string, Failure>();
  for (const failure of failures) {
    const { detail, invariant } = failure.scenario.found;
    const kind = `${invariant} ${detail.replaceAll(/[\dA-Z]{4,}|\d+/g, '')}`;
    if (!kinds.has(kind)) kinds.set(kind, failure);
  }
  const chosen = [...kinds.values()].slice(0, mostSaved);
  const town = await sampleTown(morning);
  const shop = {
    town,
    config: configOrStop(config),
    settle,
    ...(rules === undefined ? {} : { ownRules: await readOwnRules(rules) }),
  };
  const rendered = chosen.some(({ scenario }) => scenario.pages === 'real');
  const press = rendered ? await openPress(systemClock) : null;
  for (const { scenario, visit } of chosen) {
    const pages = scenario.pages === 'real' && press !== null ? realPages(press) : minimalPages;
    const fails = async (visits: readonly VisitPlan[]): Promise<boolean> => {
      const { broken } = await run(visits, { ...shop, ...runOptions(shop, scenario), pages });
      return broken?.findings.some(({ invariant }) => invariant === scenario.found.invariant) ?? false;
    };
    const visits = [...(await shrink(scenario.visits, fails))];
    const file = join(
      save,
      `${scenario.name.replaceAll(/\W+/g, '-')}-${scenario.found.invariant.replaceAll(/\W+/g, '-')}.json`,
    );
    writeFileSync(file, writeScenario({ ...scenario, visits }));
    console.log(
      `visit ${visit}: shrunk to ${visits.length === 1 ? 'one visit' : `${visits.length} visits`}; madoguchi ${['replay', file, ...again].join(' ')}`,
    );
  }
  await press?.close();
}

async function simulateAll(options: SimulateOptions): Promise<void> {
  const { days, jobs, kiosks, minutes, pages, seed } = options;
  if (options.rules !== undefined) await readOwnRules(options.rules);
  mkdirSync(options.save, { recursive: true });
  const { cards } = await sampleTown(morning);
  const place = mkdtempSync(join(logPlace, 'madoguchi-simulation-'));
  process.once('exit', () => rmSync(place, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const visits = kiosks === undefined ? options.visits : kiosks * days * visitsOfDay;
  const began = performance.now();
  const order = {
    seed,
    visits: minutes === undefined ? visits : Number.MAX_SAFE_INTEGER,
    days,
    plan: planOf(options, cards),
    place,
    config: configOrStop(options.config),
    pages,
    rules: options.rules ?? null,
    traced: options.traceHash ?? false,
    limitMs: minutes === undefined ? null : minutes * 60_000,
  };
  const result = await playAll(order, jobs);
  const seconds = (performance.now() - began) / 1_000;
  const { failures, faultsInjected, powerCuts } = result;
  for (const [outcome, count] of [...result.outcomes].sort(([, one], [, other]) => other - one))
    console.log(`${outcome.padEnd(28)} ${count}`);
  for (const { scenario, visit } of failures.slice(0, 20))
    console.log(`visit ${visit}: ${scenario.found.invariant}: ${scenario.found.detail}`);
  if (failures.length > 0) await keep(failures, options);
  console.log(
    `${result.visits} visits, ${faultsInjected} faults, ${powerCuts} power cuts, ${failures.length} violations`,
  );
  if (options.traceHash)
    console.log(
      `trace ${createHash('sha256')
        .update([...result.traces.values()].join(''))
        .digest('hex')}`,
    );
  const visitsPerSecond = Math.round((result.visits / seconds) * 10) / 10;
  if (options.json)
    console.log(
      JSON.stringify({
        seed,
        visits: result.visits,
        violations: failures.length,
        faultsInjected,
        powerCuts,
        visitsPerSecond,
      }),
    );
  if (failures.length > 0) process.exitCode = 1;
}

const percent = (flags: string, text: string): Option =>
  new Option(flags, `${text}, percent of visits (before what the plan says)`).argParser(whole(0, 100));

export const simulateCommand = (): Command =>
  new Command('simulate')
    .description('visits on virtual time with people, faults and power cuts; exit 1 when an invariant is broken')
    .option('--config <file>', 'configuration', usualConfig)
    .option('--seed <number>', 'the same seed gives the same visits', whole(0, 2_000_000), 1)
    .option('--visits <number>', 'how many', whole(1, 100_000_000), 1_000)
    .option(
      '--minutes <number>',
      'go on for so long instead, until the last kiosk that was begun is done',
      whole(1, 100_000),
    )
    .option('--kiosks <number>', `so many kiosks instead, with ${visitsOfDay} visits a day`, whole(1, 1_000_000))
    .option('--days <number>', 'days that each kiosk is in service, with one log', whole(1, 3_650), 1)
    .option('--jobs <number>', 'threads that share the kiosks', whole(1, 256), 1)
    .addOption(
      new Option('--pages <kind>', 'pages rendered and read back, or minimal ones')
        .choices(['minimal', 'real'])
        .default('minimal'),
    )
    .option('--plan <file>', 'what goes wrong and how often (docs/operators.md)')
    .addOption(percent('--faults <percent>', 'with one or two faults'))
    .addOption(percent('--cuts <percent>', 'with a power cut'))
    .addOption(percent('--habits <percent>', 'by people who do something else'))
    .option('--rules <module>', 'rules of your own (docs/operators.md)')
    .option('--save <folder>', 'where failing visits are saved, shrunk', 'build/failures')
    .option('--trace-hash', 'print the hash of everything that could be seen')
    .option('--json', 'end with one line of JSON')
    .action(simulateAll);
