import { createHash, X509Certificate } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { SignedDocument } from '../certificates/document.ts';
import { canonicalBytes, signDocument } from '../certificates/signature.ts';
import type { Clock } from '../clock.ts';
import { japanDate, japanDateTime } from '../japan-time.ts';
import { done, failed, messageOf, type Outcome } from '../outcome.ts';
import { type Holder, lapsesOn, refuseCertificate, refusePerson, refuseState } from './admission.ts';
import { type AuthCertificate, readCertificate, signed } from './auth-certificate.ts';
import { juminhyoContent, juminhyoPayload, membersFor, type Option, optionsFor, textsOf } from './juminhyo.ts';
import type { Authenticated, Centre, IssueRequest, RefusalCode, Refused, ServiceOffer } from './port.ts';
import type { Office } from './register.ts';
import { type HouseholdRows, isStoreFault, openStore } from './store.ts';

const NONCE_BYTES = 32;
const NONCE_LIFE = 5 * 60_000;
const AUTHENTICATION_LIFE = 30 * 60_000;

export interface EmbeddedCentreOptions {
  /** SQLite file, or ':memory:'. */
  readonly path: string;
  readonly town: Office;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: (bytes: number) => Uint8Array;
  /** Yen for one 住民票の写し; null when the municipality does not offer it. */
  readonly fee?: number | null;
  /** Japan time `HH:MM`, from `open` up to but not at `close`; `closedDays` as MM-DD. */
  readonly hours?: { readonly open: string; readonly close: string; readonly closedDays: readonly string[] };
  /** ISO dates (Japan) on which the service stands still. */
  readonly maintenance?: readonly string[];
  /** Options this municipality allows at all; some never print the 個人番号. */
  readonly allowed?: readonly Option[];
  /** The first character of a text outside the office's registered set, or null. */
  readonly characters?: (text: string) => string | null;
}

/** Hours of most municipalities. */
const HOURS = { open: '06:30', close: '23:00', closedDays: [] };
const ALLOWED: readonly Option[] = ['relationship', 'honseki', 'myNumber'];

/** Lives in memory only, like the documents: what the centre forgets must not be found on a disk. */
interface Session {
  readonly certificate: AuthCertificate;
  readonly expiresAt: number;
  readonly documents: Map<string, SignedDocument>;
}

const refused = (code: RefusalCode): Refused => ({ outcome: 'failed', fault: 'refused', code });
const isRefusal = <T extends object>(value: T | RefusalCode): value is RefusalCode => typeof value === 'string';
const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** The same wish of the same holder has the same digest, in whatever order the members were named. */
const requestDigest = ({ kind, options }: IssueRequest, holder: string): string =>
  digest(
    String(canonicalize({ kind, holder, options: { ...options, members: [...new Set(options.members)].sort() } })),
  );

/**
 * The issuance centre inside the terminal's own process: one municipality, one SQLite database.
 *
 * @throws when the database or a pinned root cannot be read, which is a fault of the installation
 */
