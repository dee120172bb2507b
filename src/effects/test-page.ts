import type { Parts } from './parts.ts';
import { resultRow } from './print-rows.ts';
import { newTransaction } from './transaction.ts';

/** Milliseconds a test page may take before its job is cancelled. */
const longestMs = 90_000;

/** Only out of service, with no visit open and nothing of one in the printer; the log refuses it else (I2). */
const mayPrint = ({ log: { state } }: Parts): boolean =>
  !state.duty && state.open.size === 0 && state.testPage === null && state.unerased.size === 0;

/**
 * Prints one page for staff to look at.
 * @param begins called when it can still be printed once it is drawn, and nobody else's comes in between
 * @returns whether it is in the tray
 */
export async function printTestPage(parts: Parts, begins: () => void): Promise<boolean> {
  if (!mayPrint(parts)) return false;
  const { clock, log, pagePrinter, random, renderer, shop } = parts;
  const job = `TEST-${newTransaction(random)}`;
  const page = await renderer.testPage({ job, shop: shop.name, terminal: shop.terminal, at: clock.now() });
  if (page.outcome !== 'done' || !mayPrint(parts)) return false;
  begins();
  log.append('test-page.intent', { job });
  const abort = new AbortController();
  const timer = clock.setTimeout(() => abort.abort(), longestMs);
  const outcome = await pagePrinter.print(
    { name: job, pdf: page.value, pages: 1, sides: 1 },
    { record: () => undefined, progress: () => undefined, signal: abort.signal },
  );
  clock.clearTimeout(timer);
  log.append('test-page.result', resultRow(outcome));
  await pagePrinter.erase(job, null);
  return outcome.outcome === 'done';
}

/** After a start: what became of a test page that was on its way. */
export async function findTestPage({ log, pagePrinter }: Parts): Promise<void> {
  const { testPage } = log.state;
  if (testPage === null || testPage.lost) return;
  const { found } = await pagePrinter.lookup(testPage.job);
  log.append(
    'test-page.result',
    found === 'completed' ? { outcome: 'printed', sheets: 1 } : { outcome: 'unknown', detail: found },
  );
}

/** A test page that nobody knows the end of must not come out among a resident's sheets. */
export async function eraseLostPage({ log, pagePrinter }: Parts): Promise<void> {
  const { testPage } = log.state;
  if (!testPage?.lost) return;
  const { erased } = await pagePrinter.erase(testPage.job, null);
  const gone = erased === 'purged' || erased === 'unsupported';
  if (gone && log.state.testPage?.lost) log.append('test-page.result', { outcome: 'erased' });
}
