import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentPayload, SignedDocument } from '../../src/certificates/document.ts';
import { openCertificateFont } from '../../src/certificates/font/certificate-font.ts';
import type { InkanContent } from '../../src/certificates/kinds/inkan/content.ts';
import { layOutDocument } from '../../src/certificates/layout.ts';
import type { PageItem } from '../../src/certificates/page.ts';
import { drawPdf } from '../../src/certificates/pdf/draw-pdf.ts';
import { renderPdf } from '../../src/certificates/pdf.ts';
import type { Person } from '../../src/certificates/residents/content.ts';
import { specimens } from '../../src/certificates/specimens.ts';
import { bigHousehold, counting, documentOf, foreigner, payloadOf, person, signed } from './fixtures.ts';
import { assemble, checkPaper } from './tools.ts';

const font = openCertificateFont();

async function pdfOf(document: SignedDocument): Promise<Uint8Array> {
  const outcome = await renderPdf(document, font);
  if (outcome.outcome !== 'done') throw new Error(`${outcome.outcome}: ${outcome.detail}`);
  return outcome.value;
}

/** What the door says when a paper of `printed` is held against what `expected` says. */
const held = async (printed: SignedDocument, expected: SignedDocument) => checkPaper(await pdfOf(printed), expected);

const inkanSpecimen = specimens.find(({ payload }) => payload.kind === 'inkan') as SignedDocument;

describe('the right paper passes', () => {
  it.each([
    ['one person', documentOf([person()])],
    ['a foreign resident without an alias', documentOf([foreigner({ alias: null })])],
    ['four', documentOf([person(), foreigner(), person({ myNumber: '123456789018' }), person({ kana: null })])],
    ['nine', bigHousehold()],
    ['a name on two lines', documentOf([foreigner({ name: 'MARIA DE LA CONCEPCION '.repeat(4).trim() })])],
    [
      'a municipality whose name has a variant',
      documentOf([person()], { municipality: { code: '1', name: '葛\u{E0102}城市', mayor: '窓口　太郎' } }),
    ],
    ['a transaction id of digits', documentOf([person()], { transaction: '00000000-0000-4000-8000-123456789012' })],
  ])('%s', async (_, document) => {
    expect(await held(document, document)).toBeNull();
  });

  it('whatever the names are made of', async () => {
    const pieces = [
      '邉',
      '邉\u{E010F}',
      '邉\u{E0110}',
      '辻\u{E0102}',
      '葛',
      '葛\u{E0102}',
      '𠮷',
      '\u{FA19}',
      '神',
      '　',
      'ー',
      'A',
    ];
    const text = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 24 }).map((parts) => parts.join(''));
    const someone = fc.record({ name: text, kana: fc.option(text), hittousha: fc.option(text), previousAddress: text });
    await fc.assert(
      fc.asyncProperty(fc.array(someone, { minLength: 1, maxLength: 9 }), async (people) => {
        const document = documentOf(people.map((changes) => person(changes)));
        expect(await held(document, document)).toBeNull();
      }),
      { numRuns: 25 },
    );
  });
});

describe('another text is stopped', () => {
  const cases: readonly (readonly [field: string, printed: Partial<Person>, signed: Partial<Person>])[] = [
    ['name', { name: '渡邉' }, { name: '渡邉\u{E010F}' }],
    ['name', { name: '渡邉\u{E010F}' }, { name: '渡邉' }],
    ['name', { name: '渡邉\u{E010F}' }, { name: '渡邉\u{E0110}' }],
    ['name', { name: '\u{FA19}谷' }, { name: '神谷' }],
    ['kana', { kana: 'ワタナベ' }, { kana: null }],
    ['birthDate', { birthDate: '1989-01-08' }, { birthDate: '1989-01-07' }],
    ['sex', { sex: '男' }, { sex: '女' }],
    ['relationship', { relationship: '妻' }, { relationship: null }],
    ['honseki', { honseki: '東京都千代田区千代田1番' }, { honseki: '東京都千代田区千代田10番' }],
    ['previousAddress', { previousAddress: null }, { previousAddress: '北海道' }],
    ['myNumber', { myNumber: '123456789018' }, { myNumber: null }],
    ['myNumber', { myNumber: '123456789018' }, { myNumber: '123456789019' }],
  ];

  it.each(cases)('%s', async (field, printed, signed) => {
    const fault = await held(documentOf([person(printed)]), documentOf([person(signed)]));
    expect(fault).toEqual({ fault: 'text-differs', detail: `page 1: persons[0].${field}` });
  });

  it('two people who have changed places', async () => {
    const [one, two] = [person({ name: '一' }), person({ name: '二' })];
    expect(await held(documentOf([two, one]), documentOf([one, two]))).toEqual({
      fault: 'text-differs',
      detail: 'page 1: persons[0].name',
    });
  });

  it('a person more or less on the sheet', async () => {
    const [one, two] = [documentOf([person()]), documentOf([person(), person()])];
    expect(await held(two, one)).toMatchObject({ fault: 'text-differs', detail: 'page 1: more than was signed' });
    expect(await held(one, two)).toMatchObject({ fault: 'text-differs', detail: 'page 1: persons[1].kana' });
  });

  it('a part of a household certified as the whole', async () => {
    const { content } = payloadOf([person()]);
    const part = documentOf([person()], { content: { ...content, wholeHousehold: false } });
    expect(await held(part, documentOf([person()]))).toMatchObject({ fault: 'text-differs', detail: 'page 1: scope' });
  });

  it.each([
    ['address', { content: { ...payloadOf([person()]).content, address: '青葉市本町一丁目' } }],
    ['householdHead', { content: { ...payloadOf([person()]).content, householdHead: null } }],
    ['issuedOn', { issuedOn: '2026-07-02' }],
    ['mayor', { municipality: { code: '139999', name: '青葉市', mayor: '別人' } }],
  ])('%s', async (field, changes) => {
    const fault = await held(documentOf([person()], changes), documentOf([person()]));
    expect(fault).toEqual({ fault: 'text-differs', detail: `page 1: ${field}` });
  });

  it('names fields only: nothing of the resident is in a fault', async () => {
    const fault = await held(documentOf([person({ name: '秘密' })]), documentOf([person()]));
    expect(JSON.stringify(fault)).not.toMatch(/秘密|渡邉/);
  });
});

