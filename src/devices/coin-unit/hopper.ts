import { type Clock, sleep } from '../../clock.ts';
import { done, failed, type Outcome, unknown } from '../../outcome.ts';
import { bytesOf24, Header, nextCount, uint24 } from './cctalk.ts';
import type { CcTalkLine, LineFault } from './line.ts';
import type { CoinHopper, HopperFault, HopperLevel, HopperPlace, PayoutBefore, PayoutOutcome } from './port.ts';

/** Between two looks at a payout that runs (suzohapp Flow: every 100 ms; 200 ms leaves the line to the acceptor). */
const pollMs = 200;
/** After a stop or a shortfall a coin may still fall (Bulk Coin Recycler TSP157, case c). */
const lateCoinMs = 500;
/** After a reset or power-up until the device answers. */
const readyMs = 300;
/** Until a hopper at rest has given two equal looks, on a line with single faults. */
const lookLimitMs = 8_000;
/** A payout that still runs after this long is stopped: the motor's own time for a jam, and a second a coin. */
const payoutLimitMs = (coins: number): number => 20_000 + 1_000 * coins;

/** `dispense` and `lookup` answer within this time, whatever the line does. */
export const payoutDeadlineMs = (coins: number): number => 240_000 + 1_000 * coins;

/** The one value that enables a payout; any other disables it. Lost with each reset. */
const enableCode = 0xa5;
/** One byte in the dispense command. */
export const mostCoins = 255;

/**
 * Bits of the three status registers of header 163 (generic specification 4.7, part 3). Hoppers of one or two registers
 * leave the others out.
 */
export const Flag = {
  overCurrent: 1 << 0,
  timeout: 1 << 1,
  reversed: 1 << 2,
  blockedIdle: 1 << 3,
  shortIdle: 1 << 4,
  blockedInPayout: 1 << 5,
  powerUp: 1 << 6,
  disabled: 1 << 7,
  shortInPayout: 1 << 8,
  singleCoin: 1 << 9,
  useOther: 1 << 10,
  fingerMismatch: 1 << 11,
  reverseLimit: 1 << 12,
  coilFault: 1 << 13,
  memoryFault: 1 << 14,
  pinNeeded: 1 << 15,
  powerDownInPayout: 1 << 16,
  unknownCoin: 1 << 17,
  pinWrong: 1 << 18,
  cipherWrong: 1 << 19,
  encrypted: 1 << 20,
} as const;

/** With one of these a coin may have come out uncounted, or been counted and not come out. */
const incredible =
  Flag.blockedInPayout | Flag.shortInPayout | Flag.fingerMismatch | Flag.memoryFault | Flag.unknownCoin;

/** What each flag means for a payout, gravest first. */
const faultOfFlag: readonly (readonly [number, HopperFault])[] = [
  [incredible, 'counters'],
  [Flag.pinNeeded | Flag.pinWrong | Flag.cipherWrong | Flag.encrypted, 'locked'],
  [Flag.overCurrent | Flag.reverseLimit | Flag.coilFault, 'motor'],
  [Flag.blockedIdle | Flag.shortIdle, 'blocked'],
];
const unfitness = (flags: number): HopperFault | null => faultOfFlag.find(([some]) => flags & some)?.[1] ?? null;

/** @param sensor reply to header 217: bit 0 below the low mark, bit 4 low sensor fitted */
function levelOf(sensor: number | null, flags: number): HopperLevel {
  const ranDry = (flags & Flag.timeout) !== 0;
  if (sensor === null || (sensor & 0x10) === 0) return 'unknown';
  if ((sensor & 1) === 0) return 'ok';
  return ranDry ? 'empty' : 'low';
}

/** One whole look at a hopper. */
export interface Look {
  readonly serial: number;
  readonly counter: number;
  readonly remaining: number;
  readonly paid: number;
  readonly unpaid: number;
  readonly life: number;
  readonly flags: number;
  readonly level: HopperLevel;
}

const alike = (one: Look, other: Look): boolean =>
  (Object.keys(one) as (keyof Look)[]).every((key) => one[key] === other[key]);

/** What the driver saw on the way: the hopper refused the command, the hopper was told to stop. */
interface Seen {
  readonly refused: boolean;
  readonly stopped: boolean;
}

/** Why coins are missing, by a look at the hopper afterwards. */
function reasonOf({ flags, counter, level }: Look, { refused, stopped }: Seen): HopperFault {
  const powerLost = counter === 0 || (flags & Flag.powerDownInPayout) !== 0;
  return (
    unfitness(flags) ??
    (stopped ? 'stopped' : refused ? 'refused' : powerLost ? 'power' : level === 'empty' ? 'empty' : 'jam')
  );
}

