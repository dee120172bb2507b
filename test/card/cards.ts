import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { CardProfile } from '../../src/simulation/card/profile.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const cardPublicKey: KeyObject = publicKey;

/** A thing of 1,583 bytes with a certificate's DER head; what is inside does not matter to the card. */
export const certificate = Buffer.concat([Buffer.from([0x30, 0x82, 0x06, 0x2b]), Buffer.alloc(1_579, 0x5a)]);

export const profile = (change: Partial<CardProfile> = {}): CardProfile => ({
  name: 'test',
  description: 'a card for tests',
  tokenLabel: 'JPKIAPICCTOKEN2',
  auth: { certificate, key: privateKey },
  sign: { certificate, key: privateKey },
  authCa: certificate,
  signCa: certificate,
  authPin: { value: '1234', tries: 3, maxTries: 3 },
  signPin: { value: 'ABC123', tries: 5, maxTries: 5 },
  ...change,
});
