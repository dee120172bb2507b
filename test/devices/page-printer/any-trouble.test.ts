import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPagePrinter } from '../../../src/devices/page-printer/driver.ts';
import type { IppOperation } from '../../../src/devices/page-printer/ipp.ts';
import { type ConnectionFault, wrongAnswerNames } from '../../../src/simulation/page-printer/connection-faults.ts';
import { memoryTransport } from '../../../src/simulation/page-printer/mounts.ts';
import { PagePrinterModel } from '../../../src/simulation/page-printer/printer-model.ts';
import { VirtualClock } from '../virtual-clock.ts';

const PAGES = 3;
const PDF = Buffer.from(`%PDF-1.4\n${'<< /Type /Page >>\n'.repeat(PAGES)}`);

/** Something that happens to the printer, the line or the terminal, so many milliseconds after the print began. */
type Trouble =
  | {
      readonly kind: 'connection';
      readonly at: number;
      readonly operation: IppOperation;
      readonly fault: ConnectionFault;
    }
  | { readonly kind: 'jam'; readonly at: number; readonly page: number }
  | { readonly kind: 'abort'; readonly at: number; readonly page: number }
  | { readonly kind: 'offline'; readonly at: number; readonly ms: number }
  | { readonly kind: 'power'; readonly at: number; readonly history: boolean }
  | { readonly kind: 'cancel'; readonly at: number };

const at = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 9_000 }));
const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record({
    kind: fc.constant('connection' as const),
    at,
    operation: fc.constantFrom<IppOperation>(
      'Create-Job',
      'Send-Document',
      'Get-Job-Attributes',
      'Get-Jobs',
      'Cancel-Job',
    ),
    fault: fc.oneof(
      fc.constantFrom<ConnectionFault>('drop-before', 'drop-after', 'twice'),
      fc.constantFrom<ConnectionFault>(...wrongAnswerNames),
      fc.record({ lateMs: fc.integer({ min: 1, max: 60_000 }) }),
      fc.record({ cutInside: fc.integer({ min: 0, max: PAGES }) }),
      fc.record({ power: fc.constantFrom('before' as const, 'after' as const), history: fc.boolean() }),
    ),
  }),
  fc.record({ kind: fc.constant('jam' as const), at, page: fc.integer({ min: 1, max: PAGES }) }),
  fc.record({ kind: fc.constant('abort' as const), at, page: fc.integer({ min: 1, max: PAGES }) }),
  fc.record({ kind: fc.constant('offline' as const), at, ms: fc.integer({ min: 1, max: 120_000 }) }),
  fc.record({ kind: fc.constant('power' as const), at, history: fc.boolean() }),
  fc.record({ kind: fc.constant('cancel' as const), at }),
);

it('whatever goes wrong: an end in bounded time, no page twice, and `failed` and `done` are true', async () => {
  const ends = { done: 0, failed: 0, unknown: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(trouble, { maxLength: 5 }), async (troubles) => {
      const clock = new VirtualClock();
      const model = new PagePrinterModel({ clock, pageMs: 2_000 });
      const printer = createPagePrinter({ clock, uri: model.uri, transport: memoryTransport(model) });
      const abort = new AbortController();
      // Staff clear jams, and the session gives up in the end.
      const clearing = () => {
        model.clear('media-jam');
        clock.setTimeout(clearing, 30_000);
      };
      clearing();
      clock.setTimeout(() => abort.abort(), 300_000);
      const happen = (next: Trouble) => {
        switch (next.kind) {
          case 'connection':
            model.failNext(next.operation, next.fault);
            break;
          case 'jam':
            model.jamAt(next.page);
            break;
          case 'abort':
            model.abortAt(next.page);
            break;
          case 'power':
            model.powerCycle(next);
            break;
          case 'cancel':
            abort.abort();
            break;
          case 'offline':
            model.raise('offline');
            clock.setTimeout(() => {
              model.clear('offline');
            }, next.ms);
        }
      };
      for (const next of troubles) {
        if (next.at === 0) happen(next);
        else clock.setTimeout(() => happen(next), next.at);
      }

      const began = clock.now();
      const outcome = await clock.until(
        printer.print(
          { name: 'T1', pdf: PDF, pages: PAGES, sides: 1 },
          { record: () => undefined, progress: () => undefined, signal: abort.signal },
        ),
      );
      ends[outcome.outcome]++;
      expect(clock.now() - began).toBeLessThan(600_000);

      await clock.pass(600_000);
      const pages = model.tray.map(({ page }) => page);
      expect(new Set(pages).size).toBe(pages.length);
      if (outcome.outcome === 'failed') expect(pages).toEqual([]);
      if (outcome.outcome === 'done') expect(pages).toEqual([1, 2, 3]);
    }),
    { numRuns: 1_500 },
  );
  // The troubles are strong enough to reach every kind of end.
  expect(Math.min(...Object.values(ends))).toBeGreaterThan(10);
}, 60_000);
