import type { UnerasedJob } from '../log/printer-memory.ts';
import type { RowData } from '../log/rows.ts';
import type { LogState } from '../log/state.ts';
import { messageOf } from '../outcome.ts';
import type { Parts } from './parts.ts';
import { eraseLostPage } from './test-page.ts';

type Left = RowData<'print.purged'>['outcome'];

/**
 * Removes a job from the printer and writes what is left of it there (I8). Only after its `print.result` is in the log: a
 * printer that has forgotten a job can no longer be asked what became of it.
 */
async function eraseJob(
  { log, pagePrinter }: Parts,
  name: string,
  { copy, jobId, transaction }: UnerasedJob,
): Promise<Left> {
  const { erased: outcome, ...rest } = await pagePrinter.erase(name, jobId);
  const detail = 'detail' in rest ? { detail: rest.detail.slice(0, 200) } : {};
  // Somebody else may have tried meanwhile, and what is known already is not written again.
  const now = log.state.unerased.get(name);
  if (now !== undefined && now.last !== outcome) {
    log.append('print.purged', { copy, outcome, ...detail }, transaction);
  }
  return outcome;
}

/** Erases every job of a visit. @returns what is left of each */
export async function eraseJobs(parts: Parts, transaction: string): Promise<readonly Left[]> {
  const left: Left[] = [];
  for (const [name, job] of parts.log.state.unerased)
    if (job.transaction === transaction) left.push(await eraseJob(parts, name, job));
  return left;
}

/** The printer may hold a job of before: it is not fit for a visit, and the log refuses to begin one. */
export const holdsDocument = ({ open, testPage, unerased }: LogState): boolean =>
  open.size === 0 && (unerased.size > 0 || testPage?.lost === true);

/** Tries again for the jobs that could not be erased when they ended. */
export async function eraseLeftJobs(parts: Parts): Promise<void> {
  const { log } = parts;
  if (!holdsDocument(log.state)) return;
  try {
    for (const [name, job] of log.state.unerased) await eraseJob(parts, name, job);
    await eraseLostPage(parts);
  } catch (error) {
    parts.note(`a job in the printer could not be erased: ${messageOf(error)}`);
  }
}
