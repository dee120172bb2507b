import type { GenerationName } from '../card/jpki-data.ts';
import type { SignedDocument } from '../certificates/document.ts';
import type { Expected } from '../certificates/signature.ts';

/** One session's knowledge of a person. It never leaves memory, and `wipe` leaves nothing. */
export class CaseFile {
  transaction: string | null = null;
  generation: GenerationName | null = null;
  /** DER authentication certificate read from the card. */
  certificate: Uint8Array | null = null;
  /** Hex SHA-256 of it: whose paper this will be. */
  holder: string | null = null;
  /** The centre's nonce and the card's signature over it. */
  proof: { readonly nonce: Uint8Array; readonly signature: Uint8Array } | null = null;
  /** The centre's handle for this person's documents. */
  authentication: string | null = null;
  /** A 利用登録申請 as the centre wants it signed. */
  application: Uint8Array | null = null;
  /** What the resident asked the centre for, and when the registers may have been read for it. */
  asked: Pick<Expected, 'kind' | 'copies' | 'read'> | null = null;
  document: SignedDocument | null = null;
  pdf: Uint8Array | null = null;
  fee = 0;
  /** The number (引換番号) on the slip for the register, that whoever paid there shows to get the paper. */
  pickup: string | null = null;

  /** Zeroes the byte buffers and drops every reference. */
  wipe(): void {
    for (const bytes of [this.certificate, this.proof?.nonce, this.proof?.signature, this.application, this.pdf])
      bytes?.fill(0);
    this.transaction = null;
    this.generation = null;
    this.certificate = null;
    this.holder = null;
    this.proof = null;
    this.authentication = null;
    this.application = null;
    this.asked = null;
    this.document = null;
    this.pdf = null;
    this.fee = 0;
    this.pickup = null;
  }

  get wiped(): boolean {
    return Object.entries(this).every(([key, value]) => (key === 'fee' ? value === 0 : value === null));
  }
}
