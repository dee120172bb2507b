import Database from 'better-sqlite3';
import type { MoveIn } from './move.ts';
import type { CertificatePurpose } from './port.ts';
import type {
  Decision,
  FamilyRegister,
  Household,
  Register,
  Reservation,
  Resident,
  SealRegistration,
  TaxRecord,
} from './register.ts';

export interface HouseholdRows extends Household {
  /** In the order of the register, including people who have left it. */
  readonly residents: readonly Resident[];
}

export interface CertificateRow {
  readonly resident: string | null;
  readonly linkedOn: string;
  readonly move: MoveIn | null;
}

export interface IssuanceRow {
  readonly request: string;
  readonly result: string | null;
}

export interface ReservationRow {
  readonly id: number;
  readonly pin: CertificatePurpose;
  readonly expiresAt: number;
  /** A transaction took it, and did not certainly fail. */
  readonly used: boolean;
}

export interface RegistrationRow {
  /** The terminal's transaction; null for what was not filed here. */
  readonly txn: string | null;
  readonly resident: string;
  /** Code of the municipality that keeps the family register. */
  readonly municipality: string;
  /** Hex SHA-256 of the signed application; null for what was not filed here. */
  readonly application: string | null;
  readonly filedOn: string;
  readonly opensOn: string;
  /** What the office says when the day comes. */
  readonly decision: Decision;
}

export type Result = 'delivered' | 'cancelled' | 'unknown';

export type ResetResult = 'done' | 'failed' | 'unknown';

/**
 * The register proper holds personal data; the tables from `challenge` on hold random numbers, ids, digests and times, and
 * nothing else.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS household (
    id TEXT PRIMARY KEY, address TEXT NOT NULL, notice_pending INTEGER NOT NULL CHECK (notice_pending IN (0, 1))
  ) STRICT;
  CREATE TABLE IF NOT EXISTS resident (
    id TEXT PRIMARY KEY, household TEXT NOT NULL REFERENCES household (id), position INTEGER NOT NULL, record TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS certificate (
    issuer TEXT NOT NULL, serial TEXT NOT NULL,
    resident TEXT REFERENCES resident (id), linked_on TEXT NOT NULL,
    move TEXT CHECK (move IS NULL OR json_valid(move)),
    PRIMARY KEY (issuer, serial)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS seal (resident TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS tax (
    resident TEXT NOT NULL, fiscal_year INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (resident, fiscal_year)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS family (id TEXT PRIMARY KEY, municipality TEXT NOT NULL, record TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS family_member (
    person TEXT NOT NULL, family TEXT NOT NULL REFERENCES family (id), PRIMARY KEY (person, family)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS challenge (nonce BLOB PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS issuance (
    txn TEXT PRIMARY KEY, request TEXT, document TEXT, issued_at INTEGER,
    result TEXT CHECK (result IN ('delivered', 'cancelled', 'unknown')), concluded_at INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS reservation (
    id INTEGER PRIMARY KEY, issuer TEXT NOT NULL, serial TEXT NOT NULL,
    pin TEXT NOT NULL CHECK (pin IN ('auth', 'sign')), expires_at INTEGER NOT NULL,
    UNIQUE (issuer, serial, pin, expires_at)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS reset (
    txn TEXT PRIMARY KEY, reservation INTEGER NOT NULL REFERENCES reservation (id),
    result TEXT CHECK (result IN ('done', 'failed', 'unknown'))
  ) STRICT;
  CREATE TABLE IF NOT EXISTS registration (
    id INTEGER PRIMARY KEY, txn TEXT UNIQUE, resident TEXT NOT NULL, municipality TEXT NOT NULL, application TEXT,
    filed_on TEXT NOT NULL, opens_on TEXT NOT NULL CHECK (opens_on >= filed_on),
    decision TEXT NOT NULL CHECK (decision IN ('approved', 'rejected')),
    CHECK ((txn IS NULL) = (application IS NULL)), UNIQUE (resident, municipality, filed_on)
  ) STRICT;
`;

/** better-sqlite3 opens a WAL database at synchronous=NORMAL, where a power cut forgets the last commits. */
const PRAGMAS = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  'secure_delete = ON',
  'trusted_schema = OFF',
  'busy_timeout = 2000',
];

/**
 * The centre's database.
 *
 * @param path a file, or ':memory:'
 * @throws when the file cannot be opened or is not a database
 */
