import { afterAll, describe, expect, it } from 'vitest';
import { attributes, LANGUAGE, OPERATIONS, string } from '../../../src/devices/page-printer/ipp.ts';
import { encodeIpp } from '../../../src/devices/page-printer/ipp-codec.ts';
import { type PrinterCondition, printerConditions } from '../../../src/simulation/page-printer/conditions.ts';
import { type ConnectionFault, lineFaults } from '../../../src/simulation/page-printer/connection-faults.ts';
import { type Bed, bedOn, type Mount, memory, overHttp, pdfOf } from './bed.ts';

/**
 * Every fault at every request of the protocol: whatever happens, no page comes out twice, `done` only when all sheets are
 * out, `failed` only when none is and none will come.
 */

const PAGES = 3;

/** Something that goes wrong when the request of this number leaves. */
type Fault = (bed: Bed, request: number) => void;

const onConnection =
  (fault: ConnectionFault): Fault =>
  ({ model }, request) =>
    model.failRequest(request, fault);

/** Something is wrong with the printer from then on; somebody puts it right after so many milliseconds, or nobody does. */
const condition =
  (standing: PrinterCondition, forMs: number | null): Fault =>
  ({ before, clock, model }, request) =>
    before(request, () => {
      model.raise(standing);
      if (forMs !== null) clock.setTimeout(() => model.clear(standing), forMs);
    });

/** What somebody else prints, where somebody else is. */
const OTHERS = Buffer.concat([pdfOf(PAGES), Buffer.from('%another')]);

/** Somebody else's job, called `another`. */
function anotherJob(model: Bed['model'], operation: 'Create-Job' | 'Print-Job'): void {
  const named = attributes({
    ...LANGUAGE,
    'printer-uri': string('uri', model.uri),
    'job-name': string('name', 'another'),
  });
  void model.handle(
    encodeIpp({
      version: { major: 2, minor: 0 },
      code: OPERATIONS[operation],
      requestId: 1,
      groups: [{ name: 'operation', attributes: named }],
      data: operation === 'Print-Job' ? OTHERS : new Uint8Array(),
    }),
  );
}

/** The printer loses its history, and somebody else's job gets the number of ours. */
const numberTaken: Fault = ({ before, model }, request) =>
  before(request, () => {
    model.powerCycle({ history: false });
    anotherJob(model, 'Print-Job');
  });

const faults: Readonly<Record<string, Fault>> = {
  ...Object.fromEntries([...lineFaults].map(([name, fault]) => [name, onConnection(fault)])),
  'late by a second': onConnection({ lateMs: 1_000 }),
  'cut inside, all sheets printed': onConnection({ cutInside: PAGES }),
  'power cycle, and another job has the number': numberTaken,
  'job aborted': ({ before, model }, request) => before(request, () => model.abortAt(model.tray.length + 1)),
  ...Object.fromEntries(
    printerConditions.flatMap((standing) => [
      [`${standing} for a minute`, condition(standing, 60_000)],
      [`${standing} for good`, condition(standing, null)],
    ]),
  ),
};

/** Ways a print goes, so that every operation of the protocol has its turn. */
const courses: Readonly<Record<string, (bed: Bed) => void>> = {
  undisturbed: () => {},
  'another job waits': ({ model }) => anotherJob(model, 'Create-Job'),
  'Create-Job unheard': ({ model }) => model.failNext('Create-Job', 'drop-after'),
  'Send-Document unheard': ({ model }) => model.failNext('Send-Document', 'drop-after'),
  cancelled: ({ abort, clock }) => void clock.setTimeout(() => abort.abort(), 2_500),
};

/** The requests of a course in which nothing else goes wrong, by operation code. */
async function requestsOf(course: (bed: Bed) => void): Promise<readonly number[]> {
  const bed = bedOn(memory);
  course(bed);
  const before = bed.model.requests.length;
  await bed.print(PAGES);
  return bed.model.requests.slice(before);
}

