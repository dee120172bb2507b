import type { Clock } from '../../clock.ts';
import { sleep } from '../../clock.ts';
import { done, failed, unknown } from '../../outcome.ts';
import { TimeLimit } from '../time-limit.ts';
import { isTerminal, JOB_STATE } from './ipp.ts';
import type { IppClient } from './ipp-client.ts';
import type { JobView } from './job-view.ts';
import { doubtAbout, type OwnJob } from './own-job.ts';
import type { PagePrinter, PrintOutcome } from './port.ts';
import { blockingReasons } from './printer-reasons.ts';

export type PrintOptions = Parameters<PagePrinter['print']>[1];

/** What the printer said to Send-Document. `refused`: that it did not take the document. */
export type Sent = 'accepted' | 'refused' | 'silent';

export interface FollowOptions {
  readonly sent: Sent;
  readonly pollMs: number;
  readonly cancelTimeoutMs: number;
}

/** So many answers in a row that cannot be true, and nobody can say what became of the job; a single one is asked again. */
const MOST_DOUBTS = 3;

/** Follows one job, whose document may have arrived, until the printer says what became of it. Sends nothing again. */
export class JobFollower {
  readonly #client: IppClient;
  readonly #clock: Clock;
  readonly #job: OwnJob;
  readonly #print: PrintOptions;
  readonly #options: FollowOptions;
  #accepted: boolean;
  #sheets = 0;
  #doubts = 0;
  #reported = '';
  /** Runs from the moment cancellation was requested; null while none was. */
  #cancelLimit: TimeLimit | null = null;
  #cancelCause: 'cancelled' | 'not-sent' | 'rejected' = 'cancelled';

  constructor(client: IppClient, clock: Clock, job: OwnJob, print: PrintOptions, options: FollowOptions) {
    this.#client = client;
    this.#clock = clock;
    this.#job = job;
    this.#print = print;
    this.#options = options;
    this.#accepted = options.sent === 'accepted';
  }

  async follow(): Promise<PrintOutcome> {
    if (this.#options.sent === 'refused') await this.#cancel('rejected');
    for (;;) {
      if (this.#print.signal.aborted && this.#cancelLimit === null) await this.#cancel('cancelled');
      const outcome = await this.#end();
      if (outcome !== null) {
        this.#cancelLimit?.clear();
        if (outcome.outcome === 'done') this.#print.progress({ sheets: this.#job.sheets, reasons: [] });
        return outcome;
      }
      if (this.#cancelLimit?.passed) {
        return unknown(`no end of the job within ${this.#options.cancelTimeoutMs} ms of its cancellation`);
      }
      await sleep(this.#clock, this.#options.pollMs, this.#cancelLimit === null ? this.#print.signal : undefined);
    }
  }

  /** What became of the job, or null. An end counts when the printer says the same a second time. */
  async #end(): Promise<PrintOutcome | null> {
    const said = await this.#ask();
    if (said === null) return null;
    const again = await this.#ask();
    return JSON.stringify(said) === JSON.stringify(again) ? again : null;
  }

  async #ask(): Promise<PrintOutcome | null> {
    const reply = await this.#client.job(this.#job.id);
    return reply.reply === 'answered' ? this.#judge(reply.value) : null;
  }

  /** null: not at its end yet, or an answer that is asked again because it cannot be true. */
  async #judge(job: JobView | null): Promise<PrintOutcome | null> {
    const doubt = job === null ? 'the printer no longer knows the job' : doubtAbout(job, this.#job, this.#sheets);
    this.#doubts = doubt === null ? 0 : this.#doubts + 1;
    if (job === null || doubt !== null) return this.#doubts < MOST_DOUBTS ? null : this.#lost(job, doubt ?? '');
    this.#sheets = job.sheets ?? this.#sheets;
    if (isTerminal(job.state)) return this.#ended(job);
    if (job.incoming && !this.#accepted) {
      if (this.#cancelLimit === null) await this.#cancel('not-sent');
      return null;
    }
    if (!this.#accepted) {
      this.#accepted = true;
      this.#print.record({ step: 'accepted', jobId: this.#job.id });
    }
    await this.#report();
    return null;
  }

  /** A job that is gone after its document was refused printed nothing; in every other case nobody can say. */
  #lost(job: JobView | null, doubt: string): PrintOutcome {
    return job === null && this.#options.sent === 'refused' ? failed('rejected', doubt) : unknown(doubt);
  }

  #ended(job: JobView): PrintOutcome {
    const { sheets } = this.#job;
    if (job.state === JOB_STATE.completed) {
      if (job.sheets !== null && job.sheets < sheets)
        return unknown(`completed with ${job.sheets} of ${sheets} sheets`);
      return done({ sheets: job.sheets ?? sheets });
    }
    const word = job.state === JOB_STATE.aborted ? 'aborted' : 'cancelled';
    if (job.sheets === null) return unknown(`${word}, and the printer does not count sheets`);
    if (this.#sheets > 0) return unknown(`${word} after ${this.#sheets} of ${sheets} sheets`);
    if (word === 'aborted') return failed('aborted');
    return failed(this.#cancelCause);
  }

  async #cancel(cause: 'cancelled' | 'not-sent' | 'rejected'): Promise<void> {
    this.#cancelCause = cause;
    this.#cancelLimit = new TimeLimit(this.#clock, this.#options.cancelTimeoutMs);
    await this.#client.cancelJob(this.#job.id);
  }

  /** Progress, when it has changed: sheets, and what keeps the printer from going on. */
  async #report(): Promise<void> {
    const reply = await this.#client.printer();
    const reasons = reply.reply === 'answered' ? blockingReasons(reply.value.reasons) : [];
    const report = JSON.stringify([this.#sheets, reasons]);
    if (report === this.#reported) return;
    this.#reported = report;
    this.#print.progress({ sheets: this.#sheets, reasons });
  }
}
