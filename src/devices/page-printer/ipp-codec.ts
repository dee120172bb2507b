/**
 * IPP messages (RFC 8010): attributes in, bytes out, and back. The decoder takes bytes from a network: it checks every
 * length, bounds the depth of collections and answers a broken message with a value.
 */

/** Attribute groups by their delimiter tag (RFC 8010 3.5.1). */
export const GROUP_TAGS = {
  operation: 0x01,
  job: 0x02,
  printer: 0x04,
  unsupported: 0x05,
  subscription: 0x06,
  'event-notification': 0x07,
  resource: 0x08,
  document: 0x09,
} as const;
export type IppGroupName = keyof typeof GROUP_TAGS;

const END_OF_ATTRIBUTES = 0x03;
const LAST_DELIMITER = 0x0f;

/** Value tags of text-like values, all decoded as UTF-8 (RFC 8010 3.5.2). */
const STRING_TAGS = {
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  uriScheme: 0x46,
  charset: 0x47,
  naturalLanguage: 0x48,
  mimeMediaType: 0x49,
} as const;
export type IppStringKind = keyof typeof STRING_TAGS;
const LOCALIZED_TAGS = { textWithLanguage: 0x35, nameWithLanguage: 0x36 } as const;
const NUMBER_TAGS = { integer: 0x21, enum: 0x23 } as const;
const BOOLEAN = 0x22;
const OCTETS = 0x30;
const DATE_TIME = 0x31;
const RESOLUTION = 0x32;
const RANGE = 0x33;
const BEGIN_COLLECTION = 0x34;
const END_COLLECTION = 0x37;
const MEMBER_NAME = 0x4a;
/** Values that stand for the absence of one. */
const OUT_OF_BAND_TAGS = { unsupported: 0x10, unknown: 0x12, noValue: 0x13 } as const;

const MAX_DEPTH = 8;

export type IppValue =
  | { readonly kind: IppStringKind; readonly value: string }
  | { readonly kind: keyof typeof LOCALIZED_TAGS; readonly value: string; readonly language: string }
  | { readonly kind: keyof typeof NUMBER_TAGS; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'octets'; readonly value: Uint8Array }
  /** 11 octets of SNMPv2 DateAndTime (RFC 2579). */
  | { readonly kind: 'dateTime'; readonly value: Uint8Array }
  /** `units`: 3 = dots per inch, 4 = per centimetre. */
  | { readonly kind: 'resolution'; readonly across: number; readonly along: number; readonly units: number }
  | { readonly kind: 'range'; readonly lower: number; readonly upper: number }
  | { readonly kind: 'collection'; readonly members: IppAttributes }
  | { readonly kind: keyof typeof OUT_OF_BAND_TAGS }
  /** A value of a kind this codec does not know, kept as it is. */
  | { readonly kind: 'other'; readonly tag: number; readonly value: Uint8Array };

export type IppAttributes = ReadonlyMap<string, readonly IppValue[]>;

export interface IppGroup {
  readonly name: IppGroupName;
  readonly attributes: IppAttributes;
}

export interface IppMessage {
  readonly version: { readonly major: number; readonly minor: number };
  /** operation-id of a request, status-code of a response. */
  readonly code: number;
  readonly requestId: number;
  readonly groups: readonly IppGroup[];
  /** What follows the attributes: the document of a Send-Document. */
  readonly data: Uint8Array;
}

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

export function encodeIpp({ version, code, requestId, groups, data }: IppMessage): Uint8Array {
  const header = Buffer.alloc(8);
  header.writeUInt8(version.major, 0);
  header.writeUInt8(version.minor, 1);
  header.writeUInt16BE(code, 2);
  header.writeInt32BE(requestId, 4);
  const parts: Uint8Array[] = [header];
  for (const { name, attributes } of groups) {
    parts.push(Uint8Array.of(GROUP_TAGS[name]));
    encodeAttributes(parts, attributes);
  }
  parts.push(Uint8Array.of(END_OF_ATTRIBUTES), data);
  return Buffer.concat(parts);
}

function encodeAttributes(parts: Uint8Array[], attributes: IppAttributes): void {
  for (const [name, values] of attributes) {
    values.forEach((value, i) => {
      encodeValue(parts, i === 0 ? name : '', value);
    });
  }
}

function encodeValue(parts: Uint8Array[], name: string, value: IppValue): void {
  const [tag, bytes] = tagAndBytes(value);
  parts.push(field(tag, name, bytes));
  if (value.kind !== 'collection') return;
  for (const [member, values] of value.members) {
    parts.push(field(MEMBER_NAME, '', Buffer.from(member)));
    for (const memberValue of values) encodeValue(parts, '', memberValue);
  }
  parts.push(field(END_COLLECTION, '', Buffer.alloc(0)));
}

function field(tag: number, name: string, value: Uint8Array): Buffer {
  const nameBytes = Buffer.from(name);
  const bytes = Buffer.alloc(5 + nameBytes.length + value.length);
  bytes.writeUInt8(tag, 0);
  bytes.writeUInt16BE(nameBytes.length, 1);
  nameBytes.copy(bytes, 3);
  bytes.writeUInt16BE(value.length, 3 + nameBytes.length);
  bytes.set(value, 5 + nameBytes.length);
  return bytes;
}

function tagAndBytes(value: IppValue): readonly [tag: number, bytes: Uint8Array] {
  switch (value.kind) {
    case 'integer':
    case 'enum':
      return [NUMBER_TAGS[value.kind], int32(value.value)];
    case 'boolean':
      return [BOOLEAN, Uint8Array.of(value.value ? 1 : 0)];
    case 'octets':
      return [OCTETS, value.value];
    case 'dateTime':
      return [DATE_TIME, value.value];
    case 'resolution':
      return [RESOLUTION, Buffer.concat([int32(value.across), int32(value.along), Uint8Array.of(value.units)])];
    case 'range':
      return [RANGE, Buffer.concat([int32(value.lower), int32(value.upper)])];
    case 'collection':
      return [BEGIN_COLLECTION, Buffer.alloc(0)];
    case 'textWithLanguage':
    case 'nameWithLanguage':
      return [LOCALIZED_TAGS[value.kind], Buffer.concat([counted(value.language), counted(value.value)])];
    case 'unsupported':
    case 'unknown':
    case 'noValue':
      return [OUT_OF_BAND_TAGS[value.kind], Buffer.alloc(0)];
    case 'other':
      return [value.tag, value.value];
    default:
      return [STRING_TAGS[value.kind], Buffer.from(value.value)];
  }
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function counted(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Decodes one message; everything after the end-of-attributes tag is `data`. */
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
