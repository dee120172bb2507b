import { type Printed, printedText } from '../codes/printed.ts';
import { messageOf } from '../outcome.ts';
import { kinds } from './catalogue.ts';
import { printedOf } from './codes.ts';
import { type DocumentPayload, type SignedDocument, sheetsOf } from './document.ts';
import { dayOf, type Expected, type Form } from './form.ts';
import { readVerifiedPages } from './outlines.ts';
import type { SourceFont } from './paper/source-font.ts';
import { type PaperPage, withCodes } from './read-paper.ts';
import type { DoorFault } from './renderer.ts';
import { openReverse } from './reverse/opened.ts';

/** What stands beside the signed code, and on a reverse, whatever the certificate. */
const FRONT_WORDS = [
  'この証明書が本物か確かめられます。',
  '左の符号を「証明書の確認」のページで読み取ってください。裏面も読み取ると、記載の内容を照らし合わせられます。',
];
const REVERSE_WORDS = [
  '裏面',
  'この面は表面の内容を暗号にしたものです。表面の符号といっしょに読み取ると、表面の内容が復元されます。',
];

/** Why a finished PDF may not go to the printer. `detail` names page and field, never what stands there. */
export interface PaperFault {
  readonly fault: Extract<
    DoorFault,
    | 'code'
    | 'ground'
    | 'page-count'
    | 'page-order'
    | 'page-identity'
    | 'reverse'
    | 'text-differs'
    | 'glyph-differs'
    | 'unreadable'
  >;
  readonly detail: string;
}

/**
 * The printer's door (I1, I13): reads the finished bytes and compares every page with the signed document, fronts and reverses
 * by turns. It shares nothing with the renderer: what must stand there is written down a second time by the kind's form, dates
 * come from ICU, text and dots from a reader of its own, codes from a reader of codes. Data cells must be exactly the expected
 * ones in their order, selectors included; anything more or less is a fault. Both sides stand on the copy-evident ground. A reverse must open with the key of its front,
 * and all reverses of a copy together hold what was signed.
 */
export function createDoor(
  source: SourceFont,
): (pdf: Uint8Array, document: SignedDocument) => Promise<PaperFault | null> {
  return async (pdf, document) => {
    const pages = readVerifiedPages(pdf, source);
    return 'fault' in pages ? pages : paperFault(await withCodes(pages), document);
  };
}

function paperFault(pages: readonly PaperPage[], document: SignedDocument): PaperFault | null {
  const { payload } = document;
  const form = formOf(payload);
  if (typeof form === 'string') return { fault: 'unreadable', detail: form };
  if (pages.length !== 2 * sheetsOf(payload))
    return { fault: 'page-count', detail: `${pages.length} pages, ${2 * sheetsOf(payload)} signed` };
  const [fronts, reverses] = [0, 1].map((side) => pages.filter((_, i) => i % 2 === side));
  const printed = printedOf(payload);
  const bare = pages.findIndex(({ grounded }) => !grounded);
  if (bare >= 0) return { fault: 'ground', detail: `side ${bare + 1}` };
  for (let copy = 0; copy < payload.copies; copy += 1) {
    const sheets = (side: readonly PaperPage[] = []) => side.slice(copy * payload.pages, (copy + 1) * payload.pages);
    const fault =
      copyFault(sheets(fronts), document, form, printed, copy) ??
      reverseFault(sheets(reverses), document, printed, copy);
    if (fault !== null) return fault;
  }
  return null;
}

/** Each reverse says whose it is; what stands encrypted on them is what stands on the fronts. */
function reverseFault(
  pages: readonly PaperPage[],
  { payload, codes }: SignedDocument,
  printed: Printed,
  copy: number,
): PaperFault | null {
  for (const [index, page] of pages.entries()) {
    const fault = identityFault(page, payload, index, copy);
    if (fault !== null) return { ...fault, detail: `reverse of ${fault.detail}` };
    const more = [page.values, page.labels, page.figures, page.pictures].some((all) => all.length > 0);
    if (!REVERSE_WORDS.every((text) => page.paragraphs.includes(compact(text))))
      return { fault: 'reverse', detail: `reverse of page ${index + 1}: guidance` };
    if (more || left(page, [...identityOf(payload, index, copy), ...REVERSE_WORDS]).length > 0)
      return { fault: 'reverse', detail: `reverse of page ${index + 1}: more than codes` };
  }
  const opened = openReverse(
    pages.map((page) => page.codes),
    codes,
  );
  if (typeof opened === 'number') return { fault: 'reverse', detail: `reverse of page ${opened}` };
  return opened.text === printedText(printed) ? null : { fault: 'reverse', detail: 'another content' };
}

/** What the kind's form expects; a string says why there is none: a content that is not what the kind says. */
function formOf(payload: DocumentPayload): Form | string {
  const kind = kinds.get(payload.kind);
  if (kind === undefined) return 'no such kind of certificate';
  try {
    return kind.form(payload);
  } catch (error) {
    return messageOf(error);
  }
}

/** One copy: its pages each, then its data cells as one row. */
function copyFault(
  pages: readonly PaperPage[],
  { payload, codes }: SignedDocument,
  form: Form,
  printed: Printed,
  copy: number,
): PaperFault | null {
  for (const [index, page] of pages.entries()) {
    const fault = identityFault(page, payload, index, copy) ?? wordingFault(page, payload, form, index, copy);
    if (fault !== null) return fault;
  }
  return valueFault(pages, form) ?? labelFault(pages, form) ?? pictureFault(pages, printed) ?? markFault(pages, codes);
}

