import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import pino from 'pino';
import { type Config, loadConfig } from '../config.ts';
import type { DeviceHealth } from '../devices/health.ts';
import { canDraw } from '../devices/receipt-printer/drawn-lines.ts';
import { staffReason } from '../log/state.ts';
import type { Hand } from '../machines/events.ts';
import { createKiosk, type Kiosk } from '../main.ts';
import { messageOf } from '../outcome.ts';
import { Bench, type BenchTerminal } from '../simulation/bench.ts';
import { simulatedDevices } from '../simulation/devices.ts';
import { sampleTown } from '../simulation/town/town.ts';
import { isDrawn } from '../slips/slips.ts';
import type { Clips } from '../speech/speech.ts';
import { clipsOf, readManifest } from '../speech/store.ts';
import { systemClock } from '../system-clock.ts';
import { activePaths, activeStates, viewOf } from '../ui/screens/view.ts';
import { startServer } from '../ui/server.ts';
import { type StaffPort, serveStaff } from '../ui/staff-socket.ts';
import { openHands } from './hands.ts';
import { moneyOf, type StaffStatus } from './staff.ts';

export const projectRoot = join(import.meta.dirname, '../..');

/** Loads a configuration or throws one sentence per fault. */
export function configOrStop(path: string): Config {
  const loaded = loadConfig(path);
  if (loaded.ok) return loaded.config;
  throw new Error(`The configuration cannot be used:\n${loaded.faults.map((fault) => `  ${fault}`).join('\n')}`);
}

const benchTerminal = (kiosk: Kiosk, plug: (plugged: boolean) => void): BenchTerminal => ({
  log: kiosk.log,
  activeStates: () => activeStates(viewOf(kiosk.actor.getSnapshot())),
  send: (event) => kiosk.send(event),
  reserve: (card) => kiosk.reserve?.(card),
  headset: () => kiosk.actor.getSnapshot().context.headset,
  plug,
  subscribe: (changed) => {
    kiosk.log.subscribe(changed);
    kiosk.display.subscribe(changed);
    kiosk.actor.subscribe(changed);
  },
});

/** What the socket in the data folder answers to; the terminal behind it is another one after a power cut. */
const staffPort = (kiosk: () => Kiosk): StaffPort => ({
  status: (): StaffStatus => {
    const { actor, desk, devices, log } = kiosk();
    const snapshot = actor.getSnapshot();
    return {
      terminal: 'running',
      service:
        activePaths(snapshot.value)
          .find((path) => path.startsWith('service.'))
          ?.split('.')[1] ?? null,
      devices: Object.fromEntries(
        devices.map((device) => [
          device,
          {
            state: snapshot.matches({ [device]: 'working' } as never) ? 'working' : 'failed',
            reasons: log.state.health[device]?.reasons ?? [],
          },
        ]),
      ),
      duty: log.state.duty,
      staff: staffReason(log.state),
      ...moneyOf(log.state),
      slips: desk.subjects('counter-paid').map(({ id, yen }) => ({ transaction: id, yen: yen ?? 0 })),
    };
  },
  check: (code) => kiosk().desk.check(code),
  perform: (order) => kiosk().desk.perform(order),
});

/** Environment variable with the secret of the screen's address, where a supervisor keeps it from one start to the next. */
export const screenToken = 'MADOGUCHI_SCREEN_TOKEN';

const beatMs = 1_000;

/** Tells the supervisor, where there is one, that this program lives and that its statechart does. */
function beat(kiosk: () => Kiosk, ended: () => void): void {
  if (process.send === undefined) return;
  const timer = setInterval(() => {
    if (kiosk().actor.getSnapshot().status === 'active') process.send?.('beat');
  }, beatMs);
  // A supervisor that is gone cannot start it again, and another one would find the data folder taken.
  process.once('disconnect', () => {
    clearInterval(timer);
    ended();
  });
}

interface StartOptions {
  readonly config: string;
  readonly data?: string;
  readonly port?: string;
}

/** The port of the screen, as ordered or configured. @throws a sentence when there is no such port */
export function portOrStop(ordered: string | undefined, { screen }: Config): number {
  const port = ordered === undefined ? screen.port : Number(ordered);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`--port ${ordered}: allowed are 1 to 65535.`);
  return port;
}

/** The languages whose slips can be printed here; Japanese when there is no other. */
function printableLanguages({ languages }: Config, note: (sentence: string) => void): Config['languages'] {
  const printable = languages.filter((language) => canDraw() || !isDrawn(language));
  if (printable.length < languages.length)
    note(
      `The font Noto Sans CJK (Debian fonts-noto-cjk) is not installed; these languages are left out, because their slips could not be printed: ${languages.filter(isDrawn).join(', ')}.`,
    );
  return printable.length === 0 ? ['ja'] : printable;
}

