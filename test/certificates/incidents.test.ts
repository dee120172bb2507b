import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Centre } from '../../src/centre/port.ts';
import { createRenderer } from '../../src/certificates/create-renderer.ts';
import type { SignedDocument } from '../../src/certificates/document.ts';
import { openCertificateFont } from '../../src/certificates/font/certificate-font.ts';
import { layOutDocument } from '../../src/certificates/layout.ts';
import { readPages } from '../../src/certificates/paper-text.ts';
import { drawPdf } from '../../src/certificates/pdf/draw-pdf.ts';
import type { Renderer } from '../../src/certificates/renderer.ts';
import type { ResidentsContent } from '../../src/certificates/residents/content.ts';
import { verifyDocument } from '../../src/certificates/signature.ts';
import { specimens } from '../../src/certificates/specimens.ts';
import { systemClock } from '../../src/system-clock.ts';
import { pairOf, refusedWith, TestOffice, town, withRegister } from '../centre/office.ts';
import { Desk } from '../effects/desk.ts';
import { counting, signed } from './fixtures.ts';
import { checkPaper } from './tools.ts';

/**
 * What terminals in service have done to people, each incident by its place and day: none of them can happen here. Niigata,
 * Saitama and Kumamoto stand with the registers (`test/centre/kinds.test.ts`), Takamatsu with the start of the terminal
 * (`test/crash/recovery.test.ts`).
 */

let renderer: Renderer;
beforeAll(async () => {
  renderer = await createRenderer({ clock: systemClock });
});
afterAll(() => renderer.close());

const font = openCertificateFont();
const holderOf = (card: string): string => createHash('sha256').update(pairOf(card).certificate).digest('hex');
const sheetsOf = (document: SignedDocument) => {
  const layout = layOutDocument(document, font);
  if (layout.outcome !== 'done') throw new Error(layout.outcome);
  return layout.value;
};
const visitor = (desk: Desk, card: string) => ({ card: desk.card(card), pins: ['1234'], coins: [100, 100] });
/** Issue numbers of everything that lies in the tray. */
const inTray = ({ devices }: Desk): readonly string[] => [
  ...new Set(
    devices.pages.tray.flatMap(({ pdf }) => {
      const pages = readPages(pdf);
      if (typeof pages === 'string') throw new Error(pages);
      return pages.flatMap(({ paragraphs }) => paragraphs.filter((text) => text.startsWith('発行番号')));
    }),
  ),
];
const sessionOf = ({ rows }: Awaited<ReturnType<Desk['visit']>>): string => rows[0]?.session ?? '';

describe('Tokushima, March 2023: the second of three pages of a 戸籍 was somebody else’s', () => {
  it.each(['koseki-zenbu', 'fuhyo'])('a %s with a page of another visit is refused at the door', async (kind) => {
    const payload = specimens.map((each) => each.payload).find((each) => each.kind === kind && each.pages > 2);
    if (payload === undefined) throw new Error(`no long ${kind}`);
    const [mine, other] = [
      signed({ ...payload, copies: 1 }),
      signed({ ...payload, copies: 1, transaction: 'ANOTHER' }, counting(40)),
    ];
    const [pages, others] = [sheetsOf(mine), sheetsOf(other)];
    const pdfOf = (sheets: typeof pages) => drawPdf(sheets, { title: '', at: 0 }, font);
    expect(await checkPaper(pdfOf(pages), mine)).toBeNull();
    const [front, reverse] = [others[2], others[3]];
    if (front === undefined || reverse === undefined) throw new Error('no second page');
    expect(await checkPaper(pdfOf(pages.with(2, front).with(3, reverse)), mine)).toEqual({
      fault: 'page-identity',
      detail: 'page 2',
    });
  });
});

