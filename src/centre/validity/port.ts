import type { X509Certificate } from 'node:crypto';
import type { Clock } from '../../clock.ts';

/** `unknown`: no answer that can be believed. It never counts as valid. */
export type CertificateStatus = 'valid' | 'suspended' | 'revoked' | 'unknown';

/** 有効性確認: whether a certificate that is in its validity period has been revoked or put on hold. */
export interface ValidityService {
  /**
   * Asks now; keeps no answer.
   *
   * @param issuer the pinned authority that signed `certificate`
   */
  check(certificate: X509Certificate, issuer: X509Certificate): Promise<CertificateStatus>;
}

/** What every way of asking needs from the program around it. */
export interface ValidityParts {
  readonly clock: Pick<Clock, 'now'>;
  readonly random: (bytes: number) => Uint8Array;
  /** The pinned authorities of both kinds. */
  readonly authorities: readonly X509Certificate[];
}

/** How far the clocks of two machines may be apart, in milliseconds. */
export const CLOCK_SKEW = 5 * 60_000;
