import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { getDocument, OPS, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { messageOf } from '../outcome.ts';
import type { Mask } from './page.ts';

/** Dots of a side: more has only the ground of the paper. */
const LARGEST = 1_000;

/** What pdf.js hands out for an image mask: the octets, or the name under which it keeps them. A bit that is 0 is painted. */
interface PaintedMask {
  readonly data: string | Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Square image masks of each page in the order in which they are painted: codes and pictures. A string says why it cannot be read. */
export async function readMasks(pdf: Uint8Array): Promise<readonly (readonly Mask[])[] | string> {
  const task = getDocument({ data: pdf.slice(), verbosity: VerbosityLevel.ERRORS, disableFontFace: true });
  try {
    const document = await task.promise;
    const pages: (readonly Mask[])[] = [];
    for (let number = 1; number <= document.numPages; number++)
      pages.push(await masksOf(await document.getPage(number)));
    return pages;
  } catch (error) {
    return messageOf(error);
  } finally {
    await task.destroy();
  }
}

async function masksOf(page: PDFPageProxy): Promise<readonly Mask[]> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const painted = fnArray.flatMap((operator, i): readonly PaintedMask[] => {
    const [first] = argsArray[i] ?? [];
    if (operator === OPS.paintImageMaskXObjectGroup) return first as readonly PaintedMask[];
    return operator === OPS.paintImageMaskXObject ? [first as PaintedMask] : [];
  });
  const masks = await Promise.all(
    painted
      .filter(({ width, height }) => width === height && width <= LARGEST)
      .map(async ({ data, width, height }) => ({ width, height, bits: blackOf(await octetsOf(page, data), width) })),
  );
  page.cleanup();
  return masks;
}

const octetsOf = (page: PDFPageProxy, data: string | Uint8Array): Promise<Uint8Array> =>
  typeof data === 'string'
    ? new Promise((resolve) => page.objs.get(data, (image: { readonly data: Uint8Array }) => resolve(image.data)))
    : Promise.resolve(data);

/** The same with 1 = black, and nothing in what pads a row. */
function blackOf(octets: Uint8Array, width: number): Uint8Array {
  const row = Math.ceil(width / 8);
  const last = 0xff & (0xff << ((8 - (width % 8)) % 8));
  return octets.map((octet, at) => ~octet & (at % row === row - 1 ? last : 0xff));
}
