import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPagePrinter } from '../../src/devices/page-printer/driver.ts';
import { httpTransport } from '../../src/devices/page-printer/http-transport.ts';
import type { PrintProgress } from '../../src/devices/page-printer/port.ts';
import { systemClock } from '../../src/system-clock.ts';
import { pdfOf } from '../devices/page-printer/bed.ts';
import { type Cupsd, startCupsd } from './cupsd.ts';

/** The driver against Debian's cupsd: no printer of ours, but one that keeps every document unless it is told to forget. */

const run = promisify(execFile);
let folder: string;
let cups: Cupsd;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-cups-'));
  cups = await startCupsd(join(folder, 'open'));
});
afterAll(async () => {
  await cups[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const printerAt = (uri: string) =>
  createPagePrinter({ clock: systemClock, uri, transport: httpTransport(uri), pollMs: 50 });

/** One operation on the queue, by ipptool. */
async function operate(operation: string): Promise<void> {
  const path = join(folder, 'operation.test');
  writeFileSync(
    path,
    `{
  OPERATION ${operation}
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR name requesting-user-name root
  STATUS successful-ok
}`,
  );
  await run('ipptool', ['-t', cups.uri, path]);
}

const print = (uri: string, name: string, heard: (progress: PrintProgress) => void = () => {}) =>
  printerAt(uri).print(
    { name, pdf: pdfOf(3), pages: 3, sides: 1 },
    { record: () => undefined, progress: heard, signal: new AbortController().signal },
  );
const done = { outcome: 'done', value: { sheets: 3 } };

it('keeps the document of a finished job; erased, nothing of it is left in lists, numbers or spool', async () => {
  expect(await print(cups.uri, 'T1')).toEqual(done);
  expect(cups.documents()).toHaveLength(1);
  const printer = printerAt(cups.uri);
  expect(await printer.lookup('T1')).toMatchObject({ found: 'completed', sheets: 3 });
  expect(await printer.erase('T1', 1)).toEqual({ erased: 'purged' });
  expect(cups.documents()).toEqual([]);
  expect(await printer.lookup('T1')).toEqual({ found: 'absent' });
  expect(cups.sheets('T1')).toEqual([1, 2, 3]);
});

it('a job that still prints is ended, and then erased', async () => {
  const printer = printerAt(cups.uri);
  const crash = new Error('crash');
  const printing = printer.print(
    { name: 'T2', pdf: pdfOf(50), pages: 50, sides: 1 },
    {
      record: ({ step }) => {
        if (step === 'accepted') throw crash;
      },
      progress: () => undefined,
      signal: new AbortController().signal,
    },
  );
  await expect(printing).rejects.toBe(crash);
  expect(await printer.erase('T2', null)).toEqual({ erased: 'purged' });
  const sheets = cups.sheets('T2').length;
  expect(sheets).toBeLessThan(50);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(cups.sheets('T2').length - sheets).toBeLessThanOrEqual(1);
  expect(cups.documents()).toEqual([]);
});

it('one that may not be made to forget is said to keep it, for whoever asks it to print again', async () => {
  await using strict = await startCupsd(join(folder, 'strict'), 'Cancel-Job Purge-Jobs');
  expect(await print(strict.uri, 'T3')).toEqual(done);
  expect(await printerAt(strict.uri).erase('T3', 1)).toEqual({ erased: 'kept', detail: 'job-preserved' });
  expect(strict.documents()).toHaveLength(1);
});

describe('a queue that somebody stopped', () => {
  it('is not healthy; a job waits in it and goes on when it is started again', async () => {
    await operate('Pause-Printer');
    expect(await printerAt(cups.uri).health()).toEqual({ state: 'failed', reasons: ['paused'] });
    const heard: PrintProgress[] = [];
    const outcome = await print(cups.uri, 'T4', (progress) => {
      heard.push(progress);
      if (heard.length === 1) void operate('Resume-Printer');
    });
    expect(outcome).toEqual(done);
    expect(heard[0]).toEqual({ sheets: 0, reasons: ['paused'] });
    expect(cups.sheets('T4')).toEqual([1, 2, 3]);
  });

  it('given up, is a known failure: nothing came out, nothing will', async () => {
    await operate('Pause-Printer');
    const abort = new AbortController();
    const outcome = await printerAt(cups.uri).print(
      { name: 'T5', pdf: pdfOf(3), pages: 3, sides: 1 },
      { record: () => undefined, progress: () => abort.abort(), signal: abort.signal },
    );
    expect(outcome).toEqual({ outcome: 'failed', fault: 'cancelled' });
    await operate('Resume-Printer');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(cups.sheets('T5')).toEqual([]);
  });

  it('that takes no jobs refuses before anything is sent', async () => {
    await operate('CUPS-Reject-Jobs');
    expect(await printerAt(cups.uri).health()).toEqual({ state: 'failed', reasons: ['not-accepting-jobs'] });
    expect(await print(cups.uri, 'T6')).toMatchObject({ outcome: 'failed', fault: 'rejected' });
    await operate('CUPS-Accept-Jobs');
    expect(await print(cups.uri, 'T7')).toEqual(done);
  });
});
