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
}

export interface DocumentPayload {
  readonly schema: 1;
  readonly kind: CertificateKind;
  /** The terminal's transaction id, as given with the request. */
  readonly transaction: string;
  /** Hex SHA-256 of the DER authentication certificate that authenticated: whose paper this is. */
  readonly holder: string;
  readonly municipality: { readonly code: string; readonly name: string; readonly mayor: string };
  /** ISO date (JST) of issue. */
  readonly issuedOn: string;
  /** Sheets of A4, one side each. */
  readonly pages: number;
  readonly content: JuminhyoContent;
}

/** Kinds of certificate this build can issue; the command line uses the same names. */
export type CertificateKind = 'juminhyo';

/** What the resident may switch on for a 住民票の写し; all off unless asked (住基法 12条). */
export interface JuminhyoOptions {
  /** Resident ids as offered by the centre; empty = whole household (世帯全員). */
  readonly members: readonly string[];
  /** 世帯主の氏名・続柄. */
  readonly relationship: boolean;
  /** 本籍・筆頭者 (Japanese nationals). */
  readonly honseki: boolean;
  /** 個人番号: only with a second confirmation. */
  readonly myNumber: boolean;
}

/** 住民票の写し (世帯連記式). Four persons to a sheet; `pages` = ceil(persons / 4). */
export interface JuminhyoContent {
  readonly address: string;
  /** true: all members of the household (世帯全員の写し); false: chosen members (世帯一部の写し). */
  readonly wholeHousehold: boolean;
  /** 世帯主の氏名, null when not asked for. */
  readonly householdHead: string | null;
  readonly persons: readonly JuminhyoPerson[];
}

export interface JuminhyoPerson {
  readonly name: string;
  /** 振り仮名 (katakana), null where none is registered (foreign residents). */
  readonly kana: string | null;
  /** 通称 of a foreign resident. */
  readonly alias: string | null;
  /** ISO date; printed in wareki for Japanese nationals, Gregorian for foreign residents. */
  readonly birthDate: string;
  readonly sex: '男' | '女';
  /** 続柄, null when not asked for. */
  readonly relationship: string | null;
  /** 住民となった年月日 (外国人住民となった年月日). */
  readonly residentSince: string;
  /** 住所を定めた年月日. */
  readonly addressSince: string | null;
  /** 届出日. */
  readonly notifiedOn: string | null;
  /** 前住所. */
  readonly previousAddress: string | null;
  /** 本籍, 筆頭者の氏名: null when not asked for or for foreign residents. */
  readonly honseki: string | null;
  readonly hittousha: string | null;
  /** 12 digits, null when not asked for. */
  readonly myNumber: string | null;
  /** 在留 items, null for Japanese nationals. */
  readonly foreign: {
    readonly nationality: string;
    /** 30条45規定区分. */
    readonly category: string;
    readonly status: string;
    readonly period: string;
    /** ISO date: 在留期間の満了の日. */
    readonly expires: string;
    readonly cardNumber: string;
  } | null;
}

/** Sheets a 住民票の写し takes: four persons each (世帯連記式, 標準仕様書). */
export const juminhyoPages = (persons: number): number => Math.ceil(persons / 4);
