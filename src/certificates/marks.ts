/** Printed where the register holds nothing. */
export const blank = '【空欄】';
/** Printed where the resident did not ask for the item. */
export const omitted = '【省略】';

/** A picture of the register, e.g. of a seal: square, one bit a dot, 1 = black, each row in words of 32 bits from the left. */
export interface Impression {
  /** Length of a side. */
  readonly millimetres: number;
  /** Dots of a side. */
  readonly dots: number;
  /** Unsigned words, ceil(dots / 32) for each row. */
  readonly words: readonly number[];
}

/** Rows of bits from the top, each padded to whole octets, 1 = black. */
export function bitsOf({ dots, words }: Impression): Uint8Array {
  const row = Math.ceil(dots / 8);
  const inWords = Math.ceil(dots / 32);
  return Uint8Array.from({ length: row * dots }, (_, at) => {
    const [line, octet] = [Math.floor(at / row), at % row];
    return ((words[line * inWords + (octet >> 2)] ?? 0) >>> (24 - 8 * (octet & 3))) & 0xff;
  });
}
