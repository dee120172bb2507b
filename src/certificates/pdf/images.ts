import { deflateSync } from 'node:zlib';
import type { Mask } from '../page.ts';
import type { PdfObjects, Ref } from './objects.ts';

/** A mask that is compressed already, to be shared by many documents. */
export interface PreparedMask {
  readonly width: number;
  readonly height: number;
  readonly deflated: Uint8Array;
}

export const prepareMask = ({ width, height, bits }: Mask): PreparedMask => ({
  width,
  height,
  deflated: deflateSync(bits, { level: 9 }),
});

/** The masks of one document; the same one stands in it once. */
export class Images {
  readonly #pdf: PdfObjects;
  readonly #written = new Map<unknown, Ref>();

  constructor(pdf: PdfObjects) {
    this.#pdf = pdf;
  }

  add(mask: Mask | PreparedMask): Ref {
    const key = ('key' in mask ? mask.key : undefined) ?? mask;
    const ref = this.#written.get(key) ?? this.#write(mask);
    this.#written.set(key, ref);
    return ref;
  }

  /** A stencil mask (ISO 32000-1, 8.9.6.2) that paints where its bits are 1. */
  #write(mask: Mask | PreparedMask): Ref {
    const entries = `/Type/XObject/Subtype/Image/ImageMask true/Width ${mask.width}/Height ${mask.height}/BitsPerComponent 1/Decode[1 0]`;
    return 'deflated' in mask
      ? this.#pdf.writeStream(`${entries}/Filter/FlateDecode`, mask.deflated)
      : this.#pdf.writeStream(entries, mask.bits);
  }
}
