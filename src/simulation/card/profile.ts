import type { KeyObject } from 'node:crypto';

/** Everything that makes one card: what is on the chip, as personalised. Persistent state (tries left) is kept apart. */
export interface CardProfile {
  /** Catalogue name, e.g. `adult`. */
  readonly name: string;
  readonly description: string;
  /** PKCS#11 token label of EF 0006, e.g. `JPKIAPICCTOKEN2`. */
  readonly tokenLabel: string;
  readonly auth: CardKeyPair | null;
  readonly sign: CardKeyPair | null;
  /** DER of the CA certificates in EF 000B and EF 0002. */
  readonly authCa: Uint8Array;
  readonly signCa: Uint8Array;
  readonly authPin: CardPin;
  readonly signPin: CardPin;
}

export interface CardKeyPair {
  /** DER end-entity certificate. */
  readonly certificate: Uint8Array;
  readonly key: KeyObject;
}

export interface CardPin {
  readonly value: string;
  /** Tries left when the card is new in the catalogue; 0 = blocked. */
  readonly tries: number;
  readonly maxTries: number;
}
