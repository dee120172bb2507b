import type { Descriptor, Field } from './descriptor.ts';

/** Values in and out of reports: little endian, lowest bit first (HID 1.11, 8). */

/** A report without its id. */
export interface Report {
  readonly id: number;
  readonly body: Uint8Array;
}

/** A report as it is read from the device. Null when it is empty. */
export function splitReport({ numbered }: Descriptor, bytes: Uint8Array): Report | null {
  if (bytes.length === 0) return null;
  return numbered ? { id: bytes[0] as number, body: bytes.subarray(1) } : { id: 0, body: bytes };
}

/** The value of a field, with its sign; null when the report is too short for it. */
export function readValue({ bit, size, min }: Field, body: Uint8Array): number | null {
  if (bit + size > body.length * 8) return null;
  let value = 0;
  for (let index = size - 1; index >= 0; index -= 1) {
    const place = bit + index;
    value = value * 2 + (((body[place >> 3] as number) >> (place & 7)) & 1);
  }
  return min < 0 && value >= 2 ** (size - 1) ? value - 2 ** size : value;
}

/** Writes a value into a report. What does not fit is cut off. */
export function putValue({ bit, size }: Field, body: Uint8Array, value: number): void {
  let rest = value < 0 ? value + 2 ** size : value;
  for (let place = bit; place < bit + size && place < body.length * 8; place += 1) {
    const mask = 1 << (place & 7);
    body[place >> 3] = rest % 2 === 1 ? (body[place >> 3] as number) | mask : (body[place >> 3] as number) & ~mask;
    rest = Math.floor(rest / 2);
  }
}

/** Bytes of the longest report with this id, without the id. */
export function bodyLength({ fields }: Descriptor, kind: Field['kind'], id: number): number {
  const ends = fields.filter((field) => field.kind === kind && field.report === id).map(({ bit, size }) => bit + size);
  return Math.ceil(Math.max(0, ...ends) / 8);
}
