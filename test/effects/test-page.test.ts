import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRenderer } from '../../src/certificates/create-renderer.ts';
import type { Renderer } from '../../src/certificates/renderer.ts';
import type { StaffAct } from '../../src/machines/events.ts';
import { pdftotext } from '../certificates/tools.ts';
import { Desk } from './desk.ts';

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
const results = () => rows('test-page.result').map(({ data }) => data);
const order = (act: StaffAct, why = '') => desk.kiosk.desk.perform({ act, who: '見本店員', why, subject: null });
const perform = (act: StaffAct, why = '') => desk.clock.until(order(act, why));
const printPage = () => perform('test-page');
const outOfService = () => perform('out-of-service', 'cleaning');
const tray = () => desk.devices.pages.tray;

it('is one page that names the terminal and nobody, out of the true printer, and is forgotten there', async () => {
  await outOfService();
  expect(await printPage()).toEqual({ result: 'done' });
  expect(tray().map(({ name, page }) => [name, page])).toEqual([
    [expect.stringMatching(/^TEST(-[0-9A-HJKMNP-TV-Z]{5}){4}$/), 1],
  ]);
  const text = pdftotext(tray()[0]?.pdf ?? new Uint8Array());
  for (const part of ['A4印字テスト', desk.kiosk.parts.shop.terminal, '証明書ではありません', tray()[0]?.name ?? '-'])
    expect(text).toContain(part);
  expect(rows('test-page.intent').map(({ data }) => data)).toEqual([{ job: tray()[0]?.name }]);
  expect(results()).toEqual([{ outcome: 'printed', sheets: 1 }]);
  expect(desk.devices.pages.known).toEqual([]);
  expect(rows('staff.act').at(-1)?.data).toEqual({ act: 'test-page', who: '見本店員' });
});

it('has another name each time', async () => {
  await outOfService();
  for (let time = 0; time < 3; time++) await printPage();
  expect(new Set(tray().map(({ name }) => name)).size).toBe(3);
});

describe('it is not printed, and nothing is written', () => {
  const refused = async (): Promise<void> => {
    expect(await printPage()).toEqual({ result: 'failed' });
    expect([rows('test-page.intent').length, rows('staff.act').length, tray().length]).toEqual([0, 0, 0]);
  };

  it('while the terminal is in service', refused);

  it('while a visit runs, also one that staff let run to its end', async () => {
    const there = (): boolean => desk.kiosk.display.screen.id.endsWith('.choosingCertificate');
    await desk.begin({ card: desk.card('adult'), pins: ['1234'], instead: there }, there);
    await refused();
    await outOfService();
    expect(await printPage()).toEqual({ result: 'failed' });
    expect([rows('test-page.intent').length, tray().length]).toEqual([0, 0]);
    await perform('restart', 'stuck');
    await desk.clock.pass(5_000);
    expect(await printPage()).toEqual({ result: 'done' });
  });

  it('nor does the log let it, whoever asks', () => {
    const { log } = desk.kiosk;
    const intent = () => log.append('test-page.intent', { job: 'TEST-AAAAA-BBBBB-CCCCC-DDDDD' });
    expect(intent).toThrow('I2: a test page while the terminal is in service');
    log.append('staff.duty', { on: false, who: 'x' });
    intent();
    expect(intent).toThrow('I2: the printer may still print from a job before this one');
    expect(() => log.append('session.started', {}, 'T')).toThrow('I2: a test page may be in the printer');
    expect(() => log.append('staff.duty', { on: true, who: 'x' })).toThrow('I2');
    log.append('staff.duty', { on: false, who: 'x' });
    log.append('test-page.result', { outcome: 'printed', sheets: 1 });
    expect(() => log.append('test-page.result', { outcome: 'printed', sheets: 1 })).toThrow('I11');
    log.append('staff.duty', { on: true, who: 'x' });
  });
});

