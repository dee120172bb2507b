import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openHands } from '../../../src/cli/hands.ts';
import { loadConfig } from '../../../src/config.ts';
import { HidBus } from '../../../src/simulation/hid/bus.ts';
import { audioReport, keypadModel, keyReport } from '../../../src/simulation/hid/keypad-model.ts';
import { touchPanelModel, touchReports } from '../../../src/simulation/hid/touch-panel-model.ts';
import { root } from '../../harness.ts';
import { VirtualClock } from '../virtual-clock.ts';

async function desk(changes: object) {
  const loaded = loadConfig(join(root, 'kiosk.config.json'));
  if (!loaded.ok) throw new Error(loaded.faults.join());
  const { config } = loaded;
  const bus = new HidBus();
  bus.plug(touchPanelModel());
  bus.plug(keypadModel());
  const clock = new VirtualClock();
  const page: unknown[] = [];
  const headset: unknown[] = [];
  const { hands, stop } = await openHands({
    config: { ...config, devices: { ...config.devices, ...changes } },
    clock,
    note: () => {},
    transport: bus.transport,
    onHeadset: (plugged) => headset.push(plugged),
  });
  const unheard = hands.subscribe((message) => page.push(JSON.parse(message)));
  return { bus, clock, headset, page, stop, unheard };
}

const limits = { size: 0.15, shortMs: 15, longMs: 10_000, travel: 0.04 };

it('opens nothing that is not configured', async () => {
  const { bus } = await desk({});
  expect(bus.open).toEqual([]);
});

it('takes digits, enter, clear, cancel and the keys of the voice to the page, and the headset to the terminal', async () => {
  const { bus, headset, page } = await desk({ keypad: { transport: 'hid', keys: { '07:04': 'repeat' } } });
  for (const id of [0x1f, 0x28, 0x2a, 0x29, 0x04, 0x3a]) {
    bus.send('/dev/hidraw1', keyReport(id));
    bus.send('/dev/hidraw1', keyReport());
  }
  for (const bits of [1, 2, 4, 8, 16, 0]) bus.send('/dev/hidraw1', audioReport(bits));
  expect(page).toEqual(
    ['2', 'Enter', 'Backspace', 'Escape', 'F2', 'F1', '+', '-', 'F3', 'F2'].map((key) => ({ type: 'pressed', key })),
  );
  expect(headset).toEqual([true, false]);
});

it('takes touches to the page by the limits of the configuration, until the end', async () => {
  const { bus, clock, page, stop, unheard } = await desk({
    touchPanel: { transport: 'hid', limits: { ...limits, shortMs: 100 } },
  });
  const send = (tip: boolean): void => {
    for (const report of touchReports([{ id: 3, tip, x: 0, y: 4095 }], 1)) bus.send('/dev/hidraw0', report);
  };
  const tap = async (ms: number): Promise<void> => {
    send(true);
    await clock.pass(ms);
    send(false);
  };
  await tap(50);
  await tap(150);
  expect(page).toEqual(
    ['down', 'cancel', 'down', 'up'].map((phase) => ({ type: 'pointer', contact: 3, phase, x: 0, y: 1 })),
  );
  unheard();
  await tap(150);
  expect(page).toHaveLength(4);
  await stop();
  expect(bus.open).toEqual([]);
});
