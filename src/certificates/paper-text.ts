import { messageOf } from '../outcome.ts';
import type { Content, DrawnPicture } from './paper/content.ts';
import { type Paper, readPaper } from './paper/paper.ts';

/** The text of one page of a tagged PDF, as a reader sees it. White space is taken out: it is place, not content. */
export interface PageText {
  /** Paragraphs and headings, in reading order. */
  readonly paragraphs: readonly string[];
  /** Values of the data cells, in reading order. */
  readonly values: readonly string[];
  /** Labels of the header cells. */
  readonly labels: readonly string[];
  /** Seals. */
  readonly figures: readonly string[];
  /** Codes and other pictures in black, in the order of the page. */
  readonly pictures: readonly DrawnPicture[];
  /** Whether it stands on the copy-evident ground. */
  readonly grounded: boolean;
}

/** Structure types and what their content is to the reader (ISO 32000-1 14.8.4). */
const PLACES: ReadonlyMap<string, 'paragraphs' | 'values' | 'labels' | 'figures'> = new Map([
  ['H1', 'paragraphs'],
  ['P', 'paragraphs'],
  ['TD', 'values'],
  ['TH', 'labels'],
  ['Figure', 'figures'],
]);

/** Reads the finished octets back. A string says why they cannot be read: text that is not tagged, hidden or covered, too. */
export function readPages(pdf: Uint8Array): PageText[] | string {
  try {
    return textOf(readPaper(pdf));
  } catch (error) {
    return messageOf(error);
  }
}

/** Throws where something is tagged in another way. */
export const textOf = ({ pages }: Paper): PageText[] => pages.map(pageText);

function pageText({ marks, pictures, grounded }: Content): PageText {
  const texts = { paragraphs: [] as string[], values: [] as string[], labels: [] as string[], figures: [] as string[] };
  for (const { tag, text } of marks) {
    const place = PLACES.get(tag);
    if (place === undefined) throw new Error('text is tagged in another way');
    texts[place].push(text.replaceAll(/\s/gu, ''));
  }
  return { ...texts, pictures, grounded };
}