describe('Yokohama, 27 March 2023: a lock was let go by time, and the next process took the page image of another', () => {
  it('the document of another holder is refused, though it is of this very transaction', async () => {
    const office = new TestOffice();
    const { authentication } = await office.authenticated('large');
    const answer = await office.issue(authentication, {}, { transaction: 'mine' });
    if (answer.outcome !== 'done') throw new Error(answer.outcome);
    const read = { from: 0, to: Number.MAX_SAFE_INTEGER };
    const session = { transaction: 'mine', kind: 'juminhyo', copies: 1, read };
    expect(verifyDocument(answer.value, town.documentKeys, { ...session, holder: holderOf('large') })).toBeNull();
    expect(verifyDocument(answer.value, town.documentKeys, { ...session, holder: holderOf('adult') })).toBe(
      'other-holder',
    );
  });

  it('an answer that comes when its visit has ended by time is nobody’s: the next visitor gets the next one’s paper', async () => {
    let comes = (): void => {};
    let asked = 0;
    const slow = (centre: Centre): Partial<Centre> => ({
      issue: async (request) => {
        const answer = await centre.issue(request);
        asked += 1;
        if (asked > 1) comes();
        else await new Promise<void>((resolve) => (comes = resolve));
        return answer;
      },
    });
    await using desk = await Desk.open({ renderer, centre: slow });
    const late = await desk.visit(visitor(desk, 'adult'));
    expect([late.outcome === 'delivered', desk.devices.pages.tray]).toEqual([false, []]);
    const next = await desk.visit(visitor(desk, 'foreign'));
    expect([asked, next.outcome]).toEqual([2, 'delivered']);
    expect(inTray(desk)).toEqual([`発行番号${sessionOf(next)}`]);
    expect(next.rows.every(({ session }) => session === sessionOf(next))).toBe(true);
  });

  it('a document that the centre mixes up is not printed, and nothing is paid for it', async () => {
    let first: Awaited<ReturnType<Centre['issue']>> | null = null;
    const mixed = (centre: Centre): Partial<Centre> => ({
      issue: async (request) => {
        first ??= await centre.issue(request);
        return first;
      },
    });
    await using desk = await Desk.open({ renderer, centre: mixed });
    expect((await desk.visit(visitor(desk, 'adult'))).outcome).toBe('delivered');
    const { outcome, rows } = await desk.visit(visitor(desk, 'foreign'));
    expect(outcome).toBe('refused:document-check');
    expect(rows.filter(({ type }) => type === 'document.checked')).toMatchObject([
      { data: { outcome: 'other-transaction' } },
    ]);
    expect(rows.some(({ type }) => type === 'print.intent' || type === 'money.moved')).toBe(false);
  });
});

describe('Kawasaki, 2 May 2023: two requests within a second had one name, and the later file took the place of the earlier', () => {
  it('two requests at the same instant are two documents, each of its own holder', async () => {
    const office = new TestOffice();
    const cards = ['adult', 'large'] as const;
    const visits = await Promise.all(cards.map((card) => office.authenticated(card)));
    const answers = await Promise.all(
      visits.map(({ authentication }, i) => office.issue(authentication, {}, { transaction: `t-${i}` })),
    );
    expect(answers).toMatchObject(
      cards.map((card, i) => ({
        outcome: 'done',
        value: { payload: { holder: holderOf(card), transaction: `t-${i}` } },
      })),
    );
  });

  it('a name that is used again is refused, and the document under it stays as it was', async () => {
    const office = new TestOffice();
    const [one, other] = await Promise.all([office.authenticated('adult'), office.authenticated('large')]);
    const first = await office.issue(one.authentication);
    expect(first.outcome).toBe('done');
    expect(await office.issue(other.authentication)).toEqual(refusedWith('option-not-allowed'));
    expect(await office.issue(one.authentication)).toEqual(first);
  });

  it('the terminal names no two visits alike, though they begin at the same instant', async () => {
    await using desk = await Desk.open({ renderer });
    const visits = [await desk.visit(visitor(desk, 'adult')), await desk.visit(visitor(desk, 'adult'))];
    const names = visits.map(sessionOf);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/);
    expect(inTray(desk)).toEqual(names.map((name) => `発行番号${name}`));
  });
});

describe('Adachi, March and April 2023: a page was made while the register was being written', () => {
  it('a document keeps to the snapshot it was made of: holder, household and people are of one moment', async () => {
    const office = new TestOffice();
    const { authentication } = await office.authenticated('adult');
    const before = await office.issue(authentication);
    office.centre.enter(
      withRegister(({ households, residents }) => ({
        households: households.map((row) => ({ ...row, address: '架空県窓口市新住所9番' })),
        residents: residents.map((row) => ({ ...row, name: `新　${row.id}` })),
      })).register,
    );
    expect(await office.issue(authentication)).toEqual(before);
    const after = await office.issue(authentication, {}, { transaction: 't-2' });
    const mixed = [before, after].map((answer) => {
      if (answer.outcome !== 'done') throw new Error(answer.outcome);
      const { address, persons } = answer.value.payload.content as ResidentsContent;
      return [address.includes('新住所'), ...persons.map(({ name }) => name.startsWith('新　'))];
    });
    expect(mixed.map((each) => new Set(each))).toEqual([new Set([false]), new Set([true])]);
  });
});

describe('Munakata, 28 June 2023: the 住民票 of the user before', () => {
  it('nothing of a visit is left in terminal or printer when the next one begins', async () => {
    await using desk = await Desk.open({ renderer });
    const { outcome } = await desk.visit(visitor(desk, 'adult'));
    const { caseFile, pin } = desk.kiosk.parts;
    expect([outcome, caseFile.wiped, pin.wiped, desk.devices.pages.known]).toEqual(['delivered', true, true, []]);
  });
});
