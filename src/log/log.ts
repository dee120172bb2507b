import { createHmac } from 'node:crypto';
import Database from 'better-sqlite3';
import type { Clock } from '../clock.ts';
import { messageOf } from '../outcome.ts';
import { genesis, headCode, rowHash } from './chain.ts';
import { type Row, type RowData, type RowType, rowTypes } from './rows.ts';
import { assertRules } from './rules.ts';
import { schema, schemaVersion } from './schema.sql.ts';
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

/** Opens the tables for reading only; throws a sentence when the file is not a log of this program. */
export function openTables(path: string, readonly: boolean): Database.Database {
  const db = new Database(path, readonly ? { readonly: true, fileMustExist: true } : {});
  let version: number;
  try {
    version = db.pragma('user_version', { simple: true }) as number;
  } catch (error) {
    db.close();
    throw error;
  }
  if (version > schemaVersion)
    throw new Error(`${path} was written by a newer program (schema ${version}, this one knows ${schemaVersion}).`);
  if (readonly && version === 0) throw new Error(`${path} is not a log of madoguchi.`);
  return db;
}

/** @throws a sentence when the file is missing its place, its form or the right to write it */
function openToWrite(path: string): Database.Database {
  try {
    const db = openTables(path, false);
    db.pragma('journal_mode = WAL');
    return db;
  } catch (error) {
    throw new Error(`The log ${path} cannot be used: ${messageOf(error)}`, { cause: error });
  }
}

export function* readRows(db: Database.Database, where = '', ...parameters: unknown[]): Generator<StoredRow> {
  for (const raw of db.prepare(`select * from log ${where} order by seq`).iterate(...parameters)) {
    const { prev, hash, data, ...rest } = raw as RawRow;
    yield { row: { ...rest, data: JSON.parse(data) } as Row, prev, hash };
  }
}

/**
 * The one append-only log. A row is durable when `append` returns: SQLite WAL with synchronous=FULL, which better-sqlite3
 * resets to NORMAL on every open of a WAL database and which is therefore set and read back here.
 */
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
   */
  constructor(path: string, options: { readonly clock: Clock; readonly secret: Uint8Array }) {
    this.#clock = options.clock;
    this.#secret = options.secret;
    this.#db = openToWrite(path);
    const db = this.#db;
    for (const [name, value] of [
      ['synchronous', 2],
      ['foreign_keys', 1],
      ['secure_delete', 1],
      ['trusted_schema', 0],
      ['cell_size_check', 1],
    ] as const) {
      db.pragma(`${name} = ${value}`);
      const is = db.pragma(name, { simple: true });
      if (is !== value)
        throw new Error(`SQLite does not keep ${name} = ${value} (it says ${is}); the log would not be safe.`);
    }
    const integrity = db.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') throw new Error(`The log ${path} is damaged: ${integrity}`);
    if (db.pragma('user_version', { simple: true }) === 0) {
      db.transaction(() => {
        db.exec(schema);
        db.pragma(`user_version = ${schemaVersion}`);
      })();
    }
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
    return createHmac('sha256', this.#secret).update(bytes).digest('hex').slice(0, 32);
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
