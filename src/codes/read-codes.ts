import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';

/** Rows from the top, four octets a pixel: red, green, blue, opacity. A browser's ImageData is one. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Texts of all QR codes in a picture, which is a PNG or JPEG file or pixels; a scan unless said otherwise. */
export type CodeReader = (picture: Uint8Array | Pixels, manner?: keyof typeof MANNERS) => Promise<readonly string[]>;

/** What to look for: a code may stand anywhere in a scan; in what was drawn the code is the picture, upright and sharp. */
const MANNERS = {
  scan: { tryHarder: true, maxNumberOfSymbols: 255 },
  drawing: {
    isPure: true,
    binarizer: 'FixedThreshold',
    tryHarder: false,
    tryRotate: false,
    tryInvert: false,
    tryDownscale: false,
    maxNumberOfSymbols: 1,
  },
} as const satisfies Record<string, ReaderOptions>;

/** @param wasm the library's `zxing_reader.wasm`, which it would otherwise fetch from the network */
export function createCodeReader(wasm: ArrayBuffer): CodeReader {
  prepareZXingModule({ overrides: { wasmBinary: wasm } });
  return async (picture, manner = 'scan') => {
    const found = await readBarcodes(picture as Parameters<typeof readBarcodes>[0], {
      formats: ['QRCode'],
      ...MANNERS[manner],
    });
    return found.filter(({ isValid }) => isValid).map(({ text }) => text);
  };
}
