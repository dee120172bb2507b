import type { Clock } from '../../clock.ts';
import { AcceptorModel, type AcceptorOptions } from './acceptor-model.ts';
import { HopperModel, type HopperOptions } from './hopper-model.ts';
import { Wire } from './wire.ts';

/** Where all coins of the unit are, in yen. `inserted` + `filled` = the sum of the others, always. */
export interface CoinsCounted {
  readonly inserted: number;
  /** Put into the hoppers by hand, less what was taken out. */
  readonly filled: number;
  readonly rolling: number;
  readonly cashBox: number;
  readonly returned: number;
  readonly paidOut: number;
  readonly inHoppers: number;
}

const sum = <T>(list: readonly T[], of: (one: T) => number): number => list.reduce((all, one) => all + of(one), 0);

/** A coin unit: one acceptor and some hoppers on one ccTalk wire, and every coin in it. */
export class CoinUnitModel extends Wire {
  readonly acceptor: AcceptorModel;
  readonly hoppers: readonly HopperModel[];

  constructor(
    clock: Clock,
    options: {
      readonly acceptor?: AcceptorOptions;
      readonly hoppers?: readonly HopperOptions[];
      readonly echo?: boolean;
      readonly replyMs?: number;
    } = {},
  ) {
    const acceptor = new AcceptorModel(clock, options.acceptor);
    const hoppers = (options.hoppers ?? []).map((hopper) => new HopperModel(clock, hopper));
    super(clock, [acceptor, ...hoppers], options);
    this.acceptor = acceptor;
    this.hoppers = hoppers;
  }

  /** Counts by hand. */
  get money(): CoinsCounted {
    const { inserted, rollingYen, cashBox, returned } = this.acceptor;
    return {
      inserted,
      filled: sum(this.hoppers, ({ filled, yen }) => filled * yen),
      rolling: rollingYen,
      cashBox,
      returned,
      paidOut: sum(this.hoppers, ({ paidOut, yen }) => paidOut * yen),
      inHoppers: sum(this.hoppers, ({ coins, yen }) => coins * yen),
    };
  }

  /** The power of the whole unit goes and comes. */
  powerCycle(): void {
    this.acceptor.powerCycle();
    for (const hopper of this.hoppers) hopper.powerCycle();
  }
}
