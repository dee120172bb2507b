import { createPrivateKey } from 'node:crypto';
import { kinds } from './catalogue.ts';
import type { SignedDocument } from './document.ts';
import { signDocument } from './signature.ts';

/** An Ed25519 key of zeros in PKCS #8 (RFC 8410), which nobody trusts: specimens have codes as any document. */
const nobodysKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32)]),
  format: 'der',
  type: 'pkcs8',
});

/**
 * Documents of nobody. Drawn when the renderer starts: they prove that the font holds every fixed word of every layout
 * branch, and they warm the code up, so that the first resident waits no longer than the tenth.
 */
export const specimens: readonly SignedDocument[] = [...kinds].flatMap(([name, kind]) =>
  kind.specimens.map((content, i) =>
    signDocument(
      {
        schema: 1,
        kind: name,
        transaction: 'SPECIMEN',
        holder: '',
        municipality: { code: '000000', name: '見本市', mayor: '見本　次郎' },
        readAt: '2026-01-01T00:00:00.000Z',
        issuedOn: '2026-01-01',
        pages: kind.pages(content),
        copies: 1 + (i % 2),
        content,
      },
      { keyId: 'specimen', key: nobodysKey },
      (octets) => new Uint8Array(octets),
    ),
  ),
);
