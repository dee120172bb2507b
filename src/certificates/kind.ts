import type { RefusalCode } from '../centre/port.ts';
import type { Registers } from '../centre/register.ts';
import type { Language } from '../machines/events.ts';
import type { Outcome } from '../outcome.ts';
import type { DocumentPayload, Wish } from './document.ts';
import type { CertificateFont } from './font/certificate-font.ts';
import type { Form } from './form.ts';
import type { Sheet } from './page.ts';
import type { RenderFault } from './renderer.ts';

export type Texts = Readonly<Record<Language, string>>;

/** Something that is left out of the paper unless the resident asks for it. */
export interface Item {
  readonly id: string;
  readonly label: Texts;
}

/** People who may be chosen. Personal data: lives in the session only. */
export interface Member {
  readonly id: string;
  readonly name: string;
  /** How it is read (振り仮名), in katakana; left out where none is registered. */
  readonly kana?: string;
  readonly holder: boolean;
}

/** What of the kind one holder may choose from. */
export interface Choice {
  /** The holder first; empty where nobody is to be chosen. */
  readonly members: readonly Member[];
  /** Ids of the items that mean anything for these people. */
  readonly items: readonly string[];
}

/**
 * A kind of certificate: everything that is particular to it stands in its folder, `kinds/<name>`, whose `index.ts` exports one
 * of these as its default. The catalogue finds it there; nothing else names a kind.
 */
export interface Kind<Content = unknown> {
  /** Place in the menu, from 1. */
  readonly order: number;
  /** Printed on the paper, on slips and in the file's metadata. */
  readonly official: string;
  /** What the screen calls it. */
  readonly title: Texts;
  /** One line on the screen: what it is for. */
  readonly detail: Texts;
  /** Whose register it is taken from: of residents and taxes, where the holder lives; of families, where the 本籍 is. */
  readonly keptBy: 'residence' | 'family-register';
  /** How many people are chosen: any number of those offered, exactly one, or only ever the holder. */
  readonly people: 'several' | 'one' | 'holder';
  readonly items: readonly Item[];
  /** Issued as long as the terminal is open, or in the hours of the office that keeps the register. */
  readonly hours: 'terminal' | 'office';
  /** Copies in one visit, at most. */
  readonly copies: number;
  /** Yen for one copy where neither shop nor municipality says. */
  readonly fee: number;
  /** What the holder may choose, or why there is none of this kind. */
  offer(registers: Registers): Choice | RefusalCode;
  /** What stands on the paper; `option-not-allowed` for what was not offered. */
  content(registers: Registers, wish: Wish): Content | RefusalCode;
  /** Sheets of A4 that the content takes. */
  pages(content: Content): number;
  layout(payload: DocumentPayload<Content>, font: CertificateFont): Outcome<Sheet[], RenderFault>;
  /** What must stand on the paper, written down a second time for the printer's door: shares nothing with `layout`. */
  form(payload: DocumentPayload<Content>): Form;
  /** Contents of nobody that use every branch of the layout: drawn when the renderer starts. */
  readonly specimens: readonly Content[];
}
