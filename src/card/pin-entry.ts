import { keypads } from '../keypads.ts';
import { type KeyName, pins } from './jpki-data.ts';
import { mixed, type Random } from './mixed-keys.ts';

/** What a person entered and confirmed: the PIN that is proved, and the value a PIN is to get. */
export type PinSlot = 'current' | 'fresh';

/** What is entered: a PIN of the card, the code of a member of staff, or the pick-up number on a slip for the register. */
export type EntryName = KeyName | 'staff' | 'pickup';

const lengths: Readonly<Record<EntryName, { readonly minLength: number; readonly maxLength: number }>> = {
  auth: pins.auth,
  sign: pins.sign,
  staff: { minLength: 4, maxLength: 8 },
  pickup: { minLength: 4, maxLength: 4 },
};

const longest = Math.max(...Object.values(lengths).map(({ maxLength }) => maxLength));

/** Bytes of one secret that are overwritten when they are no longer needed; outside V8's heap, where nothing moves them. */
class Secret {
  readonly #bytes = Buffer.from(new ArrayBuffer(longest));
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  push(byte: number): void {
    this.#bytes[this.#length] = byte;
    this.#length += 1;
  }

  pop(): void {
    if (this.#length === 0) return;
    this.#length -= 1;
    this.#bytes[this.#length] = 0;
  }

  take(other: Secret): void {
    this.wipe();
    for (const byte of other.bytes) this.push(byte);
    other.wipe();
  }

  equals(other: Secret): boolean {
    return this.#length === other.#length && this.#bytes.equals(other.#bytes);
  }

  wipe(): void {
    this.#bytes.fill(0);
    this.#length = 0;
  }

  get wiped(): boolean {
    return this.#length === 0 && this.#bytes.every((byte) => byte === 0);
  }
}

/**
 * The one place where PIN characters are: buffers that are filled by key positions and zeroed after use (I7). The screen
 * shows where a key was touched; which character stands there is known only here.
 */
export class PinEntry {
  readonly #entry = new Secret();
  readonly #random: Random;
  readonly #kept: Readonly<Record<PinSlot, Secret>> = { current: new Secret(), fresh: new Secret() };
  #pin: EntryName = 'auth';
  #entries = 0;
  #persons = false;
  /** How the digits of this entry lie for whoever wants them mixed; null until somebody does. */
  #mixed: string | null = null;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Begins an entry of this PIN: empties the field and lays out its keys. What was kept stays. */
  ask(pin: EntryName): void {
    this.#entry.wipe();
    this.#pin = pin;
    this.#persons = false;
    this.#mixed = null;
  }

  get length(): number {
    return this.#entry.length;
  }

  get complete(): boolean {
    return this.#entry.length >= lengths[this.#pin].minLength;
  }

  /** Number of the entry: goes up with the first key of each. */
  get entry(): number {
    return this.#entries;
  }

  /** Characters by position, as they are shown; `digits` mixed are laid out anew for each entry, and only where there is nothing else. */
  keys(digits: 'in order' | 'mixed'): string {
    const { keys } = keypads[this.#pin];
    if (digits === 'in order' || this.#pin !== 'auth') return keys;
    this.#mixed ??= mixed(keys, this.#random);
    return this.#mixed;
  }

  /** Adds the character at a key position, as the keys are shown. False when there is none or no room for one. */
  press(position: number, digits: 'in order' | 'mixed' = 'in order'): boolean {
    const code = this.keys(digits).charCodeAt(position);
    if (!(code > 0x20) || this.#entry.length === lengths[this.#pin].maxLength) return false;
    if (this.#entry.length === 0) this.#entries += 1;
    this.#entry.push(code);
    this.#persons = true;
    return true;
  }

  /** Takes the last character away. */
  back(): void {
    this.#entry.pop();
  }

  /** Puts a whole entry aside for `spend`; false when a person has not entered one. */
  keep(slot: PinSlot): boolean {
    if (!this.complete || !this.#persons) return false;
    this.#persons = false;
    this.#kept[slot].take(this.#entry);
    return true;
  }

  /** Whether the entry says the same as the kept value; the entry is gone afterwards. */
  repeats(slot: PinSlot): boolean {
    const same = this.#entry.equals(this.#kept[slot]);
    this.#entry.wipe();
    return same;
  }

  /** Lends what was kept to a look that keeps nothing, e.g. the rules for weak PINs. */
  look<T>(slot: PinSlot, at: (value: Uint8Array) => T): T {
    return at(this.#kept[slot].bytes);
  }

  drop(slot: PinSlot): void {
    this.#kept[slot].wipe();
  }

  /**
   * Lends a kept PIN to `use` once and zeroes it whatever happens. Null when none is kept: an entry serves one VERIFY (I6).
   */
  async spend<T>(slot: PinSlot, use: (pin: Uint8Array) => Promise<T>): Promise<T | null> {
    const secret = this.#kept[slot];
    if (secret.length === 0) return null;
    // Moved out of the slot before it is used, so that nothing can spend it a second time meanwhile.
    const lent = new Secret();
    lent.take(secret);
    try {
      return await use(lent.bytes);
    } finally {
      lent.wipe();
    }
  }

  wipe(): void {
    this.#entry.wipe();
    this.#kept.current.wipe();
    this.#kept.fresh.wipe();
    this.#persons = false;
  }

  get wiped(): boolean {
    return this.#entry.wiped && this.#kept.current.wiped && this.#kept.fresh.wiped;
  }
}
