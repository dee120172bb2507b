import type { KeyObject } from 'node:crypto';
import type { DocumentPayload, JuminhyoPerson } from '../certificates/document.ts';
import type { DocumentSigningKey } from '../certificates/signature.ts';
import type { MoveIn } from './move.ts';
import type { CertificatePurpose } from './port.ts';
import type { ValidityParts, ValidityService } from './validity/port.ts';

/** A municipality as its centre is set up with it. */
export interface Office {
  readonly municipality: DocumentPayload['municipality'];
  readonly register: Register;
  /** DER of the pinned CA certificates of each kind, which are never mixed; several generations may share one name. */
  readonly roots: Readonly<Record<CertificatePurpose, readonly Uint8Array[]>>;
  /** How this office, a verifier by notice (公的個人認証法 17条, 36条), asks whether a certificate is still valid. */
  readonly validity: (parts: ValidityParts) => ValidityService;
  readonly documentKey: DocumentSigningKey;
  /** Ed25519: what it signs lets a card set a locked PIN anew. */
  readonly unlockKey: KeyObject;
  readonly reservations: readonly Reservation[];
  readonly registrations: RegistrationDesk;
  /** The longest name or address a terminal can issue, in characters; a kanji with its variation selector is one. */
  readonly textLimit: number;
}

/** What the smartphone app leaves behind: this card may have this locked PIN set anew at a terminal, once. */
export interface Reservation {
  /** Of the card's authentication certificate. */
  readonly issuer: string;
  readonly serial: string;
  readonly pin: CertificatePurpose;
  /** Milliseconds; the first instant at which it is no longer good. */
  readonly expiresAt: number;
}

export type Decision = 'approved' | 'rejected';

/** 利用登録申請 as the offices of the family registers handle it. */
export interface RegistrationDesk {
  /** Business days from the application to the first day certificates can be had, by code of the municipality. */
  readonly businessDays: Readonly<Record<string, number>>;
  /** What was applied for before; `decision` is what the office says when the day comes. */
  readonly filed: readonly FiledRegistration[];
}

export interface FiledRegistration {
  readonly resident: string;
  /** Code of the municipality that keeps the family register. */
  readonly municipality: string;
  /** ISO date. */
  readonly filedOn: string;
  readonly decision: Decision;
}

/** What the municipality keeps (住民基本台帳) and what it knows of the certificates of its residents. */
export interface Register {
  readonly households: readonly Household[];
  readonly residents: readonly Resident[];
  readonly certificates: readonly RegisteredCertificate[];
}

export interface Household {
  readonly id: string;
  readonly address: string;
  /** A notice (届) about this household is being worked on: nothing is issued until it is entered. */
  readonly noticePending: boolean;
}

/**
 * `moving-out`: a 転出届 was made and the day of leaving has not come. People who `moved-out` or are `deceased` are no
 * longer in the register; they stay here so that their cards are refused with the right words.
 */
export type Standing = 'resident' | 'moving-out' | 'moved-out' | 'deceased';

/** One person's row, with everything that could be printed of it. The order of a household's rows is the order on paper. */
export interface Resident extends JuminhyoPerson {
  /** Pseudonym inside the municipality; means nothing outside. */
  readonly id: string;
  readonly household: string;
  readonly relationship: string;
  readonly myNumber: string;
  readonly standing: Standing;
  /** 支援措置: nothing about this person's household leaves the office except at its own counter (住民基本台帳事務処理要領 第5-10). */
  readonly protectedPerson: boolean;
  /** The municipality that keeps the family register (本籍地); null for foreign nationals. */
  readonly familyRegister: { readonly code: string; readonly name: string } | null;
}

export interface RegisteredCertificate {
  /** Distinguished name as `C=JP, O=..., OU=...`; with the serial number it identifies one certificate. */
  readonly issuer: string;
  /** Lower-case hexadecimal. */
  readonly serial: string;
  /** Resident id; null when the holder lives in another municipality. */
  readonly resident: string | null;
  /** ISO date of issue, PIN setting or 継続利用: the card works here from the day after. */
  readonly linkedOn: string;
  /** How the card came into the municipality; null for one that was issued here. */
  readonly move: MoveIn | null;
}

/** 続柄 of the person a household is named after. */
export const HEAD = '世帯主';
