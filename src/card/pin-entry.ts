import { authPinLength } from './jpki-data.ts';

/**
 * The one place where PIN digits are: a buffer of four bytes, filled by key positions and zeroed after use (I7).
 * The screen shows where a key was touched; which digit stands there is known only here.
 */
export class PinEntry {
  readonly #digits = Buffer.alloc(authPinLength);
  #length = 0;
  #entries = 0;
  #fresh = false;

  /** Keys of the pad by position, left to right and top to bottom: 0–8 are 1–9, position 10 is 0. */
  static readonly positions = 12;
  static readonly #digitAt = '123456789-0-';

  get length(): number {
    return this.#length;
  }

  get complete(): boolean {
    return this.#length === authPinLength;
  }

  /** Number of the entry: goes up with the first key of each. */
  get entry(): number {
    return this.#entries;
  }

  /** Adds the digit at a key position (0–11). False when there is no digit or no room for one. */
  press(position: number): boolean {
    const digit = PinEntry.#digitAt.charCodeAt(position);
    if (!(digit >= 0x30) || this.complete) return false;
    if (this.#length === 0) this.#entries += 1;
    this.#digits[this.#length] = digit;
    this.#length += 1;
    this.#fresh = true;
    return true;
  }

  /** Takes the last digit away. */
  back(): void {
    if (this.#length === 0) return;
    this.#length -= 1;
    this.#digits[this.#length] = 0;
  }

  /**
   * Lends the digits to `use` once and zeroes them whatever happens. Null when no person has entered a whole PIN since the
   * last time: an entry serves one VERIFY (I6).
   */
  async spend<T>(use: (pin: Uint8Array) => Promise<T>): Promise<T | null> {
    if (!this.complete || !this.#fresh) return null;
    this.#fresh = false;
    try {
      return await use(this.#digits);
    } finally {
      this.wipe();
    }
  }

  wipe(): void {
    this.#digits.fill(0);
    this.#length = 0;
    this.#fresh = false;
  }

  get wiped(): boolean {
    return this.#length === 0 && this.#digits.every((byte) => byte === 0);
  }
}
