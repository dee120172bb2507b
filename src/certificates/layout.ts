import type { Outcome } from '../outcome.ts';
import { done, failed } from '../outcome.ts';
import { kindOf } from './catalogue.ts';
import { codeItems } from './code-mark.ts';
import type { SignedDocument } from './document.ts';
import type { CertificateFont } from './font/certificate-font.ts';
import type { PageItem, Sheet } from './page.ts';
import type { RenderFault } from './renderer.ts';
import { sealedReverses } from './reverse/sealed.ts';
import { reverseOf } from './reverse/sheet.ts';

/**
 * All pages of a document in the order in which they are printed on both sides: what its kind draws, with the signed code of
 * the page, then the reverse of that sheet; both sides on the copy-evident ground.
 */
export function layOutDocument(
  document: SignedDocument,
  font: CertificateFont,
): Outcome<readonly Sheet[], RenderFault> {
  const { payload, codes } = document;
  const fronts = kindOf(payload.kind).layout(payload, font);
  if (fronts.outcome !== 'done') return fronts;
  const sealed = sealedReverses(document);
  const sheets: Sheet[] = [];
  for (const [index, { items }] of fronts.value.entries()) {
    const page = index % payload.pages;
    const copy = Math.floor(index / payload.pages);
    const reverse = reverseOf(payload, sealed[page] ?? new Uint8Array(), page, copy, font);
    if (reverse === null) return failed('does-not-fit', 'reverse');
    sheets.push(onGround([...items, ...codeItems(codes[page] ?? '', font)]), onGround(reverse.items));
  }
  return done(sheets);
}

const onGround = (items: readonly PageItem[]): Sheet => ({ items: [{ kind: 'ground' }, ...items] });
