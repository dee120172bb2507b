import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { readCodes } from '../../src/certificates/read-paper.ts';
import { verifyCodes } from '../../src/verification/verify-codes.ts';
import { bigHousehold, documentOf, foreigner, person } from '../certificates/fixtures.ts';
import { blurred, closeUp, fileOf, issuers, noisy, pdfOf, photocopied, scanned, zbar } from './paper.ts';

const document = documentOf([person(), foreigner(), person(), person()]);
const pdf = await pdfOf(document);
const [front, reverse] = [scanned(pdf, 1), scanned(pdf, 2)];
const seen = async (...pictures: readonly PNG[]) =>
  (await Promise.all(pictures.map((each) => readCodes(fileOf(each))))).flat();
const found = async (...texts: readonly string[]) => {
  const { findings, genuine } = await verifyCodes(texts, issuers);
  return [genuine, ...findings.map((finding) => finding.found)];
};

describe.each<[string, (picture: PNG) => PNG]>([
  ['as it is', (picture) => picture],
  ['out of focus, with grain', (picture) => noisy(blurred(blurred(picture)), 60)],
  ['photocopied', photocopied],
])('a scan of 200 dpi, %s', (_, worsened) => {
  it('is read by zbar', () => {
    expect(zbar(closeUp(worsened(front), 12, 244, 40))).toBe(document.codes[0]);
    expect(zbar(closeUp(worsened(reverse), 12, 36, 46))).toMatch(/^MR1:/);
  });

  it('is genuine with front and reverse, and its content is restored', async () => {
    const verdict = await verifyCodes(await seen(worsened(reverse), worsened(front)), issuers);
    expect(verdict.genuine).toBe(true);
    expect(verdict.findings.map((finding) => finding.found)).toEqual(['signature', 'all-pages', 'reverse-as-signed']);
    expect(verdict.printed?.body).toContain('NGUYEN VAN ANH');
  });
});

describe('codes', () => {
  const front1 = document.codes[0] ?? '';
  const reverses = () => seen(reverse);

  it('of the front alone: the signature, and that nothing else was looked at', async () => {
    expect(await found(front1)).toEqual([true, 'signature', 'all-pages', 'content-not-compared']);
  });

  it('of the reverse alone say nothing', async () => {
    expect(await found(...(await reverses()))).toEqual([false, 'no-code', 'reverse-without-front']);
  });

  it('of something else are no certificate', async () => {
    expect(await found('https://example.jp/', 'MG2:ABC')).toEqual([false, 'no-code']);
  });

  it('of one page of three: the others are asked for', async () => {
    const [first = '', , third = ''] = bigHousehold().codes;
    const { findings, genuine } = await verifyCodes([third, first], issuers);
    expect(genuine).toBe(true);
    expect(findings).toContainEqual({ found: 'pages-not-shown', pages: [2] });
  });

  it('of two certificates are not one', async () => {
    const other = documentOf([person()], { transaction: 'ANOTHER' });
    expect(await found(front1, other.codes[0] ?? '')).toContain('other-certificate');
    expect((await found(other.codes[0] ?? '', ...(await reverses())))[0]).toBe(false);
  });

  it('of a reverse are refused when any character of it differs', async () => {
    const [block = ''] = await reverses();
    const characters = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'];
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: block.length - 1 }), fc.constantFrom(...characters), async (at, character) => {
        const other = block.slice(0, at) + character + block.slice(at + 1);
        if (other === block) return;
        expect((await verifyCodes([front1, other], issuers)).printed).toBeNull();
      }),
      {
        numRuns: 100,
        examples: [
          [4, ' '],
          [5, '9'],
        ],
      },
    );
  });

  it('of a reverse in parts: what is missing is said', async () => {
    const many = documentOf(
      Array.from({ length: 4 }, (_, i) => person({ previousAddress: long(i), honseki: long(i + 4) })),
    );
    const pages = await pdfOf(many);
    const [blocks, code] = [await seen(scanned(pages, 2)), many.codes[0] ?? ''];
    expect(blocks.length).toBeGreaterThan(1);
    expect(await found(code, ...blocks)).toContain('reverse-as-signed');
    expect(await found(code, ...blocks.slice(1))).toContain('reverse-incomplete');
  });
});

/** A text that packing hardly makes shorter. */
const long = (seed: number): string => createHash('sha512').update(String(seed)).digest('base64url').slice(0, 84);
