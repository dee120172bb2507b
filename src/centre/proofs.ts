import type { X509Certificate } from 'node:crypto';
import { type CardCertificate, issuerOf, type readCertificate, signed } from './certificates.ts';
import type { CertificatePurpose, Proof, RefusalCode } from './port.ts';
import type { CertificateStatus, ValidityService } from './validity/port.ts';

/** A certificate of the right kind under a pinned root, in its validity period. Whether it was revoked is another question. */
export interface Accepted {
  readonly certificate: CardCertificate;
  readonly issuer: X509Certificate;
}

export interface VerifierParts {
  readonly roots: Readonly<Record<CertificatePurpose, readonly X509Certificate[]>>;
  readonly validity: ValidityService;
  readonly read: typeof readCertificate;
  /** Takes the nonce out; true when it was there and is still good. */
  readonly consumeNonce: (nonce: Uint8Array, now: number) => boolean;
}

/** What is wrong with a certificate, in the words for each kind. */
const CODES = {
  auth: {
    notAccepted: 'certificate-not-accepted',
    expired: 'certificate-expired',
    revoked: 'certificate-revoked',
    suspended: 'certificate-suspended',
  },
  sign: {
    notAccepted: 'sign-certificate-not-accepted',
    expired: 'sign-certificate-expired',
    revoked: 'sign-certificate-revoked',
    suspended: 'sign-certificate-suspended',
  },
} as const satisfies Readonly<Record<CertificatePurpose, Readonly<Record<string, RefusalCode>>>>;

/** The code for a certificate that is none, of another kind, or of somebody else. */
export const notAccepted = (purpose: CertificatePurpose): RefusalCode => CODES[purpose].notAccepted;

const refuseStatus = (purpose: CertificatePurpose, status: CertificateStatus): RefusalCode | null =>
  ({
    valid: null,
    suspended: CODES[purpose].suspended,
    revoked: CODES[purpose].revoked,
    unknown: 'revocation-unknown' as const,
  })[status];

export type Verifier = ReturnType<typeof createVerifier>;

/** Checks certificates and proofs, always in the same order: nonce, signature, issuer, kind, leaf, validity period, revocation. */
export function createVerifier({ roots, validity, read, consumeNonce }: VerifierParts) {
  function place(certificate: CardCertificate, purpose: CertificatePurpose, now: number): Accepted | RefusalCode {
    const issuer = issuerOf(certificate, roots[purpose], now);
    if (issuer === null || certificate.purpose !== purpose || certificate.isCa || now < certificate.notBefore)
      return CODES[purpose].notAccepted;
    return now > certificate.notAfter ? CODES[purpose].expired : { certificate, issuer };
  }

  /** That the key of the certificate signed `message`, and everything that can be seen of the certificate itself. */
  function acceptSigned(
    purpose: CertificatePurpose,
    der: Uint8Array,
    message: Uint8Array,
    signature: Uint8Array,
    now: number,
  ): Accepted | RefusalCode {
    const certificate = read(der);
    if (certificate === null) return CODES[purpose].notAccepted;
    return signed(certificate, message, signature) ? place(certificate, purpose, now) : 'signature-invalid';
  }

  return {
    /** Takes the nonce out; true when it was there and is still good. It is used up by an answer that fails, too. */
    consume: consumeNonce,

    acceptSigned,

    acceptProof: (purpose: CertificatePurpose, proof: Proof, now: number): Accepted | RefusalCode =>
      consumeNonce(proof.nonce, now)
        ? acceptSigned(purpose, proof.certificate, proof.nonce, proof.signature, now)
        : 'signature-invalid',

    /** A certificate that nobody signed with: it only names a card. */
    accept: (purpose: CertificatePurpose, der: Uint8Array, now: number): Accepted | RefusalCode => {
      const certificate = read(der);
      return certificate === null ? CODES[purpose].notAccepted : place(certificate, purpose, now);
    },

    /** Asks the validity service: why its answer of this moment refuses the certificate, or null. */
    refuseRevoked: async (
      purpose: CertificatePurpose,
      { certificate, issuer }: Accepted,
    ): Promise<RefusalCode | null> => refuseStatus(purpose, await validity.check(certificate.x509, issuer)),
  };
}
