import { kinds } from '../../../src/certificates/catalogue.ts';
import type { DocumentPayload, SignedDocument } from '../../../src/certificates/document.ts';
import { type CertificateFont, piecesOf } from '../../../src/certificates/font/certificate-font.ts';
import type { PageItem, Sheet } from '../../../src/certificates/page.ts';
import type { Expected } from '../../../src/certificates/signature.ts';
import type { Dice } from '../../../src/simulation/dice.ts';
import { counting, signed } from '../fixtures.ts';
import {
  anotherAmount,
  anotherAnswer,
  anotherDay,
  anotherDot,
  anotherLetter,
  anotherVariant,
  type Change,
  oneLess,
} from './changes.ts';
import { randomDay } from './contents.ts';
import { withDamagedOutline } from './damage.ts';
import { type RandomOffice, type Right, randomHolder, randomTransaction } from './documents.ts';
import { leavesOf, withLeaf } from './leaves.ts';
import type { Letters } from './letters.ts';

/** What comes to the door in place of the right paper; what is not named is right. */
export interface Presented {
  readonly document?: SignedDocument;
  readonly session?: Partial<Expected>;
  readonly sheets?: readonly Sheet[];
  /** The font the paper is drawn with. */
  readonly font?: CertificateFont;
  readonly pdf?: (right: Uint8Array) => Uint8Array;
}

export interface Hand {
  readonly right: Right;
  /** Another visit's. */
  readonly other: Right;
  readonly dice: Dice;
  readonly letters: Letters;
  readonly office: RandomOffice;
  readonly font: CertificateFont;
}

/** null where the document has nothing that could go wrong in this way. */
type Wrong = (hand: Hand) => Presented | null;

/** The payload with one leaf of its content changed. */
function changed(hand: Hand, change: Change): DocumentPayload | null {
  const { payload } = hand.right.document;
  const possible = leavesOf(payload.content);
  for (let tries = 0; tries < 200 && possible.length > 0; tries++) {
    const leaf = hand.dice.pick(possible);
    const value = change(leaf, hand);
    if (value !== null && value !== leaf.value) return { ...payload, content: withLeaf(payload.content, leaf, value) };
  }
  return null;
}

/** The register or the renderer was wrong: the paper says something else under the right codes. */
const printedOtherwise =
  (change: Change): Wrong =>
  (hand) => {
    const payload = changed(hand, change);
    if (payload === null) return null;
    const sheets = hand.office.layOut({ ...hand.right.document, payload });
    return sheets === null ? null : { sheets };
  };

/** Somebody changed what was signed; the paper follows. */
const signedOtherwise =
  (change: Change): Wrong =>
  (hand) => {
    const payload = changed(hand, change);
    if (payload === null) return null;
    const document = { ...hand.right.document, payload };
    const sheets = hand.office.layOut(document);
    return sheets === null ? null : { document, sheets };
  };

/** A paper of the same content, signed once more for another visit, another day, … */
const paperOf =
  (changes: (hand: Hand) => Partial<DocumentPayload> | null): Wrong =>
  (hand) => {
    const change = changes(hand);
    if (change === null) return null;
    const sheets = hand.office.layOut(
      signed({ ...hand.right.document.payload, ...change }, counting(hand.dice.below(99))),
    );
    return sheets === null ? null : { sheets };
  };

/** The right pages, arranged in a wrong way. */
const arranged =
  (arrange: (pages: readonly Sheet[], hand: Hand) => readonly Sheet[] | null): Wrong =>
  (hand) => {
    const sheets = arrange(hand.right.sheets, hand);
    return sheets === null ? null : { sheets };
  };

const place = (pages: readonly Sheet[], dice: Dice): number => dice.below(pages.length);
/** Of a front (0) or a reverse (1). */
const placeOf = (side: 0 | 1, pages: readonly Sheet[], dice: Dice): number => 2 * dice.below(pages.length / 2) + side;
const at = (pages: readonly Sheet[], i: number): Sheet => pages[i] ?? { items: [] };

