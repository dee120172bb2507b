import type { Outcome } from '../../outcome.ts';

/** Where the acceptor's event counter stood when its last events were made durable. */
export interface AcceptorPosition {
  /** Serial number of the device (ccTalk header 242). */
  readonly serial: number;
  /** Goes up by one each time the device was seen to have been reset. */
  readonly epoch: number;
  /** ccTalk event counter, 0 after reset, then 1..255, wrapping to 1. */
  readonly counter: number;
  /** Coins the device had accepted by then (header 225), so that those of a lost buffer are missed; absent in old rows. */
  readonly accepts?: number | undefined;
}

/** What one poll brought. Made durable by the caller in one row before the driver moves its position on. */
export interface AcceptorEvents {
  readonly position: AcceptorPosition;
  /** Accepted coins, oldest first, in yen. */
  readonly credits: readonly number[];
  /** Events that the five-deep buffer had already lost: their coins cannot be known. */
  readonly lost: number;
  /** Coins the device counted as accepted (header 225) beyond those credited, seen after a reset. */
  readonly unexplained: number;
  /** Device error and status codes (result byte A = 0), e.g. 1 reject, 2 inhibited, 14 credit sensor blocked. */
  readonly errors: readonly number[];
}

export type AcceptorFault = 'no-answer' | 'refused' | 'self-check';

/** A ccTalk coin acceptor. Polls from `start` to `stop`, because the device inhibits itself after 1 s without a poll. */
export interface CoinAcceptor {
  /**
   * Identifies the device, masters inhibit on (no coins), reads coin ids and begins to poll.
   * @param last position made durable before the last stop, or null for a device never seen
   */
  start(last: AcceptorPosition | null): Promise<Outcome<{ serial: number; coins: readonly number[] }, AcceptorFault>>;
  /** Accepts exactly these coin values (yen) from now on; an empty list inhibits all. Resolves when the device said so. */
  accept(values: readonly number[]): Promise<Outcome<null, AcceptorFault>>;
  stop(): Promise<void>;
  /** Falls silent as the terminal's power does: nothing is told to the device. */
  cut(): void;
}

export interface AcceptorListener {
  /** Must be durable when it returns; if it throws, the events are offered again with the next poll. */
  events(events: AcceptorEvents): void;
  /** After three polls without an answer, and again when it answers. */
  health(state: 'working' | 'failed', reason: string): void;
}

/** One hopper of the configuration: a ccTalk payout with coins of one value. */
export interface HopperPlace {
  /** ccTalk address, 3–10. */
  readonly address: number;
  /** Value of its coins in yen; the device does not know it. */
  readonly yen: number;
}

/** `empty`: below the low mark, and the last payout ran dry. `unknown`: no sensor, or no answer. */
export type HopperLevel = 'ok' | 'low' | 'empty' | 'unknown';

/**
 * Why coins did not come out. `not-started`: the command never reached the hopper. `jam`: no coin came in time although the
 * hopper is not known to be empty. `power`: it lost its power in between. `counters`: what it counts cannot be believed.
 */
export type HopperFault =
  | 'no-answer'
  | 'refused'
  | 'busy'
  | 'swapped'
  | 'not-started'
  | 'stopped'
  | 'empty'
  | 'jam'
  | 'motor'
  | 'blocked'
  | 'power'
  | 'counters'
  | 'locked';

/** Everything needed to find out later what became of a payout. Made durable before the first coin can move. */
export interface PayoutBefore {
  readonly address: number;
  readonly serial: number;
  readonly yen: number;
  /** Coins asked for, 1–255. */
  readonly coins: number;
  /** Event counter of header 166: 0 after a reset, then 1…255, wrapping to 1; one more for each payout. */
  readonly counter: number;
  /** Coins of the payout before this one, as they stand in the device. */
  readonly paid: number;
  readonly unpaid: number;
  /** Coins it ever paid (header 168), 24 bits; in EEPROM. */
  readonly life: number;
}

/** `paid` + `unpaid` = the coins asked for. */
export interface Payout {
  /** At least 1: a payout of which nothing came out is `failed`. */
  readonly paid: number;
  readonly unpaid: number;
  /** Why not all; null when all came out. */
  readonly reason: HopperFault | null;
}

/** `failed` means certainly no coin came out, `unknown` that nobody can say how many. */
export type PayoutOutcome = Outcome<Payout, HopperFault>;

/** One coin hopper. One payout at a time. */
export interface CoinHopper extends HopperPlace {
  /**
   * Identifies the device and disables it. Any device that stands at the address is taken for ours; interrupted payouts are
   * looked up before.
   */
  start(): Promise<Outcome<{ readonly serial: number; readonly level: HopperLevel }, HopperFault>>;
  level(): Promise<HopperLevel>;
  /**
   * Pays coins out, sending the command once. A device that was reset to clear its fault flags forgets the payout before, so
   * that one is looked up first.
   * @param record must be durable when it returns; if it throws, nothing is paid and the promise rejects
   */
  dispense(coins: number, record: (before: PayoutBefore) => void): Promise<PayoutOutcome>;
  /** What became of a payout that was interrupted; waits for a motor that still turns, never pays. */
  lookup(before: PayoutBefore): Promise<PayoutOutcome>;
  /**
   * Emergency stop. A running `dispense` ends with what came out; one that has not sent its command does not send it.
   * @returns coins of the last payout as the device tells them when the last coin has fallen
   */
  stop(): Promise<Outcome<{ readonly paid: number; readonly unpaid: number }, HopperFault>>;
}

export interface HopperState extends HopperPlace {
  /** Null when the device did not say. */
  readonly serial: number | null;
  /** `empty` also for a hopper that does not work. */
  readonly level: HopperLevel;
  readonly fault: HopperFault | null;
}

/** Rows of a payout; both durable when they return. Each hopper that is told to pay writes one of each. */
export interface ChangeJournal {
  /** Before the effect. If it throws, nothing is paid and `pay` rejects. */
  intent(before: PayoutBefore): void;
  result(before: PayoutBefore, outcome: PayoutOutcome): void;
}

/** In yen; `paid` + `unpaid` + `unsure` = the amount asked for. */
export interface ChangeGiven {
  readonly paid: number;
  readonly unpaid: number;
  /** May have come out or not; nothing is paid after it. */
  readonly unsure: number;
  /** What each hopper certainly paid, in the order it happened. */
  readonly parts: readonly { readonly address: number; readonly yen: number; readonly coins: number }[];
  readonly faults: readonly { readonly address: number; readonly fault: HopperFault }[];
}

/** All hoppers of the terminal as one. One amount at a time. */
export interface CoinPayoutUnit {
  /** The hoppers of the configuration. */
  readonly places: readonly HopperPlace[];
  /** Looks at every hopper and leaves it disabled. */
  start(): Promise<readonly HopperState[]>;
  /** As the last `start` or payout found them; empty before. */
  readonly states: readonly HopperState[];
  pay(yen: number, journal: ChangeJournal): Promise<ChangeGiven>;
  lookup(before: PayoutBefore): Promise<PayoutOutcome>;
  /** Emergency stop of the hopper that pays; the others do not begin. Resolves when the payout has its result row. */
  stop(): Promise<void>;
}
