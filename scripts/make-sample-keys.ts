/**
 * Writes the keys of the sample town: two certificate authorities, one document key, the key
 * that authorises a PIN reset, and an authentication and a
 * signature key for every resident. Keys that are there already are kept, so that adding a resident changes nothing else.
 *
 *     node scripts/make-sample-keys.ts
 */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { residents } from '../src/simulation/town/residents.ts';

const FILE = new URL('../src/simulation/town/keys.json', import.meta.url);
const WARNING =
  'TEST KEYS. Invented for the sample town, published with the source, worth nothing. Never trust what they sign outside a simulation. PKCS#8 DER, base64; written by scripts/make-sample-keys.ts.';

const rsa = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const ed25519 = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

const wanted: readonly (readonly [string, () => KeyObject])[] = [
  ['ca-auth', rsa],
  ['ca-sign', rsa],
  ['document', ed25519],
  ['unlock', ed25519],
  ...residents.flatMap(({ id }) => [[`${id}-auth`, rsa] as const, [`${id}-sign`, rsa] as const]),
];

const before: Record<string, string> = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')).keys : {};
const keys = Object.fromEntries(
  wanted.map(([name, make]) => [
    name,
    before[name] ?? make().export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  ]),
);
writeFileSync(FILE, `${JSON.stringify({ warning: WARNING, keys }, null, 2)}\n`);
