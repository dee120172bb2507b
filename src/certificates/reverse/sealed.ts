import { createCipheriv } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { printedText } from '../../codes/printed.ts';
import { boundTo, NONCE, shareOf } from '../../codes/reverse-block.ts';
import { readCode } from '../../codes/signed-code.ts';
import { printedOf } from '../codes.ts';
import type { SignedDocument } from '../document.ts';

/**
 * What stands on the reverse of each page: its share of the text of the whole copy, compressed (RFC 1951), then encrypted with
 * AES-256-GCM under the key in the code of the front. The share of one page alone says nothing; all of them give the copy.
 *
 * @throws when a page has no code
 */
export function sealedReverses({ payload, codes }: SignedDocument): readonly Uint8Array[] {
  const { pages, transaction } = payload;
  const whole = deflateRawSync(printedText(printedOf(payload)), { level: 9 });
  return Array.from({ length: pages }, (_, index) => {
    const page = index + 1;
    const code = readCode(codes[index] ?? '');
    if (code === null) throw new Error(`page ${page} has no code`);
    const cipher = createCipheriv('aes-256-gcm', code.facts.key, NONCE);
    cipher.setAAD(boundTo(transaction, page, pages));
    return Buffer.concat([cipher.update(shareOf(whole, page, pages)), cipher.final(), cipher.getAuthTag()]);
  });
}
