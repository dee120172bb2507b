import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCertificateFont } from '../../src/certificates/font/certificate-font.ts';
import { renderPdf } from '../../src/certificates/pdf.ts';
import { createPagePrinter } from '../../src/devices/page-printer/driver.ts';
import { httpTransport } from '../../src/devices/page-printer/http-transport.ts';
import type { PrintProgress, PrintStep } from '../../src/devices/page-printer/port.ts';
import { type IppevePrinter, startIppevePrinter } from '../../src/simulation/daemons/ippeveprinter.ts';
import type { HttpMount } from '../../src/simulation/page-printer/mounts.ts';
import { serveOverHttp } from '../../src/simulation/page-printer/mounts.ts';
import { PagePrinterModel } from '../../src/simulation/page-printer/printer-model.ts';
import { systemClock } from '../../src/system-clock.ts';
import { bigHousehold } from '../certificates/fixtures.ts';
import { freePort } from '../harness.ts';

const run = promisify(execFile);
let folder: string;
let pdf: Uint8Array;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-printer-'));
  const outcome = await renderPdf(bigHousehold(), openCertificateFont());
  if (outcome.outcome !== 'done') throw new Error(outcome.detail);
  pdf = outcome.value;
  writeFileSync(join(folder, 'certificate.pdf'), pdf);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the driver against ippeveprinter', () => {
  let printer: IppevePrinter;
  let uri: string;
  let out: string;

  beforeAll(async () => {
    printer = await startIppevePrinter(systemClock, join(folder, 'eve'));
    uri = printer.uri;
    out = printer.out;
  });

  afterAll(async () => {
    await printer[Symbol.asyncDispose]();
  });

  it('brings every page and byte, through a jam', async () => {
    const printer = printerAt(uri);
    writeFileSync(join(out, 'jam'), '');
    const steps: PrintStep[] = [];
    const progress: PrintProgress[] = [];
    const outcome = await printer.print(
      { name: 'T1', pdf, pages: 6, sides: 2 },
      {
        record: (step) => steps.push(step),
        progress: (report) => {
          progress.push(report);
          if (report.reasons.includes('media-jam')) rmSync(join(out, 'jam'));
        },
        signal: new AbortController().signal,
      },
    );
    expect(outcome).toEqual({ outcome: 'done', value: { sheets: 3 } });
    expect(steps.map(({ step }) => step)).toEqual(['creating', 'created', 'sending', 'accepted']);
    expect(progress).toContainEqual({ sheets: 0, reasons: ['media-jam'] });
    expect(readFileSync(join(out, 'T1.3.pdf')).equals(pdf)).toBe(true);
    expect(await printer.lookup('T1')).toEqual({ found: 'completed', jobId: 1, sheets: 3 });
    expect(await printer.lookup('T2')).toEqual({ found: 'absent' });
  });

  it('finds a job again that was created before a crash, and purges it', async () => {
    const printer = printerAt(uri);
    const crash = new Error('crash');
    const printing = printer.print(
      { name: 'T3', pdf, pages: 6, sides: 2 },
      {
        record: ({ step }) => {
          if (step === 'created') throw crash;
        },
        progress: () => undefined,
        signal: new AbortController().signal,
      },
    );
    await expect(printing).rejects.toBe(crash);
    const after = printerAt(uri);
    expect(await after.lookup('T3')).toMatchObject({ found: 'incoming' });
    expect(await after.purge()).toEqual({ outcome: 'done', value: { cancelled: 1 } });
    expect(await after.lookup('T3')).toMatchObject({ found: 'ended', sheets: 0 });
  });
});

