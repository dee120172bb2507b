import { createHash } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { isTerminal, JOB_STATE } from '../../devices/page-printer/ipp.ts';
import { type PrinterCondition, stops } from './conditions.ts';
import type { ModelJob } from './ipp-answers.ts';

/** A printed sheet in the output tray. */
export interface PrintedSheet {
  /** job-name of the job it belongs to. */
  readonly name: string;
  readonly jobId: number;
  /** From 1. */
  readonly page: number;
  readonly pdf: Uint8Array;
}

/** The works of the printer: jobs, one after the other, sheet by sheet as time goes by. Knows nothing of IPP messages. */
export class PrintEngine {
  readonly conditions = new Set<PrinterCondition>();
  /** Every job it remembers, by number. */
  readonly jobs = new Map<number, ModelJob>();
  tray: PrintedSheet[] = [];
  /** Page (from 1) at which the next job that gets there jams, or aborts; null = does not. Once. */
  jamAt: number | null = null;
  abortAt: number | null = null;
  active: ModelJob | null = null;
  readonly #clock: Clock;
  readonly #pageMs: number;
  /** Goes into every job-uuid, with the number of times switched on, because job numbers come again. */
  readonly #identity: string;
  #boots = 0;
  #bootedAt = 0;
  #nextId = 1;
  #timer: unknown = null;

  constructor(clock: Clock, pageMs: number, identity: string) {
    this.#clock = clock;
    this.#pageMs = pageMs;
    this.#identity = identity;
    this.switchOn({ history: false });
  }

  /** After a power cut: without history job numbers start from 1 again; with it, jobs that were not over are aborted. */
  switchOn({ history }: { readonly history: boolean }): void {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
    this.active = null;
    this.#boots++;
    this.#bootedAt = this.#clock.now();
    if (!history) {
      this.jobs.clear();
      this.#nextId = 1;
    }
    for (const job of this.jobs.values()) if (!isTerminal(job.state)) this.#end(job, JOB_STATE.aborted);
  }

  /** Seconds since it was switched on, from 1 (RFC 8011 5.4.29). */
  get upTime(): number {
    return Math.max(1, Math.floor((this.#clock.now() - this.#bootedAt) / 1000) + 1);
  }

  /** Nothing moves until somebody has put something right. */
  get stands(): boolean {
    return stops(this.conditions);
  }

  raise(condition: PrinterCondition): void {
    this.conditions.add(condition);
    if (this.active === null || !this.stands) return;
    if (this.active.cancelled) this.#end(this.active, JOB_STATE.canceled);
    else this.active.state = JOB_STATE.stopped;
  }

  clear(condition: PrinterCondition): void {
    this.conditions.delete(condition);
    if (condition === 'keeps-documents')
      for (const job of this.jobs.values()) if (isTerminal(job.state)) job.pdf = null;
    if (this.stands || this.active === null) return;
    this.active.state = JOB_STATE.processing;
    this.#schedule();
  }

  /** A new job that waits for its document. */
  create(name: string, user: string, sides: number): ModelJob {
    const id = this.#nextId++;
    const hash = createHash('sha256').update(`${this.#identity} ${this.#boots} ${id}`).digest('hex');
    const uuid = hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-8$4-$5');
    const job: ModelJob = {
      id,
      uuid: `urn:uuid:${uuid}`,
      name,
      user,
      createdAt: this.upTime,
      state: JOB_STATE.held,
      cancelled: false,
      sides,
      pages: 0,
      sheets: 0,
      pdf: null,
      processingAt: null,
      completedAt: null,
    };
    this.jobs.set(id, job);
    return job;
  }

  /** The document is complete: the job waits for its turn. What is not a PDF is aborted. */
  accept(job: ModelJob, pdf: Uint8Array): void {
    job.pdf = Uint8Array.from(pdf);
    job.pages = pagesOf(pdf);
    job.state = JOB_STATE.pending;
    if (job.pages === 0) this.#end(job, JOB_STATE.aborted);
    this.#startNext();
  }

  /** A page under way is printed to its end; a printer that stands still lets go at once. */
  cancel(job: ModelJob): void {
    if (this.active === job && !this.stands) job.cancelled = true;
    else this.#end(job, JOB_STATE.canceled);
  }

  /** The connection broke inside the document: what had come is thrown away, after so many sheets of it by a printer that begins early. */
  breakOff(job: ModelJob, pdf: Uint8Array, sheets: number): void {
    for (let page = 1; page <= sheets; page++) this.tray.push({ name: job.name, jobId: job.id, page, pdf });
    job.sheets = sheets;
    this.#end(job, JOB_STATE.aborted);
  }

  /** Prints a job that is over once more, if its document is still here. */
  restart(job: ModelJob): boolean {
    if (!isTerminal(job.state) || job.pdf === null) return false;
    Object.assign(job, { state: JOB_STATE.pending, cancelled: false, sheets: 0, completedAt: null });
    this.#startNext();
    return true;
  }

  /** Forgets a job and everything of it. */
  remove(job: ModelJob): void {
    if (!isTerminal(job.state)) this.#end(job, JOB_STATE.canceled);
    this.jobs.delete(job.id);
  }

  #startNext(): void {
    if (this.active !== null) return;
    const job = [...this.jobs.values()].find(({ state }) => state === JOB_STATE.pending);
    if (job === undefined) return;
    this.active = job;
    job.processingAt = this.upTime;
    job.state = this.stands ? JOB_STATE.stopped : JOB_STATE.processing;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#timer !== null || this.stands) return;
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = null;
      this.#page();
    }, this.#pageMs);
  }

  /** The end of one page's time: a sheet comes out, or what was to happen instead happens. */
  #page(): void {
    const job = this.active;
    if (job === null || this.stands) return;
    const page = job.sheets + 1;
    if (this.abortAt === page) {
      this.abortAt = null;
      this.#end(job, JOB_STATE.aborted);
      return;
    }
    if (this.jamAt === page) {
      this.jamAt = null;
      this.raise('media-jam');
      return;
    }
    if (job.pdf !== null) this.tray.push({ name: job.name, jobId: job.id, page, pdf: job.pdf });
    job.sheets = page;
    if (page === Math.ceil(job.pages / job.sides)) this.#end(job, JOB_STATE.completed);
    else if (job.cancelled) this.#end(job, JOB_STATE.canceled);
    else this.#schedule();
  }

  /** A job is over: its document leaves the printer, unless this one keeps documents. */
  #end(job: ModelJob, state: number): void {
    job.state = state;
    if (!this.conditions.has('keeps-documents')) job.pdf = null;
    job.completedAt = this.upTime;
    if (this.active === job) this.active = null;
    this.#startNext();
  }
}

/** Page objects of an uncompressed PDF. 0: not a PDF. */
function pagesOf(pdf: Uint8Array): number {
  return (
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Type\s*\/Page\b/g)?.length ?? 0
  );
}
