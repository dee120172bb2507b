import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimsOf } from '../../src/log/claims.ts';
import { Log, openTables, readRows } from '../../src/log/log.ts';
import { type Row, type RowData, type RowType, rowTypes } from '../../src/log/rows.ts';
import { sentenceOf } from '../../src/log/story/sentences.ts';
import { storyOf } from '../../src/log/story/story.ts';
import { became, moved } from '../../src/log/story/words.ts';
import { verifyRows } from '../../src/log/verify.ts';
import { minimalPages } from '../../src/shop/pages.ts';
import { faultPlan, planVisit } from '../../src/shop/plan.ts';
import { logPlace } from '../../src/shop/run.ts';
import { Shop } from '../../src/shop/shop.ts';
import { morning } from '../../src/shop/simulate.ts';
import { VirtualClock } from '../../src/shop/virtual-clock.ts';
import { runVisit } from '../../src/shop/visit.ts';
import { dice } from '../../src/simulation/dice.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import { settle } from '../devices/virtual-clock.ts';
import { sampleConfig } from '../shop/sample-config.ts';

const told = <T extends RowType>(type: T, data: RowData<T>): string => sentenceOf({ type, data })[1];

describe('a row as a sentence', () => {
  it.each<readonly [RowType, unknown, string]>([
    ['pin.verify.result', { outcome: 'wrong', tries: 1 }, 'It was wrong; 1 try is left.'],
    ['pin.verify.result', { outcome: 'unknown' }, 'UNKNOWN: the card did not answer, and a try may have been used.'],
    [
      'print.result',
      { outcome: 'unknown', sheets: 0 },
      'UNKNOWN: nobody can say how many sheets came out. 0 sheets came out.',
    ],
    ['print.result', { outcome: 'failed:offline' }, 'It failed and certainly did not happen (offline).'],
    [
      'card.read',
      { insertion: 1, outcome: 'refused:pin-locked' },
      'It was read, and this service is not possible with it (pin-locked).',
    ],
    [
      'payout.result',
      {
        outcome: 'short:empty',
        paid: 1,
        entries: [
          ['owed', -100],
          ['returned', 100],
        ],
      },
      'Only 1 coin came out (empty). 100 yen from what is owed to the resident to what was given back.',
    ],
    [
      'cashless.pay.result',
      {
        outcome: 'unknown',
        entries: [
          ['charged', -200],
          ['suspense', 200],
        ],
      },
      'UNKNOWN: it may have charged the amount or not. 200 yen from the payment terminal to suspense, until staff have looked.',
    ],
    [
      'coins.events',
      {
        position: { serial: 1, epoch: 1, counter: 1 },
        credits: [100, 50],
        lost: 1,
        unexplained: 0,
        errors: [1],
        entries: [
          ['inserted', -150],
          ['held', 150],
        ],
      },
      'Put in 100 + 50 yen. UNKNOWN: 1 event of the coin unit went by unread. The coin unit reported ccTalk error 1 (a coin rejected). 150 yen from the coin slot to what is held for this visit.',
    ],
    [
      'cash.moved',
      { what: 'emptied', yen: 500, agrees: false, who: '見本店員' },
      '見本店員 took 500 yen out of the cash box; the count did NOT agree.',
    ],
    [
      'centre.issue.intent',
      { kind: 'juminhyo', members: 0, relationship: true, honseki: false, myNumber: false },
      'Asked for one copy of juminhyo, with relationship.',
    ],
  ])('%s %j', (type, data, sentence) => {
    expect(told(type, rowTypes[type].parse(data) as never)).toBe(sentence);
  });

  it('says of money where all of it came from and went to', () => {
    expect(
      moved([
        ['owed', -100],
        ['suspense', -50],
        ['returned', 150],
      ]),
    ).toBe(
      '150 yen from what is owed to the resident (100) and suspense, until staff have looked (50) to what was given back',
    );
    expect(moved([])).toBe('');
  });

  it('names what is not known, whatever the row', () => {
    for (const outcome of ['unknown', 'unknown:why']) expect(became(outcome, { done: 'Done' })).toMatch(/^UNKNOWN: /);
    expect(became('something-new', {})).toBe('It ended: something-new.');
  });
});

const odd = faultPlan.parse({ faults: { percent: 60 }, cuts: { percent: 20 }, habits: { percent: 50 } });

