import type { SignedDocument, Wish } from '../certificates/document.ts';
import type { Choice, Kind } from '../certificates/kind.ts';
import type { Outcome } from '../outcome.ts';

/** Certificates for user authentication (利用者証明用) and for signature (署名用). */
export type CertificatePurpose = 'auth' | 'sign';

/** Why the centre refuses; each has its own text on the screen and its own slip. `sign-` is about the signature certificate. */
export type RefusalCode =
  | 'certificate-expired'
  /** Not issued by a pinned root of its kind, not for its purpose, or not a certificate at all. */
  | 'certificate-not-accepted'
  | 'certificate-revoked'
  /** On hold: reported lost. */
  | 'certificate-suspended'
  | 'revocation-unknown'
  | 'signature-invalid'
  | 'sign-certificate-expired'
  | 'sign-certificate-not-accepted'
  /** Revoked by itself when name, address, birth date or sex changed, or on request. */
  | 'sign-certificate-revoked'
  | 'sign-certificate-suspended'
  | 'holder-unknown'
  /** The holder lives in a municipality this centre does not serve. */
  | 'other-municipality'
  /** 継続利用 not done in time after a move, or moved in too long before the notice: the card has stopped working. */
  | 'card-lapsed-by-move'
  | 'under-15'
  | 'moved-out'
  | 'moving-out'
  | 'member-moving-out'
  | 'protected-person'
  | 'deceased'
  /** Card handed over, PIN set or 継続利用 done today: it works from tomorrow. */
  | 'same-day-card'
  | 'moved-in-today'
  | 'outside-hours'
  | 'maintenance'
  | 'register-busy'
  /** The centre's copy of a register was not brought up to date for too long. */
  | 'register-stale'
  | 'unregistered-character'
  /** A name or address longer than what can be issued at a terminal. */
  | 'text-too-long'
  | 'option-not-allowed'
  | 'not-offered'
  /** Kinds taken from a register that is open in the hours of its office only. */
  | 'outside-office-hours'
  | 'no-seal-registration'
  | 'seal-cancelled'
  /** Not declared, or lived elsewhere on 1 January. */
  | 'no-tax-data'
  | 'no-family-register'
  /** The 本籍 is in a municipality that does not issue at terminals. */
  | 'family-register-elsewhere'
  /** The 本籍 is not where the holder lives, and there is no 利用登録 yet. */
  | 'registration-needed'
  | 'no-reservation'
  | 'reservation-expired'
  | 'reservation-used'
  | 'registration-not-needed'
  | 'registration-pending'
  | 'registration-approved';

/** What this holder may get here and now, or why not. */
export interface ServiceOffer extends Choice {
  readonly kind: string;
  readonly available: true | RefusalCode;
  /** Yen for one copy. */
  readonly fee: number;
  /** At most. */
  readonly copies: number;
  readonly people: Kind['people'];
}

export interface Authenticated {
  /** Opaque, single session, unguessable: the right to ask for documents of this holder. */
  readonly authentication: string;
  readonly municipality: { readonly code: string; readonly name: string };
  readonly offers: readonly ServiceOffer[];
}

export interface IssueRequest {
  readonly authentication: string;
  readonly transaction: string;
  readonly kind: string;
  readonly wish: Wish;
}

export type Refused = { readonly outcome: 'failed'; readonly fault: 'refused'; readonly code: RefusalCode };

/** The card's answer to a nonce of the centre: whoever holds the card knows the PIN of this key. */
export interface Proof {
  readonly nonce: Uint8Array;
  /** DER of the certificate of the key that signed. */
  readonly certificate: Uint8Array;
  /** Over the nonce: RSASSA-PKCS1-v1_5 with SHA-256, or ECDSA P-384 with SHA-384 (r and s side by side). */
  readonly signature: Uint8Array;
}

/** A person's 利用登録申請 for the family register (戸籍) of a municipality that is not the one of residence. */
export interface Registration {
  readonly state: 'none' | 'submitted' | 'approved' | 'rejected';
  /** Where the 本籍 is. */
  readonly municipality: { readonly code: string; readonly name: string };
  /** ISO date from which certificates can be had, by the usual number of business days; when submitted. */
  readonly opensOn: string | null;
  /** The bytes the holder signs with the signature key to apply; null unless the state is none or rejected. */
  readonly application: Uint8Array | null;
}

/** The issuance centre (証明書交付センター and the municipality behind it), as a terminal sees it. */
export interface Centre {
  /** A nonce of 32 bytes, good for one proof within five minutes. */
  challenge(): Promise<Outcome<{ nonce: Uint8Array }, 'offline'>>;
  /** @param request proof by the authentication key */
  authenticate(request: Proof): Promise<Outcome<Authenticated, 'offline'> | Refused>;
  /**
   * The holder's date of birth, for the rule that a PIN must not be it; null when the register of this centre does not know
   * the holder. Checks the certificate and no right to a document: a PIN may be changed by people who get nothing here.
   * @param request proof by the key of `purpose`
   */
  birthDate(
    request: Proof & { readonly purpose: CertificatePurpose },
  ): Promise<Outcome<{ readonly birthDate: string | null }, 'offline'> | Refused>;
  /** Which locked PIN of this card may be set anew here, after the face check made elsewhere. Uses nothing up. */
  reservation(request: {
    readonly certificate: Uint8Array;
  }): Promise<Outcome<{ readonly pin: CertificatePurpose; readonly expiresAt: number }, 'offline'> | Refused>;
  /**
   * Uses the reservation up for one reset, and authorises it to the card.
   * @param request `certificate` of the authentication key names the card; `proof` is by the key whose PIN is not locked;
   *   `challenge` is what the card asks to be authorised
   */
  authorizeReset(request: {
    readonly transaction: string;
    readonly certificate: Uint8Array;
    readonly proof: Proof;
    readonly challenge: Uint8Array;
  }): Promise<Outcome<{ readonly authorization: Uint8Array }, 'offline'> | Refused>;
  /**
   * What became of the reset. Idempotent: the first result stands, except that `unknown` may be settled later. `failed` (the
   * card certainly did nothing) gives the reservation back, to another transaction.
   */
  concludeReset(transaction: string, result: 'done' | 'failed' | 'unknown'): Promise<Outcome<null, 'offline'>>;
  /**
   * Where the holder's application stands; `registration-not-needed` when the 本籍 is where the holder lives, or there is none.
   * Refused like a document to people who get none, and outside the hours of service.
   */
  registration(request: { readonly authentication: string }): Promise<Outcome<Registration, 'offline'> | Refused>;
  /**
   * Files the application. The signature certificate must be of the same person as the authentication. The same transaction
   * and application again gives the same answer.
   * @param request `signature` over the bytes of `application`, by the signature key
   */
  register(request: {
    readonly authentication: string;
    readonly transaction: string;
    readonly application: Uint8Array;
    readonly certificate: Uint8Array;
    readonly signature: Uint8Array;
  }): Promise<Outcome<{ readonly receipt: string; readonly opensOn: string }, 'offline'> | Refused>;
  /**
   * Reads the register now, says so in `readAt`, and signs the document. Asking again with the same transaction and options gives the same one;
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
