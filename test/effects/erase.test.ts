import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Row, RowType } from '../../src/log/rows.ts';
import type { Kiosk } from '../../src/main.ts';
import type { SimulatedDevices } from '../../src/simulation/devices.ts';
import { judge } from '../crash/oracle.ts';
import {
  boot,
  configFor,
  devicesFor,
  type Shared,
  screen,
  shared,
  standing,
  visit,
} from '../crash/terminal-in-process.ts';
import { temporaryFolder } from '../harness.ts';

let parts: Shared;
beforeAll(async () => {
  parts = await shared(12);
});
afterAll(() => parts.renderer.close());

let folder: ReturnType<typeof temporaryFolder>;
let devices: SimulatedDevices;
let kiosk: Kiosk;
beforeEach(async () => {
  folder = temporaryFolder();
  devices = devicesFor(parts);
  kiosk = await boot(parts, configFor(folder.path), devices);
  await standing(kiosk, parts, devices);
});
afterEach(async () => {
  await kiosk.stop();
  folder[Symbol.dispose]();
});

const rows = (...types: RowType[]): readonly Row[] =>
  kiosk.log.tail(400).filter(({ type }) => types.length === 0 || types.includes(type));
const purges = (): unknown[] => rows('print.purged').map(({ data }) => data);
const on = (id: string) => screen(kiosk, parts.clock, [id]);
const print = () => visit(kiosk, parts, devices, {}, () => kiosk.display.screen.id === 'outOfService');
/** Does something the moment a row of this type is written. */
const at = (type: RowType, act: () => void) => {
  const unsubscribe = kiosk.log.subscribe((row) => {
    if (row.type !== type) return;
    unsubscribe();
    act();
  });
};
const sound = () => judge(join(folder.path, 'log.sqlite'), devices, kiosk.display.screen.id);

it('after a visit the printer knows nothing of it: asked after the result is written, before the visit ends', async () => {
  await print();
  const order = rows('print.result', 'print.purged', 'session.wiped', 'session.ended').map(({ type }) => type);
  expect(order).toEqual(['print.result', 'print.purged', 'session.wiped', 'session.ended']);
  expect(purges()).toEqual([{ copy: 1, outcome: 'purged' }]);
  expect(devices.pages.known).toEqual([]);
  sound();
});

it('a printer that cannot forget, but cannot print again either, is said to be so, and service goes on', async () => {
  devices.pages.forgets = 'never';
  devices.pages.reprints = false;
  await print();
  expect(purges()).toEqual([{ copy: 1, outcome: 'unsupported' }]);
  expect(kiosk.display.screen.id).toBe('open');
});

it('a printer that keeps the document: staff are called, and no visit begins before it is gone', async () => {
  devices.pages.forgets = 'pretended';
  devices.pages.raise('keeps-documents');
  await print();
  await on('staffNeeded');
  expect(purges()).toEqual([{ copy: 1, outcome: 'kept', detail: 'job-restartable' }]);
  expect(rows('staff.needed').map(({ data }) => data)).toEqual([{ reason: 'print-kept' }]);
  sound();
  kiosk.send({ type: 'staff.resolved', who: 'clerk', why: 'looked' });
  await on('outOfService');
  expect(() => kiosk.log.append('session.started', {}, 'NEXT')).toThrow('I8');
  // Once off and on, and it is empty.
  devices.pages.powerCycle({ history: false });
  await on('open');
  expect(purges()).toEqual([
    { copy: 1, outcome: 'kept', detail: 'job-restartable' },
    { copy: 1, outcome: 'purged' },
  ]);
  sound();
});

it('a printer that cannot be reached when the visit ends is asked until it can; nobody begins a visit meanwhile', async () => {
  at('money.moved', () => devices.pages.raise('offline'));
  await print();
  await on('outOfService');
  expect(rows('session.ended').map(({ data }) => data)).toEqual([{ outcome: 'delivered' }]);
  expect(purges()).toEqual([{ copy: 1, outcome: 'unreachable', detail: expect.any(String) }]);
  expect(devices.pages.known.length).toBe(1);
  expect(rows('device.health').at(-1)?.data).toMatchObject({ device: 'pages', state: 'failed' });
  devices.pages.clear('offline');
  await on('open');
  expect(purges().at(-1)).toEqual({ copy: 1, outcome: 'purged' });
  expect(devices.pages.known).toEqual([]);
  await print();
  expect(rows('session.ended').at(-1)?.data).toEqual({ outcome: 'delivered' });
  sound();
});

describe('a crash', () => {
  it.each([
    ['print.step', 'before the job is made'],
    ['print.result', 'between the result and the erasing'],
    ['print.purged', 'just after the erasing'],
  ] as const)('at %s, %s: what became of the job is found out first, and then it is erased', async (type, _) => {
    at(type, () => kiosk.cut());
    await visit(kiosk, parts, devices, {}, () => !kiosk.log.open);
    kiosk = await boot(parts, configFor(folder.path), devices);
    await standing(kiosk, parts, devices);
    const order = rows('print.result', 'print.purged').map((row) => row.type);
    expect(order).toEqual(['print.result', 'print.purged']);
    expect(devices.pages.known).toEqual([]);
    sound();
  });

  it('of a printer that is unplugged too: erased when it is back', async () => {
    at('print.result', () => {
      kiosk.cut();
      devices.pages.raise('offline');
    });
    await visit(kiosk, parts, devices, {}, () => !kiosk.log.open);
    kiosk = await boot(parts, configFor(folder.path), devices);
    await screen(kiosk, parts.clock, ['staffNeeded', 'outOfService']);
    devices.reader.remove();
    if (kiosk.display.screen.id === 'staffNeeded') kiosk.send({ type: 'staff.resolved', who: 'clerk', why: 'looked' });
    await on('outOfService');
    expect(devices.pages.known.length).toBe(1);
    devices.pages.clear('offline');
    await on('open');
    expect(devices.pages.known).toEqual([]);
    sound();
  });
});

it('the safe state in the middle of a print: erased before the next visit', async () => {
  at('print.step', () => parts.clock.setTimeout(() => kiosk.send({ type: 'invariant.violated' }), 1_500));
  await print();
  await on('staffNeeded');
  kiosk.send({ type: 'staff.resolved', who: 'clerk', why: 'looked' });
  await on('open');
  expect(devices.pages.known).toEqual([]);
  expect(kiosk.log.state.unerased.size).toBe(0);
  await print();
  expect(rows('session.ended').at(-1)?.data).toEqual({ outcome: 'delivered' });
});
