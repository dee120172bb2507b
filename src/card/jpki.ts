import { createHash } from 'node:crypto';
import { done, failed, type Outcome } from '../outcome.ts';
import { CardClient, type CardFault } from './card-client.ts';
import {
  EF,
  type GenerationName,
  generations,
  type KeyName,
  keyFiles,
  type TokenKind,
  tokenLabels,
} from './jpki-data.ts';

type Answer<T> = Promise<Outcome<T, CardFault>>;

export interface MyNumberCard {
  readonly kind: 'my-number-card';
  readonly generation: GenerationName;
  /** Which certificates are on the card (EF 0008). */
  readonly has: Readonly<Record<KeyName, boolean>>;
}

export type Identified =
  | MyNumberCard
  /** `other-card`: no JPKI application, so another kind of card. `unknown-token`: one with a label nobody knows. */
  | { readonly kind: Exclude<TokenKind, 'my-number-card'> | 'unknown-token' | 'other-card' };

/** READ BINARY has 15 bits of offset. */
const largestFile = 0x7fff;

/** Reads a DER length at the start of a file: header and content in bytes, or null when it is not `30 82 hh ll`. */
export function certificateLength(head: Uint8Array): number | null {
  if (head.length < 4 || head[0] !== 0x30 || head[1] !== 0x82) return null;
  return (((head[2] as number) << 8) | (head[3] as number)) + 4;
}

/** Client of the JPKI application (公的個人認証AP). */
export class JpkiClient extends CardClient {
  /** Which token this is, by application and label, never by ATR; and which certificates it carries. Leaves JPKI selected. */
  async identify(): Answer<Identified> {
    const selected = await this.selectApplication('jpki');
    if (selected.outcome !== 'done') return selected;
    if (!selected.value) return done({ kind: 'other-card' });
    const info = await this.selectEf(EF.tokenInfo);
    if (info.outcome !== 'done') return info;
    const label = await this.read(0, 0x20);
    if (label.outcome !== 'done') return label;
    const text = Buffer.from(label.value).toString('latin1').trimEnd();
    const token = Object.hasOwn(tokenLabels, text) ? tokenLabels[text as keyof typeof tokenLabels] : null;
    if (token === null) return done({ kind: 'unknown-token' });
    if (token.kind !== 'my-number-card') return done({ kind: token.kind });
    const availability = await this.selectEf(EF.availability);
    if (availability.outcome !== 'done') return availability;
    const bytes = await this.read(0, 3);
    if (bytes.outcome !== 'done') return bytes;
    const present = (name: KeyName): boolean => bytes.value[keyFiles[name].present] === 0x8f;
    const { kind, generation } = token;
    return done({ kind, generation, has: { auth: present('auth'), sign: present('sign') } });
  }

  /** DER of a certificate. `auth` is free on a plastic card, `sign` needs its PIN verified. */
  async readCertificate(name: KeyName): Answer<Uint8Array> {
    const { certificate: file } = keyFiles[name];
    const fault = (what: string) => failed('card', `EF ${file.toString(16).padStart(4, '0')} ${what}`);
    const selected = await this.selectEf(file);
    if (selected.outcome !== 'done') return selected;
    const first = await this.read(0, 256);
    if (first.outcome !== 'done') return first;
    const total = certificateLength(first.value);
    if (total === null || total > largestFile) return fault('holds no certificate');
    const parts: Uint8Array[] = [first.value.subarray(0, total)];
    let have = Math.min(first.value.length, total);
    while (have < total) {
      const asked = Math.min(256, total - have);
      const part = await this.read(have, asked);
      if (part.outcome !== 'done') return part;
      if (part.value.length < asked) return fault(`ends at ${have + part.value.length} of ${total} bytes`);
      parts.push(part.value);
      have += part.value.length;
    }
    return done(Buffer.concat(parts).subarray(0, total));
  }

  /**
   * The card's signature over a message, which is hashed here as its generation wants. Needs the verified PIN of the key.
   * @returns RSASSA-PKCS1-v1_5 (256 bytes), or r and s of ECDSA side by side (96 bytes)
   */
  async sign(name: KeyName, generation: GenerationName, message: Uint8Array): Answer<Uint8Array> {
    const { hash, prefix, signatureLength } = generations[generation];
    const selected = await this.selectEf(keyFiles[name].key);
    if (selected.outcome !== 'done') return selected;
    const data = Buffer.concat([prefix, createHash(hash).update(message).digest()]);
    const signature = await this.expect({ cla: 0x80, ins: 0x2a, p1: 0, p2: 0x80, data, le: 256 });
    if (signature.outcome !== 'done' || signature.value.length === signatureLength) return signature;
    return failed('card', `a signature of ${signature.value.length} bytes instead of ${signatureLength}`);
  }
}
