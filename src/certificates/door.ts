import { messageOf } from '../outcome.ts';
import { kinds } from './catalogue.ts';
import { type DocumentPayload, sheetsOf } from './document.ts';
import { dayOf, type Expected, type Form } from './form.ts';
import { readVerifiedPages } from './outlines.ts';
import type { SourceFont } from './paper/source-font.ts';
import type { PageText } from './paper-text.ts';
import type { DoorFault } from './renderer.ts';

/** Why a finished PDF may not go to the printer. `detail` names page and field, never what stands there. */
export interface PaperFault {
  readonly fault: Extract<
    DoorFault,
    'page-count' | 'page-order' | 'page-identity' | 'text-differs' | 'glyph-differs' | 'unreadable'
  >;
  readonly detail: string;
}

/**
 * The printer's door (I1, I13): reads the finished bytes and compares every page with the signed payload. It shares
 * nothing with the renderer: what must stand there is written down a second time by the kind's form, dates come from ICU, text
 * from a reader of its own. Data cells must be exactly the expected ones in their order, selectors included; anything more or less is a fault.
 */
export function createDoor(
  source: SourceFont,
): (pdf: Uint8Array, payload: DocumentPayload) => Promise<PaperFault | null> {
  return async (pdf, payload) => {
    const pages = readVerifiedPages(pdf, source);
    return 'fault' in pages ? pages : paperFault(pages, payload);
  };
}

function paperFault(pages: readonly PageText[], payload: DocumentPayload): PaperFault | null {
  const form = formOf(payload);
  if (typeof form === 'string') return { fault: 'unreadable', detail: form };
  if (pages.length !== sheetsOf(payload))
    return { fault: 'page-count', detail: `${pages.length} pages, ${sheetsOf(payload)} signed` };
  for (let copy = 0; copy < payload.copies; copy += 1) {
    const sheets = pages.slice(copy * payload.pages, (copy + 1) * payload.pages);
    const fault = copyFault(sheets, payload, form, copy);
    if (fault !== null) return fault;
  }
  return null;
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
function copyFault(pages: readonly PageText[], payload: DocumentPayload, form: Form, copy: number): PaperFault | null {
  for (const [index, page] of pages.entries()) {
    const fault = identityFault(page, payload, index, copy) ?? wordingFault(page, payload, form, index);
    if (fault !== null) return fault;
  }
  return valueFault(pages, form) ?? labelFault(pages, form);
}

/** Each page says whose it is: transaction, page number and count, copy, municipality. */
function identityFault(page: PageText, payload: DocumentPayload, index: number, copy: number): PaperFault | null {
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

/** The title on every page, and the certification on the last one only. */
function wordingFault(page: PageText, payload: DocumentPayload, form: Form, index: number): PaperFault | null {
  const { issuedOn, municipality, pages, transaction } = payload;
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
    ...(last ? closing : []),
  ];
  const absent = expected.find(([, text]) => !page.paragraphs.includes(compact(text)));
  if (absent !== undefined) return differs(index, absent[0]);
  const tooEarly = last ? undefined : form.atEnd.find(([, text]) => page.paragraphs.includes(compact(text)));
  if (tooEarly !== undefined) return differs(index, tooEarly[0]);
  const numbered = page.paragraphs.some((text) => !text.includes(compact(transaction)) && holdsMyNumber(text));
  return numbered ? differs(index, 'myNumber') : null;
}

/** What begins every page, then some of the body; all pages together hold the body, and nothing else. */
function valueFault(pages: readonly PageText[], { head, body }: Form): PaperFault | null {
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
function labelFault(pages: readonly PageText[], { labels = [] }: Form): PaperFault | null {
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

/** Twelve digits on their own, in any width and however grouped. */
const holdsMyNumber = (text: string): boolean => /(?<!\d)\d{12}(?!\d)/.test(text.normalize('NFKC').replaceAll('-', ''));
