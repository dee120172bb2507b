import type { EmbeddedFont } from './embedded-font.ts';
import { GROUND } from './ground.ts';
import { operators } from './operators.ts';
import { demand, Keyword, Lexer, type PdfObject } from './syntax.ts';

/** The text of one piece of tagged content, in the order of the page. */
export interface Mark {
  readonly tag: string;
  readonly text: string;
}

/** A picture in black: rows from the top, each begun on a new octet, the leftmost dot in its highest bit; 1 = black. */
export interface Picture {
  /** In dots. */
  readonly width: number;
  readonly height: number;
  readonly bits: Buffer;
}

/** One on a page. */
export interface DrawnPicture extends Picture {
  /** Points of its longer side. */
  readonly side: number;
}

export interface Content {
  readonly marks: readonly Mark[];
  /** In the order of the page, without its ground. */
  readonly pictures: readonly DrawnPicture[];
  /** Whether the copy-evident ground lies under the whole page. */
  readonly grounded: boolean;
}

/** What a page's content may name. */
export interface Resources {
  readonly fonts: ReadonlyMap<string, EmbeddedFont>;
  readonly images: ReadonlyMap<string, Picture | typeof GROUND>;
}

/** Points upwards from the lower left corner of the page. */
interface Area {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

export type Matrix = readonly [number, number, number, number, number, number];

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
const NO_PLACE = { x: 0, y: 0 };
/** The middle of a line of text, in em from its baseline: this must lie on the page, uncovered. */
const MIDDLE = { bottom: 0.1, top: 0.6 } as const;
/** Sizes of text, and greatest width of lines, in points. */
const SMALLEST = 4;
const LARGEST = 40;
const WIDEST_LINE = 2;
/** Greatest part of white in the colour of text. */
const LIGHTEST = 0.5;

interface GraphicsState {
  matrix: Matrix;
  /** Part of white in the colour of fillings, 0 to 1. */
  light: number;
}

/** Reads the content of a page of this size: whatever could hide, cover or change text is unreadable. */
export const readContent = (data: Buffer, resources: Resources, width: number, height: number): Content =>
  new ContentReader(resources, { left: 0, bottom: 0, right: width, top: height }).read(data);

/** What the operators do. */
export class ContentReader {
  readonly #resources: Resources;
  readonly #page: Area;
  readonly #marks: Mark[] = [];
  readonly #pictures: DrawnPicture[] = [];
  #grounded = false;
  readonly #ids = new Set<number>();
  /** Lines of text, and pictures. */
  readonly #drawn: Area[] = [];
  readonly #saved: GraphicsState[] = [];
  #state: GraphicsState = { matrix: IDENTITY, light: 0 };
  #path: Area[] = [];
  /** Whether the path has parts that are no rectangles. */
  #lined = false;
  #open: { readonly tag: string | null; text: string } | null = null;
  #inText = false;
  #font: EmbeddedFont | null = null;
  #size = 0;
  #spacing = 0;
  #place: { x: number; readonly y: number } = NO_PLACE;

  constructor(resources: Resources, page: Area) {
    this.#resources = resources;
    this.#page = page;
  }

  read(data: Buffer): Content {
    const lexer = new Lexer(data);
    let operands: PdfObject[] = [];
    for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
      if (token instanceof Keyword) {
        const operator = operators.get(token.word);
        demand(operator !== undefined && operands.length === operator.operands, `operator ${name(token.word)}`);
        operator.run(this, operands);
        operands = [];
      } else {
        operands.push(token);
      }
    }
    const closed = operands.length === 0 && this.#open === null && !this.#inText && this.#saved.length === 0;
    demand(closed, 'the content breaks off');
    return { marks: this.#marks, pictures: this.#pictures, grounded: this.#grounded };
  }

