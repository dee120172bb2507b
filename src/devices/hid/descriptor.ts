import { done, failed, type Outcome } from '../../outcome.ts';

/**
 * Report descriptors (Device Class Definition for HID 1.11, 6.2.2): a little program that says where in a report what stands.
 * A usage is its page in the upper and its id in the lower 16 bits, as in the specification: 0x000d0042 is the tip switch.
 */

/** One value in a report. */
export interface Field {
  readonly kind: 'input' | 'output' | 'feature';
  /** 0 where reports carry no id. */
  readonly report: number;
  /** Place of its lowest bit, counted from the first bit after the report id. */
  readonly bit: number;
  /** Bits, 1 to 32. */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  /** Usage of the outermost collection around it. */
  readonly application: number;
  /** Number of the innermost collection around it, which tells the fingers apart. */
  readonly collection: number;
  /** `array`: the value is an index into the usages. Else the value belongs to the one usage there is. */
  readonly array: boolean;
  /** First and last of each stretch of usages. */
  readonly usages: readonly (readonly [number, number])[];
}

export interface Descriptor {
  readonly fields: readonly Field[];
  /** Usages of the outermost collections. */
  readonly applications: readonly number[];
  /** Whether the first byte of each report is its id. */
  readonly numbered: boolean;
}

interface Globals {
  readonly page: number;
  readonly min: number;
  readonly max: number;
  readonly rawMax: number;
  readonly size: number;
  readonly count: number;
  readonly report: number;
}

const start: Globals = { page: 0, min: 0, max: 0, rawMax: 0, size: 0, count: 0, report: 0 };

/** More than any device has; what is beyond is rubbish that must not fill the memory. */
const most = { fields: 8_192, stack: 64, collections: 64, bits: 65_536 } as const;

const kinds = { 8: 'input', 9: 'output', 11: 'feature' } as const;

class Malformed extends Error {}

const signed = (value: number, bytes: number): number =>
  bytes === 0 || bytes === 4 ? value | 0 : (value << (32 - 8 * bytes)) >> (32 - 8 * bytes);

class Reader {
  #now = start;
  readonly #stack: Globals[] = [];
  #usages: { value: number; whole: boolean }[][] = [];
  #from: { value: number; whole: boolean } | null = null;
  readonly #open: { readonly number: number; readonly application: number }[] = [];
  #collections = 0;
  readonly #ends = new Map<string, number>();
  readonly fields: Field[] = [];
  readonly applications: number[] = [];

  item(type: number, tag: number, value: number, bytes: number): void {
    if (type === 0) this.#main(tag, value);
    else if (type === 1) this.#global(tag, value, bytes);
    else if (type === 2) this.#local(tag, value, bytes);
  }

