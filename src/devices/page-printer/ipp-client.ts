import type { Clock } from '../../clock.ts';
import { messageOf } from '../../outcome.ts';
import type { IppOperation } from './ipp.ts';
import {
  attributes,
  boolean,
  booleanIn,
  groupOf,
  groupsOf,
  integer,
  keywords,
  LANGUAGE,
  numberIn,
  numbersIn,
  OPERATIONS,
  STATUS,
  string,
  textIn,
  textsIn,
} from './ipp.ts';
import type { IppAttributes, IppMessage, IppValue } from './ipp-codec.ts';
import { encodeIpp } from './ipp-codec.ts';
import { decodeIpp } from './ipp-decoder.ts';
import type { IppTransport } from './ipp-transport.ts';
import { JOB_ATTRIBUTES, type JobView, jobView } from './job-view.ts';

/** No personal data: what the printer shows as owner of every job. */
const USER = 'madoguchi';

const NO_SUCH_JOB: readonly number[] = [STATUS.notFound, STATUS.gone];

export interface PrinterView {
  readonly state: number | null;
  /** printer-state-reasons as sent, with their suffixes. */
  readonly reasons: readonly string[];
  readonly accepting: boolean;
  /** operations-supported, where it was asked for. */
  readonly operations: readonly number[];
  readonly attributes: IppAttributes;
}

/** `silent`: no answer, or none that could be understood; `refused`: an error status. */
export type Reply<T> =
  | { readonly reply: 'answered'; readonly value: T }
  | { readonly reply: 'refused'; readonly status: number; readonly detail: string }
  | { readonly reply: 'silent'; readonly detail: string };

export interface IppClientOptions {
  readonly transport: IppTransport;
  readonly clock: Clock;
  /** printer-uri of every request. */
  readonly uri: string;
  /** Milliseconds for one request, and for the one that carries the document. */
  readonly requestTimeoutMs: number;
  readonly documentTimeoutMs: number;
}

/** One method per IPP operation (RFC 8011): a request, its time limit, and the answer as plain values. */
export class IppClient {
  readonly #options: IppClientOptions;
  #lastRequestId = 0;

  constructor(options: IppClientOptions) {
    this.#options = options;
  }

  /** Create-Job with what of `template` the printer supports. */
  async createJob(name: string, template: IppAttributes): Promise<Reply<{ id: number; uuid: string | null }>> {
    const reply = await this.#call('Create-Job', { 'job-name': string('name', name) }, { template });
    return answered(reply, (message) => {
      const job = groupOf(message, 'job');
      const id = numberIn(job, 'job-id');
      return id === null ? null : { id, uuid: textIn(job, 'job-uuid') };
    });
  }

