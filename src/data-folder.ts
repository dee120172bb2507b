import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { messageOf } from './outcome.ts';

/** What a terminal keeps between two starts, held by this process alone. */
export interface DataFolder {
  /** Path of the log; the file is there, perhaps empty. */
  readonly log: string;
  /** Key of the log's keyed hashes, 32 bytes. */
  readonly secret: Uint8Array;
  /** Lets another process have the folder. */
  close(): void;
}

/**
 * Files that nobody but the terminal's own user may read. SQLite gives its -wal and -shm the mode of the database, so that the
 * database must have it before SQLite writes to it.
 */
const ownFiles = ['terminal.lock', 'log.secret', 'log.sqlite', 'log.sqlite-wal', 'log.sqlite-shm'];

/** Makes an empty file that is private from its first moment. One that is there is not even opened: closing it ends its lock. */
function ensure(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** proc(5): who holds the write lock on a file; for the sentence only. */
function holderOf(path: string): string {
  const { ino } = statSync(path);
  const locks = existsSync('/proc/locks') ? readFileSync('/proc/locks', 'utf8') : '';
  const [, pid] = new RegExp(`POSIX +ADVISORY +WRITE (\\d+) \\S+:${ino} `).exec(locks) ?? [];
  return pid === undefined ? '' : ` (process ${pid})`;
}

/**
 * Takes the folder by a lock of the operating system, which ends with the process however it ends: there is no stale file and
 * no number of a dead process to judge. SQLite takes it (one byte, RESERVED, https://sqlite.org/lockingv3.html) in a database
 * to which nothing is ever written: of two that begin at once exactly one gets it, the other is told at once.
 */
function lock(folder: string): Database.Database {
  const path = join(folder, 'terminal.lock');
  ensure(path);
  // A database that cannot be written would begin without its lock, and without an error.
  accessSync(path, constants.W_OK);
  const db = new Database(path, { timeout: 0 });
  try {
    db.pragma('journal_mode = memory');
    db.exec('begin immediate');
    return db;
  } catch (error) {
    db.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new Error(`Another terminal${holderOf(path)} uses it. Stop that one, or set another dataFolder`);
  }
}

/** The key of the log's keyed hashes: made once, whole or not at all. */
function secretOf(folder: string, random: (length: number) => Uint8Array): Uint8Array {
  const path = join(folder, 'log.secret');
  if (!existsSync(path)) {
    const file = openSync(`${path}.new`, 'w', 0o600);
    writeFileSync(file, random(32));
    fsyncSync(file);
    closeSync(file);
    renameSync(`${path}.new`, path);
  }
  const secret = readFileSync(path);
  if (secret.length !== 32) throw new Error(`log.secret is damaged, it has ${secret.length} bytes instead of 32`);
  return secret;
}

/**
 * Takes the data folder for this process alone; makes it, closed to others, when it is not there. A folder that is there keeps
 * its mode, because it may hold more than a terminal; the terminal's files in it do not.
 * @throws a sentence when another terminal has it, when it cannot be written, or when its secret is damaged
 */
export function openDataFolder(folder: string, random: (length: number) => Uint8Array): DataFolder {
  let held: Database.Database | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    held = lock(folder);
    const close = held.close.bind(held);
    const secret = secretOf(folder, random);
    const log = join(folder, 'log.sqlite');
    ensure(log);
    for (const path of ownFiles.map((name) => join(folder, name)))
      if (existsSync(path) && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    return { log, secret, close };
  } catch (error) {
    held?.close();
    throw new Error(`The data folder ${folder} cannot be used: ${messageOf(error)}.`, { cause: error });
  }
}
