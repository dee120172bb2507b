import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pictureText } from '../codes/printed.ts';
import { createCodeReader, type Pixels } from '../codes/read-codes.ts';
import type { Picture } from './paper/content.ts';
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

async function sorted(drawn: readonly Picture[]): Promise<Pick<PaperPage, 'codes' | 'pictures'>> {
  const read = await Promise.all(drawn.map(async (picture) => ({ picture, said: await readCodes(pixelsOf(picture)) })));
  return {
    codes: read.flatMap(({ said }) => said),
    pictures: read.flatMap(({ picture: { bits, width }, said }) =>
      said.length === 0 ? [pictureText(width, bits)] : [],
    ),
  };
}

/** Pixels of a dot, and dots of white around: what a reader of codes needs. */
const SCALE = 3;
const QUIET = 4;

function pixelsOf({ bits, width, height }: Picture): Pixels {
  const side = (dots: number): number => (dots + 2 * QUIET) * SCALE;
  const row = Math.ceil(width / 8);
  const [across, down] = [side(width), side(height)];
  const data = new Uint8ClampedArray(across * down * 4).fill(0xff);
  for (let at = 0; at < across * down; at++) {
    const [x, y] = [Math.floor((at % across) / SCALE) - QUIET, Math.floor(at / across / SCALE) - QUIET];
    const within = x >= 0 && x < width && y >= 0 && y < height;
    if (within && ((bits[y * row + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0) data.fill(0, at * 4, at * 4 + 3);
  }
  return { data, width: across, height: down };
}
