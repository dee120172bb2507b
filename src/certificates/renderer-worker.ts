import { workerData } from 'node:worker_threads';
import type { Outcome } from '../outcome.ts';
import type { SignedDocument } from './document.ts';
import type { FontFile } from './font/certificate-font.ts';
import { openCertificateFont } from './font/certificate-font.ts';
import { renderPdf, renderTestPage } from './pdf.ts';
import type { Renderer, RenderFault } from './renderer.ts';
import { specimens } from './specimens.ts';
import type { TestPage } from './test-page.ts';
import { answerRequests } from './worker-thread.ts';

/** How the thread is started; without `fonts` it looks for the installed ones. */
export interface RendererInput {
  readonly fonts: readonly FontFile[] | null;
}

export type RenderWish = { readonly document: SignedDocument } | { readonly testPage: TestPage };

export type Rendering = Outcome<Uint8Array<ArrayBuffer>, RenderFault>;

const { fonts } = workerData as RendererInput;
const font = fonts === null ? openCertificateFont() : openCertificateFont(fonts);
for (const specimen of specimens) {
  const outcome = await renderPdf(specimen, font);
  if (outcome.outcome !== 'done') throw new Error(`${font.name} cannot set the specimen: ${outcome.detail}`);
}

answerRequests<Renderer['font'], RenderWish, Rendering>(
  { name: font.name, variants: font.variants },
  (wish) => ('document' in wish ? renderPdf(wish.document, font) : renderTestPage(wish.testPage, font)),
  (rendering) => (rendering.outcome === 'done' ? [rendering.value.buffer] : []),
);
