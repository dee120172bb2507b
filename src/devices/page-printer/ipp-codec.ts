/** IPP messages (RFC 8010): their shape, the tags they are written with, and the encoder. */

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

export const END_OF_ATTRIBUTES = 0x03;

/** Value tags of text-like values, all decoded as UTF-8 (RFC 8010 3.5.2). */
export const STRING_TAGS = {
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
export const LOCALIZED_TAGS = { textWithLanguage: 0x35, nameWithLanguage: 0x36 } as const;
export const NUMBER_TAGS = { integer: 0x21, enum: 0x23 } as const;
export const BOOLEAN = 0x22;
export const OCTETS = 0x30;
export const DATE_TIME = 0x31;
export const RESOLUTION = 0x32;
export const RANGE = 0x33;
export const BEGIN_COLLECTION = 0x34;
export const END_COLLECTION = 0x37;
export const MEMBER_NAME = 0x4a;
/** Values that stand for the absence of one. */
export const OUT_OF_BAND_TAGS = { unsupported: 0x10, unknown: 0x12, noValue: 0x13 } as const;

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
