import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pictureText } from '../codes/printed.ts';
import { createCodeReader, type Pixels } from '../codes/read-codes.ts';
import type { Mask } from './page.ts';
import type { PageText } from './paper-text.ts';

/** A page as a reader with a scanner sees it. */
export interface PaperPage extends PageText {
  /** Texts of the QR codes on it. */
  readonly codes: readonly string[];
  /** The other square pictures, as {@link pictureText} writes them. */
  readonly pictures: readonly string[];
}

/** Reads QR codes in pictures with code that shares nothing with what draws them. */
export const readCodes = createCodeReader(
  Uint8Array.from(readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))).buffer,
);

/** Reads what the square pictures of each page say. */
export const withCodes = (pages: readonly PageText[]): Promise<readonly PaperPage[]> =>
  Promise.all(pages.map(async (page) => ({ ...page, ...(await sorted(masksOf(page))) })));

const masksOf = ({ images }: PageText): readonly Mask[] =>
  images.flatMap(({ bits, height, width }) => (bits !== null && width === height ? [{ bits, height, width }] : []));

async function sorted(masks: readonly Mask[]): Promise<Pick<PaperPage, 'codes' | 'pictures'>> {
  const read = await Promise.all(masks.map(async (mask) => ({ mask, said: await readCodes(pixelsOf(mask)) })));
  return {
    codes: read.flatMap(({ said }) => said),
    pictures: read.flatMap(({ mask, said }) => (said.length === 0 ? [pictureText(mask.width, mask.bits)] : [])),
  };
}

/** Pixels of a dot, and dots of white around: what a reader of codes needs. */
const SCALE = 3;
const QUIET = 4;

function pixelsOf({ bits, width, height }: Mask): Pixels {
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