describe('ippeveprinter, which cannot be made to forget', () => {
  let printer: IppevePrinter;
  const options = { record: () => undefined, progress: () => undefined, signal: new AbortController().signal };

  beforeAll(async () => {
    printer = await startIppevePrinter(systemClock, join(folder, 'forgetful'));
  });

  afterAll(() => printer[Symbol.asyncDispose]());

  it('remembers a job for a while, and has no way to print it again', async () => {
    expect(await printerAt(printer.uri).print({ name: 'E1', pdf, pages: 6, sides: 2 }, options)).toMatchObject({
      outcome: 'done',
    });
    expect(await printerAt(printer.uri).erase('E1', 1)).toEqual({ erased: 'unsupported' });
    for (const operation of ['Restart-Job', 'Reprocess-Job', 'Resubmit-Job']) await refuses(printer.uri, operation);
    expect(printer.sheets('E1')).toEqual([1, 2, 3]);
  });

  it.each([
    ['E2', 'comes back without its history', true],
    ['E3', 'does not come back', false],
  ] as const)('%s: killed in the middle of the job, it %s: unknown, and no sheet twice', async (name, _, back) => {
    const abort = new AbortController();
    let down: Promise<void> | null = null;
    const outcome = await createPagePrinter({
      clock: systemClock,
      uri: printer.uri,
      transport: httpTransport(printer.uri),
      pollMs: 50,
      cancelTimeoutMs: 1_000,
    }).print(
      { name, pdf, pages: 6, sides: 2 },
      {
        ...options,
        progress: ({ sheets }) => {
          if (sheets !== 1) return;
          down ??= printer.kill().then(() => (back ? printer.start() : abort.abort()));
        },
        signal: abort.signal,
      },
    );
    expect(outcome).toMatchObject({ outcome: 'unknown' });
    await down;
    if (!back) await printer.start();
    expect(await printerAt(printer.uri).lookup(name)).toEqual({ found: 'absent' });
    expect(await printerAt(printer.uri).erase(name, 1)).toEqual({ erased: 'purged' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const sheets = printer.sheets(name);
    expect(new Set(sheets).size).toBe(sheets.length);
    expect(sheets.length).toBeLessThanOrEqual(3);
  });
});

describe('ipptool against the printer model', () => {
  let model: PagePrinterModel;
  let mount: HttpMount;

  beforeAll(async () => {
    const port = await freePort();
    model = new PagePrinterModel({ clock: systemClock, pageMs: 50, uri: `ipp://127.0.0.1:${port}/ipp/print` });
    mount = await serveOverHttp(model, port);
  });

  afterAll(() => mount.close());

  it.each([
    ['ipp-1.1.test', 25],
    ['get-printer-attributes.test', 0],
    ['create-job.test', 0],
    ['print-job-and-wait.test', 0],
    ['get-jobs.test', 0],
    ['get-completed-jobs.test', 0],
  ])(
    '%s passes',
    async (test, atLeast) => {
      const { stdout } = await run('ipptool', [
        '-t',
        '-T',
        '10',
        '-f',
        join(folder, 'certificate.pdf'),
        mount.uri,
        test,
      ]);
      expect(stdout).not.toContain('[FAIL]');
      expect(stdout.match(/\[PASS\]/g)?.length).toBeGreaterThan(atLeast);
    },
    30_000,
  );

  it('and the sheets are in its tray', async () => {
    await until(() => model.spooled === 0);
    const sheets = model.takeSheets();
    expect(sheets.length).toBeGreaterThanOrEqual(9);
    expect(Buffer.from(sheets[0]?.pdf ?? []).equals(pdf)).toBe(true);
    expect(model.tray).toEqual([]);
  });

  it('the driver works over the same HTTP', async () => {
    const printer = printerAt(mount.uri);
    model.failNext('Send-Document', 'drop-after');
    const outcome = await printer.print(
      { name: 'HTTP', pdf, pages: 6, sides: 2 },
      { record: () => undefined, progress: () => undefined, signal: new AbortController().signal },
    );
    expect(outcome).toEqual({ outcome: 'done', value: { sheets: 3 } });
    expect(model.takeSheets().map(({ name, page }) => `${name} ${page}`)).toEqual(['HTTP 1', 'HTTP 2', 'HTTP 3']);
  });

  it('a port where nobody listens is offline', async () => {
    const printer = printerAt(`ipp://127.0.0.1:${await freePort()}/ipp/print`);
    expect(await printer.health()).toEqual({ state: 'failed', reasons: ['no-answer'] });
    expect(await printer.lookup('T1')).toMatchObject({ found: 'unreachable' });
  });
});

/** The printer does not know the operation. @throws when it does */
async function refuses(uri: string, operation: string): Promise<void> {
  const path = join(folder, 'again.test');
  const attributes = [
    'charset attributes-charset utf-8',
    'naturalLanguage attributes-natural-language en',
    'uri printer-uri $uri',
    'integer job-id 1',
    'name requesting-user-name madoguchi',
  ].map((attribute) => `ATTR ${attribute}`);
  const request = `OPERATION ${operation}\nGROUP operation-attributes-tag\n${attributes.join('\n')}`;
  writeFileSync(path, `{\n${request}\nSTATUS server-error-operation-not-supported\n}`);
  await run('ipptool', ['-t', uri, path]);
}

const printerAt = (uri: string) =>
  createPagePrinter({ clock: systemClock, uri, transport: httpTransport(uri), pollMs: 50 });

/** Waits, ten seconds at most, until `ready` says so. */
async function until(ready: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await ready()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('not ready in ten seconds');
}