/** qpdf's pages, fronts and reverses, of sheets: '1,3' is 1,2,5,6. */
const pagesOf = (sheets: string): string =>
  sheets
    .split(',')
    .flatMap((sheet) => [2 * Number(sheet) - 1, 2 * Number(sheet)])
    .join();
const onPages = (parts: readonly string[]): string[] =>
  parts.map((part) => (part.endsWith('.pdf') ? part : pagesOf(part)));

describe('another page is stopped', () => {
  it('of another transaction', async () => {
    const other = documentOf([person()], { transaction: 'ANOTHER' });
    expect(await held(other, documentOf([person()]))).toMatchObject({ fault: 'page-identity' });
  });

  it('of another municipality', async () => {
    const other = documentOf([person()], { municipality: { code: '1', name: '若葉市', mayor: '窓口　太郎' } });
    expect(await held(other, documentOf([person()]))).toMatchObject({ fault: 'page-identity' });
  });

  it.each([
    ['missing', ['a.pdf', '1,3'], 'page-count'],
    ['twice', ['a.pdf', '1,2,3,3'], 'page-count'],
    ['in the wrong place', ['a.pdf', '1,3,2'], 'page-order'],
    ['in the place of another', ['a.pdf', '1,1,3'], 'page-order'],
    ['from another transaction', ['a.pdf', '1', 'b.pdf', '2', 'a.pdf', '3'], 'page-identity'],
  ])('%s', async (_, pages, fault) => {
    const mine = bigHousehold();
    const other: SignedDocument = { ...mine, payload: { ...mine.payload, transaction: 'ANOTHER' } };
    const files = { 'a.pdf': await pdfOf(mine), 'b.pdf': await pdfOf(other) };
    expect(await checkPaper(assemble(files, onPages(['a.pdf', '1,2,3'])), mine)).toBeNull();
    expect(await checkPaper(assemble(files, onPages(pages)), mine)).toMatchObject({ fault });
  });
});

describe('another code or reverse is stopped', () => {
  const mine = bigHousehold();
  const { codes } = signed(mine.payload, counting(50));
  const drawn = async () => ({ 'a.pdf': await pdfOf(mine), 'b.pdf': await pdfOf({ ...mine, codes }) });

  it.each([
    ['a reverse that opens with another key', ['a.pdf', '1', 'b.pdf', '2', 'a.pdf', '3-6'], 'reverse'],
    ['a front whose code has another key', ['b.pdf', '1', 'a.pdf', '2-6'], 'code'],
    ['two reverses that have changed places', ['a.pdf', '1,4,3,2,5,6'], 'page-order'],
    ['two fronts and no reverse', ['a.pdf', '1,1,3-6'], 'reverse'],
    ['two reverses and no front', ['a.pdf', '2,2,3-6'], 'text-differs'],
    ['fronts only', ['a.pdf', '1,3,5'], 'page-count'],
  ])('%s', async (_, pages, fault) => {
    expect(await checkPaper(assemble(await drawn(), pages), mine)).toMatchObject({ fault });
  });

  it('another impression of the seal', async () => {
    const { content } = inkanSpecimen.payload as DocumentPayload<InkanContent>;
    const words = content.impression.words.map((word, i) => (i === 7 ? word ^ 1 : word));
    const other = signed({
      ...inkanSpecimen.payload,
      content: { ...content, impression: { ...content.impression, words } },
    });
    expect(await held(inkanSpecimen, inkanSpecimen)).toBeNull();
    expect(await held(inkanSpecimen, other)).toEqual({ fault: 'text-differs', detail: 'page 1: pictures' });
  });

  it.each([9, 8.2, 30])('the impression of a seal of 8 mm drawn with %d mm', async (millimetres) => {
    const { content } = inkanSpecimen.payload as DocumentPayload<InkanContent>;
    const impression = { ...content.impression, millimetres };
    const larger = { ...inkanSpecimen.payload, content: { ...content, impression } };
    // The codes are those of the right one.
    const drawn = { ...inkanSpecimen, payload: larger };
    expect(await held(drawn, inkanSpecimen)).toEqual({ fault: 'text-differs', detail: 'page 1: pictures' });
  });
});

