import type { Row, RowData } from './rows.ts';
import { jobNameOf, type Visit } from './visit.ts';

/** A job that the printer may still have a document of. */
export interface UnerasedJob {
  readonly transaction: string;
  /** The visit's first print, its second … */
  readonly copy: number;
  /** Its number at the printer; null when none was told. */
  readonly jobId: number | null;
  /** What the printer had of it when it was last looked; null before. */
  readonly last: RowData<'print.purged'>['outcome'] | null;
}

/** By name of the job. */
export type PrinterMemory = ReadonlyMap<string, UnerasedJob>;

const changed = (memory: PrinterMemory, name: string, job: UnerasedJob | null): PrinterMemory => {
  const next = new Map(memory);
  if (job === null) next.delete(name);
  else next.set(name, job);
  return next;
};

/** What the printer may have after one more row of a print. @param visit how it is after the row; null when it has ended */
export function addToMemory(memory: PrinterMemory, row: Row, visit: Visit | null): PrinterMemory {
  if (row.session === null) return memory;
  if (row.type === 'print.purged') {
    const { copy, outcome } = row.data;
    const name = jobNameOf({ transaction: row.session, prints: copy });
    const job = memory.get(name);
    const left = outcome === 'kept' || outcome === 'unreachable';
    return job === undefined ? memory : changed(memory, name, left ? { ...job, last: outcome } : null);
  }
  if (visit === null) return memory;
  const name = jobNameOf(visit);
  if (row.type === 'print.intent' && row.data.erase) {
    return changed(memory, name, { transaction: visit.transaction, copy: visit.prints, jobId: null, last: null });
  }
  const job = memory.get(name);
  if (row.type !== 'print.step' || row.data.jobId === undefined || job === undefined) return memory;
  return changed(memory, name, { ...job, jobId: row.data.jobId });
}
