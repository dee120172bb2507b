import { parentPort, workerData } from 'node:worker_threads';
import type { Outcome } from '../outcome.ts';
import type { SignedDocument } from './document.ts';
import type { FontFile } from './font/certificate-font.ts';
import { openCertificateFont } from './font/certificate-font.ts';
import { renderPdf, renderTestPage } from './pdf.ts';
import type { RenderFault } from './renderer.ts';
import { specimens } from './specimens.ts';
import type { TestPage } from './test-page.ts';

/** How the worker is started; without `fonts` it looks for the installed ones. */
export interface WorkerInput {
  readonly fonts: readonly FontFile[] | null;
}

export type RenderWish = { readonly document: SignedDocument } | { readonly testPage: TestPage };

export type RenderRequest = { readonly id: number } & RenderWish;

/** `ready` comes once, after the specimens; then one `rendered` for each request. */
export type WorkerMessage =
  | { readonly type: 'ready'; readonly font: { readonly name: string; readonly variants: boolean } }
  | { readonly type: 'rendered'; readonly id: number; readonly outcome: Outcome<Uint8Array<ArrayBuffer>, RenderFault> };

const port = parentPort;
if (port === null) throw new Error('renderer-worker.ts runs as a worker thread only');

const { fonts } = workerData as WorkerInput;
const font = fonts === null ? openCertificateFont() : openCertificateFont(fonts);
for (const specimen of specimens) {
  const outcome = await renderPdf(specimen, font);
  if (outcome.outcome !== 'done') throw new Error(`${font.name} cannot set the specimen: ${outcome.detail}`);
}

port.on('message', async ({ id, ...wish }: RenderRequest) => {
  const outcome = await ('document' in wish ? renderPdf(wish.document, font) : renderTestPage(wish.testPage, font));
  const message: WorkerMessage = { type: 'rendered', id, outcome };
  port.postMessage(message, outcome.outcome === 'done' ? [outcome.value.buffer] : []);
});
const ready: WorkerMessage = { type: 'ready', font: { name: font.name, variants: font.variants } };
port.postMessage(ready);
