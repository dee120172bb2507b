import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { Log, openTables, readRows } from '../../src/log/log.ts';
import { applicationId, schema, steps } from '../../src/log/schema.sql.ts';
import { verifyRows } from '../../src/log/verify.ts';
import { VirtualClock } from '../devices/virtual-clock.ts';
import { madoguchi, temporaryFolder } from '../harness.ts';

const secret = new Uint8Array(32).fill(7);
const open = (path: string, schema = steps) => new Log(path, { clock: new VirtualClock(), secret, schema });

/** A log of a program that knew these steps, with some rows. @returns its head */
function logOf(path: string, schema: readonly string[]) {
  const log = open(path, schema);
  for (let count = 0; count < 5; count += 1) log.append('terminal.started', { version: '0', statecharts: '0' });
  const { head } = log;
  log.close();
  return head;
}

function facts(path: string, known?: number) {
  const db = openTables(path, true, known);
  try {
    const pragma = (name: string) => db.pragma(name, { simple: true });
    const verdict = verifyRows(readRows(db));
    return { version: pragma('user_version'), application: pragma('application_id'), verdict };
  } finally {
    db.close();
  }
}

const next = [...steps, 'create table outbox (seq integer primary key) strict; insert into outbox select seq from log'];

describe('a log of an older program', () => {
  it.each([
    ['version 1, which carries no mark', [schema], steps],
    ['the present version, by the next one', steps, next],
    ['version 1, by the next one', [schema], next],
  ])('%s, is brought up to date and keeps its rows', (_, before, after) => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'log.sqlite');
    const head = logOf(path, before);
    expect(facts(path)).toMatchObject({ version: before.length, verdict: { sound: true, rows: 5 } });
    const log = open(path, after);
    expect(log.head).toEqual(head);
    log.append('terminal.stopped', {});
    log.close();
    expect(facts(path, after.length)).toMatchObject({
      version: after.length,
      application: applicationId,
      verdict: { sound: true, rows: 6 },
    });
  });

  it.each([
    ['a step that fails', 'create table outbox (seq integer); select * from nowhere'],
    ['a step that would change a row', "create table outbox (seq integer); update log set type = 'x'"],
    ['a step that would drop one', 'create table outbox (seq integer); delete from log where seq = 5'],
  ])('stays as it was after %s', (_, step) => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'log.sqlite');
    logOf(path, [schema]);
    expect(() => open(path, [...steps, step])).toThrow(/^The log .+ cannot be used: /);
    expect(facts(path)).toMatchObject({ version: 1, application: 0, verdict: { sound: true, rows: 5 } });
    const db = new Database(path);
    expect(db.prepare("select count(*) from sqlite_schema where name = 'outbox'").pluck().get()).toBe(0);
    db.close();
    open(path).close();
  });
});

/** What may stand in the place of the log, and what is said of it. */
const others: Readonly<Record<string, readonly [(path: string) => void, RegExp]>> = {
  'a newer program': [
    (path) => logOf(path, next),
    /was written by a newer program: it has schema 3, this program knows 2\. Install that program again, or set another dataFolder\./,
  ],
  'a text': [(path) => writeFileSync(path, 'not a database, but a text of some length'), /file is not a database/],
  'a folder': [(path) => mkdirSync(path), /log\.sqlite.*(unable to open|disk I\/O error)/],
  'half a log': [
    (path) => {
      logOf(path, steps);
      truncateSync(path, readFileSync(path).length / 2);
    },
    /malformed|damaged/,
  ],
  'the head of a log': [
    (path) => {
      logOf(path, steps);
      truncateSync(path, 60);
    },
    /not a database|malformed/,
  ],
  'another program': [
    (path) => {
      const db = new Database(path);
      db.exec('create table log (seq integer); pragma user_version = 1');
      db.close();
    },
    /is not a log of madoguchi/,
  ],
  'another program with its mark': [
    (path) => {
      const db = new Database(path);
      db.exec('pragma application_id = 7; pragma user_version = 99');
      db.close();
    },
    /is not a log of madoguchi/,
  ],
};

describe.each(Object.entries(others))('%s in the place of the log', (_, [make, said]) => {
  it('is refused with a sentence by the terminal, and stays as it is', () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'log.sqlite');
    make(path);
    const bytes = () => (statSync(path).isFile() ? readFileSync(path) : null);
    const before = bytes();
    expect(() => open(path)).toThrow(said);
    expect(() => open(path)).toThrow(path);
    expect(bytes()).toEqual(before);
  });

  it('is refused with a sentence by the audit', async () => {
    using folder = temporaryFolder();
    make(join(folder.path, 'log.sqlite'));
    const { code, stdout, stderr } = await madoguchi('audit', 'verify', '--data', folder.path);
    expect(code, stdout).toBe(1);
    expect(stdout + stderr).toMatch(said);
    expect(stderr).not.toMatch(/ {4}at /);
  });
});
