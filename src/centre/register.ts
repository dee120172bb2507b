import type { KeyObject } from 'node:crypto';
import type { Municipality } from '../certificates/document.ts';
import type { Impression } from '../certificates/marks.ts';
import type { Person, Residence } from '../certificates/residents/content.ts';
import type { DocumentSigningKey } from '../certificates/signature.ts';
import type { MoveIn } from './move.ts';
import type { CertificatePurpose } from './port.ts';
import type { ValidityParts, ValidityService } from './validity/port.ts';

/** Yen for one copy, from a day on. */
export interface Fee {
  /** ISO date. */
  readonly from: string;
  readonly yen: number;
}

/** What a municipality says of the certificates it issues. */
export interface Desk {
  readonly municipality: Municipality;
  readonly documentKey: DocumentSigningKey;
  /** By kind; the last row that began by then counts. A kind without rows costs what its table says. */
  readonly fees: Readonly<Record<string, readonly Fee[]>>;
  /** Japan time `HH:MM`: when certificates of the family registers are issued; in many municipalities in office hours only. */
  readonly officeHours: { readonly days: 'business' | 'every'; readonly open: string; readonly close: string };
  /** The copy of its registers that the centre issues from. */
  readonly copy: RegisterCopy;
  /** Items that this municipality never prints at a terminal, by their ids; some leave out the 個人番号. */
  readonly withheld: readonly string[];
}

/** How a copy of registers is kept up to date: the office sends every change, and a sign of life when there is none. */
export interface RegisterCopy {
  /** Milliseconds since 1970: everything that was entered by then is in the copy. @param now the centre's clock */
  readonly asOf: (now: number) => number;
  /** Minutes; nothing is issued from an older copy, nor from one of a time that is as far ahead. */
  readonly limit: number;
}

/** A municipality as its centre is set up with it. */
export interface Office extends Desk {
  readonly register: Register;
  /** Municipalities whose family registers the centre can ask too. */
  readonly elsewhere: readonly Desk[];
  /** DER of the pinned CA certificates of each kind, which are never mixed; several generations may share one name. */
  readonly roots: Readonly<Record<CertificatePurpose, readonly Uint8Array[]>>;
  /** How this office, a verifier by notice (公的個人認証法 17条, 36条), asks whether a certificate is still valid. */
  readonly validity: (parts: ValidityParts) => ValidityService;
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
  readonly seals: readonly SealRegistration[];
  readonly taxes: readonly TaxRecord[];
  /** Of this municipality and of those elsewhere. */
  readonly families: readonly FamilyRegister[];
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
export interface Resident extends Omit<Person, 'foreign'> {
  /** Pseudonym inside the municipality; means nothing outside. */
  readonly id: string;
  readonly household: string;
  readonly relationship: string;
  readonly myNumber: string;
  /** null for Japanese nationals. */
  readonly foreign: (Residence & { readonly nationality: string }) | null;
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

/** 印鑑登録. A registration that was cancelled stays, so that it is refused with the right words. */
export interface SealRegistration {
  readonly resident: string;
  /** ISO date. */
  readonly registeredOn: string;
  readonly standing: 'registered' | 'cancelled';
  readonly impression: Impression;
}

/** One person's 住民税 of one fiscal year (年度), whole yen. */
export interface TaxRecord {
  readonly resident: string;
  /** Year in which the fiscal year begins; what was earned is of the year before. */
  readonly fiscalYear: number;
  /** ISO date: the first day on which certificates of it are issued. */
  readonly publishedOn: string;
  /** Address on 1 January (賦課期日). */
  readonly address: string;
  readonly incomes: readonly {
    readonly label: string;
    /** 収入金額; null where the law counts only the income. */
    readonly revenue: number | null;
    readonly income: number;
  }[];
  readonly deductions: readonly { readonly label: string; readonly yen: number }[];
  readonly dependants: readonly { readonly label: string; readonly count: number }[];
  /** 課税標準額. */
  readonly taxable: number;
  /** 調整控除. */
  readonly adjustment: number;
  /** 所得割 and 均等割 of municipality and prefecture, 森林環境税. */
  readonly tax: {
    readonly cityIncome: number;
    readonly cityEqual: number;
    readonly prefectureIncome: number;
    readonly prefectureEqual: number;
    readonly forest: number;
  };
  /** 納付済額, and what was due by the day the books were last closed and is not paid (未納額). */
  readonly paid: number;
  readonly overdue: number;
}

/** One 戸籍, with its 附票. */
export interface FamilyRegister {
  readonly id: string;
  /** Code of the municipality that keeps it. */
  readonly municipality: string;
  readonly honseki: string;
  /** 筆頭者. */
  readonly hittousha: string;
  /** A 届 is being worked on: nothing is issued until it is entered. */
  readonly noticePending: boolean;
  /** 戸籍事項. */
  readonly events: readonly FamilyEntry[];
  readonly members: readonly FamilyMember[];
  /** ISO date on which the 附票 was made. */
  readonly addressesSince: string;
}

/** e.g. 出生: what the register says of it, under its labels. A date is an ISO date. */
export interface FamilyEntry {
  readonly title: string;
  readonly items: readonly { readonly label: string; readonly value: string | { readonly on: string } }[];
}

export interface FamilyMember {
  /** Pseudonym; the resident's where the person is one. */
  readonly id: string;
  readonly name: string;
  readonly kana: string;
  readonly birthDate: string;
  readonly sex: '男' | '女';
  readonly father: string;
  readonly mother: string;
  /** 父母との続柄, e.g. 長男. */
  readonly relation: string;
  /** 配偶者区分. */
  readonly spouse: '夫' | '妻' | null;
  /** Left this 戸籍, by marriage or death (除籍). */
  readonly removed: boolean;
  readonly entries: readonly FamilyEntry[];
  /** Of the 附票, the oldest first. */
  readonly addresses: readonly { readonly address: string; readonly since: string }[];
}

/** Everything a certificate may be made of, as it stands at one moment: one person's, from one snapshot. */
export interface Registers {
  /** ISO date. */
  readonly today: string;
  readonly holder: Resident;
  readonly household: Household & { readonly residents: readonly Resident[] };
  readonly seal: SealRegistration | null;
  /** The holder's, the oldest first. */
  readonly taxes: readonly TaxRecord[];
  /** The 戸籍 the holder is in, where the centre can ask the municipality that keeps it. */
  readonly family: FamilyRegister | null;
}
