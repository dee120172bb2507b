import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Log } from '../../src/log/log.ts';
import { statechartsFingerprint } from '../../src/machines/fingerprint.ts';
import { madoguchi, temporaryFolder } from '../harness.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'visit');
let transaction = '';
const audit = (command: string, ...args: string[]) => madoguchi('audit', command, '--data', data, ...args);
const lines = (text: string) => text.trimEnd().split('\n');

beforeAll(async () => {
  const wish = ['--card', 'adult', '--pin', '1111', '--pin', '1234', '--coins', '500'];
  const { stdout } = await madoguchi('visit', '--certificate', 'juminhyo', '--out', data, '--json', ...wish);
  transaction = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '{}').transaction;
});
afterAll(() => folder[Symbol.dispose]());

/** A copy of the folder whose log somebody changed. */
function tampered(name: string, sql: string): string {
  const copy = join(folder.path, name);
  cpSync(data, copy, { recursive: true });
  const db = new Database(join(copy, 'log.sqlite'));
  for (const trigger of ['log_no_update', 'log_no_delete', 'log_in_order']) db.exec(`drop trigger ${trigger}`);
  db.exec(sql);
  db.close();
  return copy;
}

describe.concurrent('audit', () => {
  it('verify says what an edit, a truncation and a foreign secret are', async () => {
    const sound = await audit('verify');
    const [, head] = /head (\d+-\w+)/.exec(sound.stdout) ?? [];
    expect(sound).toMatchObject({ code: 0, stdout: expect.stringMatching(/^sound: \d+ rows, head/) });
    const edited = tampered(
      'edited',
      'update log set data = \'{"outcome":"cancelled"}\' where type = \'session.ended\'',
    );
    expect(await madoguchi('audit', 'verify', '--data', edited)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^NOT sound: row \d+: edited: its content does not match its hash\n$/),
    });
    const cut = tampered('cut', 'delete from log where seq > 20');
    expect(await madoguchi('audit', 'verify', '--data', cut)).toMatchObject({ code: 0 });
    expect(await madoguchi('audit', 'verify', '--data', cut, '--anchor', head ?? '')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('row 21: truncated: a receipt names row'),
    });
    const foreign = tampered('foreign', '');
    writeFileSync(join(foreign, 'log.secret'), new Uint8Array(32).fill(1));
    expect(await madoguchi('audit', 'verify', '--data', foreign)).toMatchObject({
      code: 1,
      stdout: 'NOT sound: row 1: written with another secret than the one beside the log\n',
    });
    const story = await madoguchi('audit', 'explain', transaction, '--data', edited);
    expect(story).toMatchObject({ code: 1, stderr: expect.stringContaining('its story proves nothing') });
  });

  it('export writes rows and signed checkpoints, and verify holds a log against them', async () => {
    const { stdout } = await audit('export', '--every', '20');
    const values = lines(stdout).map((line) => JSON.parse(line));
    const rows = values.filter((value) => 'seq' in value);
    const checkpoints = values.flatMap((value) => ('checkpoint' in value ? [value.checkpoint] : []));
    expect(checkpoints.map(({ size }) => size)).toEqual([20, 40, rows.length]);
    expect(checkpoints.every(({ signed }) => /^[0-9a-f]{128}$/.test(signed.signature))).toBe(true);
    expect(lines((await audit('export', '--format', 'checkpoints', '--every', '20')).stdout)).toEqual(
      checkpoints.map((checkpoint) => JSON.stringify({ checkpoint })),
    );
    const file = join(folder.path, 'export.jsonl');
    writeFileSync(file, stdout);
    const agrees = await audit('verify', '--checkpoint', file);
    expect(agrees).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('rows 1 to 40 are as the checkpoint says\n'),
    });
    const cut = tampered('cut-again', 'delete from log where seq > 30');
    expect(await madoguchi('audit', 'verify', '--data', cut, '--checkpoint', file)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('row 31: truncated: the checkpoint counts 40 rows'),
    });
    const csv = lines((await audit('export', '--format', 'csv')).stdout);
    expect(csv).toHaveLength(rows.length + 2);
    expect(csv[0]).toBe('seq,at,boot,session,type,data,hash');
    expect(csv.at(-1)).toContain(`"checkpoint","{""size"":${rows.length}`);
  });

  it('export of a log without its secret writes checkpoints that are not signed', async () => {
    const copy = tampered('bare', '');
    rmSync(join(copy, 'log.secret'));
    const { stdout } = await madoguchi('audit', 'export', '--data', copy, '--format', 'checkpoints');
    expect(JSON.parse(stdout).checkpoint).not.toHaveProperty('signed');
    const file = join(folder.path, 'bare.jsonl');
    writeFileSync(file, stdout);
    expect((await audit('verify', '--checkpoint', file)).stdout).toContain('checkpoint says, which is not signed');
  });

  it('show chooses rows by type, visit, run, time, number and place', async () => {
    const seqs = async (...args: string[]) =>
      lines((await audit('show', ...args)).stdout).map((line) => Number(line.slice(0, 6)));
    const all = await seqs();
    expect(all).toEqual(all.map((_, index) => index + 1));
    const last = all.length;
    // Each of them is a process of its own.
    const [range, one, upTo, from, tail, both, session, transactionRows] = await Promise.all([
      seqs('--seq', '3..5'),
      seqs('--seq', '4'),
      seqs('--seq', '..2'),
      seqs('--seq', `${last - 1}..`),
      seqs('--last', '3'),
      seqs('--boot', '1', '--seq', '1..4', '--last', '2'),
      seqs('--session', transaction),
      seqs('--transaction', transaction),
    ]);
    expect([range, one, upTo, from, tail, both]).toEqual([
      [3, 4, 5],
      [4],
      [1, 2],
      all.slice(-2),
      all.slice(-3),
      [3, 4],
    ]);
    expect(transactionRows).toEqual(session);
    expect((await audit('show', '--type', 'session.started,session.ended')).stdout.match(/session\.\w+/g)).toEqual([
      'session.started',
      'session.ended',
    ]);
    const [, day = '', minute = ''] =
      /(\d{4}-\d\d-\d\d) (\d\d:\d\d)/.exec((await audit('show', '--last', '1')).stdout) ?? [];
    expect((await seqs('--from', `${day} ${minute}`, '--to', `${day}T${minute}`)).at(-1)).toBe(all.length);
    expect(await audit('show', '--from', '2019-01-01', '--to', '2019-12-31')).toMatchObject({
      code: 1,
      stderr: 'madoguchi: No row of the log is like that.\n',
    });
  });

  it('explain tells a visit, with times, and what became of everything', async () => {
    const { stdout, code } = await audit('explain', transaction);
    expect(code).toBe(0);
    for (const part of [
      /^Visit [0-9A-Z-]{23}\n\n\d{4}-\d\d-\d\d \(Japan\)\n {2}\d\d:\d\d:\d\d {3,}\d+ {2}resident {2}Somebody began a visit\./,
      'It was wrong; 2 tries are left.',
      'Put in 500 yen.',
      'Hopper 6 is told to pay out 3 coins of 100 yen.',
      'money     Paid: 500 yen in coins. Sold: 200 yen. Went back: 300 yen',
      'paper     All of it came out: 1 page.',
      'unknown   Every effect has a certain end.',
    ])
      expect(stdout).toMatch(part);
  });

  it('the log says which statecharts wrote it', async () => {
    const { stdout } = await audit('show', '--type', 'terminal.started');
    expect(statechartsFingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(stdout).toContain(`"statecharts":"${statechartsFingerprint}"`);
  });
});