/** Pictures of the register, bit for bit. */
const pictureFault = (pages: readonly PaperPage[], printed: Printed): PaperFault | null =>
  pages.flatMap(({ pictures }) => pictures).join() === printed.pictures.join()
    ? null
    : differs(pages.length - 1, 'pictures');

/** The signed code of each page, and no other. */
function markFault(pages: readonly PaperPage[], codes: readonly string[]): PaperFault | null {
  const wrong = pages.findIndex((page, index) => page.codes.length !== 1 || page.codes[0] !== codes[index]);
  return wrong < 0 ? null : { fault: 'code', detail: `page ${wrong + 1}` };
}

/** What each page says of itself, beside its number. */
const identityOf = ({ copies, municipality, pages, transaction }: DocumentPayload, index: number, copy: number) => [
  `発行番号${transaction}`,
  municipality.name,
  `${index + 1}/${pages}`,
  ...(copies > 1 ? [`${copies}部のうち${copy + 1}部目`] : []),
];

/** Each page says whose it is: transaction, page number and count, copy, municipality. */
function identityFault(page: PaperPage, payload: DocumentPayload, index: number, copy: number): PaperFault | null {
  const { copies, municipality, pages, transaction } = payload;
  const detail = `page ${index + 1}`;
  if (!page.paragraphs.includes(`発行番号${compact(transaction)}`)) return { fault: 'page-identity', detail };
  if (!page.paragraphs.includes(compact(municipality.name))) return { fault: 'page-identity', detail };
  const marks = page.paragraphs.filter((text) => /^\d+\/\d+$/.test(text));
  if (marks.length !== 1 || marks[0] !== `${index + 1}/${pages}`) return { fault: 'page-order', detail };
  const copyMarks = page.paragraphs.filter((text) => /^\d+部のうち\d+部目$/.test(text));
  const expected = copies > 1 ? [`${copies}部のうち${copy + 1}部目`] : [];
  return copyMarks.join() === expected.join() ? null : { fault: 'page-order', detail };
}

/** The title on every page, the certification and the seal on the last one only; and not a word more. */
function wordingFault(
  page: PaperPage,
  payload: DocumentPayload,
  form: Form,
  index: number,
  copy: number,
): PaperFault | null {
  const { issuedOn, municipality, pages } = payload;
  const last = index === pages - 1;
  const closing: readonly Expected[] = [
    ...form.atEnd,
    ['issuedOn', dayOf(issuedOn)],
    ['municipality', `${municipality.name}長`],
    ['mayor', municipality.mayor],
  ];
  const mark = form.numbered?.(index + 1);
  const expected: readonly Expected[] = [
    ...form.everywhere,
    ...(mark === undefined ? [] : [['mark', mark] as const]),
    ...FRONT_WORDS.map((text) => ['guidance', text] as const),
    ...(last ? closing : [['continued', '（次の用紙に続く）'] as const]),
  ];
  const absent = expected.find(([, text]) => !page.paragraphs.includes(compact(text)));
  if (absent !== undefined) return differs(index, absent[0]);
  const tooEarly = last ? undefined : form.atEnd.find(([, text]) => page.paragraphs.includes(compact(text)));
  if (tooEarly !== undefined) return differs(index, tooEarly[0]);
  const seals = last ? [`${municipality.name}長之印見本`] : [];
  if (page.figures.join() !== seals.map(compact).join()) return differs(index, 'seal');
  // Where the last page is full there is no room left to close.
  const closed = last ? ['以下余白'] : [];
  const more = left(page, [...identityOf(payload, index, copy), ...expected.map(([, text]) => text), ...closed]);
  return more.length > 0 ? differs(index, 'a paragraph that was not signed') : null;
}

/** Paragraphs of a page beside these, each of which stands there once at most. */
function left({ paragraphs }: PaperPage, expected: readonly string[]): readonly string[] {
  const open = expected.map(compact);
  return paragraphs.filter((text) => {
    const at = open.indexOf(text);
    if (at >= 0) open.splice(at, 1);
    return at < 0;
  });
}

/** What begins every page, then some of the body; all pages together hold the body, and nothing else. */
function valueFault(pages: readonly PaperPage[], { head, body }: Form): PaperFault | null {
  let next = 0;
  for (const [index, { values }] of pages.entries()) {
    const rest = values.length - head.length;
    const expected = [...head, ...body.slice(next, next + rest)];
    const wrong = expected.find(([, text], i) => values[i] !== compact(text));
    if (wrong !== undefined) return differs(index, wrong[0]);
    if (values.length > expected.length) return differs(index, 'more than was signed');
    if (rest <= 0 && body.length > 0) return differs(index, 'a page without content');
    next += rest;
  }
  const absent = body[next];
  return absent === undefined ? null : differs(pages.length - 1, absent[0]);
}

/** Labels of the register stand there in their order, and so beside the right values. */
function labelFault(pages: readonly PaperPage[], { labels = [] }: Form): PaperFault | null {
  const all = pages.flatMap((page) => page.labels);
  let next = 0;
  for (const [field, text] of labels) {
    const at = all.indexOf(compact(text), next);
    if (at < 0) return differs(0, field);
    next = at + 1;
  }
  return null;
}

const differs = (index: number, field: string): PaperFault => ({
  fault: 'text-differs',
  detail: `page ${index + 1}: ${field}`,
});

const compact = (text: string): string => text.replaceAll(/\s/gu, '');
