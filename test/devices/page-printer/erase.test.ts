import { afterAll, describe, expect, it } from 'vitest';
import { attributes, integer, LANGUAGE, OPERATIONS, string } from '../../../src/devices/page-printer/ipp.ts';
import { encodeIpp } from '../../../src/devices/page-printer/ipp-codec.ts';
import type { Erasure, PrintStep } from '../../../src/devices/page-printer/port.ts';
import { type ConnectionFault, wrongAnswerNames } from '../../../src/simulation/page-printer/connection-faults.ts';
import { type Forgetting, forgettings } from '../../../src/simulation/page-printer/ipp-service.ts';
import type { PagePrinterModel } from '../../../src/simulation/page-printer/printer-model.ts';
import { type Bed, bedOn, type Mount, memory, overHttp, pdfOf } from './bed.ts';

/** What an attacker at the network or a clerk at the printer's panel could do with what is left. */
async function printedAgain({ clock, model }: Bed, jobId: number): Promise<number> {
  const sheets = model.tray.length;
  const operation = attributes({
    ...LANGUAGE,
    'printer-uri': string('uri', model.uri),
    'job-id': integer(jobId),
  });
  await model.handle(
    encodeIpp({
      version: { major: 2, minor: 0 },
      code: OPERATIONS['Restart-Job'],
      requestId: 1,
      groups: [{ name: 'operation', attributes: operation }],
      data: new Uint8Array(),
    }),
  );
  await clock.pass(60_000);
  return model.tray.length - sheets;
}

class Crash extends Error {}

/** Prints as far as that step, and then the terminal is gone. */
async function upTo({ clock, printer }: Bed, last: PrintStep['step']): Promise<void> {
  const options = {
    record: ({ step }: PrintStep) => {
      if (step === last) throw new Crash();
    },
    progress: () => undefined,
    signal: new AbortController().signal,
  };
  await expect(clock.until(printer.print({ name: 'T1', pdf: pdfOf(2), pages: 2, sides: 1 }, options))).rejects.toThrow(
    Crash,
  );
}

/** Where the job of the transaction stands when it is to be erased, and how many sheets are out then. */
const stands: Readonly<Record<string, (bed: Bed) => Promise<unknown>>> = {
  completed: (bed) => bed.print(2),
  'never created': async ({ model }) => model.raise('toner-low'),
  'waiting for its document': (bed) => upTo(bed, 'sending'),
  printing: (bed) => upTo(bed, 'accepted'),
  jammed: async (bed) => {
    bed.model.jamAt(2);
    await upTo(bed, 'accepted');
    await bed.clock.pass(10_000);
  },
  aborted: async (bed) => {
    bed.model.abortAt(2);
    await bed.print(2);
  },
  'gone with the power': async (bed) => {
    await bed.print(2);
    bed.model.powerCycle({ history: false });
  },
};

interface Printer {
  readonly forgets: Forgetting;
  readonly keeps: boolean;
  readonly reprints: boolean;
}

const printers: readonly Printer[] = forgettings.flatMap((forgets) =>
  [true, false].flatMap((keeps) => [true, false].map((reprints) => ({ forgets, keeps, reprints }))),
);

function become(model: PagePrinterModel, { forgets, keeps, reprints }: Printer): void {
  model.forgets = forgets;
  model.reprints = reprints;
  if (keeps) model.raise('keeps-documents');
}

/** What has to come of it: nothing to erase, erased, or left there, with or without a way to print it again. */
function expected(where: string, { forgets, reprints }: Printer): Erasure['erased'] {
  if (where === 'never created' || where === 'gone with the power') return 'purged';
  if (forgets === 'purge-jobs' || forgets === 'purge-job') return 'purged';
  return reprints ? 'kept' : 'unsupported';
}

/** What an erasure says that is not so; null when it is right. */
async function untrue(bed: Bed, { erased }: Erasure): Promise<string | null> {
  const { model } = bed;
  if (erased === 'purged' && model.known.includes('T1')) return 'purged, and the printer knows the job';
  if (erased === 'purged' && model.spooled > 0) return 'purged, and the printer has the document';
  if (erased !== 'purged' && erased !== 'unsupported') return null;
  const sheets = await printedAgain(bed, 1);
  return sheets === 0 ? null : `${erased}, and ${sheets} sheets came out once more`;
}

describe.each(Object.keys(stands))('a job that is %s', (where) => {
  it.each(printers)(
    'in a printer that forgets by $forgets, keeps documents: $keeps, reprints: $reprints',
    async (kind) => {
      const bed = bedOn(memory);
      become(bed.model, kind);
      await stands[where]?.(bed);
      const sheets = bed.model.tray.length;
      const erasure = await bed.clock.until(bed.printer.erase('T1', 1));
      expect(erasure.erased).toBe(expected(where, kind));
      expect(await untrue(bed, erasure)).toBeNull();
      bed.model.clear('media-jam');
      await bed.clock.pass(60_000);
      // A page that was under way comes out to its end; none after it.
      expect(bed.model.tray.length - sheets).toBeLessThanOrEqual(where === 'printing' ? 1 : 0);
    },
  );
});

