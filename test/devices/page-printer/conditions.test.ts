import { describe, expect, it } from 'vitest';
import { createPagePrinter } from '../../../src/devices/page-printer/driver.ts';
import { httpTransport } from '../../../src/devices/page-printer/http-transport.ts';
import type { PrintProgress } from '../../../src/devices/page-printer/port.ts';
import type { PrinterCondition } from '../../../src/simulation/page-printer/conditions.ts';
import type { WrongAnswer } from '../../../src/simulation/page-printer/connection-faults.ts';
import { serveOverHttp } from '../../../src/simulation/page-printer/mounts.ts';
import { PagePrinterModel } from '../../../src/simulation/page-printer/printer-model.ts';
import { systemClock } from '../../../src/system-clock.ts';
import { bedOn, memory, overHttp, pdfOf } from './bed.ts';

/** What each condition is to the terminal: the health it means, and what a resident's print says while it stands. */
const standing: Readonly<
  Partial<
    Record<
      PrinterCondition,
      { readonly health: 'working' | 'failed'; readonly says: readonly string[]; readonly blocks: readonly string[] }
    >
  >
> = {
  'media-jam': { health: 'failed', says: ['media-jam'], blocks: ['media-jam'] },
  'media-empty': { health: 'failed', says: ['media-empty'], blocks: ['media-empty'] },
  'cover-open': { health: 'failed', says: ['cover-open'], blocks: ['cover-open'] },
  'toner-empty': { health: 'failed', says: ['toner-empty'], blocks: ['toner-empty'] },
  'toner-low': { health: 'working', says: ['toner-low'], blocks: [] },
  paused: { health: 'failed', says: ['paused'], blocks: ['paused'] },
};

describe.each(['memory', 'http'] as const)('the printer, over %s', (wire) => {
  it.each(Object.entries(standing))('%s: health, and a print that waits for it or not', async (name, expected) => {
    await using mount = wire === 'memory' ? memory : await overHttp();
    const { abort, clock, model, printer } = bedOn(mount);
    model.raise(name as PrinterCondition);
    expect(await clock.until(printer.health())).toEqual({ state: expected.health, reasons: expected.says });
    const progress: PrintProgress[] = [];
    const printing = printer.print(
      { name: 'T1', pdf: pdfOf(2), pages: 2, sides: 1 },
      { record: () => undefined, progress: (report) => progress.push(report), signal: abort.signal },
    );
    clock.setTimeout(() => model.clear(name as PrinterCondition), 60_000);
    expect(await clock.until(printing)).toEqual({ outcome: 'done', value: { sheets: 2 } });
    expect(progress[0]).toEqual({ sheets: 0, reasons: expected.blocks });
    expect(model.tray.map(({ page }) => page)).toEqual([1, 2]);
  });

  it('that takes no jobs refuses before anything is sent, and is not healthy', async () => {
    await using mount = wire === 'memory' ? memory : await overHttp();
    const { clock, model, print, printer } = bedOn(mount);
    model.raise('not-accepting');
    expect(await clock.until(printer.health())).toEqual({ state: 'failed', reasons: ['not-accepting-jobs'] });
    expect(await print(2)).toEqual({
      outcome: 'failed',
      fault: 'rejected',
      detail: 'Create-Job: status 0x0506',
    });
    expect(model.known).toEqual([]);
  });

  it.each([
    ['http-error', 'HTTP status 500'],
    ['http-unauthorized', 'HTTP status 401'],
    ['html', 'an answer that is not application/ipp'],
    ['other-type', 'an answer that is not application/ipp'],
    ['empty', 'at octet 0'],
    ['truncated', 'at octet'],
    ['garbage', 'Get-Printer-Attributes: '],
    ['other-request', 'answer to another request'],
  ] as const satisfies readonly (readonly [WrongAnswer, string])[])('%s is no answer', async (fault, sentence) => {
    await using mount = wire === 'memory' ? memory : await overHttp();
    const { model, print } = bedOn(mount);
    model.failNext('Get-Printer-Attributes', fault);
    expect(await print(2)).toEqual({ outcome: 'failed', fault: 'offline', detail: expect.stringContaining(sentence) });
    expect(model.known).toEqual([]);
  });
});

it('a server that is gone in the middle of the job: unknown, whatever came out meanwhile', async () => {
  const model = new PagePrinterModel({ clock: systemClock, pageMs: 50 });
  const mount = await serveOverHttp(model);
  const printer = createPagePrinter({
    clock: systemClock,
    uri: mount.uri,
    transport: httpTransport(mount.uri),
    pollMs: 5,
    cancelTimeoutMs: 100,
  });
  const abort = new AbortController();
  const outcome = await printer.print(
    { name: 'T1', pdf: pdfOf(3), pages: 3, sides: 1 },
    {
      record: () => undefined,
      progress: ({ sheets }) => {
        if (sheets === 1) void mount.close().then(() => abort.abort());
      },
      signal: abort.signal,
    },
  );
  expect(outcome).toMatchObject({ outcome: 'unknown' });
  expect(await printer.health()).toEqual({ state: 'failed', reasons: ['no-answer'] });
});
