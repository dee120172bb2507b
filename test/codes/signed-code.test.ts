import { verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase45, toBase45 } from '../../src/codes/base45.ts';
import { CODE_PREFIX, readCode } from '../../src/codes/signed-code.ts';
import { documentOf, office, person, WATANABE } from '../certificates/fixtures.ts';

const { codes } = documentOf([person({ myNumber: '123456789018' })]);
const [text = ''] = codes;
const bytes = fromBase45(text.slice(CODE_PREFIX.length)) ?? new Uint8Array();

const holds = (said: string): boolean => {
  const code = readCode(said);
  return code !== null && verify(null, code.signed, office.publicKey, code.signature);
};

describe('the code of a page', () => {
  it('says what the page is, and of nobody', () => {
    expect(readCode(text)).toMatchObject({
      keyId: 'office',
      facts: { kind: 'juminhyo', municipality: '139999', issuedOn: '2026-07-01', page: 1, pages: 1, head: 2 },
    });
    expect(holds(text)).toBe(true);
    const said = Buffer.from(bytes).toString('utf8');
    for (const personal of [WATANABE, '青葉市', '本町', '123456789018', '1989']) expect(said).not.toContain(personal);
  });

  it('is a COSE_Sign1 of version 11 at most', () => {
    expect(Buffer.from(bytes.subarray(0, 2)).toString('hex')).toBe('d284');
    expect(text).toMatch(/^MG1:[0-9A-Z $%*+\-./:]{200,362}$/);
  });

  it('is refused when any bit of it differs', () => {
    fc.assert(
      fc.property(fc.nat({ max: bytes.length * 8 - 1 }), (bit) => {
        const other = bytes.slice();
        other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(holds(CODE_PREFIX + toBase45(other))).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('is refused when any character of it differs, is missing or is one too many', () => {
    const place = fc.nat({ max: text.length - 1 });
    const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:aあ');
    fc.assert(
      fc.property(place, character, fc.nat({ max: 1 }), (at, other, instead) => {
        const changed = text.slice(0, at) + other + text.slice(at + instead);
        expect(changed === text || !holds(changed)).toBe(true);
        expect(holds(text.slice(0, at) + text.slice(at + 1))).toBe(false);
      }),
      { numRuns: 400 },
    );
  });
});
