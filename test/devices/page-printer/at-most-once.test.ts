import { describe, expect, it } from 'vitest';
import { createPagePrinter } from '../../../src/devices/page-printer/driver.ts';
import type { PrintOutcome, PrintProgress, PrintStep } from '../../../src/devices/page-printer/port.ts';
import { memoryTransport } from '../../../src/simulation/page-printer/mounts.ts';
import { PagePrinterModel } from '../../../src/simulation/page-printer/printer-model.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { bedOn, memory, pdfOf } from './bed.ts';

function bench(pages = 3) {
  const clock = new VirtualClock();
  const model = new PagePrinterModel({ clock, pageMs: 2_000 });
  const printer = createPagePrinter({ clock, uri: model.uri, transport: memoryTransport(model) });
  const steps: PrintStep[] = [];
  const progress: PrintProgress[] = [];
  const abort = new AbortController();
  const print = (
    hooks: { onStep?: (step: PrintStep) => void; onProgress?: (progress: PrintProgress) => void } = {},
  ): Promise<PrintOutcome> =>
    clock.until(
      printer.print(
        { name: 'T1', pdf: pdfOf(pages), pages, sides: 1 },
        {
          record: (step) => {
            steps.push(step);
            hooks.onStep?.(step);
          },
          progress: (report) => {
            progress.push(report);
            hooks.onProgress?.(report);
          },
          signal: abort.signal,
        },
      ),
    );
  return { clock, model, printer, steps, progress, abort, print };
}

describe('a print without trouble', () => {
  it('records every step in order and brings all sheets', async () => {
    const { print, steps, progress, model } = bench();
    expect(await print()).toEqual({ outcome: 'done', value: { sheets: 3 } });
    expect(steps.map(({ step }) => step)).toEqual(['creating', 'created', 'sending', 'accepted']);
    expect(progress.map(({ sheets }) => sheets)).toEqual([0, 1, 2, 3]);
    expect(model.tray.map(({ name, page }) => `${name} ${page}`)).toEqual(['T1 1', 'T1 2', 'T1 3']);
    expect(model.spooled).toBe(0);
  });
});

describe('trouble at the printer', () => {
  it('a jam is reported and the job goes on when it is cleared', async () => {
    const { print, progress, model, clock } = bench();
    model.jamAt(2);
    const outcome = await print({
      onProgress: ({ reasons }) => {
        if (reasons.includes('media-jam')) clock.setTimeout(() => model.clear('media-jam'), 60_000);
      },
    });
    expect(outcome).toEqual({ outcome: 'done', value: { sheets: 3 } });
    expect(progress).toContainEqual({ sheets: 1, reasons: ['media-jam'] });
    expect(model.tray).toHaveLength(3);
  });

  it('an abort before the first sheet is a known failure', async () => {
    const { print, model } = bench();
    model.abortAt(1);
    expect(await print()).toEqual({ outcome: 'failed', fault: 'aborted' });
    expect(model.tray).toHaveLength(0);
  });

  it('an abort after a sheet is unknown', async () => {
    const { print, model } = bench();
    model.abortAt(2);
    expect(await print()).toEqual({ outcome: 'unknown', detail: 'aborted after 1 of 3 sheets' });
    expect(model.tray).toHaveLength(1);
  });

  it('offline before anything left is a known failure without a step', async () => {
    const { print, model, steps } = bench();
    model.raise('offline');
    expect(await print()).toMatchObject({ outcome: 'failed', fault: 'offline' });
    expect(steps).toEqual([]);
  });

  it('a printer that refuses the document prints nothing and keeps no job', async () => {
    const { clock, model, printer } = bench();
    const outcome = await clock.until(
      printer.print(
        { name: 'T1', pdf: Buffer.from('not a PDF'), pages: 1, sides: 1 },
        { record: () => undefined, progress: () => undefined, signal: new AbortController().signal },
      ),
    );
    expect(outcome).toEqual({ outcome: 'failed', fault: 'aborted' });
    expect(await clock.until(printer.purge())).toEqual({ outcome: 'done', value: { cancelled: 0 } });
    expect(model.tray).toHaveLength(0);
  });
});

