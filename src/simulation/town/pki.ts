import 'reflect-metadata';
import { createHash, type KeyObject, sign } from 'node:crypto';
import { id_pkix_ocsp_nocheck } from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  Name as AsnName,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  CertificatePolicies,
  CRLDistributionPoints,
  DistributionPoint,
  DistributionPointName,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  IssueAlternativeName,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_certificatePolicies,
  id_ce_cRLDistributionPoints,
  id_ce_extKeyUsage,
  id_ce_issuerAltName,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_OCSPSigning,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  PolicyInformation,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import { Name } from '@peculiar/x509';
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
  readonly usage: number;
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

/** How a key signs certificates, by its type. ECDSA is not deterministic: the same contents give other bytes. */
const ALGORITHMS: Readonly<Record<string, { readonly hash: string; readonly algorithm: AlgorithmIdentifier }>> = {
  rsa: {
    hash: 'sha256',
    algorithm: new AlgorithmIdentifier({ algorithm: '1.2.840.113549.1.1.11', parameters: null }),
  },
  ec: { hash: 'sha384', algorithm: new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.3' }) },
};

interface Contents {
  readonly subject: string;
  readonly issuer: string;
  /** Lower-case hexadecimal, first byte below 80. */
  readonly serial: string;
  /** ISO dates in Japan; valid from the beginning of the first to the last second of the second. */
  readonly from: string;
  readonly until: string;
  readonly key: KeyObject;
  readonly extensions: readonly Extension[];
}

/** One certificate. RSA with PKCS#1 v1.5 is deterministic: same contents and key, same bytes. */
function certify(contents: Contents, signer: KeyObject, signerId: ArrayBuffer): Uint8Array {
  const { hash, algorithm } = algorithmOf(signer);
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: bytes(Buffer.from(contents.serial, 'hex')),
    signature: algorithm,
    issuer: nameOf(contents.issuer),
    validity: new Validity({
      notBefore: new Date(startOfDay(contents.from)),
      notAfter: new Date(startOfDay(contents.until) + DAY - 1000),
    }),
    subject: nameOf(contents.subject),
    subjectPublicKeyInfo: AsnConvert.parse(spkiOf(contents.key), SubjectPublicKeyInfo),
    extensions: new Extensions([
      extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdOf(contents.key))),
      extension(
        id_ce_authorityKeyIdentifier,
        new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(signerId) }),
      ),
      ...contents.extensions,
    ]),
  });
  const signatureValue = bytes(sign(hash, Buffer.from(AsnConvert.serialize(tbsCertificate)), signer));
  return new Uint8Array(
    AsnConvert.serialize(new Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue })),
  );
}

export function algorithmOf(key: KeyObject) {
  const found = ALGORITHMS[key.asymmetricKeyType ?? ''];
  if (found === undefined) throw new Error(`no certificate is signed with a key of type ${key.asymmetricKeyType}`);
  return found;
}

const bytes = (view: Uint8Array): ArrayBuffer => Uint8Array.from(view).buffer;

const extension = (extnID: string, value: object, critical = false): Extension =>
  new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });

const nameOf = (text: string): AsnName => AsnConvert.parse(new Name(text).toArrayBuffer(), AsnName);

const directory = (text: string): GeneralName => new GeneralName({ directoryName: nameOf(text) });

/** RFC 5280 4.2.1.2: SHA-1 of the key; an identifier, not a protection. */
export const keyIdOf = (key: KeyObject): ArrayBuffer => bytes(createHash('sha1').update(publicKeyBits(key)).digest());

const publicKeyBits = (key: KeyObject): Uint8Array =>
  new Uint8Array(AsnConvert.parse(spkiOf(key), SubjectPublicKeyInfo).subjectPublicKey);

const crlDistributionPoint = (name: string): Extension =>
  extension(
    id_ce_cRLDistributionPoints,
    new CRLDistributionPoints([
      new DistributionPoint({ distributionPoint: new DistributionPointName({ fullName: [directory(name)] }) }),
    ]),
  );

/**
 * A certificate authority. It is valid for eleven calendar years, which covers every card that is in use in `year`.
 *
 * @param year calendar year (Japan) in which the cards are used
 * @param key another generation of the same name, or an impostor; the sample key when left out
 * @param serial lower-case hexadecimal
 */
export function makeAuthority(
  purpose: Purpose,
  year: number,
  key: KeyObject = sampleKey(`ca-${purpose}`),
  serial = purpose === 'auth' ? '01a0' : '01b0',
): CertificateAuthority {
  const name = authorityName(purpose);
  const contents = {
    subject: name,
    issuer: name,
    serial,
    from: `${year - 6}-01-01`,
    until: `${year + 4}-12-31`,
    key,
    extensions: [
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign), true),
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: true }), true),
      extension(id_ce_subjectAltName, new SubjectAlternativeName([directory(SERVICE_NAME)])),
      crlDistributionPoint(name),
    ],
  };
  return { purpose, key, certificate: certify(contents, key, keyIdOf(key)) };
}

/** Who issues: the purpose decides the profile, the key signs. */
export interface Issuer extends Pick<CertificateAuthority, 'purpose' | 'key'> {
  /** The key whose identifier the certificate names as its issuer's; an impostor names somebody else's. */
  readonly posesAs?: KeyObject;
}

export interface Order {
  readonly subject: string;
  readonly serial: string;
  readonly from: string;
  readonly until: string;
  /** Key of the person, of which the public half goes into the certificate. */
  readonly key: KeyObject;
  /** 署名用: what the certificate says of the person. */
  readonly subjectNames?: SubjectAlternativeName;
}

/** An end-entity certificate of the authority's purpose. Without `subjectNames` it says nothing about the person. */
export function makeCertificate(
  { purpose, key, posesAs = key }: Issuer,
  { subjectNames, ...order }: Order,
): Uint8Array {
  const names = subjectNames === undefined ? [] : [extension(id_ce_subjectAltName, subjectNames)];
  const extensions = [...SAME_FOR_ALL[purpose], ...names];
  return certify({ ...order, issuer: authorityName(purpose), extensions }, key, keyIdOf(posesAs));
}

/** The certificate by which an authority lets another key answer for it about the validity of what it issued (RFC 6960 4.2.2.2). */
export function makeResponderCertificate({ purpose, key }: Issuer, order: Omit<Order, 'subjectNames'>): Uint8Array {
  const extensions = [
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_OCSPSigning])),
    new Extension({ extnID: id_pkix_ocsp_nocheck, extnValue: new OctetString(Uint8Array.of(5, 0)) }),
  ];
  return certify({ ...order, issuer: authorityName(purpose), extensions }, key, keyIdOf(key));
}

/** What every certificate of a purpose carries; built once, because building is slow and a town has many cards. */
const SAME_FOR_ALL: Readonly<Record<Purpose, readonly Extension[]>> = {
  auth: commonExtensions(PROFILES.auth),
  sign: commonExtensions(PROFILES.sign),
};

function commonExtensions({ usage, policy, unit }: Profile): readonly Extension[] {
  const { city, prefecture } = MUNICIPALITY_ROMAJI;
  return [
    extension(id_ce_keyUsage, new KeyUsage(usage), true),
    extension(
      id_ce_certificatePolicies,
      new CertificatePolicies([new PolicyInformation({ policyIdentifier: policy })]),
      true,
    ),
    extension(id_ce_issuerAltName, new IssueAlternativeName([directory(SERVICE_NAME)])),
    crlDistributionPoint(
      `CN=${city} CRLDP, OU=${prefecture}, OU=CRL Distribution Points, OU=${unit}, O=JPKI-TEST, C=JP`,
    ),
  ];
}
