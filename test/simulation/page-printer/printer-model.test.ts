import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attributes,
  boolean,
  groupOf,
  groupsOf,
  integer,
  JOB_STATE,
  keywords,
  LANGUAGE,
  numberIn,
  OPERATIONS,
  STATUS,
  string,
  textIn,
  textsIn,
} from '../../../src/devices/page-printer/ipp.ts';
import type { IppMessage, IppValue } from '../../../src/devices/page-printer/ipp-codec.ts';
import { encodeIpp } from '../../../src/devices/page-printer/ipp-codec.ts';
import { decodeIpp } from '../../../src/devices/page-printer/ipp-decoder.ts';
import { PagePrinterModel } from '../../../src/simulation/page-printer/printer-model.ts';
import { VirtualClock } from '../../devices/virtual-clock.ts';

const PDF = Buffer.from(`%PDF-1.4\n${'<< /Type /Page >>\n'.repeat(2)}<< /Type /Pages >>`);

function bench() {
  const clock = new VirtualClock();
  const model = new PagePrinterModel({ clock, pageMs: 1_000 });
  const ask = async (
    operation: keyof typeof OPERATIONS,
    extra: Readonly<Record<string, IppValue | readonly IppValue[]>> = {},
    data: Uint8Array = Buffer.alloc(0),
  ): Promise<IppMessage> => {
    const operationAttributes = attributes({ ...LANGUAGE, 'printer-uri': string('uri', model.uri), ...extra });
    const request: IppMessage = {
      version: { major: 2, minor: 0 },
      code: OPERATIONS[operation],
      requestId: 7,
      groups: [{ name: 'operation', attributes: operationAttributes }],
      data,
    };
    const answer = decodeIpp((await model.handle(encodeIpp(request)))?.body ?? Buffer.alloc(0));
    if (!answer.ok) throw new Error(answer.reason);
    return answer.message;
  };
  const print = (name: string) => ask('Print-Job', { 'job-name': string('name', name) }, PDF);
  const jobOf = async (id: number) => groupOf(await ask('Get-Job-Attributes', { 'job-id': integer(id) }), 'job');
  return { clock, model, ask, print, jobOf };
}

describe('a job', () => {
  it('becomes sheets as time goes by, one job after the other', async () => {
    const { clock, model, print, jobOf } = bench();
    await print('A');
    await print('B');
    expect(numberIn(await jobOf(1), 'job-state')).toBe(JOB_STATE.processing);
    expect(numberIn(await jobOf(2), 'job-state')).toBe(JOB_STATE.pending);
    await clock.pass(1_000);
    expect(model.tray.map(({ name, page }) => name + page)).toEqual(['A1']);
    await clock.pass(3_000);
    expect(model.tray.map(({ name, page }) => name + page)).toEqual(['A1', 'A2', 'B1', 'B2']);
    expect(numberIn(await jobOf(2), 'job-impressions-completed')).toBe(2);
  });

  it('leaves nothing in the printer but its description, and nothing at all once the paper is taken', async () => {
    const { clock, model, print } = bench();
    await print('A');
    expect(model.spooled).toBe(PDF.length);
    await clock.pass(2_000);
    expect(model.spooled).toBe(0);
    expect(model.takeSheets()).toHaveLength(2);
    expect(model.tray).toEqual([]);
  });

  it('cancelled while a page is under way stops after it; in a jam, at once', async () => {
    const { clock, model, ask, print, jobOf } = bench();
    await print('A');
    await ask('Cancel-Job', { 'job-id': integer(1) });
    expect(textsIn(await jobOf(1), 'job-state-reasons')).toEqual(['processing-to-stop-point']);
    await clock.pass(5_000);
    expect(model.takeSheets()).toHaveLength(1);
    await print('B');
    model.raise('media-jam');
    await ask('Cancel-Job', { 'job-id': integer(2) });
    expect(numberIn(await jobOf(2), 'job-state')).toBe(JOB_STATE.canceled);
    expect((await ask('Cancel-Job', { 'job-id': integer(2) })).code).toBe(STATUS.notPossible);
    expect(model.tray).toEqual([]);
  });

  it('takes one document, and only the last', async () => {
    const { ask } = bench();
    await ask('Create-Job', { 'job-name': string('name', 'A') });
    const send = (last: boolean) => ask('Send-Document', { 'job-id': integer(1), 'last-document': boolean(last) }, PDF);
    expect((await send(false)).code).toBe(STATUS.badRequest);
    expect((await send(true)).code).toBe(STATUS.ok);
    expect((await send(true)).code).toBe(STATUS.notPossible);
  });
});

describe('the printer', () => {
  it('says what is wrong, and goes on when it is put right', async () => {
    const { clock, model, ask, print } = bench();
    await print('A');
    model.jamAt(2);
    await clock.pass(10_000);
    const printer = groupOf(await ask('Get-Printer-Attributes'), 'printer');
    expect(textsIn(printer, 'printer-state-reasons')).toEqual(['media-jam-error']);
    expect(numberIn(printer, 'printer-state')).toBe(5);
    model.clear('media-jam');
    await clock.pass(10_000);
    expect(model.tray).toHaveLength(2);
  });

  it('switched off forgets its jobs and counts from 1 again, but never gives a job-uuid twice', async () => {
    const { model, print, ask } = bench();
    const first = groupOf(await print('A'), 'job');
    model.powerCycle({ history: false });
    expect((await ask('Get-Job-Attributes', { 'job-id': integer(1) })).code).toBe(STATUS.notFound);
    const second = groupOf(await print('B'), 'job');
    expect(numberIn(second, 'job-id')).toBe(numberIn(first, 'job-id'));
    expect(textIn(second, 'job-uuid')).not.toBe(textIn(first, 'job-uuid'));
    expect(textIn(second, 'job-uuid')).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('with history knows an interrupted job as aborted', async () => {
    const { clock, model, print, jobOf } = bench();
    await print('A');
    await clock.pass(1_000);
    model.powerCycle({ history: true });
    await clock.pass(10_000);
    const job = await jobOf(1);
    expect([numberIn(job, 'job-state'), numberIn(job, 'job-impressions-completed')]).toEqual([JOB_STATE.aborted, 1]);
    expect(model.tray).toHaveLength(1);
    expect(model.spooled).toBe(0);
  });

  it('lists what is asked for', async () => {
    const { clock, ask, print } = bench();
    await print('A');
    await print('B');
    await clock.pass(2_000);
    const names = async (which: string, limit = 9) =>
      groupsOf(
        await ask('Get-Jobs', {
          'which-jobs': string('keyword', which),
          limit: integer(limit),
          'requested-attributes': keywords('job-name'),
        }),
        'job',
      ).map((group) => textIn(group.attributes, 'job-name'));
    expect(await names('completed')).toEqual(['A']);
    expect(await names('not-completed')).toEqual(['B']);
    expect(await names('not-completed', 0)).toEqual([]);
  });

  it('refuses a format it cannot print, an operation it does not know, and a crowd', async () => {
    const { ask, print } = bench();
    const format = { 'document-format': string('mimeMediaType', 'image/jpeg') };
    expect((await ask('Print-Job', format, PDF)).code).toBe(STATUS.documentFormatNotSupported);
    for (let i = 0; i < 20; i++) await print(`${i}`);
    expect((await print('one more')).code).toBe(STATUS.busy);
  });

  it('drops what is not IPP, and never breaks', async () => {
    const { model, ask } = bench();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const answer = await model.handle(bytes);
        expect(answer === null || decodeIpp(answer.body).ok).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect((await ask('Get-Printer-Attributes')).code).toBe(STATUS.ok);
  });
});
