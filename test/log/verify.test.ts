import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { genesis, rowHash, secretMark } from '../../src/log/chain.ts';
import { type Checkpoint, checkpointOf, publicKeyOf, wrongSignature } from '../../src/log/checkpoint.ts';
import { Log, openTables, readRows, type StoredRow } from '../../src/log/log.ts';
import { MerkleTree } from '../../src/log/merkle.ts';
import type { Row } from '../../src/log/rows.ts';
import { type Outside, verifyRows } from '../../src/log/verify.ts';
import { VirtualClock } from '../devices/virtual-clock.ts';

const secret = new Uint8Array(32).fill(7);
const otherSecret = new Uint8Array(32).fill(8);
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-verify-'));
  path = join(folder, 'log.sqlite');
  write(path, secret);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Twelve rows: a start, three visits that came to nothing, a stop. */
function write(to: string, by: Uint8Array, outcome = 'cancelled'): void {
  const log = new Log(to, { clock: new VirtualClock(), secret: by });
  log.append('terminal.started', { version: '0', statecharts: '0', secret: log.keyed(secretMark) });
  for (const T of ['A', 'B', 'C']) {
    log.append('session.started', {}, T);
    log.append('session.wiped', {}, T);
    log.append('session.ended', { outcome }, T);
  }
  log.append('terminal.stopped', {});
  log.append('terminal.started', { version: '0', statecharts: '0', secret: log.keyed(secretMark) });
  log.close();
}

const stored = (): StoredRow[] => {
  const db = openTables(path, true);
  try {
    return [...readRows(db)];
  } finally {
    db.close();
  }
};

const verify = (outside?: Outside) => {
  const db = openTables(path, true);
  try {
    return verifyRows(readRows(db), outside);
  } finally {
    db.close();
  }
};

/** Changes the file behind the log's back. */
function tamper(sql: string): void {
  const db = new Database(path);
  for (const trigger of ['log_no_update', 'log_no_delete', 'log_in_order'])
    db.exec(`drop trigger if exists ${trigger}`);
  db.pragma('ignore_check_constraints = on');
  db.exec(sql);
  db.close();
}

/** Writes rows anew as somebody would who knows how the chain is made. */
function rechain(from: number, change: (row: Row) => Row = (row) => row): void {
  const rows = stored();
  let prev: Uint8Array = from === 1 ? genesis : Buffer.from(rows[from - 2]?.hash ?? genesis);
  const db = new Database(path);
  const update = db.prepare('update log set data = ?, prev = ?, hash = ? where seq = ?');
  for (const { row } of rows.slice(from - 1)) {
    const next = change(row);
    const hash = rowHash(next, prev);
    update.run(JSON.stringify(next.data), prev, hash, row.seq);
    prev = hash;
  }
  db.close();
}

const headOf = (size: number, by: Uint8Array | null = secret): Checkpoint => {
  const tree = new MerkleTree();
  const rows = stored().slice(0, size);
  for (const { hash } of rows) tree.append(hash);
  const head = { size, root: Buffer.from(tree.root).toString('hex'), time: rows.at(-1)?.row.at ?? 0 };
  return checkpointOf(head, by);
};

const receiptOf = (seq: number) => {
  const verdict = verifyRows(stored().slice(0, seq));
  return { seq, code: verdict.sound ? verdict.code : '' };
};

