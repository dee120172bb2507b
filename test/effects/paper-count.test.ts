import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRenderer } from '../../src/certificates/create-renderer.ts';
import type { Renderer } from '../../src/certificates/renderer.ts';
import type { StaffAct } from '../../src/machines/events.ts';
import { Desk } from './desk.ts';

/** A print that nobody knows the end of: staff count the sheets, and say what is to be done (I3). */

let renderer: Renderer;
beforeAll(async () => {
  renderer = await createRenderer({ clock: { now: () => Date.now(), setTimeout, clearTimeout: () => {} } });
});
afterAll(() => renderer.close());

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open({ renderer });
});
afterEach(() => desk[Symbol.asyncDispose]());

const rows = (type: string) => desk.kiosk.log.tail(400).filter((row) => row.type === type);
const last = () => desk.kiosk.display.screen.id.split('.').at(-1);
const order = (act: StaffAct, why: string, subject: string | null) =>
  desk.clock.until(desk.kiosk.desk.perform({ act, who: '見本店員', why, subject }));
/** As at the panel, which shows what there is to choose from first. */
const perform = async (act: StaffAct, why: string, subject: string | null) => {
  await desk.clock.until(desk.kiosk.desk.list(act));
  return order(act, why, subject);
};

/** A visit up to where the printer forgets everything before (`0`) or after its one sheet came out. */
async function unknown(sheets: 0 | 1): Promise<string> {
  const { devices, kiosk } = desk;
  let cut = false;
  const here = (): boolean => {
    if (!cut && kiosk.log.state.open.values().next().value?.print === 'accepted') {
      // Nobody is told of the sheet before the printer forgets it.
      devices.pages.raise('offline');
      if (devices.pages.tray.length === sheets) {
        cut = true;
        devices.pages.clear('offline');
        devices.pages.powerCycle({ history: false });
      }
    }
    return kiosk.log.state.staff.size > 0;
  };
  await desk.begin({ card: desk.card('adult'), pins: ['1234'], coins: [100, 100], members: [1], show: [] }, here);
  await desk.clock.pass(500);
  expect(devices.pages.tray.length).toBe(sheets);
  expect([last(), kiosk.log.state.staff.size]).toEqual(['delivering', 1]);
  return kiosk.parts.caseFile.transaction ?? '';
}

/** The resident takes what there is, and the visit comes to its end. */
async function finish(): Promise<void> {
  await desk.clock.pass(5_000);
  for (const touch of ['resident.collected', 'resident.confirm']) {
    desk.kiosk.display.touch(desk.kiosk.display.seq, touch);
    await desk.clock.pass(2_000);
  }
}

