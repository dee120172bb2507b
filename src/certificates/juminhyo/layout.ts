import type { Outcome } from '../../outcome.ts';
import { done, failed } from '../../outcome.ts';
import type { DocumentPayload, JuminhyoPerson } from '../document.ts';
import type { CertificateFont } from '../font/certificate-font.ts';
import type { Box, PageItem, PlacedText, Sheet, TableCell } from '../page.ts';
import { fitText, mm } from '../page.ts';
import type { RenderFault } from '../renderer.ts';
import { wareki } from '../wareki.ts';
import type { Field } from './fields.ts';
import { BLANK, FIELDS_WIDTH, fieldsOf, OMITTED } from './fields.ts';

/** Persons on a sheet (世帯連記式). */
const PERSONS_PER_SHEET = 4;

/** Sizes in points. Values shrink from `max` to `min` before they wrap. */
const VALUE = { max: 10, min: 7 } as const;
const NAME = { max: 13, min: 7 } as const;
const READING = { max: 7, min: 5 } as const;
const LABEL = { max: 8, min: 6 } as const;

/** The page in millimetres, from top to bottom. */
const LEFT = 15;
const WIDTH = 180;
const NUMBER_WIDTH = WIDTH - FIELDS_WIDTH;
const TITLE_TOP = 10;
const HOUSEHOLD_TOP = 24;
const HOUSEHOLD_ROW = 8;
const PERSONS_TOP = 43;
const FIRST_ROW = 11;
const ROW = 7.2;
const PERSON_HEIGHT = FIRST_ROW + 5 * ROW + 0.8;
const CERTIFICATION_TOP = PERSONS_TOP + PERSONS_PER_SHEET * PERSON_HEIGHT + 3;
const FOOTER_TOP = 282;
const PADDING = 1.2;

/** Thrown and caught inside this file only: which field has no room. */
class DoesNotFit extends Error {}

/**
 * Sets a 住民票の写し on A4 sheets, four persons to a sheet. `missing-glyph` names the first code point the font lacks;
 * `does-not-fit` names the field, never its value.
 */
export function layoutJuminhyo(payload: DocumentPayload, font: CertificateFont): Outcome<Sheet[], RenderFault> {
  const missing = font.missingIn(textsOf(payload).join(''));
  if (missing !== null) return failed('missing-glyph', missing);
  try {
    return done(Array.from({ length: payload.pages }, (_, index) => new SheetBuilder(payload, font, index).build()));
  } catch (error) {
    if (error instanceof DoesNotFit) return failed('does-not-fit', error.message);
    throw error;
  }
}

/** Every text of the document that varies; the fixed wording is in both fonts (tested). */
function textsOf({ content, municipality, transaction }: DocumentPayload): string[] {
  return [
    municipality.name,
    municipality.mayor,
    transaction,
    content.address,
    content.householdHead ?? '',
    ...content.persons.flatMap((person) =>
      fieldsOf(person).flatMap((row) => row.flatMap(({ value, reading }) => [value, reading ?? ''])),
    ),
  ];
}

class SheetBuilder {
  readonly #payload: DocumentPayload;
  readonly #font: CertificateFont;
  readonly #index: number;
  readonly #items: PageItem[] = [];

  constructor(payload: DocumentPayload, font: CertificateFont, index: number) {
    this.#payload = payload;
    this.#font = font;
    this.#index = index;
  }

