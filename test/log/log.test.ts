import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { genesis, rowHash } from '../../src/log/chain.ts';
import { Log, openTables, readRows, type StoredRow } from '../../src/log/log.ts';
import { type Row, type RowData, type RowType, rowTypes } from '../../src/log/rows.ts';
import { verifyRows } from '../../src/log/verify.ts';
import { addToVisit, newVisit, type Visit } from '../../src/log/visit.ts';
import { VirtualClock } from '../devices/virtual-clock.ts';

const secret = new Uint8Array(32).fill(7);
const T = 'AAAAA-BBBBB-CCCCC-DDDDD';
let folder: string;
let path: string;
const open = () => new Log(path, { clock: new VirtualClock(), secret });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-log-'));
  path = join(folder, 'log.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Rows of a visit up to a checked document. */
function upToChecked(log: Log): void {
  const holder = log.keyed('holder');
  const document = log.keyed('document');
  log.append('session.started', {}, T);
  log.append('centre.authenticate.intent', { card: holder }, T);
  log.append('centre.authenticate.result', { outcome: 'authenticated', holder }, T);
  log.append('centre.issue.result', { outcome: 'issued', pages: 1, fee: 200, holder, document }, T);
  log.append('document.checked', { outcome: 'passed', document }, T);
}

const coins = (log: Log, yen: number) =>
  log.append(
    'coins.events',
    {
      position: { serial: 1, epoch: 1, counter: 1 },
      credits: [yen],
      lost: 0,
      unexplained: 0,
      errors: [],
      entries: [
        ['inserted', -yen],
        ['held', yen],
      ],
    },
    T,
  );

const verify = (anchors: { seq: number; code: string }[] = []) => {
  const db = openTables(path, true);
  const verdict = verifyRows(readRows(db), { anchors });
  db.close();
  return verdict;
};

/** Changes the file behind the log's back. */
function tamper(sql: string): void {
  const db = new Database(path);
  for (const trigger of ['log_no_update', 'log_no_delete', 'log_in_order']) db.exec(`drop trigger ${trigger}`);
  db.exec(sql);
  db.close();
}

describe('the log', () => {
  it('is durable at FULL on every open, also of a database that exists already', () => {
    for (let time = 0; time < 2; time += 1) {
      const log = open();
      log.append('terminal.started', { version: '0', statecharts: '0' });
      log.close();
    }
    const db = new Database(path);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(1);
    db.close();
    expect(() => open().close()).not.toThrow();
  });

  it('refuses UPDATE, DELETE and gaps by triggers', () => {
    const log = open();
    log.append('session.started', {}, T);
    log.close();
    const db = new Database(path);
    expect(() => db.exec("update log set type = 'x'")).toThrow('append-only');
    expect(() => db.exec('delete from log')).toThrow('append-only');
    expect(() => db.exec('insert into log select 5, at, boot, session, type, data, prev, hash from log')).toThrow(
      'no gaps',
    );
    db.close();
  });

  it('keeps money in double entry that sums to zero, across a reopen', () => {
    const log = open();
    upToChecked(log);
    coins(log, 100);
    expect(log.state.money).toMatchObject({ inserted: -100, held: 100 });
    expect(() => log.append('money.moved', { reason: 'x', entries: [['held', -100]] }, T)).toThrow('sum to zero');
    expect(() =>
      log.append(
        'money.moved',
        {
          reason: 'x',
          entries: [
            ['held', -200],
            ['taken', 200],
          ],
        },
        T,
      ),
    ).toThrow('I4');
    log.close();
    const again = open();
    expect(again.state.open.get(T)?.money.held).toBe(100);
    again.close();
  });

  it('has no place for a name, a PIN or any field that is not declared', () => {
    const log = open();
    expect(() => log.append('session.started', { name: '山田' } as never, T)).toThrow();
    expect(() => log.append('pin.verify.result', { outcome: 'wrong', pin: '1234' } as never, T)).toThrow();
    log.close();
  });

  it.each(Object.keys(rowTypes) as RowType[])('lets %s have no field beside its own', (type) => {
    const codes = rowTypes[type].safeParse({ value: '7391' }).error?.issues.map(({ code }) => code);
    expect(codes).toContain('unrecognized_keys');
  });

  it.each([
    ['an edit', 'update log set data = \'{"outcome":"expired"}\' where seq = 3', 3, 'edited'],
    ['an edit with the hash made anew', "update log set data = '{}', hash = zeroblob(32) where seq = 2", 2, 'edited'],
    ['a deletion', 'delete from log where seq = 3', 3, 'deleted'],
    [
      'a swap',
      'update log set seq = 99 where seq = 2; update log set seq = 2 where seq = 3; update log set seq = 3 where seq = 99',
      2,
      'in another order',
    ],
  ])('names the first bad row after %s', (_, sql, seq, fault) => {
    const log = open();
    upToChecked(log);
    log.close();
    tamper(sql);
    expect(verify()).toMatchObject({ sound: false, seq, fault: expect.stringContaining(fault) });
  });

  it('sees a truncation by the number on a receipt', () => {
    const log = open();
    upToChecked(log);
    const { seq, code } = log.head;
    log.close();
    expect(verify([{ seq, code }]).sound).toBe(true);
    tamper(`delete from log where seq = ${seq}`);
    expect(verify().sound).toBe(true);
    expect(verify([{ seq, code }])).toMatchObject({ sound: false, fault: expect.stringContaining('truncated') });
    expect(verify([{ seq: 1, code: '00000000' }])).toMatchObject({ sound: false, seq: 1 });
  });

  it('refuses a database of a newer program with a sentence', () => {
    open().close();
    const db = new Database(path);
    db.pragma('user_version = 99');
    db.close();
    expect(open).toThrow('newer program');
  });
});

describe('a row that must not be written is refused, so its effect never starts', () => {
  const print = (log: Log, extra: object = {}) =>
    log.append('print.intent', { pages: 1, document: log.keyed('document'), fee: 200, ...extra }, T);

  it('I1: no paper without authentication, document, check or money', () => {
    const log = open();
    log.append('session.started', {}, T);
    expect(() => print(log)).toThrow('I1: print without authentication');
    upTo(log);
    expect(() => print(log)).toThrow('I1: held 0 yen of 200');
    coins(log, 100);
    coins(log, 100);
    expect(() => print(log, { pages: 2 })).toThrow('I1: 2 pages instead of 1');
    expect(() => print(log, { document: log.keyed('other') })).toThrow('I1: print of another document');
    print(log);
    log.close();
    function upTo(to: Log): void {
      const holder = to.keyed('holder');
      const document = to.keyed('document');
      to.append('centre.authenticate.result', { outcome: 'authenticated', holder }, T);
      to.append(
        'centre.issue.result',
        { outcome: 'issued', pages: 1, fee: 200, holder: to.keyed('other'), document },
        T,
      );
      expect(() => print(to)).toThrow('I1: document of another holder');
      to.append('centre.issue.result', { outcome: 'issued', pages: 1, fee: 200, holder, document }, T);
      expect(() => print(to)).toThrow('I1: print of a document that was not checked');
      to.append('document.checked', { outcome: 'passed', document }, T);
    }
  });

  it('I2: no second visit beside an open one', () => {
    const log = open();
    log.append('session.started', {}, T);
    expect(() => log.append('session.started', {}, 'OTHER')).toThrow('I2');
    log.close();
  });

  it('I3: no document is sent twice', () => {
    const log = open();
    upToChecked(log);
    coins(log, 200);
    print(log);
    log.append('print.step', { step: 'sending', jobId: 1 }, T);
    expect(() => log.append('print.step', { step: 'sending', jobId: 1 }, T)).toThrow('I3');
    expect(() => print(log)).toThrow('I3');
    log.close();
  });

  /** A visit whose paper is out, as far as the printer's memory. */
  const printed = (log: Log, extra: object): void => {
    upToChecked(log);
    coins(log, 200);
    print(log, extra);
    log.append('print.step', { step: 'accepted', jobId: 1 }, T);
  };
  const ended = (log: Log): void => {
    const entries = [
      ['held', -200],
      ['taken', 200],
    ] as const satisfies RowData<'money.moved'>['entries'];
    log.append('money.moved', { reason: 'sale', entries: entries.map(([name, yen]) => [name, yen]) }, T);
    log.append('session.wiped', {}, T);
    log.append('session.ended', { outcome: 'delivered' }, T);
  };

  it('I8: no visit while the printer may hold the document of another; I3: erased only when its fate is known', () => {
    const log = open();
    const erased = (outcome: 'purged' | 'unsupported' | 'kept' | 'unreachable') =>
      log.append('print.purged', { copy: 1, outcome }, T);
    expect(() => erased('purged')).toThrow('I3');
    printed(log, { erase: true });
    expect(() => erased('purged')).toThrow('I3: a job erased before it is written what became of it');
    log.append('print.result', { outcome: 'printed', sheets: 1 }, T);
    expect(log.state.unerased.get(T)).toEqual({ transaction: T, copy: 1, jobId: 1, last: null });
    ended(log);
    for (const left of ['unreachable', 'kept'] as const) {
      expect(() => log.append('session.started', {}, 'NEXT')).toThrow('I8: the printer may still hold the document');
      erased(left);
      expect(log.state.unerased.get(T)).toEqual({ transaction: T, copy: 1, jobId: 1, last: left });
    }
    erased('purged');
    expect(() => erased('purged')).toThrow('I3: the printer has no such job');
    log.append('session.started', {}, 'NEXT');
    log.close();
    expect(verify()).toMatchObject({ sound: true });
  });

  it('I8: a printer that says nothing can be printed from what it knows is enough; so is a log of before that was asked', () => {
    const log = open();
    printed(log, { erase: true });
    log.append('print.result', { outcome: 'printed', sheets: 1 }, T);
    log.append('print.purged', { copy: 1, outcome: 'unsupported' }, T);
    ended(log);
    log.append('session.started', {}, 'NEXT');
    log.close();
    rmSync(path);
    const old = open();
    printed(old, {});
    old.append('print.result', { outcome: 'printed', sheets: 1 }, T);
    ended(old);
    old.append('session.started', {}, 'NEXT');
    old.close();
    expect(verify()).toMatchObject({ sound: true });
  });

  it('I5: no coins before the checked document', () => {
    const log = open();
    log.append('session.started', {}, T);
    expect(() => log.append('coins.accept.intent', { price: 200 }, T)).toThrow('I5');
    log.close();
  });

  it('I4, I8: no end of a visit with money held or without the wipe', () => {
    const log = open();
    upToChecked(log);
    coins(log, 100);
    expect(() => log.append('session.ended', { outcome: 'cancelled' }, T)).toThrow('I4');
    log.append(
      'money.moved',
      {
        reason: 'x',
        entries: [
          ['held', -100],
          ['owed', 100],
        ],
      },
      T,
    );
    expect(() => log.append('session.ended', { outcome: 'cancelled' }, T)).toThrow('I8');
    log.append('session.wiped', {}, T);
    log.append('session.ended', { outcome: 'cancelled' }, T);
    log.close();
    expect(verify().sound).toBe(true);
  });
});

type Told = readonly [type: RowType, data?: object];

/** Rows of one visit, chained as a log that checked nothing would have written them. */
function written(rows: readonly Told[]): StoredRow[] {
  let prev: Uint8Array = genesis;
  return [['session.started'] as Told, ...rows].map(([type, data = {}], index) => {
    const row = { seq: index + 1, at: index, boot: 1, session: T, type, data } as Row;
    const stored = { row, prev, hash: rowHash(row, prev) };
    prev = stored.hash;
    return stored;
  });
}

const verifyPin = (entry: number, pin?: 'auth' | 'sign'): Told => [
  'pin.verify.intent',
  { insertion: 1, entry, ...(pin === undefined ? {} : { pin }) },
];
const said = (outcome: string, type: RowType = 'pin.verify.result'): Told => [type, { outcome }];
const setPin = (task: 'change' | 'reset', pin: 'auth' | 'sign'): Told => ['pin.set.intent', { task, pin }];
const isSet = (outcome: string): Told => said(outcome, 'pin.set.result');

describe('what is done with PINs', () => {
  it.each<readonly [string, readonly Told[]]>([
    ['a change', [verifyPin(3, 'auth'), said('verified'), setPin('change', 'auth'), isSet('done')]],
    ['two tries before it', [verifyPin(3, 'auth'), said('wrong'), verifyPin(4, 'auth'), said('verified')]],
    ['a PIN that is locked, and the other one', [verifyPin(1, 'auth'), said('blocked'), verifyPin(2, 'sign')]],
    [
      'a reset',
      [
        verifyPin(3, 'sign'),
        said('verified'),
        ['centre.reset.intent', { pin: 'auth' }],
        said('done', 'centre.reset.result'),
        setPin('reset', 'auth'),
        isSet('unknown'),
      ],
    ],
    ['a second change', [setPin('change', 'auth'), isSet('failed'), setPin('change', 'sign'), isSet('done')]],
    ['an application', [['centre.register.intent'], said('done', 'centre.register.result')]],
    // As written when the authentication PIN was the only one.
    ['rows without the name of a PIN', [verifyPin(1), said('wrong'), verifyPin(2), said('verified')]],
  ])('may be %s', (_, rows) => {
    expect(verifyRows(written(rows))).toMatchObject({ sound: true });
  });

  it.each<readonly [string, string, readonly Told[]]>([
    ['a VERIFY before the last has its result', 'I6', [verifyPin(1, 'auth'), verifyPin(2, 'auth')]],
    ['a second VERIFY for one entry', 'I6', [verifyPin(1, 'auth'), said('wrong'), verifyPin(1, 'auth')]],
    ['a VERIFY for an entry of before', 'I6', [verifyPin(2, 'auth'), said('wrong'), verifyPin(1, 'sign')]],
    ['a VERIFY of a locked PIN', 'I6', [verifyPin(1, 'sign'), said('blocked'), verifyPin(2, 'sign')]],
    ['a VERIFY of a locked PIN without a name', 'I6', [verifyPin(1), said('blocked'), verifyPin(2, 'auth')]],
    ['a result without a VERIFY', 'I11', [said('verified')]],
    ['a second result', 'I11', [verifyPin(1, 'auth'), said('wrong'), said('verified')]],
    ['a PIN set while one is being set', 'I6', [setPin('change', 'auth'), setPin('reset', 'sign')]],
    ['a PIN that nobody meant to set', 'I11', [isSet('done')]],
    ['a PIN set twice by one intent', 'I11', [setPin('change', 'auth'), isSet('failed'), isSet('done')]],
    ['a reset that nobody asked for', 'I11', [said('done', 'centre.reset.result')]],
    ['an application that nobody sent', 'I11', [said('done', 'centre.register.result')]],
  ])('may not be %s, neither when it is written nor afterwards', (_, invariant, rows) => {
    const seq = rows.length + 1;
    expect(verifyRows(written(rows.slice(0, -1)))).toMatchObject({ sound: true });
    expect(verifyRows(written(rows))).toMatchObject({ sound: false, seq, fault: expect.stringContaining(invariant) });
    const log = open();
    log.append('session.started', {}, T);
    for (const [type, data = {}] of rows.slice(0, -1)) log.append(type, data as never, T);
    const [type, data = {}] = rows.at(-1) as Told;
    expect(() => log.append(type, data as never, T)).toThrow(invariant);
    expect(log.head.seq).toBe(seq - 1);
    log.close();
  });

  const asked: Told = ['centre.reset.intent', { pin: 'auth' }];
  const authorised = said('done', 'centre.reset.result');
  const meant = setPin('reset', 'auth');
  it.each<readonly [Visit['reset'], readonly Told[]]>([
    [null, []],
    ['failed', [asked]],
    [null, [asked, said('refused:reservation-used', 'centre.reset.result')]],
    ['failed', [asked, said('unknown', 'centre.reset.result')]],
    ['failed', [asked, authorised]],
    ['unknown', [asked, authorised, meant]],
    ['failed', [asked, authorised, meant, isSet('failed')]],
    ['unknown', [asked, authorised, meant, isSet('unknown')]],
    ['done', [asked, authorised, meant, isSet('done')]],
    [null, [setPin('change', 'auth'), isSet('done')]],
  ])('of a reset the centre is to be told %s after %j', (reset, rows) => {
    const visit = written(rows).reduce((before, { row }) => addToVisit(before, row), newVisit(T));
    expect(visit.reset).toBe(reset);
  });
});
