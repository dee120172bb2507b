import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { DocumentKeys } from '../centre/port.ts';
import { kinds } from './catalogue.ts';
import { codesHold, codesOf } from './codes.ts';
import type { DocumentPayload, SignedDocument } from './document.ts';
import type { DoorFault } from './renderer.ts';

/** The municipality's private document key. */
export interface DocumentSigningKey {
  readonly keyId: string;
  /** Ed25519. */
  readonly key: KeyObject;
}

/** What the terminal knows of its own session, to hold a document against. */
export interface Expected extends Pick<DocumentPayload, 'transaction' | 'holder' | 'kind' | 'copies'> {
  /** Milliseconds since 1970, the ends included: when the registers may have been read. */
  readonly read: { readonly from: number; readonly to: number };
}

/**
 * The bytes that are signed: RFC 8785 canonical JSON in UTF-8.
 *
 * @throws when a text holds a lone surrogate or a number is not finite: such a payload has no canonical form
 */
export function canonicalBytes(payload: DocumentPayload): Uint8Array {
  return Buffer.from(String(canonicalize(payload)), 'utf8');
}

/**
 * Signs payload and codes with Ed25519 (RFC 8032), which is deterministic: same payload, key and random octets, same document.
 *
 * @param random octets that nobody can guess: they become the keys to what stands on the reverse
 * @throws when the content is not what its kind says it is
 */
export function signDocument(
  payload: DocumentPayload,
  { keyId, key }: DocumentSigningKey,
  random: (bytes: number) => Uint8Array,
): SignedDocument {
  const signature = sign(null, canonicalBytes(payload), key).toString('base64url');
  return { payload, keyId, signature, codes: codesOf(payload, keyId, key, random) };
}

/**
 * Says why this document may not become this session's paper, or null when it may (I1).
 *
 * The signature comes first: nothing in the payload is believed before. A key id the terminal does not know is
 * `signature`; a page's code that does not say what the payload says is `code`. An old answer, or one that was read
 * in a time to come, is `stale`. `other-holder` is what happened in Yokohama in 2023, `other-transaction` in Kawasaki and Tokushima.
 */
export function verifyDocument(document: SignedDocument, keys: DocumentKeys, expected: Expected): DoorFault | null {
  const key = keyOf(document, keys);
  if (key === null || !signatureHolds(document, key)) return 'signature';
  const { payload } = document;
  const kind = kinds.get(payload.kind);
  if (kind === undefined || payload.kind !== expected.kind) return 'other-kind';
  if (payload.transaction !== expected.transaction) return 'other-transaction';
  if (payload.holder !== expected.holder) return 'other-holder';
  if (!isRecent(payload, expected)) return 'stale';
  const counted = payload.pages > 0 && payload.pages === kind.pages(payload.content);
  if (!counted || payload.copies !== expected.copies) return 'page-count';
  return codesHold(document, key) ? null : 'code';
}

/** A time that is written in any other way is none. */
function isRecent({ readAt }: DocumentPayload, { read }: Expected): boolean {
  const at = Date.parse(readAt);
  return at >= read.from && at <= read.to && new Date(at).toISOString() === readAt;
}

/** The pinned key that the document names; null when there is none, or it is no Ed25519 key. */
function keyOf({ keyId }: SignedDocument, keys: DocumentKeys): KeyObject | null {
  const spki = keys.get(keyId);
  if (spki === undefined) return null;
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

function signatureHolds({ payload, signature }: SignedDocument, key: KeyObject): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.toString('base64url') !== signature) return false;
  try {
    return verify(null, canonicalBytes(payload), key, bytes);
  } catch {
    // A payload without canonical form: nothing vouches for it.
    return false;
  }
}
