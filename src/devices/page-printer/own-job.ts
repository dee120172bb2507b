import { isTerminal, JOB_STATE } from './ipp.ts';
import type { JobView } from './job-view.ts';

/** The job this process created, by everything that identifies it. */
export interface OwnJob {
  readonly id: number;
  readonly uuid: string | null;
  readonly name: string;
  readonly sheets: number;
}

/** Reasons that cannot be true together with the end they stand beside (RFC 8011 5.3.8). */
const CONTRADICTIONS: Readonly<Record<number, readonly string[]>> = {
  [JOB_STATE.completed]: [
    'aborted-by-system',
    'job-canceled-at-device',
    'job-canceled-by-operator',
    'job-canceled-by-user',
    'job-incoming',
    'job-printing',
  ],
  [JOB_STATE.canceled]: ['job-completed-successfully', 'job-incoming', 'job-printing'],
  [JOB_STATE.aborted]: ['job-completed-successfully', 'job-printing'],
};

/** Whether an answer is about this job: a number comes again after a power cut, a name and a uuid never do. */
export const isOwn = (job: JobView, { id, name, uuid }: OwnJob): boolean => {
  const sameUuid = uuid === null || job.uuid === null ? null : job.uuid === uuid;
  const sameName = job.name === null ? null : job.name === name;
  return job.id === id && sameUuid !== false && sameName !== false && (sameUuid ?? sameName ?? false);
};

/** Why an answer about the job is not to be believed, `seen` sheets having been out before; null when nothing speaks against it. */
export function doubtAbout(job: JobView, own: OwnJob, seen: number): string | null {
  if (!isOwn(job, own)) return 'another job has this number now: the printer lost its history';
  const { sheets, state, reasons } = job;
  if (sheets !== null && sheets > own.sheets) return `${sheets} sheets of ${own.sheets}`;
  if (sheets !== null && sheets < seen) return `${sheets} sheets after ${seen}`;
  const wrong = reasons.find((reason) => CONTRADICTIONS[state]?.includes(reason));
  if (wrong !== undefined) return `job-state ${state} with ${wrong}`;
  if (!isTerminal(state) && reasons.includes('job-completed-successfully')) return `completed in job-state ${state}`;
  return null;
}
