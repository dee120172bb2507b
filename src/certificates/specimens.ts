import { kinds } from './catalogue.ts';
import type { SignedDocument } from './document.ts';

/**
 * Documents of nobody. Drawn when the renderer starts: they prove that the font holds every fixed word of every layout
 * branch, and they warm the code up, so that the first resident waits no longer than the tenth.
 */
export const specimens: readonly SignedDocument[] = [...kinds].flatMap(([name, kind]) =>
  kind.specimens.map((content, i) => ({
    payload: {
      schema: 1,
      kind: name,
      transaction: 'SPECIMEN',
      holder: '',
      municipality: { code: '000000', name: '見本市', mayor: '見本　次郎' },
      issuedOn: '2026-01-01',
      pages: kind.pages(content),
      copies: 1 + (i % 2),
      content,
    },
    keyId: '',
    signature: '',
  })),
);
