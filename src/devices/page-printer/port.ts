import type { Outcome } from '../../outcome.ts';
import type { DeviceHealth } from '../health.ts';

/** One print of one transaction. */
export interface PrintJob {
  /** The transaction id: the job-name at the printer. Unique for ever (I2). */
  readonly name: string;
  readonly pdf: Uint8Array;
  /** Pages of the PDF. */
  readonly pages: number;
  /** Pages on a sheet: 2 is both sides, turned at the long edge. */
  readonly sides: 1 | 2;
}

/**
 * A step of the at-most-once protocol. The caller makes each one durable before it returns; the driver goes on only then.
 * `creating` and `sending` are written before the request leaves, `created` and `accepted` after its answer.
 */
export type PrintStep =
  | { readonly step: 'creating' }
  | { readonly step: 'created'; readonly jobId: number; readonly jobUuid: string | null }
  | { readonly step: 'sending'; readonly jobId: number }
  | { readonly step: 'accepted'; readonly jobId: number };

export interface PrintProgress {
  /** Sheets the printer says have come out (job-media-sheets-completed, else job-impressions-completed). */
  readonly sheets: number;
  /** printer-state-reasons without their severity suffix, e.g. `media-jam`; empty while it simply prints. */
  readonly reasons: readonly string[];
}

/** `failed` always means: no sheet of this job came out and none will. */
export type PrintFault = 'offline' | 'rejected' | 'aborted' | 'cancelled' | 'not-sent';

export type PrintOutcome = Outcome<{ sheets: number }, PrintFault>;

/**
 * What the printer knows of a job after a crash. `absent` = not in its not-completed nor its completed list; `sheets` is null
 * when the printer does not count them.
 */
export type JobLookup =
  | { readonly found: 'absent' }
  | { readonly found: 'incoming'; readonly jobId: number }
  | { readonly found: 'active'; readonly jobId: number; readonly sheets: number | null }
  | { readonly found: 'completed'; readonly jobId: number; readonly sheets: number | null }
  | {
      readonly found: 'ended';
      readonly jobId: number;
      readonly sheets: number | null;
      readonly state: 'canceled' | 'aborted';
    }
  | { readonly found: 'unreachable'; readonly detail: string };

/**
 * What is left of a job at the printer once everything was done to remove it.
 *
 * `purged`: nothing; neither its name nor its number finds it. `unsupported`: the printer cannot be made to forget, but says
 * that nothing can be printed from what it remembers. `kept`: it could print it again. `unreachable`: nobody can say.
 */
export type Erasure =
  | { readonly erased: 'purged' | 'unsupported' }
  | { readonly erased: 'kept' | 'unreachable'; readonly detail: string };

/** An IPP printer (RFC 8010, RFC 8011), spoken to directly: no spooler stands between. */
export interface PagePrinter {
  /**
   * Prints once. Create-Job, Send-Document, then the job is followed to a terminal state. Never sends a document twice.
   * Aborting `signal` cancels the job at the printer and then reports what became of it.
   */
  print(
    job: PrintJob,
    options: {
      readonly record: (step: PrintStep) => void;
      readonly progress: (progress: PrintProgress) => void;
      readonly signal: AbortSignal;
    },
  ): Promise<PrintOutcome>;
  /** Finds a job by its name in both job lists. */
  lookup(name: string): Promise<JobLookup>;
  /** Cancel-Job; resolves true when the printer then says the job is in a terminal state. */
  cancel(jobId: number): Promise<boolean>;
  /** Cancels every job that is not in a terminal state and reports how many were there (I2: never promote another's job). */
  purge(): Promise<Outcome<{ cancelled: number }, 'offline'>>;
  /**
   * Removes a job with its document from the printer, ending it first if need be, and then looks whether it is gone (I8). May
   * be tried as often as one likes. @param jobId its number, null when it never had one
   */
  erase(name: string, jobId: number | null): Promise<Erasure>;
  health(): Promise<DeviceHealth>;
}
