import type { Outcome } from '../../outcome.ts';

/**
 * `removed`: the card left before or while it was asked; whether it acted on the last command is not known.
 * `mute`: no answer in time. `reader`: the reader or pcscd failed.
 */
export type CardLinkFault = 'removed' | 'mute' | 'reader';

/** One exclusive conversation with one inserted card. */
export interface CardChannel {
  /** Sends one short command APDU; the answer ends with SW1 SW2. Commands are serialised. */
  transmit(command: Uint8Array): Promise<Outcome<Uint8Array, CardLinkFault>>;
}

export interface CardReaderListener {
  /** A card was put in. `insertion` counts up for ever within the process; every answer names the one it belongs to. */
  inserted(insertion: number): void;
  removed(insertion: number): void;
  health(state: 'working' | 'failed', reason: string): void;
}

export interface CardReader {
  start(listener: CardReaderListener): void;
  /** The insertion number of the card that is in now, or null. */
  readonly present: number | null;
  /**
   * Opens the card of `insertion` for exclusive use, runs `work` and closes with a reset, so that no verified PIN is left.
   * `removed` when that card is no longer in.
   */
  session<T>(insertion: number, work: (channel: CardChannel) => Promise<T>): Promise<Outcome<T, CardLinkFault>>;
  stop(): Promise<void>;
}