describe('what stands there beside what was signed is stopped', () => {
  const mine = bigHousehold();
  const place = { box: { x: 40, y: 812, width: 300, height: 12 }, lines: ['別人　花子'], size: 9, spacing: 0 };
  const word: Extract<PageItem, { kind: 'paragraph' | 'heading' }> = {
    kind: 'paragraph',
    text: { ...place, align: 'left' },
  };
  const cell = (role: 'header' | 'data'): PageItem => ({
    kind: 'table',
    rows: [[{ role, box: place.box, texts: [{ ...place, align: 'left' }] }]],
  });
  const seal: PageItem = {
    kind: 'seal',
    box: { x: 500, y: 20, width: 60, height: 60 },
    characters: [...'別市'],
    caption: '印',
  };
  const without = (beginning: string) => (items: readonly PageItem[]) =>
    items.filter((item) => !(item.kind === 'paragraph' && item.text.lines[0]?.startsWith(beginning)));
  const bare = (items: readonly PageItem[]) => items.filter(({ kind }) => kind !== 'ground');

  it.each<[string, number, (items: readonly PageItem[]) => readonly PageItem[], string]>([
    ['a paragraph on a front', 0, (items) => [...items, word], 'page 1: a paragraph that was not signed'],
    [
      'the end of the copy too early',
      0,
      (items) => [...items, { ...word, text: { ...word.text, lines: ['以下余白'] } }],
      'page 1: a paragraph that was not signed',
    ],
    ['a paragraph on the last front', 4, (items) => [...items, word], 'page 3: a paragraph that was not signed'],
    ['a paragraph twice', 0, (items) => [...items, ...items.filter(({ kind }) => kind === 'heading')], 'unreadable'],
    ['a seal too early', 0, (items) => [...items, seal], 'page 1: seal'],
    ['two seals', 4, (items) => [...items, seal], 'page 3: seal'],
    ['a paragraph on a reverse', 3, (items) => [...items, word], 'reverse of page 2: more than codes'],
    ['a value on a reverse', 1, (items) => [...items, cell('data')], 'reverse of page 1: more than codes'],
    ['a label on a reverse', 1, (items) => [...items, cell('header')], 'reverse of page 1: more than codes'],
    ['a seal on a reverse', 5, (items) => [...items, seal], 'reverse of page 3: more than codes'],
    ['a front without its guidance', 2, without('左の符号'), 'page 2: guidance'],
    ['a front that does not say that more follows', 2, without('（次の用紙'), 'page 2: continued'],
    ['a reverse without its guidance', 3, without('この面は'), 'reverse of page 2: guidance'],
    ['a front without its ground', 2, bare, 'side 3'],
    ['a reverse without its ground', 5, bare, 'side 6'],
  ])('%s', async (_, side, change, detail) => {
    const layout = layOutDocument(mine, font);
    if (layout.outcome !== 'done') throw new Error(layout.detail);
    const sheets = layout.value.map(({ items }, i) => ({ items: i === side ? change(items) : items }));
    const fault = await checkPaper(drawPdf(sheets, { title: '', at: 0 }, font), mine);
    expect(detail === 'unreadable' ? fault?.fault : fault?.detail).toBe(detail);
  });
});

describe('what is not a readable PDF is stopped', () => {
  it('cut anywhere, or changed anywhere, it never throws', async () => {
    const document = documentOf([person()]);
    const pdf = await pdfOf(document);
    expect(await checkPaper(new Uint8Array(), document)).toMatchObject({ fault: 'unreadable' });
    const cut = fc.integer({ min: 0, max: pdf.length - 1 });
    await fc.assert(
      fc.asyncProperty(cut, async (length) => {
        const fault = await checkPaper(pdf.slice(0, length), document);
        expect(fault === null || typeof fault.fault === 'string').toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('and the caller keeps its bytes', async () => {
    const pdf = await pdfOf(documentOf([person()]));
    const before = Buffer.from(pdf);
    await checkPaper(pdf, documentOf([person()]));
    expect(before.equals(pdf)).toBe(true);
  });
});