describe('lost connections', () => {
  const never = { outcome: 'failed' } as const;
  const cases = [
    ['Get-Printer-Attributes', 'drop-before', { ...never, fault: 'offline' }, 0],
    ['Create-Job', 'drop-before', { ...never, fault: 'offline' }, 0],
    ['Create-Job', 'drop-after', { outcome: 'done', value: { sheets: 3 } }, 3],
    ['Create-Job', { lateMs: 60_000 }, { outcome: 'done', value: { sheets: 3 } }, 3],
    ['Send-Document', 'drop-before', { ...never, fault: 'not-sent' }, 0],
    ['Send-Document', 'drop-after', { outcome: 'done', value: { sheets: 3 } }, 3],
    ['Send-Document', { lateMs: 60_000 }, { outcome: 'done', value: { sheets: 3 } }, 3],
    ['Get-Job-Attributes', 'drop-before', { outcome: 'done', value: { sheets: 3 } }, 3],
    ['Get-Job-Attributes', 'drop-after', { outcome: 'done', value: { sheets: 3 } }, 3],
    ['Get-Job-Attributes', { lateMs: 60_000 }, { outcome: 'done', value: { sheets: 3 } }, 3],
  ] as const;

  it.each(cases)('%s %j ends as known', async (operation, fault, outcome, sheets) => {
    const { print, model, printer, clock } = bench();
    model.failNext(operation, fault);
    expect(await print()).toMatchObject(outcome);
    await clock.pass(600_000);
    expect(model.tray).toHaveLength(sheets);
    expect(await clock.until(printer.purge())).toEqual({ outcome: 'done', value: { cancelled: 0 } });
  });
});

describe('power cuts at the printer', () => {
  it.each([
    ['creating', 'failed', 0],
    ['created', 'failed', 0],
    ['sending', 'failed', 0],
    ['accepted', 'unknown', 0],
  ] as const)('without history at %s', async (step, outcome, sheets) => {
    const { print, model, clock } = bench();
    const result = await print({
      onStep: (current) => {
        if (current.step === step && step !== 'creating') model.powerCycle({ history: false });
        if (current.step === step && step === 'creating') model.raise('offline');
      },
    });
    expect(result.outcome).toBe(outcome);
    await clock.pass(600_000);
    expect(model.tray).toHaveLength(sheets);
  });

  it('in the middle of a job, with history: aborted after a sheet is unknown', async () => {
    const { print, model } = bench();
    const result = await print({
      onProgress: ({ sheets }) => {
        if (sheets === 1) model.powerCycle({ history: true });
      },
    });
    expect(result).toEqual({ outcome: 'unknown', detail: 'aborted after 1 of 3 sheets' });
  });

  it('a document that was taken with a server error, and history lost after a sheet: not refused, but unknown', async () => {
    const { clock, model, print } = bedOn(memory);
    model.failNext('Send-Document', 'server-error');
    clock.setTimeout(() => model.powerCycle({ history: false }), 2_500);
    expect(await print(3)).toMatchObject({ outcome: 'unknown' });
    expect(model.tray).toHaveLength(1);
  });

  it('a job number that another job has now is not taken for ours', async () => {
    const { print, model, printer, clock } = bench();
    const other = new AbortController();
    const result = await print({
      onProgress: ({ sheets }) => {
        if (sheets !== 1) return;
        model.powerCycle({ history: false });
        void printer.print(
          { name: 'T2', pdf: pdfOf(1), pages: 1, sides: 1 },
          { record: () => undefined, progress: () => undefined, signal: other.signal },
        );
      },
    });
    expect(result).toMatchObject({ outcome: 'unknown' });
    await clock.pass(60_000);
    expect(model.tray.filter(({ name }) => name === 'T1')).toHaveLength(1);
  });
});

