import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import sample from './keys.json' with { type: 'json' };

const KEYS: Readonly<Record<string, string>> = sample.keys;

/**
 * A TEST key of the sample town: `ca-auth`, `ca-sign`, `document`, or a resident id followed by `-auth` or `-sign`.
 *
 * @throws when there is none; scripts/make-sample-keys.ts makes what is missing
 */
export function sampleKey(name: string): KeyObject {
  const der = KEYS[name];
  if (der === undefined) throw new Error(`no sample key ${name}: run scripts/make-sample-keys.ts`);
  return createPrivateKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'pkcs8' });
}

/** SPKI DER of the public half. */
export const spkiOf = (key: KeyObject): Uint8Array => createPublicKey(key).export({ format: 'der', type: 'spki' });
