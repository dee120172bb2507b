/** The few kinds of CBOR items (RFC 8949) that a signed code is made of. Integers up to 2³² − 1, and down to −2³². */
export type Cbor = number | string | Uint8Array | readonly Cbor[] | ReadonlyMap<number, Cbor> | Tagged;

export interface Tagged {
  readonly tag: number;
  readonly value: Cbor;
}

const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, tag: 6 } as const;
/** Items within items, at most. */
const DEPTH = 8;

/** Core deterministic encoding (RFC 8949, 4.2.1), except that a map's keys stand as they were put in: the caller's in order. */
export const encodeCbor = (item: Cbor): Uint8Array => Uint8Array.from(octetsOf(item));

function octetsOf(item: Cbor): readonly number[] {
  if (typeof item === 'number') return item < 0 ? head(MAJOR.negative, -1 - item) : head(MAJOR.unsigned, item);
  if (typeof item === 'string') {
    const text = new TextEncoder().encode(item);
    return [...head(MAJOR.text, text.length), ...text];
  }
  if (item instanceof Uint8Array) return [...head(MAJOR.bytes, item.length), ...item];
  if (item instanceof Map)
    return [
      ...head(MAJOR.map, item.size),
      ...[...item].flatMap(([key, value]) => [...octetsOf(key), ...octetsOf(value)]),
    ];
  if (isTagged(item)) return [...head(MAJOR.tag, item.tag), ...octetsOf(item.value)];
  const items = item as readonly Cbor[];
  return [...head(MAJOR.array, items.length), ...items.flatMap(octetsOf)];
}

export const isTagged = (item: Cbor): item is Tagged => typeof item === 'object' && 'tag' in item;

/** Initial octet and argument, in as few octets as hold it. */
function head(major: number, argument: number): readonly number[] {
  const first = major << 5;
  if (argument < 24) return [first | argument];
  if (argument < 2 ** 8) return [first | 24, argument];
  if (argument < 2 ** 16) return [first | 25, argument >> 8, argument & 0xff];
  return [first | 26, argument >>> 24, (argument >> 16) & 0xff, (argument >> 8) & 0xff, argument & 0xff];
}

/**
 * Reads one item that fills all of `bytes`. null for anything else, and for whatever {@link encodeCbor} would have written
 * otherwise: a signed thing has one form only.
 */
export function decodeCbor(bytes: Uint8Array): Cbor | null {
  try {
    const reader = new Reader(bytes);
    const item = reader.item(DEPTH);
    const again = encodeCbor(item);
    return again.length === bytes.length && again.every((octet, i) => octet === bytes[i]) ? item : null;
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

/** Thrown and caught inside this file only. */
class Malformed extends Error {}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  item(depth: number): Cbor {
    if (depth === 0) throw new Malformed();
    const [first = 0] = this.#take(1);
    const argument = this.#argument(first & 31);
    switch (first >> 5) {
      case MAJOR.unsigned:
        return argument;
      case MAJOR.negative:
        return -1 - argument;
      case MAJOR.bytes:
        return this.#take(argument).slice();
      case MAJOR.text:
        return this.#text(argument);
      case MAJOR.array:
        return this.#times(argument, () => this.item(depth - 1));
      case MAJOR.map:
        return this.#map(argument, depth);
      case MAJOR.tag:
        return { tag: argument, value: this.item(depth - 1) };
      default:
        throw new Malformed();
    }
  }

  #map(size: number, depth: number): ReadonlyMap<number, Cbor> {
    const entries = this.#times(size, (): [number, Cbor] => {
      const key = this.item(1);
      if (typeof key !== 'number') throw new Malformed();
      return [key, this.item(depth - 1)];
    });
    return new Map(entries);
  }

  #times<T>(count: number, read: () => T): T[] {
    // An item has an octet at least: what claims more is not begun.
    if (count > this.#bytes.length) throw new Malformed();
    return Array.from({ length: count }, read);
  }

  #text(length: number): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.#take(length));
    } catch {
      throw new Malformed();
    }
  }

  #argument(info: number): number {
    if (info < 24) return info;
    if (info > 26) throw new Malformed();
    return this.#take(2 ** (info - 24)).reduce((sum, octet) => sum * 256 + octet, 0);
  }

  #take(count: number): Uint8Array {
    const end = this.#at + count;
    if (end > this.#bytes.length) throw new Malformed();
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}