export function createEmbeddedCentre(options: EmbeddedCentreOptions): Centre & { close(): void } {
  const { town, clock, random, fee = 200, hours = HOURS, maintenance = [], allowed = ALLOWED } = options;
  const { code, name } = town.municipality;
  const roots = town.authRoots.map((der) => new X509Certificate(der));
  const store = openStore(options.path);
  store.load(town.register);
  const sessions = new Map<string, Session>();

  /** A database that does not answer is the centre not answering; nothing was done, as every write is one transaction. */
  async function guarded<T>(work: () => T): Promise<T | ReturnType<typeof failed<'offline'>>> {
    try {
      return work();
    } catch (error) {
      if (isStoreFault(error)) return failed('offline', error.code);
      throw error;
    }
  }

  function forgetExpired(now: number): void {
    for (const [handle, { expiresAt }] of sessions) if (expiresAt <= now) sessions.delete(handle);
  }

  /** The person behind a certificate, as the register and the validity service stand now. */
  function admit({ issuer, serial }: AuthCertificate, now: number): Holder | RefusalCode {
    const row = store.certificate(issuer, serial);
    const state = refuseState(row);
    if (state !== null) return state;
    const household = row?.resident == null ? null : store.household(row.resident);
    const resident = household?.residents.find(({ id }) => id === row?.resident);
    if (row === null || household === null || resident === undefined) return 'holder-unknown';
    return refusePerson({ resident, household }, row.linkedOn, now) ?? { resident, household };
  }

  function closedFor(household: HouseholdRows, now: number): RefusalCode | null {
    const day = japanDate(now);
    const time = japanDateTime(now).slice(-5);
    if (fee === null) return 'not-offered';
    if (maintenance.includes(day)) return 'maintenance';
    if (time < hours.open || time >= hours.close || hours.closedDays.includes(day.slice(5))) return 'outside-hours';
    return household.noticePending ? 'register-busy' : null;
  }

  function offerFor(holder: Holder, now: number): ServiceOffer {
    const closed = closedFor(holder.household, now);
    const offer = { kind: 'juminhyo' as const, fee: fee ?? 0 };
    return closed === null
      ? { ...offer, available: true, members: membersFor(holder), options: optionsFor(holder, allowed) }
      : { ...offer, available: closed, members: [], options: [] };
  }

  function authenticate(request: Parameters<Centre['authenticate']>[0]): Outcome<Authenticated, 'offline'> | Refused {
    const now = clock.now();
    if (!store.consumeChallenge(request.nonce, now)) return refused('signature-invalid');
    const certificate = readCertificate(request.certificate);
    if (certificate === null) return refused('certificate-not-accepted');
    if (!signed(certificate, request.nonce, request.signature)) return refused('signature-invalid');
    const wrong = refuseCertificate(certificate, roots, now);
    if (wrong !== null) return refused(wrong);
    const holder = store.atomically(() => admit(certificate, now));
    if (isRefusal(holder)) return refused(holder);

    const authentication = Buffer.from(random(32)).toString('base64url');
    sessions.set(authentication, { certificate, expiresAt: now + AUTHENTICATION_LIFE, documents: new Map() });
    return done({
      authentication,
      municipality: { code, name },
      offers: [offerFor(holder, now)],
      lapsesOn: lapsesOn(certificate, now),
    });
  }

  /** One snapshot from the first read to the last: nobody else's update falls between two rows of a document. */
  function build(request: IssueRequest, certificate: AuthCertificate, now: number): SignedDocument | RefusalCode {
    const holder = admit(certificate, now);
    if (isRefusal(holder)) return holder;
    const closed = closedFor(holder.household, now);
    if (closed !== null) return closed;
    const content = juminhyoContent(holder, request.options, allowed);
    if (isRefusal(content)) return content;
    const { municipality } = town;
    const facts = { transaction: request.transaction, holder: certificate.holder, municipality };
    const payload = juminhyoPayload(facts, content, now);
    const foreign = textsOf({ content, municipality }).some((text) => (options.characters?.(text) ?? null) !== null);
    return foreign ? 'unregistered-character' : signDocument(payload, town.documentKey);
  }

  function issue(request: IssueRequest): Outcome<SignedDocument, 'offline'> | Refused {
    const now = clock.now();
    forgetExpired(now);
    const session = sessions.get(request.authentication);
    if (session === undefined) return refused('signature-invalid');
    const { certificate, documents } = session;
    const wish = requestDigest(request, certificate.holder);
    const answer = store.atomically((): SignedDocument | RefusalCode => {
      const before = store.issuance(request.transaction);
      // A transaction is one wish of one session: what it was not first used for, it is never used for.
      if (before !== null)
        return (
          (before.request === wish && before.result === null && documents.get(request.transaction)) ||
          'option-not-allowed'
        );
      const document = build(request, certificate, now);
      if (!isRefusal(document))
        store.recordIssuance(request.transaction, wish, digest(canonicalBytes(document.payload)), now);
      return document;
    });
    if (isRefusal(answer)) return refused(answer);
    documents.set(request.transaction, answer);
    return done(answer);
  }

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
    birthDate: async () => failed('offline'),
    reservation: async () => failed('offline'),
    authorizeReset: async () => failed('offline'),
    concludeReset: async () => failed('offline'),
    registration: async () => failed('offline'),
    register: async () => failed('offline'),
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
