import { fromBase45, toBase45 } from './base45.ts';
import { type Cbor, decodeCbor, encodeCbor, isTagged } from './cbor.ts';

/** What a code says of the page it stands on. No name, address or number of a person is in it: whoever sees the paper reads it. */
export interface CodeFacts {
  /** Kind of certificate, as the terminal calls it. */
  readonly kind: string;
  readonly transaction: string;
  /** Six digits (全国地方公共団体コード). */
  readonly municipality: string;
  /** ISO date of issue in Japan. */
  readonly issuedOn: string;
  /** Sheet of the copy, from 1. */
  readonly page: number;
  readonly pages: number;
  /** Data cells that begin every page of the copy. */
  readonly head: number;
  /** SHA-256, 32 octets, over what stands on the paper: see `printed.ts`. */
  readonly digest: Uint8Array;
  /** 32 octets: opens what stands encrypted on the reverse of this page, and nothing else. */
  readonly key: Uint8Array;
}

export interface SignedCode {
  readonly facts: CodeFacts;
  /** Key identifier of the municipality's document key. */
  readonly keyId: string;
  /** The octets under the signature. */
  readonly signed: Uint8Array;
  /** Ed25519, 64 octets. */
  readonly signature: Uint8Array;
}

/** What a code's text begins with; the number is the version of all that follows. */
export const CODE_PREFIX = 'MG1:';

/** COSE header parameters and algorithm (RFC 9052, 3.1; RFC 9053, 2.2), and the tag of COSE_Sign1 (RFC 9052, 4.2). */
const ALGORITHM = 1;
const KEY_ID = 4;
const EDDSA = -8;
const SIGN1 = 18;
const SIGNATURE_OCTETS = 64;

/** Place of each fact in the payload's map, and what it must be. */
const text = (item: Cbor | undefined): item is string => typeof item === 'string' && item !== '';
const count = (item: Cbor | undefined): item is number => typeof item === 'number' && item >= 0;
const octets32 = (item: Cbor | undefined): item is Uint8Array => item instanceof Uint8Array && item.length === 32;
const FIELDS = [
  ['kind', text],
  ['transaction', text],
  ['municipality', text],
  ['issuedOn', text],
  ['page', count],
  ['pages', count],
  ['head', count],
  ['digest', octets32],
  ['key', octets32],
] as const satisfies readonly (readonly [keyof CodeFacts, (item: Cbor | undefined) => boolean])[];

const payloadOf = (facts: CodeFacts): Uint8Array =>
  encodeCbor(new Map(FIELDS.map(([name], i) => [i + 1, facts[name]])));

const headersOf = (keyId: string): Uint8Array =>
  encodeCbor(
    new Map<number, Cbor>([
      [ALGORITHM, EDDSA],
      [KEY_ID, new TextEncoder().encode(keyId)],
    ]),
  );

/** Sig_structure of RFC 9052, 4.4. It begins with another octet than a canonical JSON text: neither is ever taken for the other. */
const signedOf = (headers: Uint8Array, payload: Uint8Array): Uint8Array =>
  encodeCbor(['Signature1', headers, new Uint8Array(), payload]);

/**
 * The text of a code: COSE_Sign1 (RFC 9052) in deterministic CBOR, in Base45.
 *
 * @param sign Ed25519 over these octets, by the municipality's document key `keyId`
 */
export function writeCode(facts: CodeFacts, keyId: string, sign: (signed: Uint8Array) => Uint8Array): string {
  const headers = headersOf(keyId);
  const payload = payloadOf(facts);
  const signature = sign(signedOf(headers, payload));
  const message = encodeCbor({ tag: SIGN1, value: [headers, new Map(), payload, signature] });
  return `${CODE_PREFIX}${toBase45(message)}`;
}

/** Reads a code's text; whether the signature holds is for the caller to say. null: not one of ours, or not in its one form. */
export function readCode(said: string): SignedCode | null {
  const bytes = said.startsWith(CODE_PREFIX) ? fromBase45(said.slice(CODE_PREFIX.length)) : null;
  const message = bytes === null ? null : decodeCbor(bytes);
  if (message === null || !isTagged(message) || message.tag !== SIGN1 || !Array.isArray(message.value)) return null;
  const [headers, unprotected, payload, signature, ...rest] = message.value as readonly Cbor[];
  if (!(headers instanceof Uint8Array && payload instanceof Uint8Array && signature instanceof Uint8Array)) return null;
  if (!(unprotected instanceof Map) || unprotected.size > 0 || rest.length > 0) return null;
  const keyId = keyIdIn(headers);
  const facts = factsIn(payload);
  if (keyId === null || facts === null || signature.length !== SIGNATURE_OCTETS) return null;
  return { facts, keyId, signed: signedOf(headers, payload), signature };
}

function keyIdIn(headers: Uint8Array): string | null {
  const map = decodeCbor(headers);
  const id = map instanceof Map ? map.get(KEY_ID) : null;
  if (!(id instanceof Uint8Array)) return null;
  const keyId = new TextDecoder().decode(id);
  return same(headersOf(keyId), headers) ? keyId : null;
}

function factsIn(payload: Uint8Array): CodeFacts | null {
  const map = decodeCbor(payload);
  if (!(map instanceof Map) || !FIELDS.every(([, is], i) => is(map.get(i + 1)))) return null;
  const facts = Object.fromEntries(FIELDS.map(([name], i) => [name, map.get(i + 1)])) as unknown as CodeFacts;
  const sound = facts.page >= 1 && facts.page <= facts.pages && same(payloadOf(facts), payload);
  return sound ? facts : null;
}

/** Whether two are octet for octet the same; nothing here is secret from who compares. */
export const same = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((octet, i) => octet === other[i]);
