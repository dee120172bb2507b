/**
 * The My Number card as data. Sources: OpenSC src/libopensc/jpki.h and pkcs15-jpki.c, jpki/myna src/{jpki,text,visual,unknown}.rs,
 * soltia48/myna-card src/ap/*.rs and src/mf.rs.
 */

const aid = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

/** Applications (AP) by name, as SELECT DF names them. */
export const applications = {
  /** 公的個人認証AP */
  jpki: aid('d392f000260100000001'),
  /** 券面事項確認AP */
  surface: aid('d3921000310001010402'),
  /** 券面事項入力補助AP */
  text: aid('d3921000310001010408'),
  /** 住基AP */
  register: aid('d3921000310001010401'),
  /** 共通カードAP */
  common: aid('d3921000310001010100'),
} as const;

export type ApplicationName = keyof typeof applications;

/** Elementary files of the JPKI AP by file identifier. */
export const EF = {
  signCertificate: 0x0001,
  signCa: 0x0002,
  tokenInfo: 0x0006,
  availability: 0x0008,
  authCertificate: 0x000a,
  authCa: 0x000b,
  authKey: 0x0017,
  authPin: 0x0018,
  signKey: 0x001a,
  signPin: 0x001b,
} as const;

/** The two key pairs (利用者証明用, 署名用). */
export type KeyName = 'auth' | 'sign';

/** Files of one key pair in the JPKI AP. */
export const keyFiles: Readonly<Record<KeyName, { certificate: number; ca: number; key: number; present: number }>> = {
  auth: { certificate: EF.authCertificate, ca: EF.authCa, key: EF.authKey, present: 1 },
  sign: { certificate: EF.signCertificate, ca: EF.signCa, key: EF.signKey, present: 0 },
};

/** The card's four PINs: 利用者証明用, 署名用, 住民基本台帳用, 券面事項入力補助用. */
export type PinName = KeyName | 'register' | 'text';

interface PinForm {
  /** Where its file is; the 住民基本台帳用 PIN stands in 共通カードAP and 住基AP under the same identifier. */
  readonly application: ApplicationName;
  readonly file: number;
  /** Wrong tries in a row until it locks. */
  readonly maxTries: number;
  readonly minLength: number;
  readonly maxLength: number;
  readonly characters: 'digits' | 'digits-and-capitals';
}

export const pins: Readonly<Record<PinName, PinForm>> = {
  auth: { application: 'jpki', file: EF.authPin, maxTries: 3, minLength: 4, maxLength: 4, characters: 'digits' },
  sign: {
    application: 'jpki',
    file: EF.signPin,
    maxTries: 5,
    minLength: 6,
    maxLength: 16,
    characters: 'digits-and-capitals',
  },
  register: { application: 'common', file: 0x001c, maxTries: 3, minLength: 4, maxLength: 4, characters: 'digits' },
  text: { application: 'text', file: 0x0011, maxTries: 3, minLength: 4, maxLength: 4, characters: 'digits' },
};

/** What differs between generations of the card: key, hash, what is sent to be signed, and how long the answer is. */
export interface CardGeneration {
  readonly key: 'RSA-2048' | 'P-384';
  readonly hash: 'sha256' | 'sha384';
  /** Put before the hash in COMPUTE DIGITAL SIGNATURE. */
  readonly prefix: Uint8Array;
  /** Bytes. RSASSA-PKCS1-v1_5, or r and s of ECDSA side by side (IEEE P1363). */
  readonly signatureLength: number;
  /** Years from issue to the end of a certificate: the birthday of that count. */
  readonly certificateYears: number;
  /** Announced, not seen: nothing public fixes its bytes. */
  readonly forecast: boolean;
}

export const generations = {
  current: {
    key: 'RSA-2048',
    hash: 'sha256',
    // DER prefix of a SHA-256 DigestInfo, RFC 8017 9.2 note 1.
    prefix: aid('3031300d060960864801650304020105000420'),
    signatureLength: 256,
    certificateYears: 5,
    forecast: false,
  },
  // 次期個人番号カード タスクフォース: ECDSA P-384 with SHA-384, certificates of ten years. How it answers is our forecast.
  next: {
    key: 'P-384',
    hash: 'sha384',
    prefix: new Uint8Array(),
    signatureLength: 96,
    certificateYears: 10,
    forecast: true,
  },
} as const satisfies Readonly<Record<string, CardGeneration>>;

export type GenerationName = keyof typeof generations;

/** Labels in the first 32 bytes of EF 0006 and what they stand for. */
export const tokenLabels = {
  JPKIAPICCTOKEN2: { kind: 'my-number-card', generation: 'current' },
  /** A forecast: no label of the next generation is public. */
  JPKIAPICCTOKEN3: { kind: 'my-number-card', generation: 'next' },
  JPKIAPICCTOKEN: { kind: 'resident-register-card', generation: null },
  JPKIAPGPSETOKEN: { kind: 'android', generation: null },
  JPKIAPIOSTOKEN: { kind: 'iphone', generation: null },
} as const;

export type TokenKind = (typeof tokenLabels)[keyof typeof tokenLabels]['kind'];
