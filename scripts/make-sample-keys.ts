/**
 * Writes the keys of the sample town: its certificate authorities, their responder, the document key, the key that allows
 * a PIN reset, and an authentication and a signature key for every resident. Keys that are there already are kept, so that
 * adding a resident changes nothing else.
 *
 *     node scripts/make-sample-keys.ts
 */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { AUTHORITY_KEYS } from '../src/simulation/town/authorities.ts';
import { CARDS } from '../src/simulation/town/cards.ts';
import { NEIGHBOURS } from '../src/simulation/town/municipality.ts';
import { residents, visitors } from '../src/simulation/town/residents.ts';

const FILE = new URL('../src/simulation/town/keys.json', import.meta.url);
const WARNING =
  'TEST KEYS. Invented for the sample town, published with the source, worth nothing. Never trust what they sign outside a simulation. PKCS#8 DER, base64; written by scripts/make-sample-keys.ts.';

const rsa = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const p384 = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey;
const ed25519 = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

const isNext = (resident: string) => CARDS.some((row) => row.resident === resident && row.generation === 'next');

const wanted: readonly (readonly [string, () => KeyObject])[] = [
  ...AUTHORITY_KEYS.map((name) => [name, name.endsWith('-next') ? p384 : rsa] as const),
  ['responder', rsa],
  ['document', ed25519],
  ...NEIGHBOURS.filter(({ issues }) => issues).map(({ code }) => [`document-${code}`, ed25519] as const),
  ['unlock', ed25519],
  ...[...residents, ...visitors].flatMap(({ id }) => {
    const make = isNext(id) ? p384 : rsa;
    return [[`${id}-auth`, make] as const, [`${id}-sign`, make] as const];
  }),
];

const before: Record<string, string> = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')).keys : {};
const keys = Object.fromEntries(
  wanted.map(([name, make]) => [
    name,
    before[name] ?? make().export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  ]),
);
writeFileSync(FILE, `${JSON.stringify({ warning: WARNING, keys }, null, 2)}\n`);
