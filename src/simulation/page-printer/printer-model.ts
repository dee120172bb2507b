import { createHash } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { sleep } from '../../clock.ts';
import type { IppOperation } from '../../devices/page-printer/ipp.ts';
import {
  groupOf,
  isTerminal,
  JOB_STATE,
  numberIn,
  OPERATIONS,
  STATUS,
  textIn,
} from '../../devices/page-printer/ipp.ts';
import type { IppAttributes, IppMessage } from '../../devices/page-printer/ipp-codec.ts';
import { decodeIpp } from '../../devices/page-printer/ipp-codec.ts';
import type { Answer, ModelJob, ModelState } from './ipp-answers.ts';
import { encodeAnswer, JOB_SUMMARY, jobGroup, printerGroup, requestedIn, stateOf } from './ipp-answers.ts';

/** What keeps the printer from printing until somebody puts it right. */
export type PrinterCondition = 'media-jam' | 'media-empty' | 'cover-open' | 'toner-empty';

/** What happens, once, to the next request of one operation. `lateMs`: the answer leaves that much later. */
export type ConnectionFault = 'drop-before' | 'drop-after' | { readonly lateMs: number };

/** A printed sheet in the output tray. */
export interface PrintedSheet {
  /** job-name of the job it belongs to. */
  readonly name: string;
  readonly jobId: number;
  /** From 1. */
  readonly page: number;
  readonly pdf: Uint8Array;
}

export interface PrinterModelOptions {
  readonly clock: Clock;
  /** Milliseconds for one sheet; 2,000 (30 pages a minute) unless given. */
  readonly pageMs?: number;
  readonly uri?: string;
  readonly name?: string;
}

/**
 * An A4 IPP printer at byte level: requests in, answers out, sheets in the tray as time goes by. It is not kinder than
 * real ones: it forgets history at a power cut, counts job ids from 1 again, and lets connections drop at any point.
 */
export class PagePrinterModel {
  readonly uri: string;
  /** True: nothing reaches the printer. */
  offline = false;
  readonly #clock: Clock;
  readonly #pageMs: number;
  readonly #name: string;
  readonly #conditions = new Set<PrinterCondition>();
  readonly #faults = new Map<number, ConnectionFault>();
  readonly #jobs = new Map<number, ModelJob>();
  #tray: PrintedSheet[] = [];
  #nextId = 1;
  /** Times switched on: part of every job-uuid, because ids come again. */
  #boots = 1;
  #bootedAt: number;
  #active: ModelJob | null = null;
  #timer: unknown = null;
  #jamAt: number | null = null;
  #abortAt: number | null = null;

  constructor({ clock, pageMs, uri, name }: PrinterModelOptions) {
    this.#clock = clock;
    this.#pageMs = pageMs ?? 2_000;
    this.uri = uri ?? 'ipp://printer.invalid/ipp/print';
    this.#name = name ?? 'A4';
    this.#bootedAt = clock.now();
  }

