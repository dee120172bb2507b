import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Command } from 'commander';
import { pino } from 'pino';
import type { Config } from '../config.ts';
import { inhibitCoins } from '../devices/coin-unit/inhibit.ts';
import { CcTalkLine } from '../devices/coin-unit/line.ts';
import { coinTransport } from '../main.ts';
import { systemClock } from '../system-clock.ts';
import { startChild } from '../watchdog/child.ts';
import { defaultLimits, Supervisor } from '../watchdog/supervisor.ts';
import { configOrStop, portOrStop, projectRoot, screenToken } from './start.ts';

interface WatchOptions {
  readonly config: string;
  readonly data?: string;
  readonly port?: string;
}

/**
 * What a dead terminal can no longer do. The card is free already: the connection to the reader ended with the program.
 * Simulated devices died with it.
 */
async function makeSafe(
  { coins, devices }: Config,
  note: (sentence: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if (devices.coinUnit.transport === 'simulated') return;
  const line = new CcTalkLine(coinTransport(devices.coinUnit), systemClock, coins.echo);
  // The next program needs the line, whatever becomes of this.
  signal.addEventListener('abort', () => line.close());
  const told = await inhibitCoins(line).finally(() => line.close());
  if (told.outcome !== 'done')
    note('The coin acceptor could not be told to take no coins; it stops by itself when nobody asks it for a second.');
}

async function watch(options: WatchOptions): Promise<void> {
  const config = configOrStop(options.config);
  portOrStop(options.port, config);
  const logger = pino({ level: 'info', base: null });
  const note = (sentence: string): void => logger.warn(sentence);
  const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  // The same address for every program: the browser that shows the screen finds the next one by itself. Whoever starts both names it.
  const env = { ...process.env, [screenToken]: process.env[screenToken] ?? randomBytes(16).toString('base64url') };
  const supervisor = new Supervisor({
    clock: systemClock,
    limits: defaultLimits,
    makeSafe: (signal) => makeSafe(config, note, signal),
    note,
    start: (tell) =>
      startChild(process.execPath, [join(projectRoot, 'bin/madoguchi.js'), 'start', ...given], env, tell),
  });
  process.on('SIGINT', () => supervisor.stop());
  process.on('SIGTERM', () => supervisor.stop());
  process.exit((await supervisor.run()) === 'stopped' ? 0 : 1);
}

export const watchCommand = (): Command =>
  new Command('watch')
    .description(
      `run the kiosk and start it again when it dies or hangs; exit 1 after more than ${defaultLimits.deaths} times in ${defaultLimits.within / 60_000} minutes`,
    )
    .option('--config <file>', 'configuration', join(projectRoot, 'kiosk.config.json'))
    .option('--data <folder>', 'data folder instead of the configured one')
    .option('--port <number>', 'port instead of the configured one')
    .action(watch);