/** What the screen is read aloud with, or null; a terminal without a voice still serves. */
function clipsIn(folder: string, note: (sentence: string) => void): Clips | null {
  try {
    const manifest = readManifest(folder);
    if (manifest !== null) return clipsOf(manifest);
    note(
      `The speech is not built; the screen cannot be read aloud. Run scripts/start as root, or npm run build:speech.`,
    );
  } catch (error) {
    note(`The speech in ${folder} cannot be used; the screen cannot be read aloud: ${messageOf(error)}`);
  }
  return null;
}

async function start(options: StartOptions): Promise<void> {
  const loaded = configOrStop(options.config);
  const port = portOrStop(options.port, loaded);
  const clientFolder = join(projectRoot, 'build/client');
  if (!existsSync(join(clientFolder, 'index.html')))
    throw new Error('The screen is not built. Run scripts/start, or npm run build.');
  const logger = pino({ level: 'info', base: null });
  const note = (sentence: string): void => logger.warn(sentence);
  const config = {
    ...loaded,
    languages: printableLanguages(loaded, note),
    ...(options.data === undefined ? {} : { dataFolder: options.data }),
  };
  const clock = systemClock;
  const town = await sampleTown(clock.now());
  const simulated = simulatedDevices(clock, town, { hoppers: config.coins.hoppers });
  const speechFolder = join(projectRoot, 'build/speech');
  const clips = clipsIn(speechFolder, note);
  // Headset, touch panel and keypad outlive the terminal that a power cut ends; the next one is told what they last said.
  let plugged = false;
  const health = new Map<Hand, DeviceHealth>();
  const boot = async () => {
    const booted = await createKiosk({ config, clock, town, simulated, clips, note });
    booted.headset(plugged);
    for (const [hand, said] of health) booted.hand(hand, said);
    return booted;
  };
  let kiosk = await boot();
  const onHeadset = (now: boolean): void => {
    plugged = now;
    kiosk.headset(now);
  };
  const onHealth = (hand: Hand, said: DeviceHealth): void => {
    health.set(hand, said);
    kiosk.hand(hand, said);
  };
  if (!kiosk.parts.renderer.font.variants)
    note(
      `The font IPAmj Mincho is not installed; ${kiosk.parts.renderer.font.name} is used and names with variant characters are refused.`,
    );
  const allSimulated = Object.values(config.devices).every(
    (device) => device === undefined || device.transport === 'simulated' || device.transport === 'hid',
  );
  const bench = allSimulated
    ? new Bench(simulated, clock, benchTerminal(kiosk, onHeadset), () => void cutPower())
    : null;
  const token = process.env[screenToken] ?? randomBytes(16).toString('base64url');
  delete process.env[screenToken];
  const { hands, stop: endHands } = await openHands({ config, clock, note, onHeadset, onHealth });
  const recordings = clips === null ? null : speechFolder;
  const serve = () =>
    startServer({ port, display: kiosk.display, bench, hands, clientFolder, speechFolder: recordings, token, note });
  let server = await serve();

  /** The bench's power switch: everything stops as it stands, and the terminal boots on the same data folder. */
  async function cutPower(): Promise<void> {
    kiosk.cut();
    simulated.coins.powerCycle();
    await server.close();
    kiosk = await boot();
    bench?.attach(benchTerminal(kiosk, onHeadset));
    server = await serve();
  }

  const endStaff = await serveStaff(
    join(config.dataFolder, 'staff.sock'),
    staffPort(() => kiosk),
  ).catch((error: unknown) => {
    note(`The staff panel without a screen is not there: ${messageOf(error)}. The one on the screen is.`);
    return () => {};
  });
  console.log(`kiosk screen  ${server.screen}`);
  if (server.bench !== null) console.log(`bench         ${server.bench}`);
  console.log(`log           ${join(config.dataFolder, 'log.sqlite')}`);

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    endStaff();
    await endHands();
    await server.close();
    await kiosk.stop();
    process.exit(0);
  };
  beat(
    () => kiosk,
    () => void stop(),
  );
  // Each as often as it comes: of two the second must not end what is being ended in order.
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
}

export const startCommand = (): Command =>
  new Command('start')
    .description('run the kiosk; with simulated devices it also serves the bench')
    .option('--config <file>', 'configuration', join(projectRoot, 'kiosk.config.json'))
    .option('--data <folder>', 'data folder instead of the configured one')
    .option('--port <number>', 'port instead of the configured one')
    .action(start);
