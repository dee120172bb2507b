import type { Clock } from '../../clock.ts';
import { sleep } from '../../clock.ts';
import { TimeLimit } from '../time-limit.ts';
import { isTerminal, OPERATIONS } from './ipp.ts';
import type { IppClient, Reply } from './ipp-client.ts';
import type { JobView } from './job-view.ts';
import type { Erasure } from './port.ts';

export interface EraseOptions {
  readonly pollMs: number;
  /** Milliseconds for the whole of it; a job that still prints then is kept. */
  readonly timeoutMs: number;
}

/** Operations that would print a retained document once more (RFC 8011 4.3.7, RFC 3998 4.1, PWG 5100.11 5.4). */
const REPRINTS: readonly number[] = [
  OPERATIONS['Restart-Job'],
  OPERATIONS['Reprocess-Job'],
  OPERATIONS['Resubmit-Job'],
];

/**
 * Makes the printer forget one job, and looks whether it has. Nothing in IPP promises that a document is gone; a job that
 * neither its name nor its number finds any more is the most a printer can say, and then nothing can be printed from it.
 *
 * Cancel-My-Jobs (PWG 5100.11) is not used: it ends jobs and removes none. Get-Documents (PWG 5100.5) is not asked: it lists
 * descriptions, also of documents whose data are gone.
 */
export class JobEraser {
  readonly #client: IppClient;
  readonly #clock: Clock;
  readonly #name: string;
  readonly #jobId: number | null;
  readonly #options: EraseOptions;

  /** @param jobId its number as far as it is known; numbers come again, so the name decides */
  constructor(client: IppClient, clock: Clock, name: string, jobId: number | null, options: EraseOptions) {
    this.#client = client;
    this.#clock = clock;
    this.#name = name;
    this.#jobId = jobId;
    this.#options = options;
  }

  async erase(): Promise<Erasure> {
    const printer = await this.#client.printer('operations-supported');
    if (printer.reply !== 'answered') return { erased: 'unreachable', detail: printer.detail };
    const { operations } = printer.value;
    if (operations.length === 0) return { erased: 'unreachable', detail: 'the printer does not say what it can do' };
    /** Ways to remove a job that is over, the one that names it first. */
    const ways = [
      (jobs: readonly JobView[]) => Promise.all(jobs.map(({ id }) => this.#client.purgeJob(id))),
      ...(operations.includes(OPERATIONS['Purge-Jobs']) ? [() => this.#client.purgeJobs()] : []),
    ];
    let left = await this.#ended();
    for (const way of ways) {
      if (left.reply !== 'answered' || left.value.length === 0 || left.value.some(isAtWork)) break;
      await way(left.value);
      left = await this.#find();
    }
    if (left.reply !== 'answered') return { erased: 'unreachable', detail: left.detail };
    if (left.value.length === 0) return { erased: 'purged' };
    const again = left.value.map((job) => howAgain(job, operations)).find((how) => how !== null);
    return again === undefined ? { erased: 'unsupported' } : { erased: 'kept', detail: again };
  }

  /** The jobs of this name once all of them are over, or what is there when time is up. */
  async #ended(): Promise<Reply<readonly JobView[]>> {
    const limit = new TimeLimit(this.#clock, this.#options.timeoutMs);
    const cancelled = new Set<number>();
    for (;;) {
      const found = await this.#find();
      if (found.reply !== 'answered' || !found.value.some(isAtWork) || limit.passed) {
        limit.clear();
        return found;
      }
      for (const { id } of found.value.filter((job) => isAtWork(job) && !cancelled.has(job.id))) {
        cancelled.add(id);
        await this.#client.cancelJob(id);
      }
      await sleep(this.#clock, this.#options.pollMs);
    }
  }

  /** Every job of this name in either list, and the one of its number, unless that is another's by now. */
  async #find(): Promise<Reply<readonly JobView[]>> {
    const listed = await this.#client.jobsNamed(this.#name);
    if (listed.reply !== 'answered' || this.#jobId === null) return listed;
    const numbered = await this.#client.job(this.#jobId);
    if (numbered.reply !== 'answered') return numbered;
    const { value: job } = numbered;
    const own =
      job !== null && (job.name ?? this.#name) === this.#name && listed.value.every(({ id }) => id !== job.id);
    return { reply: 'answered', value: own ? [...listed.value, job] : listed.value };
  }
}

const isAtWork = ({ state }: JobView): boolean => !isTerminal(state);

/** How the printer could print this once more; null when it says that it cannot. */
function howAgain({ state, reasons, preserved }: JobView, operations: readonly number[]): string | null {
  if (!isTerminal(state)) return `job-state ${state}`;
  if (reasons.includes('job-restartable')) return 'job-restartable';
  if (preserved !== null) return preserved ? 'job-preserved' : null;
  const offered = operations.find((code) => REPRINTS.includes(code));
  return offered === undefined ? null : `operation 0x${offered.toString(16).padStart(4, '0')}`;
}
