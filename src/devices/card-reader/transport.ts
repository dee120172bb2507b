/** A card reader as the driver needs it: PC/SC in a shop, a slot in memory with simulated devices. */
export interface CardTransport {
  open(listener: CardTransportListener): void;
  /** Takes the inserted card for exclusive use. Rejects when there is none or the reader fails. */
  connect(): Promise<CardConnection>;
  close(): Promise<void>;
}

export interface CardTransportListener {
  inserted(): void;
  removed(): void;
  health(state: 'working' | 'failed', reason: string): void;
}

export interface CardConnection {
  /** Answer bytes; fewer than two, or a rejection, mean that the card is gone. */
  transmit(command: Uint8Array): Promise<Uint8Array>;
  /** Lets the card go with a reset, so that no verified PIN stays in it. */
  release(): void;
}