describe('while it prints', () => {
  it('an order at the same moment prints no second one, and is no act', async () => {
    await outOfService();
    const results = await desk.clock.until(Promise.all([order('test-page'), order('test-page')]));
    expect(results.map(({ result }) => result).sort()).toEqual(['done', 'failed']);
    const acts = rows('staff.act').filter(({ data }) => (data as { act: string }).act === 'test-page');
    expect([rows('test-page.intent').length, acts.length, tray().length]).toEqual([1, 1, 1]);
  });

  it('the terminal is not put into service, and no second one begins', async () => {
    await outOfService();
    desk.devices.pages.raise('media-jam');
    const printing = order('test-page');
    await desk.clock.pass(2_000);
    expect(await perform('in-service')).toEqual({ result: 'failed' });
    expect(await printPage()).toEqual({ result: 'failed' });
    desk.devices.pages.clear('media-jam');
    expect(await desk.clock.until(printing)).toEqual({ result: 'done' });
    expect(tray().length).toBe(1);
    expect(await perform('in-service')).toEqual({ result: 'done' });
  });

  it('a jam that nobody clears ends it: no page comes out afterwards', async () => {
    await outOfService();
    desk.devices.pages.raise('media-jam');
    expect(await printPage()).toEqual({ result: 'failed' });
    expect(results()).toEqual([{ outcome: 'failed:cancelled', sheets: 0 }]);
    desk.devices.pages.clear('media-jam');
    await desk.clock.pass(60_000);
    expect(tray()).toEqual([]);
    expect(await perform('in-service')).toEqual({ result: 'done' });
  });

  it('a printer that is gone: service goes on only when the page is out of it', async () => {
    await outOfService();
    desk.devices.pages.jamAt(1);
    const printing = order('test-page');
    await desk.clock.pass(5_000);
    desk.devices.pages.raise('offline');
    expect(await desk.clock.until(printing)).toEqual({ result: 'failed' });
    expect(desk.kiosk.log.state.testPage).toMatchObject({ lost: true });
    expect(await perform('in-service')).toEqual({ result: 'failed' });
    desk.devices.pages.clear('offline');
    await desk.clock.pass(40_000);
    desk.devices.pages.clear('media-jam');
    await desk.clock.pass(40_000);
    expect(results().at(-1)).toEqual({ outcome: 'erased' });
    expect([tray(), desk.devices.pages.known]).toEqual([[], []]);
    expect(await perform('in-service')).toEqual({ result: 'done' });
    await desk.clock.pass(20_000);
    expect(desk.kiosk.display.screen.id).toBe('open');
  });

  it.each([
    ['before it is out', 0, { outcome: 'unknown', detail: 'active' }],
    ['just after', 1, { outcome: 'printed', sheets: 1 }],
  ] as const)('a power cut %s: found out at the next start', async (_, sheets, result) => {
    await outOfService();
    order('test-page').catch(() => undefined);
    desk.devices.pages.raise('media-jam');
    await desk.clock.pass(2_000);
    desk.kiosk.cut();
    if (sheets === 1) desk.devices.pages.clear('media-jam');
    await desk.clock.pass(10_000);
    // It stays out of service, and so does not come to wait for anybody.
    await desk.start().catch(() => undefined);
    expect(results()).toContainEqual(result);
    desk.devices.pages.clear('media-jam');
    await desk.clock.pass(40_000);
    expect(tray().length).toBe(sheets);
    expect([desk.kiosk.log.state.testPage, desk.devices.pages.known.length]).toEqual([null, sheets]);
  });
});

it('stands in the panel only out of service, and the panel waits for the page', async () => {
  const { display } = desk.kiosk;
  const touch = async (id: string): Promise<void> => {
    display.touch(display.seq, id);
    await desk.clock.pass(500);
  };
  const shown = (): boolean => JSON.stringify(display.screen).includes('act.test-page');
  await touch('panel.open');
  for (const digit of '246810') display.key(display.seq, digit === '0' ? 10 : Number(digit) - 1);
  await touch('panel.submit');
  // The code's hash is made outside of virtual time.
  await expect.poll(() => display.screen.id).toBe('panel.menu');
  await touch('panel.more');
  expect(shown()).toBe(false);
  await touch('panel.back');
  await touch('act.out-of-service');
  await touch('reason.cleaning');
  await touch('panel.more');
  expect(shown()).toBe(true);
  desk.devices.pages.raise('media-empty');
  await touch('act.test-page');
  await desk.clock.pass(30_000);
  expect(display.screen.id).toBe('panel.acting');
  desk.devices.pages.clear('media-empty');
  await desk.clock.pass(5_000);
  expect(display.screen.id).toBe('panel.menu');
  expect(JSON.stringify(display.screen)).toContain('「A4の印字テスト」をしました');
  expect(tray().length).toBe(1);
});
