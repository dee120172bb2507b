import { fromBase45, toBase45 } from './base45.ts';

/** One of the codes on the reverse of a page: a part of what is encrypted there. */
export interface ReverseBlock {
  /** Page of the copy on whose reverse it stands, from 1, and how many there are. */
  readonly page: number;
  readonly pages: number;
  /** Which part of that page's octets, from 0, of `total`. */
  readonly index: number;
  readonly total: number;
  readonly octets: Uint8Array;
}

export const REVERSE_PREFIX = 'MR1:';

/** Octets that fit a QR code of version 20 and level M (970 characters) beside prefix and header. */
const LARGEST = 640;
const HEADER = 4;
/** Each number of the header is one octet. */
const MOST = 255;

/** What of the text of a copy stands on the reverse of a page: as even a share as can be. @param page from 1 */
export const shareOf = (whole: Uint8Array, page: number, pages: number): Uint8Array =>
  whole.subarray(Math.floor((whole.length * (page - 1)) / pages), Math.floor((whole.length * page) / pages));

/** Additional authenticated data of a page's encryption: it opens as this page of this certificate only. */
export const boundTo = (transaction: string, page: number, pages: number): Uint8Array =>
  new TextEncoder().encode(`${transaction} ${page}/${pages}`);

/** The nonce of AES-GCM, 96 bits. It may be the same for all, because each key encrypts one page and nothing else. */
export const NONCE = new Uint8Array(12);

/** Texts of the codes that bear a page's octets, all about equally long; null when a number does not fit its octet. */
export function cutIntoBlocks(octets: Uint8Array, page: number, pages: number): readonly string[] | null {
  const total = Math.max(1, Math.ceil(octets.length / LARGEST));
  if (pages > MOST || total > MOST) return null;
  const size = Math.ceil(octets.length / total);
  return Array.from({ length: total }, (_, index) => {
    const part = octets.subarray(index * size, (index + 1) * size);
    return REVERSE_PREFIX + toBase45(Uint8Array.from([page, pages, index, total, ...part]));
  });
}

export function readBlock(text: string): ReverseBlock | null {
  const bytes = text.startsWith(REVERSE_PREFIX) ? fromBase45(text.slice(REVERSE_PREFIX.length)) : null;
  if (bytes === null || bytes.length <= HEADER) return null;
  const [page = 0, pages = 0, index = 0, total = 0] = bytes;
  const sound = page >= 1 && page <= pages && index < total;
  return sound ? { page, pages, index, total, octets: bytes.subarray(HEADER) } : null;
}

/**
 * The octets of one page of a copy of `pages` out of its blocks in any order; how many are missing; null when one is of another
 * copy, or two say different things of one place.
 */
export function joinBlocks(
  blocks: readonly ReverseBlock[],
  pages: number,
): { readonly octets: Uint8Array } | { readonly missing: number } | null {
  const [first] = blocks;
  if (first === undefined) return { missing: 1 };
  const parts = new Map<number, Uint8Array>();
  for (const { index, octets, total, ...block } of blocks) {
    const other = parts.get(index);
    if (total !== first.total || block.pages !== pages) return null;
    if (other !== undefined && String(other) !== String(octets)) return null;
    parts.set(index, octets);
  }
  if (parts.size < first.total) return { missing: first.total - parts.size };
  return { octets: Uint8Array.from(Array.from({ length: first.total }, (_, i) => [...(parts.get(i) ?? [])]).flat()) };
}
