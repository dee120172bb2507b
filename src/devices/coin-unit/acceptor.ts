import type { Clock } from '../../clock.ts';
import { done, failed, type Outcome } from '../../outcome.ts';
import { acceptorAddress, eventsBetween, Header, uint24, yenOfCoinId } from './cctalk.ts';
import type { CcTalkLine, LineFault } from './line.ts';
import type { AcceptorEvents, AcceptorFault, AcceptorListener, AcceptorPosition, CoinAcceptor } from './port.ts';

/** Between two polls; the device inhibits itself after 1 s without one (Azkoyen X6, Money Controls SR5). */
const pollMs = 200;
/** Unanswered polls before the acceptor counts as failed. */
const missedLimit = 3;
/** Polls in which a coin may still come down that was let in before the device was inhibited. */
const looksAfterwards = 5;
/** Coin positions 1–16 of header 184. */
const positions = Array.from({ length: 16 }, (_, index) => index + 1);
/** Events the device keeps. */
const bufferDepth = 5;

/**
 * Coin acceptor over ccTalk. ccTalk has no acknowledgement of a credit: the event counter is made durable together with the
 * credits, and only then does the driver's own position move on, so every coin is booked exactly once, also across a crash.
 */
export class CcTalkAcceptor implements CoinAcceptor {
  readonly #line: CcTalkLine;
  readonly #clock: Clock;
  readonly #listener: AcceptorListener;
  #position: AcceptorPosition | null = null;
  #coins: readonly number[] = [];
  #accepted: readonly number[] = [];
  #missed = 0;
  #failed = false;
  #timer: unknown;
  #running = false;
  /** Accept counter as the device told it outside a poll, until the next poll is judged. */
  #acceptsTold: number | null = null;
  /** Polls before which the accept counter is asked too. */
  #looks = 0;
  /** The device has not heard yet what it may take; `telling`: it is being told now. */
  #untold = false;
  #telling = false;

  constructor(line: CcTalkLine, clock: Clock, listener: AcceptorListener) {
    this.#line = line;
    this.#clock = clock;
    this.#listener = listener;
  }

