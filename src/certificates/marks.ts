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
