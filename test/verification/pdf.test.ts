import { describe, expect, it } from 'vitest';
import type { DocumentPayload, SignedDocument } from '../../src/certificates/document.ts';
import { readPages } from '../../src/certificates/paper-text.ts';
import { withCodes } from '../../src/certificates/read-paper.ts';
import type { Person } from '../../src/certificates/residents/content.ts';
import { specimens } from '../../src/certificates/specimens.ts';
import { type Finding, standingOf } from '../../src/verification/findings.ts';
import type { Issuers } from '../../src/verification/issuers.ts';
import { verifyPdf } from '../../src/verification/verify-pdf.ts';
import { bigHousehold, counting, documentOf, foreigner, payloadOf, person, signed } from '../certificates/fixtures.ts';
import { assemble } from '../certificates/tools.ts';
import { issuers, pdfOf } from './paper.ts';

async function verdictOn(pdf: Uint8Array, trusted: Issuers = issuers) {
  const pages = readPages(pdf);
  if (typeof pages === 'string') throw new Error(pages);
  return verifyPdf(await withCodes(pages), trusted);
}
const judged = async (document: SignedDocument) => verdictOn(await pdfOf(document));
const against = (findings: readonly Finding[]) => findings.filter((finding) => standingOf(finding) === 'bad');

/** The paper of `printed` with the codes and reverses of `real`. */
async function forged(printed: SignedDocument, real: SignedDocument) {
  const files = { 'a.pdf': await pdfOf({ ...printed, codes: real.codes }), 'b.pdf': await pdfOf(real) };
  const pages = Array.from({ length: real.payload.pages }, (_, i) => [
    'a.pdf',
    `${2 * i + 1}`,
    'b.pdf',
    `${2 * i + 2}`,
  ]);
  return verdictOn(assemble(files, pages.flat()));
}

describe('a genuine PDF', () => {
  const of139999 = { code: '139999', name: '青葉市', mayor: '窓口　太郎' };
  it.each<readonly [string, SignedDocument]>([
    ['of one page', documentOf([person(), foreigner({ alias: null })])],
    ['of three pages', bigHousehold()],
    ['of two copies', documentOf([person()], { copies: 2 })],
    [
      'of five people, three copies',
      documentOf(
        Array.from({ length: 5 }, () => person()),
        { copies: 3 },
      ),
    ],
    ...specimens.map(
      ({ payload }, i) => [`${payload.kind} ${i}`, signed({ ...payload, municipality: of139999 })] as const,
    ),
  ])('%s', async (_, document) => {
    const { findings, fronts, genuine, printed } = await judged(document);
    expect(findings.map(({ found }) => found).toSorted()).toEqual(
      [
        ...Array(document.payload.pages).fill('signature'),
        'all-pages',
        'reverse-as-signed',
        'text-as-signed',
      ].toSorted(),
    );
    expect(genuine).toBe(true);
    expect(fronts.map(({ page }) => page)).toEqual(Array.from({ length: document.payload.pages }, (_, i) => i + 1));
    expect(printed?.wording).toContain(of139999.mayor);
  });
});