const exchanged = (pages: readonly Sheet[], i: number, j: number): readonly Sheet[] | null =>
  i === j ? null : pages.with(i, at(pages, j)).with(j, at(pages, i));

const fromOther =
  (side: 0 | 1) =>
  (pages: readonly Sheet[], { dice, other }: Hand): readonly Sheet[] =>
    pages.with(placeOf(side, pages, dice), at(other.sheets, placeOf(side, other.sheets, dice)));

const withCode = (code: (hand: Hand, page: number) => string | undefined): Wrong =>
  arranged((pages, hand) => {
    const { document } = hand.right;
    const i = placeOf(0, pages, hand.dice);
    const page = (i / 2) % document.payload.pages;
    const said = code(hand, page);
    if (said === undefined || said === document.codes[page]) return null;
    const drawn = hand.office.layOut({ ...document, codes: document.codes.with(page, said) });
    return drawn === null ? null : pages.with(i, at(drawn, i));
  });

/** Where a page ends and how its codes are used: words that the door lets stand, and asks for on no page. */
const GUIDANCE = /^(以下余白|（次の用紙に続く）|裏面|この面は|この証明書が|左の符号を)/;
const isAskedFor = (item: PageItem): boolean =>
  item.kind === 'paragraph' || item.kind === 'heading'
    ? !GUIDANCE.test(item.text.lines.join(''))
    : item.kind !== 'line' && item.kind !== 'ground';

/** Draws one character as another, which has an outline too. */
/** Everything in the data cells. */
const valuesOn = (sheets: readonly Sheet[]): string =>
  sheets
    .flatMap(({ items }) => items.flatMap((item) => (item.kind === 'table' ? item.rows.flat() : [])))
    .flatMap(({ role, texts }) => (role === 'data' ? texts.flatMap(({ lines }) => lines) : []))
    .join('');

const drawnAsAnother: Wrong = ({ right, dice, font, letters }) => {
  const shown = piecesOf(valuesOn(right.sheets).replaceAll(/\s/gu, ''));
  if (shown.length === 0) return null;
  const [wanted] = font.glyphsOf(dice.pick(shown));
  const [instead] = font.glyphsOf(letters.letter(dice));
  const shape = (glyph: number): string => font.file.outlineOf(glyph).toString('latin1');
  if (wanted === undefined || instead === undefined || shape(wanted.glyph) === shape(instead.glyph)) return null;
  const { file, name, variants } = font;
  return {
    font: {
      file,
      name,
      variants,
      missingIn: (text) => font.missingIn(text),
      widthOf: (text) => font.widthOf(text),
      glyphsOf: (text) =>
        font.glyphsOf(text).map((each) => (each.glyph === wanted.glyph ? { ...each, glyph: instead.glyph } : each)),
    },
  };
};

