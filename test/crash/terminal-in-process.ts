import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Centre } from '../../src/centre/port.ts';
import { createRenderer } from '../../src/certificates/create-renderer.ts';
import type { Door, Renderer } from '../../src/certificates/renderer.ts';
import { type Clock, sleep } from '../../src/clock.ts';
import { type Config, checkConfig } from '../../src/config.ts';
import { createKiosk, type Kiosk } from '../../src/main.ts';
import { type SimulatedDevices, simulatedDevices } from '../../src/simulation/devices.ts';
import { Resident, type Wish } from '../../src/simulation/resident.ts';
import { type SampleTown, sampleTown } from '../../src/simulation/town/town.ts';
import { systemClock } from '../../src/system-clock.ts';
import { checkPaper } from '../certificates/tools.ts';
import { exactMoney, root } from '../harness.ts';

/** The longest stretch of real time one step may count for, in milliseconds. */
const stepMs = 4;

/**
 * Time that goes some times faster than real time, in small steps: when the machine is busy elsewhere it waits, so that no
 * deadline passes because a core was away. Wall time can be set.
 */
export class FastClock implements Clock {
  readonly #factor: number;
  readonly #start = Date.now();
  #passed = 0;
  #last = performance.now();
  #timers: { readonly at: number; readonly run: () => void }[] = [];
  #ticking = false;
  offset = 0;

  constructor(factor: number) {
    this.#factor = factor;
  }

  now(): number {
    return Math.floor(this.#start + this.#passed + this.offset);
  }

  setTimeout(run: () => void, ms: number): unknown {
    const timer = { at: this.#passed + ms, run };
    this.#timers.push(timer);
    if (!this.#ticking) {
      this.#ticking = true;
      this.#last = performance.now();
      setTimeout(() => this.#tick(), 1);
    }
    return timer;
  }

  clearTimeout(handle: unknown): void {
    this.#timers = this.#timers.filter((timer) => timer !== handle);
  }

  #tick(): void {
    const real = performance.now();
    this.#passed += Math.min(stepMs, real - this.#last) * this.#factor;
    this.#last = real;
    const due = this.#timers.filter(({ at }) => at <= this.#passed).sort((one, other) => one.at - other.at);
    for (const timer of due) {
      if (!this.#timers.includes(timer)) continue;
      this.clearTimeout(timer);
      timer.run();
    }
    this.#ticking = this.#timers.length > 0;
    if (this.#ticking) setTimeout(() => this.#tick(), 1);
  }
}

/** The sample configuration without hoppers. */
export function configFor(dataFolder: string, change: Record<string, unknown> = {}): Config {
  const sample = JSON.parse(readFileSync(join(root, 'kiosk.config.json'), 'utf8'));
  const hours = { open: '00:00', close: '23:59', closedDays: [] };
  const loaded = checkConfig({ ...sample, hours, ...exactMoney, dataFolder, ...change });
  if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
  return loaded.config;
}

/** What several terminals of one test file share, because it takes long to make and holds nothing of a visit. */
export interface Shared<C extends Clock = FastClock> {
  readonly clock: C;
  readonly town: SampleTown;
  readonly renderer: Renderer;
  readonly door: Door;
  /** One that outlives a terminal; without it each has its own. */
  readonly centre?: Centre;
}

export async function shared(factor: number): Promise<Shared> {
  const clock = new FastClock(factor);
  return {
    clock,
    town: await sampleTown(clock.now()),
    renderer: await createRenderer({ clock: systemClock }),
    door: checkPaper,
  };
}

export const devicesFor = (
  { clock, town }: Shared<Clock>,
  hoppers: Config['coins']['hoppers'] = [],
): SimulatedDevices => simulatedDevices(clock, town, { pageMs: 500, hoppers });

export const boot = (
  { door, renderer, ...rest }: Shared<Clock>,
  config: Config,
  simulated: SimulatedDevices,
  note: (sentence: string) => void = () => {},
): Promise<Kiosk> =>
  createKiosk({ ...rest, press: { renderer, door, close: async () => {} }, config, simulated, note });

/** Waits for one of the screens. @throws when it does not come in `limitMs` of real time */
export async function screen(kiosk: Kiosk, clock: Clock, ids: readonly string[], limitMs = 20_000): Promise<string> {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(clock, 20)) {
    const { id } = kiosk.display.screen;
    if (ids.includes(id)) return id;
  }
  throw new Error(`the screen ${kiosk.display.screen.id} stays`);
}

/** Idle or with staff called; a card that was left in the slot is taken out. */
export async function standing(kiosk: Kiosk, { clock }: Shared<Clock>, { reader }: SimulatedDevices): Promise<string> {
  const id = await screen(kiosk, clock, ['open', 'staffNeeded', 'cardLeft']);
  reader.remove();
  return id === 'cardLeft' ? screen(kiosk, clock, ['open', 'staffNeeded']) : id;
}

/** One whole visit, or as much of it as there is until `over`. */
export async function visit(
  kiosk: Kiosk,
  { clock }: Shared<Clock>,
  devices: SimulatedDevices,
  wish: Partial<Wish>,
  over: () => boolean = () => false,
): Promise<void> {
  const card = wish.card ?? devices.cards.get('adult');
  if (card === undefined) throw new Error('no card');
  const whole: Wish = { pins: ['1234'], members: [], show: [], coins: [100, 100], ...wish, card };
  const resident = new Resident(kiosk.display, devices.reader, devices.acceptor, clock, whole);
  const before = kiosk.log.state.ended;
  kiosk.display.touch(kiosk.display.seq, 'resident.start');
  await resident.visit(
    () =>
      over() ||
      kiosk.display.screen.id === 'staffNeeded' ||
      (kiosk.log.state.ended > before && kiosk.display.screen.id === 'open'),
  );
}

/** Where the power goes: right after so many rows of visits. */
export interface Cut {
  readonly after: number;
  /** What the row allows was just on its way when the power went; else it does not begin any more. */
  readonly underWay: boolean;
}

/** Cuts the power of a terminal there, if at all. @returns what can be said of it at any moment */
export function cutPower(kiosk: Kiosk, cut: Cut | null): { readonly rows: number; readonly dead: boolean } {
  const state = { rows: 0, dead: false };
  kiosk.log.subscribe(({ session }) => {
    if (session === null || state.dead) return;
    state.rows += 1;
    if (state.rows !== cut?.after) return;
    state.dead = true;
    kiosk.cut();
    if (!cut.underWay) throw new Error('the power is cut');
  });
  return state;
}

/** Every cut there is in a visit of so many rows. */
export const everyCut = (rows: number): Cut[] =>
  Array.from({ length: rows * 2 }, (_, index) => ({ after: Math.floor(index / 2) + 1, underWay: index % 2 === 1 }));
