import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { EmbeddedCentreOptions } from '../../src/centre/embedded.ts';
import type { CertificateStatus } from '../../src/centre/validity/port.ts';
import type { DocumentPayload, SignedDocument } from '../../src/certificates/document.ts';
import type { ResidentsContent } from '../../src/certificates/residents/content.ts';
import { verifyDocument } from '../../src/certificates/signature.ts';
import { syntheticMyNumber } from '../../src/simulation/town/my-number.ts';
import type { SampleTown } from '../../src/simulation/town/town.ts';
import { MINUTE, NOON, pairOf, refusedWith, TestOffice, town, withRegister, withResident } from './office.ts';

const holderOf = (card: string) => createHash('sha256').update(pairOf(card).certificate).digest('hex');

function withFolder<T>(work: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-centre-'));
  return work(join(folder, 'centre.sqlite')).finally(() => rmSync(folder, { recursive: true }));
}

describe('what is offered', () => {
  const offerTo = async (card: string, options: Partial<EmbeddedCentreOptions> = {}, time = NOON) => {
    const office = new TestOffice(options);
    office.time = time;
    return (await office.authenticated(card)).offers[0];
  };

  it('is a copy for everybody in the household, the holder first', async () => {
    const offer = await offerTo('alias');
    expect(offer?.members).toEqual([
      { id: 'r0801', name: '金　英雄', holder: true },
      { id: 'r0802', name: '仲井　典子', kana: 'ナカイ　ノリコ', holder: false },
      { id: 'r0803', name: '仲井　明', kana: 'ナカイ　アキラ', holder: false },
    ]);
    const asSpouse = await offerTo('new', {
      town: withRegister(({ certificates }) => ({
        certificates: certificates.map((row) => ({ ...row, linkedOn: '2024-04-01' })),
      })),
    });
    expect(asSpouse?.members.map(({ id }) => id)).toEqual(['r0102', 'r0101', 'r0103', 'r0104']);
  });

  it('leaves out the dead and those who moved away, and names who is about to move', async () => {
    expect((await offerTo('old-card'))?.members.map(({ id }) => id)).toEqual(['r1201', 'r1202']);
    expect((await offerTo('family-of-leaver'))?.members.map(({ id }) => id)).toEqual(['r1101', 'r1102', 'r1103']);
  });

  it('has 本籍 only where a Japanese national lives', async () => {
    expect((await offerTo('adult'))?.items).toEqual(['relationship', 'honseki', 'myNumber']);
    expect((await offerTo('alias'))?.items).toEqual([
      'relationship',
      'honseki',
      'nationality',
      'residence',
      'myNumber',
    ]);
    expect((await offerTo('foreign'))?.items).toEqual(['relationship', 'nationality', 'residence', 'myNumber']);
  });

  it('follows the shop in its fee, and the municipality in what is never printed', async () => {
    const services = { juminhyo: { enabled: true, fee: 300 } };
    const offer = await offerTo('adult', { services, town: { ...town, withheld: ['honseki', 'myNumber'] } });
    expect(offer).toMatchObject({ fee: 300, items: ['relationship'] });
  });

  it.each([
    ['06:29:59', 'outside-hours'],
    ['06:30:00', true],
    ['22:59:59', true],
    ['23:00:00', 'outside-hours'],
  ] as const)('at %s is %s', async (time, available) => {
    expect((await offerTo('adult', {}, Date.parse(`2026-11-20T${time}+09:00`)))?.available).toBe(available);
  });

  it.each([
    ['maintenance', { maintenance: ['2026-11-20'] }],
    ['outside-hours', { hours: { open: '06:30', close: '23:00', closedDays: ['11-20'] } }],
  ] as const)('can be nothing but the reason, without a name: %s', async (available, options) => {
    expect(await offerTo('adult', options)).toMatchObject({ available, members: [], items: [] });
  });

  it('is nothing while a notice about the household is being worked on', async () => {
    expect(await offerTo('notice')).toMatchObject({ available: 'register-busy', members: [], items: [] });
  });
});

const residents = ({ payload }: SignedDocument) => payload as DocumentPayload<ResidentsContent>;

