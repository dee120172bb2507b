import { reachesAge } from '../calendar.ts';
import { japanDate } from '../japan-time.ts';
import type { CardCertificate } from './certificates.ts';
import { lapsedByMove } from './move.ts';
import type { RefusalCode } from './port.ts';
import type { Resident } from './register.ts';
import type { CertificateRow, HouseholdRows, Store } from './store.ts';

/** Who authenticated, as the register knows the person at this moment. */
export interface Holder {
  readonly resident: Resident;
  readonly household: HouseholdRows;
}

interface Subject extends Holder {
  readonly card: CertificateRow;
}

/** 支援措置 of one member covers the household: a whole-household copy would name that person. */
const PERSON_CHECKS: readonly (readonly [RefusalCode, (subject: Subject, now: number) => boolean])[] = [
  ['deceased', ({ resident }) => resident.standing === 'deceased'],
  ['moved-out', ({ resident }) => resident.standing === 'moved-out'],
  ['protected-person', ({ household }) => household.residents.some(isProtected)],
  ['moving-out', ({ resident }) => resident.standing === 'moving-out'],
  ['card-lapsed-by-move', ({ card }, now) => card.move !== null && lapsedByMove(card.move, japanDate(now))],
  ['moved-in-today', ({ resident }, now) => japanDate(now) <= (resident.notifiedOn ?? resident.residentSince)],
  ['under-15', ({ resident }, now) => now < reachesAge(resident.birthDate, 15)],
  ['same-day-card', ({ card }, now) => japanDate(now) <= card.linkedOn],
];

const isProtected = ({ protectedPerson, standing }: Resident): boolean =>
  protectedPerson && (standing === 'resident' || standing === 'moving-out');

/** The person behind a certificate, or why nobody is: unknown here, or of another municipality. */
export function findHolder(store: Store, { issuer, serial }: CardCertificate): Subject | RefusalCode {
  const card = store.certificate(issuer, serial);
  if (card === null) return 'holder-unknown';
  if (card.resident === null) return 'other-municipality';
  const household = store.household(card.resident);
  const resident = household?.residents.find(({ id }) => id === card.resident);
  return household === null || resident === undefined ? 'holder-unknown' : { resident, household, card };
}

/**
 * The person behind a certificate, or why that person gets nothing here. Usual rules of municipalities: from 15 years of age,
 * and with a card that was linked to the municipality before today. The first check that holds names the reason.
 */
export function admit(store: Store, certificate: CardCertificate, now: number): Holder | RefusalCode {
  const subject = findHolder(store, certificate);
  if (typeof subject === 'string') return subject;
  return PERSON_CHECKS.find(([, holds]) => holds(subject, now))?.[0] ?? subject;
}
