import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentPayload, SignedDocument } from '../../src/certificates/document.ts';
import { canonicalBytes, signDocument, verifyDocument } from '../../src/certificates/signature.ts';
import { counting } from './fixtures.ts';

const pair = (keyId: string) => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { keyId, key: privateKey, spki: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })) };
};
const office = pair('office');
const stranger = pair('stranger');
const keys = new Map([[office.keyId, office.spki]]);

const person = {
  name: '渡邉\u{E010F}　健太郎',
  kana: 'ワタナベ　ケンタロウ',
  alias: null,
  birthDate: '1984-05-14',
  sex: '男' as const,
  relationship: null,
  residentSince: '2015-04-01',
  addressSince: '2015-04-01',
  notifiedOn: '2015-04-03',
  previousAddress: null,
  honseki: null,
  hittousha: null,
  myNumber: null,
  foreign: null,
};
const payload = {
  schema: 1,
  kind: 'juminhyo',
  transaction: 't-1',
  holder: 'a'.repeat(64),
  municipality: { code: '992011', name: '架空県窓口市', mayor: '見本　一郎' },
  readAt: '2026-11-20T03:00:00.000Z',
  issuedOn: '2026-11-20',
  pages: 2,
  copies: 1,
  content: {
    address: '架空県窓口市証明一丁目2番3号',
    wholeHousehold: true,
    householdHead: null,
    persons: Array(5).fill(person),
  },
} as const satisfies DocumentPayload;
const lesser = {
  ...payload.content,
  persons: [...payload.content.persons.slice(1), { ...person, sex: '女' as const }],
};
const read = { from: Date.parse('2026-11-20T02:55:00Z'), to: Date.parse('2026-11-20T03:01:00Z') };
const expected = { transaction: payload.transaction, holder: payload.holder, kind: payload.kind, copies: 1, read };
const signed = (changes: Partial<DocumentPayload> = {}, key = office) =>
  signDocument({ ...payload, ...changes }, key, counting());
const verdict = (document: SignedDocument) => verifyDocument(document, keys, expected);

