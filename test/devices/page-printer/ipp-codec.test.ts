import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributes, boolean, enumeration, integer, string } from '../../../src/devices/page-printer/ipp.ts';
import type { IppMessage, IppValue } from '../../../src/devices/page-printer/ipp-codec.ts';
import { encodeIpp, GROUP_TAGS } from '../../../src/devices/page-printer/ipp-codec.ts';
import { decodeIpp } from '../../../src/devices/page-printer/ipp-decoder.ts';

/** Octets as RFC 8010 prints them: hex numbers, and words in quotes for themselves. */
const octets = (text: string): Uint8Array =>
  Buffer.concat(
    [...text.matchAll(/"([^"]*)"|0x([0-9a-f]+)/gi)].map(([, word, hex]) =>
      word === undefined ? Buffer.from(hex ?? '', 'hex') : Buffer.from(word),
    ),
  );

const PREAMBLE = `0x01 0x47 0x0012 "attributes-charset" 0x0005 "utf-8"
  0x48 0x001b "attributes-natural-language" 0x0005 "en-us"`;
const PRINTER_URI = '0x45 0x000b "printer-uri" 0x002c "ipp://printer.example.com/ipp/print/pinetree"';

const preamble = {
  'attributes-charset': string('charset', 'utf-8'),
  'attributes-natural-language': string('naturalLanguage', 'en-us'),
};
const printerUri = { 'printer-uri': string('uri', 'ipp://printer.example.com/ipp/print/pinetree') };
const version = { major: 1, minor: 1 };
const NO_DATA = Buffer.alloc(0);

