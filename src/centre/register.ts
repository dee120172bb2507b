import type { DocumentPayload, JuminhyoPerson } from '../certificates/document.ts';
import type { DocumentSigningKey } from '../certificates/signature.ts';

/** A municipality as its centre is set up with it. */
export interface Office {
  readonly municipality: DocumentPayload['municipality'];
  readonly register: Register;
  /** DER of the pinned CA certificates for user authentication; several generations may share one name. */
  readonly authRoots: readonly Uint8Array[];
  readonly documentKey: DocumentSigningKey;
}

/** What the municipality keeps (住民基本台帳) and what it knows of the authentication certificates of its residents. */
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
}

/** State of a certificate as the validity service (有効性確認) tells it; `unknown` = no answer could be had. */
export type CertificateState = 'valid' | 'suspended' | 'revoked' | 'unknown';

export interface RegisteredCertificate {
  /** Distinguished name as `C=JP, O=..., OU=...`; with the serial number it identifies one certificate. */
  readonly issuer: string;
  /** Lower-case hexadecimal. */
  readonly serial: string;
  readonly state: CertificateState;
  /** Resident id; null when the holder lives in another municipality. */
  readonly resident: string | null;
  /** ISO date of issue, PIN setting or 継続利用: the card works here from the day after. */
  readonly linkedOn: string;
}

/** 続柄 of the person a household is named after. */
export const HEAD = '世帯主';
