import Database from 'better-sqlite3';
import type { Clock } from '../clock.ts';
import { messageOf } from '../outcome.ts';
import { genesis, headCode, keyedHash, rowHash } from './chain.ts';
import { type Row, type RowData, type RowType, rowTypes } from './rows.ts';
import { assertRules } from './rules.ts';
import { applicationId, steps } from './schema.sql.ts';
import { addRow, emptyState, type LogState } from './state.ts';

export interface LogHead {
  readonly seq: number;
  /** Eight characters, printed on receipts. */
  readonly code: string;
}

export interface StoredRow {
  readonly row: Row;
  readonly prev: Uint8Array;
  readonly hash: Uint8Array;
}

interface RawRow {
  seq: number;
  at: number;
  boot: number;
  session: string | null;
  type: string;
  data: string;
  prev: Uint8Array;
  hash: Uint8Array;
}

/** What a file says it is. @throws SqliteError when it is not a database, or a damaged one */
function identify(db: Database.Database): { readonly version: number; readonly kind: 'log' | 'empty' | 'foreign' } {
  const pragma = (name: string) => db.pragma(name, { simple: true }) as number;
  const version = pragma('user_version');
  const application = pragma('application_id');
  const names = db.prepare<[], string>('select name from sqlite_schema').pluck().all();
  const unmarked = application === 0 && version === 1 && names.includes('log_in_order');
  if (application === applicationId || unmarked) return { version, kind: 'log' };
  return { version, kind: application === 0 && version === 0 && names.length === 0 ? 'empty' : 'foreign' };
}

/**
 * Opens a log; an empty file may become one, a log of an older program is read as it is.
 * @throws SQLITE_CANTOPEN when there is none to read; a sentence when it is damaged, not a log, or a newer program's
 */
export function openTables(path: string, readonly: boolean, known = steps.length): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, readonly ? { readonly: true, fileMustExist: true } : {});
    const { version, kind } = identify(db);
    if (kind === 'foreign' || (kind === 'empty' && readonly)) throw new Error(`${path} is not a log of madoguchi.`);
    if (version > known)
      throw new Error(
        `${path} was written by a newer program: it has schema ${version}, this program knows ${known}. Install that program again, or set another dataFolder.`,
      );
    return db;
  } catch (error) {
    db?.close();
    const missing = readonly && db === undefined && (error as { code?: string }).code === 'SQLITE_CANTOPEN';
    if (missing || !(error instanceof Database.SqliteError)) throw error;
    throw new Error(`${path} cannot be read: ${error.message}.`, { cause: error });
  }
}

/** How every connection that writes must be. better-sqlite3 opens a WAL database with synchronous=NORMAL. */
const settings = [
  ['synchronous', 2],
  ['foreign_keys', 1],
  ['secure_delete', 1],
  ['trusted_schema', 0],
  ['cell_size_check', 1],
] as const;

/** Makes the tables of an empty file, and brings those of an older program up to date: all steps or none. */
function migrate(db: Database.Database, schema: readonly string[]): void {
  const { version } = identify(db);
  if (version === schema.length) return;
  db.transaction(() => {
    for (const step of schema.slice(version)) db.exec(step);
    db.pragma(`user_version = ${schema.length}`);
  })();
}

/** @throws a sentence when the file is missing its place, its form, its wholeness or the right to write it */
function openToWrite(path: string, schema: readonly string[]): Database.Database {
  const db = openTables(path, false, schema.length);
  try {
    db.pragma('journal_mode = WAL');
    for (const [name, value] of settings) {
      db.pragma(`${name} = ${value}`);
      const is = db.pragma(name, { simple: true });
      if (is !== value) throw new Error(`SQLite does not keep ${name} = ${value} (it says ${is})`);
    }
    const integrity = db.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') throw new Error(`it is damaged: ${integrity}`);
    migrate(db, schema);
    return db;
  } catch (error) {
    db.close();
    throw new Error(`The log ${path} cannot be used: ${messageOf(error)}.`, { cause: error });
  }
}

export function* readRows(db: Database.Database, where = '', ...parameters: unknown[]): Generator<StoredRow> {
  for (const raw of db.prepare(`select * from log ${where} order by seq`).iterate(...parameters)) {
    const { prev, hash, data, ...rest } = raw as RawRow;
    yield { row: { ...rest, data: JSON.parse(data) } as Row, prev, hash };
  }
}

/** The one append-only log. A row is durable when `append` returns: SQLite WAL with synchronous=FULL. */
export class Log {
  readonly #db: Database.Database;
  readonly #clock: Clock;
  readonly #secret: Uint8Array;
  readonly #insert: Database.Statement;
  readonly #listeners = new Set<(row: Row) => void>();
  #state: LogState = emptyState;
  #seq = 0;
  #hash: Uint8Array = genesis;

  /**
   * @param path file, or ':memory:'
   * @param secret key of the keyed hashes, 32 bytes, kept by the terminal outside the log
   * @param schema the steps of `schema.sql.ts`, or those of another program
   * @throws a sentence when the file cannot be used
   */
  constructor(
    path: string,
    options: { readonly clock: Clock; readonly secret: Uint8Array; readonly schema?: readonly string[] },
  ) {
    this.#clock = options.clock;
    this.#secret = options.secret;
    this.#db = openToWrite(path, options.schema ?? steps);
    const db = this.#db;
    this.#insert = db.prepare('insert into log values (?, ?, ?, ?, ?, ?, ?, ?)');
    for (const { row, hash } of readRows(db)) {
      this.#state = addRow(this.#state, row);
      this.#seq = row.seq;
      this.#hash = hash;
    }
    this.#state = { ...this.#state, boot: this.#state.boot + 1 };
  }

  get state(): LogState {
    return this.#state;
  }

  get head(): LogHead {
    return { seq: this.#seq, code: headCode(this.#hash) };
  }

  /** First 16 bytes of HMAC-SHA-256 with the terminal's secret, hex: how personal things are told apart in the log. */
  keyed(bytes: Uint8Array | string): string {
    return keyedHash(this.#secret, bytes);
  }

  /**
   * Writes one row, durable on return.
   * @throws InvariantViolation when the row breaks a rule of `rules.ts`; ZodError when it is not of its type's shape;
   *   SqliteError when the disk does not take it. In each case nothing was written and the effect must not start.
   */
  append<T extends RowType>(type: T, data: RowData<T>, session: string | null = null): Row {
    const row = {
      seq: this.#seq + 1,
      at: this.#clock.now(),
      boot: this.#state.boot,
      session,
      type,
      data: rowTypes[type].parse(data),
    } as Row;
    assertRules(this.#state, row);
    const hash = rowHash(row, this.#hash);
    this.#insert.run(row.seq, row.at, row.boot, session, type, JSON.stringify(row.data), this.#hash, hash);
    this.#state = addRow(this.#state, row);
    this.#seq = row.seq;
    this.#hash = hash;
    for (const listener of this.#listeners) listener(row);
    return row;
  }

  /** False after `close`: nothing more can be written, and no effect may start. */
  get open(): boolean {
    return this.#db.open;
  }

  /** Calls `listener` after each row, once it is durable. Returns the function that ends it. */
  subscribe(listener: (row: Row) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The last `count` rows, oldest first. */
  tail(count: number): Row[] {
    return [...readRows(this.#db, 'where seq > ?', this.#seq - count)].map(({ row }) => row);
  }

  close(): void {
    this.#db.close();
  }
}