  end(): void {
    if (this.#open.length > 0) throw new Malformed(`${this.#open.length} collections are not closed`);
  }

  #global(tag: number, value: number, bytes: number): void {
    const changes: Readonly<Record<number, Partial<Globals>>> = {
      0: { page: value & 0xffff },
      1: { min: signed(value, bytes) },
      2: { max: signed(value, bytes), rawMax: value >>> 0 },
      7: { size: value >>> 0 },
      8: { report: value >>> 0 },
      9: { count: value >>> 0 },
    };
    if (tag === 8 && (value < 1 || value > 255)) throw new Malformed(`report id ${value} is not between 1 and 255`);
    if (tag === 10 && this.#stack.push(this.#now) > most.stack) throw new Malformed('too many pushes');
    if (tag === 11) {
      const before = this.#stack.pop();
      if (before === undefined) throw new Malformed('a pop without a push');
      this.#now = before;
    }
    this.#now = { ...this.#now, ...changes[tag] };
  }

  #local(tag: number, value: number, bytes: number): void {
    const usage = { value: value >>> 0, whole: bytes === 4 };
    if (tag === 0) this.#usages.push([usage, usage]);
    if (tag === 1) this.#from = usage;
    if (tag === 2) {
      if (this.#from === null) throw new Malformed('a last usage without a first');
      this.#usages.push([this.#from, usage]);
      this.#from = null;
    }
    if (this.#usages.length > most.fields) throw new Malformed('too many usages');
  }

  #main(tag: number, value: number): void {
    if (tag === 10) this.#begin();
    else if (tag === 12 && this.#open.pop() === undefined) throw new Malformed('a collection ends that never began');
    else if (tag in kinds) this.#values(kinds[tag as keyof typeof kinds], value);
    this.#usages = [];
    this.#from = null;
  }

  #begin(): void {
    const usage = this.#stretches()[0]?.[0] ?? 0;
    if (this.#open.length === 0) this.applications.push(usage);
    this.#collections += 1;
    this.#open.push({ number: this.#collections, application: this.#open[0]?.application ?? usage });
    if (this.#open.length > most.collections) throw new Malformed('collections are nested too deep');
  }

  /** The page in force at the main item is the page of usages that do not carry their own. */
  #stretches(): (readonly [number, number])[] {
    const full = ({ value, whole }: { value: number; whole: boolean }) =>
      whole ? value : this.#now.page * 0x10000 + (value & 0xffff);
    return this.#usages.map(([first, last]) => [full(first as never), full(last as never)] as const);
  }

  #values(kind: Field['kind'], flags: number): void {
    const { size, count, report, min, max, rawMax } = this.#now;
    const key = `${kind} ${report}`;
    const bit = this.#ends.get(key) ?? 0;
    if (bit + size * count > most.bits) throw new Malformed(`report ${report} is too long`);
    this.#ends.set(key, bit + size * count);
    const isConstant = (flags & 1) !== 0;
    if (isConstant || size === 0) return;
    const usages = this.#stretches();
    if (usages.length === 0) return;
    if (size > 32) throw new Malformed(`a value of report ${report} has ${size} bits`);
    if (this.fields.length + count > most.fields) throw new Malformed('too many values');
    const array = (flags & 2) === 0;
    const place = this.#open.at(-1);
    for (let index = 0; index < count; index += 1) {
      const usage = usageAt(usages, index) ?? usages.at(-1)?.[1] ?? 0;
      this.fields.push({
        kind,
        report,
        bit: bit + index * size,
        size,
        min,
        // Many vendors write 255 in one byte, which is -1 by the letter.
        max: min >= 0 && max < min ? rawMax : max,
        application: place?.application ?? 0,
        collection: place?.number ?? 0,
        array,
        usages: array ? usages : [[usage, usage]],
      });
    }
  }
}

/** The usage at a place of a list of stretches, or null beyond its end. */
export function usageAt(usages: Field['usages'], index: number): number | null {
  let left = index;
  for (const [first, last] of usages) {
    const length = last - first + 1;
    if (left >= 0 && left < length) return first + left;
    left -= Math.max(0, length);
  }
  return null;
}

/** Reads a report descriptor. A wrong one is `malformed`, with a sentence that says where. */
export function parseDescriptor(bytes: Uint8Array): Outcome<Descriptor, 'malformed'> {
  const reader = new Reader();
  let at = 0;
  try {
    while (at < bytes.length) {
      const prefix = bytes[at] as number;
      // A long item (6.2.2.3): its length, its tag, its data. None is defined.
      const long = prefix === 0xfe;
      const length = long ? 2 + (bytes[at + 1] ?? 0) : ([0, 1, 2, 4][prefix & 3] as number);
      if (at + length >= bytes.length && length > 0) throw new Malformed('it is cut off in the middle of an item');
      let value = 0;
      if (!long) for (let index = length; index > 0; index -= 1) value = value * 256 + (bytes[at + index] as number);
      if (!long) reader.item((prefix >> 2) & 3, prefix >> 4, value, length);
      at += 1 + length;
    }
    reader.end();
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return failed('malformed', `The report descriptor is wrong at byte ${at}: ${error.message}.`);
  }
  const { fields, applications } = reader;
  if (fields.length === 0) return failed('malformed', 'The report descriptor describes no value.');
  return done({ fields, applications, numbered: fields.some(({ report }) => report > 0) });
}