describe('a document', () => {
  it('holds only what the law prints unasked: no 続柄, 世帯主, 本籍, 筆頭者, 個人番号', async () => {
    const payload = residents(await new TestOffice().issued('adult'));
    expect(payload.content.householdHead).toBeNull();
    expect(payload.content.persons).toHaveLength(4);
    for (const person of payload.content.persons)
      expect(person).toMatchObject({ relationship: null, honseki: null, hittousha: null, myNumber: null });
    expect(JSON.stringify(payload)).not.toMatch(/\d{12}(?!\d|[0-9a-f])/);
  });

  it.each([
    ['relationship', { relationship: '世帯主', honseki: null, hittousha: null, myNumber: null }],
    [
      'honseki',
      {
        relationship: null,
        honseki: '架空県窓口市証明一丁目2番',
        hittousha: '渡邉\u{E010F}　健太郎',
        myNumber: null,
      },
    ],
    ['myNumber', { relationship: null, honseki: null, hittousha: null, myNumber: syntheticMyNumber('r0101') }],
  ] as const)('adds %s when asked, and nothing else', async (option, expected) => {
    const { content } = residents(await new TestOffice().issued('adult', { items: [option] }));
    expect(content.persons[0]).toMatchObject(expected);
    expect(content.householdHead).toBe(option === 'relationship' ? '渡邉\u{E010F}　健太郎' : null);
  });

  it('is of the holder, the transaction and the day, and its signature verifies at the terminal', async () => {
    const document = await new TestOffice().issued('adult');
    const holder = holderOf('adult');
    expect(document.payload).toMatchObject({
      schema: 1,
      kind: 'juminhyo',
      transaction: 't-1',
      holder,
      readAt: '2026-11-20T03:00:00.000Z',
      issuedOn: '2026-11-20',
      pages: 1,
      municipality: { code: '992011', name: '架空県窓口市', mayor: '見本　一郎' },
    });
    expect(
      verifyDocument(document, town.documentKeys, {
        ...{ transaction: 't-1', holder, kind: 'juminhyo', copies: 1 },
        read: { from: NOON, to: NOON },
      }),
    ).toBeNull();
  });

  it('of nine people takes three sheets, of the chosen ones as many as they need, in the order of the register', async () => {
    const office = new TestOffice();
    expect((await office.issued('large')).payload).toMatchObject({ pages: 3, content: { wholeHousehold: true } });
    const { authentication } = await office.authenticated('large');
    const some = await office.issue(authentication, { members: ['r0308', 'r0301', 'r0308'] }, { transaction: 't-2' });
    expect(some).toMatchObject({
      outcome: 'done',
      value: {
        payload: { pages: 1, content: { wholeHousehold: false, persons: [{ name: '葛\u{E0103}城　隆' }, {}] } },
      },
    });
  });

  it('naming everybody one by one is a copy of the whole household', async () => {
    const members = ['r0104', 'r0103', 'r0102', 'r0101'];
    expect(residents(await new TestOffice().issued('adult', { members })).content.wholeHousehold).toBe(true);
  });

  it('of a foreign resident has the items of 法30条の45 and the alias', async () => {
    const unasked = residents(await new TestOffice().issued('alias')).content.persons;
    expect(unasked[0]?.foreign).toEqual({ nationality: null, residence: null });
    const asked = { items: ['nationality', 'residence'] };
    const { persons } = residents(await new TestOffice().issued('alias', asked)).content;
    expect(persons[0]).toMatchObject({
      alias: '金田　英雄',
      kana: null,
      foreign: { nationality: '韓国', residence: { status: '日本人の配偶者等' } },
    });
    expect(persons[1]).toMatchObject({ alias: null, foreign: null });
  });

  it.each([
    ['an option the household cannot have', 'foreign', { items: ['honseki'] }, {}],
    [
      'an option the municipality never prints',
      'adult',
      { items: ['myNumber'] },
      { town: { ...town, withheld: ['myNumber'] } },
    ],
    ['an item nobody knows', 'adult', { items: ['height'] }, {}],
    ['more copies than there are', 'adult', { copies: 6 }, {}],
    ['half a copy', 'adult', { copies: 1.5 }, {}],
    ['no copy', 'adult', { copies: 0 }, {}],
    ['a member of another household', 'adult', { members: ['r0101', 'r0201'] }, {}],
    ['a member nobody knows', 'adult', { members: ['r9999'] }, {}],
    ['a member who died', 'old-card', { members: ['r1203'] }, {}],
  ] as const)('is refused with %s', async (_, card, changes, options) => {
    const office = new TestOffice(options);
    const { authentication } = await office.authenticated(card);
    expect(await office.issue(authentication, changes)).toEqual(refusedWith('option-not-allowed'));
  });

  it('of a household with someone about to move is refused whole, and given without that person', async () => {
    const office = new TestOffice();
    const { authentication } = await office.authenticated('family-of-leaver');
    expect(await office.issue(authentication)).toEqual(refusedWith('member-moving-out'));
    expect(await office.issue(authentication, { members: ['r1101', 'r1103'] })).toEqual(
      refusedWith('member-moving-out'),
    );
    expect(await office.issue(authentication, { members: ['r1101', 'r1102'] })).toMatchObject({ outcome: 'done' });
  });

  it('with a character outside the registered set is refused, not printed with another', async () => {
    const characters = (text: string) => (text.includes('\u{E010F}') ? '邉\u{E010F}' : null);
    const office = new TestOffice({ characters });
    const { authentication } = await office.authenticated('adult');
    expect(await office.issue(authentication)).toEqual(refusedWith('unregistered-character'));
    await expect(office.issued('large', { members: ['r0301'] })).resolves.toBeDefined();
  });

  it('with a text longer than a terminal can issue is refused; a kanji with its selector is one character', async () => {
    const name = '渡邉\u{E010F}'.repeat(10);
    const own = withResident('r0101', { name });
    const upTo = (textLimit: number) => new TestOffice({ town: { ...own, textLimit } });
    for (const [limit, expected] of [
      [20, { outcome: 'done' }],
      [19, refusedWith('text-too-long')],
    ] as const) {
      const office = upTo(limit);
      const { authentication } = await office.authenticated('adult');
      expect(await office.issue(authentication, { members: ['r0101'] })).toMatchObject(expected);
    }
  });

  it('is refused when the validity service falls silent after the authentication', async () => {
    let status: CertificateStatus = 'valid';
    const office = new TestOffice({ town: { ...town, validity: () => ({ check: async () => status }) } });
    const { authentication } = await office.authenticated('adult');
    status = 'unknown';
    expect(await office.issue(authentication)).toEqual(refusedWith('revocation-unknown'));
    status = 'valid';
    const first = await office.issue(authentication);
    expect(first.outcome).toBe('done');
    // What was issued is issued: the same answer needs no second look.
    status = 'unknown';
    expect(await office.issue(authentication)).toEqual(first);
  });

  it('is made once though the terminal asks twice at the same moment', async () => {
    const office = new TestOffice();
    const { authentication } = await office.authenticated('adult');
    const [one, other] = await Promise.all([office.issue(authentication), office.issue(authentication)]);
    expect(one.outcome).toBe('done');
    expect(other).toEqual(one);
  });

  it('of a household without a head waits until the register has one', async () => {
    const office = new TestOffice({ town: withResident('r0101', { standing: 'deceased' }) });
    const spouse = await town.cardOf('r0103');
    if (spouse.auth === null) throw new Error('r0103 has an authentication certificate');
    const answer = await office.present(spouse.auth.certificate, spouse.auth.key);
    if (answer.outcome !== 'done') throw new Error(answer.outcome);
    expect(await office.issue(answer.value.authentication)).toEqual(refusedWith('register-busy'));
  });

  it('is not given after closing time to somebody who authenticated before', async () => {
    const office = new TestOffice();
    office.time = Date.parse('2026-11-20T22:59:00+09:00');
    const { authentication } = await office.authenticated('adult');
    office.time += MINUTE;
    expect(await office.issue(authentication)).toEqual(refusedWith('outside-hours'));
  });

  it('is read from the register as it stands at that moment, and so are person and certificate', () =>
    withFolder(async (path) => {
      let status: CertificateStatus = 'valid';
      const office = new TestOffice({ path, town: { ...town, validity: () => ({ check: async () => status }) } });
      const { authentication } = await office.authenticated('adult');
      const counter = new Database(path);
      const at = (transaction: string) => office.issue(authentication, {}, { transaction });
      counter.exec("UPDATE household SET address = '架空県窓口市新住所9番' WHERE id = 'h01'");
      expect(await at('t-1')).toMatchObject({ value: { payload: { content: { address: '架空県窓口市新住所9番' } } } });
      counter.exec("UPDATE household SET notice_pending = 1 WHERE id = 'h01'");
      expect(await at('t-2')).toEqual(refusedWith('register-busy'));
      counter.exec("UPDATE household SET notice_pending = 0 WHERE id = 'h01'");
      counter.exec(
        `UPDATE resident SET record = json_set(record, '$.protectedPerson', json('true')) WHERE id = 'r0102'`,
      );
      expect(await at('t-3')).toEqual(refusedWith('protected-person'));
      status = 'suspended';
      expect(await at('t-4')).toEqual(refusedWith('certificate-suspended'));
      counter.close();
      office.centre.close();
    }));
});

