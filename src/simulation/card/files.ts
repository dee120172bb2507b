import { createHash } from 'node:crypto';
import { type ApplicationName, EF, type KeyName, keyFiles, pins } from '../../card/jpki-data.ts';
import { atrs } from './atr.ts';
import type { CardProfile } from './profile.ts';
import { codes, type ReferenceName } from './references.ts';
import { tlv, tlvWithOffsets } from './tlv.ts';

/** An elementary file of one application. */
export type CardFile = { readonly id: number } & (
  | {
      readonly kind: 'binary';
      readonly content: Uint8Array;
      /** It is read when one of these is verified; null = by everybody, none = by nobody. */
      readonly openedBy: readonly ReferenceName[] | null;
    }
  | { readonly kind: 'records'; readonly records: readonly Uint8Array[] }
  | { readonly kind: 'reference'; readonly name: ReferenceName }
  | { readonly kind: 'key'; readonly name: KeyName }
  /** A key of the card's own that no command here uses; its answer to INTERNAL AUTHENTICATE. */
  | { readonly kind: 'internal'; readonly authenticate: number }
);

const binary = (id: number, openedBy: readonly ReferenceName[] | null, content: Uint8Array): CardFile => ({
  id,
  kind: 'binary',
  content,
  openedBy,
});
const reference = (id: number, name: ReferenceName): CardFile => ({ id, kind: 'reference', name });
const codesOf = (application: ApplicationName): readonly CardFile[] =>
  Object.entries(codes)
    .filter(([, form]) => form.application === application)
    .map(([name, { file }]) => reference(file, name as keyof typeof codes));

/** PKCS#11 CK_TOKEN_INFO of 160 bytes as in EF 0006: text padded with spaces, big-endian ULONGs. */
function tokenInfo(label: string): Uint8Array {
  const info = Buffer.alloc(160, 0x20);
  info.write(label, 0, 'latin1');
  info.write('1'.padStart(32, '0'), 32, 'latin1');
  info.write('E16R01NJ', 64, 'latin1');
  info.write('0'.repeat(16), 80, 'latin1');
  [0x40d, 1, 0, 1, 0, 16, 6, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff].forEach((value, index) => {
    info.writeUInt32BE(value, 96 + 4 * index);
  });
  info.write('03', 140, 'latin1');
  info.write('01', 142, 'latin1');
  info.write('9'.repeat(16), 144, 'latin1');
  return info;
}

function keyPair(profile: CardProfile, name: KeyName, readBy: readonly ReferenceName[] | null): readonly CardFile[] {
  const pair = profile[name];
  const { certificate, key } = keyFiles[name];
  return pair === null ? [] : [binary(certificate, readBy, pair.certificate), { id: key, kind: 'key', name }];
}

const compactDate = (isoDate: string): string => isoDate.replaceAll('-', '');

/** Placeholder for bytes whose meaning or maker is not ours to imitate: the same for a card each time, nothing behind them. */
const filler = (profile: CardProfile, what: string, length: number): Buffer =>
  createHash('shake256', { outputLength: length }).update(`${profile.serial} ${what}`).digest();

/** Form of an RSA-2048 public key; the modulus is a placeholder. */
const publicKey = (profile: CardProfile, whose: string): Buffer =>
  Buffer.concat([
    tlv(0x90, Uint8Array.of(1, 0, 1)),
    tlv(0x91, Uint8Array.of(0xc9), filler(profile, `${whose} key`, 255)),
  ]);

/** Form of a signature by the municipality's key; a placeholder, it verifies under none. */
const signature = (profile: CardProfile, of: string): Buffer => filler(profile, `${of} signature`, 256);

/** 鍵ID of 16 bytes. The leading 9 belongs neither to real cards (5) nor to the test cards of JPKI (6). */
const keyId = (number: number): string => `${9_000_000 + number}\x08\x05001\0\0\0\0`;

/** Card-verifiable certificate of 568 bytes: issuer's and own 鍵ID, key, signature. Form only. */
const cvCertificate = (profile: CardProfile, application: string, issuer: number): Buffer =>
  tlv(
    0x7f21,
    tlv(0x5f4e, keyId(issuer), keyId(Number(profile.municipality)), publicKey(profile, 'municipality')),
    tlv(0x5f37, signature(profile, `${application} certificate`)),
  );

/** A PNG of one black dot, in the place of text drawn as a picture. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);
/** The signature box of a JPEG 2000 file with no picture behind it, in the place of the photo. */
const noPhoto = Buffer.from('0000000c6a5020200d0a870a', 'hex');

/** 公的個人認証AP. OpenSC src/libopensc/jpki.h and pkcs15-jpki.c; EF 0008, 0009 and 0016: soltia48/myna-card src/ap/jpki.rs. */
function jpkiFiles(profile: CardProfile): readonly CardFile[] {
  const present = (name: KeyName): number => (profile[name] === null ? 0x00 : 0x8f);
  return [
    binary(EF.tokenInfo, null, tokenInfo(profile.tokenLabel)),
    binary(EF.availability, null, Uint8Array.of(present('sign'), present('auth'), 0)),
    binary(0x0009, [], filler(profile, '0009', 16)),
    binary(EF.signCa, null, profile.signCa),
    binary(EF.authCa, null, profile.authCa),
    ...keyPair(profile, 'auth', null),
    ...keyPair(profile, 'sign', ['sign']),
    reference(EF.authPin, 'auth'),
    reference(EF.signPin, 'sign'),
    { id: 0x0016, kind: 'internal', authenticate: 0x6985 },
  ];
}

