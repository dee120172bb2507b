import type { IppAttributes, IppGroup, IppMessage, IppValue } from './ipp-codec.ts';
import {
  BEGIN_COLLECTION,
  BOOLEAN,
  DATE_TIME,
  END_COLLECTION,
  END_OF_ATTRIBUTES,
  GROUP_TAGS,
  LOCALIZED_TAGS,
  MEMBER_NAME,
  NUMBER_TAGS,
  OCTETS,
  OUT_OF_BAND_TAGS,
  RANGE,
  RESOLUTION,
  STRING_TAGS,
} from './ipp-codec.ts';

/** Tags up to here delimit groups; those above are values (RFC 8010 3.5). */
const LAST_DELIMITER = 0x0f;
const MAX_DEPTH = 8;

/** `at` is the offset of the byte that could not be read. */
export type IppDecoded =
  | { readonly ok: true; readonly message: IppMessage }
  | { readonly ok: false; readonly reason: string; readonly at: number };

const reversed = <K extends string>(table: Readonly<Record<K, number>>): ReadonlyMap<number, K> =>
  new Map((Object.entries(table) as [K, number][]).map(([kind, tag]) => [tag, kind]));
const GROUPS = reversed(GROUP_TAGS);
const STRINGS = reversed(STRING_TAGS);
const LOCALIZED = reversed(LOCALIZED_TAGS);
const NUMBERS = reversed(NUMBER_TAGS);
const OUT_OF_BAND = reversed(OUT_OF_BAND_TAGS);

const utf8 = new TextDecoder();

/**
 * Decodes one message; everything after the end-of-attributes tag is `data`. The bytes come from a network: every length
 * is checked, the depth of collections is bounded, and a broken message is a value.
 */
export function decodeIpp(bytes: Uint8Array): IppDecoded {
  const reader = new Reader(bytes);
  try {
    return { ok: true, message: reader.message() };
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, reason: error.message, at: reader.at };
    throw error;
  }
}

/** Thrown and caught inside this file only. */
class Malformed extends Error {}

interface Field {
  readonly tag: number;
  readonly name: string;
  readonly value: Uint8Array;
}

class Reader {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  message(): IppMessage {
    const version = { major: this.#uint8(), minor: this.#uint8() };
    const code = this.#uint16();
    const requestId = this.#view.getInt32(this.#take(4));
    const groups: IppGroup[] = [];
    for (;;) {
      const tag = this.#uint8();
      if (tag === END_OF_ATTRIBUTES) break;
      if (tag > LAST_DELIMITER) throw new Malformed('attribute outside a group');
      const attributes = this.#attributes();
      const name = GROUPS.get(tag);
      // RFC 8010 3.5.1: groups of an unknown kind are skipped.
      if (name !== undefined) groups.push({ name, attributes });
    }
    return { version, code, requestId, groups, data: this.#bytes.subarray(this.at) };
  }

  /** Attributes up to the next delimiter. */
  #attributes(): IppAttributes {
    const attributes = new Map<string, IppValue[]>();
    let values: IppValue[] | null = null;
    while (this.#peek() > LAST_DELIMITER) {
      const next = this.#field();
      if (next.name !== '') {
        if (attributes.has(next.name)) throw new Malformed(`attribute ${next.name} twice in one group`);
        values = [];
        attributes.set(next.name, values);
      }
      if (values === null) throw new Malformed('additional value without an attribute');
      values.push(this.#value(next, 0));
    }
    return attributes;
  }

  #value({ tag, value }: Field, depth: number): IppValue {
    if (tag === BEGIN_COLLECTION) return { kind: 'collection', members: this.#collection(depth + 1) };
    if (tag === END_COLLECTION || tag === MEMBER_NAME) throw new Malformed('member outside a collection');
    return this.#scalar(tag, value);
  }

  /** Members after a begCollection value, through its endCollection (RFC 8010 3.1.6). */
  #collection(depth: number): IppAttributes {
    if (depth > MAX_DEPTH) throw new Malformed(`collections nested deeper than ${MAX_DEPTH}`);
    const members = new Map<string, IppValue[]>();
    let values: IppValue[] | null = null;
    for (;;) {
      if (this.#peek() <= LAST_DELIMITER) throw new Malformed('collection without an end');
      const next = this.#field();
      if (next.tag === END_COLLECTION) return members;
      if (next.tag === MEMBER_NAME) {
        values = [];
        members.set(utf8.decode(next.value), values);
      } else {
        if (values === null) throw new Malformed('member value without a name');
        values.push(this.#value(next, depth));
      }
    }
  }

  #scalar(tag: number, value: Uint8Array): IppValue {
    const string = STRINGS.get(tag);
    if (string !== undefined) return { kind: string, value: utf8.decode(value) };
    const number = NUMBERS.get(tag);
    if (number !== undefined) return { kind: number, value: viewOf(value, 4).getInt32(0) };
    const outOfBand = OUT_OF_BAND.get(tag);
    if (outOfBand !== undefined) return { kind: outOfBand };
    const localized = LOCALIZED.get(tag);
    if (localized !== undefined) return { kind: localized, ...localizedText(value) };
    switch (tag) {
      case BOOLEAN:
        return { kind: 'boolean', value: viewOf(value, 1).getUint8(0) !== 0 };
      case OCTETS:
        return { kind: 'octets', value };
      case DATE_TIME:
        viewOf(value, 11);
        return { kind: 'dateTime', value };
      case RESOLUTION: {
        const view = viewOf(value, 9);
        return { kind: 'resolution', across: view.getInt32(0), along: view.getInt32(4), units: view.getUint8(8) };
      }
      case RANGE: {
        const view = viewOf(value, 8);
        return { kind: 'range', lower: view.getInt32(0), upper: view.getInt32(4) };
      }
      default:
        return { kind: 'other', tag, value };
    }
  }

  #field(): Field {
    const tag = this.#uint8();
    const name = utf8.decode(this.#counted());
    return { tag, name, value: this.#counted() };
  }

  #counted(): Uint8Array {
    const length = this.#uint16();
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  #uint16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  #uint8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  #peek(): number {
    if (this.at >= this.#bytes.length) throw new Malformed('message ends early');
    return this.#view.getUint8(this.at);
  }

  #take(length: number): number {
    if (this.at + length > this.#bytes.length) throw new Malformed('message ends early');
    const start = this.at;
    this.at += length;
    return start;
  }
}

function viewOf(value: Uint8Array, length: number): DataView {
  if (value.length !== length) throw new Malformed(`value of ${value.length} octets where ${length} belong`);
  return new DataView(value.buffer, value.byteOffset, length);
}

/** Language and text, each with a length of two octets before it. */
function localizedText(value: Uint8Array): { language: string; value: string } {
  const parts: string[] = [];
  let at = 0;
  for (let i = 0; i < 2; i++) {
    if (at + 2 > value.length) throw new Malformed('text with language ends early');
    const length = ((value[at] ?? 0) << 8) | (value[at + 1] ?? 0);
    if (at + 2 + length > value.length) throw new Malformed('text with language ends early');
    parts.push(utf8.decode(value.subarray(at + 2, at + 2 + length)));
    at += 2 + length;
  }
  const [language = '', text = ''] = parts;
  return { language, value: text };
}