describe('the copy of the registers', () => {
  const copied = (asOf: (now: number) => number) => ({ town: { ...town, copy: { asOf, limit: 30 } } });

  it.each([
    ['30 minutes old', (now: number) => now - 30 * MINUTE, true],
    ['a millisecond older', (now: number) => now - 30 * MINUTE - 1, 'register-stale'],
    ['30 minutes ahead', (now: number) => now + 30 * MINUTE, true],
    ['a millisecond more', (now: number) => now + 30 * MINUTE + 1, 'register-stale'],
    ['of no time', () => Number.NaN, 'register-stale'],
    ['never brought up to date', () => Number.NEGATIVE_INFINITY, 'register-stale'],
  ] as const)('%s', async (_, asOf, available) => {
    const office = new TestOffice(copied(asOf));
    const { authentication, offers } = await office.authenticated('adult');
    expect(new Set(offers.map((offer) => offer.available))).toEqual(new Set([available]));
    if (available === true) expect((await office.issue(authentication)).outcome).toBe('done');
    else expect(await office.issue(authentication)).toEqual(refusedWith(available));
  });

  it('that grows old after the menu is not issued from, and is again when it is brought up to date', async () => {
    let asOf = NOON;
    const office = new TestOffice(copied(() => asOf));
    const { authentication } = await office.authenticated('adult');
    // Within the half hour of an authentication, so that nothing else refuses.
    office.time += 29 * MINUTE;
    asOf -= 2 * MINUTE;
    expect(await office.issue(authentication)).toEqual(refusedWith('register-stale'));
    asOf = office.time;
    const answer = await office.issue(authentication);
    expect(answer).toMatchObject({ value: { payload: { readAt: '2026-11-20T03:29:00.000Z' } } });
  });

  it('of a family register elsewhere is of the office that keeps it, and of the one of residence', async () => {
    const old = { asOf: (now: number) => now - 31 * MINUTE, limit: 30 };
    const availableIn = async (changed: Partial<SampleTown>, kind: string) => {
      const { offers } = await new TestOffice({ town: { ...town, ...changed } }).authenticated('registered-elsewhere');
      return offers.find((offer) => offer.kind === kind)?.available;
    };
    const elsewhere = town.elsewhere.map((desk) => ({ ...desk, copy: old }));
    expect(await availableIn({ elsewhere }, 'koseki-zenbu')).toBe('register-stale');
    expect(await availableIn({ elsewhere }, 'juminhyo')).toBe(true);
    expect(await availableIn({ copy: old }, 'koseki-zenbu')).toBe('register-stale');
  });
});

