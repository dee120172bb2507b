/** A command that reached a card, for counting: its instruction byte and how many bytes it and its answer had; never what was in them. */
export interface CardTraffic {
  readonly ins: number;
  readonly command: number;
  /** 0: the card did not answer. */
  readonly answer: number;
}

export const trafficOf = (command: Uint8Array, answer: Uint8Array | null): CardTraffic => ({
  ins: command[1] ?? 0,
  command: command.length,
  answer: answer?.length ?? 0,
});
