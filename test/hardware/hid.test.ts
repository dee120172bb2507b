import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { staffJa } from '../../src/locales/staff-ja.ts';
import { keypadModel, keyReport } from '../../src/simulation/hid/keypad-model.ts';
import { touchPanelModel, touchReports } from '../../src/simulation/hid/touch-panel-model.ts';
import { digitsEntered, launchChromium, onScreen, touch, typeKeys } from '../e2e/browser.ts';
import { madoguchi, root, startKiosk } from '../harness.ts';
import { faultsOf } from '../screens/measure.ts';
import { HidBed } from './hid-bed.ts';

interface Line {
  readonly phase?: string;
  readonly x?: number;
  readonly note?: string;
  readonly health?: { readonly state: string; readonly reasons: readonly string[] };
}

const finger = (tip: boolean, x = 2048, y = 2048, scan = 0): Uint8Array =>
  touchReports([{ id: 1, tip, x, y }], scan)[0] as Uint8Array;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let tidy: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of tidy.reverse()) await one();
  tidy = [];
});

async function newBed(): Promise<HidBed> {
  const bed = await new HidBed().start();
  tidy.push(async () => bed.stop());
  return bed;
}

/** The driver in a process of its own that sees the bed's devices as the machine's. */
function listen(bed: HidBed) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'hid-listener.ts')], {
    env: { ...process.env, ...bed.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (bytes) => (text += bytes));
  tidy.push(async () => {
    if (child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.stdin.end();
    await ended;
  });
  const lines = (): Line[] =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  const phases = () => lines().flatMap(({ phase }) => phase ?? []);
  const until = (so: () => boolean) => expect.poll(so, { timeout: 15_000, interval: 20 }).toBe(true);
  const health = (state: string, reason?: string) =>
    until(() => {
      const last = lines().findLast((line) => line.health !== undefined)?.health;
      return last?.state === state && last.reasons[0] === reason;
    });
  return { lines, phases, until, health };
}

describe('node-hid, the driver and a hidraw device', () => {
  it('takes 500 reports in a burst whole and in order, is unplugged under a finger, and found again', async () => {
    const bed = await newBed();
    const the = listen(bed);
    await the.health('failed', 'not-found');
    const model = touchPanelModel();
    const panel = await bed.plug(model);
    await the.health('working');
    expect(model.features.get(3)).toEqual(Uint8Array.of(2));
    const places = Array.from({ length: 500 }, (_, index) => 2_000 + (index % 100));
    for (const [index, x] of places.entries()) panel.send(finger(true, x, 2_048, index));
    await the.until(() => the.phases().length === 500);
    expect(the.lines().flatMap(({ x }) => (x === undefined ? [] : Math.round(x * 4095)))).toEqual(places);
    panel.unplug();
    await the.health('failed', 'not-found');
    expect(the.phases().at(-1)).toBe('cancel');
    const again = await bed.plug(touchPanelModel({ serial: 'SN2' }));
    await the.health('working');
    again.send(finger(true));
    await wait(60);
    again.send(finger(false));
    await the.until(() => the.phases().at(-1) === 'up');
  });

  it('opens neither of two panels, and no keypad for a panel', async () => {
    const bed = await newBed();
    await bed.plug(keypadModel());
    const the = listen(bed);
    await the.health('failed', 'not-found');
    await bed.plug(touchPanelModel({ path: '/dev/hidraw2' }));
    const second = await bed.plug(touchPanelModel({ path: '/dev/hidraw3', serial: 'SN3' }));
    await the.health('failed', 'two-devices');
    second.unplug();
    await the.health('working');
  });
});

it('a terminal whose touch panel is unplugged says that it is out of service, and is open when it is back', async () => {
  const bed = await newBed();
  const panel = await bed.plug(touchPanelModel());
  const { devices } = JSON.parse(readFileSync(join(root, 'kiosk.config.json'), 'utf8'));
  const all = {
    ...devices,
    cashless: { transport: 'simulated' },
    touchPanel: { transport: 'hid' },
    keypad: { transport: 'hid' },
  };
  const kiosk = await startKiosk({ devices: all }, 'start', bed.env);
  tidy.push(async () => kiosk[Symbol.asyncDispose]());
  const chromium = await launchChromium();
  tidy.push(async () => chromium[Symbol.asyncDispose]());
  const page = await chromium.newPage();
  await page.goto(kiosk.screen);
  const status = async () => (await madoguchi('staff', 'status', '--data', kiosk.data)).stdout;
  await onScreen(page, 'open');
  expect(await status()).toMatch(/^touch +working$/m);
  panel.unplug();
  await onScreen(page, 'outOfService');
  expect(await status()).toMatch(/^touch +failed \(not-found\)$/m);
  expect(await status()).toMatch(/^keypad +failed \(not-found\)$/m);
  // With a mouse that staff plug in.
  await touch(page, 'panel.open');
  await onScreen(page, 'panel.entering');
  await typeKeys(page, '246810');
  await touch(page, 'panel.submit');
  await onScreen(page, 'panel.menu');
  await page.locator('.notice.error', { hasText: staffJa['panel.trouble.touch.not-found'] }).waitFor();
  await page.locator('.notice.error', { hasText: staffJa['panel.trouble.keypad.not-found'] }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await touch(page, 'panel.close');
  await bed.plug(touchPanelModel({ serial: 'SN2' }));
  await onScreen(page, 'open');
});

it('a finger on the panel and keys on the pad work the screen', async () => {
  const bed = await newBed();
  const panel = await bed.plug(touchPanelModel());
  const pad = await bed.plug(keypadModel());
  const sample = JSON.parse(readFileSync(join(root, 'kiosk.config.json'), 'utf8'));
  const devices = { ...sample.devices, touchPanel: { transport: 'hid' }, keypad: { transport: 'hid' } };
  const kiosk = await startKiosk({ devices }, 'start', bed.env);
  tidy.push(async () => kiosk[Symbol.asyncDispose]());
  const chromium = await launchChromium();
  tidy.push(async () => chromium[Symbol.asyncDispose]());
  const page = await chromium.newPage();
  await page.goto(kiosk.screen);
  /** Where a button is, in the panel's units. */
  const placeOf = async (selector: string): Promise<readonly [number, number]> => {
    await page.waitForSelector(`.screen:not(:has(.arriving)) ${selector}`);
    const box = await page.locator(selector).boundingBox();
    const size = page.viewportSize();
    if (box === null || size === null) throw new Error(`${selector} is not seen`);
    return [((box.x + box.width / 2) / size.width) * 4095, ((box.y + box.height / 2) / size.height) * 4095];
  };
  const put = async (selector: string, tip: boolean): Promise<void> => {
    const [x, y] = await placeOf(selector);
    panel.send(finger(tip, x, y));
  };
  const key = async (id: number): Promise<void> => {
    await page.waitForSelector('.screen:not(:has(.arriving))');
    pad.send(keyReport(id));
    pad.send(keyReport());
  };
  const go = '.button.go';
  await onScreen(page, 'open');
  // Shown as pressed, but lifted elsewhere: not touched.
  await put(go, true);
  await page.waitForSelector(`${go}.held`);
  panel.send(finger(true, 10, 10));
  panel.send(finger(false, 10, 10));
  await page.waitForSelector(`${go}:not(.held)`);
  await onScreen(page, 'open');
  await put(go, true);
  await page.waitForSelector(`${go}.held`);
  await wait(60);
  await put(go, false);
  await onScreen(page, 'session.choosingService');
  await key(0x59);
  await onScreen(page, 'session.insertingCard');
  kiosk.act({ act: 'insert', card: 'adult' });
  await onScreen(page, 'session.enteringPin');
  await key(0x59);
  await digitsEntered(page, 1);
  await key(0x2a);
  await digitsEntered(page, 0);
  // A finger still on the glass when the panel goes lets go of its key.
  await put('[data-key="4"]', true);
  await page.waitForSelector('[data-key="4"].held');
  panel.unplug();
  await page.waitForSelector('[data-key="4"]:not(.held)');
  await digitsEntered(page, 0);
});
