import 'reflect-metadata';
import { constants, createHash, type KeyObject, verify, X509Certificate } from 'node:crypto';
import {
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509Certificate as ParsedCertificate,
} from '@peculiar/x509';

/**
 * 利用者証明用: the policy of certificates for user authentication. The service's own test environment uses other
 * identifiers; the sample town keeps this one so that the same check runs everywhere.
 */
const AUTH_POLICY = '1.2.392.200149.8.5.1.3.30';
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
/** keyUsage, basicConstraints, certificatePolicies: what is looked at here. Any other critical extension is not understood. */
const UNDERSTOOD = new Set(['2.5.29.15', '2.5.29.19', '2.5.29.32']);

export interface AuthCertificate {
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
  /** For user authentication and for nothing else: policy, keyUsage, algorithms, no extension that is not understood. */
  readonly isForAuthentication: boolean;
  readonly x509: X509Certificate;
}

/** Reads one DER certificate; null when the bytes are not exactly one. */
export function readCertificate(der: Uint8Array): AuthCertificate | null {
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
      isForAuthentication: isForAuthentication(x509, parsed),
      x509,
    };
  } catch {
    // The bytes come from a card anybody can hold to the reader; what OpenSSL or the parser cannot read is no certificate.
    return null;
  }
}

function isForAuthentication(x509: X509Certificate, parsed: ParsedCertificate): boolean {
  const types = parsed.extensions.map(({ type }) => type);
  return (
    x509.signatureAlgorithmOid === SHA256_WITH_RSA &&
    x509.publicKey.asymmetricKeyType === 'rsa' &&
    (x509.publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 &&
    new Set(types).size === types.length &&
    parsed.extensions.every(({ critical, type }) => !critical || UNDERSTOOD.has(type)) &&
    parsed.getExtension(KeyUsagesExtension)?.usages === KeyUsageFlags.digitalSignature &&
    parsed.getExtension(CertificatePolicyExtension)?.policies.includes(AUTH_POLICY) === true
  );
}

/** Whether the card that holds this certificate's key signed `message` (RSASSA-PKCS1-v1_5, SHA-256). */
export function signed({ key }: AuthCertificate, message: Uint8Array, signature: Uint8Array): boolean {
  return (
    key.asymmetricKeyType === 'rsa' &&
    verify('sha256', message, { key, padding: constants.RSA_PKCS1_PADDING }, signature)
  );
}

/**
 * Whether one of the pinned roots signed this certificate. The root is chosen by its key and not by its name, because
 * three generations of the real one carry the same name; a root that is not itself valid at `now` vouches for nothing.
 */
export const isIssuedBy = ({ x509 }: AuthCertificate, roots: readonly X509Certificate[], now: number): boolean =>
  roots.some(
    (root) =>
      root.ca &&
      root.validFromDate.getTime() <= now &&
      now <= root.validToDate.getTime() &&
      x509.checkIssued(root) &&
      x509.verify(root.publicKey),
  );
