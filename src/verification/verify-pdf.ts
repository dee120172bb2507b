import { type Printed, printedText, wordingOf } from '../codes/printed.ts';
import { REVERSE_PREFIX, readBlock } from '../codes/reverse-block.ts';
import { CODE_PREFIX, type CodeFacts, readCode } from '../codes/signed-code.ts';
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

/** Words that only help the reader along, and stand for nothing. */
const FURNITURE: readonly RegExp[] = [
  /^以下余白$/,
  /^（次の用紙に続く）$/,
  /^\d+部のうち\d+部目$/,
  /^この証明書が本物か確かめられます。$/,
  /^左の符号を「証明書の確認」のページで読み取ってください。裏面も読み取ると、記載の内容を照らし合わせられます。$/,
];

/** Judges a PDF: the codes as in pictures, then order, completeness and identity of its pages, and that its text is what was signed. */
export async function verifyPdf(pages: readonly ReadPage[], issuers: Issuers): Promise<Verdict> {
  const verdict = await verifyCodes(
    pages.flatMap(({ codes }) => codes),
    issuers,
  );
  const [facts] = verdict.fronts;
  if (facts === undefined) return verdict;
  const placed = misplaced(pages, facts);
  const findings = verdict.findings.filter(
    ({ found }) => found !== 'pages-not-shown' && found !== 'content-not-compared',
  );
  if (placed.length > 0) return verdictOf([...findings, ...placed], verdict.fronts, verdict.printed);
  const copies: Finding[] = [];
  const sheets = fronts(pages);
  for (let from = 0; from < sheets.length; from += facts.pages)
    copies.push(...(await altered(sheets.slice(from, from + facts.pages), facts, verdict.printed)));
  const text: readonly Finding[] = copies.length === 0 ? [{ found: 'text-as-signed' }] : copies;
  return verdictOf([...findings, ...text], verdict.fronts, verdict.printed);
}

/** A front of the PDF, and where it stands in it, from 1. */
interface Front extends ReadPage {
  readonly place: number;
}

const isReverse = ({ codes }: ReadPage): boolean => codes.some((text) => text.startsWith(REVERSE_PREFIX));
const numbered = (pages: readonly ReadPage[]): readonly Front[] => pages.map((page, i) => ({ ...page, place: i + 1 }));
const fronts = (pages: readonly ReadPage[]): readonly Front[] => numbered(pages).filter((page) => !isReverse(page));

/** Fronts and reverses by turns, copy after copy, each saying which page it is, in its code and in words. */
function misplaced(pages: readonly ReadPage[], { pages: count, transaction }: CodeFacts): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [index, page] of numbered(pages).entries()) {
    const expected = (Math.floor(index / 2) % count) + 1;
    const said = page.codes.map((text) => (index % 2 === 0 ? frontPage(text) : (readBlock(text)?.page ?? 0)));
    const named = page.paragraphs.includes(`発行番号${transaction}`);
    if (said.length === 0) findings.push({ found: 'no-code', page: page.place });
    else if (!said.every((number) => number === expected)) findings.push({ found: 'page-order', place: page.place });
    else if (!named || !page.paragraphs.includes(`${expected}/${count}`))
      findings.push({ found: 'identity', place: page.place });
  }
  const missing = (2 * count - (pages.length % (2 * count))) % (2 * count);
  if (missing > 0 && findings.length === 0) findings.push({ found: 'pages-missing', count: missing });
  return findings;
}

const frontPage = (text: string): number => (text.startsWith(CODE_PREFIX) ? (readCode(text)?.facts.page ?? 0) : 0);

/** What of one copy is not as it was signed: by the digest, and where the reverse could be read, cell by cell. */
async function altered(
  sheets: readonly Front[],
  facts: CodeFacts,
  signed: Printed | null,
): Promise<readonly Finding[]> {
  const [first] = sheets;
  const headOf = ({ values }: Front): string => JSON.stringify(values.slice(0, facts.head));
  const otherHead = sheets.find((sheet) => first !== undefined && headOf(sheet) !== headOf(first));
  if (otherHead === undefined && (await digestHolds(printedText(readCopy(sheets, facts)), facts))) return [];
  const found = signed === null ? [] : differences(sheets, signed);
  return found.length > 0 ? found : [{ found: 'altered-text', place: (otherHead ?? first)?.place ?? 1, cell: null }];
}

/** A copy's content in the form in which it was signed. */
const readCopy = (sheets: readonly Front[], { head, transaction, pages }: CodeFacts): Printed => ({
  wording: wordingOf(
    sheets.flatMap((sheet) => sheet.paragraphs.filter((text) => !isFurniture(text, transaction, pages))),
  ),
  head: sheets[0]?.values.slice(0, head) ?? [],
  body: sheets.flatMap(({ values }) => values.slice(head)),
  pictures: sheets.flatMap(({ pictures }) => pictures),
});

/** The page's own marks were compared before. */
const isFurniture = (text: string, transaction: string, pages: number): boolean =>
  text === `発行番号${transaction}` ||
  (/^\d+\/\d+$/.test(text) && text.endsWith(`/${pages}`)) ||
  FURNITURE.some((pattern) => pattern.test(text));

/** The first cell of each page that is another than was signed, or its wording, and pictures. */
function differences(sheets: readonly Front[], signed: Printed): readonly Finding[] {
  const findings: Finding[] = [];
  const [head, body, wording] = [signed.head, signed.body, signed.wording].map((texts) => texts.map(compact));
  let next = 0;
  for (const { paragraphs, place, values } of sheets) {
    const expected = [...(head ?? []), ...(body ?? []).slice(next, next + values.length - (head ?? []).length)];
    next += values.length - (head ?? []).length;
    const cell = values.findIndex((value, i) => value !== expected[i]);
    if (cell >= 0) findings.push({ found: 'altered-text', place, cell: cell + 1 });
    const strange = paragraphs.some(
      (text) =>
        !wording?.includes(text) && !/^発行番号|^\d+\/\d+$/.test(text) && !FURNITURE.some((known) => known.test(text)),
    );
    if (strange) findings.push({ found: 'altered-text', place, cell: null });
  }
  if (String(sheets.flatMap(({ pictures }) => pictures)) !== String(signed.pictures))
    findings.push({ found: 'altered-picture' });
  return findings;
}

const compact = (text: string): string => text.replaceAll(/\s/gu, '');
