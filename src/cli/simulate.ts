import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { createRenderer } from '../certificates/create-renderer.ts';
import { minimalPages, realPages } from '../shop/pages.ts';
import { type Rates, usualRates } from '../shop/plan.ts';
import { simulate } from '../shop/simulate.ts';
import { systemClock } from '../system-clock.ts';
import { configOrStop, projectRoot } from './start.ts';

interface SimulateOptions {
  readonly config: string;
  readonly seed: number;
  readonly visits: number;
  readonly pages: 'minimal' | 'real';
  readonly faults: number;
  readonly cuts: number;
  readonly habits: number;
  readonly json?: boolean;
}

export const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`Allowed are whole numbers from ${least} to ${most}.`);
    return value;
  };

/** Everything in memory has had its turn. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const violationsShown = 20;

async function run(options: SimulateOptions): Promise<void> {
  const config = configOrStop(options.config);
  const pages = options.pages === 'real' ? realPages(await createRenderer({ clock: systemClock })) : minimalPages;
  const rates: Rates = { faults: options.faults, cuts: options.cuts, habits: options.habits };
  const { seed, visits } = options;
  const began = performance.now();
  const result = await simulate({
    seed,
    visits,
    rates,
    config,
    pages,
    settle,
    onVisit: (visit, plan, violations) => {
      for (const { invariant, detail } of violations.slice(0, violationsShown))
        console.log(`visit ${visit}: ${invariant}: ${detail}\n  ${JSON.stringify(plan)}`);
    },
  });
  await pages.renderer.close();
  const seconds = (performance.now() - began) / 1_000;
  for (const [outcome, count] of [...result.outcomes].sort(([, one], [, other]) => other - one))
    console.log(`${outcome.padEnd(28)} ${count}`);
  const { faultsInjected, powerCuts, violations } = result;
  const visitsPerSecond = Math.round((visits / seconds) * 10) / 10;
  console.log(`${visits} visits, ${faultsInjected} faults, ${powerCuts} power cuts, ${violations.length} violations`);
  if (options.json)
    console.log(
      JSON.stringify({ seed, visits, violations: violations.length, faultsInjected, powerCuts, visitsPerSecond }),
    );
  if (violations.length > 0) process.exitCode = 1;
}

const percent = (flags: string, text: string, usual: number): Option =>
  new Option(flags, `${text}, percent of visits`).argParser(whole(0, 100)).default(usual);

export const simulateCommand = (): Command =>
  new Command('simulate')
    .description('visits on virtual time with people, faults and power cuts; exit 1 when an invariant is broken')
    .option('--config <file>', 'configuration', join(projectRoot, 'kiosk.config.json'))
    .option('--seed <number>', 'the same seed gives the same visits', whole(0, 2_000_000), 1)
    .option('--visits <number>', 'how many', whole(1, 100_000_000), 1_000)
    .addOption(
      new Option('--pages <kind>', 'pages rendered and read back, or minimal ones')
        .choices(['minimal', 'real'])
        .default('minimal'),
    )
    .addOption(percent('--faults <percent>', 'with one or two faults', usualRates.faults))
    .addOption(percent('--cuts <percent>', 'with a power cut', usualRates.cuts))
    .addOption(percent('--habits <percent>', 'by people who do something else', usualRates.habits))
    .option('--json', 'end with one line of JSON')
    .action(run);
