import { type Clock, sleep } from '../../clock.ts';
import { done, failed, messageOf, type Outcome } from '../../outcome.ts';
import type { CardChannel, CardLinkFault, CardReader, CardReaderListener } from './port.ts';
import { type CardConnection, CardLinkError, type CardTransport } from './transport.ts';

/** A card that has not answered for this long is mute. An RSA signature takes a real card under 2 s. */
const answerDeadline = 10_000;

type Link<T> = Promise<Outcome<T, CardLinkFault>>;

/**
 * Gives every insertion a number and keeps one conversation at a time. A card that is swapped has another number, so no
 * answer of one card is ever taken for one of another. A conversation that has lost its card or its reader is over: what
 * is still asked in it is answered with the same fault and goes nowhere.
 */
export class CardReaderDriver implements CardReader {
  readonly #transport: CardTransport;
  readonly #clock: Clock;
  #listener: CardReaderListener | null = null;
  #present: number | null = null;
  #insertions = 0;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(transport: CardTransport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
  }

  get present(): number | null {
    return this.#present;
  }

  start(listener: CardReaderListener): void {
    this.#listener = listener;
    this.#transport.open({
      inserted: () => {
        this.#gone();
        this.#insertions += 1;
        this.#present = this.#insertions;
        listener.inserted(this.#insertions);
      },
      removed: () => this.#gone(),
      health: (state, reason) => {
        if (state === 'failed') this.#gone();
        listener.health(state, reason);
      },
    });
  }

  #gone(): void {
    const insertion = this.#present;
    this.#present = null;
    if (insertion !== null) this.#listener?.removed(insertion);
  }

  session<T>(insertion: number, work: (channel: CardChannel) => Promise<T>): Link<T> {
    const run = this.#busy.then(() => this.#session(insertion, work));
    this.#busy = run.catch(() => {});
    return run;
  }

  async #session<T>(insertion: number, work: (channel: CardChannel) => Promise<T>): Link<T> {
    if (this.#present !== insertion) return failed('removed');
    const opening = this.#transport.connect();
    const opened = await this.#inTime(insertion, opening);
    if (opened.outcome !== 'done') {
      // It may still come, too late for anybody.
      opening.then(
        (late) => late.release(),
        () => {},
      );
      return opened;
    }
    const connection = opened.value;
    let over: Outcome<never, CardLinkFault> | null = null;
    let last: Promise<unknown> = Promise.resolve();
    const transmit = (command: Uint8Array): Link<Uint8Array> => {
      const answered = last.then(async () => {
        const answer = over ?? (await this.#transmit(insertion, connection, command));
        if (answer.outcome !== 'done') over ??= answer;
        return answer;
      });
      last = answered;
      return answered;
    };
    try {
      return done(await work({ transmit }));
    } finally {
      over ??= failed('removed', 'the conversation is over');
      connection.release();
    }
  }

  async #transmit(insertion: number, connection: CardConnection, command: Uint8Array): Link<Uint8Array> {
    if (this.#present !== insertion) return failed('removed');
    const answer = await this.#inTime(insertion, connection.transmit(command));
    return answer.outcome === 'done' && answer.value.length < 2 ? failed('removed', 'an empty answer') : answer;
  }

  /** What the transport gives, as a value, within the deadline and while the card is in. */
  async #inTime<T>(insertion: number, promise: Promise<T>): Link<T> {
    const waiting = new AbortController();
    const late = Symbol('late');
    try {
      const answer = await Promise.race([
        promise,
        sleep(this.#clock, answerDeadline, waiting.signal).then(() => late as typeof late),
      ]);
      if (this.#present !== insertion) return failed('removed');
      return answer === late ? failed('mute', `no answer within ${answerDeadline} ms`) : done(answer as T);
    } catch (error) {
      if (error instanceof CardLinkError) return failed(error.fault, error.message);
      return this.#present === insertion ? failed('reader', messageOf(error)) : failed('removed');
    } finally {
      waiting.abort('answered');
    }
  }

  async stop(): Promise<void> {
    await this.#transport.close();
    this.#present = null;
  }
}