describe('a log that somebody changed', () => {
  it('is sound before', () => {
    expect(verify({ secret, checkpoints: [headOf(5), headOf(12)], anchors: [receiptOf(7)] })).toMatchObject({
      sound: true,
      rows: 12,
    });
  });

  const renumber = (after: number, by: number) =>
    `update log set seq = -seq where seq > ${after}; update log set seq = -seq + ${by} where seq < 0`;

  it.each([
    [
      'an edit',
      `update log set data = '{"outcome":"served"}' where seq = 4`,
      4,
      'edited: its content does not match its hash',
    ],
    [
      'an edit of the time',
      'update log set at = at + 1 where seq = 6',
      6,
      'edited: its content does not match its hash',
    ],
    ['an edit to what is no JSON', "update log set data = '{' where seq = 6", 6, 'edited: its content is not JSON'],
    [
      'a hash made up',
      'update log set hash = zeroblob(32) where seq = 6',
      6,
      'edited: its content does not match its hash',
    ],
    ['a deletion', 'delete from log where seq = 4', 4, 'deleted: row 3 is followed by row 5'],
    ['a deletion of several', 'delete from log where seq between 4 and 8', 4, 'deleted: row 3 is followed by row 9'],
    ['a deletion of the first', 'delete from log where seq = 1', 1, 'deleted: the log begins with row 2'],
    [
      'a deletion with the rows after it numbered anew',
      `delete from log where seq = 4; ${renumber(4, -1)}`,
      4,
      'deleted, and the rows after it numbered anew: what stands here was written as row 5',
    ],
    [
      'a deletion of the beginning with the rest numbered anew',
      `delete from log where seq < 4; ${renumber(3, -3)}`,
      1,
      'deleted, and the rows after it numbered anew: what stands here was written as row 4',
    ],
    [
      'another order',
      'update log set seq = 99 where seq = 5; update log set seq = 5 where seq = 9; update log set seq = 9 where seq = 99',
      5,
      'in another order: what stands here was written as row 9, and row 5 stands as row 9',
    ],
  ])('%s is named with its row', (_, sql, seq, fault) => {
    tamper(sql);
    expect(verify()).toEqual({ sound: false, seq, fault });
  });

  it('an edit with the hash made anew is named with its row, not the one after it', () => {
    const [before, row] = stored().slice(2, 4);
    if (before === undefined || row === undefined) throw new Error('rows');
    const edited = { ...row.row, data: { outcome: 'served' } } as Row;
    const hash = Buffer.from(rowHash(edited, before.hash)).toString('hex');
    tamper(`update log set data = '{"outcome":"served"}', hash = x'${hash}' where seq = 4`);
    expect(verify()).toEqual({
      sound: false,
      seq: 4,
      fault: 'edited, and its hash made anew: row 5 was chained to another row 4',
    });
  });

  it('a row put in is named', () => {
    const before = stored()[3];
    if (before === undefined) throw new Error('rows');
    const row = { ...before.row, seq: 5, type: 'terminal.stopped', session: null, data: {} } as Row;
    const hash = rowHash(row, before.hash).toString('hex');
    tamper(
      `${renumber(4, 1)}; insert into log values (5, ${row.at}, ${row.boot}, null, 'terminal.stopped', '{}', x'${Buffer.from(before.hash).toString('hex')}', x'${hash}')`,
    );
    expect(verify()).toEqual({
      sound: false,
      seq: 5,
      fault: 'put in: what was written as row 5 now stands as row 6',
    });
  });

  it('rows that follow one another and still break a rule, or are none, are named', () => {
    tamper('');
    rechain(1);
    expect(verify().sound).toBe(true);
    rechain(3, (row) => (row.seq === 3 ? ({ ...row, data: { name: '見本' } } as unknown as Row) : row));
    expect(verify()).toEqual({ sound: false, seq: 3, fault: 'not a row of type session.wiped' });
    rechain(3, (row) => ({ ...row, data: row.seq === 3 ? {} : row.data }) as Row);
    tamper("update log set type = 'constructor' where seq = 3");
    rechain(3);
    expect(verify()).toEqual({ sound: false, seq: 3, fault: 'not a row of type constructor' });
  });

  it('a beginning that is not one is named', () => {
    const [first] = stored();
    const hash = rowHash(first?.row as Row, new Uint8Array(32).fill(1)).toString('hex');
    tamper(`update log set prev = x'${'01'.repeat(32)}', hash = x'${hash}' where seq = 1`);
    expect(verify()).toEqual({
      sound: false,
      seq: 1,
      fault: 'not the beginning of a log: it was chained to a row before it',
    });
  });
});

