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
  'sides',
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
  /** Sheets that have come out, the last one with its front at least; null when the printer counts neither sheets nor sides. */
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
    sheets: numberIn(job, 'job-media-sheets-completed') ?? sheetsOf(job),
    preserved: booleanIn(job, 'job-preserved'),
  };
}

/** Sheets that the printed sides lie on (RFC 8011 5.3.18.2): what is printed on both sides has two on a sheet. */
function sheetsOf(job: IppAttributes): number | null {
  const impressions = numberIn(job, 'job-impressions-completed');
  const both = textIn(job, 'sides')?.startsWith('two-sided') ?? false;
  return impressions === null ? null : Math.ceil(impressions / (both ? 2 : 1));
}