  #read(header: number, data?: Uint8Array): Promise<Outcome<Uint8Array, LineFault>> {
    return this.#line.read(acceptorAddress, header, data);
  }

  async start(
    last: AcceptorPosition | null,
  ): Promise<Outcome<{ serial: number; coins: readonly number[] }, AcceptorFault>> {
    const identified = await this.#identify();
    if (identified.outcome !== 'done') {
      this.#position = last;
      this.#health('failed', identified.outcome === 'failed' ? identified.fault : 'unknown');
      this.#schedule();
      return identified;
    }
    const { serial, accepts } = identified.value;
    this.#position = last?.serial === serial ? last : { serial, epoch: (last?.epoch ?? 0) + 1, counter: -1, accepts };
    this.#acceptsTold = accepts;
    this.#schedule();
    await this.#poll();
    return done({ serial, coins: [...new Set(this.#coins.filter((yen) => yen > 0))] });
  }

  /** Simple poll, category, serial number, coin table, self-check; leaves the device with all coins inhibited. */
  async #identify(): Promise<Outcome<{ serial: number; accepts: number }, AcceptorFault>> {
    const category = await this.#read(Header.equipmentCategory);
    if (category.outcome !== 'done') return category;
    const name = Buffer.from(category.value).toString('latin1');
    if (!/^coin acceptor$/i.test(name))
      return failed('refused', `address ${acceptorAddress} is a ${JSON.stringify(name)}`);
    const inhibited = await this.#setMaster(false);
    if (inhibited.outcome !== 'done') return inhibited;
    const serial = await this.#read(Header.serialNumber);
    if (serial.outcome !== 'done') return serial;
    const check = await this.#read(Header.selfCheck);
    if (check.outcome !== 'done') return check;
    if (check.value[0] !== 0) return failed('self-check', `fault code ${check.value[0]}`);
    const coins: number[] = [];
    for (const position of positions) {
      const id = await this.#read(Header.requestCoinId, Uint8Array.of(position));
      if (id.outcome !== 'done') return id;
      coins.push(yenOfCoinId(Buffer.from(id.value).toString('latin1')) ?? 0);
    }
    const accepts = await this.#acceptCount();
    if (accepts.outcome !== 'done') return accepts;
    this.#coins = coins;
    return done({ serial: uint24(serial.value), accepts: accepts.value });
  }

  async #acceptCount(): Promise<Outcome<number, LineFault>> {
    const answer = await this.#read(Header.requestAcceptCounter);
    return answer.outcome === 'done' ? done(uint24(answer.value)) : answer;
  }

  /** Master inhibit: bit 0 = 1 accepts (Azkoyen and Alberici manuals). Setting a state twice is harmless. */
  #setMaster(accept: boolean): Promise<Outcome<Uint8Array, LineFault>> {
    return this.#read(Header.masterInhibit, Uint8Array.of(accept ? 1 : 0));
  }

  async accept(values: readonly number[]): Promise<Outcome<null, AcceptorFault>> {
    this.#accepted = values;
    this.#looks = values.length === 0 ? looksAfterwards : 0;
    const applied = await this.#applyInhibits();
    if (applied.outcome === 'done') await this.#askForHidden();
    // Nobody waits for coins that could not be let in: what is told again is to take none.
    else this.#accepted = [];
    return applied;
  }

  /**
   * At an event counter of 0 a reset shows only in the accept counter: it is asked when coins may begin to fall, when they may no
   * more, and as long as the last one may still be rolling.
   */
  async #askForHidden(): Promise<void> {
    if (this.#position?.counter !== 0) return;
    const accepts = await this.#acceptCount();
    if (accepts.outcome === 'done') this.#acceptsTold = accepts.value;
  }

  async #applyInhibits(): Promise<Outcome<null, AcceptorFault>> {
    let mask = 0;
    this.#coins.forEach((yen, index) => {
      if (yen > 0 && this.#accepted.includes(yen)) mask |= 1 << index;
    });
    const steps: readonly [number, Uint8Array][] =
      mask === 0
        ? [
            [Header.masterInhibit, Uint8Array.of(0)],
            [Header.modifyInhibit, Uint8Array.of(0, 0)],
          ]
        : [
            [Header.modifyInhibit, Uint8Array.of(mask & 0xff, mask >> 8)],
            [Header.masterInhibit, Uint8Array.of(1)],
          ];
    this.#untold = true;
    this.#telling = true;
    try {
      for (const [header, data] of steps) {
        const answer = await this.#read(header, data);
        if (answer.outcome !== 'done') return answer;
      }
      this.#untold = false;
      return done(null);
    } finally {
      this.#telling = false;
    }
  }

  #schedule(): void {
    this.#running = true;
    this.#timer = this.#clock.setTimeout(async () => {
      await this.#poll();
      if (this.#running) this.#schedule();
    }, pollMs);
  }

  #health(state: 'working' | 'failed', reason: string): void {
    if ((state === 'failed') === this.#failed) return;
    this.#failed = state === 'failed';
    this.#listener.health(state, reason);
  }

  async #poll(): Promise<void> {
    if (this.#coins.length === 0) {
      const identified = await this.#identify();
      if (identified.outcome !== 'done') return;
      const { serial, accepts } = identified.value;
      if (this.#position?.serial !== serial)
        this.#position = { serial, epoch: (this.#position?.epoch ?? 0) + 1, counter: -1, accepts };
    }
    if (this.#looks > 0) await this.#askForHidden();
    const answer = await this.#line.ask(acceptorAddress, Header.readBufferedCredit);
    if (answer.outcome !== 'done') {
      this.#missed += 1;
      if (this.#missed >= missedLimit) this.#health('failed', 'no-answer');
      return;
    }
    this.#missed = 0;
    this.#looks = Math.max(0, this.#looks - 1);
    // The line failed while the device was to be told: it may still take what it took before.
    if (this.#untold && !this.#telling) await this.#applyInhibits();
    const told = this.#acceptsTold;
    const events = await this.#interpret(answer.value);
    if (events === 'reset-unreadable') {
      // The next answered poll finds the reset again.
      this.#acceptsTold = told;
      return;
    }
    if (events !== null) {
      try {
        this.#listener.events(events);
      } catch {
        return;
      }
      this.#position = events.position;
    }
    this.#health('working', 'answers');
  }

  /** Turns one answer to header 229 into events; null when nothing happened since the last one. */
  async #interpret(answer: Uint8Array): Promise<AcceptorEvents | null | 'reset-unreadable'> {
    const last = this.#position;
    if (last === null) return null;
    const counter = answer[0] as number;
    const told = this.#acceptsTold;
    this.#acceptsTold = null;
    if (counter === last.counter) {
      // A counter of 0 before and after hides a reset or a power cut; the accept counter does not.
      const hidden = counter === 0 && told !== null && last.accepts !== undefined && told > last.accepts;
      return hidden ? this.#afterReset(last) : null;
    }
    if (last.counter === -1) {
      return { position: { ...last, counter }, credits: [], lost: 0, unexplained: 0, errors: [] };
    }
    if (counter === 0) return this.#afterReset(last);
    const happened = last.counter === 0 ? counter : eventsBetween(last.counter, counter);
    const credits: number[] = [];
    const errors: number[] = [];
    for (let index = Math.min(happened, bufferDepth) - 1; index >= 0; index -= 1) {
      const coin = answer[1 + 2 * index] as number;
      if (coin === 0) errors.push(answer[2 + 2 * index] as number);
      else credits.push(this.#coins[coin - 1] ?? 0);
    }
    const known = credits.filter((yen) => yen > 0);
    const lost = happened > bufferDepth ? await this.#lostCoins(last, credits.length, happened - bufferDepth) : 0;
    const accepts = last.accepts === undefined ? undefined : last.accepts + credits.length + lost;
    return {
      position: { ...last, counter, accepts },
      credits: known,
      lost: lost + credits.length - known.length,
      unexplained: 0,
      errors,
    };
  }

  /** How many of the events that fell out of the buffer were coins: its accept counter tells; else any of them may be one. */
  async #lostCoins(last: AcceptorPosition, credited: number, events: number): Promise<number> {
    const counted = last.accepts === undefined ? null : await this.#acceptCount();
    if (counted?.outcome !== 'done' || last.accepts === undefined) return events;
    return Math.min(events, Math.max(0, counted.value - last.accepts - credited));
  }

  /** The device was reset: compare its accept counter with ours, inhibit as before, start counting anew. */
  async #afterReset(last: AcceptorPosition): Promise<AcceptorEvents | 'reset-unreadable'> {
    const identified = await this.#identify();
    if (identified.outcome !== 'done') return 'reset-unreadable';
    const applied = await this.#applyInhibits();
    if (applied.outcome !== 'done') return 'reset-unreadable';
    const { serial, accepts } = identified.value;
    return {
      position: { serial, epoch: last.epoch + 1, counter: 0, accepts },
      credits: [],
      lost: 0,
      unexplained: serial === last.serial && last.accepts !== undefined ? Math.max(0, accepts - last.accepts) : 0,
      errors: [],
    };
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#clock.clearTimeout(this.#timer);
    await this.#setMaster(false);
    this.#line.close();
  }

  cut(): void {
    this.#running = false;
    this.#clock.clearTimeout(this.#timer);
    this.#line.close();
  }
}