/** The examples of RFC 8010 appendix A that use different features. */
const VECTORS: readonly (readonly [name: string, bytes: Uint8Array, message: IppMessage])[] = [
  [
    'A.1 Print-Job request',
    octets(`0x0101 0x0002 0x00000001 ${PREAMBLE} ${PRINTER_URI}
      0x42 0x0008 "job-name" 0x0006 "foobar"
      0x22 0x0016 "ipp-attribute-fidelity" 0x0001 0x01
      0x02 0x21 0x0006 "copies" 0x0004 0x00000014
      0x44 0x0005 "sides" 0x0013 "two-sided-long-edge"
      0x03 "%!PDF..."`),
    {
      version,
      code: 0x0002,
      requestId: 1,
      groups: [
        {
          name: 'operation',
          attributes: attributes({
            ...preamble,
            ...printerUri,
            'job-name': string('name', 'foobar'),
            'ipp-attribute-fidelity': boolean(true),
          }),
        },
        {
          name: 'job',
          attributes: attributes({ copies: integer(20), sides: string('keyword', 'two-sided-long-edge') }),
        },
      ],
      data: Buffer.from('%!PDF...'),
    },
  ],
  [
    'A.2 Print-Job response',
    octets(`0x0101 0x0000 0x00000001 ${PREAMBLE}
      0x41 0x000e "status-message" 0x000d "successful-ok"
      0x02 0x21 0x0006 "job-id" 0x0004 0x00000093
      0x45 0x0007 "job-uri" 0x0030 "ipp://printer.example.com/ipp/print/pinetree/147"
      0x23 0x0009 "job-state" 0x0004 0x00000003 0x03`),
    {
      version,
      code: 0,
      requestId: 1,
      groups: [
        {
          name: 'operation',
          attributes: attributes({ ...preamble, 'status-message': string('text', 'successful-ok') }),
        },
        {
          name: 'job',
          attributes: attributes({
            'job-id': integer(147),
            'job-uri': string('uri', 'ipp://printer.example.com/ipp/print/pinetree/147'),
            'job-state': enumeration(3),
          }),
        },
      ],
      data: NO_DATA,
    },
  ],
  [
    'A.3 Print-Job response (failure), unsupported attributes',
    octets(`0x0101 0x040b 0x00000001 ${PREAMBLE}
      0x41 0x000e "status-message" 0x002f "client-error-attributes-or-values-not-supported"
      0x05 0x21 0x0006 "copies" 0x0004 0x00000014
      0x10 0x0005 "sides" 0x0000 0x03`),
    {
      version,
      code: 0x040b,
      requestId: 1,
      groups: [
        {
          name: 'operation',
          attributes: attributes({
            ...preamble,
            'status-message': string('text', 'client-error-attributes-or-values-not-supported'),
          }),
        },
        { name: 'unsupported', attributes: attributes({ copies: integer(20), sides: { kind: 'unsupported' } }) },
      ],
      data: NO_DATA,
    },
  ],
  [
    'A.7 Create-Job request with a collection',
    octets(`0x0101 0x0005 0x00000001 ${PREAMBLE} ${PRINTER_URI}
      0x34 0x0009 "media-col" 0x0000
      0x4a 0x0000 0x000a "media-size" 0x34 0x0000 0x0000
      0x4a 0x0000 0x000b "x-dimension" 0x21 0x0000 0x0004 0x00005208
      0x4a 0x0000 0x000b "y-dimension" 0x21 0x0000 0x0004 0x00007404
      0x37 0x0000 0x0000
      0x4a 0x0000 0x000a "media-type" 0x44 0x0000 0x000a "stationery"
      0x37 0x0000 0x0000 0x03`),
    {
      version,
      code: 0x0005,
      requestId: 1,
      groups: [
        {
          name: 'operation',
          attributes: attributes({
            ...preamble,
            ...printerUri,
            'media-col': {
              kind: 'collection',
              members: attributes({
                'media-size': {
                  kind: 'collection',
                  members: attributes({ 'x-dimension': integer(21000), 'y-dimension': integer(29700) }),
                },
                'media-type': string('keyword', 'stationery'),
              }),
            },
          }),
        },
      ],
      data: NO_DATA,
    },
  ],
  [
    'A.9 Get-Jobs response: several groups, a name with its language',
    octets(`0x0101 0x0000 0x0000007b ${PREAMBLE}
      0x02 0x21 0x0006 "job-id" 0x0004 0x00000093
      0x36 0x0008 "job-name" 0x000c 0x0005 "fr-ca" 0x0003 "fou"
      0x02
      0x02 0x21 0x0006 "job-id" 0x0004 0x00000095
      0x36 0x0008 "job-name" 0x0012 0x0005 "de-CH" 0x0009 "isch guet" 0x03`),
    {
      version,
      code: 0,
      requestId: 0x7b,
      groups: [
        { name: 'operation', attributes: attributes(preamble) },
        {
          name: 'job',
          attributes: attributes({
            'job-id': integer(147),
            'job-name': { kind: 'nameWithLanguage', language: 'fr-ca', value: 'fou' },
          }),
        },
        { name: 'job', attributes: attributes({}) },
        {
          name: 'job',
          attributes: attributes({
            'job-id': integer(149),
            'job-name': { kind: 'nameWithLanguage', language: 'de-CH', value: 'isch guet' },
          }),
        },
      ],
      data: NO_DATA,
    },
  ],
];

describe('the examples of RFC 8010 appendix A', () => {
  it.each(VECTORS)('%s is written octet for octet', (_, bytes, message) => {
    expect(Buffer.from(encodeIpp(message)).equals(bytes)).toBe(true);
  });

  it.each(VECTORS)('%s is read', (_, bytes, message) => {
    expect(decodeIpp(bytes)).toEqual({ ok: true, message });
  });

  it.each(VECTORS)('%s cut anywhere before its end is malformed, and says where', (_, bytes, message) => {
    for (let length = 0; length < bytes.length - message.data.length; length++) {
      expect(decodeIpp(bytes.subarray(0, length))).toMatchObject({ ok: false, at: expect.any(Number) });
    }
  });
});

const int32 = fc.integer({ min: -0x80000000, max: 0x7fffffff });
const octetsOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((b) => Buffer.from(b));
const word = fc
  .string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
  .filter((text) => Buffer.from(text).toString() === text);