  /** One request. null: the connection was dropped; what the printer did before that, it did. */
  async handle(body: Uint8Array): Promise<Uint8Array | null> {
    if (this.offline) return null;
    const decoded = decodeIpp(body);
    if (!decoded.ok) return null;
    const request = decoded.message;
    const fault = this.#faults.get(request.code);
    this.#faults.delete(request.code);
    if (fault === 'drop-before') return null;
    const answer = encodeAnswer(request, this.#answer(request));
    if (fault === 'drop-after') return null;
    if (fault !== undefined) await sleep(this.#clock, fault.lateMs);
    return answer;
  }

  /** Sheets in the tray, oldest first; they stay there. */
  get tray(): readonly PrintedSheet[] {
    return this.#tray;
  }

  /** Takes the paper out. Nothing of it is left in the model. */
  takeSheets(): PrintedSheet[] {
    const taken = this.#tray;
    this.#tray = [];
    return taken;
  }

  get conditions(): ReadonlySet<PrinterCondition> {
    return this.#conditions;
  }

  raise(condition: PrinterCondition): void {
    this.#conditions.add(condition);
    if (this.#active === null) return;
    if (this.#active.cancelled) this.#end(this.#active, JOB_STATE.canceled);
    else this.#active.state = JOB_STATE.stopped;
  }

  clear(condition: PrinterCondition): void {
    this.#conditions.delete(condition);
    if (this.#conditions.size > 0 || this.#active === null) return;
    this.#active.state = JOB_STATE.processing;
    this.#schedule();
  }

  /** Jams once, in place of printing page `page` (from 1) of the next job that gets there. */
  jamAt(page: number): void {
    this.#jamAt = page;
  }

  /** Aborts, once, the next job that comes to page `page` (from 1). */
  abortAt(page: number): void {
    this.#abortAt = page;
  }

  /** Lets `fault` happen to the next request of this operation. */
  failNext(operation: IppOperation, fault: ConnectionFault): void {
    this.#faults.set(OPERATIONS[operation], fault);
  }

  /** Off and on. With history the printer still knows its jobs, and aborts those that were not over. */
  powerCycle({ history }: { readonly history: boolean }): void {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
    this.#active = null;
    this.#boots++;
    this.#bootedAt = this.#clock.now();
    if (!history) {
      this.#jobs.clear();
      this.#nextId = 1;
    }
    for (const job of this.#jobs.values()) if (!isTerminal(job.state)) this.#end(job, JOB_STATE.aborted);
  }

  /** Octets of documents that the printer still holds, sheets in the tray apart. */
  get spooled(): number {
    return [...this.#jobs.values()].reduce((sum, { pdf }) => sum + (pdf?.length ?? 0), 0);
  }

  #answer(request: IppMessage): Answer {
    const operation = groupOf(request, 'operation');
    if (request.requestId <= 0 || !startsWithLanguage(operation)) return { status: STATUS.badRequest };
    if (request.version.major < 1 || request.version.major > 2) return { status: STATUS.versionNotSupported };
    if (textIn(operation, 'attributes-charset') !== 'utf-8') return { status: STATUS.charsetNotSupported };
    if (textIn(operation, 'printer-uri') === null && textIn(operation, 'job-uri') === null) {
      return { status: STATUS.badRequest };
    }
    switch (request.code) {
      case OPERATIONS['Get-Printer-Attributes']:
        return { status: STATUS.ok, groups: [printerGroup(this.#state(), requestedIn(operation))] };
      case OPERATIONS['Validate-Job']:
        return { status: printable(operation) ? STATUS.ok : STATUS.documentFormatNotSupported };
      case OPERATIONS['Create-Job']:
        return this.#summary(this.#create(operation));
      case OPERATIONS['Print-Job']:
        return this.#printJob(operation, request.data);
      case OPERATIONS['Get-Jobs']:
        return this.#getJobs(operation);
      default:
        return this.#ofJob(request, operation);
    }
  }

  /** Operations on a job that exists. */
  #ofJob(request: IppMessage, operation: IppAttributes): Answer {
    const job = this.#find(operation);
    switch (request.code) {
      case OPERATIONS['Send-Document']:
        return job === null ? { status: STATUS.notFound } : this.#sendDocument(job, operation, request.data);
      case OPERATIONS['Get-Job-Attributes']:
        return job === null
          ? { status: STATUS.notFound }
          : { status: STATUS.ok, groups: [jobGroup(job, this.#state(), requestedIn(operation))] };
      case OPERATIONS['Cancel-Job']:
        return job === null ? { status: STATUS.notFound } : this.#cancel(job);
      default:
        return { status: STATUS.operationNotSupported };
    }
  }

  #printJob(operation: IppAttributes, data: Uint8Array): Answer {
    if (!printable(operation)) return { status: STATUS.documentFormatNotSupported };
    const job = this.#create(operation);
    this.#accept(job, data);
    return this.#summary(job);
  }

  #sendDocument(job: ModelJob, operation: IppAttributes, data: Uint8Array): Answer {
    if (job.state !== JOB_STATE.held) return { status: STATUS.notPossible };
    if (!printable(operation)) return { status: STATUS.documentFormatNotSupported };
    this.#accept(job, data);
    return this.#summary(job);
  }

  #getJobs(operation: IppAttributes): Answer {
    const which = textIn(operation, 'which-jobs') ?? 'not-completed';
    if (which !== 'completed' && which !== 'not-completed') return { status: STATUS.attributesNotSupported };
    const requested = requestedIn(operation);
    const limit = numberIn(operation, 'limit') ?? Number.POSITIVE_INFINITY;
    const mine = operation.get('my-jobs')?.[0];
    const user = textIn(operation, 'requesting-user-name');
    const jobs = [...this.#jobs.values()]
      .filter((job) => isTerminal(job.state) === (which === 'completed'))
      .filter((job) => !(mine?.kind === 'boolean' && mine.value) || job.user === user)
      .slice(0, limit);
    const fallback = ['job-id', 'job-uri'];
    return {
      status: STATUS.ok,
      groups: jobs.map((job) => jobGroup(job, this.#state(), requested.length === 0 ? fallback : requested)),
    };
  }

  #cancel(job: ModelJob): Answer {
    if (isTerminal(job.state)) return { status: STATUS.notPossible };
    // A page under way is printed to its end; a printer that stands still lets go at once.
    if (this.#active === job && this.#conditions.size === 0) job.cancelled = true;
    else this.#end(job, JOB_STATE.canceled);
    return { status: STATUS.ok };
  }

  #create(operation: IppAttributes): ModelJob {
    const id = this.#nextId++;
    const hash = createHash('sha256').update(`${this.uri} ${this.#boots} ${id}`).digest('hex');
    const uuid = hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-8$4-$5');
    const job: ModelJob = {
      id,
      uuid: `urn:uuid:${uuid}`,
      name: textIn(operation, 'job-name') ?? 'untitled',
      user: textIn(operation, 'requesting-user-name') ?? 'anonymous',
      createdAt: this.#upTime(),
      state: JOB_STATE.held,
      cancelled: false,
      pages: 0,
      sheets: 0,
      pdf: null,
      processingAt: null,
      completedAt: null,
    };
    this.#jobs.set(id, job);
    return job;
  }

  #accept(job: ModelJob, pdf: Uint8Array): void {
    job.pdf = Uint8Array.from(pdf);
    job.pages = pagesOf(pdf);
    job.state = JOB_STATE.pending;
    if (job.pages === 0) this.#end(job, JOB_STATE.aborted);
    this.#startNext();
  }

  #startNext(): void {
    if (this.#active !== null) return;
    const job = [...this.#jobs.values()].find(({ state }) => state === JOB_STATE.pending);
    if (job === undefined) return;
    this.#active = job;
    job.processingAt = this.#upTime();
    job.state = this.#conditions.size > 0 ? JOB_STATE.stopped : JOB_STATE.processing;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#timer !== null || this.#conditions.size > 0) return;
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = null;
      this.#page();
    }, this.#pageMs);
  }

  /** The end of one page's time: a sheet comes out, or what was to happen instead happens. */
  #page(): void {
    const job = this.#active;
    if (job === null || this.#conditions.size > 0) return;
    const page = job.sheets + 1;
    if (this.#abortAt === page) {
      this.#abortAt = null;
      this.#end(job, JOB_STATE.aborted);
      return;
    }
    if (this.#jamAt === page) {
      this.#jamAt = null;
      this.raise('media-jam');
      return;
    }
    if (job.pdf !== null) this.#tray.push({ name: job.name, jobId: job.id, page, pdf: job.pdf });
    job.sheets = page;
    if (page === job.pages) this.#end(job, JOB_STATE.completed);
    else if (job.cancelled) this.#end(job, JOB_STATE.canceled);
    else this.#schedule();
  }

  /** A job is over: its document leaves the printer. */
  #end(job: ModelJob, state: number): void {
    job.state = state;
    job.pdf = null;
    job.completedAt = this.#upTime();
    if (this.#active === job) this.#active = null;
    this.#startNext();
  }

  #find(operation: IppAttributes): ModelJob | null {
    const fromUri = textIn(operation, 'job-uri')?.split('/').at(-1);
    const id = numberIn(operation, 'job-id') ?? Number(fromUri);
    return this.#jobs.get(id) ?? null;
  }

  #summary(job: ModelJob): Answer {
    return { status: STATUS.ok, groups: [jobGroup(job, this.#state(), JOB_SUMMARY)] };
  }

  #state(): ModelState {
    const queued = [...this.#jobs.values()].filter(({ state }) => !isTerminal(state)).length;
    return {
      uri: this.uri,
      name: this.#name,
      state: stateOf(this.#conditions.size > 0, this.#active !== null),
      reasons: [...this.#conditions].map((condition) => `${condition}-error`),
      queued,
      upTime: this.#upTime(),
    };
  }

  /** Seconds since it was switched on, from 1 (RFC 8011 5.4.29). */
  #upTime(): number {
    return Math.max(1, Math.floor((this.#clock.now() - this.#bootedAt) / 1000) + 1);
  }
}

/** RFC 8011 4.1.4.1: charset and language are the first two attributes of every request. */
function startsWithLanguage(operation: IppAttributes): boolean {
  const [first, second] = operation.keys();
  return first === 'attributes-charset' && second === 'attributes-natural-language';
}

const printable = (operation: IppAttributes): boolean =>
  ['application/pdf', 'application/octet-stream', null].includes(textIn(operation, 'document-format'));

/** Page objects of an uncompressed PDF. 0: not a PDF. */
function pagesOf(pdf: Uint8Array): number {
  return (
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Type\s*\/Page\b/g)?.length ?? 0
  );
}
