/** What stands on a printed slip. Lengths are dots (8 to the millimetre), 576 across the printable area. */
export interface Slip {
  /** Everything that was interpreted, first byte to cut. */
  readonly bytes: Uint8Array;
  readonly elements: readonly SlipElement[];
  /** The slip as plain text, one column for each half-width character. */
  readonly text: string;
  /** Commands the printer did not know, in hex. */
  readonly unknown: readonly string[];
}

export type SlipElement =
  | { readonly kind: 'line'; readonly height: number; readonly runs: readonly SlipRun[] }
  | SlipImage
  | SlipBarcode;

/** A native barcode. */
export interface SlipBarcode {
  readonly kind: 'barcode';
  readonly x: number;
  /** With the line of text below it, where there is one. */
  readonly height: number;
  /** As it was sent. */
  readonly data: string;
  /** Of CODE128: widths of bars and spaces by turns, in dots; null for other symbologies, whose bars this printer does not draw. */
  readonly bars: { readonly widths: readonly number[]; readonly height: number; readonly text: string | null } | null;
}

/** One bit to a dot, rows padded to octets, most significant bit left, 1 = black. */
export interface SlipImage {
  readonly kind: 'image';
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly bits: Uint8Array;
}

/** Text in one style. `x` is its left edge. */
export interface SlipRun {
  readonly text: string;
  readonly x: number;
  readonly style: TextStyle;
}

export interface TextStyle {
  readonly bold: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
  /** Multiples of the normal character, 1 to 8. */
  readonly across: number;
  readonly down: number;
  /** Set in a single-byte code page: every character is one cell wide, ruled lines too. */
  readonly narrow: boolean;
}

export const PAPER_WIDTH = 576;
/** Width of a half-width character, and height of every character. */
export const CELL = 12;
export const CELL_HEIGHT = 24;

/** Cells of a character: as many as its octets in Shift_JIS. */
export function cellsOf(character: string, { narrow }: TextStyle): number {
  const code = character.codePointAt(0) ?? 0;
  const single = code < 0x80 || code === 0xa5 || code === 0x203e || (code >= 0xff61 && code <= 0xff9f);
  return narrow || single ? 1 : 2;
}

/** Dots from the left to the right edge of a run. */
export const widthOf = ({ text, style }: SlipRun): number =>
  [...text].reduce((sum, character) => sum + cellsOf(character, style) * CELL * style.across, 0);

/** Lines as monospaced text: every character in the column that its left edge is in. */
export function plainText(elements: readonly SlipElement[]): string {
  const lines = elements.map((element) => {
    if (element.kind === 'image') return `[${element.width} x ${element.height}]`;
    if (element.kind === 'barcode') return `[${element.data}]`;
    return lineText(element.runs);
  });
  return lines.join('\n');
}

function lineText(runs: readonly SlipRun[]): string {
  const columns: string[] = [];
  for (const { text, x, style } of runs) {
    let column = Math.round(x / CELL);
    for (const character of text) {
      const cells = cellsOf(character, style) * style.across;
      columns[column] = character;
      // The rest of a wide character's cells hold nothing of their own.
      for (let i = 1; i < cells; i++) columns[column + i] = '';
      column += cells;
    }
  }
  return Array.from(columns, (character) => character ?? ' ')
    .join('')
    .trimEnd();
}
