import { describe, expect, it } from 'vitest';
import { attributes, integer, keywords } from '../../../src/devices/page-printer/ipp.ts';
import { jobView } from '../../../src/devices/page-printer/job-view.ts';
import type { PrintProgress } from '../../../src/devices/page-printer/port.ts';
import { bedOn, memory, overHttp, pdfOf } from './bed.ts';

describe.each(['memory', 'http'] as const)('printing on both sides, over %s', (wire) => {
  const mounted = () => (wire === 'memory' ? memory : overHttp());

  it.each([
    [1, 1],
    [2, 1],
    [5, 3],
    [6, 3],
  ])('%i pages take %i sheets', async (pages, sheets) => {
    await using mount = await mounted();
    const { abort, clock, model, printer } = bedOn(mount);
    const progress: PrintProgress[] = [];
    const outcome = await clock.until(
      printer.print(
        { name: 'T1', pdf: pdfOf(pages), pages, sides: 2 },
        { record: () => undefined, progress: (report) => progress.push(report), signal: abort.signal },
      ),
    );
    expect(outcome).toEqual({ outcome: 'done', value: { sheets } });
    expect(model.tray.map(({ page }) => page)).toEqual(Array.from({ length: sheets }, (_, i) => i + 1));
    expect(progress.at(-1)).toEqual({ sheets, reasons: [] });
    expect(await clock.until(printer.lookup('T1'))).toEqual({ found: 'completed', jobId: 1, sheets });
  });

  it('a printer that prints on one side only is not healthy, and gets no document', async () => {
    await using mount = await mounted();
    const { abort, clock, model, printer } = bedOn(mount);
    model.raise('one-sided');
    expect(await clock.until(printer.health())).toEqual({ state: 'failed', reasons: ['no-duplex'] });
    const options = { record: () => undefined, progress: () => undefined, signal: abort.signal };
    const job = { name: 'T1', pdf: pdfOf(2), pages: 2 };
    expect(await clock.until(printer.print({ ...job, sides: 2 }, options))).toEqual({
      outcome: 'failed',
      fault: 'rejected',
      detail: 'no-duplex',
    });
    expect(model.known).toEqual([]);
    expect(await clock.until(printer.print({ ...job, sides: 1 }, options))).toMatchObject({ value: { sheets: 2 } });
    model.clear('one-sided');
    expect(await clock.until(printer.health())).toEqual({ state: 'working', reasons: [] });
  });
});

describe('sheets of a job', () => {
  const view = (said: Parameters<typeof attributes>[0]) =>
    jobView(attributes({ 'job-id': integer(1), 'job-state': { kind: 'enum', value: 5 }, ...said }))?.sheets;
  const both = keywords('two-sided-long-edge');

  it.each([
    [
      'as the printer counts them',
      { 'job-media-sheets-completed': integer(2), 'job-impressions-completed': integer(3) },
      2,
    ],
    ['by their sides', { sides: both, 'job-impressions-completed': integer(4) }, 2],
    ['by their sides, the last with its front', { sides: both, 'job-impressions-completed': integer(3) }, 2],
    [
      'turned at the short edge',
      { sides: keywords('two-sided-short-edge'), 'job-impressions-completed': integer(2) },
      1,
    ],
    ['of one side', { sides: keywords('one-sided'), 'job-impressions-completed': integer(3) }, 3],
    ['whose sides nobody tells', { 'job-impressions-completed': integer(3) }, 3],
    ['that nobody counts', { sides: both }, null],
  ])('%s', (_, said, sheets) => {
    expect(view(said)).toBe(sheets);
  });
});
