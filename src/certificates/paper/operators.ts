import type { ContentReader, Matrix } from './content.ts';
import { demand, type PdfObject } from './syntax.ts';

interface Operator {
  readonly operands: number;
  readonly run: (reader: ContentReader, operands: PdfObject[]) => void;
}

const plain = (run: (reader: ContentReader) => void): Operator => ({ operands: 0, run });
const numeric = (operands: number, run: (reader: ContentReader, numbers: number[]) => void): Operator => ({
  operands,
  run: (reader, values) => {
    demand(
      values.every((value) => typeof value === 'number'),
      'an operand is no number',
    );
    run(reader, values as number[]);
  },
});
const nothing = (): void => {};

/** Every operator there may be (ISO 32000-1, annex A). Clipping, text rendering modes, states, forms and shadings are not among them. */
export const operators: ReadonlyMap<string, Operator> = new Map([
  ['q', plain((reader) => reader.save())],
  ['Q', plain((reader) => reader.restore())],
  ['cm', numeric(6, (reader, matrix) => reader.transform(matrix))],
  ['g', numeric(1, (reader, parts) => reader.fillColour(parts))],
  ['rg', numeric(3, (reader, parts) => reader.fillColour(parts))],
  ['G', numeric(1, nothing)],
  ['RG', numeric(3, nothing)],
  ['w', numeric(1, (reader, [width = 0]) => reader.lineWidth(width))],
  ['re', numeric(4, (reader, area) => reader.rectangle(area as [number, number, number, number]))],
  ['m', numeric(2, (reader) => reader.line())],
  ['l', numeric(2, (reader) => reader.line())],
  ['f', plain((reader) => reader.fill())],
  ['S', plain((reader) => reader.endPath())],
  ['Do', { operands: 1, run: (reader, [image = null]) => reader.image(image) }],
  ['BDC', { operands: 2, run: (reader, [tag = null, properties = null]) => reader.begin(tag, properties) }],
  ['EMC', plain((reader) => reader.end())],
  ['BT', plain((reader) => reader.beginText())],
  ['ET', plain((reader) => reader.endText())],
  ['Tf', { operands: 2, run: (reader, [font = null, size = null]) => reader.font(font, Number(size)) }],
  ['Tc', numeric(1, (reader, [spacing = 0]) => reader.spacing(spacing))],
  ['Tm', numeric(6, (reader, matrix) => reader.textMatrix(matrix as unknown as Matrix))],
  ['Tj', { operands: 1, run: (reader, [string = null]) => reader.show(string) }],
]);