export function openStore(path: string) {
  const db = new Database(path);
  for (const pragma of PRAGMAS) db.pragma(pragma);
  db.exec(SCHEMA);

  const insert = {
    household: db.prepare('INSERT INTO household VALUES (?, ?, ?)'),
    resident: db.prepare('INSERT INTO resident VALUES (?, ?, ?, ?)'),
    certificate: db.prepare('INSERT INTO certificate VALUES (?, ?, ?, ?, ?)'),
    seal: db.prepare('INSERT INTO seal VALUES (?, ?)'),
    tax: db.prepare('INSERT INTO tax VALUES (?, ?, ?)'),
    family: db.prepare('INSERT INTO family VALUES (?, ?, ?)'),
    familyMember: db.prepare('INSERT INTO family_member VALUES (?, ?)'),
    challenge: db.prepare('INSERT INTO challenge VALUES (?, ?)'),
    issuance: db.prepare('INSERT INTO issuance (txn, request, document, issued_at) VALUES (?, ?, ?, ?)'),
    reservation: db.prepare(
      'INSERT INTO reservation (issuer, serial, pin, expires_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    reset: db.prepare('INSERT INTO reset (txn, reservation) VALUES (?, ?) ON CONFLICT DO NOTHING'),
    registration: db.prepare<RegistrationRow>(
      `INSERT INTO registration (txn, resident, municipality, application, filed_on, opens_on, decision)
       VALUES (@txn, @resident, @municipality, @application, @filedOn, @opensOn, @decision) ON CONFLICT DO NOTHING`,
    ),
  };
  const registration =
    'SELECT txn, resident, municipality, application, filed_on AS filedOn, opens_on AS opensOn, decision FROM registration';
  const select = {
    household: db.prepare<[string], { id: string; address: string; notice_pending: number }>(
      'SELECT h.* FROM household h JOIN resident r ON r.household = h.id WHERE r.id = ?',
    ),
    residents: db.prepare<[string], { record: string }>(
      'SELECT record FROM resident WHERE household = ? ORDER BY position',
    ),
    certificate: db.prepare<[string, string], { resident: string | null; linkedOn: string; move: string | null }>(
      'SELECT resident, linked_on AS linkedOn, move FROM certificate WHERE issuer = ? AND serial = ?',
    ),
    seal: db.prepare<[string], { record: string }>('SELECT record FROM seal WHERE resident = ?'),
    taxes: db.prepare<[string], { record: string }>('SELECT record FROM tax WHERE resident = ? ORDER BY fiscal_year'),
    family: db.prepare<[string, string], { record: string }>(
      `SELECT record FROM family JOIN family_member ON family = id WHERE person = ? AND municipality = ?`,
    ),
    issuance: db.prepare<[string], IssuanceRow>('SELECT request, result FROM issuance WHERE txn = ?'),
    reservation: db.prepare<[string, string], { id: number; pin: CertificatePurpose; expiresAt: number; used: number }>(
      `SELECT id, pin, expires_at AS expiresAt,
         EXISTS (SELECT 1 FROM reset WHERE reservation = reservation.id AND result IS NOT 'failed') AS used
       FROM reservation WHERE issuer = ? AND serial = ? ORDER BY id DESC LIMIT 1`,
    ),
    registration: db.prepare<[string, string], RegistrationRow>(
      `${registration} WHERE resident = ? AND municipality = ? ORDER BY filed_on DESC, id DESC LIMIT 1`,
    ),
    registrationOf: db.prepare<[string], RegistrationRow>(`${registration} WHERE txn = ?`),
    one: db.prepare('SELECT 1 FROM household LIMIT 1'),
  };
  const forget = db.prepare('DELETE FROM challenge WHERE expires_at <= ?');
  const consume = db.prepare<[Uint8Array, number], unknown>(
    'DELETE FROM challenge WHERE nonce = ? RETURNING expires_at > ? AS fresh',
  );
  const conclude = db.prepare(`
    INSERT INTO issuance (txn, result, concluded_at) VALUES (?, ?, ?)
    ON CONFLICT (txn) DO UPDATE SET result = excluded.result, concluded_at = excluded.concluded_at
    WHERE result IS NULL OR result = 'unknown'`);

  const concludeReset = db.prepare(
    "UPDATE reset SET result = ? WHERE txn = ? AND (result IS NULL OR result = 'unknown')",
  );
  const keepReservation = ({ issuer, serial, pin, expiresAt }: Reservation): void => {
    insert.reservation.run(issuer, serial, pin, expiresAt);
  };
  const keepRegistration = (row: RegistrationRow): boolean => insert.registration.run(row).changes === 1;

  return {
    /** Replaces the register by `register`, all or nothing. */
    load: db.transaction((register: Register): void => {
      for (const table of ['certificate', 'seal', 'tax', 'family_member', 'family', 'resident', 'household'])
        db.exec(`DELETE FROM ${table}`);
      for (const { id, address, noticePending } of register.households)
        insert.household.run(id, address, Number(noticePending));
      for (const [position, resident] of register.residents.entries())
        insert.resident.run(resident.id, resident.household, position, JSON.stringify(resident));
      for (const { issuer, serial, resident, linkedOn, move } of register.certificates)
        insert.certificate.run(issuer, serial, resident, linkedOn, move && JSON.stringify(move));
      for (const seal of register.seals) insert.seal.run(seal.resident, JSON.stringify(seal));
      for (const tax of register.taxes) insert.tax.run(tax.resident, tax.fiscalYear, JSON.stringify(tax));
      for (const family of register.families) {
        insert.family.run(family.id, family.municipality, JSON.stringify(family));
        for (const { id, removed } of family.members) if (!removed) insert.familyMember.run(id, family.id);
      }
    }),

    keepChallenge: db.transaction((nonce: Uint8Array, now: number, expiresAt: number): void => {
      forget.run(now);
      insert.challenge.run(nonce, expiresAt);
    }),

    /** Takes the nonce out, in one statement; true when it was there and had not expired. */
    consumeChallenge: (nonce: Uint8Array, now: number): boolean =>
      (consume.get(nonce, now) as { fresh: number } | undefined)?.fresh === 1,

    certificate: (issuer: string, serial: string): CertificateRow | null => {
      const row = select.certificate.get(issuer, serial);
      return row === undefined ? null : { ...row, move: row.move === null ? null : (JSON.parse(row.move) as MoveIn) };
    },

    /** The household of a resident. */
    household: (resident: string): HouseholdRows | null => {
      const row = select.household.get(resident);
      if (row === undefined) return null;
      const residents = select.residents.all(row.id).map(({ record }) => JSON.parse(record) as Resident);
      return { id: row.id, address: row.address, noticePending: row.notice_pending === 1, residents };
    },

    seal: (resident: string): SealRegistration | null => parsed<SealRegistration>(select.seal.get(resident)),

    taxes: (resident: string): readonly TaxRecord[] =>
      select.taxes.all(resident).map(({ record }) => JSON.parse(record) as TaxRecord),

    /** The 戸籍 that a person is in now, in a municipality. */
    family: (person: string, municipality: string): FamilyRegister | null =>
      parsed<FamilyRegister>(select.family.get(person, municipality)),

    issuance: (transaction: string): IssuanceRow | null => select.issuance.get(transaction) ?? null,

    /** @param request and `document` are digests */
    recordIssuance: (transaction: string, request: string, document: string, now: number): void => {
      insert.issuance.run(transaction, request, document, now);
    },

    /** The first result stands; only `unknown` may still become one of the others. */
    conclude: (transaction: string, result: Result, now: number): void => {
      conclude.run(transaction, result, now);
    },

    /** Keeps what is not there yet. */
    keepReservation,

    /** The last reservation of a card. */
    reservation: (issuer: string, serial: string): ReservationRow | null => {
      const row = select.reservation.get(issuer, serial);
      return row === undefined ? null : { ...row, used: row.used === 1 };
    },

    /** Gives a reservation to a transaction; false when the transaction had one before. */
    recordReset: (transaction: string, reservation: number): boolean =>
      insert.reset.run(transaction, reservation).changes === 1,

    /** The first result stands; only `unknown` may still become one of the others. */
    concludeReset: (transaction: string, result: ResetResult): void => {
      concludeReset.run(result, transaction);
    },

    /** Keeps what is not there yet; false when it was. */
    keepRegistration,

    /** The last application of a resident to a municipality. */
    registration: (resident: string, municipality: string): RegistrationRow | null =>
      select.registration.get(resident, municipality) ?? null,

    registrationOf: (transaction: string): RegistrationRow | null => select.registrationOf.get(transaction) ?? null,

    /** Runs `work` on one snapshot of the database; what it writes is committed together. */
    atomically: <T>(work: () => T): T => db.transaction(work).immediate(),

    /** @throws when the database cannot be read */
    touch: (): void => {
      select.one.get();
    },

    close: (): void => {
      db.close();
    },
  };
}

const parsed = <T>(row: { readonly record: string } | undefined): T | null =>
  row === undefined ? null : (JSON.parse(row.record) as T);

export type Store = ReturnType<typeof openStore>;

/** A database that is locked, full or broken: the person at the screen can only be told to come back. */
export const isStoreFault = (error: unknown): error is Error & { code: string } =>
  error instanceof Database.SqliteError;
