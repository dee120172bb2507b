import { CRLReasons } from '@peculiar/asn1-x509';
import type { CertificateStatus } from './port.ts';

/** A hold is taken back at the counter; every other reason, and none, is final (RFC 5280 5.3.1). */
const STATUS_OF_REASON: Partial<Record<CRLReasons, CertificateStatus>> = {
  [CRLReasons.certificateHold]: 'suspended',
  // The hold was lifted, and the certificate leaves the list with its next issue.
  [CRLReasons.removeFromCRL]: 'valid',
};

export const statusOfReason = (reason: CRLReasons | undefined): CertificateStatus =>
  STATUS_OF_REASON[reason ?? CRLReasons.unspecified] ?? 'revoked';