const { value: anyValue } = fc.letrec<{ value: IppValue; members: ReadonlyMap<string, readonly IppValue[]> }>(
  (tie) => ({
    value: fc.oneof(
      { depthSize: 'small', maxDepth: 5 },
      fc.record({ kind: fc.constantFrom('integer', 'enum'), value: int32 }),
      fc.record({ kind: fc.constant('boolean'), value: fc.boolean() }),
      fc.record({ kind: fc.constantFrom('text', 'name', 'keyword', 'uri', 'charset', 'mimeMediaType'), value: word }),
      fc.record({ kind: fc.constantFrom('textWithLanguage', 'nameWithLanguage'), language: word, value: word }),
      fc.record({ kind: fc.constant('octets'), value: octetsOf(5) }),
      fc.record({ kind: fc.constant('dateTime'), value: octetsOf(11) }),
      fc.record({ kind: fc.constant('range'), lower: int32, upper: int32 }),
      fc.record({ kind: fc.constant('resolution'), across: int32, along: int32, units: fc.constantFrom(3, 4) }),
      fc.record({ kind: fc.constantFrom('unsupported', 'unknown', 'noValue') }),
      fc.record({ kind: fc.constant('collection'), members: tie('members') }),
    ) as fc.Arbitrary<IppValue>,
    members: fc
      .array(fc.tuple(word, fc.array(tie('value'), { minLength: 1, maxLength: 3 })), { maxLength: 4 })
      .map((list) => new Map(list)),
  }),
);

const anyMessage: fc.Arbitrary<IppMessage> = fc.record({
  version: fc.record({ major: fc.constantFrom(1, 2), minor: fc.constantFrom(0, 1) }),
  code: fc.integer({ min: 0, max: 0xffff }),
  requestId: int32,
  groups: fc.array(
    fc.record({
      name: fc.constantFrom(...(Object.keys(GROUP_TAGS) as (keyof typeof GROUP_TAGS)[])),
      attributes: fc
        .array(fc.tuple(word, fc.array(anyValue, { minLength: 1, maxLength: 3 })), { maxLength: 6 })
        .map((list) => new Map(list)),
    }),
    { maxLength: 4 },
  ),
  data: fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
});

describe('any message', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(decodeIpp(Buffer.from(encodeIpp(message)))).toEqual({ ok: true, message });
      }),
    );
  });

  it('with octets changed, or of octets alone, is an answer and never an exception', () => {
    const [, template] = VECTORS[0] ?? [];
    const changed = fc
      .array(fc.tuple(fc.nat((template?.length ?? 1) - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
      .map((changes) => {
        const bytes = Buffer.from(template ?? []);
        for (const [at, octet] of changes) bytes[at] = octet;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        const decoded = decodeIpp(bytes);
        expect(typeof decoded.ok).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('malformed messages', () => {
  const header = '0x0101 0x0000 0x00000001';
  it.each([
    ['an attribute before any group', `${header} 0x21 0x0001 "a" 0x0004 0x00000001 0x03`, 'outside a group'],
    ['a second value without a first', `${header} 0x01 0x21 0x0000 0x0004 0x00000001 0x03`, 'without an attribute'],
    ['an integer of three octets', `${header} 0x01 0x21 0x0001 "a" 0x0003 0x000001 0x03`, '3 octets where 4 belong'],
    ['an attribute twice', `${header} 0x01 0x22 0x0001 "a" 0x0001 0x01 0x22 0x0001 "a" 0x0001 0x01 0x03`, 'twice'],
    ['a collection without an end', `${header} 0x01 0x34 0x0001 "a" 0x0000 0x03`, 'without an end'],
    ['a member outside a collection', `${header} 0x01 0x4a 0x0001 "a" 0x0001 "b" 0x03`, 'outside a collection'],
    [
      'a member value without a name',
      `${header} 0x01 0x34 0x0001 "a" 0x0000 0x22 0x0000 0x0001 0x01 0x03`,
      'without a name',
    ],
    ['a language longer than its value', `${header} 0x01 0x36 0x0001 "a" 0x0003 0x0009 "x" 0x03`, 'ends early'],
    [
      'collections without end inside one another',
      `${header} 0x01 0x34 0x0001 "a" 0x0000 ${'0x4a 0x0000 0x0001 "b" 0x34 0x0000 0x0000 '.repeat(50)}`,
      'deeper than 8',
    ],
  ])('%s', (_, text, reason) => {
    expect(decodeIpp(octets(text))).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
  });

  it('a group of an unknown kind is skipped', () => {
    const decoded = decodeIpp(
      octets(`${header} 0x0b 0x22 0x0001 "a" 0x0001 0x01 0x01 0x22 0x0001 "b" 0x0001 0x00 0x03`),
    );
    expect(decoded).toMatchObject({ ok: true, message: { groups: [{ name: 'operation' }] } });
  });
});