describe('the stories of a simulated shop', () => {
  let folder: string;
  let rows: Row[];
  let claims: ReadonlyMap<string, number>;

  /** Visits with faults, power cuts, people who do something else, and staff. */
  beforeAll(async () => {
    folder = mkdtempSync(join(logPlace, 'madoguchi-story-'));
    const town = await sampleTown(morning);
    const clock = new VirtualClock(morning, settle);
    const config = { ...sampleConfig, dataFolder: folder };
    const shop = new Shop({ clock, dice: dice(7), town, config, pages: minimalPages });
    await shop.start();
    await clock.pass(10_000);
    for (let visit = 0; visit < 120; visit += 1) await runVisit(shop, planVisit(dice(1_000 + visit), odd), town);
    await shop.close();
    const db = openTables(join(folder, 'log.sqlite'), true);
    const stored = [...readRows(db)];
    db.close();
    const verdict = verifyRows(stored);
    if (!verdict.sound) throw new Error(verdict.fault);
    rows = stored.map(({ row }) => row);
    claims = new Map(claimsOf(verdict.state).map(({ transaction, yen }) => [transaction, yen]));
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const visits = () => [...new Set(rows.flatMap(({ session }) => (session === null ? [] : [session])))];

  it('leave no row of a visit out, and have a sentence for each', () => {
    expect(visits().length).toBeGreaterThan(100);
    for (const visit of visits()) {
      const story = storyOf(rows, visit);
      const own = rows.filter(({ session }) => session === visit).map(({ seq }) => seq);
      expect(story?.lines.map(({ seq }) => seq)).toEqual(expect.arrayContaining(own));
      for (const { sentence } of story?.lines ?? []) {
        expect(sentence).toMatch(/^\S.*[.]$/);
        expect(sentence).not.toMatch(/undefined|NaN|\[object|\.\.$/);
      }
    }
  });

  it('say at their end what is still owed or in doubt, exactly where the log says so', () => {
    for (const visit of visits()) {
      const money = storyOf(rows, visit)?.ending.find(([what]) => what === 'money')?.[1] ?? '';
      const left = [...money.matchAll(/(?:Still owed to the resident|not settled yet): (\d+) yen/g)];
      expect(
        left.reduce((sum, [, yen]) => sum + Number(yen), 0),
        money,
      ).toBe(claims.get(visit) ?? 0);
    }
  });

  it('name each effect without a certain end, and each power cut', () => {
    const endings = visits().map((visit) => storyOf(rows, visit)?.ending.find(([what]) => what === 'unknown')?.[1]);
    const inDoubt = rows.filter(
      ({ data, session }) => session !== null && 'outcome' in data && data.outcome === 'unknown',
    );
    expect(inDoubt.length).toBeGreaterThan(0);
    for (const { seq, type } of inDoubt) expect(endings.join('\n')).toContain(`${type} in row ${seq}`);
    expect(endings).toContain('Every effect has a certain end.');
    const stories = visits().map((visit) => storyOf(rows, visit));
    expect(stories.some((story) => story?.lines.some(({ afterCrash }) => afterCrash))).toBe(true);
    expect(stories.some((story) => story?.lines.every(({ afterCrash }) => !afterCrash))).toBe(true);
  });

  it('show no keyed hash: nothing by which two visits of one person could be joined', () => {
    const hashes = rows.flatMap(({ data }) =>
      Object.values(data).filter((value) => /^[0-9a-f]{32}$/.test(String(value))),
    );
    expect(hashes.length).toBeGreaterThan(0);
    const text = visits()
      .flatMap((visit) => storyOf(rows, visit)?.lines.map(({ sentence }) => sentence))
      .join('\n');
    for (const hash of hashes) expect(text).not.toContain(String(hash));
  });

  it('there is none of a visit that never was', () => {
    expect(storyOf(rows, 'AAAAA-BBBBB-CCCCC-DDDDD')).toBeNull();
  });
});

it('a visit that has not ended says so', () => {
  const log = new Log(':memory:', { clock: new VirtualClock(morning, settle), secret: new Uint8Array(32) });
  log.append('session.started', {}, 'T');
  const story = storyOf(log.tail(1), 'T');
  log.close();
  expect(Object.fromEntries(story?.ending ?? [])).toMatchObject({
    visit: 'NOT ended; the next start brings it to its end.',
    money: 'None was paid.',
    paper: 'Nothing was sent to the printer.',
    card: 'None was read.',
    staff: 'Nobody was called.',
    unknown: 'Every effect has a certain end.',
  });
});
