import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pictureText } from '../codes/printed.ts';
import { createCodeReader, type Pixels } from '../codes/read-codes.ts';
import type { DrawnPicture, Picture } from './paper/content.ts';
import type { PageText } from './paper-text.ts';

/** A page as a reader with a scanner sees it. */
export interface PaperPage extends Omit<PageText, 'pictures'> {
  /** Texts of the QR codes on it. */
  readonly codes: readonly string[];
  /** The other pictures, which are square, as {@link pictureText} writes them. */
  readonly pictures: readonly string[];
}

/** Reads QR codes in pictures with code that shares nothing with what draws them. */
export const readCodes = createCodeReader(
  Uint8Array.from(readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))).buffer,
);

/** Reads what the pictures of each page say. */
export const withCodes = (pages: readonly PageText[]): Promise<readonly PaperPage[]> =>
  Promise.all(pages.map(async (page) => ({ ...page, ...(await sorted(page.pictures)) })));

async function sorted(drawn: readonly DrawnPicture[]): Promise<Pick<PaperPage, 'codes' | 'pictures'>> {
  const read = await Promise.all(
    drawn.map(async (picture) => ({ picture, said: await readCodes(pixelsOf(picture), 'drawing') })),
  );
  return {
    codes: read.flatMap(({ said }) => said),
    pictures: read.flatMap(({ picture: { bits, side, width }, said }) =>
      said.length === 0 ? [pictureText((side * 25.4) / 72, width, bits)] : [],
    ),
  };
}

/** Dots of white around a code: what its reader needs. */
const QUIET = 4;
/** Pixels, the same whichever octet comes first; the reader does not look at their opacity. */
const WHITE = 0xffffffff;
const BLACK = 0;

/** A pixel for each dot. */
function pixelsOf({ bits, width, height }: Picture): Pixels {
  const row = Math.ceil(width / 8);
  const [across, down] = [width + 2 * QUIET, height + 2 * QUIET];
  const pixels = new Uint32Array(across * down).fill(WHITE);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const black = ((bits[y * row + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
      if (black) pixels[(y + QUIET) * across + x + QUIET] = BLACK;
    }
  return { data: new Uint8ClampedArray(pixels.buffer), width: across, height: down };
}
