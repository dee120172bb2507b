import type { Clock } from '../../clock.ts';
import { bytesOf24, Header, nextCount, uint24 } from '../../devices/coin-unit/cctalk.ts';
import { Flag } from '../../devices/coin-unit/hopper.ts';
import type { WireDevice, WireFaults } from './wire.ts';

/** From one coin to the next. */
const coinMs = 250;
/** The motor gives up after this long without a coin. */
const timeoutMs = 3_000;
/** From a stop to the coin that was already on its way. */
const lateCoinMs = 200;
/** From power-up to the first answer. */
const bootMs = 250;
/** Below this many coins the level sensor says low. */
const lowMark = 20;

export interface HopperFaults extends WireFaults {
  /** In the next payout: no coin comes after so many, though there are some. */
  jamAfter?: number;
  /** The motor does not give up at a jam. */
  motorRunsOn?: boolean;
  /** In the next payout: the power fails after so many coins and comes back at once. */
  powerLossAfter?: number;
  /** In the next payout: the coin after so many is pulled past the exit sensor, which notices, and the payout ends. */
  fraudAfter?: number;
  /** A coin falls after the motor has stopped early. */
  lateCoin?: boolean;
  /** Something stands in the exit. */
  exitBlocked?: boolean;
  /** The level sensor always says there are enough coins. */
  levelLies?: boolean;
  /** The life count in EEPROM does not go on, and nothing tells. */
  lifeStandsStill?: boolean;
}

export interface HopperOptions {
  /** ccTalk address, 3–10. */
  readonly address: number;
  /** Value of its coins in yen. */
  readonly yen: number;
  /** Coins in it; staff fill it, nothing else. */
  readonly coins: number;
  readonly serial?: number;
  /** Whether the event counter also counts refused commands, as on the suzohapp Flow. */
  readonly countsRefusals?: boolean;
}