describe('a signed document', () => {
  it('of this session passes', () => {
    expect(verdict(signed())).toBeNull();
  });

  it('has the same signature every time, however the payload is written down', () => {
    const reversed = Object.fromEntries(Object.entries(payload).reverse()) as unknown as DocumentPayload;
    expect(signDocument(reversed, office, counting())).toEqual({ ...signed(), payload: reversed });
    expect(verdict(JSON.parse(JSON.stringify(signed())))).toBeNull();
  });

  it('is signed in the canonical form of RFC 8785, variation selectors included', () => {
    const text = Buffer.from(canonicalBytes(payload)).toString('utf8');
    expect(text).toMatch(/^\{"content":\{"address":/);
    expect(text).toContain('"name":"渡邉\u{E010F}　健太郎"');
    expect(text).not.toMatch(/\s"/);
  });

  it.each([
    ['a name loses its variant', { content: { ...payload.content, persons: [{ ...person, name: '渡邉　健太郎' }] } }],
    ['a page more is claimed', { pages: 3 }],
    ['the holder is exchanged', { holder: 'b'.repeat(64) }],
    ['the transaction is exchanged', { transaction: 't-2' }],
    ['it is made younger', { readAt: '2026-11-20T03:00:00.001Z' }],
    ['a field is added', { note: 'x' }],
    ['a text has no canonical form', { issuedOn: '\ud800' }],
  ])('is refused when %s after signing', (_, changes) => {
    expect(verdict({ ...signed(), payload: { ...payload, ...changes } as DocumentPayload })).toBe('signature');
  });

  it('is refused when any one bit of the signature differs', () => {
    const { signature } = signed();
    fc.assert(
      fc.property(fc.nat({ max: 511 }), (bit) => {
        const bytes = Buffer.from(signature, 'base64url');
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(verdict({ ...signed(), signature: bytes.toString('base64url') })).toBe('signature');
      }),
    );
  });

  it('is refused when the signature is written in another way, cut or empty', () => {
    const document = signed();
    const { signature } = document;
    for (const other of ['', `${signature}=`, ` ${signature}`, signature.slice(0, -2), `${signature}AA`])
      expect(verdict({ ...document, signature: other }), other).toBe('signature');
  });

  it('is refused under a key the terminal does not know, or another key under a known id', () => {
    expect(verdict(signed({}, stranger))).toBe('signature');
    expect(verdict(signed({}, { ...stranger, keyId: 'office' }))).toBe('signature');
    expect(verdict({ ...signed(), keyId: 'toString' })).toBe('signature');
  });

  it('is refused under a pinned key of another kind, or one that is no key', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    for (const spki of [
      createPublicKey(rsa.export({ format: 'pem', type: 'spki' })).export({ format: 'der', type: 'spki' }),
      Buffer.from('x'),
    ])
      expect(verifyDocument(signed(), new Map([['office', new Uint8Array(spki)]]), expected)).toBe('signature');
  });

  it('of another holder is refused (Yokohama 2023)', () => {
    expect(verdict(signed({ holder: 'b'.repeat(64) }))).toBe('other-holder');
  });

  it('of another transaction is refused (Kawasaki, Tokushima 2023)', () => {
    expect(verdict(signed({ transaction: 't-2' }))).toBe('other-transaction');
  });

  it('of another kind is refused', () => {
    expect(verdict(signed({ kind: 'kisaijiko' }))).toBe('other-kind');
  });

  it('of a kind that nobody knows is refused', () => {
    const passport = { ...payload, kind: 'passport' };
    const signature = sign(null, canonicalBytes(passport), office.key).toString('base64url');
    const document = { payload: passport, keyId: office.keyId, signature, codes: [] };
    expect(verifyDocument(document, keys, { ...expected, kind: 'passport' })).toBe('other-kind');
  });

  it.each([
    ['2026-11-20T02:54:59.999Z', 'stale'],
    ['2026-11-20T02:55:00.000Z', null],
    ['2026-11-20T03:01:00.000Z', null],
    ['2026-11-20T03:01:00.001Z', 'stale'],
    ['2025-11-20T03:00:00.000Z', 'stale'],
    // The right moment, written in another way.
    ['2026-11-20T03:00:00Z', 'stale'],
    ['2026-11-20T12:00:00.000+09:00', 'stale'],
    [Date.parse('2026-11-20T03:00:00Z'), 'stale'],
    [['2026-11-20T03:00:00.000Z'], 'stale'],
    ['', 'stale'],
    [null, 'stale'],
    [undefined, 'stale'],
  ])('whose registers were read at %j, between 02:55 and 03:01, is %s', (readAt, said) => {
    expect(verdict(signed({ readAt: readAt as string }))).toBe(said);
  });

  it('must have as many copies as were asked for', () => {
    for (const copies of [0, 2, 1.5]) expect(verdict(signed({ copies })), String(copies)).toBe('page-count');
  });

  it('must have as many pages as its people need, and people at all', () => {
    for (const pages of [0, 1, 3, 1.5]) expect(verdict(signed({ pages })), String(pages)).toBe('page-count');
    const nobody = { content: { ...payload.content, persons: [] } };
    expect(verdict(signed({ pages: 0, ...nobody }))).toBe('page-count');
    expect(verdict(signed({ pages: 1, ...nobody }))).toBe('page-count');
  });

  it('believes nothing before the signature: a stranger learns no other reason', () => {
    expect(verdict(signed({ holder: 'b'.repeat(64), pages: 9 }, stranger))).toBe('signature');
  });

  it.each<[string, (document: SignedDocument) => readonly string[]]>([
    ['is missing', ({ codes }) => codes.slice(1)],
    ['is one too many', ({ codes }) => [...codes, ...codes.slice(0, 1)]],
    ['stands on another page', ({ codes }) => codes.toReversed()],
    ['stands on two pages', ({ codes: [first = ''] }) => [first, first]],
    ['is of another transaction', ({ codes: [first = ''] }) => [first, signed({ transaction: 't-2' }).codes[1] ?? '']],
    ['is of another day', ({ codes: [first = ''] }) => [first, signed({ issuedOn: '2026-11-21' }).codes[1] ?? '']],
    ['is of another content', ({ codes: [first = ''] }) => [first, signed({ content: lesser }).codes[1] ?? '']],
    ['is signed by somebody else', () => signed({}, stranger).codes],
    ['is signed by somebody else under our name', () => signed({}, { ...stranger, keyId: 'office' }).codes],
    ['is no code', () => ['MG1:', '']],
  ])('is refused when a page’s code %s', (_, change) => {
    const document = signed();
    expect(verdict({ ...document, codes: change(document) })).toBe('code');
  });
});
