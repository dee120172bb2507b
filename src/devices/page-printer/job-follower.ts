import type { Clock } from '../../clock.ts';
import { sleep } from '../../clock.ts';
import { done, failed, unknown } from '../../outcome.ts';
import { isTerminal, JOB_STATE } from './ipp.ts';
import type { IppClient, JobView } from './ipp-client.ts';
import type { PagePrinter, PrintOutcome } from './port.ts';
import { blockingReasons } from './printer-reasons.ts';

export type PrintOptions = Parameters<PagePrinter['print']>[1];

/** The job this process created, by everything that identifies it. */
export interface OwnJob {
  readonly id: number;
  readonly uuid: string | null;
  readonly name: string;
  readonly pages: number;
}

/** A stretch of time that ends by itself; unlike a comparison of wall times it survives a clock that is set. */
export class TimeLimit {
  passed = false;
  readonly #clock: Clock;
  readonly #timer: unknown;

  constructor(clock: Clock, ms: number) {
    this.#clock = clock;
    this.#timer = clock.setTimeout(() => {
      this.passed = true;
    }, ms);
  }

  clear(): void {
    this.#clock.clearTimeout(this.#timer);
  }
}

export interface FollowOptions {
  /** The printer answered Send-Document. */
  readonly accepted: boolean;
  readonly pollMs: number;
  readonly cancelTimeoutMs: number;
}

/** Follows one job, whose document may have arrived, until the printer says what became of it. Sends nothing again. */
export class JobFollower {
  readonly #client: IppClient;
  readonly #clock: Clock;
  readonly #job: OwnJob;
  readonly #print: PrintOptions;
  readonly #options: FollowOptions;
  #accepted: boolean;
  #sheets = 0;
  #reported = '';
  /** Runs from the moment cancellation was requested; null while none was. */
  #cancelLimit: TimeLimit | null = null;
  #cancelCause: 'cancelled' | 'not-sent' = 'cancelled';

  constructor(client: IppClient, clock: Clock, job: OwnJob, print: PrintOptions, options: FollowOptions) {
    this.#client = client;
    this.#clock = clock;
    this.#job = job;
    this.#print = print;
    this.#options = options;
    this.#accepted = options.accepted;
  }

  async follow(): Promise<PrintOutcome> {
    for (;;) {
      if (this.#print.signal.aborted && this.#cancelLimit === null) await this.#cancel('cancelled');
      const reply = await this.#client.job(this.#job.id);
      const outcome = reply.reply === 'answered' ? await this.#judge(reply.value) : null;
      if (outcome !== null) {
        this.#cancelLimit?.clear();
        return outcome;
      }
      if (this.#cancelLimit?.passed) {
        return unknown(`no end of the job within ${this.#options.cancelTimeoutMs} ms of its cancellation`);
      }
      await sleep(this.#clock, this.#options.pollMs, this.#cancelLimit === null ? this.#print.signal : undefined);
    }
  }

  /** null: not at its end yet. */
  async #judge(job: JobView | null): Promise<PrintOutcome | null> {
    if (job === null) return unknown('the printer no longer knows the job');
    if (!this.#isOwn(job)) return unknown('another job has this number now: the printer lost its history');
    this.#sheets = Math.max(this.#sheets, job.sheets ?? 0);
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

  #isOwn(job: JobView): boolean {
    const { uuid, name } = this.#job;
    return (uuid === null || job.uuid === null || job.uuid === uuid) && (job.name === null || job.name === name);
  }

  #ended(job: JobView): PrintOutcome {
    const { pages } = this.#job;
    if (job.state === JOB_STATE.completed) {
      if (job.sheets !== null && job.sheets < pages) return unknown(`completed with ${job.sheets} of ${pages} sheets`);
      this.#print.progress({ sheets: pages, reasons: [] });
      return done({ sheets: job.sheets ?? pages });
    }
    const word = job.state === JOB_STATE.aborted ? 'aborted' : 'cancelled';
    if (job.sheets === null) return unknown(`${word}, and the printer does not count sheets`);
    if (this.#sheets > 0) return unknown(`${word} after ${this.#sheets} of ${pages} sheets`);
    if (word === 'aborted') return failed('aborted');
    return failed(this.#cancelCause);
  }

  async #cancel(cause: 'cancelled' | 'not-sent'): Promise<void> {
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
