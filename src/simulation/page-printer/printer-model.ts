import type { Clock } from '../../clock.ts';
import { sleep } from '../../clock.ts';
import type { IppOperation } from '../../devices/page-printer/ipp.ts';
import {
  booleanIn,
  groupOf,
  isTerminal,
  JOB_STATE,
  numberIn,
  OPERATIONS,
  STATUS,
  textIn,
} from '../../devices/page-printer/ipp.ts';
import type { IppAttributes, IppMessage } from '../../devices/page-printer/ipp-codec.ts';
import { decodeIpp } from '../../devices/page-printer/ipp-decoder.ts';
import type { Answer, ModelJob, ModelState } from './ipp-answers.ts';
import { encodeAnswer, JOB_SUMMARY, jobGroup, printerGroup, requestedIn, stateOf } from './ipp-answers.ts';
import type { PrintedSheet, PrinterCondition } from './print-engine.ts';
import { PrintEngine } from './print-engine.ts';

export type { PrintedSheet, PrinterCondition } from './print-engine.ts';

/** What happens, once, to the next request of one operation. `lateMs`: the answer leaves that much later. */
export type ConnectionFault = 'drop-before' | 'drop-after' | { readonly lateMs: number };

export interface PrinterModelOptions {
  readonly clock: Clock;
  /** Milliseconds for one sheet; 2,000 (30 pages a minute) unless given. */
  readonly pageMs?: number;
  readonly uri?: string;
  readonly name?: string;
}

/** Jobs that wait or print; more are refused as `server-error-busy`. */
const MAX_QUEUED = 20;

/**
 * An A4 IPP printer at byte level: requests in, answers out, sheets in the tray as time goes by. It is not kinder than
 * real ones: it forgets history at a power cut, counts job ids from 1 again, and lets connections drop at any point.
 */
export class PagePrinterModel {
  readonly uri: string;
  /** True: nothing reaches the printer. */
  offline = false;
  readonly #clock: Clock;
  readonly #name: string;
  readonly #engine: PrintEngine;
  readonly #faults = new Map<number, ConnectionFault>();

  constructor({ clock, pageMs, uri, name }: PrinterModelOptions) {
    this.#clock = clock;
    this.uri = uri ?? 'ipp://printer.invalid/ipp/print';
    this.#name = name ?? 'A4';
    this.#engine = new PrintEngine(clock, pageMs ?? 2_000, this.uri);
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
    return this.#engine.tray;
  }

  /** Takes the paper out. Nothing of it is left in the model. */
  takeSheets(): PrintedSheet[] {
    const taken = this.#engine.tray;
    this.#engine.tray = [];
    return taken;
  }

  get conditions(): ReadonlySet<PrinterCondition> {
    return this.#engine.conditions;
  }

  raise(condition: PrinterCondition): void {
    this.#engine.raise(condition);
  }

  clear(condition: PrinterCondition): void {
    this.#engine.clear(condition);
  }

  /** Jams once, in place of printing page `page` (from 1) of the next job that gets there. */
  jamAt(page: number): void {
    this.#engine.jamAt = page;
  }

  /** Aborts, once, the next job that comes to page `page` (from 1). */
  abortAt(page: number): void {
    this.#engine.abortAt = page;
  }

  /** Lets `fault` happen to the next request of this operation. */
  failNext(operation: IppOperation, fault: ConnectionFault): void {
    this.#faults.set(OPERATIONS[operation], fault);
  }

  /** Off and on. With history the printer still knows its jobs, and aborts those that were not over. */
  powerCycle(options: { readonly history: boolean }): void {
    this.#engine.switchOn(options);
  }

  /** Octets of documents that the printer still holds, sheets in the tray apart. */
  get spooled(): number {
    return [...this.#engine.jobs.values()].reduce((sum, { pdf }) => sum + (pdf?.length ?? 0), 0);
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
        return this.#newJob(operation, null);
      case OPERATIONS['Print-Job']:
        return this.#newJob(operation, request.data);
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

  /** Create-Job without a document, Print-Job with one. */
  #newJob(operation: IppAttributes, document: Uint8Array | null): Answer {
    if (!printable(operation)) return { status: STATUS.documentFormatNotSupported };
    if (this.#queued() >= MAX_QUEUED) return { status: STATUS.busy };
    const name = textIn(operation, 'job-name') ?? 'untitled';
    const job = this.#engine.create(name, textIn(operation, 'requesting-user-name') ?? 'anonymous');
    if (document !== null) this.#engine.accept(job, document);
    return this.#summary(job);
  }

  #sendDocument(job: ModelJob, operation: IppAttributes, data: Uint8Array): Answer {
    if (job.state !== JOB_STATE.held) return { status: STATUS.notPossible };
    // RFC 8011 4.3.1.1: a request without last-document is malformed; this printer takes one document to a job.
    if (booleanIn(operation, 'last-document') !== true) return { status: STATUS.badRequest };
    if (!printable(operation)) return { status: STATUS.documentFormatNotSupported };
    this.#engine.accept(job, data);
    return this.#summary(job);
  }

  #getJobs(operation: IppAttributes): Answer {
    const which = textIn(operation, 'which-jobs') ?? 'not-completed';
    if (which !== 'completed' && which !== 'not-completed') return { status: STATUS.attributesNotSupported };
    const requested = requestedIn(operation);
    const user = textIn(operation, 'requesting-user-name');
    const jobs = [...this.#engine.jobs.values()]
      .filter((job) => isTerminal(job.state) === (which === 'completed'))
      .filter((job) => booleanIn(operation, 'my-jobs') !== true || job.user === user)
      .slice(0, numberIn(operation, 'limit') ?? undefined);
    const shown = requested.length === 0 ? ['job-id', 'job-uri'] : requested;
    return { status: STATUS.ok, groups: jobs.map((job) => jobGroup(job, this.#state(), shown)) };
  }

  #cancel(job: ModelJob): Answer {
    if (isTerminal(job.state)) return { status: STATUS.notPossible };
    this.#engine.cancel(job);
    return { status: STATUS.ok };
  }

  #find(operation: IppAttributes): ModelJob | null {
    const fromUri = textIn(operation, 'job-uri')?.split('/').at(-1);
    return this.#engine.jobs.get(numberIn(operation, 'job-id') ?? Number(fromUri)) ?? null;
  }

  #summary(job: ModelJob): Answer {
    return { status: STATUS.ok, groups: [jobGroup(job, this.#state(), JOB_SUMMARY)] };
  }

  #queued(): number {
    return [...this.#engine.jobs.values()].filter(({ state }) => !isTerminal(state)).length;
  }

  #state(): ModelState {
    const { conditions, active, upTime } = this.#engine;
    return {
      uri: this.uri,
      name: this.#name,
      state: stateOf(conditions.size > 0, active !== null),
      reasons: [...conditions].map((condition) => `${condition}-error`),
      queued: this.#queued(),
      upTime,
    };
  }
}

/** RFC 8011 4.1.4.1: charset and language are the first two attributes of every request. */
function startsWithLanguage(operation: IppAttributes): boolean {
  const [first, second] = operation.keys();
  return first === 'attributes-charset' && second === 'attributes-natural-language';
}

const printable = (operation: IppAttributes): boolean =>
  ['application/pdf', 'application/octet-stream', null].includes(textIn(operation, 'document-format'));
