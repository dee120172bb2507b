import type { Clock } from '../../clock.ts';
import { sleep } from '../../clock.ts';
import type { Outcome } from '../../outcome.ts';
import { done, failed, unknown } from '../../outcome.ts';
import type { DeviceHealth } from '../health.ts';
import { TimeLimit } from '../time-limit.ts';
import { isRefusal, isTerminal, JOB_STATE, PRINTER_STATE } from './ipp.ts';
import type { Reply } from './ipp-client.ts';
import { IppClient } from './ipp-client.ts';
import type { IppAttributes } from './ipp-codec.ts';
import type { IppTransport } from './ipp-transport.ts';
import { JobEraser } from './job-eraser.ts';
import type { PrintOptions, Sent } from './job-follower.ts';
import { JobFollower } from './job-follower.ts';
import { printsBothSides, supportedTemplate, TEMPLATE_SUPPORT } from './job-template.ts';
import type { JobView } from './job-view.ts';
import { isOwn, type OwnJob } from './own-job.ts';
import type { Erasure, JobLookup, PagePrinter, PrintJob, PrintOutcome } from './port.ts';
import { blockingReasons, plainReasons } from './printer-reasons.ts';

export interface PagePrinterOptions {
  readonly transport: IppTransport;
  readonly clock: Clock;
  /** The printer's URI, e.g. `ipp://printer.local/ipp/print`. */
  readonly uri: string;
  /** Milliseconds between two questions about the job; 500 unless given. */
  readonly pollMs?: number;
  /** Milliseconds for one request (5,000) and for the one with the document (30,000). */
  readonly requestTimeoutMs?: number;
  readonly documentTimeoutMs?: number;
  /** Milliseconds a cancelled job has to come to an end at the printer; 30,000 unless given. */
  readonly cancelTimeoutMs?: number;
  /** Milliseconds a job has to come to an end before it is erased; 10,000 unless given. */
  readonly eraseTimeoutMs?: number;
}

/** Why a printer that prints on one side only is of no use: every certificate has a reverse. */
const NO_DUPLEX = 'no-duplex';

export function createPagePrinter(options: PagePrinterOptions): PagePrinter {
  return new IppPagePrinter(options);
}

class IppPagePrinter implements PagePrinter {
  readonly #client: IppClient;
  readonly #clock: Clock;
  readonly #pollMs: number;
  readonly #cancelTimeoutMs: number;
  readonly #eraseTimeoutMs: number;

