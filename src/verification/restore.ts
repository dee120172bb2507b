import { digestedOf, type Printed, readPrinted } from '../codes/printed.ts';
import { boundTo, joinBlocks, NONCE, type ReverseBlock } from '../codes/reverse-block.ts';
import { type CodeFacts, same } from '../codes/signed-code.ts';
import type { Finding } from './findings.ts';

/** Octets of text that a certificate may have, at most: what claims to hold more is not unpacked. */
const MOST = 4_000_000;

/** What stands on the paper, out of its reverses; null when they could not all be read, or one is not what was signed. */
export interface Restored {
  readonly printed: Printed | null;
  readonly findings: readonly Finding[];
}

/** @param fronts the signed codes of one copy, whose signatures hold, one for each page @param blocks of all reverses */
export async function restore(fronts: readonly CodeFacts[], blocks: readonly ReverseBlock[]): Promise<Restored> {
  const findings: Finding[] = [];
  const shares: Uint8Array[] = [];
  for (const facts of fronts) {
    const joined = joinBlocks(
      blocks.filter(({ page }) => page === facts.page),
      facts.pages,
    );
    if (joined !== null && 'missing' in joined) {
      findings.push({ found: 'reverse-incomplete', page: facts.page, missing: joined.missing });
      continue;
    }
    const share = joined === null ? null : await opened(joined.octets, facts);
    if (share === null) findings.push({ found: 'altered-reverse', page: facts.page });
    else shares.push(share);
  }
  const [facts] = fronts;
  if (facts === undefined || findings.length > 0 || shares.length < facts.pages) return { printed: null, findings };
  const text = await inflated(shares);
  const printed = text !== null && (await digestHolds(text, facts)) ? readPrinted(text) : null;
  return {
    printed,
    findings: [printed === null ? { found: 'altered-reverse', page: null } : { found: 'reverse-as-signed' }],
  };
}

/** AES-256-GCM (NIST SP 800-38D) under the key in the front's code, bound to transaction and page. */
async function opened(octets: Uint8Array, { key, transaction, page, pages }: CodeFacts): Promise<Uint8Array | null> {
  const secret = await crypto.subtle.importKey('raw', owned(key), 'AES-GCM', false, ['decrypt']);
  const algorithm = { name: 'AES-GCM', iv: owned(NONCE), additionalData: owned(boundTo(transaction, page, pages)) };
  return crypto.subtle.decrypt(algorithm, secret, owned(octets)).then(
    (plain) => new Uint8Array(plain),
    () => null,
  );
}

/** Raw DEFLATE (RFC 1951) of UTF-8. */
async function inflated(shares: readonly Uint8Array[]): Promise<string | null> {
  const plain = new Blob(shares.map(owned)).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [text, octets] = ['', 0];
  try {
    for await (const chunk of plain as unknown as AsyncIterable<Uint8Array>) {
      octets += chunk.length;
      if (octets > MOST) return null;
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch {
    return null;
  }
}

/** Whether this text, whatever its white space, is what the code was signed for. */
export async function digestHolds(text: string, { digest }: CodeFacts): Promise<boolean> {
  return same(new Uint8Array(await crypto.subtle.digest('SHA-256', owned(digestedOf(text)))), digest);
}

/** In a buffer of its own, as WebCrypto wants it. */
export const owned = (octets: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(octets);
