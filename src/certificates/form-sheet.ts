import type { Outcome } from '../outcome.ts';
import { done, failed } from '../outcome.ts';
import type { DocumentPayload } from './document.ts';
import { type CertificateFont, piecesOf } from './font/certificate-font.ts';
import { bitsOf, blank, type Impression, omitted } from './marks.ts';
import type { Box, PageItem, PlacedText, Sheet, TableCell } from './page.ts';
import { fitText, mm } from './page.ts';
import type { RenderFault } from './renderer.ts';
import { wareki } from './wareki.ts';

/** Sizes in points. Text shrinks from `max` to `min` before it wraps. */
export interface Size {
  readonly max: number;
  readonly min: number;
}

/** Left edge and width of everything on a sheet, in millimetres. */
export const left = 15;
export const width = 180;
const footerTop = 282;
/** The last place for the certification, which is 36 mm high; the signed code stands at its lower left. */
export const certificationTop = 237;

const padding = 1.2;
const markSize: Size = { max: 8.5, min: 6 };
const headerSize: Size = { max: 8, min: 6 };
const headerOfLines: Size = { max: 6.5, min: 5 };

/** Thrown and caught inside this file only: which field has no room. */
class DoesNotFit extends Error {}

/** Every text in a content, with its dates and numbers. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/**
 * Draws all sheets of a document, copy after copy. `missing-glyph` names the first code point that the font lacks (I13);
 * `does-not-fit` names the field, never its value: text is never clipped.
 */
export function layOut<Content>(
  payload: DocumentPayload<Content>,
  font: CertificateFont,
  draw: (sheet: FormSheet, page: number) => void,
): Outcome<Sheet[], RenderFault> {
  const { content, municipality, transaction } = payload;
  const missing = font.missingIn(textsOf({ content, municipality, transaction }).join(''));
  if (missing !== null) return failed('missing-glyph', missing);
  try {
    return done(
      Array.from({ length: payload.copies * payload.pages }, (_, index) => {
        const page = index % payload.pages;
        const sheet = new FormSheet(payload, font, page);
        draw(sheet, page);
        sheet.footer(Math.floor(index / payload.pages));
        return { items: sheet.items };
      }),
    );
  } catch (error) {
    if (error instanceof DoesNotFit) return failed('does-not-fit', error.message);
    throw error;
  }
}

/** One sheet that is being drawn. All places are given in millimetres from the upper left corner of the paper. */
export class FormSheet {
  readonly items: PageItem[] = [];
  readonly #payload: DocumentPayload;
  readonly #font: CertificateFont;
  readonly #page: number;

  constructor(payload: DocumentPayload, font: CertificateFont, page: number) {
    this.#payload = payload;
    this.#font = font;
    this.#page = page;
  }

  get isLast(): boolean {
    return this.#page === this.#payload.pages - 1;
  }

  title(text: string, top = 10): void {
    this.items.push({
      kind: 'heading',
      text: this.#text(text, box(left, top, width, 9), { max: 19, min: 12 }, 'center', 5),
    });
  }

