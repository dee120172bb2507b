import type { DocumentPayload, JuminhyoPerson } from './document.ts';
import type { PageText } from './paper-text.ts';
import { readPages } from './paper-text.ts';
import type { DoorFault } from './renderer.ts';

/** Why a finished PDF may not go to the printer. `detail` names page and field, never what stands there. */
export interface PaperFault {
  readonly fault: Extract<DoorFault, 'page-count' | 'page-order' | 'page-identity' | 'text-differs' | 'unreadable'>;
  readonly detail: string;
}

/** A value that must stand on the page, and what to call it in the log. */
type Expected = readonly [field: string, text: string];

const BLANK = '【空欄】';
const OMITTED = '【省略】';
const PERSONS_PER_SHEET = 4;

const WAREKI = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { dateStyle: 'long', timeZone: 'UTC' });
const GREGORIAN = new Intl.DateTimeFormat('ja-JP', { dateStyle: 'long', timeZone: 'UTC' });

/**
 * The printer's door (I1, I13): reads the finished bytes and compares every page with the signed payload. It shares
 * nothing with the renderer: the form is written down here a second time, dates come from ICU, text from pdf.js.
 * Data cells must be exactly the expected ones in their order, selectors included; anything more or less is a fault.
 */
export async function checkPaper(pdf: Uint8Array, payload: DocumentPayload): Promise<PaperFault | null> {
  const pages = await readPages(pdf);
  if (typeof pages === 'string') return { fault: 'unreadable', detail: pages };
  if (
    pages.length !== payload.pages ||
    pages.length !== Math.ceil(payload.content.persons.length / PERSONS_PER_SHEET)
  ) {
    return { fault: 'page-count', detail: `${pages.length} pages, ${payload.pages} signed` };
  }
  for (const [index, page] of pages.entries()) {
    const fault =
      identityFault(page, payload, index) ?? wordingFault(page, payload, index) ?? valueFault(page, payload, index);
    if (fault !== null) return fault;
  }
  return null;
}

/** Each page says whose it is: transaction, page number and count, municipality. */
function identityFault(page: PageText, payload: DocumentPayload, index: number): PaperFault | null {
  const detail = `page ${index + 1}`;
  if (!page.paragraphs.includes(`発行番号${compact(payload.transaction)}`)) return { fault: 'page-identity', detail };
  if (!page.paragraphs.includes(compact(payload.municipality.name))) return { fault: 'page-identity', detail };
  const marks = page.paragraphs.filter((text) => /^\d+\/\d+$/.test(text));
  if (marks.length !== 1 || marks[0] !== `${index + 1}/${payload.pages}`) return { fault: 'page-order', detail };
  return null;
}

/** The title on every page, and the certification on the last one only. */
function wordingFault(page: PageText, payload: DocumentPayload, index: number): PaperFault | null {
  const { content, issuedOn, municipality, pages, transaction } = payload;
  const scope = content.wholeHousehold ? '世帯全員' : '世帯の一部';
  const certification = [
    ['certification', `この写しは、${scope}の住民票の原本と相違ないことを証明する。`],
    ['issuedOn', WAREKI.format(new Date(issuedOn))],
    ['municipality', `${municipality.name}長`],
    ['mayor', municipality.mayor],
  ] as const;
  const last = index === pages - 1;
  const expected: Expected[] = [['title', '住民票の写し'], ['scope', `（${scope}）`], ...(last ? certification : [])];
  const absent = expected.find(([, text]) => !page.paragraphs.includes(compact(text)));
  if (absent !== undefined) return differs(index, absent[0]);
  if (!last && page.paragraphs.some((text) => text.includes('証明する'))) return differs(index, 'certification');
  const numbered = page.paragraphs.some((text) => !text.includes(compact(transaction)) && holdsMyNumber(text));
  return numbered ? differs(index, 'myNumber') : null;
}

function valueFault(page: PageText, { content }: DocumentPayload, index: number): PaperFault | null {
  const first = index * PERSONS_PER_SHEET;
  const expected: Expected[] = [
    ['address', content.address],
    ['householdHead', content.householdHead ?? OMITTED],
    ...content.persons
      .slice(first, first + PERSONS_PER_SHEET)
      .flatMap((person, i) =>
        formOf(person).map(([field, text]): Expected => [`persons[${first + i}].${field}`, text]),
      ),
  ];
  const wrong = expected.find(([, text], i) => page.values[i] !== compact(text));
  if (wrong !== undefined) return differs(index, wrong[0]);
  return page.values.length === expected.length ? null : differs(index, 'more than was signed');
}

/** One person's data cells in the order of the form. */
function formOf(person: JuminhyoPerson): Expected[] {
  const { foreign } = person;
  const date = (value: string | null) =>
    value === null ? BLANK : (foreign === null ? WAREKI : GREGORIAN).format(new Date(value));
  const head: Expected[] = [
    ['kana', person.kana ?? BLANK],
    ['name', person.name],
    ['birthDate', date(person.birthDate)],
    ['sex', person.sex],
    ['relationship', person.relationship ?? OMITTED],
    ['residentSince', date(person.residentSince)],
    ['addressSince', date(person.addressSince)],
    ['notifiedOn', date(person.notifiedOn)],
  ];
  const previous: Expected = ['previousAddress', person.previousAddress ?? BLANK];
  const numbers: Expected[] = [
    ['myNumber', person.myNumber ?? OMITTED],
    ['residentCode', OMITTED],
  ];
  if (foreign === null) {
    const family: Expected[] = [
      ['honseki', person.honseki ?? OMITTED],
      ['hittousha', person.hittousha ?? OMITTED],
    ];
    return [...head, ...family, previous, ...numbers];
  }
  return [
    ...head,
    ['alias', person.alias ?? BLANK],
    ['nationality', foreign.nationality],
    ['category', foreign.category],
    ['status', foreign.status],
    ['period', foreign.period],
    ['expires', date(foreign.expires)],
    previous,
    ['cardNumber', foreign.cardNumber],
    ...numbers,
  ];
}

const differs = (index: number, field: string): PaperFault => ({
  fault: 'text-differs',
  detail: `page ${index + 1}: ${field}`,
});

const compact = (text: string): string => text.replaceAll(/\s/gu, '');

/** Twelve digits on their own, in any width and however grouped. */
const holdsMyNumber = (text: string): boolean => /(?<!\d)\d{12}(?!\d)/.test(text.normalize('NFKC').replaceAll('-', ''));
