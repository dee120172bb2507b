import 'reflect-metadata';
import { constants, createHash, type KeyObject, verify, X509Certificate } from 'node:crypto';
import {
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509Certificate as ParsedCertificate,
} from '@peculiar/x509';
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

/** keyUsage, basicConstraints, certificatePolicies: what is looked at here. Any other critical extension is not understood. */
const UNDERSTOOD = new Set(['2.5.29.15', '2.5.29.19', '2.5.29.32']);

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

/** Reads one DER certificate; null when the bytes are not exactly one. */
export function readCertificate(der: Uint8Array): CardCertificate | null {
  try {
    const x509 = new X509Certificate(der);
    if (!x509.raw.equals(der)) return null;
    const parsed = new ParsedCertificate(Buffer.from(der));
    return {
      issuer: parsed.issuer,
      serial: parsed.serialNumber.toLowerCase(),
      holder: createHash('sha256').update(der).digest('hex'),
      key: x509.publicKey,
      notBefore: x509.validFromDate.getTime(),
      notAfter: x509.validToDate.getTime(),
      // OpenSSL calls a certificate a CA only with keyCertSign beside CA:TRUE; either alone is too much for a leaf.
      isCa: x509.ca || parsed.getExtension(BasicConstraintsExtension)?.ca === true,
      purpose: purposeOf(x509, parsed),
      x509,
    };
  } catch {
    // The bytes come from a card anybody can hold to the reader; what OpenSSL or the parser cannot read is no certificate.
    return null;
  }
}

function purposeOf(x509: X509Certificate, parsed: ParsedCertificate): CertificatePurpose | null {
  const types = parsed.extensions.map(({ type }) => type);
  const understood =
    x509.signatureAlgorithmOid === algorithmFor(x509.publicKey)?.issuedWith &&
    new Set(types).size === types.length &&
    parsed.extensions.every(({ critical, type }) => !critical || UNDERSTOOD.has(type));
  if (!understood) return null;
  const usage = parsed.getExtension(KeyUsagesExtension)?.usages;
  const policies = parsed.getExtension(CertificatePolicyExtension)?.policies ?? [];
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