describe('nobody knows how many sheets came out, and staff', () => {
  it('find all of them: the price is taken, and nothing is printed again', async () => {
    await unknown(1);
    expect(await perform('paper', 'all-out', '1')).toEqual({ result: 'done' });
    await finish();
    expect(desk.devices.pages.tray.length).toBe(1);
    expect(desk.kiosk.log.state.money).toMatchObject({ taken: 200, owed: 0, suspense: 0, held: 0 });
    expect(desk.kiosk.display.screen.id).toBe('open');
    expect(desk.kiosk.log.state.day.delivered).toBe(1);
  });

  it('find none, and have it printed once more, under a name of its own', async () => {
    const transaction = await unknown(0);
    expect(await perform('paper', 'print-again', '0')).toEqual({ result: 'done' });
    await desk.clock.pass(3_000);
    expect(desk.devices.pages.tray.map(({ name }) => name)).toEqual([`${transaction}-2`]);
    await finish();
    expect(rows('print.intent').length).toBe(2);
    expect(desk.kiosk.log.state.money).toMatchObject({ taken: 200, owed: 0, suspense: 0 });
    expect(desk.kiosk.display.screen.id).toBe('open');
  });

  /** A jammed job that the printer tells wrong things about: nobody knows its end, and it is still in the printer. */
  async function stillInside(): Promise<string> {
    const { devices, kiosk } = desk;
    devices.pages.jamAt(1);
    let doubtful = false;
    const here = (): boolean => {
      if (!doubtful && kiosk.log.state.open.values().next().value?.print === 'accepted') {
        doubtful = true;
        for (let request = 1; request <= 12; request++) devices.pages.failRequest(request, 'other-uuid');
      }
      return kiosk.log.state.staff.size > 0;
    };
    await desk.begin({ card: desk.card('adult'), pins: ['1234'], coins: [100, 100], members: [1], show: [] }, here);
    devices.pages.mendLine();
    expect([devices.pages.known.length, devices.pages.tray.length]).toEqual([1, 0]);
    return kiosk.parts.caseFile.transaction ?? '';
  }

  it('have it printed once more: the job before is taken out of the printer first', async () => {
    const transaction = await stillInside();
    expect(await perform('paper', 'print-again', '0')).toEqual({ result: 'done' });
    await desk.clock.pass(1_000);
    desk.devices.pages.clear('media-jam');
    await desk.clock.pass(10_000);
    expect(desk.devices.pages.tray.map(({ name }) => name)).toEqual([`${transaction}-2`]);
    expect(rows('print.purged').map(({ data }) => data)).toEqual([{ copy: 1, outcome: 'purged' }]);
    await finish();
    expect(rows('print.purged').at(-1)?.data).toEqual({ copy: 2, outcome: 'purged' });
    expect(desk.devices.pages.known).toEqual([]);
  });

  it('have it printed once more: not by a printer that could still print the job before, and they are asked again', async () => {
    await stillInside();
    desk.devices.pages.forgets = 'pretended';
    desk.devices.pages.raise('keeps-documents');
    expect(await perform('paper', 'print-again', '0')).toEqual({ result: 'failed' });
    expect(desk.kiosk.desk.subjects('paper').map(({ reasons }) => reasons)).toEqual([['give-back'], ['all-out']]);
    await desk.clock.pass(20_000);
    expect(rows('print.intent').length).toBe(1);
    expect([desk.kiosk.log.state.staff.size, last()]).toEqual([1, 'delivering']);
    desk.devices.pages.powerCycle({ history: false });
    desk.devices.pages.clear('media-jam');
    expect(await perform('paper', 'print-again', '0')).toEqual({ result: 'done' });
    await desk.clock.pass(10_000);
    expect(desk.devices.pages.tray.map(({ page }) => page)).toEqual([1]);
  });

  it('count after the job is out of the printer: an order that knows an earlier count is not taken', async () => {
    await stillInside();
    expect(await order('paper', 'print-again', '0')).toEqual({ result: 'failed' });
    expect(rows('staff.act')).toEqual([]);
    expect(rows('print.purged').map(({ data }) => data)).toEqual([{ copy: 1, outcome: 'purged' }]);
    expect(await order('paper', 'print-again', '0')).toEqual({ result: 'done' });
  });

  it('find none, and have the money given back', async () => {
    await unknown(0);
    expect(await perform('paper', 'give-back', '0')).toEqual({ result: 'done' });
    await finish();
    expect(desk.devices.pages.tray.length).toBe(0);
    expect(desk.kiosk.log.state.money).toMatchObject({ taken: 0, owed: 200, suspense: 0 });
  });

  it('cannot say that all came out when they count none, nor have it printed again when all came out', async () => {
    await unknown(0);
    for (const [why, sheets] of [
      ['all-out', '0'],
      ['print-again', '1'],
      ['give-back', '1'],
      ['print-again', '2'],
      ['print-again', '-1'],
      ['print-again', ''],
      ['looked-all-well', '0'],
    ] as const)
      expect(await perform('paper', why, sheets)).toEqual({ result: 'failed' });
    expect(rows('staff.act')).toEqual([]);
    expect(last()).toBe('delivering');
  });

  it('decide once: a second word changes nothing', async () => {
    await unknown(1);
    await perform('paper', 'all-out', '1');
    expect(await perform('paper', 'print-again', '0')).toEqual({ result: 'failed' });
    expect(rows('print.decided').length).toBe(1);
  });

  it.each([
    ['do not come', () => desk.clock.pass(700_000)],
    ['end the visit', () => perform('restart', 'stuck', null)],
    [
      'do not come, and the resident does not wait',
      async () => desk.kiosk.display.touch(desk.kiosk.display.seq, 'resident.cancel'),
    ],
  ] as const)('%s: the money lies in suspense, with a claim slip, until they have looked', async (_, end) => {
    const transaction = await unknown(1);
    await end();
    await desk.clock.pass(120_000);
    expect(desk.kiosk.display.screen.id).toBe('staffNeeded');
    expect(desk.kiosk.log.state.money).toMatchObject({ taken: 0, owed: 0, suspense: 200 });
    expect(rows('slip.intent').map(({ data }) => data)).toEqual([{ slip: 'claim', amount: 200 }]);
    expect(desk.kiosk.parts.caseFile.wiped).toBe(true);
    expect(await perform('paper', 'all-out', '1')).toEqual({ result: 'failed' });
    // The resident had the paper after all.
    expect(await perform('sold', 'resident-has-paper', transaction)).toEqual({ result: 'done' });
    expect(desk.kiosk.log.state.money).toMatchObject({ taken: 200, suspense: 0 });
    expect(await perform('refund', 'paid-at-register', transaction)).toEqual({ result: 'failed' });
    expect(await perform('resolve', 'paper-kept', null)).toEqual({ result: 'done' });
    await desk.clock.pass(1_000);
    expect(desk.kiosk.display.screen.id).toBe('open');
  });

  it('are asked nothing while a print runs as it should', async () => {
    const printing = (): boolean => desk.kiosk.log.state.open.values().next().value?.print === 'accepted';
    await desk.begin({ card: desk.card('adult'), pins: ['1234'], coins: [100, 100], members: [1], show: [] }, printing);
    expect(await perform('paper', 'print-again', '0')).toEqual({ result: 'failed' });
    expect(desk.kiosk.desk.subjects('paper')).toEqual([]);
  });
});
