/**
 * The signed document: what the centre answers with, and the only thing a certificate is ever printed from.
 * Text is Unicode; a kanji variant is a code point followed by its variation selector from the IVD collection Moji_Joho.
 */
export interface SignedDocument {
  readonly payload: DocumentPayload;
  /** Key identifier of the municipality's document key. */
  readonly keyId: string;
  /** Ed25519 over the RFC 8785 canonical JSON of `payload`, base64url. */
  readonly signature: string;
  /** Text of the signed code of each page of a copy; all copies bear the same. */
  readonly codes: readonly string[];
}

export interface Municipality {
  /** Six digits (全国地方公共団体コード). */
  readonly code: string;
  readonly name: string;
  readonly mayor: string;
}

/** `Content` is what the kind's folder says it is. */
export interface DocumentPayload<Content = unknown> {
  readonly schema: 1;
  /** Name of the kind, as on the command line. */
  readonly kind: string;
  /** The terminal's transaction id, as given with the request. */
  readonly transaction: string;
  /** Hex SHA-256 of the DER authentication certificate that authenticated: whose paper this is. */
  readonly holder: string;
  readonly municipality: Municipality;
  /** When the registers said what stands here, by the centre's clock: UTC as `2026-11-20T03:00:00.000Z`. Not printed. */
  readonly readAt: string;
  /** ISO date (JST) of issue. */
  readonly issuedOn: string;
  /** Sheets of A4 of one copy. */
  readonly pages: number;
  /** Copies that are printed, from 1. */
  readonly copies: number;
  readonly content: Content;
}

/** Sheets that come out for a document, over all copies. */
export const sheetsOf = ({ pages, copies }: Pick<DocumentPayload, 'pages' | 'copies'>): number => pages * copies;

/** What the resident may wish of a certificate; everything off unless asked (住基法 12条). */
export interface Wish {
  /** Ids as offered by the centre; empty = everybody who may be on it. */
  readonly members: readonly string[];
  /** Items of the kind that are left out unless asked. */
  readonly items: readonly string[];
  readonly copies: number;
}

export const nothingAsked: Wish = { members: [], items: [], copies: 1 };
