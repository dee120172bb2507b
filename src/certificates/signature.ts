import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { DocumentKeys } from '../centre/port.ts';
import { kinds } from './catalogue.ts';
import type { DocumentPayload, SignedDocument } from './document.ts';
import type { DoorFault } from './renderer.ts';

/** The municipality's private document key. */
export interface DocumentSigningKey {
  readonly keyId: string;
  /** Ed25519. */
  readonly key: KeyObject;
}

/** What the terminal knows of its own session, to hold a document against. */
export type Expected = Pick<DocumentPayload, 'transaction' | 'holder' | 'kind' | 'copies'>;

/**
 * The bytes that are signed: RFC 8785 canonical JSON in UTF-8.
 *
 * @throws when a text holds a lone surrogate or a number is not finite: such a payload has no canonical form
 */
export function canonicalBytes(payload: DocumentPayload): Uint8Array {
  return Buffer.from(String(canonicalize(payload)), 'utf8');
}

/** Signs with Ed25519 (RFC 8032), which is deterministic: same payload and key, same signature. */
export function signDocument(payload: DocumentPayload, { keyId, key }: DocumentSigningKey): SignedDocument {
  return { payload, keyId, signature: sign(null, canonicalBytes(payload), key).toString('base64url') };
}

/**
 * Says why this document may not become this session's paper, or null when it may (I1).
 *
 * The signature comes first: nothing in the payload is believed before. A key id the terminal does not know is
 * `signature`. `other-holder` is what happened in Yokohama in 2023, `other-transaction` in Kawasaki and Tokushima.
 */
export function verifyDocument(document: SignedDocument, keys: DocumentKeys, expected: Expected): DoorFault | null {
  if (!signatureHolds(document, keys)) return 'signature';
  const { payload } = document;
  const kind = kinds.get(payload.kind);
  if (kind === undefined || payload.kind !== expected.kind) return 'other-kind';
  if (payload.transaction !== expected.transaction) return 'other-transaction';
  if (payload.holder !== expected.holder) return 'other-holder';
  return payload.pages > 0 && payload.pages === kind.pages(payload.content) && payload.copies === expected.copies
    ? null
    : 'page-count';
}

function signatureHolds({ payload, keyId, signature }: SignedDocument, keys: DocumentKeys): boolean {
  const spki = keys.get(keyId);
  const bytes = Buffer.from(signature, 'base64url');
  if (spki === undefined || bytes.toString('base64url') !== signature) return false;
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, canonicalBytes(payload), key, bytes);
  } catch {
    // A payload without canonical form, or a pinned key that is no key: either way nothing vouches for the document.
    return false;
  }
}
