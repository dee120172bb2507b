import type { KeyObject } from 'node:crypto';
import type { GenerationName, PinName } from '../../card/jpki-data.ts';
import type { CodeName } from './references.ts';

/** Everything that makes one card: what is on the chip, as personalised. What changes in use (CardMemory) is kept apart. */
export interface CardProfile {
  /** Catalogue name, e.g. `adult`. */
  readonly name: string;
  readonly description: string;
  /** PKCS#11 token label of EF 0006, e.g. `JPKIAPICCTOKEN2`. */
  readonly tokenLabel: string;
  readonly generation: GenerationName;
  readonly auth: CardKeyPair | null;
  readonly sign: CardKeyPair | null;
  /** DER of the CA certificates in EF 000B and EF 0002. */
  readonly authCa: Uint8Array;
  readonly signCa: Uint8Array;
  readonly pins: Readonly<Record<PinName, CardPin>>;
  /** 共通カードAP, record 1: 15 digits, five digits of the municipality, ISO date of the last day of the card. */
  readonly serial: string;
  readonly municipality: string;
  readonly expires: string;
  /** What the text and the surface application hold behind their PINs. */
  readonly face: CardFace;
  /** SPKI DER of the key whose signature lets a locked PIN be set anew: stands for the real card's unpublished procedure. */
  readonly unlockKey: Uint8Array;
}

export interface CardKeyPair {
  /** DER end-entity certificate. */
  readonly certificate: Uint8Array;
  readonly key: KeyObject;
}

export interface CardPin {
  readonly value: string;
  /** Tries left when the card is new in the catalogue; 0 = blocked; null = never set (顔認証マイナンバーカード). */
  readonly tries: number | null;
}

export interface CardFace {
  /** Family and given name parted by U+3000. */
  readonly name: string;
  readonly address: string;
  /** ISO date. */
  readonly birthDate: string;
  /** JIS X 0303: `1` male, `2` female, `9` not applicable. */
  readonly sex: '1' | '2' | '9';
  /** 12 digits. */
  readonly myNumber: string;
  /** Four digits printed on the face; part of 照合番号B. */
  readonly securityCode: string;
}

/** What a card remembers when the power is off. */
export interface CardMemory {
  readonly tries: Readonly<Record<PinName, number | null>>;
  /** PINs that were changed; the others are as personalised. */
  readonly values: Readonly<Partial<Record<PinName, string>>>;
  /** Tries left of the 照合番号 that were ever tried; the others have all of theirs. */
  readonly codes?: Readonly<Partial<Record<CodeName, number>>>;
}
