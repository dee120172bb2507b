import { planChange, type Stock } from './change.ts';
import { mostCoins } from './hopper.ts';
import type {
  ChangeGiven,
  ChangeJournal,
  CoinHopper,
  CoinPayoutUnit,
  HopperFault,
  HopperLevel,
  HopperPlace,
  HopperState,
  PayoutBefore,
  PayoutOutcome,
} from './port.ts';

/** Coins a hopper of this level is asked for: what is not known to be empty is tried. */
const triedAt: Readonly<Record<HopperLevel, number>> = { ok: Infinity, low: Infinity, unknown: Infinity, empty: 0 };

/** Coins a hopper of this level is sure to hold: above the low mark of a hopper lie at least 20. */
const sureAt: Readonly<Record<HopperLevel, number>> = { ok: 20, low: 0, unknown: 0, empty: 0 };

/** What can be promised before anybody pays, for `affordable`. */
export const sureStock = (hoppers: readonly HopperState[]): Stock[] =>
  hoppers.map(({ yen, level }) => ({ yen, coins: sureAt[level] }));

/** Pays an amount out of several hoppers, one after the other; what one of them lacks the others give if they can. */
export class CoinPayout implements CoinPayoutUnit {
  readonly #hoppers: readonly CoinHopper[];
  #running: CoinHopper | null = null;
  #states: readonly HopperState[] = [];
  #stopped = false;
  #paying: Promise<unknown> = Promise.resolve();

  constructor(hoppers: readonly CoinHopper[]) {
    this.#hoppers = hoppers;
  }

  async start(): Promise<readonly HopperState[]> {
    const states: HopperState[] = [];
    for (const hopper of this.#hoppers) {
      const started = await hopper.start();
      states.push({
        address: hopper.address,
        yen: hopper.yen,
        serial: started.outcome === 'done' ? started.value.serial : null,
        level: started.outcome === 'done' ? started.value.level : 'empty',
        fault: started.outcome === 'failed' ? started.fault : null,
      });
    }
    this.#states = states;
    return states;
  }

  get places(): readonly HopperPlace[] {
    return this.#hoppers;
  }

  get states(): readonly HopperState[] {
    return this.#states;
  }

  pay(yen: number, journal: ChangeJournal): Promise<ChangeGiven> {
    const paying = this.#pay(yen, journal).finally(() => this.#lookAtLevels());
    this.#paying = paying.catch(() => {});
    return paying;
  }

  async #pay(yen: number, journal: ChangeJournal): Promise<ChangeGiven> {
    const parts: { address: number; yen: number; coins: number }[] = [];
    const faults: { address: number; fault: HopperFault }[] = [];
    let left = yen;
    let unsure = 0;
    this.#stopped = false;
    /** Hoppers that can still give, with the most they may be asked for. */
    let stocks: (Stock & { readonly hopper: CoinHopper })[] = [];
    for (const hopper of this.#hoppers) stocks.push({ hopper, yen: hopper.yen, coins: triedAt[await hopper.level()] });
    while (!this.#stopped && unsure === 0) {
      const plan = planChange(left, stocks);
      const next = plan.coins.findIndex((coins) => coins > 0);
      const chosen = stocks[next];
      if (chosen === undefined) break;
      const { hopper } = chosen;
      const coins = Math.min(plan.coins[next] as number, mostCoins);
      const outcome = await this.#payFrom(hopper, coins, journal);
      if (outcome.outcome === 'unknown') {
        unsure = coins * hopper.yen;
        left -= unsure;
        break;
      }
      const paid = outcome.outcome === 'done' ? outcome.value.paid : 0;
      const fault = outcome.outcome === 'done' ? outcome.value.reason : outcome.fault;
      if (paid > 0) parts.push({ address: hopper.address, yen: hopper.yen, coins: paid });
      left -= paid * hopper.yen;
      if (fault === null) continue;
      faults.push({ address: hopper.address, fault });
      stocks = stocks.filter((stock) => stock !== chosen);
    }
    return { paid: yen - left - unsure, unpaid: left, unsure, parts, faults };
  }

  /** Levels after a payout; a hopper that does not answer is not counted on before the next `start`. */
  async #lookAtLevels(): Promise<void> {
    const states: HopperState[] = [];
    for (const state of this.#states) {
      const hopper = this.#hoppers.find(({ address }) => address === state.address);
      const level = state.fault === null && hopper !== undefined ? await hopper.level() : state.level;
      states.push({ ...state, level });
    }
    this.#states = states;
  }

  async #payFrom(hopper: CoinHopper, coins: number, journal: ChangeJournal): Promise<PayoutOutcome> {
    let recorded: PayoutBefore | null = null;
    this.#running = hopper;
    try {
      const outcome = await hopper.dispense(coins, (before) => {
        journal.intent(before);
        recorded = before;
      });
      if (recorded !== null) journal.result(recorded, outcome);
      return outcome;
    } finally {
      this.#running = null;
    }
  }

  async lookup(before: PayoutBefore): Promise<PayoutOutcome> {
    const hopper = this.#hoppers.find(({ address, yen }) => address === before.address && yen === before.yen);
    if (hopper !== undefined) return hopper.lookup(before);
    return { outcome: 'unknown', detail: `no hopper of ${before.yen} yen at address ${before.address}` };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running?.stop();
    await this.#paying;
  }
}
