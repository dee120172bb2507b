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
