import type { Clock } from '../../clock.ts';
import { sleep } from '../../clock.ts';
import type { IppOperation } from '../../devices/page-printer/ipp.ts';
import { groupOf, JOB_STATE, OPERATIONS, textIn } from '../../devices/page-printer/ipp.ts';
import type { IppMessage } from '../../devices/page-printer/ipp-codec.ts';
import { encodeIpp } from '../../devices/page-printer/ipp-codec.ts';
import { decodeIpp } from '../../devices/page-printer/ipp-decoder.ts';
import type { HttpAnswer } from '../../devices/page-printer/ipp-transport.ts';
import type { PrinterCondition } from './conditions.ts';
import { type ConnectionFault, isWrongAnswer, wrongly } from './connection-faults.ts';
import { answerTo } from './ipp-answers.ts';
import { type Forgetting, IppService } from './ipp-service.ts';
import type { PrintedSheet } from './print-engine.ts';
import { PrintEngine } from './print-engine.ts';

export interface PrinterModelOptions {
  readonly clock: Clock;
  /** Milliseconds for one sheet; 2,000 (30 pages a minute) unless given. */
  readonly pageMs?: number;
  readonly uri?: string;
  readonly name?: string;
}

/** A fault that waits for its request: the first one of the operation, or the one of this number from now. */
interface Arranged {
  readonly fault: ConnectionFault;
  readonly operation: number | null;
  left: number;
}

/**
 * An A4 IPP printer at byte level: requests in, answers out, sheets in the tray as time goes by. It is not kinder than
 * real ones: it forgets history at a power cut, counts job ids from 1 again, lets connections drop at any point, and answers
 * what is not true.
 */
export class PagePrinterModel {
  readonly uri: string;
  /** Requests that reached the printer, by operation code, oldest first. */
  readonly requests: number[] = [];
  /** Names that Create-Job asked for, oldest first. */
  readonly created: string[] = [];
  /** Cancel-Job that named a job which is not there. */
  strayCancels = 0;
  /** Answers that are on their way for as long as the clock says. */
  late = 0;
  readonly #clock: Clock;
  readonly #engine: PrintEngine;
  readonly #service: IppService;
  #arranged: Arranged[] = [];
  #previous: Uint8Array | null = null;

  constructor({ clock, pageMs, uri, name }: PrinterModelOptions) {
    this.#clock = clock;
    this.uri = uri ?? 'ipp://printer.invalid/ipp/print';
    this.#engine = new PrintEngine(clock, pageMs ?? 2_000, this.uri);
    this.#service = new IppService(this.#engine, { uri: this.uri, name: name ?? 'A4' });
  }

  /** One request. null: the connection was dropped; what the printer did before that, it did. */
  async handle(body: Uint8Array): Promise<HttpAnswer | null> {
    if (this.conditions.has('offline')) return null;
    const decoded = decodeIpp(body);
    if (!decoded.ok) return null;
    const request = decoded.message;
    this.#note(request);
    const fault = this.#faultFor(request.code);
    if (!this.#reaches(request, fault)) return null;
    if (fault === 'twice') this.#service.answer(request);
    const answer = answerTo(request, this.#service.answer(request));
    const previous = this.#previous;
    this.#previous = encodeIpp(answer);
    return this.#bring(answer, previous, fault);
  }

  #note(request: IppMessage): void {
    const operation = groupOf(request, 'operation');
    this.requests.push(request.code);
    if (request.code === OPERATIONS['Create-Job']) this.created.push(textIn(operation, 'job-name') ?? '');
    if (request.code === OPERATIONS['Cancel-Job'] && this.#service.find(operation) === null) this.strayCancels += 1;
  }

  #faultFor(code: number): ConnectionFault | null {
    const waiting = this.#arranged.filter(({ operation }) => operation === null || operation === code);
    for (const arranged of waiting) arranged.left--;
    const due = waiting.find(({ left }) => left === 0) ?? null;
    this.#arranged = this.#arranged.filter(({ left }) => left > 0);
    return due?.fault ?? null;
  }

  /** What happens before the printer has read the whole request; false: it never has. */
  #reaches(request: IppMessage, fault: ConnectionFault | null): boolean {
    if (fault === 'unplugged-before') this.raise('offline');
    if (fault === 'drop-before' || fault === 'unplugged-before') return false;
    if (fault === null || typeof fault === 'string' || 'lateMs' in fault) return true;
    if ('power' in fault) {
      if (fault.power === 'before') this.powerCycle(fault);
      return fault.power === 'after';
    }
    const job = this.#service.find(groupOf(request, 'operation'));
    if (request.data.length > 0 && job?.state === JOB_STATE.held) {
      this.#engine.breakOff(job, request.data, fault.cutInside);
    }
    return false;
  }

  /** What happens to the answer. */
  async #bring(
    answer: IppMessage,
    previous: Uint8Array | null,
    fault: ConnectionFault | null,
  ): Promise<HttpAnswer | null> {
    if (typeof fault === 'string' && isWrongAnswer(fault)) return wrongly(fault, { answer, previous });
    if (fault === 'unplugged-after') this.raise('offline');
    if (fault === 'drop-after' || fault === 'unplugged-after') return null;
    if (fault !== null && typeof fault === 'object') {
      if (!('lateMs' in fault)) {
        if ('power' in fault) this.powerCycle(fault);
        return null;
      }
      this.late++;
      await sleep(this.#clock, fault.lateMs);
      this.late--;
    }
    return { status: 200, type: 'application/ipp', body: encodeIpp(answer) };
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

  /** How it forgets jobs when asked to. */
  set forgets(how: Forgetting) {
    this.#service.forgets = how;
  }

  get forgets(): Forgetting {
    return this.#service.forgets;
  }

  /** Whether it offers to print a finished job again. */
  set reprints(does: boolean) {
    this.#service.reprints = does;
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
    this.#arranged.push({ fault, operation: OPERATIONS[operation], left: 1 });
  }

  /** Lets `fault` happen to a request of any operation; the next one is 1. */
  failRequest(number: number, fault: ConnectionFault): void {
    this.#arranged.push({ fault, operation: null, left: number });
  }

  /** Nothing that was arranged for later requests happens any more. */
  mendLine(): void {
    this.#arranged = [];
  }

  /** Off and on. With history the printer still knows its jobs, and aborts those that were not over. */
  powerCycle(options: { readonly history: boolean }): void {
    this.#engine.switchOn(options);
  }

  /** Octets of documents that the printer still holds, sheets in the tray apart. */
  get spooled(): number {
    return [...this.#engine.jobs.values()].reduce((sum, { pdf }) => sum + (pdf?.length ?? 0), 0);
  }

  /** Names of the jobs it still knows, with a document or without. */
  get known(): readonly string[] {
    return [...this.#engine.jobs.values()].map(({ name }) => name);
  }
}