/** A ccTalk coin hopper like suzohapp Flow and Money Controls SCH3, byte for byte, with the coins in it. */
export class HopperModel implements WireDevice {
  readonly address: number;
  readonly yen: number;
  readonly #clock: Clock;
  readonly #countsRefusals: boolean;
  faults: HopperFaults = {};
  /** Coins in the hopper. */
  coins: number;
  /** Coins that hands put in, less those they took out. */
  filled: number;
  /** Coins that ever came out, counted by hand in the tray. */
  paidOut = 0;
  /** Dispense commands that reached it, and those of them that were not refused. */
  dispenses = 0;
  payouts = 0;
  /** EEPROM. */
  #serial: number;
  #life = 0;
  #paid = 0;
  #unpaid = 0;
  /** The unpaid count was made by a stop or a timeout: the next power cycle clears it (TSP157). */
  #unpaidPasses = false;
  /** RAM. */
  #counter = 0;
  #remaining = 0;
  #enabled = false;
  #flags: number = Flag.powerUp;
  /** The turn that is next; power cuts and stops call it off. */
  #turn: unknown;
  #readyAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, options: HopperOptions) {
    this.#clock = clock;
    this.address = options.address;
    this.yen = options.yen;
    this.coins = options.coins;
    this.filled = options.coins;
    this.#serial = options.serial ?? 0x0ad7df + options.address - 3;
    this.#countsRefusals = options.countsRefusals ?? true;
  }

  get paying(): boolean {
    return this.#remaining > 0;
  }

  /** Hands fill it up or take coins out, until there are so many. */
  fillTo(coins: number): void {
    this.filled += coins - this.coins;
    this.coins = coins;
  }

  /** Another device at the same address, with counters of its own; the coins are poured over. */
  swap(serial: number): void {
    this.powerCycle();
    this.#serial = serial;
    this.#life = 0;
    this.#paid = 0;
    this.#unpaid = 0;
  }

  /** The power goes and comes: counter 0, disabled; what was left of a running payout stands in EEPROM as unpaid. */
  powerCycle(): void {
    this.#clock.clearTimeout(this.#turn);
    if (this.#unpaidPasses) this.#unpaid = 0;
    this.#unpaidPasses = false;
    this.#flags = Flag.powerUp | (this.#remaining > 0 ? Flag.powerDownInPayout : 0);
    if (this.#remaining > 0) this.#unpaid = this.#remaining;
    this.#remaining = 0;
    this.#counter = 0;
    this.#enabled = false;
    this.#readyAt = this.#clock.now() + bootMs;
  }

  answer(header: number, data: Uint8Array): Uint8Array | null | undefined {
    return this.#clock.now() < this.#readyAt ? undefined : (this.#commands[header]?.(data) ?? null);
  }

  readonly #commands: Readonly<Record<number, (data: Uint8Array) => Uint8Array | null>> = {
    [Header.simplePoll]: () => new Uint8Array(),
    [Header.reset]: () => {
      this.powerCycle();
      return new Uint8Array();
    },
    [Header.equipmentCategory]: () => Buffer.from('Payout', 'latin1'),
    [Header.serialNumber]: () => bytesOf24(this.#serial),
    [Header.hopperTest]: () =>
      bytesOf24(
        this.#flags |
          (this.#enabled ? 0 : Flag.disabled) |
          (this.faults.exitBlocked && !this.paying ? Flag.blockedIdle : 0),
      ),
    [Header.hopperEnable]: (data) => {
      this.#enabled = data[0] === 0xa5;
      return new Uint8Array();
    },
    [Header.hopperStatus]: () => Uint8Array.of(this.#counter, this.#remaining, this.#paid, this.#unpaid),
    [Header.dispenseCount]: () => bytesOf24(this.#life),
    [Header.levelStatus]: () => Uint8Array.of(this.coins < lowMark && !this.faults.levelLies ? 0x11 : 0x10),
    [Header.emergencyStop]: () => {
      if (this.paying) this.#end(0);
      return Uint8Array.of(this.#unpaid);
    },
    [Header.dispense]: (data) => this.#dispense(uint24(data), data[3] ?? 0),
  };

  /** A refusal: disabled, busy, exit blocked, another serial number, no coins asked for. */
  #dispense(serial: number, coins: number): Uint8Array | null {
    this.dispenses += 1;
    const refused =
      !this.#enabled || this.paying || this.faults.exitBlocked === true || serial !== this.#serial || coins === 0;
    if (!refused || this.#countsRefusals) this.#counter = nextCount(this.#counter);
    if (refused) return null;
    this.payouts += 1;
    this.#flags = 0;
    this.#remaining = coins;
    this.#paid = 0;
    this.#unpaid = 0;
    this.#unpaidPasses = false;
    this.#turnOn(0);
    return new Uint8Array();
  }

  /** @param fallen coins of this payout so far */
  #turnOn(fallen: number): void {
    const { jamAfter, powerLossAfter, fraudAfter } = this.faults;
    const stuck = this.coins === 0 || fallen === jamAfter;
    this.#turn = this.#clock.setTimeout(
      () => {
        if (fallen === powerLossAfter) {
          this.faults = { ...this.faults, powerLossAfter: Number.NaN };
          return this.powerCycle();
        }
        if (stuck) return this.faults.motorRunsOn ? this.#turnOn(fallen) : this.#end(Flag.timeout);
        if (fallen === fraudAfter) {
          this.coins -= 1;
          this.paidOut += 1;
          return this.#end(Flag.shortInPayout);
        }
        this.#remaining -= 1;
        this.#fall();
        if (this.paying) this.#turnOn(fallen + 1);
      },
      stuck ? timeoutMs : coinMs,
    );
  }

  #fall(): void {
    this.coins -= 1;
    this.paidOut += 1;
    this.#paid += 1;
    if (!this.faults.lifeStandsStill) this.#life = (this.#life + 1) & 0xffffff;
  }

  /** The motor stops before all coins are out. */
  #end(flags: number): void {
    this.#clock.clearTimeout(this.#turn);
    this.#unpaid = this.#remaining;
    this.#unpaidPasses = true;
    this.#remaining = 0;
    this.#flags |= flags;
    if (!this.faults.lateCoin || this.coins === 0) return;
    this.#turn = this.#clock.setTimeout(() => {
      this.#unpaid -= 1;
      this.#fall();
    }, lateCoinMs);
  }
}