  build(): Sheet {
    const { content, pages } = this.#payload;
    const first = this.#index * PERSONS_PER_SHEET;
    const persons = content.persons.slice(first, first + PERSONS_PER_SHEET);
    const last = this.#index === pages - 1;
    this.#title();
    this.#household();
    persons.forEach((person, slot) => {
      this.#person(person, first + slot + 1, slot);
    });
    if (persons.length < PERSONS_PER_SHEET) this.#restLeftBlank(persons.length);
    if (last) this.#certification();
    else this.#continued();
    this.#footer();
    return { items: this.#items };
  }

  #title(): void {
    const { wholeHousehold } = this.#payload.content;
    this.#items.push({
      kind: 'heading',
      text: this.#text('住民票の写し', box(LEFT, TITLE_TOP, WIDTH, 9), { max: 19, min: 19 }, 'center', 5),
    });
    const scope = wholeHousehold ? '（世帯全員）' : '（世帯の一部）';
    this.#paragraph(scope, box(LEFT + WIDTH - 45, TITLE_TOP + 6, 45, 6), 'right', 10);
  }

  #household(): void {
    const { address, householdHead } = this.#payload.content;
    const rows = [
      { label: '住所', value: address },
      { label: '世帯主', value: householdHead ?? OMITTED },
    ];
    this.#items.push({
      kind: 'table',
      rows: rows.map(({ label, value }, i) => {
        const y = HOUSEHOLD_TOP + i * HOUSEHOLD_ROW;
        return [
          this.#header([label], box(LEFT, y, NUMBER_WIDTH + 21, HOUSEHOLD_ROW)),
          this.#data(label, value, box(LEFT + NUMBER_WIDTH + 21, y, FIELDS_WIDTH - 21, HOUSEHOLD_ROW), {
            max: 11.5,
            min: VALUE.min,
          }),
        ];
      }),
    });
  }

  #person(person: JuminhyoPerson, number: number, slot: number): void {
    const top = PERSONS_TOP + slot * PERSON_HEIGHT;
    const height = FIRST_ROW + 5 * ROW;
    const rows = fieldsOf(person).map((fields, i) => {
      const y = i === 0 ? top : top + FIRST_ROW + (i - 1) * ROW;
      return this.#fields(fields, y, i === 0 ? FIRST_ROW : ROW);
    });
    const numberCell = this.#header([String(number)], box(LEFT, top, NUMBER_WIDTH, height));
    this.#items.push({ kind: 'table', rows: rows.map((row, i) => (i === 0 ? [numberCell, ...row] : row)) });
  }

  #fields(fields: readonly Field[], y: number, height: number): TableCell[] {
    let x = LEFT + NUMBER_WIDTH;
    return fields.flatMap((field) => {
      const label = this.#header(field.label, box(x, y, field.labelWidth, height));
      const valueBox = box(x + field.labelWidth, y, field.valueWidth, height);
      x += field.labelWidth + field.valueWidth;
      return [label, this.#value(field, valueBox)];
    });
  }

  #value(field: Field, cell: Box): TableCell {
    const name = field.label.join('');
    if (field.reading === undefined) return this.#data(name, field.value, cell, VALUE);
    const readingHeight = mm(3.7);
    const upper = { ...cell, height: readingHeight };
    const lower = { ...cell, y: cell.y + readingHeight - mm(0.3), height: cell.height - readingHeight };
    return {
      role: 'data',
      box: cell,
      texts: [
        this.#fitted(name, field.reading, inset(upper), READING, 'left'),
        this.#fitted(name, field.value, inset(lower), NAME, 'left'),
      ],
    };
  }

  /** 「以下余白」 and a slant across the room left, so that nobody can be added. */
  #restLeftBlank(used: number): void {
    const top = PERSONS_TOP + used * PERSON_HEIGHT;
    const bottom = PERSONS_TOP + PERSONS_PER_SHEET * PERSON_HEIGHT - 0.8;
    const left = mm(LEFT);
    const right = mm(LEFT + WIDTH);
    this.#paragraph('以下余白', box(LEFT, top + 1, WIDTH, 8), 'center', 10, 8);
    this.#items.push({
      kind: 'line',
      from: { x: right, y: mm(top + 10) },
      to: { x: left, y: mm(bottom) },
      width: 0.5,
    });
  }

  #certification(): void {
    const { content, issuedOn, municipality } = this.#payload;
    const whole = content.wholeHousehold ? '世帯全員' : '世帯の一部';
    const sentence = `この写しは、${whole}の住民票の原本と相違ないことを証明する。`;
    this.#paragraph(sentence, box(LEFT + 4, CERTIFICATION_TOP, WIDTH - 8, 8), 'left', 11.5);
    this.#paragraph(wareki(issuedOn), box(LEFT + 12, CERTIFICATION_TOP + 10, 60, 7), 'left', 11);
    this.#paragraph(`${municipality.name}長`, box(LEFT + 66, CERTIFICATION_TOP + 17, 36, 9), 'right', 13);
    this.#paragraph(municipality.mayor, box(LEFT + 106, CERTIFICATION_TOP + 17, 42, 9), 'left', 13);
    this.#items.push({
      kind: 'seal',
      box: box(LEFT + 151, CERTIFICATION_TOP + 10, 23, 23),
      characters: [...`${municipality.name}長之印`],
      caption: '見本',
    });
  }

  #continued(): void {
    this.#paragraph('（次の用紙に続く）', box(LEFT, CERTIFICATION_TOP, WIDTH, 8), 'right', 10);
  }

  #footer(): void {
    const { transaction, municipality, pages } = this.#payload;
    const y = mm(FOOTER_TOP);
    this.#items.push({ kind: 'line', from: { x: mm(LEFT), y }, to: { x: mm(LEFT + WIDTH), y }, width: 0.3 });
    this.#paragraph(`発行番号 ${transaction}`, box(LEFT, FOOTER_TOP + 1, 80, 5), 'left', 7.5);
    this.#paragraph(`${this.#index + 1} / ${pages}`, box(LEFT + 80, FOOTER_TOP + 1, 20, 5), 'center', 9);
    this.#paragraph(municipality.name, box(LEFT + 100, FOOTER_TOP + 1, 80, 5), 'right', 8);
  }

  #paragraph(text: string, place: Box, align: PlacedText['align'], size: number, spacing = 0): void {
    this.#items.push({ kind: 'paragraph', text: this.#text(text, place, { max: size, min: 6 }, align, spacing) });
  }

  #header(lines: readonly string[], cell: Box): TableCell {
    const widest = lines.reduce((a, b) => (this.#font.widthOf(a) >= this.#font.widthOf(b) ? a : b));
    const size = lines.length === 1 ? LABEL : { max: 6.5, min: 5 };
    const fitted = fitText(this.#font, widest, inset(cell, 0.6), size);
    if (fitted?.lines.length !== 1) throw new DoesNotFit(lines.join(''));
    // A label of two characters is spread, as forms do; a space character would be read as one.
    const spacing = [...widest].length === 2 ? fitted.size : 0;
    const text: PlacedText = { box: cell, lines, size: fitted.size, align: 'center', spacing };
    return { role: 'header', box: cell, texts: [text] };
  }

  #data(name: string, value: string, cell: Box, size: { max: number; min: number }): TableCell {
    const mark = value === BLANK || value === OMITTED;
    return {
      role: 'data',
      box: cell,
      texts: [this.#fitted(name, value, inset(cell), mark ? { max: 8.5, min: 6 } : size, 'left')],
    };
  }

  #text(text: string, place: Box, size: { max: number; min: number }, align: PlacedText['align'], spacing = 0) {
    return { ...this.#fitted(text, text, place, size, align), spacing };
  }

  #fitted(
    name: string,
    text: string,
    place: Box,
    size: { max: number; min: number },
    align: PlacedText['align'],
  ): PlacedText {
    const fitted = fitText(this.#font, text, place, size);
    if (fitted === null) throw new DoesNotFit(name);
    return { box: place, ...fitted, align, spacing: 0 };
  }
}

/** A box given in millimetres. */
const box = (x: number, y: number, width: number, height: number): Box => ({
  x: mm(x),
  y: mm(y),
  width: mm(width),
  height: mm(height),
});

const inset = (outer: Box, millimetres = PADDING): Box => ({
  ...outer,
  x: outer.x + mm(millimetres),
  width: outer.width - 2 * mm(millimetres),
});
