import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase45, toBase45 } from '../../src/codes/base45.ts';
import { type Cbor, decodeCbor, encodeCbor } from '../../src/codes/cbor.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

describe('CBOR', () => {
  // RFC 8949, appendix A.
  it.each<[string, Cbor]>([
    ['00', 0],
    ['17', 23],
    ['1818', 24],
    ['1903e8', 1000],
    ['1a000f4240', 1_000_000],
    ['1affffffff', 4_294_967_295],
    ['20', -1],
    ['3903e7', -1000],
    ['4401020304', hex('01020304')],
    ['60', ''],
    ['63e6b0b4', '水'],
    ['8301820203820405', [1, [2, 3], [4, 5]]],
    [
      'a201020304',
      new Map([
        [1, 2],
        [3, 4],
      ]),
    ],
    ['d28101', { tag: 18, value: [1] }],
  ])('%s', (octets, item) => {
    expect(Buffer.from(encodeCbor(item)).toString('hex')).toBe(octets);
    expect(decodeCbor(hex(octets))).toEqual(item);
  });

  it.each([
    ['nothing', ''],
    ['a number in more octets than it needs', '1817'],
    ['a length in more octets than it needs', '580101'],
    ['an indefinite length', '9fff'],
    ['a length that is cut', '19'],
    ['a text that is cut', '62e6'],
    ['a text that is no UTF-8', '61ff'],
    ['an array longer than the message', '9affffffff'],
    ['a key twice', 'a201010102'],
    ['a key that is a text', 'a1616101'],
    ['a float', 'f93c00'],
    ['a boolean', 'f5'],
    ['64 bits', '1b0000000000000001'],
    ['something behind', '0000'],
    ['arrays without end', '81'.repeat(40)],
  ])('refuses %s', (_, octets) => {
    expect(decodeCbor(hex(octets))).toBeNull();
  });

  it('answers for whatever comes, and has one form for each item', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const item = decodeCbor(bytes);
        if (item !== null) expect(encodeCbor(item)).toEqual(bytes);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('Base45', () => {
  // RFC 9285, 4.3 and 4.4.
  it.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
  ])('%s', (plain, coded) => {
    expect(toBase45(Buffer.from(plain))).toBe(coded);
    expect(Buffer.from(fromBase45(coded) ?? []).toString()).toBe(plain);
  });

  it('of any octets is read back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromBase45(toBase45(bytes))).toEqual(bytes);
      }),
    );
  });

  it.each(['GGW', ':::', 'A', 'BB8A', 'ab8', 'BB８', '::'])('refuses %s', (coded) => {
    expect(fromBase45(coded)).toBeNull();
  });
});
