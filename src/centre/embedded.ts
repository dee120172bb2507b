import { createHash, X509Certificate } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { SignedDocument } from '../certificates/document.ts';
import { textsOf } from '../certificates/form-sheet.ts';
import { canonicalBytes, signDocument } from '../certificates/signature.ts';
import type { Clock } from '../clock.ts';
import { japanDate, japanDateTime } from '../japan-time.ts';
import { done, failed, messageOf } from '../outcome.ts';
import { admit, findHolder } from './admission.ts';
import { type Answer, isRefusal, type Request, refused } from './answers.ts';
import type { CardCertificate } from './certificates.ts';
import { readCertificate } from './certificates.ts';
import {
  answering,
  choiceAt,
  feeOf,
  isAllowed,
  isStale,
  notNow,
  type Offered,
  offeredOf,
  registersOf,
  type Services,
} from './offers.ts';
import type { Centre, CertificatePurpose, IssueRequest, RefusalCode, ServiceOffer } from './port.ts';
import { type Accepted, createVerifier } from './proofs.ts';
import type { Office, Register, Registers, Reservation } from './register.ts';
import { createRegistrations } from './registrations.ts';
import { createReservations } from './reservations.ts';
import { isStoreFault, openStore } from './store.ts';

const NONCE_BYTES = 32;
const NONCE_LIFE = 5 * 60_000;
const AUTHENTICATION_LIFE = 30 * 60_000;

export interface EmbeddedCentreOptions {
  /** SQLite file, or ':memory:'. */
  readonly path: string;
  readonly town: Office;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: (bytes: number) => Uint8Array;
  /** Kinds that are offered here, by name; all when left out. `fee` where the shop says it instead of the municipality. */
  readonly services?: Services;
  /** Japan time `HH:MM`, from `open` up to but not at `close`; `closedDays` as MM-DD. */
  readonly hours?: { readonly open: string; readonly close: string; readonly closedDays: readonly string[] };
  /** ISO dates (Japan) on which the service stands still. */
  readonly maintenance?: readonly string[];
  /** The first character of a text outside the office's registered set, or null. */
  readonly characters?: (text: string) => string | null;
  /** How a certificate's bytes are read. */
  readonly read?: typeof readCertificate;
}

/** Hours of most municipalities. */
const HOURS = { open: '06:30', close: '23:00', closedDays: [] };

/** Lives in memory only, like the documents: what the centre forgets must not be found on a disk. */
interface Session extends Accepted {
  readonly expiresAt: number;
  readonly documents: Map<string, SignedDocument>;
}

export interface EmbeddedCentre extends Centre {
  /** What the smartphone app does after its face check: this card may have one locked PIN set anew, by default within 24 hours. */
  reserve(card: Omit<Reservation, 'expiresAt'>, hours?: number): void;
  /** The register as it stands from now on, all or nothing: what the municipality entered. */
  enter(register: Register): void;
  close(): void;
}

