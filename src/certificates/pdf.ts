import type { Outcome } from '../outcome.ts';
import { done } from '../outcome.ts';
import { kindOf } from './catalogue.ts';
import type { SignedDocument } from './document.ts';
import type { CertificateFont } from './font/certificate-font.ts';
import { layOutDocument } from './layout.ts';
import { drawPdf } from './pdf/draw-pdf.ts';
import type { RenderFault } from './renderer.ts';
import { layoutTestPage, type TestPage } from './test-page.ts';

/** Draws the document on A4. Dates come from `issuedOn`. The metadata say kind and transaction, nothing of the resident. */
export async function renderPdf(
  document: SignedDocument,
  font: CertificateFont,
): Promise<Outcome<Uint8Array<ArrayBuffer>, RenderFault>> {
  const layout = layOutDocument(document, font);
  if (layout.outcome !== 'done') return layout;
  const { payload } = document;
  const title = `${kindOf(payload.kind).official} ${payload.transaction}`;
  return done(drawPdf(layout.value, { title, at: Date.parse(payload.issuedOn) }, font));
}

/** Draws the page that staff look at, in the same way. */
export async function renderTestPage(
  page: TestPage,
  font: CertificateFont,
): Promise<Outcome<Uint8Array<ArrayBuffer>, RenderFault>> {
  const layout = layoutTestPage(page, font);
  return layout.outcome === 'done'
    ? done(drawPdf(layout.value, { title: `A4印字テスト ${page.job}`, at: page.at }, font))
    : layout;
}
