import { createHash, type KeyObject, sign, verify } from 'node:crypto';
import { digestedOf, type Printed, pictureText, printedText, wordingOf } from '../codes/printed.ts';
import { type CodeFacts, readCode, same, writeCode } from '../codes/signed-code.ts';
import { kindOf } from './catalogue.ts';
import type { DocumentPayload, SignedDocument } from './document.ts';
import { dayOf } from './form.ts';
import type { Impression } from './marks.ts';
import { bitsOf } from './marks.ts';

const KEY_OCTETS = 32;

type TextsOf = readonly (readonly [field: string, text: string])[];
const texts = (cells: TextsOf): readonly string[] => cells.map(([, text]) => text);

/**
 * What stands on a copy, by the kind's form. Its fields' names are left out: nothing but what a reader sees is signed twice.
 *
 * @throws when the content is not what the kind says it is
 */
export function printedOf(payload: DocumentPayload): Printed {
  const { issuedOn, municipality, pages } = payload;
  const { everywhere, atEnd, numbered, head, body, pictures = [] } = kindOf(payload.kind).form(payload);
  const marks = numbered === undefined ? [] : Array.from({ length: pages }, (_, page) => numbered(page + 1));
  return {
    wording: wordingOf([
      ...texts(everywhere),
      ...texts(atEnd),
      ...marks,
      dayOf(issuedOn),
      municipality.name,
      `${municipality.name}長`,
      municipality.mayor,
    ]),
    head: texts(head),
    body: texts(body),
    pictures: pictures.map((image: Impression) => pictureText(image.millimetres, image.dots, bitsOf(image))),
  };
}

const factsOf = (payload: DocumentPayload): Omit<CodeFacts, 'page' | 'key'> => {
  const printed = printedOf(payload);
  return {
    kind: payload.kind,
    transaction: payload.transaction,
    municipality: payload.municipality.code,
    issuedOn: payload.issuedOn,
    pages: payload.pages,
    head: printed.head.length,
    digest: createHash('sha256')
      .update(digestedOf(printedText(printed)))
      .digest(),
  };
};

/**
 * The code of each page of a copy; every page gets a key of its own for its reverse.
 *
 * @param random octets that nobody can guess
 */
export function codesOf(
  payload: DocumentPayload,
  keyId: string,
  key: KeyObject,
  random: (bytes: number) => Uint8Array,
): readonly string[] {
  const facts = factsOf(payload);
  return Array.from({ length: payload.pages }, (_, page) =>
    writeCode({ ...facts, page: page + 1, key: random(KEY_OCTETS) }, keyId, (signed) => sign(null, signed, key)),
  );
}

/** Whether there is one code a page, signed by the document's key, each saying of its page what the payload says. */
export function codesHold({ payload, keyId, codes }: SignedDocument, key: KeyObject): boolean {
  const read = codes.map(readCode);
  const keys = new Set(read.map((code) => String(code?.facts.key)));
  if (read.length !== payload.pages || keys.size !== payload.pages) return false;
  const expected = factsOf(payload);
  return read.every(
    (code, page) =>
      code !== null &&
      code.keyId === keyId &&
      verify(null, code.signed, key, code.signature) &&
      agree(code.facts, { ...expected, page: page + 1 }),
  );
}

const agree = (facts: CodeFacts, expected: Omit<CodeFacts, 'key'>): boolean =>
  Object.entries(expected).every(([name, value]) => {
    const said = facts[name as keyof CodeFacts];
    return said instanceof Uint8Array && value instanceof Uint8Array ? same(said, value) : said === value;
  });