/** Prints with one fault, then puts everything right, waits, and counts the paper. */
async function run(mount: Mount, course: (bed: Bed) => void, fault: Fault, request: number) {
  const bed = bedOn(mount);
  const { clock, model } = bed;
  course(bed);
  fault(bed, request);
  const began = clock.now();
  const outcome = await bed.print(PAGES);
  const took = clock.now() - began;
  model.mendLine();
  for (const standing of printerConditions) model.clear(standing);
  await clock.pass(600_000);
  const own = model.tray.filter(({ pdf }) => !OTHERS.equals(pdf));
  return { outcome, took, sheets: own.map(({ page }) => page), stray: own.filter(({ name }) => name !== 'T1').length };
}

type Run = Awaited<ReturnType<typeof run>>;

/** What is wrong with an end, or null. */
function wrongWith({ outcome, sheets, stray, took }: Run): string | null {
  const said = JSON.stringify(outcome);
  if (stray > 0) return `${stray} sheets under another job's name, and ${said}`;
  if (new Set(sheets).size !== sheets.length) return `printed twice: ${sheets}, and ${said}`;
  if (sheets.length > PAGES) return `${sheets.length} sheets, and ${said}`;
  if (outcome.outcome === 'done' && sheets.length !== PAGES) return `${said} with ${sheets.length} sheets`;
  if (outcome.outcome === 'failed' && sheets.length > 0) return `${said} with ${sheets.length} sheets`;
  return took > 400_000 ? `${said} after ${took} ms` : null;
}

const moments = await Promise.all(
  Object.entries(courses).map(async ([name, course]) => ({ name, course, requests: await requestsOf(course) })),
);
const count = moments.reduce((sum, { requests }) => sum + requests.length, 0);
const names = Object.keys(faults);
const ends = { done: 0, failed: 0, unknown: 0 };

describe(`${names.length} faults at each of the ${count} requests of ${moments.length} courses, in memory`, () => {
  it.each(Object.entries(faults))('%s', async (_, fault) => {
    const wrong: string[] = [];
    for (const { name, course, requests } of moments) {
      for (const [index, code] of requests.entries()) {
        const end = await run(memory, course, fault, index + 1);
        ends[end.outcome.outcome]++;
        const fell = wrongWith(end);
        if (fell !== null) wrong.push(`${name}, request ${index + 1} (0x${code.toString(16)}): ${fell}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('every operation had its turn, and every kind of end came about', () => {
    const used = [
      'Get-Printer-Attributes',
      'Create-Job',
      'Send-Document',
      'Get-Job-Attributes',
      'Get-Jobs',
      'Cancel-Job',
    ] as const;
    expect(new Set(moments.flatMap(({ requests }) => requests))).toEqual(new Set(used.map((name) => OPERATIONS[name])));
    expect(ends.done + ends.failed + ends.unknown).toBe(names.length * count);
    expect(Math.min(...Object.values(ends))).toBeGreaterThan(200);
  });
});

/** The first request of each operation in a course, and one in the middle of the print. */
const turns = moments.flatMap(({ name, course, requests }) =>
  [...new Set([...new Set(requests)].map((code) => requests.indexOf(code)).concat(requests.length >> 1))]
    .filter((index) => name === 'undisturbed' || requests[index] !== OPERATIONS['Get-Printer-Attributes'])
    .map((index) => ({ name, course, request: index + 1, code: requests[index] ?? 0 })),
);

describe(`${names.length} faults at ${turns.length} requests, each operation of each course, over HTTP`, async () => {
  const http = await overHttp();
  afterAll(() => http[Symbol.asyncDispose]());

  it.each(Object.entries(faults))('%s', async (_, fault) => {
    const wrong: string[] = [];
    for (const { name, course, request, code } of turns) {
      const fell = wrongWith(await run(http, course, fault, request));
      if (fell !== null) wrong.push(`${name}, request ${request} (0x${code.toString(16)}): ${fell}`);
    }
    expect(wrong).toEqual([]);
  });
});
