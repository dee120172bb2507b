import { createDecipheriv } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { boundTo, joinBlocks, NONCE, readBlock } from '../../codes/reverse-block.ts';
import { type CodeFacts, readCode } from '../../codes/signed-code.ts';

const TAG_OCTETS = 16;
/** Octets of text that a certificate may have, at most. */
const MOST = 4_000_000;

/**
 * Opens the reverses of a copy with the keys of its fronts.
 *
 * @param reverses texts of the codes on each reverse @param fronts text of the code on each front
 * @returns the text, or the first page (from 1) whose reverse does not open
 */
export function openReverse(
  reverses: readonly (readonly string[])[],
  fronts: readonly string[],
): { readonly text: string } | number {
  const shares = reverses.map((texts, index) => {
    const facts = readCode(fronts[index] ?? '')?.facts;
    return facts === undefined ? null : shareIn(texts, facts);
  });
  const closed = shares.indexOf(null);
  if (closed >= 0) return closed + 1;
  try {
    const whole = Buffer.concat(shares.filter((share) => share !== null));
    return { text: inflateRawSync(whole, { maxOutputLength: MOST }).toString('utf8') };
  } catch {
    return reverses.length;
  }
}

function shareIn(texts: readonly string[], { key, page, pages, transaction }: CodeFacts): Buffer | null {
  const blocks = texts.map(readBlock).filter((block) => block !== null);
  const joined = joinBlocks(blocks, pages);
  const ours = blocks.length === texts.length && blocks.every((block) => block.page === page);
  if (!ours || joined === null || 'missing' in joined || joined.octets.length < TAG_OCTETS) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, NONCE);
  decipher.setAAD(boundTo(transaction, page, pages));
  decipher.setAuthTag(joined.octets.subarray(-TAG_OCTETS));
  try {
    return Buffer.concat([decipher.update(joined.octets.subarray(0, -TAG_OCTETS)), decipher.final()]);
  } catch {
    return null;
  }
}
