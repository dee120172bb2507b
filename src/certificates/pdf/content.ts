import type { Mask } from '../page.ts';
import { A4, type Box, LEADING, type PlacedText, type Point } from '../page.ts';
import type { EmbeddedFont } from './embedded-font.ts';
import type { Images, PreparedMask } from './images.ts';
import { number, type Ref, to } from './objects.ts';

/** Red, green and blue from 0 to 1, or black from 0 (white) to 1. */
export type Colour = readonly [number, number, number] | number;

/** Height of an ideograph's box above the baseline, in em. */
const ABOVE_BASELINE = 0.88;

/**
 * The content stream of one page (ISO 32000-1, 7.8.2). Places are given as on the sheet, from its upper left corner. Everything
 * painted is either tagged, and then numbered, or an artifact.
 */
export class Content {
  readonly #operators: string[] = [];
  readonly #font: EmbeddedFont;
  readonly #images: Images;
  readonly #shown = new Set<Ref>();
  #marks = 0;

  constructor(font: EmbeddedFont, images: Images) {
    this.#font = font;
    this.#images = images;
  }

  /** The number of the marked content, for the structure tree. */
  tagged(tag: string, paint: () => void): number {
    const id = this.#marks++;
    this.#operators.push(`/${tag}<</MCID ${id}>>BDC`);
    paint();
    this.#operators.push('EMC');
    return id;
  }

  artifact(paint: () => void): void {
    this.#operators.push('/Artifact<</Type/Layout>>BDC');
    paint();
    this.#operators.push('EMC');
  }

  fillColour(colour: Colour): void {
    this.#operators.push(typeof colour === 'number' ? `${number(1 - colour)} g` : `${colour.map(number).join(' ')} rg`);
  }

  strokeColour(colour: Colour): void {
    this.#operators.push(typeof colour === 'number' ? `${number(1 - colour)} G` : `${colour.map(number).join(' ')} RG`);
  }

  fill(...boxes: readonly Box[]): void {
    this.#operators.push(...boxes.map(rectangle), 'f');
  }

  stroke(width: number, ...boxes: readonly Box[]): void {
    this.#operators.push(`${number(width)} w`, ...boxes.map(rectangle), 'S');
  }

  line(width: number, from: Point, to: Point): void {
    this.#operators.push(`${number(width)} w ${point(from)} m ${point(to)} l S`);
  }

  /** Stretches a mask to the box, in the colour of fillings. */
  mask(mask: Mask | PreparedMask, box: Box): void {
    const image = this.#images.add(mask);
    this.#shown.add(image);
    const { x, y, width, height } = box;
    const matrix = [width, 0, 0, height, x, A4.height - y - height].map(number).join(' ');
    this.#operators.push(`q ${matrix} cm/X${image} Do Q`);
  }

  text({ box, lines, size, align, spacing }: PlacedText): void {
    const height = size * (1 + (lines.length - 1) * LEADING);
    const top = box.y + (box.height - height) / 2;
    this.#operators.push(`BT/F ${number(size)} Tf ${number(spacing)} Tc`);
    lines.forEach((line, i) => {
      const { string, width, characters } = this.#font.encode(line);
      const room = box.width - width * size - spacing * (characters - 1);
      const x = box.x + (align === 'left' ? 0 : align === 'center' ? room / 2 : room);
      const y = top + size * (ABOVE_BASELINE + i * LEADING);
      this.#operators.push(`1 0 0 1 ${point({ x, y })} Tm${string}Tj`);
    });
    this.#operators.push('ET');
  }

  /** The operators, and the resources they name. */
  finish(font: Ref): { readonly operators: string; readonly resources: string } {
    const images = Array.from(this.#shown, (ref) => `/X${ref} ${to(ref)}`);
    const objects = images.length === 0 ? '' : `/XObject<<${images.join('')}>>`;
    return { operators: this.#operators.join('\n'), resources: `<</Font<</F ${to(font)}>>${objects}>>` };
  }
}

const point = ({ x, y }: Point): string => `${number(x)} ${number(A4.height - y)}`;

const rectangle = ({ x, y, width, height }: Box): string =>
  `${number(x)} ${number(A4.height - y - height)} ${number(width)} ${number(height)} re`;
