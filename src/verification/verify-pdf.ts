import { type Printed, printedText, wordingOf } from '../codes/printed.ts';
import { readBlock } from '../codes/reverse-block.ts';
import { type CodeFacts, readCode } from '../codes/signed-code.ts';
import type { Finding } from './findings.ts';
import type { Issuers } from './issuers.ts';
import { digestHolds } from './restore.ts';
import { type Verdict, verdictOf, verifyCodes } from './verify-codes.ts';

/** One page of a PDF as it was read back; texts without white space. */
export interface ReadPage {
  readonly paragraphs: readonly string[];
  /** Values of the data cells, in reading order. */
  readonly values: readonly string[];
  /** Texts of the QR codes on it. */
  readonly codes: readonly string[];
  /** Its other square pictures, as `pictureText` writes them. */
  readonly pictures: readonly string[];
}

/** A page, and where it stands in the PDF, from 1. */
interface Placed extends ReadPage {
  readonly place: number;
}

/** Words that only help the reader along. */
const FURNITURE: readonly RegExp[] = [
  /^以下余白$/,
  /^（次の用紙に続く）$/,
  /^\d+部のうち\d+部目$/,
  /^この証明書が本物か確かめられます。$/,
  /^左の符号を「証明書の確認」のページで読み取ってください。裏面も読み取ると、記載の内容を照らし合わせられます。$/,
];
/** What only a look at the paper itself could tell, and the PDF tells. */
const TOLD_BY_THE_PDF: readonly Finding['found'][] = ['pages-not-shown', 'content-not-compared', 'reverse-incomplete'];

/** Judges a PDF: its codes, then order, completeness and identity of its pages, and that its text is what was signed. */
export async function verifyPdf(read: readonly ReadPage[], issuers: Issuers): Promise<Verdict> {
  const pages = read.map((page, i): Placed => ({ ...page, place: i + 1 }));
  const { findings, fronts, printed } = await verifyCodes(
    pages.flatMap(({ codes }) => codes),
    issuers,
  );
  const [facts] = fronts;
  if (facts === undefined) return verdictOf(findings, fronts, printed);
  const misplaced = pages.flatMap((page, index) => misplacedAs(page, index, facts));
  const short = (2 * facts.pages - (pages.length % (2 * facts.pages))) % (2 * facts.pages);
  const missing: readonly Finding[] =
    short > 0 && misplaced.length === 0 ? [{ found: 'pages-missing', count: short }] : [];
  const text = misplaced.length + missing.length > 0 ? [] : await copiesOf(pages, facts, printed);
  const kept = findings.filter(({ found }) => !TOLD_BY_THE_PDF.includes(found));
  return verdictOf([...kept, ...misplaced, ...missing, ...text], fronts, printed);
}

/** Fronts and reverses by turns, copy after copy: each says which page it is, in its codes and in words. */
function misplacedAs({ codes, paragraphs, place }: Placed, index: number, facts: CodeFacts): readonly Finding[] {
  const { pages, transaction } = facts;
  const expected = (Math.floor(index / 2) % pages) + 1;
  const pageIn = (text: string): number | undefined =>
    index % 2 === 0 ? readCode(text)?.facts.page : readBlock(text)?.page;
  if (codes.length === 0) return [{ found: 'no-code', page: place }];
  if (codes.some((text) => pageIn(text) !== expected)) return [{ found: 'page-order', place }];
  const named = [`発行番号${transaction}`, `${expected}/${pages}`].every((mark) => paragraphs.includes(mark));
  return named ? [] : [{ found: 'identity', place }];
}

/** Whether the text of each copy is what was signed. */
async function copiesOf(
  pages: readonly Placed[],
  facts: CodeFacts,
  signed: Printed | null,
): Promise<readonly Finding[]> {
  const fronts = pages.filter((_, index) => index % 2 === 0);
  const findings: Finding[] = [];
  for (let from = 0; from < fronts.length; from += facts.pages)
    findings.push(...(await altered(fronts.slice(from, from + facts.pages), facts, signed)));
  return findings.length > 0 ? findings : [{ found: 'text-as-signed' }];
}

/** What of one copy is not as it was signed: by the digest, and where the reverse could be read, cell by cell. */
async function altered(
  sheets: readonly Placed[],
  facts: CodeFacts,
  signed: Printed | null,
): Promise<readonly Finding[]> {
  const headOf = ({ values }: ReadPage): string => String(values.slice(0, facts.head));
  const otherHead = sheets.find((sheet) => headOf(sheet) !== headOf(sheets[0] ?? sheet));
  const copy: Printed = {
    wording: wordingOf(sheets.flatMap((sheet) => wordsOf(sheet, facts.transaction))),
    head: sheets[0]?.values.slice(0, facts.head) ?? [],
    body: sheets.flatMap(({ values }) => values.slice(facts.head)),
    pictures: sheets.flatMap(({ pictures }) => pictures),
  };
  if (otherHead === undefined && (await digestHolds(printedText(copy), facts))) return [];
  const found = signed === null ? [] : differences(sheets, facts, compacted(signed));
  return found.length > 0
    ? found
    : [{ found: 'altered-text', place: (otherHead ?? sheets[0])?.place ?? 1, cell: null }];
}

/** Its paragraphs without its own marks, which were compared before, and without what stands for nothing. */
const wordsOf = ({ paragraphs }: ReadPage, transaction: string): readonly string[] =>
  paragraphs.filter(
    (text) =>
      text !== `発行番号${transaction}` &&
      !/^\d+\/\d+$/.test(text) &&
      !FURNITURE.some((furniture) => furniture.test(text)),
  );

/** On each page the first cell that is another, then its wording; then the pictures. */
function differences(sheets: readonly Placed[], { transaction }: CodeFacts, signed: Printed): readonly Finding[] {
  const findings: Finding[] = [];
  let next = 0;
  for (const sheet of sheets) {
    const { place, values } = sheet;
    const rest = Math.max(0, values.length - signed.head.length);
    const expected = [...signed.head, ...signed.body.slice(next, next + rest)];
    next += rest;
    const cell = values.findIndex((value, i) => value !== expected[i]);
    if (cell >= 0) findings.push({ found: 'altered-text', place, cell: cell + 1 });
    if (wordsOf(sheet, transaction).some((text) => !signed.wording.includes(text)))
      findings.push({ found: 'altered-text', place, cell: null });
  }
  if (String(sheets.flatMap(({ pictures }) => pictures)) !== String(signed.pictures))
    findings.push({ found: 'altered-picture' });
  return findings;
}

const compacted = (printed: Printed): Printed => ({
  ...printed,
  wording: printed.wording.map(compact),
  head: printed.head.map(compact),
  body: printed.body.map(compact),
});

const compact = (text: string): string => text.replaceAll(/\s/gu, '');