describe('what only something outside the log can show', () => {
  it('a truncation, by a receipt and by a checkpoint', () => {
    const anchors = [receiptOf(11)];
    const checkpoints = [headOf(5), headOf(11)];
    tamper('delete from log where seq > 9');
    expect(verify()).toMatchObject({ sound: true, rows: 9 });
    expect(verify({ anchors })).toEqual({ sound: false, seq: 10, fault: 'truncated: a receipt names row 11' });
    expect(verify({ checkpoints })).toEqual({
      sound: false,
      seq: 10,
      fault: 'truncated: the checkpoint counts 11 rows',
    });
  });

  it('a log written anew from some row on', () => {
    const anchors = [receiptOf(10)];
    const checkpoints = [headOf(3), headOf(6), headOf(12)];
    tamper('');
    rechain(4, (row) => (row.seq === 4 ? ({ ...row, data: { outcome: 'served' } } as Row) : row));
    expect(verify()).toMatchObject({ sound: true, rows: 12 });
    expect(verify({ anchors })).toMatchObject({
      sound: false,
      seq: 10,
      fault: expect.stringContaining('rewritten or forked: a receipt says'),
    });
    expect(verify({ checkpoints })).toEqual({
      sound: false,
      seq: 4,
      fault: 'rewritten or forked: rows 4 to 6 are not those of the checkpoint',
    });
    expect(verify({ checkpoints: [headOf(3), { ...headOf(4, null), root: '0'.repeat(64) }] })).toEqual({
      sound: false,
      seq: 4,
      fault: 'rewritten or forked: row 4 is not the one of the checkpoint',
    });
  });

  it('another log of the same terminal: a fork', () => {
    const checkpoints = [headOf(12)];
    rmSync(path);
    write(path, secret, 'served');
    expect(verify({ checkpoints, secret })).toMatchObject({
      sound: false,
      seq: 1,
      fault: 'rewritten or forked: rows 1 to 12 are not those of the checkpoint',
    });
  });

  it('a secret that is not the one of the log, beside it or in the middle of it', () => {
    expect(verify({ secret: otherSecret })).toEqual({
      sound: false,
      seq: 1,
      fault: 'written with another secret than the one beside the log',
    });
    const log = new Log(path, { clock: new VirtualClock(), secret: otherSecret });
    log.append('terminal.started', { version: '0', statecharts: '0', secret: log.keyed(secretMark) });
    log.close();
    expect(verify({ secret })).toMatchObject({ sound: false, seq: 13 });
    expect(verify()).toEqual({
      sound: false,
      seq: 13,
      fault: 'written with another secret than the rows before it',
    });
  });

  it('a checkpoint that was changed, or signed by another terminal', () => {
    const honest = headOf(12);
    expect(wrongSignature(honest, secret)).toBeNull();
    for (const change of [{ size: 11 }, { time: 1 }, { root: '0'.repeat(64) }])
      expect(verify({ checkpoints: [{ ...honest, ...change }], secret })).toMatchObject({
        sound: false,
        fault: 'the checkpoint was changed: its signature does not fit it',
      });
    expect(verify({ checkpoints: [headOf(12, otherSecret)], secret })).toEqual({
      sound: false,
      seq: 12,
      fault: 'the checkpoint was signed with another secret than the one beside this log',
    });
    // Without the secret the signature is still looked at, and the head compared.
    expect(verify({ checkpoints: [honest] }).sound).toBe(true);
    expect(verify({ checkpoints: [headOf(12, null)], secret }).sound).toBe(true);
    expect(honest.signed?.key).toBe(publicKeyOf(secret));
    expect(publicKeyOf(otherSecret)).not.toBe(publicKeyOf(secret));
  });
});
