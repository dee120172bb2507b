import type { KeyName } from './port.ts';

/** `headset`: on while one is plugged in. `headset-in` and `headset-out`: pads that press a key when it is plugged or pulled. */
export type KeyMeaning = KeyName | 'headset' | 'headset-in' | 'headset-out';

/** Meanings by usage, page in the upper and id in the lower 16 bits. */
export type KeyMap = ReadonlyMap<number, KeyMeaning>;

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;
const row = (first: number): (readonly [number, KeyMeaning])[] => digits.map((digit, index) => [first + index, digit]);

/** HID Usage Tables 1.5: Keyboard/Keypad (0x07), Telephony (0x0B), Consumer (0x0C). */
export const defaultKeyMap: KeyMap = new Map<number, KeyMeaning>([
  ...row(0x0007001e),
  ...row(0x00070059),
  [0x00070028, 'enter'],
  [0x00070058, 'enter'],
  [0x0007002a, 'clear'],
  [0x00070029, 'cancel'],
  [0x0007003a, 'voice'],
  [0x000b0020, 'headset'],
  [0x000c00bc, 'repeat'],
  [0x000c00cd, 'pause'],
  [0x000c00e9, 'louder'],
  [0x000c00ea, 'quieter'],
]);

/** `07:59` as a usage: page and id, hexadecimal. */
export const usageOf = (text: string): number => {
  const [page = '', id = ''] = text.split(':');
  return Number.parseInt(page, 16) * 0x10000 + Number.parseInt(id, 16);
};
