import { type KeyObject, verify } from 'node:crypto';

interface Algorithm {
  readonly hash: string;
  readonly key: 'rsa' | 'ec';
}

/** Signature algorithms accepted on answers about validity. SHA-1 and MD5 are not. */
const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  '1.2.840.113549.1.1.11': { hash: 'sha256', key: 'rsa' },
  '1.2.840.113549.1.1.12': { hash: 'sha384', key: 'rsa' },
  '1.2.840.113549.1.1.13': { hash: 'sha512', key: 'rsa' },
  '1.2.840.10045.4.3.2': { hash: 'sha256', key: 'ec' },
  '1.2.840.10045.4.3.3': { hash: 'sha384', key: 'ec' },
};

/** Whether `key` made this DER signature over `data`. `oid` is the signature's algorithm. */
export function isSignedBy(key: KeyObject, oid: string, data: ArrayBuffer, signature: ArrayBuffer): boolean {
  const algorithm = ALGORITHMS[oid];
  return (
    algorithm !== undefined &&
    key.asymmetricKeyType === algorithm.key &&
    verify(algorithm.hash, new Uint8Array(data), key, new Uint8Array(signature))
  );
}
