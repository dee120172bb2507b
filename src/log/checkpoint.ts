import { createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));

/**
 * A tree head (RFC 9162, 4.10) over the first `size` rows. Kept outside the terminal it shows that they were rewritten, or that
 * there are fewer of them now. `time`: of the last of these rows, milliseconds since 1970, so that the same rows have the same
 * head whenever it is made.
 */
export const checkpointSchema = z.strictObject({
  size: z.number().int().positive(),
  root: hex(32),
  time: z.number().int(),
  /** Ed25519: the terminal's public key, and its signature over the RFC 8785 JSON of size, root and time. */
  signed: z.strictObject({ key: hex(32), signature: hex(64) }).optional(),
});

export type Checkpoint = z.infer<typeof checkpointSchema>;
type TreeHead = Omit<Checkpoint, 'signed'>;

/** DER around a raw Ed25519 key (RFC 8410, 7 and 4): PKCS #8 and SubjectPublicKeyInfo. */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

const signedText = ({ size, root, time }: TreeHead): Buffer => Buffer.from(canonicalize({ size, root, time }) ?? '');

/** The key that a terminal's secret makes: who has only the log cannot sign for it. @param secret 32 bytes */
const keyOf = (secret: Uint8Array) => {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'madoguchi checkpoint', 32));
  return createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' });
};

/** The public half, 32 bytes hex; an auditor can keep it without the secret. */
export const publicKeyOf = (secret: Uint8Array): string =>
  createPublicKey(keyOf(secret)).export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length).toString('hex');

/** @param secret of the terminal; null leaves the head unsigned */
export function checkpointOf(head: TreeHead, secret: Uint8Array | null): Checkpoint {
  if (secret === null) return head;
  const signature = sign(null, signedText(head), keyOf(secret)).toString('hex');
  return { ...head, signed: { key: publicKeyOf(secret), signature } };
}

/** What is wrong with a checkpoint itself, or null. @param secret of the terminal it should be from; null when it is not here */
export function wrongSignature({ signed, ...head }: Checkpoint, secret: Uint8Array | null): string | null {
  if (signed === undefined) return null;
  const der = Buffer.concat([publicPrefix, Buffer.from(signed.key, 'hex')]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  if (!verify(null, signedText(head), key, Buffer.from(signed.signature, 'hex')))
    return 'the checkpoint was changed: its signature does not fit it';
  return secret !== null && signed.key !== publicKeyOf(secret)
    ? 'the checkpoint was signed with another secret than the one beside this log'
    : null;
}
