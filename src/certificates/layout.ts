import type { Outcome } from '../outcome.ts';
import { done } from '../outcome.ts';
import { kindOf } from './catalogue.ts';
import { codeItems } from './code-mark.ts';
import type { SignedDocument } from './document.ts';
import type { CertificateFont } from './font/certificate-font.ts';
import type { Sheet } from './page.ts';
import type { RenderFault } from './renderer.ts';

/** All pages of a document in the order in which they are printed: what its kind draws, with the signed code of each page. */
export function layOutDocument(
  { payload, codes }: SignedDocument,
  font: CertificateFont,
): Outcome<readonly Sheet[], RenderFault> {
  const fronts = kindOf(payload.kind).layout(payload, font);
  if (fronts.outcome !== 'done') return fronts;
  return done(
    fronts.value.map(({ items }, index) => ({
      items: [...items, ...codeItems(codes[index % payload.pages] ?? '', font)],
    })),
  );
}