/**
 * What became of a payout, by the looks before and after. The number of coins is what the life count says, and only if the
 * status of the last payout tells the same story; the reply to the dispense command is not needed. Pure.
 * @param after a look at a hopper at rest
 */
export function judge(
  before: PayoutBefore,
  after: Look,
  seen: Seen = { refused: false, stopped: false },
): PayoutOutcome {
  const { coins } = before;
  const came = (after.life - before.life) & 0xffffff;
  const counted = after.counter === nextCount(before.counter);
  const reset = after.counter === 0;
  const whole = after.paid + after.unpaid === coins;
  const story = `${after.paid} paid and ${after.unpaid} unpaid of ${coins}, life count ${came} more`;
  if (after.serial !== before.serial) return unknown(`serial ${after.serial} instead of ${before.serial}`);
  if (after.remaining > 0) return unknown(`${after.remaining} coins still to come`);
  if (after.flags & incredible) return unknown(`hopper flags ${after.flags.toString(16)}`);
  if (!counted && !reset && after.counter !== before.counter)
    return unknown(`event counter ${after.counter} after ${before.counter}`);
  if (came === 0) {
    // The payout before still stands there. Were this one just like it, a life count that stands still would look the same.
    const same = after.paid === before.paid && (after.unpaid === before.unpaid || (reset && after.unpaid === 0));
    const nothing = after.paid === 0 || seen.refused || (same && !(counted && whole));
    if (!nothing) return unknown(story);
    const started = counted || (reset && before.counter > 0);
    return failed(started || seen.refused ? reasonOf(after, seen) : 'not-started', story);
  }
  // A power cut after a payout that ended early clears the unpaid count, and with it the flags: it may have been a theft.
  if (came !== after.paid || !whole || !(counted || reset)) return unknown(story);
  return done({ paid: came, unpaid: coins - came, reason: came === coins ? null : reasonOf(after, seen) });
}

/**
 * Coin hopper over ccTalk. Nothing acknowledges a coin: what came out is found by comparing the hopper's own counters, which
 * outlive power cuts, with those recorded before. The dispense command is sent once in each `dispense` and never again.
 */
export class CcTalkHopper implements CoinHopper {
  readonly address: number;
  readonly yen: number;
  readonly #line: CcTalkLine;
  readonly #clock: Clock;
  #serial: number | null = null;
  #paying = false;
  #stopped = false;

  constructor(line: CcTalkLine, clock: Clock, { address, yen }: HopperPlace) {
    this.#line = line;
    this.#clock = clock;
    this.address = address;
    this.yen = yen;
  }

