import { parentPort, workerData } from 'node:worker_threads';
import type { Outcome } from '../outcome.ts';
import type { SignedDocument } from './document.ts';
import type { FontFile } from './font/certificate-font.ts';
import { openCertificateFont } from './font/certificate-font.ts';
import { renderPdf } from './pdf.ts';
import type { RenderFault } from './renderer.ts';
import { SPECIMENS } from './specimen.ts';

/** How the worker is started; without `fonts` it looks for the installed ones. */
export interface WorkerInput {
  readonly fonts: readonly FontFile[] | null;
}

export interface RenderRequest {
  readonly id: number;
  readonly document: SignedDocument;
}

/** `ready` comes once, after the specimens; then one `rendered` for each request. */
export type WorkerMessage =
  | { readonly type: 'ready'; readonly font: { readonly name: string; readonly variants: boolean } }
  | { readonly type: 'rendered'; readonly id: number; readonly outcome: Outcome<Uint8Array<ArrayBuffer>, RenderFault> };

const port = parentPort;
if (port === null) throw new Error('renderer-worker.ts runs as a worker thread only');

const { fonts } = workerData as WorkerInput;
const font = fonts === null ? openCertificateFont() : openCertificateFont(fonts);
for (const specimen of SPECIMENS) {
  const outcome = await renderPdf(specimen, font);
  if (outcome.outcome !== 'done') throw new Error(`${font.name} cannot set the specimen: ${outcome.detail}`);
}

port.on('message', async ({ id, document }: RenderRequest) => {
  const outcome = await renderPdf(document, font);
  const message: WorkerMessage = { type: 'rendered', id, outcome };
  port.postMessage(message, outcome.outcome === 'done' ? [outcome.value.buffer] : []);
});
const ready: WorkerMessage = { type: 'ready', font: { name: font.name, variants: font.variants } };
port.postMessage(ready);