describe.concurrent('bad input of audit is one sentence', () => {
  it.each<readonly [string, readonly string[], RegExp]>([
    ['an unknown transaction', ['show', '--transaction', 'AAAAA'], /There is no transaction AAAAA in this log/],
    ['an unknown transaction to explain', ['explain', 'AAAAA'], /There is no transaction AAAAA in this log/],
    ['a day that is none', ['show', '--from', '2026-02-30'], /day or a minute in Japan, like 2026-11-22/],
    ['an hour that is none', ['show', '--to', '2026-02-03 25:00'], /day or a minute in Japan/],
    ['words for a time', ['show', '--from', 'yesterday'], /day or a minute in Japan/],
    ['times in the wrong order', ['show', '--from', '2026-02-03', '--to', '2026-02-02'], /--from is after --to/],
    ['numbers in the wrong order', ['show', '--seq', '9..3'], /Row 9 does not come before row 3/],
    ['no numbers', ['show', '--seq', '..'], /looks like 10\.\.20/],
    ['words for numbers', ['show', '--seq', 'a..b'], /looks like 10\.\.20/],
    ['row zero', ['show', '--seq', '0..3'], /whole numbers from 1/],
    ['no last row', ['show', '--last', '0'], /whole numbers from 1/],
    ['a run that never was', ['show', '--boot', '99'], /No row of the log is like that/],
    [
      'an unknown type',
      ['show', '--type', 'session.started,nothing'],
      /There is no nothing\. Allowed: terminal\.started/,
    ],
    ['an unknown format', ['export', '--format', 'xml'], /Allowed choices are jsonl, csv, checkpoints/],
    ['no rows between checkpoints', ['export', '--every', '0'], /whole numbers from 1/],
    ['an anchor that is none', ['verify', '--anchor', '12'], /It looks like 123-0ABCDEFG/],
    ['a checkpoint that is not there', ['verify', '--checkpoint', '/nowhere'], /checkpoints cannot be read/],
    [
      'a file without a checkpoint',
      ['verify', '--checkpoint', 'package.json'],
      /There is no checkpoint in package.json/,
    ],
  ])('%s', async (_, [command = '', ...args], sentence) => {
    const { code, stdout, stderr } = await audit(command, ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/ {4}at /);
    expect(stdout).toBe('');
  });

  it('a folder that is not there, and a log with nothing in it', async () => {
    const none = join(folder.path, 'nothing');
    const empty = join(folder.path, 'empty');
    mkdirSync(empty);
    new Log(join(empty, 'log.sqlite'), { clock: { now: () => 0 } as never, secret: new Uint8Array(32) }).close();
    for (const args of [['verify'], ['show'], ['export'], ['money'], ['explain', 'T']]) {
      expect(await madoguchi('audit', ...args, '--data', none)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: `madoguchi: There is no folder ${none}.\n`,
      });
      expect(await madoguchi('audit', ...args, '--data', empty)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining(`The log in ${empty} is empty`),
      });
    }
  });

  it('a checkpoint that is damaged', async () => {
    const file = join(folder.path, 'damaged.jsonl');
    writeFileSync(file, '{"seq":1}\n{"checkpoint":{"size":1}}\n');
    const { code, stderr } = await audit('verify', '--checkpoint', file);
    expect([code, stderr]).toEqual([1, `madoguchi: Line 2 of ${file} is not a checkpoint of madoguchi.\n`]);
  });

  it('a secret that is damaged', async () => {
    const copy = tampered('damaged-secret', '');
    writeFileSync(join(copy, 'log.secret'), 'short');
    const { code, stderr } = await madoguchi('audit', 'verify', '--data', copy);
    expect([code, stderr]).toEqual([
      1,
      `madoguchi: ${join(copy, 'log.secret')} is damaged, it has 5 bytes instead of 32.\n`,
    ]);
  });
});
