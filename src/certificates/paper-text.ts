import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { messageOf } from '../outcome.ts';

/** The text of one page of a tagged PDF, as a reader sees it. White space is taken out: it is place, not content. */
export interface PageText {
  /** Paragraphs and headings, in reading order. */
  readonly paragraphs: readonly string[];
  /** Values of the data cells, in reading order. */
  readonly values: readonly string[];
}

/** Structure types whose marked content holds wording, and those that hold register data (ISO 32000-1 14.8.4). */
const PARAGRAPH_TAGS = ['H1', 'P'];
const VALUE_TAG = 'TD';

/** Reads the finished bytes back with pdf.js. A string says why they cannot be read. */
export async function readPages(pdf: Uint8Array): Promise<PageText[] | string> {
  // pdf.js takes the buffer it is given away from its owner: it gets a copy.
  const task = getDocument({ data: pdf.slice(), verbosity: VerbosityLevel.ERRORS, disableFontFace: true });
  try {
    const document = await task.promise;
    const pages: PageText[] = [];
    for (let number = 1; number <= document.numPages; number++) pages.push(await readPage(document, number));
    return pages;
  } catch (error) {
    return messageOf(error);
  } finally {
    await task.destroy();
  }
}

async function readPage(document: PDFDocumentProxy, number: number): Promise<PageText> {
  const page = await document.getPage(number);
  // Normalization would turn compatibility ideographs into others (U+FA19 into U+795E).
  const { items } = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true });
  const paragraphs: string[] = [];
  const values: string[] = [];
  let tag: string | null = null;
  let text = '';
  for (const item of items) {
    if ('str' in item) {
      text += item.str;
    } else if (item.type === 'endMarkedContent') {
      if (tag === VALUE_TAG) values.push(text.replaceAll(/\s/gu, ''));
      else if (tag !== null && PARAGRAPH_TAGS.includes(tag)) paragraphs.push(text.replaceAll(/\s/gu, ''));
      tag = null;
    } else {
      // pdf.js states the tag; its types do not.
      tag = (item as { readonly tag?: string }).tag ?? null;
      text = '';
    }
  }
  page.cleanup();
  return { paragraphs, values };
}
