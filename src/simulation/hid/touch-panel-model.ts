import type { HidInfo } from '../../devices/hid/transport.ts';
import type { HidModel } from './bus.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));

/** Tip switch and confidence, 6 bits of padding, contact id, X and Y 0 to 4095, width and height 0 to 4095. */
const finger = `0922 A102 0942 0947 1500 2501 7501 9502 8102 9506 8103
  0951 257F 7508 9501 8102 0501 0930 26FF0F 7510 8102 0931 8102 050D 0948 8102 0949 8102 C0`;

/** A panel of two fingers a report that knows ten: more than two come in hybrid mode. */
const descriptor = bytesOf(`050D 0904 A101 8501 ${finger} ${finger}
  0956 27FFFF0000 7510 9501 8102 0954 257F 7508 8102
  8502 0955 250A B102
  C0
  050D 090E A101 8503 0922 A102 0952 1500 250A 7508 9501 B102 C0 C0`);

const touchScreen = 0x000d0004;

/** A finger on the model's glass. */
export interface ModelFinger {
  readonly id: number;
  readonly tip: boolean;
  /** 0 to 4095. */
  readonly x: number;
  readonly y: number;
  readonly confident?: boolean;
  /** 0 to 4095. */
  readonly width?: number;
}

/** A touch panel, `/dev/hidraw0` unless said otherwise. */
export const touchPanelModel = (info: Partial<HidInfo> = {}): HidModel => ({
  info: { path: '/dev/hidraw0', vendor: 0x0eef, product: 0x0001, serial: 'SN1', usage: touchScreen, ...info },
  descriptor,
  features: new Map([
    [2, Uint8Array.of(10)],
    [3, Uint8Array.of(0)],
  ]),
});

/** The reports of one frame: one for each two fingers, with the number of fingers in the first. */
export function touchReports(fingers: readonly ModelFinger[], scanTime: number): Uint8Array[] {
  const reports = Math.max(1, Math.ceil(fingers.length / 2));
  return Array.from({ length: reports }, (_, number) => {
    const bytes = Buffer.alloc(24);
    bytes[0] = 1;
    fingers.slice(number * 2, number * 2 + 2).forEach(({ id, tip, x, y, confident = true, width = 60 }, index) => {
      const at = 1 + index * 10;
      bytes[at] = (tip ? 1 : 0) | (confident ? 2 : 0);
      bytes[at + 1] = id;
      [x, y, width, width].forEach((value, place) => {
        bytes.writeUInt16LE(value, at + 2 + place * 2);
      });
    });
    bytes.writeUInt16LE(scanTime & 0xffff, 21);
    bytes[23] = number === 0 ? fingers.length : 0;
    return new Uint8Array(bytes);
  });
}
