import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Clock } from '../clock.ts';
import { japanDate } from '../japan-time.ts';
import { done } from '../outcome.ts';
import { admit, findHolder } from './admission.ts';
import { type Answer, isRefusal, type Request, refused } from './answers.ts';
import { businessDaysAfter } from './business-days.ts';
import type { CardCertificate } from './certificates.ts';
import type { RefusalCode, Registration } from './port.ts';
import { type Accepted, notAccepted, type Verifier } from './proofs.ts';
import type { Office } from './register.ts';
import type { RegistrationRow, Store } from './store.ts';

/** Business days until certificates can be had. No source gives the number; each municipality has its own. */
const BUSINESS_DAYS = 5;

export interface RegistrationParts {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly verifier: Verifier;
  readonly town: Pick<Office, 'municipality' | 'registrations'>;
  /** The authentication behind a handle; null when there is none (any more). */
  readonly sessionOf: (handle: string, now: number) => Accepted | null;
  /** Why nothing is done at this hour, or null. */
  readonly closedAt: (now: number) => RefusalCode | null;
}

const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** What the holder signs: RFC 8785 canonical JSON, in UTF-8. Says who only by the digest of issuer and serial number. */
const applicationOf = ({ issuer, serial }: CardCertificate, municipality: string, date: string): Uint8Array =>
  Buffer.from(
    String(
      canonicalize({
        schema: 1,
        kind: 'registration',
        applicant: digest(String(canonicalize({ issuer, serial }))),
        municipality,
        date,
      }),
    ),
  );

export type RegistrationState = Registration['state'];

/** An application is decided on its opening day; what the office will say is not known before. */
export const registrationState = (row: RegistrationRow | null, today: string): RegistrationState => {
  if (row === null) return 'none';
  return today < row.opensOn ? 'submitted' : row.decision;
};

/** Codes for a state in which nothing can be applied for. */
const SETTLED: Partial<Record<Registration['state'], RefusalCode>> = {
  submitted: 'registration-pending',
  approved: 'registration-approved',
};

/** Three groups of four hexadecimal digits of a digest: a number to quote at the office. */
const receiptOf = (transaction: string): string =>
  digest(transaction)
    .slice(0, 12)
    .toUpperCase()
    .replace(/(.{4})(?=.)/g, '$1-');

const answerOf = (transaction: string, opensOn: string) => done({ receipt: receiptOf(transaction), opensOn });

/** 利用登録申請: the application that lets a holder have family register certificates of a municipality lived elsewhere. */
export function createRegistrations({ store, clock, verifier, town, sessionOf, closedAt }: RegistrationParts) {
  const { businessDays, filed } = town.registrations;
  const opening = (municipality: string, filedOn: string): string =>
    businessDaysAfter(filedOn, businessDays[municipality] ?? BUSINESS_DAYS);
  for (const row of filed)
    store.keepRegistration({ ...row, txn: null, application: null, opensOn: opening(row.municipality, row.filedOn) });

  /** Where the application of this holder stands. */
  function standing(certificate: CardCertificate, now: number) {
    const holder = admit(store, certificate, now);
    if (isRefusal(holder)) return holder;
    const closed = closedAt(now);
    if (closed !== null) return closed;
    const { id, familyRegister } = holder.resident;
    if (familyRegister === null || familyRegister.code === town.municipality.code) return 'registration-not-needed';
    const today = japanDate(now);
    const row = store.registration(id, familyRegister.code);
    const state = registrationState(row, today);
    return { resident: id, familyRegister, today, row, state };
  }

  /** One application, from the checks to the row; `opensOn` or why not. */
  function file(request: Request<'register'>, certificate: CardCertificate, now: number) {
    const found = standing(certificate, now);
    if (isRefusal(found)) return found;
    const settled = SETTLED[found.state];
    if (settled !== undefined) return settled;
    const municipality = found.familyRegister.code;
    const opensOn = opening(municipality, found.today);
    const kept = store.keepRegistration({
      txn: request.transaction,
      resident: found.resident,
      municipality,
      application: digest(request.application),
      filedOn: found.today,
      opensOn,
      decision: 'approved',
    });
    return kept ? { opensOn } : 'registration-pending';
  }

  /** The answer to a transaction that was filed: the same for the same application, whatever the hour. */
  function again(before: RegistrationRow, request: Request<'register'>, certificate: CardCertificate) {
    const holder = findHolder(store, certificate);
    const same =
      !isRefusal(holder) &&
      before.resident === holder.resident.id &&
      before.application === digest(request.application);
    return same ? answerOf(request.transaction, before.opensOn) : refused('option-not-allowed');
  }

  return {
    registration: async ({ authentication }: Request<'registration'>): Promise<Answer<'registration'>> => {
      const now = clock.now();
      const session = sessionOf(authentication, now);
      if (session === null) return refused('signature-invalid');
      const found = store.atomically(() => standing(session.certificate, now));
      if (isRefusal(found)) return refused(found);
      const { familyRegister, row, state, today } = found;
      return done({
        state,
        municipality: familyRegister,
        opensOn: state === 'submitted' ? (row?.opensOn ?? null) : null,
        application:
          SETTLED[state] === undefined ? applicationOf(session.certificate, familyRegister.code, today) : null,
      });
    },

    register: async (request: Request<'register'>): Promise<Answer<'register'>> => {
      const now = clock.now();
      const session = sessionOf(request.authentication, now);
      if (session === null) return refused('signature-invalid');
      const { certificate } = session;
      const before = store.registrationOf(request.transaction);
      if (before !== null) return again(before, request, certificate);
      const found = standing(certificate, now);
      if (isRefusal(found)) return refused(found);
      const settled = SETTLED[found.state];
      if (settled !== undefined) return refused(settled);
      const expected = applicationOf(certificate, found.familyRegister.code, found.today);
      if (!Buffer.from(expected).equals(request.application)) return refused('signature-invalid');
      const { application, signature } = request;
      const signer = verifier.acceptSigned('sign', request.certificate, application, signature, now);
      if (isRefusal(signer)) return refused(signer);
      const revoked = (await verifier.refuseRevoked('auth', session)) ?? (await verifier.refuseRevoked('sign', signer));
      if (revoked !== null) return refused(revoked);
      const person = findHolder(store, signer.certificate);
      if (isRefusal(person) || person.resident.id !== found.resident) return refused(notAccepted('sign'));
      const filed = store.atomically(() => file(request, certificate, now));
      return isRefusal(filed) ? refused(filed) : answerOf(request.transaction, filed.opensOn);
    },
  };
}