const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
/** A kanji and its variation selector are one character. */
const lengthOf = (text: string): number => [...text.replace(/[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/gu, '')].length;

/** The same wish of the same holder has the same digest, in whatever order the members were named. */
const requestDigest = ({ kind, wish }: IssueRequest, holder: string): string => {
  const { members, items, copies } = wish;
  return digest(
    String(
      canonicalize({ kind, holder, members: [...new Set(members)].sort(), items: [...new Set(items)].sort(), copies }),
    ),
  );
};

/**
 * The issuance centre inside the terminal's own process: one municipality, one SQLite database.
 *
 * @throws when the database or a pinned root cannot be read, which is a fault of the installation
 */
export function createEmbeddedCentre(options: EmbeddedCentreOptions): EmbeddedCentre {
  const { town, clock, random, services, hours = HOURS, maintenance = [] } = options;
  const offered = offeredOf(services);
  const { code, name } = town.municipality;
  const pinned = (purpose: CertificatePurpose) => town.roots[purpose].map((der) => new X509Certificate(der));
  const roots = { auth: pinned('auth'), sign: pinned('sign') };
  const store = openStore(options.path);
  store.load(town.register);
  for (const reservation of town.reservations) store.keepReservation(reservation);
  const verifier = createVerifier({
    roots,
    validity: town.validity({ clock, random, authorities: [...roots.auth, ...roots.sign] }),
    read: options.read ?? readCertificate,
    consumeNonce: store.consumeChallenge,
  });
  const sessions = new Map<string, Session>();

  /** A database that does not answer is the centre not answering; nothing was done, as every write is one transaction. */
  async function guarded<T>(work: () => T | Promise<T>): Promise<T | ReturnType<typeof failed<'offline'>>> {
    try {
      return await work();
    } catch (error) {
      if (isStoreFault(error)) return failed('offline', error.code);
      throw error;
    }
  }

  function forgetExpired(now: number): void {
    for (const [handle, { expiresAt }] of sessions) if (expiresAt <= now) sessions.delete(handle);
  }

  function sessionOf(handle: string, now: number): Session | null {
    forgetExpired(now);
    return sessions.get(handle) ?? null;
  }

  function closedAt(now: number): RefusalCode | null {
    const day = japanDate(now);
    const time = japanDateTime(now).slice(-5);
    if (maintenance.includes(day)) return 'maintenance';
    return time < hours.open || time >= hours.close || hours.closedDays.includes(day.slice(5)) ? 'outside-hours' : null;
  }

  /** What this holder may have of a kind now, and of which municipality; or why nothing. */
  function openTo({ kind }: Offered, registers: Registers, now: number) {
    const closed = closedAt(now);
    if (closed !== null) return closed;
    const found = answering(store, town, kind, registers);
    if (isRefusal(found)) return found;
    // Who lives here is read from the one, the family from the other.
    if ([town, found.desk].some((desk) => isStale(desk, now))) return 'register-stale';
    const busy = notNow(found, kind, now);
    if (busy !== null) return busy;
    const choice = choiceAt(found, kind);
    return isRefusal(choice) ? choice : { ...found, choice };
  }

  function offerFor(service: Offered, registers: Registers, now: number): ServiceOffer {
    const open = openTo(service, registers, now);
    const desk = isRefusal(open) ? town : open.desk;
    const { copies, people } = service.kind;
    const offer = { kind: service.name, fee: feeOf(service, desk, town, registers.today), copies, people };
    return isRefusal(open)
      ? { ...offer, available: open, members: [], items: [] }
      : { ...offer, available: true, ...open.choice };
  }

  async function authenticate(request: Request<'authenticate'>): Promise<Answer<'authenticate'>> {
    const accepted = verifier.acceptProof('auth', request, clock.now());
    if (isRefusal(accepted)) return refused(accepted);
    const revoked = await verifier.refuseRevoked('auth', accepted);
    if (revoked !== null) return refused(revoked);
    const now = clock.now();
    const { certificate } = accepted;
    const offers = store.atomically(() => {
      const holder = admit(store, certificate, now);
      if (isRefusal(holder)) return holder;
      const registers = registersOf(store, holder, now);
      return offered.map((service) => offerFor(service, registers, now));
    });
    if (isRefusal(offers)) return refused(offers);

    const authentication = Buffer.from(random(32)).toString('base64url');
    sessions.set(authentication, { ...accepted, expiresAt: now + AUTHENTICATION_LIFE, documents: new Map() });
    return done({
      authentication,
      municipality: { code, name },
      offers,
    });
  }

  async function birthDate({ purpose, ...proof }: Request<'birthDate'>): Promise<Answer<'birthDate'>> {
    const accepted = verifier.acceptProof(purpose, proof, clock.now());
    if (isRefusal(accepted)) return refused(accepted);
    const revoked = await verifier.refuseRevoked(purpose, accepted);
    if (revoked !== null) return refused(revoked);
    const holder = store.atomically(() => findHolder(store, accepted.certificate));
    return done({ birthDate: isRefusal(holder) ? null : holder.resident.birthDate });
  }

  /** One snapshot from the first read to the last: nobody else's update falls between two rows of a document. */
  function build(request: IssueRequest, certificate: CardCertificate, now: number): SignedDocument | RefusalCode {
    const holder = admit(store, certificate, now);
    if (isRefusal(holder)) return holder;
    const service = offered.find(({ name }) => name === request.kind);
    if (service === undefined) return 'not-offered';
    const { kind } = service;
    const open = openTo(service, registersOf(store, holder, now), now);
    if (isRefusal(open)) return open;
    if (!isAllowed(request.wish, kind, open.choice)) return 'option-not-allowed';
    const content = kind.content(open.registers, request.wish);
    if (typeof content === 'string') return content as RefusalCode;
    const { municipality, documentKey } = open.desk;
    const texts = textsOf({ content, municipality });
    if (texts.some((text) => lengthOf(text) > town.textLimit)) return 'text-too-long';
    if (texts.some((text) => (options.characters?.(text) ?? null) !== null)) return 'unregistered-character';
    return signDocument(
      {
        schema: 1,
        kind: service.name,
        transaction: request.transaction,
        holder: certificate.holder,
        municipality,
        readAt: new Date(now).toISOString(),
        issuedOn: japanDate(now),
        pages: kind.pages(content),
        copies: request.wish.copies,
        content,
      },
      documentKey,
      random,
    );
  }

  /** What a transaction was first used for, it is used for only: null when it was used for nothing. */
  function issuedBefore(
    transaction: string,
    wish: string,
    { documents }: Session,
  ): SignedDocument | RefusalCode | null {
    const before = store.issuance(transaction);
    if (before === null) return null;
    const same = before.request === wish && before.result === null;
    return (same && documents.get(transaction)) || 'option-not-allowed';
  }

  async function issue(request: IssueRequest): Promise<Answer<'issue'>> {
    const session = sessionOf(request.authentication, clock.now());
    if (session === null) return refused('signature-invalid');
    const { certificate, documents } = session;
    const wish = requestDigest(request, certificate.holder);
    const before = issuedBefore(request.transaction, wish, session);
    if (before !== null) return isRefusal(before) ? refused(before) : done(before);
    const revoked = await verifier.refuseRevoked('auth', session);
    if (revoked !== null) return refused(revoked);
    const now = clock.now();
    const answer = store.atomically((): SignedDocument | RefusalCode => {
      const meanwhile = issuedBefore(request.transaction, wish, session);
      if (meanwhile !== null) return meanwhile;
      const document = build(request, certificate, now);
      if (!isRefusal(document))
        store.recordIssuance(request.transaction, wish, digest(canonicalBytes(document.payload)), now);
      return document;
    });
    if (isRefusal(answer)) return refused(answer);
    documents.set(request.transaction, answer);
    return done(answer);
  }

  const reservations = createReservations({ store, clock, verifier, unlockKey: town.unlockKey });
  const registrations = createRegistrations({ store, clock, verifier, town, sessionOf, closedAt });

  return {
    challenge: () =>
      guarded(() => {
        const nonce = random(NONCE_BYTES);
        const now = clock.now();
        forgetExpired(now);
        store.keepChallenge(nonce, now, now + NONCE_LIFE);
        return done({ nonce });
      }),
    authenticate: (request) => guarded(() => authenticate(request)),
    issue: (request) => guarded(() => issue(request)),
    conclude: (transaction, result) =>
      guarded(() => {
        store.conclude(transaction, result, clock.now());
        for (const [handle, { documents }] of sessions) if (documents.has(transaction)) sessions.delete(handle);
        return done(null);
      }),
    birthDate: (request) => guarded(() => birthDate(request)),
    reservation: (request) => guarded(() => reservations.reservation(request)),
    authorizeReset: (request) => guarded(() => reservations.authorizeReset(request)),
    concludeReset: (transaction, result) => guarded(() => reservations.concludeReset(transaction, result)),
    registration: (request) => guarded(() => registrations.registration(request)),
    register: (request) => guarded(() => registrations.register(request)),
    reserve: reservations.reserve,
    enter: store.load,
    health: async () => {
      try {
        store.touch();
        return { state: 'working', reasons: [] };
      } catch (error) {
        return { state: 'failed', reasons: [`centre database: ${messageOf(error)}`] };
      }
    },
    close: () => {
      sessions.clear();
      store.close();
    },
  };
}
