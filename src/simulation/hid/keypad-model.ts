import type { HidInfo } from '../../devices/hid/transport.ts';
import type { HidModel } from './bus.ts';

/** The keyboard of HID 1.11, appendix E.6, as report 1, and volume, pause and repeat with a headset switch as report 2. */
const descriptor = Uint8Array.from(
  Buffer.from(
    `0501 0906 A101 8501 0507 19E0 29E7 1500 2501 7501 9508 8102 9501 7508 8103
     9506 7508 1500 2565 0507 1900 2965 8100 C0
     050C 0901 A101 8502 1500 2501 7501 9504 09E9 09EA 09CD 09BC 8102
     050B 0920 9501 8102 9503 8103 C0`.replace(/\s/g, ''),
    'hex',
  ),
);

const keyboard = 0x00010006;

/** A tactile keypad, `/dev/hidraw1` unless said otherwise. */
export const keypadModel = (info: Partial<HidInfo> = {}): HidModel => ({
  info: { path: '/dev/hidraw1', vendor: 0x2047, product: 0x09d0, serial: null, usage: keyboard, ...info },
  descriptor,
  features: new Map(),
});

/** @param keys up to six ids of the page Keyboard/Keypad that are held down */
export const keyReport = (...keys: number[]): Uint8Array =>
  Uint8Array.from([1, 0, 0, ...Array.from({ length: 6 }, (_, index) => keys[index] ?? 0)]);

/** What is pressed or plugged on the other report, by its bits: louder, quieter, pause, repeat, headset. */
export const audioReport = (bits: number): Uint8Array => Uint8Array.of(2, bits);