describe('a transaction', () => {
  it('gives the same document however often it is asked, though the register has changed', () =>
    withFolder(async (path) => {
      const office = new TestOffice({ path });
      const { authentication } = await office.authenticated('adult');
      const first = await office.issue(authentication, { members: ['r0101', 'r0102'] });
      const counter = new Database(path);
      counter.exec("UPDATE household SET address = '架空県窓口市新住所9番'");
      counter.close();
      expect(first.outcome).toBe('done');
      expect(await office.issue(authentication, { members: ['r0102', 'r0101'] })).toEqual(first);
      office.centre.close();
    }));

  it('is for one wish: other options or members are refused', async () => {
    const office = new TestOffice();
    const { authentication } = await office.authenticated('adult');
    expect((await office.issue(authentication)).outcome).toBe('done');
    expect(await office.issue(authentication, { items: ['relationship'] })).toEqual(refusedWith('option-not-allowed'));
    expect(await office.issue(authentication, { members: ['r0101'] })).toEqual(refusedWith('option-not-allowed'));
    expect((await office.issue(authentication, {}, { transaction: 't-2' })).outcome).toBe('done');
  });

  it('is of one holder: another is refused and never sees the document', async () => {
    const office = new TestOffice();
    expect((await office.issue((await office.authenticated('adult')).authentication)).outcome).toBe('done');
    const { authentication } = await office.authenticated('large');
    expect(await office.issue(authentication)).toEqual(refusedWith('option-not-allowed'));
  });

  it('ends with its conclusion: the authentication is forgotten and nothing is issued any more', async () => {
    const office = new TestOffice();
    const { authentication } = await office.authenticated('adult');
    await office.issue(authentication);
    expect(await office.centre.conclude('t-1', 'delivered')).toEqual({ outcome: 'done', value: null });
    expect(await office.issue(authentication)).toEqual(refusedWith('signature-invalid'));
    const again = await office.authenticated('adult');
    expect(await office.issue(again.authentication)).toEqual(refusedWith('option-not-allowed'));
  });

  it('that was concluded before anything was issued issues nothing', async () => {
    const office = new TestOffice();
    const { authentication } = await office.authenticated('adult');
    await office.centre.conclude('t-1', 'cancelled');
    expect(await office.issue(authentication)).toEqual(refusedWith('option-not-allowed'));
  });

  it('keeps its first result; only an unknown one may still be settled', () =>
    withFolder(async (path) => {
      const office = new TestOffice({ path });
      for (const result of ['unknown', 'delivered', 'cancelled', 'unknown'] as const)
        expect((await office.centre.conclude('t-1', result)).outcome).toBe('done');
      office.centre.close();
      const file = new Database(path);
      expect(file.prepare('SELECT txn, result FROM issuance').all()).toEqual([{ txn: 't-1', result: 'delivered' }]);
      file.close();
    }));
});

