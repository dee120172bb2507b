import { afterEach, describe, expect, it } from 'vitest';
import { createReceiptPrinter } from '../../../src/devices/receipt-printer/driver.ts';
import { tcpTransport } from '../../../src/devices/tcp-transport.ts';
import type { ByteTransport } from '../../../src/devices/transport.ts';
import { memoryTransport, serveOverTcp } from '../../../src/simulation/receipt-printer/mounts.ts';
import { ReceiptPrinterModel } from '../../../src/simulation/receipt-printer/printer-model.ts';
import { systemClock } from '../../../src/system-clock.ts';
import { VirtualClock } from '../virtual-clock.ts';

const SLIP = '領収書\n住民票の写し | ¥300\n合計 | ¥300\n';

function bench(transportOf: (model: ReceiptPrinterModel) => ByteTransport = memoryTransport) {
  const clock = new VirtualClock();
  const model = new ReceiptPrinterModel({ clock, lineMs: 20 });
  const printer = createReceiptPrinter({ clock, transport: transportOf(model) });
  const print = (markup = SLIP) => clock.until(printer.print(markup));
  const health = () => clock.until(printer.health());
  return { clock, model, printer, print, health };
}

describe('a slip without trouble', () => {
  it('is acknowledged and reads as it was written', async () => {
    const { print, model, clock } = bench();
    expect(await print()).toEqual({ outcome: 'done', value: null });
    const [slip] = model.takeSlips();
    expect(slip?.text.replaceAll(/ +/g, ' ').trim().split('\n')).toEqual(['領収書', '住民票の写し ¥300', '合計 ¥300']);
    expect(slip?.unknown).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  it('does not mix with another: two calls, two slips in their order', async () => {
    const { printer, model, clock } = bench();
    await clock.until(Promise.all([printer.print('一'), printer.print('二'), printer.health()]));
    expect(model.slips.map(({ text }) => text.trim())).toEqual(['一', '二']);
  });
});

describe('trouble before the first byte is a known failure', () => {
  it.each(['cover-open', 'paper-end', 'cutter-error', 'offline'] as const)('%s', async (condition) => {
    const { print, model, health, clock } = bench();
    model.raise(condition);
    expect(await print()).toEqual({ outcome: 'failed', fault: condition });
    expect(await health()).toEqual({ state: 'failed', reasons: [condition] });
    model.clear(condition);
    await clock.pass(60_000);
    expect(model.slips).toEqual([]);
    expect(await print()).toMatchObject({ outcome: 'done' });
  });

  it('a printer that is silent', async () => {
    const { print, model, health } = bench();
    model.mute(true);
    expect(await print()).toEqual({ outcome: 'failed', fault: 'offline', detail: 'no answer to DLE EOT' });
    expect(await health()).toEqual({ state: 'failed', reasons: ['no-answer'] });
    model.mute(false);
    expect(await print()).toMatchObject({ outcome: 'done' });
  });

  it('a line that cannot be opened', async () => {
    const { print } = bench(() => ({ open: () => Promise.reject(new Error('no such port')), write() {}, close() {} }));
    expect(await print()).toEqual({ outcome: 'failed', fault: 'offline', detail: 'no such port' });
  });

  it('paper that runs low does not keep it from printing', async () => {
    const { print, model, health } = bench();
    model.raise('paper-near-end');
    expect(await health()).toEqual({ state: 'working', reasons: ['paper-near-end'] });
    expect(await print()).toMatchObject({ outcome: 'done' });
  });
});

describe('trouble after bytes have left is unknown', () => {
  it('paper ends in the middle; the rest never comes out', async () => {
    const { print, model, clock } = bench();
    model.paperEndsAfter(2);
    expect(await print()).toEqual({ outcome: 'unknown', detail: 'paper-end' });
    await clock.pass(1_000);
    model.clear('paper-end');
    await clock.pass(60_000);
    model.takeSlips();
    expect(await print('次の人')).toMatchObject({ outcome: 'done' });
    expect(model.slips.map(({ text }) => text.trim())).toEqual(['次の人']);
  });

  it('the cutter jams', async () => {
    const { print, model } = bench();
    model.failNextCut();
    expect(await print()).toEqual({ outcome: 'unknown', detail: 'cutter-error' });
  });

  it('the printer falls silent', async () => {
    const { printer, model, clock } = bench();
    const printing = printer.print(SLIP);
    clock.setTimeout(() => model.mute(true), 10);
    expect(await clock.until(printing)).toEqual({ outcome: 'unknown', detail: 'no acknowledgement in 20000 ms' });
  });
});

describe('a character the printer cannot print', () => {
  it.each([
    ['𠮷野家', 'U+20BB7'],
    ['〜', 'U+301C'],
    ['葛\u{E0102}', 'U+E0102'],
    ['C:\\\\', 'U+005C'],
    ['😀', 'U+1F600'],
  ])('%s is a mistake that names it', async (markup, name) => {
    const { print, model } = bench();
    await expect(print(markup)).rejects.toThrow(name);
    expect(model.slips).toEqual([]);
  });
});

describe('over TCP', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  async function tcpBench() {
    const model = new ReceiptPrinterModel({ clock: systemClock, lineMs: 1 });
    const mount = await serveOverTcp(model);
    closers.push(mount.close);
    const transport = tcpTransport({ host: '127.0.0.1', port: mount.port });
    const printer = createReceiptPrinter({ clock: systemClock, transport });
    closers.push(async () => transport.close());
    return { model, mount, printer };
  }

  it('prints, and again after the connection was lost', async () => {
    const { model, mount, printer } = await tcpBench();
    expect(await printer.print(SLIP)).toMatchObject({ outcome: 'done' });
    mount.disconnectAll();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await printer.print(SLIP)).toMatchObject({ outcome: 'done' });
    expect(model.slips).toHaveLength(2);
  });

  it('says so when nobody listens', async () => {
    const { mount, printer } = await tcpBench();
    await mount.close();
    expect(await printer.print(SLIP)).toMatchObject({ outcome: 'failed', fault: 'offline' });
    expect(await printer.health()).toEqual({ state: 'failed', reasons: ['no-answer'] });
  });
});
