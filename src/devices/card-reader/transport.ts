import type { CardLinkFault } from './port.ts';

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
  /** Answer bytes; fewer than two mean that the card is gone. Rejects when it is, or when the reader fails. */
  transmit(command: Uint8Array): Promise<Uint8Array>;
  /** Lets the card go with a reset, so that no verified PIN stays in it. */
  release(): void;
}

/** A rejection that knows what went wrong; of any other the driver says `removed` or `reader` by whether the card is in. */
export class CardLinkError extends Error {
  readonly fault: CardLinkFault;

  constructor(fault: CardLinkFault, sentence: string) {
    super(sentence);
    this.fault = fault;
  }
}
