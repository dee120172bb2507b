import { type Clock, sleep } from '../../clock.ts';
import { done, failed, type Outcome, unknown } from '../../outcome.ts';
import type { DeviceHealth } from '../health.ts';
import { TimeLimit } from '../time-limit.ts';
import {
  abortRequest,
  answerTo,
  type Category,
  diagnosisRequest,
  type Heard,
  heardOfDiagnosis,
  heardOfPayment,
  heardOfReversal,
  heardOfStatus,
  type Parties,
  paymentRequest,
  reversalRequest,
  statusRequest,
} from './nexo.ts';
import type { NexoTransport, Posted } from './nexo-transport.ts';
import type {
  Approval,
  CashlessPayment,
  CashlessReversal,
  CashlessTerminal,
  PayFault,
  PayOutcome,
  ReverseFault,
  ReverseOutcome,
} from './port.ts';
import { newService } from './service-id.ts';

/** Milliseconds. */
const timings = {
  /** Answer to a payment: terminals give one up after 120 s by themselves. */
  payment: 150_000,
  /** Answer to everything else; a reversal asks the acquirer. */
  request: 10_000,
  reversal: 60_000,
  /** Between two questions about one message. */
  poll: 2_000,
  /** A payment whose answer was lost may stay in progress so long. */
  follow: 60_000,
  /** Nothing that can be believed was said for so long: it stays unknown. */
  silence: 30_000,
  /** After the order to give up: for the payment's own answer. */
  abort: 15_000,
  /** After a power cut: the terminal may be starting too. */
  start: 180_000,
} as const;

export interface NexoTerminalOptions extends Parties {
  readonly transport: NexoTransport;
  readonly clock: Clock;
  /** Cryptographically strong random bytes. */
  readonly random: (length: number) => Uint8Array;
}

/** A message that does something, and how its answer is read. */
interface Asked<T, Fault extends string> {
  readonly category: 'Payment' | 'Reversal';
  readonly service: string;
  readonly bytes: Uint8Array;
  readonly read: (body: unknown) => Heard<T, Fault>;
}

export const createCashlessTerminal = (options: NexoTerminalOptions): CashlessTerminal => new NexoTerminal(options);

/** The driver of a terminal that speaks nexo: every message once, every answer checked, every doubt asked about. */
class NexoTerminal implements CashlessTerminal {
  readonly #options: NexoTerminalOptions;
  readonly #clock: Clock;
  /** Payments that are waited for, by ServiceID: ends the waiting for their own answer. */
  readonly #waiting = new Map<string, () => void>();

  constructor(options: NexoTerminalOptions) {
    this.#options = options;
    this.#clock = options.clock;
  }

  async pay(payment: CashlessPayment, taken: () => void): Promise<PayOutcome> {
    const asked = this.#payment(payment);
    let known = false;
    const answered = new AbortController();
    const answer = new AbortController();
    this.#waiting.set(payment.service, () => answer.abort());
    const post = async (): Promise<Posted> => {
      const posted = await this.#post(asked.bytes, timings.payment, answer.signal);
      answered.abort();
      return posted;
    };
    const watch = async (): Promise<void> => {
      known = await this.#isTaken(asked, answered.signal);
      if (known) taken();
    };
    try {
      const [posted] = await Promise.all([post(), watch()]);
      if (posted.reached === 'never' && !known) return failed('offline', posted.detail);
      const heard = this.#heard(posted, asked);
      if (heard.outcome === 'done' || heard.outcome === 'failed') return heard;
      return await this.#follow<Approval, PayFault>(asked, { known, silence: timings.silence, taken });
    } finally {
      this.#waiting.delete(payment.service);
    }
  }

  async abort({ service: of }: CashlessPayment, service: string): Promise<Outcome<null, 'offline'>> {
    const posted = await this.#post(abortRequest(this.#options, service, of), timings.request);
    this.#clock.setTimeout(() => this.#waiting.get(of)?.(), timings.abort);
    if (posted.reached === 'never') return failed('offline', posted.detail);
    return posted.reached === 'answered' && posted.status === 200 ? done(null) : unknown('the order may be lost');
  }

  status(payment: CashlessPayment, known: boolean, taken: () => void): Promise<PayOutcome> {
    return this.#follow<Approval, PayFault>(this.#payment(payment), { known, silence: timings.start, taken });
  }

  async reverse(reversal: CashlessReversal): Promise<ReverseOutcome> {
    const asked = this.#reversal(reversal);
    const posted = await this.#post(asked.bytes, timings.reversal);
    if (posted.reached === 'never') return failed('offline', posted.detail);
    const heard = this.#heard(posted, asked);
    if (heard.outcome === 'done' || heard.outcome === 'failed') return heard;
    return this.#follow<null, ReverseFault>(asked, { known: false, silence: timings.silence });
  }

  reversalStatus(reversal: CashlessReversal): Promise<ReverseOutcome> {
    return this.#follow<null, ReverseFault>(this.#reversal(reversal), { known: false, silence: timings.start });
  }

