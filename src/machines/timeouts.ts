/**
 * All waiting times in milliseconds. Human ones are announced and can be extended; device ones are hard deadlines. The two
 * families never share a timer.
 */
export interface Timeouts {
  /** Without a touch until the warning. */
  readonly humanIdle: number;
  /** From the warning to the end; at least 20 s (WCAG 2.2, 2.2.1). */
  readonly humanWarning: number;
  /** Card or paper not taken: until the reminder sounds. */
  readonly reminder: number;
  /** From the reminder until a louder one. */
  readonly alarm: number;
  /** From the louder one until the session ends all the same. */
  readonly forgotten: number;
  /** Reading a card; verifying and signing; the centre's answer. */
  readonly readCard: number;
  readonly verifyPin: number;
  /** A PIN verified and set anew, or an application signed and filed: several answers of card and centre. */
  readonly service: number;
  readonly centre: number;
  /** Rendering and checking the pages. */
  readonly checkDocument: number;
  /** Coin acceptor told to accept or to stop, with its last polls. */
  readonly coins: number;
  /** A payment at the payment terminal with everything that is asked about it; more than its driver ever takes. */
  readonly cashless: number;
  /** The resident is at the register, or on the way back from it: until the warning. */
  readonly counter: number;
  /** Printing all sheets, and waiting while the printer is jammed or empty. */
  readonly print: number;
  readonly printBlocked: number;
  /** After Cancel-Job until the printer says what became of it. */
  readonly printStop: number;
  /** Staff counting the sheets of a print that nobody knows the end of. */
  readonly staffDecision: number;
  /** Coins coming out of the hoppers, one hopper after the other. */
  readonly payout: number;
  /** A slip printed, or not: more than its driver takes, 42 s, behind a look at the printer of 18 s. */
  readonly slip: number;
  /** The staff panel without a touch. */
  readonly staffIdle: number;
  /** Wiping, settling, recovery: work inside the terminal. */
  readonly inside: number;
}

export const defaultTimeouts: Timeouts = {
  humanIdle: 60_000,
  humanWarning: 30_000,
  reminder: 5_000,
  alarm: 10_000,
  forgotten: 55_000,
  readCard: 20_000,
  verifyPin: 30_000,
  service: 60_000,
  centre: 30_000,
  checkDocument: 20_000,
  coins: 5_000,
  cashless: 300_000,
  counter: 300_000,
  print: 300_000,
  printBlocked: 180_000,
  printStop: 60_000,
  staffDecision: 600_000,
  payout: 600_000,
  slip: 70_000,
  staffIdle: 60_000,
  inside: 20_000,
};
