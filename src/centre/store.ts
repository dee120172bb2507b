import Database from 'better-sqlite3';
import type { CertificateState, Household, Register, Resident } from './register.ts';

export interface HouseholdRows extends Household {
  /** In the order of the register, including people who have left it. */
  readonly residents: readonly Resident[];
}

export interface CertificateRow {
  readonly state: CertificateState;
  readonly resident: string | null;
  readonly linkedOn: string;
}

export interface IssuanceRow {
  readonly request: string;
  readonly result: string | null;
}

export type Result = 'delivered' | 'cancelled' | 'unknown';

/**
 * The register proper holds personal data; `challenge` and `issuance` hold random numbers, transaction ids, digests and
 * times, and nothing else.
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
    state TEXT NOT NULL CHECK (state IN ('valid', 'suspended', 'revoked', 'unknown')),
    resident TEXT REFERENCES resident (id), linked_on TEXT NOT NULL,
    PRIMARY KEY (issuer, serial)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS challenge (nonce BLOB PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS issuance (
    txn TEXT PRIMARY KEY, request TEXT, document TEXT, issued_at INTEGER,
    result TEXT CHECK (result IN ('delivered', 'cancelled', 'unknown')), concluded_at INTEGER
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
    challenge: db.prepare('INSERT INTO challenge VALUES (?, ?)'),
    issuance: db.prepare('INSERT INTO issuance (txn, request, document, issued_at) VALUES (?, ?, ?, ?)'),
  };
  const select = {
    household: db.prepare<[string], { id: string; address: string; notice_pending: number }>(
      'SELECT h.* FROM household h JOIN resident r ON r.household = h.id WHERE r.id = ?',
    ),
    residents: db.prepare<[string], { record: string }>(
      'SELECT record FROM resident WHERE household = ? ORDER BY position',
    ),
    certificate: db.prepare<[string, string], CertificateRow>(
      'SELECT state, resident, linked_on AS linkedOn FROM certificate WHERE issuer = ? AND serial = ?',
    ),
    issuance: db.prepare<[string], IssuanceRow>('SELECT request, result FROM issuance WHERE txn = ?'),
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

  return {
    /** Replaces the register and the certificate states by `register`, all or nothing. */
    load: db.transaction((register: Register): void => {
      db.exec('DELETE FROM certificate; DELETE FROM resident; DELETE FROM household;');
      for (const { id, address, noticePending } of register.households)
        insert.household.run(id, address, Number(noticePending));
      for (const [position, resident] of register.residents.entries())
        insert.resident.run(resident.id, resident.household, position, JSON.stringify(resident));
      for (const { issuer, serial, state, resident, linkedOn } of register.certificates)
        insert.certificate.run(issuer, serial, state, resident, linkedOn);
    }),

    keepChallenge: db.transaction((nonce: Uint8Array, now: number, expiresAt: number): void => {
      forget.run(now);
      insert.challenge.run(nonce, expiresAt);
    }),

    /** Takes the nonce out, in one statement; true when it was there and had not expired. */
    consumeChallenge: (nonce: Uint8Array, now: number): boolean =>
      (consume.get(nonce, now) as { fresh: number } | undefined)?.fresh === 1,

    certificate: (issuer: string, serial: string): CertificateRow | null =>
      select.certificate.get(issuer, serial) ?? null,

    /** The household of a resident. */
    household: (resident: string): HouseholdRows | null => {
      const row = select.household.get(resident);
      if (row === undefined) return null;
      const residents = select.residents.all(row.id).map(({ record }) => JSON.parse(record) as Resident);
      return { id: row.id, address: row.address, noticePending: row.notice_pending === 1, residents };
    },

    issuance: (transaction: string): IssuanceRow | null => select.issuance.get(transaction) ?? null,

    /** @param request and `document` are digests */
    recordIssuance: (transaction: string, request: string, document: string, now: number): void => {
      insert.issuance.run(transaction, request, document, now);
    },

    /** The first result stands; only `unknown` may still become one of the others. */
    conclude: (transaction: string, result: Result, now: number): void => {
      conclude.run(transaction, result, now);
    },

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

/** A database that is locked, full or broken: the person at the screen can only be told to come back. */
export const isStoreFault = (error: unknown): error is Error & { code: string } =>
  error instanceof Database.SqliteError;