  #read(header: number, data?: Uint8Array): Promise<Outcome<Uint8Array, LineFault>> {
    return this.#line.read(this.address, header, data);
  }

  async start(): Promise<Outcome<{ readonly serial: number; readonly level: HopperLevel }, HopperFault>> {
    const disabled = await this.#read(Header.hopperEnable, Uint8Array.of(0));
    if (disabled.outcome !== 'done') return disabled;
    const look = await this.#rest(lookLimitMs, 0);
    if (look.outcome !== 'done') return look;
    const { serial, level } = look.value;
    this.#serial = serial;
    return done({ serial, level });
  }

  async level(): Promise<HopperLevel> {
    const flags = await this.#read(Header.hopperTest);
    return flags.outcome === 'done' ? this.#levelWith(uint24(flags.value)) : 'unknown';
  }

  async #levelWith(flags: number): Promise<HopperLevel> {
    const sensor = await this.#read(Header.levelStatus);
    return levelOf(sensor.outcome === 'done' ? (sensor.value[0] as number) : null, flags);
  }

  /** Asks everything. Neighbours differ in the length of their reply, so that none passes for the next. */
  async #look(): Promise<Outcome<Look, HopperFault>> {
    const status = await this.#read(Header.hopperStatus);
    if (status.outcome !== 'done') return status;
    const flags = await this.#read(Header.hopperTest);
    if (flags.outcome !== 'done') return flags;
    const category = await this.#read(Header.equipmentCategory);
    if (category.outcome !== 'done') return category;
    const name = Buffer.from(category.value).toString('latin1');
    if (!/^payout$/i.test(name)) return failed('refused', `address ${this.address} is a ${JSON.stringify(name)}`);
    const serial = await this.#read(Header.serialNumber);
    if (serial.outcome !== 'done') return serial;
    const level = await this.#levelWith(uint24(flags.value));
    const life = await this.#read(Header.dispenseCount);
    if (life.outcome !== 'done') return life;
    const [counter, remaining, paid, unpaid] = status.value as unknown as readonly [number, number, number, number];
    return done({
      serial: uint24(serial.value),
      counter,
      remaining,
      paid,
      unpaid,
      life: uint24(life.value),
      flags: uint24(flags.value),
      level,
    });
  }

  /**
   * Waits until the hopper is at rest and two looks in a row say the same, so that neither a late coin nor a late reply
   * deceives; between the two lies the time a late coin needs when fewer than `coins` came out.
   */
  async #rest(limitMs: number, coins: number): Promise<Outcome<Look, HopperFault>> {
    let late = false;
    const timer = this.#clock.setTimeout(() => {
      late = true;
    }, limitMs);
    let last: Look | null = null;
    let trouble: Outcome<Look, HopperFault> = failed('no-answer');
    while (!late && !this.#line.closed) {
      const look = await this.#lookAtRest();
      if (look.outcome !== 'done') trouble = look;
      else if (last !== null && alike(look.value, last)) {
        this.#clock.clearTimeout(timer);
        return look;
      }
      last = look.outcome === 'done' ? look.value : null;
      await sleep(this.#clock, last !== null && last.paid < coins ? lateCoinMs : pollMs);
    }
    this.#clock.clearTimeout(timer);
    return trouble;
  }

  /** A whole look, or `busy` while it pays. */
  async #lookAtRest(): Promise<Outcome<Look, HopperFault>> {
    const status = await this.#line.ask(this.address, Header.hopperStatus);
    if (status.outcome !== 'done') return status;
    return status.value[1] === 0 ? this.#look() : failed('busy', 'it still pays');
  }

  /** The payout as it stands when the motor rests; one that does not come to rest in time is stopped. */
  async #outcomeOf(before: PayoutBefore, refused: boolean): Promise<PayoutOutcome> {
    let look = await this.#rest(payoutLimitMs(before.coins), before.coins);
    if (look.outcome !== 'done' && !this.#line.closed) look = await this.#halt(before.coins);
    if (look.outcome === 'done') return judge(before, look.value, { refused, stopped: this.#stopped });
    return unknown(look.outcome === 'failed' ? `${look.fault}: ${look.detail ?? ''}` : look.detail);
  }

  async #halt(coins: number): Promise<Outcome<Look, HopperFault>> {
    this.#stopped = true;
    await this.#read(Header.emergencyStop);
    return this.#rest(lookLimitMs, coins);
  }

  /** A look at a hopper that is ours, fit and enabled. Old fault flags are cleared by one reset. */
  async #prepare(): Promise<Outcome<Look, HopperFault>> {
    let look = await this.#rest(lookLimitMs, 0);
    if (look.outcome === 'done' && unfitness(look.value.flags) !== null) {
      const reset = await this.#read(Header.reset);
      if (reset.outcome !== 'done') return reset;
      await sleep(this.#clock, readyMs);
      look = await this.#rest(lookLimitMs, 0);
    }
    if (look.outcome !== 'done') return look;
    if (look.value.serial !== this.#serial) return failed('swapped', `serial ${look.value.serial}`);
    const unfitFor = unfitness(look.value.flags);
    if (unfitFor !== null) return failed(unfitFor, `hopper flags ${look.value.flags.toString(16)}`);
    const enabled = await this.#read(Header.hopperEnable, Uint8Array.of(enableCode));
    return enabled.outcome === 'done' ? look : enabled;
  }

  async dispense(coins: number, record: (before: PayoutBefore) => void): Promise<PayoutOutcome> {
    if (!(coins >= 1 && coins <= mostCoins))
      throw new RangeError(`a hopper pays 1 to ${mostCoins} coins, not ${coins}`);
    if (this.#paying) return failed('busy');
    this.#paying = true;
    this.#stopped = false;
    try {
      const known = this.#serial === null ? await this.start() : null;
      if (known !== null && known.outcome !== 'done') return known;
      const ready = await this.#prepare();
      if (ready.outcome !== 'done') return ready;
      const { serial, counter, paid, unpaid, life } = ready.value;
      const before = { address: this.address, serial, yen: this.yen, coins, counter, paid, unpaid, life };
      if (this.#stopped) return failed('stopped');
      record(before);
      const reply = await this.#line.ask(this.address, Header.dispense, Uint8Array.of(...bytesOf24(serial), coins));
      return await this.#outcomeOf(before, reply.outcome === 'failed' && reply.fault === 'refused');
    } finally {
      await this.#read(Header.hopperEnable, Uint8Array.of(0));
      this.#paying = false;
    }
  }

  async lookup(before: PayoutBefore): Promise<PayoutOutcome> {
    this.#stopped = false;
    const outcome = await this.#outcomeOf(before, false);
    await this.#read(Header.hopperEnable, Uint8Array.of(0));
    return outcome;
  }

  async stop(): Promise<Outcome<{ readonly paid: number; readonly unpaid: number }, HopperFault>> {
    const look = await this.#halt(mostCoins + 1);
    return look.outcome === 'done' ? done({ paid: look.value.paid, unpaid: look.value.unpaid }) : look;
  }
}
