import { join } from 'node:path';
import { expect } from 'vitest';
import { type Clock, sleep } from '../../src/clock.ts';
import type { Row } from '../../src/log/rows.ts';
import type { LogState } from '../../src/log/state.ts';
import { verifyRows } from '../../src/log/verify.ts';
import type { StaffAct } from '../../src/machines/events.ts';
import type { Kiosk } from '../../src/main.ts';
import type { SimulatedDevices } from '../../src/simulation/devices.ts';
import type { Wish } from '../../src/simulation/resident.ts';
import { judge, rowsIn } from '../crash/oracle.ts';
import { boot, configFor, devicesFor, type Shared, standing, visit } from '../crash/terminal-in-process.ts';
import { temporaryFolder } from '../harness.ts';

/** What can be said of one visit to a shop afterwards. */
export interface Shopped {
  /** As `session.ended` says it. */
  readonly outcome: string;
  readonly rows: readonly Row[];
  /** Last names of the screens that were shown, in their order. */
  readonly screens: readonly string[];
  readonly frames: readonly string[];
  /** Where the terminal stands: `open` or `staffNeeded`. */
  readonly standing: string;
}

export interface ShopOptions {
  readonly config?: Record<string, unknown>;
  readonly hoppers?: readonly { readonly address: number; readonly yen: 10 | 50 | 100 | 500 }[];
  readonly prepare?: (devices: SimulatedDevices) => void;
}

/** Short human waits, so that running out of them takes seconds. */
const timeouts = { humanIdle: 20, humanWarning: 20, counter: 60 };

/** A terminal that takes coins, cards and the register's slip, with everything that is printed, on a fast clock. */
export class Shop implements AsyncDisposable {
  readonly kiosk: Kiosk;
  readonly devices: SimulatedDevices;
  readonly clock: Clock;
  readonly #shared: Shared;
  readonly #folder: ReturnType<typeof temporaryFolder>;

  private constructor(
    shared: Shared,
    kiosk: Kiosk,
    devices: SimulatedDevices,
    folder: ReturnType<typeof temporaryFolder>,
  ) {
    this.#shared = shared;
    this.clock = shared.clock;
    this.kiosk = kiosk;
    this.devices = devices;
    this.#folder = folder;
  }

  static async open(shared: Shared, { config = {}, hoppers = [], prepare }: ShopOptions = {}): Promise<Shop> {
    const folder = temporaryFolder();
    const { devices: sample } = configFor(folder.path);
    const whole = configFor(folder.path, {
      devices: { ...sample, cashless: { transport: 'simulated' } },
      payment: { counter: true },
      coins: { accept: [10, 50, 100, 500], echo: true, hoppers },
      timeouts,
      ...config,
    });
    const devices = devicesFor(shared, [...hoppers]);
    prepare?.(devices);
    const shop = new Shop(shared, await boot(shared, whole, devices), devices, folder);
    await standing(shop.kiosk, shared, devices);
    return shop;
  }

  get state(): LogState {
    return this.kiosk.log.state;
  }

  get screen(): string {
    return this.kiosk.display.screen.id.split('.').at(-1) ?? '';
  }

  press(id: string): void {
    this.kiosk.display.touch(this.kiosk.display.seq, id);
  }

  /** Slips with this text, oldest first. */
  slips(text: string): readonly string[] {
    return this.devices.receipts.slips.map((slip) => slip.text).filter((one) => one.includes(text));
  }

  /** Number of the slip for the register that was printed last, and the pick-up number on it. */
  get slip(): { readonly number: string; readonly pickup: string } {
    const text = this.slips('お支払い票').at(-1) ?? '';
    return {
      number: /票の番号\D*(\d{10})/.exec(text)?.[1] ?? '',
      pickup: /引換番号[^\d\n]*(\d{4})/.exec(text)?.[1] ?? '',
    };
  }

  async perform(act: StaffAct, why = '', subject: string | null = null): Promise<string> {
    return (await this.kiosk.desk.perform({ act, who: '見本店員', why, subject })).result;
  }

  /** One visit to its end. */
  async visit(wish: Partial<Wish>): Promise<Shopped> {
    const { display, log } = this.kiosk;
    const { seq } = log.head;
    const screens: string[] = [];
    const frames: string[] = [];
    const unsubscribe = display.subscribe((frame) => {
      frames.push(frame);
      if (screens.at(-1) !== this.screen) screens.push(this.screen);
    });
    await visit(this.kiosk, this.#shared, this.devices, { coins: [], ...wish });
    const where = await standing(this.kiosk, this.#shared, this.devices);
    unsubscribe();
    const rows = log.tail(log.head.seq - seq).filter(({ session }) => session !== null);
    const ends = rows.flatMap((row) => (row.type === 'session.ended' ? [row.data.outcome] : []));
    expect(ends.length).toBe(1);
    expect(this.kiosk.parts.caseFile.wiped && this.kiosk.parts.pin.wiped).toBe(true);
    return { outcome: ends[0] ?? '', rows, screens, frames, standing: where };
  }

  /** Everything that must be so when the terminal stands. */
  judge(): LogState {
    const { state } = judge(join(this.#folder.path, 'log.sqlite'), this.devices, this.kiosk.display.screen.id);
    const { charged } = state.money;
    const truth = this.devices.cashless.charged();
    expect(truth).toBeLessThanOrEqual(-charged);
    expect(truth).toBeGreaterThanOrEqual(-charged - state.money.suspense);
    return state;
  }

  /** Lets so many milliseconds pass. */
  pass(ms: number): Promise<void> {
    return sleep(this.clock, ms);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kiosk.stop();
    const verdict = verifyRows(rowsIn(join(this.#folder.path, 'log.sqlite')));
    this.#folder[Symbol.dispose]();
    expect(verdict).toMatchObject({ sound: true });
  }
}
