import { type Clock, sleep } from '../../clock.ts';

/** Answer of the terminal over HTTP; null: the connection was dropped. */
export type HttpAnswer = { readonly status: number; readonly body: Uint8Array } | null;

/**
 * What happens, once, to the next message of one category. `drop-during`: it arrives, and the connection breaks at once. `lateMs`: the answer leaves that much later. `edit`: the answer is
 * changed on its way; text stands for raw bytes.
 */
export type WireFault =
  | 'drop-before'
  | 'drop-during'
  | 'drop-after'
  | { readonly lateMs: number }
  | { readonly status: number }
  | { readonly edit: (answer: Message) => Message | string };

/** A message as parsed JSON. */
// biome-ignore lint/suspicious/noExplicitAny: JSON of the wire, looked into freely
export type Message = any;

/** One line of the terminal's books. `yen` is what the customer's card or account was charged with. */
export interface Booking {
  readonly service: string;
  readonly reference: string;
  readonly customer: string;
  readonly yen: number;
  reversed: boolean;
}

interface Running {
  readonly service: string;
  readonly transaction: string;
  readonly yen: number;
  /** `torn`: the card was taken away while it was written (処理未了); the same card touched again ends it. */
  state: 'waiting' | 'booking' | 'torn';
  customer: string | null;
  readonly answer: (body: object | null) => void;
  timer: unknown;
}

/** What the customer sees at the terminal. */
export type TapResult = 'nothing-to-pay' | 'booking' | 'declined' | 'touch-again';

export interface CashlessModelOptions {
  readonly clock: Clock;
  readonly poi?: string;
  /** Yen each customer can spend. */
  readonly customers?: Readonly<Record<string, number>>;
}

/** Milliseconds without a tap until the terminal gives a payment up; from tap to booking. */
const limitMs = 120_000;
const bookMs = 400;

const success = { Result: 'Success' };
const failure = (ErrorCondition: string) => ({ Result: 'Failure', ErrorCondition });

/**
 * A card and e-money terminal at byte level: nexo JSON in, nexo JSON out, customers who touch it, and books of its own. It is not
 * kinder than real ones: it answers one payment at a time, may lose connections at any point, and may forget at a power cut.
 */
export class CashlessModel {
  readonly poi: string;
  /** True: nothing reaches the terminal. */
  offline = false;
  /** What it says of itself. */
  globalStatus: 'OK' | 'Maintenance' = 'OK';
  /** Approves at most so much of a payment, once; null: all of it. */
  approveOnly: number | null = null;
  /** Refuses reversals with this condition; null: it does them. */
  refuseReversals: string | null = null;
  readonly bookings: Booking[] = [];
  /** Headers of every request that arrived, in their order. */
  readonly requests: { readonly category: string; readonly service: string }[] = [];
  readonly #clock: Clock;
  readonly #balances: Map<string, number>;
  readonly #faults = new Map<string, WireFault>();
  /** What it answered to payments and reversals; null while one is in progress. */
  readonly #journal = new Map<string, { readonly category: string; readonly body: object | null }>();
  #running: Running | null = null;
  #power = 0;
  #references = 0;

  constructor({ clock, poi, customers }: CashlessModelOptions) {
    this.#clock = clock;
    this.poi = poi ?? 'SIM1-000000001';
    this.#balances = new Map(Object.entries(customers ?? { emoney: 10_000, credit: 1_000_000, poor: 100 }));
  }

  /** Yen a customer is charged with, reversals taken off. */
  charged(customer?: string): number {
    return this.bookings
      .filter((booking) => !booking.reversed && (customer === undefined || booking.customer === customer))
      .reduce((sum, { yen }) => sum + yen, 0);
  }

