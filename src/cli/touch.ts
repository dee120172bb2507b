import { readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Clock, sleep } from '../clock.ts';
import { nodeHidTransport } from '../devices/hid/node-hid-transport.ts';
import type { HidInfo, HidTransport } from '../devices/hid/transport.ts';
import { padUsages } from '../devices/keypad/driver.ts';
import type { Corners, Point } from '../devices/touch-panel/calibration.ts';
import { cornersFrom, crosses, type Found } from '../devices/touch-panel/corners.ts';
import { createTouchPanel, panelUsages, type TouchPanelOptions } from '../devices/touch-panel/driver.ts';
import { failed, type Outcome } from '../outcome.ts';
import { systemClock } from '../system-clock.ts';
import { sampleConfig } from './model-parts.ts';
import { configOrStop } from './start.ts';
import { serveCrosses } from './touch-crosses.ts';

/** A cross that nobody touches for so long ends it, in milliseconds. */
export const touchWaitMs = 60_000;

const names = ['top left', 'top right', 'bottom right', 'bottom left', 'middle'] as const;

export interface CalibrationOptions {
  readonly transport: HidTransport;
  readonly clock: Clock;
  readonly choice?: TouchPanelOptions['choice'];
  /** Told which cross is to be touched, null at the end, and what to say to whoever touches it. */
  readonly show: (index: number | null, text: string) => void;
}

/**
 * One touch on each cross, and the corners of the picture from them. What is no touch of one finger (see docs/touch-panel.md) is said and waited for again.
 * @returns `no-panel`, `no-touch`, or what is wrong with the touches (see `cornersFrom`), each with a sentence
 */
export async function calibrate({
  transport,
  clock,
  choice,
  show,
}: CalibrationOptions): Promise<Outcome<Found, 'no-panel' | 'no-touch' | 'too-near' | 'not-around' | 'beside'>> {
  const touches: Point[] = [];
  let ends: Corners | null = null;
  let wrong = 'No touch panel was found.';
  let touched = (): void => {};
  const ask = (before: string): void =>
    show(touches.length, `${before}Touch the red cross (${names[touches.length]}) with one finger.`);
  const panel = createTouchPanel({
    transport,
    clock,
    ...(choice === undefined ? {} : { choice }),
    opened: (own) => {
      ends = own;
    },
    hear: ({ phase, x, y }) => {
      if (ends === null || touches.length === crosses.length) return;
      if (phase === 'cancel') ask('That did not count. ');
      if (phase !== 'up') return;
      const [left, top] = ends.topLeft;
      const [right, bottom] = ends.bottomRight;
      touches.push([left + x * (right - left), top + y * (bottom - top)]);
      touched();
    },
    note: (sentence) => {
      wrong = sentence;
    },
  });
  try {
    await panel.start();
    if (ends === null) return failed('no-panel', wrong);
    while (touches.length < crosses.length) {
      const count = touches.length;
      ask('');
      const next = new AbortController();
      touched = () => next.abort();
      await sleep(clock, touchWaitMs, next.signal);
      if (touches.length === count)
        return failed('no-touch', `Nobody touched the cross at the ${names[count]} within ${touchWaitMs / 1_000} s.`);
    }
  } finally {
    await panel.stop();
    show(null, '');
  }
  const { bottomRight, topLeft }: Corners = ends;
  return cornersFrom(touches, Math.max(bottomRight[0] - topLeft[0], bottomRight[1] - topLeft[1]));
}

const hex = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;
const kindOf = ({ usage }: HidInfo): string =>
  panelUsages.includes(usage) ? 'touch panel' : padUsages.includes(usage) ? 'keypad' : 'other';

/** One line for each HID device: what it is, and the ids by which the configuration says it. */
export const hidLines = (devices: readonly HidInfo[]): string[] =>
  devices.map((info) =>
    [
      kindOf(info).padEnd(11),
      info.path,
      `"vendor": ${info.vendor}, "product": ${info.product}${info.serial === null ? '' : `, "serial": ${JSON.stringify(info.serial)}`}`,
      `(${hex(info.vendor)}:${hex(info.product)})`,
    ].join('  '),
  );

async function show(): Promise<void> {
  const devices = await nodeHidTransport.list();
  console.log(
    devices.length === 0 ? 'No HID device is plugged in, or none may be read.' : hidLines(devices).join('\n'),
  );
}

/** Puts the corners into the configuration; everything else in it stays. */
export function withCorners(text: string, corners: Corners): string {
  const config = JSON.parse(text) as { devices: { touchPanel?: object } };
  config.devices.touchPanel = { transport: 'hid', ...config.devices.touchPanel, corners };
  return `${JSON.stringify(config, null, 2)}\n`;
}

async function run({ config: path, write }: { readonly config: string; readonly write?: boolean }): Promise<void> {
  const config = configOrStop(path);
  const crossesPage = await serveCrosses(config.screen.port);
  console.log(`Show ${crossesPage.address} on the whole screen, e.g. chromium --kiosk ${crossesPage.address}`);
  try {
    const found = await calibrate({
      transport: nodeHidTransport,
      clock: systemClock,
      ...(config.devices.touchPanel === undefined ? {} : { choice: config.devices.touchPanel }),
      show: (index, text) => {
        crossesPage.show({ index, text });
        if (text !== '') console.log(text);
      },
    });
    if (found.outcome !== 'done') throw new Error(`${found.detail ?? found.outcome} Nothing was changed; begin again.`);
    const { corners, mirrored } = found.value;
    if (mirrored)
      console.log('The panel is mirrored. If it does not lie behind a mirror, the crosses were mixed up: begin again.');
    console.log(`"corners": ${JSON.stringify(corners)}`);
    if (!write)
      return console.log('Put this into devices.touchPanel of the configuration, or run it again with --write.');
    writeFileSync(path, withCorners(readFileSync(path, 'utf8'), corners));
    console.log(`${path} has them now; they hold from the next start.`);
  } finally {
    crossesPage.close();
  }
}

export const touchCommand = (): Command =>
  new Command('touch')
    .description('the touch panel that the terminal reads itself')
    .addCommand(
      new Command('show').description('HID devices and the ids by which the configuration names them').action(show),
    )
    .addCommand(
      new Command('calibrate')
        .description('finds the corners of the picture by five touches; the kiosk must be stopped')
        .option('--config <file>', 'configuration', sampleConfig)
        .option('--write', 'write the corners into it')
        .action(run),
    );