  async health(): Promise<DeviceHealth> {
    // Terminals do one thing at a time: who is taking a payment is not disturbed.
    if (this.#waiting.size > 0) return { state: 'working', reasons: [] };
    const service = newService(this.#options.random);
    const posted = await this.#post(diagnosisRequest(this.#options, service), timings.request);
    const state = heardOfDiagnosis(this.#body(posted, 'Diagnosis', service).body);
    return state === 'OK' || state === 'Busy'
      ? { state: 'working', reasons: [] }
      : { state: 'failed', reasons: [state.toLowerCase()] };
  }

  #payment(payment: CashlessPayment): Asked<Approval, PayFault> {
    return {
      category: 'Payment',
      service: payment.service,
      bytes: paymentRequest(this.#options, payment, this.#clock.now()),
      read: (body) => heardOfPayment(body, payment),
    };
  }

  #reversal(reversal: CashlessReversal): Asked<null, ReverseFault> {
    return {
      category: 'Reversal',
      service: reversal.service,
      bytes: reversalRequest(this.#options, reversal, this.#clock.now()),
      read: (body) => heardOfReversal(body, reversal),
    };
  }

  /** Posts one message; after `ms` or at `signal` its answer is no longer waited for. */
  async #post(bytes: Uint8Array, ms: number, signal?: AbortSignal): Promise<Posted> {
    const given = new AbortController();
    const give = (): void => given.abort();
    const limit = new TimeLimit(this.#clock, ms, give);
    if (signal?.aborted) give();
    signal?.addEventListener('abort', give, { once: true });
    const posted = await this.#options.transport.post(bytes, given.signal);
    limit.clear();
    signal?.removeEventListener('abort', give);
    return posted;
  }

  /** The body of an answer that is one; else why not. */
  #body(posted: Posted, category: Category, service: string): { readonly body?: unknown; readonly detail: string } {
    if (posted.reached !== 'answered') return { detail: posted.detail };
    if (posted.status !== 200) return { detail: `HTTP ${posted.status}` };
    const answer = answerTo(posted.body, this.#options, category, service);
    return typeof answer === 'string' ? { detail: answer } : { ...answer, detail: '' };
  }

  #heard<T, Fault extends string>(posted: Posted, { category, service, read }: Asked<T, Fault>): Heard<T, Fault> {
    const { body, detail } = this.#body(posted, category, service);
    return body === undefined ? unknown(detail) : read(body);
  }

  /** One question what became of a message. */
  async #ask<T, Fault extends string>(
    { category, service: of, read }: Asked<T, Fault>,
    signal?: AbortSignal,
  ): Promise<Heard<T, Fault | 'not-found'>> {
    const service = newService(this.#options.random);
    const bytes = statusRequest(this.#options, service, category, of);
    const { body, detail } = this.#body(await this.#post(bytes, timings.request, signal), 'TransactionStatus', service);
    return body === undefined ? unknown(detail) : heardOfStatus(body, this.#options, category, of, read);
  }

  /** Whether the terminal says, while the payment's answer is waited for, that it has the payment in its hands. */
  async #isTaken<T, Fault extends string>(asked: Asked<T, Fault>, answered: AbortSignal): Promise<boolean> {
    for (;;) {
      await sleep(this.#clock, timings.poll / 2, answered);
      if (answered.aborted) return false;
      if ((await this.#ask(asked, answered)).outcome === 'in-progress') return true;
    }
  }

  /**
   * Asks until the terminal says what became of the message, or the time is over. That it never had it is believed when it
   * says so twice, a request may still have been on its way, and never from one that had it before. `taken` is called when it
   * first says that it has it; what that is worth must outlive us, whose power may fail together with its own.
   */
  async #follow<T, Fault extends string>(
    asked: Asked<T, Fault>,
    { known, silence, taken }: { readonly known: boolean; readonly silence: number; readonly taken?: () => void },
  ): Promise<Outcome<T, Fault | 'not-found'>> {
    const over = new TimeLimit(this.#clock, timings.follow + silence);
    let quiet = new TimeLimit(this.#clock, silence);
    let had = known;
    let absent = 0;
    try {
      for (;;) {
        const heard = await this.#ask(asked);
        if (heard.outcome === 'done') return heard;
        if (heard.outcome === 'in-progress') {
          if (!had) taken?.();
          had = true;
          quiet.clear();
          quiet = new TimeLimit(this.#clock, silence);
        }
        if (heard.outcome === 'failed') {
          absent = heard.fault === 'not-found' ? absent + 1 : 0;
          if (absent === 0) return heard;
          if (had) return unknown('the terminal has forgotten it');
          if (absent === 2) return heard;
        }
        if (over.passed || quiet.passed)
          return unknown(heard.outcome === 'unknown' ? heard.detail.slice(0, 100) : 'still in progress');
        await sleep(this.#clock, timings.poll);
      }
    } finally {
      over.clear();
      quiet.clear();
    }
  }
}
