import { type Clock, sleep } from '../../clock.ts';
import { done, failed, messageOf, type Outcome } from '../../outcome.ts';
import type { CardChannel, CardLinkFault, CardReader, CardReaderListener } from './port.ts';
import type { CardConnection, CardTransport } from './transport.ts';

/** A card that has not answered for this long is mute. An RSA signature takes a real card under 2 s. */
const answerDeadline = 10_000;

/**
 * Gives every insertion a number and keeps one conversation at a time. A card that is swapped has another number, so no
 * answer of one card is ever taken for one of another.
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

  session<T>(insertion: number, work: (channel: CardChannel) => Promise<T>): Promise<Outcome<T, CardLinkFault>> {
    const run = this.#busy.then(() => this.#session(insertion, work));
    this.#busy = run.catch(() => {});
    return run;
  }

  async #session<T>(insertion: number, work: (channel: CardChannel) => Promise<T>): Promise<Outcome<T, CardLinkFault>> {
    if (this.#present !== insertion) return failed('removed');
    let connection: CardConnection;
    try {
      connection = await this.#transport.connect();
    } catch (error) {
      return this.#present === insertion ? failed('reader', messageOf(error)) : failed('removed');
    }
    try {
      return done(await work({ transmit: (command) => this.#transmit(insertion, connection, command) }));
    } finally {
      connection.release();
    }
  }

  async #transmit(
    insertion: number,
    connection: CardConnection,
    command: Uint8Array,
  ): Promise<Outcome<Uint8Array, CardLinkFault>> {
    if (this.#present !== insertion) return failed('removed');
    const waiting = new AbortController();
    try {
      const answer = await Promise.race([
        connection.transmit(command),
        sleep(this.#clock, answerDeadline, waiting.signal).then(() => null),
      ]);
      if (answer === null) return failed('mute', `no answer within ${answerDeadline} ms`);
      if (answer.length < 2 || this.#present !== insertion) return failed('removed');
      return done(answer);
    } catch (error) {
      return this.#present === insertion ? failed('reader', messageOf(error)) : failed('removed');
    } finally {
      waiting.abort();
    }
  }

  async stop(): Promise<void> {
    await this.#transport.close();
    this.#present = null;
  }
}
