import type { Outcome } from '../outcome.ts';
import type { SignedDocument } from './document.ts';
import type { TestPage } from './test-page.ts';

/**
 * `missing-glyph`: the font lacks a character or variant; `detail` names it by code point (I13). `does-not-fit`: `detail`
 * names the field. `renderer-failed`: the renderer itself broke off and was started anew; nothing of the document is left.
 */
export type RenderFault = 'missing-glyph' | 'does-not-fit' | 'renderer-failed';

/** Turns a signed document into the PDF that is printed. Deterministic: same document, same bytes. */
export interface Renderer {
  render(document: SignedDocument): Promise<Outcome<Uint8Array, RenderFault>>;
  /** The page that staff print to look at. */
  testPage(page: TestPage): Promise<Outcome<Uint8Array, RenderFault>>;
  /** Name of the font in use, and whether it covers the IVD collection Moji_Joho (false: names with variants are refused). */
  readonly font: { readonly name: string; readonly variants: boolean };
  close(): Promise<void>;
}

/** Reads the final bytes back before they may reach the printer (I1); null when they may. */
export type Door = (pdf: Uint8Array, document: SignedDocument) => Promise<{ fault: DoorFault; detail: string } | null>;

/** Why paper is refused; each one is an incident that happened (Yokohama, Tokushima, Kawasaki) or could. */
export type DoorFault =
  | 'signature'
  | 'code'
  | 'other-transaction'
  | 'other-holder'
  | 'other-kind'
  /** The registers were read too long ago, or in a time to come. */
  | 'stale'
  | 'page-count'
  | 'page-order'
  | 'page-identity'
  | 'text-differs'
  | 'reverse'
  /** A side without the copy-evident ground. */
  | 'ground'
  /** A glyph is not drawn as the font file has it. */
  | 'glyph-differs'
  | 'unreadable'
  /** The check itself broke off, or its answer is about other octets: nothing is known of the paper. */
  | 'door-failed';
