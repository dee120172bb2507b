import type { X509Certificate } from 'node:crypto';
import { addMonths, reachesAge } from '../calendar.ts';
import { japanDate } from '../japan-time.ts';
import { type AuthCertificate, isIssuedBy } from './auth-certificate.ts';
import type { RefusalCode } from './port.ts';
import type { CertificateState, Resident } from './register.ts';
import type { CertificateRow, HouseholdRows } from './store.ts';

/** Who authenticated, as the register knows the person at this moment. */
export interface Holder {
  readonly resident: Resident;
  readonly household: HouseholdRows;
}

type Check<T> = readonly [RefusalCode, (subject: T, now: number) => boolean];

/** The first check that holds names the reason. */
const firstOf = <T>(checks: readonly Check<T>[], subject: T, now: number): RefusalCode | null =>
  checks.find(([, holds]) => holds(subject, now))?.[0] ?? null;

const CERTIFICATE_CHECKS: readonly Check<{ certificate: AuthCertificate; roots: readonly X509Certificate[] }>[] = [
  ['certificate-not-accepted', ({ certificate, roots }, now) => !isIssuedBy(certificate, roots, now)],
  ['certificate-not-accepted', ({ certificate }) => !certificate.isForAuthentication],
  ['certificate-not-accepted', ({ certificate }) => certificate.isCa],
  ['certificate-not-accepted', ({ certificate }, now) => now < certificate.notBefore],
  ['certificate-expired', ({ certificate }, now) => now > certificate.notAfter],
];

/** Why the certificate itself is refused, or null: chain, kind, leaf, validity, in this order. */
export const refuseCertificate = (
  certificate: AuthCertificate,
  roots: readonly X509Certificate[],
  now: number,
): RefusalCode | null => firstOf(CERTIFICATE_CHECKS, { certificate, roots }, now);

const STATES: Readonly<Record<CertificateState, RefusalCode | null>> = {
  valid: null,
  suspended: 'certificate-suspended',
  revoked: 'certificate-revoked',
  unknown: 'revocation-unknown',
};

/** Why the state of the certificate refuses it, or null. A certificate nobody can say anything of is refused too. */
export const refuseState = (row: CertificateRow | null): RefusalCode | null => STATES[row?.state ?? 'unknown'];

/** 支援措置 of one member covers the household: a whole-household copy would name that person. */
const PERSON_CHECKS: readonly Check<Holder & { linkedOn: string }>[] = [
  ['deceased', ({ resident }) => resident.standing === 'deceased'],
  ['moved-out', ({ resident }) => resident.standing === 'moved-out'],
  ['protected-person', ({ household }) => household.residents.some(isProtected)],
  ['moving-out', ({ resident }) => resident.standing === 'moving-out'],
  ['under-15', ({ resident }, now) => now < reachesAge(resident.birthDate, 15)],
  ['same-day-card', ({ linkedOn }, now) => japanDate(now) <= linkedOn],
];

const isProtected = ({ protectedPerson, standing }: Resident): boolean =>
  protectedPerson && (standing === 'resident' || standing === 'moving-out');

/**
 * Why this person gets nothing here, or null. Usual rules of municipalities: from 15 years of age, and with a card that
 * was linked to the municipality before today.
 */
export const refusePerson = (holder: Holder, linkedOn: string, now: number): RefusalCode | null =>
  firstOf(PERSON_CHECKS, { ...holder, linkedOn }, now);

/**
 * ISO date of the certificate's last day when the time for renewal has begun, which it does on the day after the date
 * three months before; else null.
 */
export function lapsesOn({ notAfter }: AuthCertificate, now: number): string | null {
  const last = japanDate(notAfter);
  return japanDate(now) > addMonths(last, -3) ? last : null;
}