describe('an authentication', () => {
  it('lapses after thirty minutes', async () => {
    const office = new TestOffice();
    const { authentication } = await office.authenticated('adult');
    office.time += 30 * MINUTE - 1;
    expect((await office.issue(authentication)).outcome).toBe('done');
    office.time += 1;
    expect(await office.issue(authentication, {}, { transaction: 't-2' })).toEqual(refusedWith('signature-invalid'));
  });

  it('cannot be guessed from another', async () => {
    const office = new TestOffice();
    await office.authenticated('adult');
    expect(await office.issue('guessed')).toEqual(refusedWith('signature-invalid'));
  });

  it('does not outlive the process, and its transaction is not repeated by the next one', () =>
    withFolder(async (path) => {
      const before = new TestOffice({ path });
      const { authentication } = await before.authenticated('adult');
      await before.issue(authentication);
      before.centre.close();
      const after = new TestOffice({ path });
      expect(await after.issue(authentication)).toEqual(refusedWith('signature-invalid'));
      const again = await after.authenticated('adult');
      expect(await after.issue(again.authentication)).toEqual(refusedWith('option-not-allowed'));
      after.centre.close();
    }));
});

describe('the database', () => {
  it('keeps of issued documents neither names nor numbers, only ids, digests, times and results', () =>
    withFolder(async (path) => {
      const office = new TestOffice({ path });
      await office.issued('adult', { items: ['relationship', 'honseki', 'myNumber'] });
      await office.centre.conclude('t-1', 'delivered');
      office.centre.close();
      const file = new Database(path);
      expect(file.prepare('SELECT * FROM issuance').all()).toEqual([
        {
          txn: 't-1',
          request: expect.stringMatching(/^[0-9a-f]{64}$/),
          document: expect.stringMatching(/^[0-9a-f]{64}$/),
          issued_at: NOON,
          result: 'delivered',
          concluded_at: NOON,
        },
      ]);
      expect(file.prepare('SELECT * FROM challenge').all()).toEqual([]);
      for (const table of ['certificate', 'seal', 'tax', 'family_member', 'family', 'resident', 'household'])
        file.exec(`DELETE FROM ${table}`);
      file.exec('VACUUM');
      file.pragma('wal_checkpoint(TRUNCATE)');
      file.close();
      const bytes = readFileSync(path);
      for (const secret of ['健太郎', '証明一丁目', ...town.residents.map(({ myNumber }) => myNumber)])
        expect(bytes.includes(secret), secret).toBe(false);
    }));

  it('that does not answer is the centre being offline, and shows in its health', () =>
    withFolder(async (path) => {
      const office = new TestOffice({ path });
      expect(await office.centre.health()).toEqual({ state: 'working', reasons: [] });
      const { authentication } = await office.authenticated('adult');
      const file = new Database(path);
      file.exec(
        'DROP TABLE issuance; DROP TABLE challenge; DROP TABLE reset; DROP TABLE reservation; DROP TABLE registration; DROP TABLE certificate; DROP TABLE resident; DROP TABLE household',
      );
      file.close();
      const offline = { outcome: 'failed', fault: 'offline' };
      expect(await office.centre.challenge()).toMatchObject(offline);
      expect(await office.issue(authentication)).toMatchObject(offline);
      expect(await office.centre.conclude('t-1', 'unknown')).toMatchObject(offline);
      expect(await office.centre.health()).toMatchObject({
        state: 'failed',
        reasons: [expect.stringContaining('database')],
      });
      office.centre.close();
    }));
});
