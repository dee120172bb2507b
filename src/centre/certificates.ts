import { constants, createHash, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  CertificatePolicies,
  type Extension,
  id_ce_basicConstraints,
  id_ce_certificatePolicies,
  id_ce_keyUsage,
  KeyUsage,
  KeyUsageFlags,
  Certificate as ParsedCertificate,
} from '@peculiar/asn1-x509';
import type { CertificatePurpose } from './port.ts';

/**
 * What makes a certificate one of a kind. The service's own test environment uses other policies; the sample town keeps
 * these so that the same check runs everywhere.
 */
const KINDS: Readonly<Record<CertificatePurpose, { readonly policy: string; readonly usage: number }>> = {
  auth: { policy: '1.2.392.200149.8.5.1.3.30', usage: KeyUsageFlags.digitalSignature },
  sign: {
    policy: '1.2.392.200149.8.5.1.1.20',
    usage: KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation,
  },
};

interface Algorithm {
  /** Of the signature on the certificate. */
  readonly issuedWith: string;
  readonly accepts: (key: KeyObject) => boolean;
  readonly verify: (key: KeyObject, message: Uint8Array, signature: Uint8Array) => boolean;
}

/** What cards sign with and are certified with. Another algorithm, size or curve is not accepted. */
const ALGORITHMS: readonly Algorithm[] = [
  {
    issuedWith: '1.2.840.113549.1.1.11',
    accepts: ({ asymmetricKeyType, asymmetricKeyDetails }) =>
      asymmetricKeyType === 'rsa' && asymmetricKeyDetails?.modulusLength === 2048,
    verify: (key, message, signature) =>
      verify('sha256', message, { key, padding: constants.RSA_PKCS1_PADDING }, signature),
  },
  // The next generation of the card (a forecast): ECDSA P-384 with SHA-384, r and s side by side.
  {
    issuedWith: '1.2.840.10045.4.3.3',
    accepts: ({ asymmetricKeyType, asymmetricKeyDetails }) =>
      asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'secp384r1',
    verify: (key, message, signature) => verify('sha384', message, { key, dsaEncoding: 'ieee-p1363' }, signature),
  },
];

const algorithmFor = (key: KeyObject): Algorithm | undefined => ALGORITHMS.find(({ accepts }) => accepts(key));

/** What is looked at here. Any other critical extension is not understood. */
const UNDERSTOOD: ReadonlySet<string> = new Set([id_ce_keyUsage, id_ce_basicConstraints, id_ce_certificatePolicies]);

export interface CardCertificate {
  /** `C=JP, O=..., OU=...`; identifies one certificate together with `serial` (lower-case hexadecimal). */
  readonly issuer: string;
  readonly serial: string;
  /** Hex SHA-256 of the DER: the holder that documents are bound to. */
  readonly holder: string;
  readonly key: KeyObject;
  /** First and last instant of validity. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly isCa: boolean;
  /** What it is for, by policy and key usage; null when by nothing, or with algorithms or extensions that are not understood. */
  readonly purpose: CertificatePurpose | null;
  readonly x509: X509Certificate;
}

/** An extension read as what its identifier says it is; null when the certificate does not have it. */
function extensionOf<T>(list: readonly Extension[], id: string, kind: new () => T): T | null {
  const found = list.find(({ extnID }) => extnID === id);
  return found === undefined ? null : AsnConvert.parse(found.extnValue, kind);
}

/** Reads one DER certificate; null when the bytes are not exactly one. */
export function readCertificate(der: Uint8Array): CardCertificate | null {
  try {
    const x509 = new X509Certificate(der);
    if (!x509.raw.equals(der)) return null;
    const extensions = AsnConvert.parse(der, ParsedCertificate).tbsCertificate.extensions ?? [];
    return {
      issuer: x509.issuer.replaceAll('\n', ', '),
      serial: x509.serialNumber.toLowerCase(),
      holder: createHash('sha256').update(der).digest('hex'),
      key: x509.publicKey,
      notBefore: x509.validFromDate.getTime(),
      notAfter: x509.validToDate.getTime(),
      // OpenSSL calls a certificate a CA only with keyCertSign beside CA:TRUE; either alone is too much for a leaf.
      isCa: x509.ca || extensionOf(extensions, id_ce_basicConstraints, BasicConstraints)?.cA === true,
      purpose: purposeOf(x509, extensions),
      x509,
    };
  } catch {
    // The bytes come from a card anybody can hold to the reader; what OpenSSL or the parser cannot read is no certificate.
    return null;
  }
}

function purposeOf(x509: X509Certificate, extensions: readonly Extension[]): CertificatePurpose | null {
  const types = extensions.map(({ extnID }) => extnID);
  const understood =
    x509.signatureAlgorithmOid === algorithmFor(x509.publicKey)?.issuedWith &&
    new Set(types).size === types.length &&
    extensions.every(({ critical, extnID }) => !critical || UNDERSTOOD.has(extnID));
  if (!understood) return null;
  const usage = extensionOf(extensions, id_ce_keyUsage, KeyUsage)?.toNumber();
  const policies = [...(extensionOf(extensions, id_ce_certificatePolicies, CertificatePolicies) ?? [])].map(
    ({ policyIdentifier }) => policyIdentifier,
  );
  const kind = (['auth', 'sign'] as const).find((purpose) => policies.includes(KINDS[purpose].policy));
  return kind !== undefined && usage === KINDS[kind].usage ? kind : null;
}

/** Whether the card that holds this certificate's key signed `message`. */
export const signed = ({ key }: CardCertificate, message: Uint8Array, signature: Uint8Array): boolean =>
  algorithmFor(key)?.verify(key, message, signature) === true;

/**
 * The pinned root that signed this certificate, or null. It is chosen by its key and not by its name, because three
 * generations of the real one carry the same name; a root that is not itself valid at `now` vouches for nothing.
 */
export const issuerOf = (
  { x509 }: CardCertificate,
  roots: readonly X509Certificate[],
  now: number,
): X509Certificate | null =>
  roots.find(
    (root) =>
      root.ca &&
      root.validFromDate.getTime() <= now &&
      now <= root.validToDate.getTime() &&
      x509.checkIssued(root) &&
      x509.verify(root.publicKey),
  ) ?? null;