it('is found by its number too, when the lists do not show it', async () => {
  const bed = bedOn(memory);
  await bed.print(2);
  bed.model.forgets = 'never';
  for (let time = 0; time < 2; time++) bed.model.failNext('Get-Jobs', 'no-groups');
  expect(await bed.clock.until(bed.printer.erase('T1', 1))).toEqual({ erased: 'kept', detail: 'operation 0x000e' });
});

it('a printer that does not say what it can do is not believed to be unable to print again', async () => {
  const bed = bedOn(memory);
  await bed.print(2);
  bed.model.failNext('Get-Printer-Attributes', 'no-groups');
  expect(await bed.clock.until(bed.printer.erase('T1', 1))).toMatchObject({ erased: 'unreachable' });
});

it("leaves somebody else's job alone that has the number now", async () => {
  const bed = bedOn(memory);
  bed.model.forgets = 'purge-job';
  const options = { record: () => undefined, progress: () => undefined, signal: new AbortController().signal };
  await bed.clock.until(bed.printer.print({ name: 'T2', pdf: pdfOf(1), pages: 1, sides: 1 }, options));
  expect(await bed.clock.until(bed.printer.erase('T1', 1))).toEqual({ erased: 'purged' });
  expect(bed.model.known).toEqual(['T2']);
});

it('a document that is kept says so until it is gone', async () => {
  const bed = bedOn(memory);
  become(bed.model, { forgets: 'never', keeps: true, reprints: true });
  await bed.print(2);
  expect(await bed.clock.until(bed.printer.erase('T1', 1))).toEqual({ erased: 'kept', detail: 'job-restartable' });
  expect(bed.model.spooled).toBeGreaterThan(0);
  expect(await printedAgain(bed, 1)).toBe(2);
  bed.model.powerCycle({ history: false });
  expect(await bed.clock.until(bed.printer.erase('T1', 1))).toEqual({ erased: 'purged' });
});

const faults: readonly ConnectionFault[] = [
  'drop-before',
  'drop-after',
  'twice',
  'unplugged-before',
  'unplugged-after',
  ...wrongAnswerNames,
  { lateMs: 60_000 },
  { power: 'before', history: true },
  { power: 'after', history: false },
];
/** Printers with something to get wrong. */
const doubtful = printers.filter(({ keeps }) => keeps);

const MOST_REQUESTS = 13;

/** Erases with a fault at each request. @returns what was said that was not so, and how often each thing was said */
async function eraseWith(mount: Mount, fault: ConnectionFault) {
  const wrong: string[] = [];
  const said: Record<string, number> = {};
  for (const kind of doubtful) {
    for (let request = 1; request <= MOST_REQUESTS; request++) {
      const bed = bedOn(mount);
      become(bed.model, kind);
      await bed.print(2);
      bed.model.failRequest(request, fault);
      const began = bed.clock.now();
      const erasure = await bed.clock.until(bed.printer.erase('T1', 1));
      const took = bed.clock.now() - began;
      said[erasure.erased] = (said[erasure.erased] ?? 0) + 1;
      bed.model.clear('offline');
      bed.model.mendLine();
      const fell = (await untrue(bed, erasure)) ?? (took > 30_000 ? `took ${took} ms` : null);
      if (fell !== null) wrong.push(`${JSON.stringify(kind)}, request ${request}: ${fell}`);
    }
  }
  return { wrong, said };
}

describe(`${faults.length} faults at each of ${MOST_REQUESTS} requests of ${doubtful.length} printers`, async () => {
  const http = await overHttp();
  afterAll(() => http[Symbol.asyncDispose]());

  it.each(faults.map((fault) => [typeof fault === 'string' ? fault : JSON.stringify(fault), fault] as const))(
    '%s: nothing is called gone that is there',
    async (_, fault) => {
      const { wrong, said } = await eraseWith(memory, fault);
      expect(wrong).toEqual([]);
      expect(Object.values(said).reduce((sum, times) => sum + times, 0)).toBe(doubtful.length * MOST_REQUESTS);
      expect(said.purged).toBeGreaterThan(10);
    },
  );

  it.each(['drop-after', 'other-printer', 'no-groups', 'garbage', 'http-unauthorized'] as const)(
    '%s, over HTTP',
    async (fault) => {
      expect((await eraseWith(http, fault)).wrong).toEqual([]);
    },
  );
});
