/** Keys for entering a PIN: characters by position, left to right and top to bottom; a space is a place without a key. */
export const keypads = {
  /** Three to a row, as on a telephone. The last place is the key that takes a digit back. */
  auth: { keys: '123456789 0', columns: 3, places: 4 },
  /** Ten to a row, in the order of the alphabet, which more people can find their way in than a typewriter's. */
  sign: { keys: '1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ', columns: 10, places: 16 },
  /** The code of a member of staff. */
  staff: { keys: '123456789 0', columns: 3, places: 8 },
  /** The pick-up number (引換番号) on a slip for the register. */
  pickup: { keys: '123456789 0', columns: 3, places: 4 },
} as const;