  paragraph(text: string, place: Box, align: PlacedText['align'], size: number, spacing = 0): void {
    this.items.push({ kind: 'paragraph', text: this.#text(text, place, { max: size, min: 6 }, align, spacing) });
  }

  table(rows: readonly (readonly TableCell[])[]): void {
    this.items.push({ kind: 'table', rows });
  }

  line(from: readonly [x: number, y: number], to: readonly [x: number, y: number], thickness: number): void {
    this.items.push({ kind: 'line', from: point(from), to: point(to), width: thickness });
  }

  frame(place: Box, thickness = 0.6): void {
    const [from, to] = [place, { x: place.x + place.width, y: place.y + place.height }];
    const corners = [
      { x: from.x, y: from.y },
      { x: to.x, y: from.y },
      { x: to.x, y: to.y },
      { x: from.x, y: to.y },
    ];
    for (const [i, corner] of corners.entries())
      this.items.push({ kind: 'line', from: corner, to: corners[(i + 1) % 4] ?? corner, width: thickness });
  }

  /** A picture of the register, centred in a frame. */
  picture(image: Impression, place: Box): void {
    const side = mm(image.millimetres);
    this.items.push({
      kind: 'mask',
      box: {
        x: place.x + (place.width - side) / 2,
        y: place.y + (place.height - side) / 2,
        width: side,
        height: side,
      },
      image: { width: image.dots, height: image.dots, bits: bitsOf(image) },
    });
  }

  header(lines: readonly string[], cell: Box): TableCell {
    const widest = lines.reduce((a, b) => (this.#font.widthOf(a) >= this.#font.widthOf(b) ? a : b));
    const fitted = fitText(this.#font, widest, inset(cell, 0.6), lines.length === 1 ? headerSize : headerOfLines);
    if (fitted?.lines.length !== 1) throw new DoesNotFit(lines.join(''));
    // A label of two characters is spread, as forms do; a space character would be read as one.
    const spacing = [...widest].length === 2 ? fitted.size : 0;
    const text: PlacedText = { box: cell, lines, size: fitted.size, align: 'center', spacing };
    return { role: 'header', box: cell, texts: [text] };
  }

  /** @param name of the field, for the log */
  data(name: string, value: string, cell: Box, size: Size, align: PlacedText['align'] = 'left'): TableCell {
    const mark = value === blank || value === omitted;
    return {
      role: 'data',
      box: cell,
      texts: [this.#fitted(name, value, inset(cell), mark ? markSize : size, align)],
    };
  }

  /** A name with its reading above. */
  nameWithReading(name: string, value: string, reading: string, cell: Box): TableCell {
    const height = mm(3.7);
    const upper = { ...cell, height };
    const lower = { ...cell, y: cell.y + height - mm(0.3), height: cell.height - height };
    return {
      role: 'data',
      box: cell,
      texts: [
        this.#fitted(name, reading, inset(upper), { max: 7, min: 5 }, 'left'),
        this.#fitted(name, value, inset(lower), { max: 13, min: 7 }, 'left'),
      ],
    };
  }

  /** 「以下余白」 and a slant across the room left, so that nothing can be added. */
  restLeftBlank(top: number, bottom: number): void {
    if (top > bottom) throw new DoesNotFit('以下余白');
    this.paragraph('以下余白', box(left, top + 1, width, 8), 'center', 10, 8);
    if (bottom > top + 14) this.line([left + width, top + 10], [left, bottom], 0.5);
  }

  /** The certifying sentence (認証文), date, mayor and official seal (公印): on the last sheet. */
  certification(sentence: string, top = certificationTop): void {
    const { issuedOn, municipality } = this.#payload;
    this.paragraph(sentence, box(left + 4, top, width - 8, 8), 'left', 11.5);
    this.paragraph(wareki(issuedOn), box(left + 48, top + 10, 60, 7), 'left', 11);
    this.paragraph(`${municipality.name}長`, box(left + 66, top + 17, 36, 9), 'right', 13);
    this.paragraph(municipality.mayor, box(left + 106, top + 17, 42, 9), 'left', 13);
    this.items.push({
      kind: 'seal',
      box: box(left + 151, top + 10, 23, 23),
      characters: piecesOf(`${municipality.name}長之印`),
      caption: '見本',
    });
  }

  continued(top = certificationTop): void {
    this.paragraph('（次の用紙に続く）', box(left, top, width, 8), 'right', 10);
  }

  /** Whose page this is. @param copy from 0 */
  footer(copy: number): void {
    const { transaction, municipality, pages, copies } = this.#payload;
    this.line([left, footerTop], [left + width, footerTop], 0.3);
    this.paragraph(`発行番号 ${transaction}`, box(left, footerTop + 1, 75, 5), 'left', 7.5);
    this.paragraph(`${this.#page + 1} / ${pages}`, box(left + 76, footerTop + 1, 20, 5), 'center', 9);
    if (copies > 1)
      this.paragraph(`${copies}部のうち${copy + 1}部目`, box(left + 97, footerTop + 1, 34, 5), 'center', 7.5);
    this.paragraph(municipality.name, box(left + 132, footerTop + 1, 48, 5), 'right', 8);
  }

  #text(text: string, place: Box, size: Size, align: PlacedText['align'], spacing = 0): PlacedText {
    return { ...this.#fitted(text, text, place, size, align), spacing };
  }

  #fitted(name: string, text: string, place: Box, size: Size, align: PlacedText['align']): PlacedText {
    const fitted = fitText(this.#font, text, place, size);
    if (fitted === null) throw new DoesNotFit(name);
    return { box: place, ...fitted, align, spacing: 0 };
  }
}

/** A box given in millimetres. */
export const box = (x: number, y: number, across: number, down: number): Box => ({
  x: mm(x),
  y: mm(y),
  width: mm(across),
  height: mm(down),
});

const point = ([x, y]: readonly [number, number]) => ({ x: mm(x), y: mm(y) });

const inset = (outer: Box, millimetres = padding): Box => ({
  ...outer,
  x: outer.x + mm(millimetres),
  width: outer.width - 2 * mm(millimetres),
});
