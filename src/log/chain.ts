import { createHash, createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Row } from './rows.ts';

export const genesis = Buffer.alloc(32);

/** SHA-256(0x00 ‖ RFC 8785 JSON of the row ‖ previous hash); 0x00 marks a leaf as in RFC 9162 2.1.1. */
export function rowHash(row: Row, previous: Uint8Array): Buffer {
  const { seq, at, boot, session, type, data } = row;
  const text = canonicalize({ seq, at, boot, session, type, data });
  if (text === undefined) throw new Error(`row ${seq} is not JSON`);
  return createHash('sha256').update(Uint8Array.of(0)).update(text).update(previous).digest();
}

/** Crockford base32 of the first 40 bits of a hash: eight characters, printed on receipts as an outside anchor. */
export function headCode(hash: Uint8Array): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let bits = 0n;
  for (const byte of hash.subarray(0, 5)) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let i = 35n; i >= 0n; i -= 5n) text += alphabet[Number((bits >> i) & 31n)];
  return text;
}

/** First 16 bytes of HMAC-SHA-256, hex: how personal things are told apart in the log. */
export const keyedHash = (secret: Uint8Array, bytes: Uint8Array | string): string =>
  createHmac('sha256', secret).update(bytes).digest('hex').slice(0, 32);

/** What `terminal.started` says the keyed hash of, so that a log knows its secret again. */
export const secretMark = 'the secret of this log';
