import { join } from 'node:path';
import type { LogState } from '../../src/log/state.ts';
import type { Kiosk } from '../../src/main.ts';
import type { SimulatedDevices } from '../../src/simulation/devices.ts';
import type { Wish } from '../../src/simulation/resident.ts';
import { temporaryFolder } from '../harness.ts';
import { judge } from './oracle.ts';
import {
  boot,
  type Cut,
  configFor,
  cutPower,
  devicesFor,
  type Shared,
  standing,
  visit,
} from './terminal-in-process.ts';

/** A visit that may be cut short. */
export interface CutScenario {
  readonly config: Record<string, unknown>;
  readonly prepare?: (devices: SimulatedDevices) => void;
  /** What the resident does, and the people around. */
  readonly wish: (devices: SimulatedDevices, kiosk: Kiosk) => Partial<Wish>;
  /** What must be so at the end whatever happened. */
  readonly conserved: (state: LogState, devices: SimulatedDevices) => void;
}

export interface CutRun {
  readonly rows: number;
  /** Types of the visit's rows, in their order. */
  readonly types: readonly string[];
  readonly state: LogState;
  readonly devices: SimulatedDevices;
  readonly screen: string;
}

/** One visit with the power cut at a row, or none, and the terminal brought up again; judged when it stands. */
export async function runWithCut(parts: Shared, scenario: CutScenario, cut: Cut | null): Promise<CutRun> {
  using folder = temporaryFolder();
  const config = configFor(folder.path, scenario.config);
  const devices = devicesFor(parts);
  scenario.prepare?.(devices);
  const first = await boot(parts, config, devices);
  await standing(first, parts, devices);
  const types: string[] = [];
  first.log.subscribe(({ session, type }) => session !== null && types.push(type));
  const power = cutPower(first, cut);
  await visit(first, parts, devices, scenario.wish(devices, first), () => power.dead);
  const last = power.dead ? await boot(parts, config, devices) : first;
  const screen = await standing(last, parts, devices);
  const { state } = judge(join(folder.path, 'log.sqlite'), devices, screen);
  scenario.conserved(state, devices);
  await last.stop();
  return { rows: power.rows, types, state, devices, screen };
}
