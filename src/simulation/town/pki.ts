import 'reflect-metadata';
import { createHash, type KeyObject } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  CRLDistributionPointsExtension,
  type Extension,
  GeneralNames,
  IssuerAlternativeNameExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PublicKey,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { DAY, startOfDay } from '../../calendar.ts';
import { sampleKey, spkiOf } from './keys.ts';
import { MUNICIPALITY_ROMAJI } from './municipality.ts';

/**
 * A public key infrastructure of the same profile as 公的個人認証 (JPKI): one tier, RSA-2048, sha256WithRSA. What differs
 * is the organisation, `JPKI-TEST`, and the keys, which are in the source for everybody to see.
 *
 * The real service's own test environment also writes `JPKI-TEST` but uses other policy identifiers (…8.5.1.0.…); the
 * sample keeps those of the real certificates, so that kiosk and centre run the very checks they run in a shop.
 */
export type Purpose = 'auth' | 'sign';

interface Profile {
  readonly unit: string;
  readonly policy: string;
  readonly usage: KeyUsageFlags;
}

const PROFILES: Readonly<Record<Purpose, Profile>> = {
  auth: {
    unit: 'JPKI for user authentication',
    policy: '1.2.392.200149.8.5.1.3.30',
    usage: KeyUsageFlags.digitalSignature,
  },
  sign: {
    unit: 'JPKI for digital signature',
    policy: '1.2.392.200149.8.5.1.1.20',
    usage: KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation,
  },
};

/** Distinguished name of the authority of a purpose; all its generations share it. */
export const authorityName = (purpose: Purpose): string =>
  `C=JP, O=JPKI-TEST, OU=${PROFILES[purpose].unit}, OU=Sample Agency of Madoguchi`;

const SERVICE_NAME = 'C=JP, O=公的個人認証サービス（試験用）';

export interface CertificateAuthority {
  readonly purpose: Purpose;
  readonly key: KeyObject;
  /** DER of the self-signed certificate. */
  readonly certificate: Uint8Array;
}

interface Contents {
  readonly subject: string;
  readonly issuer: string;
  /** Lower-case hexadecimal, first byte below 80. */
  readonly serial: string;
  /** ISO dates in Japan; valid from the beginning of the first to the last second of the second. */
  readonly from: string;
  readonly until: string;
  readonly spki: Uint8Array;
  readonly extensions: readonly Extension[];
}

/** One certificate. RSA with PKCS#1 v1.5 is deterministic: same contents and key, same bytes. */
async function certify(contents: Contents, signer: KeyObject): Promise<Uint8Array> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const certificate = await X509CertificateGenerator.create({
    subject: contents.subject,
    issuer: contents.issuer,
    serialNumber: contents.serial,
    notBefore: new Date(startOfDay(contents.from)),
    notAfter: new Date(startOfDay(contents.until) + DAY - 1000),
    publicKey: new PublicKey(Buffer.from(contents.spki)),
    signingKey: signer.toCryptoKey(algorithm, false, ['sign']),
    signingAlgorithm: algorithm,
    extensions: [
      new SubjectKeyIdentifierExtension(keyId(contents.spki)),
      new AuthorityKeyIdentifierExtension(keyId(spkiOf(signer))),
      ...contents.extensions,
    ],
  });
  return new Uint8Array(certificate.rawData);
}

/** RFC 5280 4.2.1.2: SHA-1 of the key; an identifier, not a protection. */
const keyId = (spki: Uint8Array): string => createHash('sha1').update(publicKeyBits(spki)).digest('hex');

/** An RSA-2048 SPKI is 24 bytes of header and the 270 bytes of the key itself. */
const publicKeyBits = (spki: Uint8Array): Uint8Array => spki.subarray(24);

/**
 * A certificate authority. It is valid for eleven calendar years, which covers every card that is in use in `year`.
 *
 * @param year calendar year (Japan) in which the cards are used
 * @param key another generation of the same name, or an impostor; the sample key when left out
 */
export async function makeAuthority(
  purpose: Purpose,
  year: number,
  key: KeyObject = sampleKey(`ca-${purpose}`),
): Promise<CertificateAuthority> {
  const name = authorityName(purpose);
  const certificate = await certify(
    {
      subject: name,
      issuer: name,
      serial: purpose === 'auth' ? '01a0' : '01b0',
      from: `${year - 6}-01-01`,
      until: `${year + 4}-12-31`,
      spki: spkiOf(key),
      extensions: [
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        new BasicConstraintsExtension(true, undefined, true),
        new SubjectAlternativeNameExtension([{ type: 'dn', value: SERVICE_NAME }]),
        crlDistributionPoint(name),
      ],
    },
    key,
  );
  return { purpose, key, certificate };
}

export interface Order {
  readonly subject: string;
  readonly serial: string;
  readonly from: string;
  readonly until: string;
  /** Key of the person, of which the public half goes into the certificate. */
  readonly key: KeyObject;
}

/** An end-entity certificate of the authority's purpose. It carries no name, address, birth date or sex. */
export const makeCertificate = (
  { purpose, key }: Pick<CertificateAuthority, 'purpose' | 'key'>,
  order: Order,
): Promise<Uint8Array> =>
  certify(
    { ...order, issuer: authorityName(purpose), spki: spkiOf(order.key), extensions: SAME_FOR_ALL[purpose] },
    key,
  );

/** RFC 5280 4.2.1.13 with a directoryName as full name, a form the library takes only as bytes. */
function crlDistributionPoint(name: string): Extension {
  const generalNames = new Uint8Array(new GeneralNames([{ type: 'dn', value: name }]).rawData);
  const fullName = Uint8Array.from([0xa0, ...generalNames.subarray(1)]);
  const points = tlv(0x30, tlv(0x30, tlv(0xa0, fullName)));
  const value = tlv(0x30, Uint8Array.from([0x06, 0x03, 0x55, 0x1d, 0x1f, ...tlv(0x04, points)]));
  return new CRLDistributionPointsExtension(Buffer.from(value));
}

/** DER tag, length (up to 65,535) and value. */
function tlv(tag: number, value: Uint8Array): Uint8Array {
  const { length } = value;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from([tag, ...size, ...value]);
}

/** What every certificate of a purpose carries; built once, because building is slow and a town has many cards. */
const SAME_FOR_ALL: Readonly<Record<Purpose, readonly Extension[]>> = {
  auth: commonExtensions(PROFILES.auth),
  sign: commonExtensions(PROFILES.sign),
};

function commonExtensions({ usage, policy, unit }: Profile): readonly Extension[] {
  const { city, prefecture } = MUNICIPALITY_ROMAJI;
  return [
    new KeyUsagesExtension(usage, true),
    new CertificatePolicyExtension([policy], true),
    new IssuerAlternativeNameExtension([{ type: 'dn', value: SERVICE_NAME }]),
    crlDistributionPoint(
      `CN=${city} CRLDP, OU=${prefecture}, OU=CRL Distribution Points, OU=${unit}, O=JPKI-TEST, C=JP`,
    ),
  ];
}