/** 券面事項入力補助AP. soltia48/myna-card src/ap/text.rs, jpki/myna src/text.rs. Keys and signatures are placeholders. */
function textFiles(profile: CardProfile): readonly CardFile[] {
  const { face } = profile;
  const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
    createHash('sha256').update(Buffer.concat(parts)).digest();
  const myNumber = Buffer.concat([tlv(0xff10, face.myNumber), Uint8Array.of(0xff, 0xff)]);
  const attributes = [
    tlv(0xdf22, face.name),
    tlv(0xdf23, face.address),
    tlv(0xdf24, compactDate(face.birthDate)),
    tlv(0xdf25, face.sex),
  ];
  const all = ['text', 'textA', 'textB'] as const;
  const digests = [tlv(0xdf31, sha256(myNumber)), tlv(0xdf32, sha256(...attributes))];
  return [
    binary(0x0001, ['text', 'textA'], myNumber),
    binary(0x0002, ['text', 'textB'], tlvWithOffsets(0xff20, 0xdf21, attributes)),
    binary(0x0003, all, tlv(0xff30, ...digests, tlv(0xdf33, signature(profile, 'text 0003')))),
    binary(0x0004, null, cvCertificate(profile, 'text', 33)),
    binary(
      0x0005,
      null,
      tlv(
        0xff40,
        tlv(0xdf41, Uint8Array.of(0x01, 0x03, 0x0e, 0x01)),
        tlv(0xdf42, keyId(34)),
        tlv(0xdf43, filler(profile, 'text 0005', 32), Buffer.alloc(96, 0xff)),
      ),
    ),
    binary(0x0006, all, tlv(0xa1, publicKey(profile, 'session'))),
    binary(
      0x0007,
      all,
      tlv(0xff50, tlv(0xdf51, publicKey(profile, 'text')), tlv(0xdf52, signature(profile, 'text 0007'))),
    ),
    reference(pins.text.file, 'text'),
    ...codesOf('text'),
    { id: 0x0013, kind: 'internal', authenticate: 0x6985 },
  ];
}

/** 券面事項確認AP. soltia48/myna-card src/ap/surface.rs, jpki/myna src/visual.rs. Pictures, keys, signatures: placeholders. */
function surfaceFiles(profile: CardProfile): readonly CardFile[] {
  const birth = compactDate(profile.face.birthDate);
  const key = publicKey(profile, 'surface');
  const drawn = [
    tlv(0xdf22, birth),
    tlv(0xdf23, profile.face.sex),
    tlv(0xdf24, key),
    tlv(0xdf25, dot),
    tlv(0xdf26, dot),
    tlv(0xdf27, noPhoto),
    tlv(0xdf28, signature(profile, 'surface 0002')),
    tlv(0xdf29, compactDate(profile.expires)),
    tlv(0xdf2a, dot),
  ];
  const age = [tlv(0xdf11, birth), tlv(0xdf12, key), tlv(0xdf13, signature(profile, 'surface 0001'))];
  const myNumber = [tlv(0xdf41, dot), tlv(0xdf42, key), tlv(0xdf43, signature(profile, 'surface 0005'))];
  return [
    binary(0x0001, ['surfaceBirth'], tlv(0xff10, ...age)),
    binary(0x0002, ['surfaceA', 'surfaceB'], tlvWithOffsets(0xff20, 0xdf21, drawn)),
    binary(
      0x0003,
      null,
      tlv(
        0xff30,
        tlv(0xdf31, Uint8Array.of(0x06, 0x03, 0x0e, 0x01)),
        tlv(0xdf32, keyId(24)),
        tlv(0xdf33, Uint8Array.of(1)),
        tlv(0xdf34, profile.municipality),
        tlv(0xdf35, keyId(25), filler(profile, 'surface 0003', 256)),
      ),
    ),
    binary(0x0004, null, cvCertificate(profile, 'surface', 23)),
    binary(0x0005, ['surfaceA'], tlv(0xff40, ...myNumber)),
    binary(0x0006, ['surfaceA', 'surfaceB'], Buffer.alloc(16, 0xff)),
    ...codesOf('surface'),
  ];
}

/**
 * 共通カードAP. jpki/myna src/unknown.rs, soltia48/myna-card src/ap/common.rs. EF 0019 is a key that answers INTERNAL
 * AUTHENTICATE on a real card; its public half is nowhere public, so ours does not do it.
 */
const commonFiles = (profile: CardProfile): readonly CardFile[] => [
  {
    id: 0x0001,
    kind: 'records',
    records: [tlv(0x01, profile.serial, profile.municipality, compactDate(profile.expires))],
  },
  reference(pins.register.file, 'register'),
  { id: 0x0019, kind: 'internal', authenticate: 0x6a81 },
];

const layouts: Readonly<Record<ApplicationName, (profile: CardProfile) => readonly CardFile[]>> = {
  jpki: jpkiFiles,
  text: textFiles,
  surface: surfaceFiles,
  common: commonFiles,
  // 住基AP: what it holds is for municipal offices and not public; only its PIN is here.
  register: () => [reference(pins.register.file, 'register')],
};

export const filesOf = (application: ApplicationName, profile: CardProfile): ReadonlyMap<number, CardFile> =>
  new Map(layouts[application](profile).map((file) => [file.id, file]));

/**
 * Data objects of GET DATA by tag. `anywhere`: answered inside an application too, the others only at the level of the master
 * file. soltia48/myna-card src/mf.rs and src/card.rs.
 */
export const dataObjects = new Map<
  number,
  { readonly anywhere: boolean; readonly of: (profile: CardProfile) => Uint8Array }
>([
  [0x00f0, { anywhere: false, of: ({ municipality }) => Buffer.from(municipality) }],
  [0x00f2, { anywhere: false, of: ({ expires }) => Buffer.from(compactDate(expires)) }],
  // The contact answer to reset without its first byte.
  [0x5f51, { anywhere: true, of: () => atrs['contact-1'].subarray(1) }],
]);