describe('an altered front is found', () => {
  const changes: readonly (readonly [string, Partial<Person>, number])[] = [
    ['a variant', { name: '渡邉　葛\u{E0102}子' }, 4],
    ['a reading', { kana: 'ワタナベ　カツオ' }, 3],
    ['a date', { birthDate: '1989-01-09' }, 5],
    ['a sex', { sex: '男' }, 6],
    ['a relationship', { relationship: '妻' }, 7],
    ['an address', { previousAddress: null }, 13],
    ['a number', { myNumber: '123456789018' }, 14],
  ];

  it.each(changes)('%s', async (_, change, cell) => {
    const { findings, genuine } = await forged(documentOf([person(change)]), documentOf([person()]));
    expect(genuine).toBe(false);
    expect(against(findings)).toEqual([{ found: 'altered-text', place: 1, cell }]);
  });

  it('any one character of any cell, on any page', async () => {
    const { content } = bigHousehold().payload as DocumentPayload<{ persons: readonly Person[] }>;
    for (const [index, at] of [0, 4, 8].entries()) {
      const persons = content.persons.map((each, i) =>
        i === at ? { ...each, previousAddress: `${each.previousAddress}1` } : each,
      );
      const { findings, genuine } = await forged(documentOf(persons), bigHousehold());
      expect(genuine).toBe(false);
      expect(against(findings)).toEqual([{ found: 'altered-text', place: 2 * index + 1, cell: expect.any(Number) }]);
    }
  });

  it.each<[string, Partial<DocumentPayload>]>([
    ['the mayor', { municipality: { code: '139999', name: '青葉市', mayor: '別人' } }],
    ['the municipality', { municipality: { code: '139999', name: '若葉市', mayor: '窓口　太郎' } }],
    ['the day', { issuedOn: '2026-07-02' }],
    ['the title', { kind: 'kisaijiko' }],
  ])('%s', async (_, change) => {
    const real = documentOf([person()]);
    const { findings, genuine } = await forged(signed({ ...real.payload, ...change }), real);
    expect(genuine).toBe(false);
    expect(against(findings)).toEqual([{ found: 'altered-text', place: 1, cell: null }]);
  });

  it('a cell that stands on every page, changed on one', async () => {
    const files = {
      'a.pdf': await pdfOf(bigHousehold()),
      'b.pdf': await pdfOf({ ...documentOf(Array.from({ length: 9 }, () => person())), codes: bigHousehold().codes }),
    };
    expect((await verdictOn(assemble(files, ['a.pdf', '1-2', 'b.pdf', '3', 'a.pdf', '4-6']))).genuine).toBe(false);
  });

  it('the impression of a seal', async () => {
    const { payload } = specimens.find((document) => document.payload.kind === 'inkan') as SignedDocument;
    const { content } = payload as DocumentPayload<{ impression: { words: readonly number[] } }>;
    const municipality = { code: '139999', name: '青葉市', mayor: '窓口　太郎' };
    const real = signed({ ...payload, municipality });
    const impression = {
      ...content.impression,
      words: content.impression.words.map((word, i) => word ^ Number(i === 9)),
    };
    const { findings } = await forged(signed({ ...real.payload, content: { ...content, impression } }), real);
    expect(against(findings)).toEqual([{ found: 'altered-picture' }]);
  });
});

describe('pages that do not belong together are found', () => {
  const mine = bigHousehold();
  const other = documentOf(
    Array.from({ length: 9 }, () => person({ name: '別人' })),
    { transaction: 'ANOTHER' },
  );

  it.each<[string, readonly string[], readonly Finding['found'][]]>([
    [
      'the second page of another visit (Tokushima 2023)',
      ['a.pdf', '1-2', 'b.pdf', '3-4', 'a.pdf', '5-6'],
      ['other-certificate'],
    ],
    ['a reverse of another visit', ['a.pdf', '1', 'b.pdf', '2', 'a.pdf', '3-6'], ['altered-reverse']],
    ['a page missing', ['a.pdf', '1-4'], ['pages-missing']],
    ['a reverse missing', ['a.pdf', '1-5'], ['pages-missing']],
    ['two pages in the wrong order', ['a.pdf', '1-2,5-6,3-4'], ['page-order']],
    ['a reverse behind another front', ['a.pdf', '1,4,3,2,5,6'], ['page-order']],
    ['a page twice', ['a.pdf', '1-2,1-2,5-6'], ['page-order']],
  ])('%s', async (_, pages, expected) => {
    const files = { 'a.pdf': await pdfOf(mine), 'b.pdf': await pdfOf(other) };
    const { findings, genuine } = await verdictOn(assemble(files, pages));
    expect(genuine).toBe(false);
    expect(against(findings).map(({ found }) => found)).toEqual(expect.arrayContaining([...expected]));
  });
});

describe('nothing vouches for', () => {
  it.each<[string, Issuers, Finding['found']]>([
    ['a key that nobody knows', {}, 'unknown-key'],
    [
      'another key under its name',
      {
        office: {
          ...(issuers.office as Issuers[string]),
          spki: 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=',
        },
      },
      'wrong-signature',
    ],
    ['a key that is none', { office: { ...(issuers.office as Issuers[string]), spki: 'AAAA' } }, 'wrong-signature'],
    [
      'the key of another municipality',
      { office: { ...(issuers.office as Issuers[string]), code: '131016' } },
      'other-municipality',
    ],
  ])('%s', async (_, trusted, found) => {
    const { findings, genuine } = await verdictOn(await pdfOf(documentOf([person()])), trusted);
    expect(genuine).toBe(false);
    expect(against(findings).map((finding) => finding.found)).toContain(found);
  });

  it('a page without a code', async () => {
    const page = { paragraphs: ['住民票の写し'], values: [], codes: [], pictures: [] };
    const { findings, genuine } = await verifyPdf([page, page], issuers);
    expect([genuine, findings]).toEqual([false, [{ found: 'no-code', page: null }]]);
  });
});

it('the same document gives the same bytes, another issue of it another code', async () => {
  const payload = payloadOf([person()]);
  expect(Buffer.from(await pdfOf(signed(payload))).equals(await pdfOf(signed(payload)))).toBe(true);
  expect(signed(payload, counting(9)).codes).not.toEqual(signed(payload).codes);
});