/** Everything that can go wrong between a register and a sheet of paper, by name. */
export const wrongs: Readonly<Record<string, Wrong>> = {
  'the session is of another transaction': ({ dice }) => ({ session: { transaction: randomTransaction(dice) } }),
  'the session is of another holder': ({ dice }) => ({ session: { holder: randomHolder(dice) } }),
  'the session asked for another kind': ({ right, dice }) => {
    const kind = dice.pick([...kinds.keys()]);
    return kind === right.document.payload.kind ? null : { session: { kind } };
  },
  'the session asked for another number of copies': ({ right }) => ({
    session: { copies: right.document.payload.copies + 1 },
  }),
  'the whole document of another visit': ({ other }) => ({ document: other.document, sheets: other.sheets }),
  'the paper of another visit': ({ other }) => ({ sheets: other.sheets }),
  'the signature of another document': ({ right, other }) => ({
    document: { ...right.document, signature: other.document.signature },
  }),
  'the signed codes of another document': ({ right, other }) => ({
    document: { ...right.document, codes: other.document.codes },
  }),
  'another character after signing': signedOtherwise(anotherLetter),
  'another variant after signing': signedOtherwise(anotherVariant),
  'another day after signing': signedOtherwise(anotherDay),
  'another character on the paper': printedOtherwise(anotherLetter),
  'another variant on the paper': printedOtherwise(anotherVariant),
  'a character less on the paper': printedOtherwise(oneLess),
  'another day on the paper': printedOtherwise(anotherDay),
  'another amount on the paper': printedOtherwise(anotherAmount),
  'another yes or no on the paper': printedOtherwise(anotherAnswer),
  'another dot of a seal’s impression': printedOtherwise(anotherDot),
  'the same content for another transaction': paperOf(({ dice }) => ({ transaction: randomTransaction(dice) })),
  'the same content of another day': paperOf(({ dice }) => ({ issuedOn: randomDay(dice, '2020-01-01') })),
  'the same content of another municipality': paperOf(({ right: { document }, other }) => {
    const { municipality } = other.document.payload;
    return municipality.name === document.payload.municipality.name ? null : { municipality };
  }),
  'the same content in another number of copies': paperOf(({ right: { document }, dice }) => ({
    copies: document.payload.copies + 1 + dice.below(2),
  })),
  'the same content with other keys': paperOf(() => ({})),
  'two pages that have changed places': arranged((pages, { dice }) =>
    exchanged(pages, place(pages, dice), place(pages, dice)),
  ),
  'two fronts that have changed places': arranged((pages, { dice }) =>
    exchanged(pages, placeOf(0, pages, dice), placeOf(0, pages, dice)),
  ),
  'two reverses that have changed places': arranged((pages, { dice }) =>
    exchanged(pages, placeOf(1, pages, dice), placeOf(1, pages, dice)),
  ),
  'a page that is missing': arranged((pages, { dice }) => pages.toSpliced(place(pages, dice), 1)),
  'a page that is there twice': arranged((pages, { dice }) =>
    pages.toSpliced(place(pages, dice), 0, at(pages, place(pages, dice))),
  ),
  'a page in the place of another': arranged((pages, { dice }) => {
    const [i, j] = [place(pages, dice), place(pages, dice)];
    return i === j ? null : pages.with(i, at(pages, j));
  }),
  'a sheet that is missing': arranged((pages, { dice }) => pages.toSpliced(placeOf(0, pages, dice), 2)),
  'a sheet of another visit more': arranged((pages, { dice, other }) =>
    pages.toSpliced(placeOf(0, pages, dice), 0, at(other.sheets, 0), at(other.sheets, 1)),
  ),
  'a front of another visit': arranged(fromOther(0)),
  'a reverse of another visit': arranged(fromOther(1)),
  'a page without its ground': arranged((pages, { dice }) => {
    const i = place(pages, dice);
    return pages.with(i, { items: at(pages, i).items.filter(({ kind }) => kind !== 'ground') });
  }),
  'a page with one item less': arranged((pages, { dice }) => {
    const i = place(pages, dice);
    const { items } = at(pages, i);
    const said = items.flatMap((item, at) => (isAskedFor(item) ? [at] : []));
    return pages.with(i, { items: items.toSpliced(dice.pick(said), 1) });
  }),
  'a page with an item of another visit more': arranged((pages, { dice, other }) => {
    const i = place(pages, dice);
    const said = at(other.sheets, place(other.sheets, dice)).items.filter(
      ({ kind }) => kind === 'table' || kind === 'paragraph' || kind === 'mask',
    );
    return pages.with(i, { items: [...at(pages, i).items, dice.pick(said)] });
  }),
  'the code of another page': withCode(({ right, dice }) => dice.pick(right.document.codes)),
  'the code of another visit': withCode(({ other, dice }) => dice.pick(other.document.codes)),
  'a character drawn as another': drawnAsAnother,
  'an octet of an outline': ({ dice }) => ({ pdf: (pdf) => withDamagedOutline(pdf, dice) }),
};
