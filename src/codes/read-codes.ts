import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** Rows from the top, four octets a pixel: red, green, blue, opacity. A browser's ImageData is one. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Texts of all QR codes in a picture, which is a PNG or JPEG file or pixels. */
export type CodeReader = (picture: Uint8Array | Pixels) => Promise<readonly string[]>;

/** @param wasm the library's `zxing_reader.wasm`, which it would otherwise fetch from the network */
export function createCodeReader(wasm: ArrayBuffer): CodeReader {
  prepareZXingModule({ overrides: { wasmBinary: wasm } });
  return async (picture) => {
    const found = await readBarcodes(picture as Parameters<typeof readBarcodes>[0], {
      formats: ['QRCode'],
      tryHarder: true,
      maxNumberOfSymbols: 255,
    });
    return found.filter(({ isValid }) => isValid).map(({ text }) => text);
  };
}