  constructor(options: PagePrinterOptions) {
    this.#clock = options.clock;
    this.#pollMs = options.pollMs ?? 500;
    this.#cancelTimeoutMs = options.cancelTimeoutMs ?? 30_000;
    this.#eraseTimeoutMs = options.eraseTimeoutMs ?? 10_000;
    this.#client = new IppClient({
      transport: options.transport,
      clock: options.clock,
      uri: options.uri,
      requestTimeoutMs: options.requestTimeoutMs ?? 5_000,
      documentTimeoutMs: options.documentTimeoutMs ?? 30_000,
    });
  }

  async print(job: PrintJob, options: PrintOptions): Promise<PrintOutcome> {
    const { record, signal } = options;
    const printer = await this.#client.printer(...TEMPLATE_SUPPORT);
    if (printer.reply !== 'answered') return failed('offline', printer.detail);
    if (job.sides === 2 && !printsBothSides(printer.value.attributes)) return failed('rejected', NO_DUPLEX);
    if (signal.aborted) return failed('cancelled');

    record({ step: 'creating' });
    const created = await this.#create(job, printer.value.attributes);
    if ('outcome' in created) return created;
    record({ step: 'created', jobId: created.id, jobUuid: created.uuid });
    if (signal.aborted) {
      // Without a document nothing can come of it, whatever the printer says to this.
      await this.#client.cancelJob(created.id);
      return failed('cancelled');
    }

    record({ step: 'sending', jobId: created.id });
    const sent = sentBy(await this.#client.sendDocument(created.id, job.pdf));
    if (sent === 'accepted') record({ step: 'accepted', jobId: created.id });
    return new JobFollower(this.#client, this.#clock, created, options, {
      sent,
      pollMs: this.#pollMs,
      cancelTimeoutMs: this.#cancelTimeoutMs,
    }).follow();
  }

  async lookup(name: string): Promise<JobLookup> {
    const reply = await this.#client.jobsNamed(name);
    if (reply.reply !== 'answered') return { found: 'unreachable', detail: reply.detail };
    return (
      reply.value.map(lookupOf).sort((a, b) => GRAVITY.indexOf(a.found) - GRAVITY.indexOf(b.found))[0] ?? {
        found: 'absent',
      }
    );
  }

  /** A job the printer no longer knows counts as ended: nothing can come of it. */
  async cancel(jobId: number): Promise<boolean> {
    await this.#client.cancelJob(jobId);
    const limit = new TimeLimit(this.#clock, this.#cancelTimeoutMs);
    while (!limit.passed) {
      const reply = await this.#client.job(jobId);
      if (reply.reply === 'answered' && (reply.value === null || isTerminal(reply.value.state))) {
        limit.clear();
        return true;
      }
      await sleep(this.#clock, this.#pollMs);
    }
    return false;
  }

  async purge(): Promise<Outcome<{ cancelled: number }, 'offline'>> {
    const before = await this.#client.jobs('not-completed');
    if (before.reply !== 'answered') return failed('offline', before.detail);
    const left: number[] = [];
    for (const { id } of before.value) {
      if (!(await this.cancel(id))) left.push(id);
    }
    return left.length === 0
      ? done({ cancelled: before.value.length })
      : unknown(`${left.length} of ${before.value.length} jobs did not end`);
  }

  erase(name: string, jobId: number | null): Promise<Erasure> {
    const options = { pollMs: this.#pollMs, timeoutMs: this.#eraseTimeoutMs };
    return new JobEraser(this.#client, this.#clock, name, jobId, options).erase();
  }

  async health(): Promise<DeviceHealth> {
    const reply = await this.#client.printer(...TEMPLATE_SUPPORT);
    if (reply.reply !== 'answered') return { state: 'failed', reasons: ['no-answer'] };
    const { state, reasons, accepting, attributes } = reply.value;
    const oneSided = !printsBothSides(attributes);
    const standing = [
      ...plainReasons(reasons),
      ...(state === PRINTER_STATE.stopped && reasons.length === 0 ? ['stopped'] : []),
      ...(accepting ? [] : ['not-accepting-jobs']),
      ...(oneSided ? [NO_DUPLEX] : []),
    ];
    const blocked = state === PRINTER_STATE.stopped || !accepting || oneSided || blockingReasons(reasons).length > 0;
    return { state: blocked ? 'failed' : 'working', reasons: standing };
  }

  /**
   * Create-Job, and whether the number it answered really is the job of this name: the document goes nowhere else. When there
   * is no such answer the printer is asked by name; a job without a document can print nothing.
   */
  async #create(job: PrintJob, printer: IppAttributes): Promise<OwnJob | PrintOutcome> {
    const sheets = Math.ceil(job.pages / job.sides);
    const reply = await this.#client.createJob(job.name, supportedTemplate(printer, job.sides));
    if (reply.reply === 'refused') return failed('rejected', reply.detail);
    if (reply.reply === 'answered') {
      const own = { ...reply.value, name: job.name, sheets };
      const said = await this.#client.job(own.id);
      if (said.reply === 'answered' && said.value !== null && isOwn(said.value, own)) {
        return { ...own, uuid: own.uuid ?? said.value.uuid };
      }
    }
    const found = await this.lookup(job.name);
    if (found.found === 'incoming') return { id: found.jobId, uuid: null, name: job.name, sheets };
    if (found.found === 'absent' || found.found === 'unreachable') {
      return failed('offline', reply.reply === 'silent' ? reply.detail : 'the printer does not know the job it made');
    }
    return unknown(`the printer already has a job of this name (${found.found})`);
  }
}

/** A client error says that nothing was done (RFC 8011 B.1.4); after a server error something may have been. */
const sentBy = (reply: Reply<true>): Sent => {
  if (reply.reply === 'answered') return 'accepted';
  return reply.reply === 'refused' && isRefusal(reply.status) ? 'refused' : 'silent';
};

/** Order in which jobs of one name matter, gravest first: what may have printed before what cannot have. */
const GRAVITY: readonly JobLookup['found'][] = ['active', 'completed', 'ended', 'incoming'];

function lookupOf(job: JobView): JobLookup {
  const { id: jobId, sheets, state } = job;
  if (job.incoming) return { found: 'incoming', jobId };
  if (state === JOB_STATE.completed) return { found: 'completed', jobId, sheets };
  if (state === JOB_STATE.canceled || state === JOB_STATE.aborted) {
    return { found: 'ended', jobId, sheets, state: state === JOB_STATE.canceled ? 'canceled' : 'aborted' };
  }
  return { found: 'active', jobId, sheets };
}
