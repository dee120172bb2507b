import { constants, createECDH, type KeyObject, privateEncrypt } from 'node:crypto';
import type { CardGeneration } from '../../card/jpki-data.ts';

/** What COMPUTE DIGITAL SIGNATURE does with P1 = 00, by kind of key. */
export const signers: Readonly<
  Record<
    CardGeneration['key'],
    {
      /** Bytes of data it takes. */
      readonly minLength: number;
      readonly maxLength: number;
      readonly sign: (key: KeyObject, data: Uint8Array) => Uint8Array;
    }
  >
> = {
  // RSASSA-PKCS1-v1_5 over data as given: the terminal puts the DigestInfo in (soltia48/myna-card src/ap/jpki.rs).
  'RSA-2048': {
    minLength: 1,
    maxLength: 245,
    sign: (key, data) => privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, data),
  },
  // A forecast, as `generations.next` is: the bare SHA-384 hash in, r and s out.
  'P-384': { minLength: 48, maxLength: 48, sign: ecdsaP384 },
};

/** Order of the base point of P-384, NIST SP 800-186 3.2.1.4. */
const order = BigInt(
  '0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
);

const integer = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const octets = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(96, '0'), 'hex');

/** `base` to the power of `exponent` modulo the order. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % order)
    if ((rest & 1n) === 1n) result = (result * square) % order;
  return result;
}

/**
 * ECDSA over a hash that the caller has made (FIPS 186-5 6.4.1): `node:crypto` signs messages and hashes them itself, so the
 * curve and the one-time key are OpenSSL's, and the two lines of arithmetic modulo the order stand here. Not in constant
 * time, which is of no matter to a card whose keys are published samples.
 *
 * @param hash 48 bytes
 * @returns r and s, 96 bytes (IEEE P1363)
 */
function ecdsaP384(key: KeyObject, hash: Uint8Array): Uint8Array {
  const d = integer(Buffer.from(key.export({ format: 'jwk' }).d as string, 'base64url'));
  const once = createECDH('secp384r1');
  const x = once.generateKeys().subarray(1, 49);
  const r = integer(x) % order;
  const s = (power(integer(once.getPrivateKey()), order - 2n) * ((integer(hash) + r * d) % order)) % order;
  return Buffer.concat([octets(r), octets(s)]);
}