  save(): void {
    demand(!this.#inText, 'q in text');
    this.#saved.push({ ...this.#state });
  }

  restore(): void {
    const state = this.#saved.pop();
    demand(state !== undefined && !this.#inText, 'Q without q');
    this.#state = state;
  }

  transform(matrix: readonly number[]): void {
    demand(this.#state.matrix === IDENTITY && matrix[1] === 0 && matrix[2] === 0, 'more than one plain matrix');
    this.#state.matrix = matrix as unknown as Matrix;
  }

  fillColour(parts: readonly number[]): void {
    demand(
      parts.every((part) => part >= 0 && part <= 1),
      'a colour is wrong',
    );
    this.#state.light = parts.reduce((sum, part) => sum + part, 0) / parts.length;
  }

  rectangle([x, y, width, height]: readonly [number, number, number, number]): void {
    this.#untransformed();
    demand(width >= 0 && height >= 0, 'a rectangle is turned');
    this.#path.push({ left: x, bottom: y, right: x + width, top: y + height });
  }

  line(): void {
    this.#untransformed();
    this.#lined = true;
  }

  fill(): void {
    demand(!this.#lined, 'a shape is filled');
    for (const area of this.#path) this.#cover(area);
    this.endPath();
  }

  endPath(): void {
    this.#path = [];
    this.#lined = false;
  }

  lineWidth(width: number): void {
    demand(width <= WIDEST_LINE, 'a line is too wide');
  }

  image(name: PdfObject): void {
    const image = typeof name === 'string' ? this.#resources.images.get(name) : undefined;
    demand(image !== undefined, 'an image is of another kind');
    demand(this.#state.light <= LIGHTEST, 'an image is too light');
    const [width, , , height, x, y] = this.#state.matrix;
    demand(width > 0 && height > 0, 'an image is turned');
    const area = { left: x, bottom: y, right: x + width, top: y + height };
    this.#cover(area);
    if ('bits' in image) this.#draw(area, image);
    else this.#lay(area);
  }

  #draw(area: Area, image: Picture): void {
    const { right, top } = this.#page;
    const inside = area.left >= 0 && area.bottom >= 0 && area.right <= right && area.top <= top;
    demand(inside, 'an image is beyond the page');
    this.#drawn.push(area);
    const [wide, high] = [area.right - area.left, area.top - area.bottom];
    demand(Math.abs(wide / image.width - high / image.height) < 0.001, 'an image is stretched');
    this.#pictures.push({ ...image, side: Math.max(wide, high) });
  }

  /** Dot for dot of a 600 dpi printer from the upper left corner, which is a fraction of a dot more than the page. */
  #lay({ left, bottom, right, top }: Area): void {
    const size = { width: (GROUND.width * 72) / 600, height: (GROUND.height * 72) / 600 };
    const laid = [left, right - size.width, top - this.#page.top, top - bottom - size.height];
    demand(
      !this.#grounded && laid.every((off) => Math.abs(off) < 0.01),
      'the ground does not meet the dots of the printer',
    );
    this.#grounded = true;
  }

  begin(tag: PdfObject, properties: PdfObject): void {
    demand(this.#open === null && typeof tag === 'string' && properties instanceof Map, 'BDC in BDC');
    const id = properties.get('/MCID');
    if (tag === '/Artifact') {
      demand(properties.size === 1 && properties.get('/Type') === '/Layout', 'an artifact is of another kind');
    } else {
      // /ActualText would be read in place of what is printed.
      demand(properties.size === 1 && typeof id === 'number' && !this.#ids.has(id), 'marked content is not numbered');
      this.#ids.add(id);
    }
    this.#open = { tag: tag === '/Artifact' ? null : tag.slice(1), text: '' };
  }

  end(): void {
    demand(this.#open !== null && !this.#inText, 'EMC without BDC');
    const { tag, text } = this.#open;
    if (tag !== null) this.#marks.push({ tag, text });
    this.#open = null;
  }

  beginText(): void {
    demand(!this.#inText, 'BT in text');
    this.#untransformed();
    this.#inText = true;
    this.#place = NO_PLACE;
  }

  endText(): void {
    demand(this.#inText, 'ET without BT');
    this.#inText = false;
  }

  font(font: PdfObject, size: number): void {
    demand(typeof font === 'string', 'Tf without a font');
    this.#font = this.#resources.fonts.get(font) ?? null;
    demand(size >= SMALLEST && size <= LARGEST, 'a size of text is wrong');
    this.#size = size;
  }

  spacing(spacing: number): void {
    demand(spacing >= 0, 'text is spaced backwards');
    this.#spacing = spacing;
  }

  textMatrix([a, b, c, d, x, y]: Matrix): void {
    demand(a === 1 && b === 0 && c === 0 && d === 1, 'text is turned or stretched');
    this.#place = { x, y };
  }

  show(string: PdfObject): void {
    demand(this.#inText && this.#font !== null, 'text without a font');
    demand(Buffer.isBuffer(string) && string.length % 2 === 0, 'text of another kind');
    demand(this.#open !== null && this.#open.tag !== null, 'text that is not tagged');
    demand(this.#state.light <= LIGHTEST, 'text that is too light');
    const { x, y } = this.#place;
    for (let at = 0; at < string.length; at += 2) {
      const cid = string.readUInt16BE(at);
      this.#font.shown.add(cid);
      this.#open.text += this.#font.textOf(cid);
      this.#place.x += (this.#font.widthOf(cid) * this.#size) / 1000 + this.#spacing;
    }
    this.#write({ left: x, bottom: y, right: this.#place.x - this.#spacing, top: y });
  }

  #write(baseline: Area): void {
    const { left, right, bottom, top } = this.#page;
    const line = {
      ...baseline,
      bottom: baseline.bottom + MIDDLE.bottom * this.#size,
      top: baseline.top + MIDDLE.top * this.#size,
    };
    // A hundredth: places are rounded.
    const inside = line.left >= left && line.right <= right + 0.01 && line.bottom >= bottom && line.top <= top;
    demand(inside, 'text beyond the page');
    this.#cover(line);
    this.#drawn.push(line);
  }

  #cover(area: Area): void {
    demand(!this.#drawn.some((drawn) => overlap(drawn, area)), 'text or a picture is covered');
  }

  #untransformed(): void {
    demand(this.#state.matrix === IDENTITY, 'a transformation');
  }
}

const overlap = (one: Area, other: Area): boolean =>
  one.left < other.right && other.left < one.right && one.bottom < other.top && other.bottom < one.top;

/** An operator may be named in a fault; anything longer could be text. */
const name = (word: string): string => (/^[A-Za-z0-9*'"]{1,3}$/.test(word) ? word : '?');
