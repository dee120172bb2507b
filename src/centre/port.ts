import type { CertificateKind, JuminhyoOptions, SignedDocument } from '../certificates/document.ts';
import type { Outcome } from '../outcome.ts';

/** Why the centre or the card's state refuses; each has its own text on the screen. */
export type RefusalCode =
  | 'certificate-expired'
  | 'certificate-not-accepted'
  | 'certificate-revoked'
  | 'certificate-suspended'
  | 'revocation-unknown'
  | 'signature-invalid'
  | 'holder-unknown'
  | 'under-15'
  | 'moved-out'
  | 'moving-out'
  | 'protected-person'
  | 'deceased'
  | 'same-day-card'
  | 'outside-hours'
  | 'maintenance'
  | 'register-busy'
  | 'unregistered-character'
  | 'option-not-allowed'
  | 'not-offered';

/** What this holder may get here and now, or why not. */
export interface ServiceOffer {
  readonly kind: CertificateKind;
  readonly available: true | RefusalCode;
  /** Yen for one copy. */
  readonly fee: number;
  /** People of the same household whose rows may be chosen, the holder first. Personal data: lives in the session only. */
  readonly members: readonly { readonly id: string; readonly name: string; readonly holder: boolean }[];
  /** Options this municipality and this household allow at all. */
  readonly options: readonly ('relationship' | 'honseki' | 'myNumber')[];
}

export interface Authenticated {
  /** Opaque, single session, unguessable: the right to ask for documents of this holder. */
  readonly authentication: string;
  readonly municipality: { readonly code: string; readonly name: string };
  readonly offers: readonly ServiceOffer[];
  /** ISO date on which the authentication certificate lapses, when within three months; else null. */
  readonly lapsesOn: string | null;
}

export interface IssueRequest {
  readonly authentication: string;
  readonly transaction: string;
  readonly kind: CertificateKind;
  readonly options: JuminhyoOptions;
}

export type Refused = { readonly outcome: 'failed'; readonly fault: 'refused'; readonly code: RefusalCode };

/** The issuance centre (証明書交付センター and the municipality behind it), as a terminal sees it. */
export interface Centre {
  /** A nonce of 32 bytes, good for one authentication within five minutes. */
  challenge(): Promise<Outcome<{ nonce: Uint8Array }, 'offline'>>;
  /**
   * @param certificate DER of the authentication certificate
   * @param signature RSASSA-PKCS1-v1_5 SHA-256 by the card over the nonce
   */
  authenticate(request: {
    readonly nonce: Uint8Array;
    readonly certificate: Uint8Array;
    readonly signature: Uint8Array;
  }): Promise<Outcome<Authenticated, 'offline'> | Refused>;
  /**
   * Reads the register now and signs the document. Asking again with the same transaction and options gives the same one;
   * a transaction that served another wish or holder, or was concluded, is `option-not-allowed`. An authentication that
   * is unknown, concluded or older than thirty minutes is `signature-invalid`.
   */
  issue(request: IssueRequest): Promise<Outcome<SignedDocument, 'offline'> | Refused>;
  /**
   * Tells what became of the transaction; the authentication it was issued under is forgotten. Idempotent: the first result
   * stands, except that `unknown` may be settled later.
   */
  conclude(transaction: string, result: 'delivered' | 'cancelled' | 'unknown'): Promise<Outcome<null, 'offline'>>;
  health(): Promise<{ readonly state: 'working' | 'failed'; readonly reasons: readonly string[] }>;
}

/** Keys the terminal trusts for documents: key id to SPKI DER. */
export type DocumentKeys = ReadonlyMap<string, Uint8Array>;
