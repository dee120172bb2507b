/** JPKI AP (公的個人認証AP) as data. Sources: OpenSC src/libopensc/jpki.h and pkcs15-jpki.c, jpki/myna src/jpki.rs. */

export const jpkiAid = Uint8Array.of(0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01);

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

/** Labels in the first 32 bytes of EF 0006 and what they stand for. */
export const tokenLabels = {
  JPKIAPICCTOKEN2: 'my-number-card',
  JPKIAPICCTOKEN: 'resident-register-card',
  JPKIAPGPSETOKEN: 'android',
  JPKIAPIOSTOKEN: 'iphone',
} as const;

export type TokenKind = (typeof tokenLabels)[keyof typeof tokenLabels];

/** DER prefix of a SHA-256 DigestInfo, RFC 8017 9.2 note 1. */
export const sha256DigestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** Digits of the authentication PIN (利用者証明用電子証明書の暗証番号). */
export const authPinLength = 4;