describe('cancelling', () => {
  it('before the first sheet is a known failure', async () => {
    const { print, model, abort } = bench();
    model.raise('media-empty');
    const result = await print({ onProgress: () => abort.abort() });
    expect(result).toEqual({ outcome: 'failed', fault: 'cancelled' });
    expect(model.tray).toHaveLength(0);
  });

  it('between two sheets is unknown', async () => {
    const { print, model, abort } = bench();
    const result = await print({ onProgress: ({ sheets }) => sheets === 1 && abort.abort() });
    expect(result).toMatchObject({ outcome: 'unknown' });
    expect(model.tray).toHaveLength(2);
  });

  it.each(['creating', 'created'] as const)('at %s sends no document', async (step) => {
    const { print, model, abort, clock } = bench();
    const result = await print({ onStep: (current) => current.step === step && abort.abort() });
    expect(result).toEqual({ outcome: 'failed', fault: 'cancelled' });
    await clock.pass(60_000);
    expect(model.tray).toHaveLength(0);
  });

  it('a printer that is gone ends as unknown, in bounded time', async () => {
    const { print, model, abort, clock } = bench();
    const before = clock.now();
    const result = await print({
      onProgress: () => {
        model.raise('offline');
        clock.setTimeout(() => abort.abort(), 10_000);
      },
    });
    expect(result).toMatchObject({ outcome: 'unknown' });
    expect(clock.now() - before).toBeLessThan(60_000);
  });
});

describe('after a crash of the terminal', () => {
  /** Stops the terminal for good at a step: nothing of the driver runs on. */
  async function crashAt(step: PrintStep['step']) {
    const kit = bench();
    const crash = new Error('crash');
    await expect(
      kit.print({
        onStep: (current) => {
          if (current.step === step) throw crash;
        },
      }),
    ).rejects.toBe(crash);
    return kit;
  }

  it.each([
    ['creating', 'absent'],
    ['created', 'incoming'],
    ['sending', 'incoming'],
    ['accepted', 'active'],
  ] as const)('at %s the printer answers %s', async (step, found) => {
    const { printer, clock } = await crashAt(step);
    expect((await clock.until(printer.lookup('T1'))).found).toBe(found);
  });

  it('later it answers completed, once', async () => {
    const { printer, clock, model } = await crashAt('accepted');
    await clock.pass(60_000);
    expect(await clock.until(printer.lookup('T1'))).toEqual({ found: 'completed', jobId: 1, sheets: 3 });
    expect(model.tray).toHaveLength(3);
  });

  it('purge cancels what waits and counts it', async () => {
    const { printer, clock } = await crashAt('created');
    expect(await clock.until(printer.purge())).toEqual({ outcome: 'done', value: { cancelled: 1 } });
    expect(await clock.until(printer.lookup('T1'))).toMatchObject({ found: 'ended', state: 'canceled', sheets: 0 });
  });

  it('an unreachable printer is no answer', async () => {
    const { printer, clock, model } = await crashAt('accepted');
    model.raise('offline');
    expect(await clock.until(printer.lookup('T1'))).toMatchObject({ found: 'unreachable' });
    expect(await clock.until(printer.cancel(1))).toBe(false);
    expect(await clock.until(printer.purge())).toMatchObject({ outcome: 'failed', fault: 'offline' });
  });
});

describe('health', () => {
  it('names what is wrong in IPP keywords', async () => {
    const { printer, clock, model } = bench();
    expect(await clock.until(printer.health())).toEqual({ state: 'working', reasons: [] });
    model.raise('cover-open');
    model.raise('media-empty');
    expect(await clock.until(printer.health())).toEqual({ state: 'failed', reasons: ['cover-open', 'media-empty'] });
    model.raise('offline');
    expect(await clock.until(printer.health())).toEqual({ state: 'failed', reasons: ['no-answer'] });
  });
});
