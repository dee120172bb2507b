import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { CardProfile } from '../../src/simulation/card/profile.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const unlock = generateKeyPairSync('ed25519');

export const cardPublicKey: KeyObject = rsa.publicKey;
export const nextCardPublicKey: KeyObject = p384.publicKey;
/** Signs what lets a locked PIN be set anew. */
export const unlockPrivateKey: KeyObject = unlock.privateKey;

/** A thing of 1,583 bytes with a certificate's DER head; what is inside does not matter to the card. */
export const certificate = Buffer.concat([Buffer.from([0x30, 0x82, 0x06, 0x2b]), Buffer.alloc(1_579, 0x5a)]);

export const profile = (change: Partial<CardProfile> = {}): CardProfile => ({
  name: 'test',
  description: 'a card for tests',
  tokenLabel: 'JPKIAPICCTOKEN2',
  generation: 'current',
  auth: { certificate, key: rsa.privateKey },
  sign: { certificate, key: rsa.privateKey },
  authCa: certificate,
  signCa: certificate,
  pins: {
    auth: { value: '1234', tries: 3 },
    sign: { value: 'ABC123', tries: 5 },
    register: { value: '5678', tries: 3 },
    text: { value: '2468', tries: 3 },
  },
  serial: '400000099999999',
  municipality: '13990',
  expires: '2035-02-17',
  face: {
    name: '見本　花子',
    address: '東京都見本市中央一丁目２番３号',
    birthDate: '1980-02-17',
    sex: '2',
    myNumber: '123456789018',
    securityCode: '2285',
  },
  unlockKey: unlock.publicKey.export({ format: 'der', type: 'spki' }),
  ...change,
});

/** What makes a card one of the next generation. */
export const nextGeneration: Partial<CardProfile> = {
  generation: 'next',
  tokenLabel: 'JPKIAPICCTOKEN3',
  auth: { certificate, key: p384.privateKey },
  sign: { certificate, key: p384.privateKey },
};
