import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import sample from './keys.json' with { type: 'json' };

const KEYS: Readonly<Record<string, string>> = sample.keys;
const read = new Map<string, KeyObject>();

/**
 * A TEST key of the sample town: `ca-auth` and the other authorities, `responder`, `document`, `unlock`, or a resident id
 * followed by `-auth` or `-sign`.
 *
 * @throws when there is none; scripts/make-sample-keys.ts makes what is missing
 */
export function sampleKey(name: string): KeyObject {
  const before = read.get(name);
  if (before !== undefined) return before;
  const der = KEYS[name];
  if (der === undefined) throw new Error(`no sample key ${name}: run scripts/make-sample-keys.ts`);
  const key = createPrivateKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'pkcs8' });
  read.set(name, key);
  return key;
}

/** SPKI DER of the public half. */
export const spkiOf = (key: KeyObject): Uint8Array => createPublicKey(key).export({ format: 'der', type: 'spki' });
