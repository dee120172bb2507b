import { createHash } from 'node:crypto';
import { type DocumentPayload, type SignedDocument, sheetsOf } from '../certificates/document.ts';
import { readPages } from '../certificates/paper-text.ts';
import type { Press } from '../certificates/press.ts';
import type { Renderer } from '../certificates/renderer.ts';
import { canonicalBytes } from '../certificates/signature.ts';
import { done } from '../outcome.ts';

/** How the pages of a simulation are made and read. */
export interface Pages extends Press {
  /** Every byte is what it would be in a shop. */
  readonly whole: boolean;
  /** Whether a sheet that came out is of this visit and this person. @param holder hex SHA-256 of the certificate */
  isOf(pdf: Uint8Array, transaction: string, holder: string): Promise<boolean>;
}

/**
 * Pages that bear nothing but what the door compares: as many page objects as are signed, fronts and reverses, transaction, holder and digest of the signed
 * content. They stand in for rendering and reading back where thousands of visits are simulated and paper is not the question.
 */

const digestOf = (payload: DocumentPayload): string =>
  createHash('sha256').update(canonicalBytes(payload)).digest('hex');

const pageOf = (payload: DocumentPayload): string =>
  `%PDF-1.7\n${Array.from({ length: 2 * sheetsOf(payload) }, (_, page) => `<</Type /Page /Of (${page + 1})>>`).join('\n')}\n% ${payload.transaction} ${payload.holder} ${digestOf(payload)}\n`;

const minimalRenderer: Renderer = {
  render: async ({ payload }: SignedDocument) => done(Buffer.from(pageOf(payload))),
  testPage: async ({ job }) => done(Buffer.from(`%PDF-1.7\n<</Type /Page /Of (1)>>\n% ${job}\n`)),
  font: { name: 'none', variants: true },
  close: async () => {},
};

export const minimalPages: Pages = {
  whole: false,
  renderer: minimalRenderer,
  door: async (pdf, { payload }) =>
    Buffer.from(pdf).toString() === pageOf(payload) ? null : { fault: 'text-differs', detail: 'minimal page' },
  close: async () => {},
  isOf: async (pdf, transaction, holder) => Buffer.from(pdf).includes(`% ${transaction} ${holder} `),
};

/** Pages as residents get them: every glyph drawn, read back, and once more when the sheet lies in the tray. */
export const realPages = (press: Press): Pages => ({
  ...press,
  whole: true,
  isOf: async (pdf, transaction) => {
    const pages = await readPages(pdf);
    return typeof pages !== 'string' && pages.every(({ paragraphs }) => paragraphs.includes(`発行番号${transaction}`));
  },
});
