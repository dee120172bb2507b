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
import { reasonsOf } from './conditions.ts';
import type { Answer, ModelJob, ModelState } from './ipp-answers.ts';
import { JOB_SUMMARY, jobGroup, printerGroup, requestedIn, stateOf } from './ipp-answers.ts';
import type { PrintEngine } from './print-engine.ts';

/**
 * How a printer forgets: by Purge-Jobs (RFC 8011 4.2.9), by CUPS' `purge-job` on Cancel-Job, not at all, or it refuses to,
 * or it says that it did and did not.
 */
export const forgettings = ['purge-jobs', 'purge-job', 'never', 'refused', 'pretended'] as const;
export type Forgetting = (typeof forgettings)[number];

/** Jobs that wait or print; more are refused as `server-error-busy`. */
const MAX_QUEUED = 20;

const ok: Answer = { status: STATUS.ok };
const notFound: Answer = { status: STATUS.notFound };
const notPossible: Answer = { status: STATUS.notPossible };

/** The operations of the printer: a request as decoded, an answer as groups. Knows no connection and no bytes. */
export class IppService {
  forgets: Forgetting = 'purge-jobs';
  /** Whether Restart-Job is among its operations. */
  reprints = true;
  readonly #engine: PrintEngine;
  readonly #printer: { readonly uri: string; readonly name: string };

  constructor(engine: PrintEngine, printer: { readonly uri: string; readonly name: string }) {
    this.#engine = engine;
    this.#printer = printer;
  }

  answer(request: IppMessage): Answer {
    const operation = groupOf(request, 'operation');
    if (request.requestId <= 0 || !startsWithLanguage(operation)) return { status: STATUS.badRequest };
    if (request.version.major < 1 || request.version.major > 2) return { status: STATUS.versionNotSupported };
    if (textIn(operation, 'attributes-charset') !== 'utf-8') return { status: STATUS.charsetNotSupported };
    if (textIn(operation, 'printer-uri') === null && textIn(operation, 'job-uri') === null) {
      return { status: STATUS.badRequest };
    }
    const name = this.#operations().find((offered) => OPERATIONS[offered] === request.code);
    if (name === undefined) return { status: STATUS.operationNotSupported };
    const ofPrinter = this.#ofPrinter[name];
    if (ofPrinter !== undefined) return ofPrinter(operation, request.data, groupOf(request, 'job'));
    const job = this.find(operation);
    return job === null ? notFound : (this.#ofJob[name]?.(job, operation, request.data) ?? notPossible);
  }

  /** The job that a request names, by number or URI. */
  find(operation: IppAttributes): ModelJob | null {
    const fromUri = textIn(operation, 'job-uri')?.split('/').at(-1);
    return this.#engine.jobs.get(numberIn(operation, 'job-id') ?? Number(fromUri)) ?? null;
  }

  #operations(): readonly IppOperation[] {
    const purges = ['purge-jobs', 'refused', 'pretended'].includes(this.forgets);
    return ([...Object.keys(this.#ofPrinter), ...Object.keys(this.#ofJob)] as IppOperation[]).filter(
      (name) => (name !== 'Purge-Jobs' || purges) && (name !== 'Restart-Job' || this.reprints),
    );
  }

  readonly #ofPrinter: {
    readonly [K in IppOperation]?: (operation: IppAttributes, data: Uint8Array, template: IppAttributes) => Answer;
  } = {
    'Get-Printer-Attributes': (operation) => ({
      status: STATUS.ok,
      groups: [printerGroup(this.#state(), requestedIn(operation))],
    }),
    'Validate-Job': (operation) => ({
      status: printable(operation) ? STATUS.ok : STATUS.documentFormatNotSupported,
    }),
    'Create-Job': (operation, _, template) => this.#newJob(operation, null, template),
    'Print-Job': (operation, data, template) => this.#newJob(operation, data, template),
    'Get-Jobs': (operation) => this.#getJobs(operation),
    'Purge-Jobs': () => {
      if (this.forgets === 'refused') return { status: STATUS.forbidden };
      if (this.forgets === 'purge-jobs') for (const job of [...this.#engine.jobs.values()]) this.#engine.remove(job);
      return ok;
    },
    'Pause-Printer': () => {
      this.#engine.raise('paused');
      return ok;
    },
    'Resume-Printer': () => {
      this.#engine.clear('paused');
      return ok;
    },
  };

  readonly #ofJob: {
    readonly [K in IppOperation]?: (job: ModelJob, operation: IppAttributes, data: Uint8Array) => Answer;
  } = {
    'Send-Document': (job, operation, data) => this.#sendDocument(job, operation, data),
    'Get-Job-Attributes': (job, operation) => ({
      status: STATUS.ok,
      groups: [jobGroup(job, this.#state(), requestedIn(operation))],
    }),
    'Cancel-Job': (job, operation) => {
      if (this.forgets === 'purge-job' && booleanIn(operation, 'purge-job') === true) {
        this.#engine.remove(job);
        return ok;
      }
      if (isTerminal(job.state)) return notPossible;
      this.#engine.cancel(job);
      return ok;
    },
    'Restart-Job': (job) => (this.#engine.restart(job) ? ok : notPossible),
  };

  /** Create-Job without a document, Print-Job with one. */
  #newJob(operation: IppAttributes, document: Uint8Array | null, template: IppAttributes): Answer {
    if (!printable(operation)) return { status: STATUS.documentFormatNotSupported };
    if (this.#engine.conditions.has('not-accepting')) return { status: STATUS.notAcceptingJobs };
    if (this.#queued() >= MAX_QUEUED) return { status: STATUS.busy };
    const name = textIn(operation, 'job-name') ?? 'untitled';
    const sides = textIn(template, 'sides')?.startsWith('two-sided') ? 2 : 1;
    const job = this.#engine.create(name, textIn(operation, 'requesting-user-name') ?? 'anonymous', sides);
    if (document !== null) this.#engine.accept(job, document);
    return this.#summary(job);
  }

  #sendDocument(job: ModelJob, operation: IppAttributes, data: Uint8Array): Answer {
    if (job.state !== JOB_STATE.held) return notPossible;
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

  #summary(job: ModelJob): Answer {
    return { status: STATUS.ok, groups: [jobGroup(job, this.#state(), JOB_SUMMARY)] };
  }

  #queued(): number {
    return [...this.#engine.jobs.values()].filter(({ state }) => !isTerminal(state)).length;
  }

  #state(): ModelState {
    const { conditions, active, upTime, stands } = this.#engine;
    return {
      ...this.#printer,
      state: stateOf(stands, active !== null),
      reasons: reasonsOf(conditions),
      accepting: !conditions.has('not-accepting'),
      bothSides: !conditions.has('one-sided'),
      operations: this.#operations().map((name) => OPERATIONS[name]),
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
