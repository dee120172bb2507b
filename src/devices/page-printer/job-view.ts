import { booleanIn, JOB_STATE, keywords, numberIn, textIn, textsIn } from './ipp.ts';
import type { IppAttributes } from './ipp-codec.ts';

/** What is asked about a job. */
export const JOB_ATTRIBUTES = keywords(
  'job-id',
  'job-uuid',
  'job-name',
  'job-state',
  'job-state-reasons',
  'job-impressions-completed',
  'job-media-sheets-completed',
  // CUPS: whether it still has the document.
  'job-preserved',
);

/** A job as the printer describes it. */
export interface JobView {
  readonly id: number;
  readonly uuid: string | null;
  readonly name: string | null;
  readonly state: number;
  /** job-state-reasons as sent. */
  readonly reasons: readonly string[];
  /** Created, and waiting for its document. */
  readonly incoming: boolean;
  /** Sheets that have come out (one-sided: impressions are sheets); null when the printer does not count. */
  readonly sheets: number | null;
  /** The printer still has the document of a job that is over; null when it does not say. */
  readonly preserved: boolean | null;
}

/** A job out of its attributes; null when they do not even say its number and state. */
export function jobView(job: IppAttributes): JobView | null {
  const id = numberIn(job, 'job-id');
  const state = numberIn(job, 'job-state');
  if (id === null || state === null) return null;
  const waiting = state === JOB_STATE.held || state === JOB_STATE.pending;
  const reasons = textsIn(job, 'job-state-reasons');
  return {
    id,
    uuid: textIn(job, 'job-uuid'),
    name: textIn(job, 'job-name'),
    state,
    reasons,
    incoming: waiting && reasons.some((reason) => reason === 'job-incoming' || reason === 'job-data-insufficient'),
    sheets: numberIn(job, 'job-impressions-completed') ?? numberIn(job, 'job-media-sheets-completed'),
    preserved: booleanIn(job, 'job-preserved'),
  };
}
