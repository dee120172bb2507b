import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { openPress } from '../certificates/press.ts';
import { readOwnRules } from '../shop/own-rules.ts';
import { minimalPages, realPages } from '../shop/pages.ts';
import { type RecordedStep, type Recording, record } from '../shop/recording.ts';
import { momentText, ReplayPort } from '../shop/replay-port.ts';
import { readPlanFile, type Scenario, scenario } from '../shop/scenario.ts';
import { morning, runOptions } from '../shop/simulate.ts';
import { sampleTown } from '../simulation/town/town.ts';
import { systemClock } from '../system-clock.ts';
import { startServer } from '../ui/server.ts';
import { configOrStop, portOrStop, projectRoot } from './start.ts';
import { settle } from './turns.ts';

interface ReplayOptions {
  readonly config: string;
  readonly rules?: string;
  readonly step?: boolean;
  readonly bench?: boolean;
  readonly port?: string;
  readonly json?: boolean;
}

const lineOf = ({ at, kind, states, text }: RecordedStep): string =>
  `${momentText(at)}  ${kind.padEnd(7)} ${text}${kind === 'screen' ? `\n${' '.repeat(22)}${states.join(' ')}` : ''}`;

/** One step for each line that comes in; the rest at once when no more come. */
async function stepByStep(steps: readonly RecordedStep[]): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  console.log('Enter: the next step. End of input: the rest.');
  let ended = false;
  for (const step of steps) {
    if (!ended) ended = (await lines.next()).done === true;
    console.log(lineOf(step));
  }
  process.stdin.destroy();
}

async function serve({ name }: Scenario, { steps }: Recording, options: ReplayOptions): Promise<void> {
  const clientFolder = join(projectRoot, 'build/client');
  if (!existsSync(join(clientFolder, 'replay.html')))
    throw new Error('The screen is not built. Run scripts/start, or npm run build.');
  const bench = await ReplayPort.of(name, steps);
  const token = randomBytes(16).toString('base64url');
  const server = await startServer({
    port: portOrStop(options.port, configOrStop(options.config)),
    display: bench.display,
    bench,
    clientFolder,
    token,
    note: (sentence) => console.error(sentence),
  });
  console.log(`replay        ${server.bench}#${token}`);
  console.log('Ctrl-C ends it.');
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await server.close();
}

async function replay(file: string, options: ReplayOptions): Promise<void> {
  const played = readPlanFile(file, scenario);
  const town = await sampleTown(morning);
  const unknown = played.visits.find(({ card }) => !town.cards.has(card));
  if (unknown !== undefined)
    throw new Error(`${file}: there is no card ${unknown.card}. There are: ${[...town.cards.keys()].join(', ')}.`);
  const ownRules = options.rules === undefined ? [] : await readOwnRules(options.rules);
  const pages = played.pages === 'real' ? realPages(await openPress(systemClock)) : minimalPages;
  const recording = await record(played.visits, {
    ...runOptions({ ownRules, traced: true }, played),
    town,
    config: configOrStop(options.config),
    pages,
    settle,
  });
  await pages.close();
  const { broken, outcomes, trace, visits } = recording.result;
  if (options.step) await stepByStep(recording.steps);
  else if (!options.bench) for (const step of recording.steps) console.log(lineOf(step));
  if (options.bench) await serve(played, recording, options);
  const verdict =
    broken === null
      ? 'nothing is broken'
      : broken.findings.map(({ detail, invariant }) => `${invariant}: ${detail}`).join('; ');
  const isOwn = played.found !== undefined && !/^I\d+$/.test(played.found.invariant);
  if (isOwn && ownRules.length === 0)
    console.error(`What was found breaks a rule of an operator's own; give it with --rules.`);
  const was =
    played.found === undefined ? '' : ` (when it was saved: ${played.found.invariant}: ${played.found.detail})`;
  console.log(`${played.name}: ${verdict}${was}`);
  if (options.json)
    console.log(
      JSON.stringify({ visits, violations: broken?.findings ?? [], outcomes: Object.fromEntries(outcomes), trace }),
    );
  if (broken !== null) process.exitCode = 1;
}

export const replayCommand = (): Command =>
  new Command('replay')
    .description(
      'play a saved failure or a scenario of your own again, step by step; exit 1 when an invariant is broken',
    )
    .argument('<file>', 'scenario (docs/operators.md)')
    .option('--config <file>', 'configuration', join(projectRoot, 'kiosk.config.json'))
    .option('--rules <module>', 'rules of your own (docs/operators.md)')
    .option('--step', 'wait for Enter before each step')
    .option('--bench', 'show screen, statechart and log side by side in a browser')
    .option('--port <number>', 'port of that page, instead of screen.port of the configuration')
    .option('--json', 'end with one line of JSON')
    .action(replay);