  get customers(): readonly string[] {
    return [...this.#balances.keys()];
  }

  /** Yen it waits for, or null. */
  get asking(): number | null {
    return this.#running?.state === 'waiting' || this.#running?.state === 'torn' ? this.#running.yen : null;
  }

  failNext(category: string, fault: WireFault): void {
    this.#faults.set(category, fault);
  }

  /** One request over HTTP. */
  async handle(bytes: Uint8Array): Promise<HttpAnswer> {
    const power = this.#power;
    if (this.offline) return null;
    let message: Message;
    try {
      message = JSON.parse(Buffer.from(bytes).toString('utf8')).SaleToPOIRequest;
    } catch {
      return { status: 400, body: Buffer.from('not JSON') };
    }
    const header = message.MessageHeader;
    const category: string = header.MessageCategory;
    const fault = this.#faults.get(category);
    this.#faults.delete(category);
    if (fault === 'drop-before') return null;
    this.requests.push({ category, service: header.ServiceID });
    const answering = this.#answer(category, header.ServiceID, message[`${category}Request`]);
    if (fault === 'drop-during') return null;
    const body = await answering;
    if (fault === 'drop-after') return null;
    if (typeof fault === 'object' && 'lateMs' in fault) await sleep(this.#clock, fault.lateMs);
    if (power !== this.#power) return null;
    // An abort has no answer of its own but the connection's.
    if (category === 'Abort') return { status: 200, body: Buffer.alloc(0) };
    if (body === null) return null;
    const answer: Message = {
      SaleToPOIResponse: {
        MessageHeader: { ...header, MessageType: 'Response' },
        [`${category}Response`]: body,
      },
    };
    if (typeof fault === 'object' && 'status' in fault) return { status: fault.status, body: Buffer.from('error') };
    const sent = typeof fault === 'object' && 'edit' in fault ? fault.edit(structuredClone(answer)) : answer;
    return { status: 200, body: Buffer.from(typeof sent === 'string' ? sent : JSON.stringify(sent)) };
  }

  #answer(category: string, service: string, request: Message): Promise<object | null> | object | null {
    switch (category) {
      case 'Payment':
        return this.#pay(service, request);
      case 'Reversal':
        return this.#reverse(service, request);
      case 'TransactionStatus':
        return this.#status(request.MessageReference);
      case 'Abort':
        return this.#abort(request.MessageReference.ServiceID);
      case 'Diagnosis':
        return {
          Response: success,
          POIStatus: { GlobalStatus: this.#running === null ? this.globalStatus : 'Busy', CommunicationOKFlag: true },
        };
      default:
        return { Response: failure('MessageFormat') };
    }
  }

  #pay(service: string, request: Message): Promise<object | null> | object {
    if (this.#journal.has(service)) return { Response: failure('NotAllowed') };
    if (this.#running !== null) return { Response: failure('Busy') };
    this.#journal.set(service, { category: 'Payment', body: null });
    return new Promise((answer) => {
      this.#running = {
        service,
        transaction: request.SaleData.SaleTransactionID.TransactionID,
        yen: request.PaymentTransaction.AmountsReq.RequestedAmount,
        state: 'waiting',
        customer: null,
        answer,
        timer: this.#clock.setTimeout(() => this.#giveUp(), limitMs),
      };
    });
  }

  #giveUp(): void {
    const running = this.#running;
    if (running === null || running.state === 'booking') return;
    // A card that was half written and never came back: the terminal itself does not know.
    if (running.state === 'torn') this.#end(failure('InProgress'), 'forget');
    else this.#end(failure('Cancel'));
  }

  /** Ends the running payment with its answer. `forget`: what became of it stays open in its journal. */
  #end(result: object, journal: 'keep' | 'forget' = 'keep', more: object = {}): void {
    const running = this.#running;
    if (running === null) return;
    this.#running = null;
    this.#clock.clearTimeout(running.timer);
    this.#references += 1;
    const body = {
      Response: result,
      SaleData: { SaleTransactionID: { TransactionID: running.transaction, TimeStamp: this.#now() } },
      POIData: {
        POITransactionID: { TransactionID: `R${this.#references}.${running.service}`, TimeStamp: this.#now() },
      },
      ...more,
    };
    if (journal === 'keep') this.#journal.set(running.service, { category: 'Payment', body });
    running.answer(body);
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString();
  }

  /**
   * A customer touches the terminal.
   * @param how `torn`: takes the card away too early; `charged` says whether the money was off the card already
   */
  tap(customer: string, how: 'whole' | { readonly torn: 'charged' | 'not-charged' } = 'whole'): TapResult {
    const running = this.#running;
    if (running === null || running.state === 'booking') return 'nothing-to-pay';
    if (running.state === 'torn' && running.customer !== customer) return 'touch-again';
    const balance = this.#balances.get(customer) ?? 0;
    if (running.state === 'waiting' && balance < running.yen) {
      this.#end(failure('Refusal'));
      return 'declined';
    }
    running.customer = customer;
    if (typeof how === 'object') {
      running.state = 'torn';
      if (how.torn === 'charged') this.#charge(running, customer);
      return 'touch-again';
    }
    running.state = 'booking';
    this.#clock.clearTimeout(running.timer);
    running.timer = this.#clock.setTimeout(() => this.#book(running, customer), bookMs);
    return 'booking';
  }

  #charge({ service, yen: asked }: Running, customer: string): Booking {
    const known = this.bookings.find((booking) => booking.service === service);
    if (known !== undefined) return known;
    const yen = Math.min(asked, this.approveOnly ?? asked);
    this.#balances.set(customer, (this.#balances.get(customer) ?? 0) - yen);
    const booking = { service, reference: `R${this.#references + 1}.${service}`, customer, yen, reversed: false };
    this.bookings.push(booking);
    return booking;
  }

  #book(running: Running, customer: string): void {
    if (this.#running !== running) return;
    const { yen } = this.#charge(running, customer);
    const Result = yen === running.yen ? 'Success' : 'Partial';
    this.#end({ Result }, 'keep', { PaymentResult: { AmountsResp: { Currency: 'JPY', AuthorizedAmount: yen } } });
  }

  /** The customer presses the terminal's red key. */
  pressCancel(): void {
    if (this.#running?.state === 'waiting') this.#end(failure('Cancel'));
  }

  #abort(of: string): object {
    if (this.#running?.service === of && this.#running.state === 'waiting') this.#end(failure('Aborted'));
    return {};
  }

  #reverse(service: string, request: Message): object {
    const { TransactionID } = request.OriginalPOITransaction.POITransactionID;
    const booking = this.bookings.find(({ reference }) => reference === TransactionID);
    const body =
      this.refuseReversals !== null
        ? { Response: failure(this.refuseReversals) }
        : booking === undefined || booking.reversed
          ? { Response: failure('NotFound') }
          : {
              Response: success,
              OriginalPOITransaction: { POITransactionID: { TransactionID } },
              ReversedAmount: booking.yen,
            };
    if (booking !== undefined && body.Response === success) {
      booking.reversed = true;
      this.#balances.set(booking.customer, (this.#balances.get(booking.customer) ?? 0) + booking.yen);
    }
    this.#journal.set(service, { category: 'Reversal', body });
    return body;
  }

  #status(reference: Message): object {
    const entry = this.#journal.get(reference.ServiceID);
    if (entry === undefined || entry.category !== reference.MessageCategory)
      return { Response: failure('NotFound'), MessageReference: reference };
    if (entry.body === null) return { Response: failure('InProgress'), MessageReference: reference };
    return {
      Response: success,
      MessageReference: reference,
      RepeatedMessageResponse: {
        MessageHeader: {
          ProtocolVersion: '3.0',
          MessageClass: 'Service',
          MessageCategory: entry.category,
          MessageType: 'Response',
          ServiceID: reference.ServiceID,
          SaleID: reference.SaleID,
          POIID: reference.POIID,
        },
        RepeatedResponseMessageBody: { [`${entry.category}Response`]: entry.body },
      },
    };
  }

  /** Off and on. A payment that was not booked is aborted, one whose card was torn away stays open; without a journal the terminal knows nothing of before. */
  powerCycle({ journal }: { readonly journal: boolean }): void {
    this.#power += 1;
    if (this.#running?.state === 'torn') this.#end(failure('InProgress'), 'forget');
    else this.#end(failure('Aborted'));
    if (!journal) this.#journal.clear();
  }
}
