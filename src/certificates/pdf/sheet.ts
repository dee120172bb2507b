import type { Box, Mask, PageItem, Sheet, TableCell } from '../page.ts';
import { mm } from '../page.ts';
import type { Colour, Content } from './content.ts';
import type { PreparedMask } from './images.ts';
import type { Element } from './structure.ts';

const INK: Colour = 1;
const HEADER_TINT: Colour = [0.933, 0.933, 0.918];
const SEAL_RED: Colour = [0.702, 0.149, 0.118];
const DOTS_PER_INCH = 600;
/** Modules left white around a code (ISO/IEC 18004, 5.3.8). */
const QUIET_ZONE = 4;

type Item<K extends PageItem['kind']> = Extract<PageItem, { readonly kind: K }>;

/** Paints a sheet, its ground before everything else, and says what there is to read. */
export function drawSheet({ items }: Sheet, content: Content, ground: () => PreparedMask): Element {
  if (items.some(({ kind }) => kind === 'ground')) {
    const codes = items.filter((item): item is Item<'mask'> => item.kind === 'mask');
    content.artifact(() => drawGround(content, ground(), codes.map(quietZone)));
  }
  return { type: 'Sect', kids: items.flatMap((item) => drawItem(content, item)) };
}

function drawItem(content: Content, item: PageItem): Element[] {
  switch (item.kind) {
    case 'heading':
      return [{ type: 'H1', kids: [content.tagged('H1', () => content.text(item.text))] }];
    case 'paragraph':
      return [{ type: 'P', kids: [content.tagged('P', () => content.text(item.text))] }];
    case 'table':
      content.artifact(() => drawRules(content, item.rows.flat()));
      return [drawTable(content, item)];
    case 'line':
      content.artifact(() => content.line(item.width, item.from, item.to));
      return [];
    case 'tint':
      content.artifact(() => inColour(content, item.black, () => content.fill(item.box)));
      return [];
    case 'screen':
      content.artifact(() => content.mask(screen(item.box, item.dot), item.box));
      return [];
    case 'seal':
      return [drawSeal(content, item)];
    case 'mask':
      content.artifact(() => content.mask(item.image, item.box));
      return [];
    case 'ground':
      return [];
  }
}

function inColour(content: Content, colour: Colour, paint: () => void): void {
  content.fillColour(colour);
  content.strokeColour(colour);
  paint();
  content.fillColour(INK);
  content.strokeColour(INK);
}

/** The ground meets the printer's dots from the upper left corner on; the codes stand on white. */
function drawGround(content: Content, ground: PreparedMask, codes: readonly Box[]): void {
  const size = { width: points(ground.width), height: points(ground.height) };
  content.mask(ground, { x: 0, y: 0, ...size });
  if (codes.length > 0) inColour(content, 0, () => content.fill(...codes));
}

function quietZone({ box, image }: Item<'mask'>): Box {
  const margin = { x: (QUIET_ZONE * box.width) / image.width, y: (QUIET_ZONE * box.height) / image.height };
  return {
    x: box.x - margin.x,
    y: box.y - margin.y,
    width: box.width + 2 * margin.x,
    height: box.height + 2 * margin.y,
  };
}

function drawTable(content: Content, { rows }: Item<'table'>): Element {
  const cell = ({ role, texts }: TableCell): Element => {
    const type = role === 'header' ? 'TH' : 'TD';
    return { type, kids: texts.map((text) => content.tagged(type, () => content.text(text))) };
  };
  return { type: 'Table', kids: rows.map((row) => ({ type: 'TR', kids: row.map(cell) })) };
}

/** Tints of the labels, hairlines between the cells, and a stronger frame around the table. */
function drawRules(content: Content, cells: readonly TableCell[]): void {
  const headers = cells.filter(({ role }) => role === 'header').map(({ box }) => box);
  if (headers.length > 0) inColour(content, HEADER_TINT, () => content.fill(...headers));
  content.stroke(0.4, ...cells.map(({ box }) => box));
  const x = Math.min(...cells.map(({ box }) => box.x));
  const y = Math.min(...cells.map(({ box }) => box.y));
  const right = Math.max(...cells.map(({ box }) => box.x + box.width));
  const bottom = Math.max(...cells.map(({ box }) => box.y + box.height));
  content.stroke(1.1, { x, y, width: right - x, height: bottom - y });
}

/** The square seal (公印): its characters in columns from the right, and a band that says it is a sample. */
function drawSeal(content: Content, { box, characters, caption }: Item<'seal'>): Element {
  const gap = mm(1);
  const band = mm(4);
  const inner = { x: box.x + gap, y: box.y + gap, width: box.width - 2 * gap, height: box.height - 2 * gap - band };
  const columns = Math.ceil(Math.sqrt(characters.length));
  const rows = Math.ceil(characters.length / columns);
  const cell = { width: inner.width / columns, height: inner.height / rows };
  const write = (text: string, at: Box, size: number): void =>
    content.text({ box: at, lines: [text], size, align: 'center', spacing: 0 });
  const mark = content.tagged('Figure', () =>
    inColour(content, SEAL_RED, () => {
      content.stroke(1.8, box);
      content.stroke(0.6, inner);
      characters.forEach((character, i) => {
        const x = inner.x + inner.width - cell.width * (Math.floor(i / rows) + 1);
        const y = inner.y + cell.height * (i % rows);
        write(character, { x, y, ...cell }, Math.min(cell.width, cell.height) * 0.86);
      });
      write(caption, { ...inner, y: inner.y + inner.height, height: band + gap * 0.6 }, 8);
    }),
  );
  return { type: 'Figure', alternative: `${characters.join('')} ${caption}`, kids: [mark] };
}

const points = (dots: number): number => (dots * 72) / DOTS_PER_INCH;

/** A square of `dot` × `dot` printer dots in every 4 `dot`: drawn at full size every bit meets one dot of the printer. */
function screen(box: Box, dot: number): Mask {
  const [width, height] = [box.width, box.height].map((length) => Math.round((length * DOTS_PER_INCH) / 72)) as [
    number,
    number,
  ];
  const row = Math.ceil(width / 8);
  const bits = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) {
    if (y % (4 * dot) >= dot) continue;
    for (let x = 0; x < width; x++) {
      const octet = y * row + (x >> 3);
      if (x % (4 * dot) < dot) bits[octet] = (bits[octet] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return { width, height, bits };
}