  /** Send-Document, the only and last document of the job. */
  async sendDocument(jobId: number, pdf: Uint8Array): Promise<Reply<true>> {
    const reply = await this.#call(
      'Send-Document',
      {
        'document-format': string('mimeMediaType', 'application/pdf'),
        'last-document': boolean(true),
      },
      { jobId, data: pdf },
    );
    return answered(reply, (message) => {
      const answeredFor = numberIn(groupOf(message, 'job'), 'job-id');
      return answeredFor === null || answeredFor === jobId ? (true as const) : null;
    });
  }

  /** Get-Job-Attributes; null when the printer knows no such job. */
  async job(id: number): Promise<Reply<JobView | null>> {
    const reply = await this.#call('Get-Job-Attributes', { 'requested-attributes': JOB_ATTRIBUTES }, { jobId: id });
    if (reply.reply === 'refused' && NO_SUCH_JOB.includes(reply.status)) return { reply: 'answered', value: null };
    return answered(reply, (message) => jobView(groupOf(message, 'job')));
  }

  async jobs(which: 'completed' | 'not-completed'): Promise<Reply<JobView[]>> {
    const reply = await this.#call('Get-Jobs', {
      'which-jobs': string('keyword', which),
      'requested-attributes': JOB_ATTRIBUTES,
    });
    return answered(reply, (message) =>
      groupsOf(message, 'job').flatMap((group) => {
        const view = jobView(group.attributes);
        return view === null ? [] : [view];
      }),
    );
  }

  /** The jobs of one name in both lists; a job that ends between the two questions is then there twice, and not never. */
  async jobsNamed(name: string): Promise<Reply<JobView[]>> {
    const named: JobView[] = [];
    for (const which of ['not-completed', 'completed'] as const) {
      const reply = await this.jobs(which);
      if (reply.reply !== 'answered') return reply;
      named.push(...reply.value.filter((job) => job.name === name));
    }
    return { reply: 'answered', value: named };
  }

  async cancelJob(jobId: number): Promise<Reply<true>> {
    return answered(await this.#call('Cancel-Job', {}, { jobId }), () => true as const);
  }

  /** CUPS' way to remove a job that is over, with its document; a printer that does not know `purge-job` refuses it. */
  async purgeJob(jobId: number): Promise<Reply<true>> {
    return answered(await this.#call('Cancel-Job', { 'purge-job': boolean(true) }, { jobId }), () => true as const);
  }

  /** Purge-Jobs (RFC 8011 4.2.9, deprecated): removes every job of the printer and all that is known of it. */
  async purgeJobs(): Promise<Reply<true>> {
    return answered(await this.#call('Purge-Jobs', {}), () => true as const);
  }

  async printer(...wanted: readonly string[]): Promise<Reply<PrinterView>> {
    const names = ['printer-state', 'printer-state-reasons', 'printer-is-accepting-jobs', ...wanted];
    const reply = await this.#call('Get-Printer-Attributes', { 'requested-attributes': keywords(...names) });
    return answered(reply, (message) => {
      const printer = groupOf(message, 'printer');
      return {
        state: numberIn(printer, 'printer-state'),
        reasons: textsIn(printer, 'printer-state-reasons').filter((reason) => reason !== 'none'),
        accepting: booleanIn(printer, 'printer-is-accepting-jobs') ?? true,
        operations: numbersIn(printer, 'operations-supported'),
        attributes: printer,
      };
    });
  }

  async #call(
    operation: IppOperation,
    parameters: Readonly<Record<string, IppValue | readonly IppValue[]>>,
    { jobId, template, data }: { jobId?: number; template?: IppAttributes; data?: Uint8Array } = {},
  ): Promise<Reply<IppMessage>> {
    const requestId = ++this.#lastRequestId;
    const operationAttributes = attributes({
      ...LANGUAGE,
      'printer-uri': string('uri', this.#options.uri),
      ...(jobId === undefined ? {} : { 'job-id': integer(jobId) }),
      'requesting-user-name': string('name', USER),
      ...parameters,
    });
    const body = encodeIpp({
      version: { major: 2, minor: 0 },
      code: OPERATIONS[operation],
      requestId,
      groups: [
        { name: 'operation', attributes: operationAttributes },
        ...(template === undefined || template.size === 0 ? [] : [{ name: 'job' as const, attributes: template }]),
      ],
      data: data ?? new Uint8Array(),
    });
    const limit = data === undefined ? this.#options.requestTimeoutMs : this.#options.documentTimeoutMs;
    const answer = await this.#post(body, limit);
    if (typeof answer === 'string') return { reply: 'silent', detail: `${operation}: ${answer}` };
    const decoded = decodeIpp(answer);
    if (!decoded.ok) return { reply: 'silent', detail: `${operation}: ${decoded.reason} at octet ${decoded.at}` };
    const { message } = decoded;
    if (message.requestId !== requestId) return { reply: 'silent', detail: `${operation}: answer to another request` };
    if (message.code < 0x0100) return { reply: 'answered', value: message };
    const status = message.code.toString(16).padStart(4, '0');
    return { reply: 'refused', status: message.code, detail: `${operation}: status 0x${status}` };
  }

  /** The answer, or a sentence why there is none. */
  async #post(body: Uint8Array, limitMs: number): Promise<Uint8Array | string> {
    const { clock, transport } = this.#options;
    const controller = new AbortController();
    const timer = clock.setTimeout(() => controller.abort(), limitMs);
    try {
      return await transport.post(body, controller.signal);
    } catch (error) {
      return controller.signal.aborted ? `no answer within ${limitMs} ms` : messageOf(error);
    } finally {
      clock.clearTimeout(timer);
    }
  }
}

function answered<T>(reply: Reply<IppMessage>, read: (message: IppMessage) => T | null): Reply<T> {
  if (reply.reply !== 'answered') return reply;
  const value = read(reply.value);
  return value === null
    ? { reply: 'silent', detail: 'the answer lacks what it must hold' }
    : { reply: 'answered', value };
}
