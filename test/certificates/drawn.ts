import { createHash } from 'node:crypto';
import { EmbeddedFont } from '../../src/certificates/paper/embedded-font.ts';
import { PdfFile } from '../../src/certificates/paper/pdf-file.ts';
import { type Dictionary, Keyword, Lexer, type PdfObject } from '../../src/certificates/paper/syntax.ts';

/** What is drawn with, and where: everything on the page that is neither its tags nor its ground. */
type Drawn = readonly string[];

const UNTOLD = new Set(['BDC', 'EMC']);

/**
 * A digest of each page of a PDF, fronts and reverses by turns: outlines of the glyphs, rules, fillings, colours, and pictures,
 * each with its place in hundredths of a point, in the order of the page. The ground and the white that is spared in it are
 * left out. Text alone says nothing of a cell that has moved, nor of a glyph that is another one.
 */
export function drawnPages(pdf: Uint8Array): readonly string[] {
  const file = new PdfFile(pdf);
  const { '/Kids': pages } = Object.fromEntries(file.dictionary(file.root.get('/Pages')));
  return file.array(pages).map((page) => digest(drawnOn(file, file.dictionary(page))));
}

const digest = (parts: Drawn | Uint8Array): string => {
  const hash = createHash('sha256');
  if (parts instanceof Uint8Array) hash.update(parts);
  else for (const part of parts) hash.update(`${part}\n`);
  return hash.digest('hex').slice(0, 16);
};

function drawnOn(file: PdfFile, page: Dictionary): Drawn {
  const resources = file.dictionary(page.get('/Resources'));
  const named = (key: string): Dictionary =>
    resources.has(key) ? file.dictionary(resources.get(key)) : new Map<string, PdfObject>();
  const fonts = new Map([...named('/Font')].map(([name, value]) => [name, new EmbeddedFont(file, value)]));
  const images = new Map([...named('/XObject')].map(([name, value]) => [name, imageOf(file, value)]));
  let font: EmbeddedFont | undefined;
  return blocksOf(file.stream(page.get('/Contents')).data)
    .filter(
      (block) =>
        !block.some(({ operator, operands: [name] }) => operator === 'Do' && images.get(String(name)) === null),
    )
    .flat()
    .filter(({ operator }) => !UNTOLD.has(operator))
    .map(({ operator, operands }) => {
      if (operator === 'Tf') font = fonts.get(String(operands[0]));
      return `${operands.map((operand) => told(operand, font, images)).join(' ')} ${operator}`;
    });
}

interface Operation {
  readonly operator: string;
  readonly operands: readonly PdfObject[];
}

/** The operations of each tagged piece of content. */
function blocksOf(data: Buffer): readonly (readonly Operation[])[] {
  const lexer = new Lexer(data);
  const blocks: Operation[][] = [[]];
  let operands: PdfObject[] = [];
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    if (!(token instanceof Keyword)) {
      operands.push(token);
      continue;
    }
    blocks.at(-1)?.push({ operator: token.word, operands });
    if (token.word === 'EMC') blocks.push([]);
    operands = [];
  }
  return blocks;
}

/** null is the ground, the only compressed one. */
function imageOf(file: PdfFile, value: PdfObject): string | null {
  const image = file.dictionary(value);
  if (image.has('/Filter')) return null;
  return `${image.get('/Width')}x${image.get('/Height')} ${digest(file.stream(value).data)}`;
}

/** Names mean nothing outside the file: fonts and pictures are told by what they draw. */
function told(operand: PdfObject, font: EmbeddedFont | undefined, images: ReadonlyMap<string, string | null>): string {
  if (typeof operand === 'number') return operand.toFixed(2).replace('-0.00', '0.00');
  if (typeof operand === 'string') return images.get(operand) ?? '';
  if (!Buffer.isBuffer(operand) || font === undefined) return '';
  const { tables } = font;
  return Array.from({ length: operand.length / 2 }, (_, i) =>
    digest(tables.outlineOf(operand.readUInt16BE(2 * i))),
  ).join(' ');
}
