/** What stands on all pages of a copy, without what only says which page and copy it is. */
export interface Printed {
  /** Titles, certification, date, who certifies: each once, sorted by UTF-16 code units. */
  readonly wording: readonly string[];
  /** Data cells that begin every page. */
  readonly head: readonly string[];
  /** The other data cells, from the first page to the last. */
  readonly body: readonly string[];
  /** Pictures of the register, in their order: see {@link pictureText}. */
  readonly pictures: readonly string[];
}

/**
 * The text that is encrypted on the reverse: an array of the four arrays in JSON, which is canonical as it stands (RFC 8785),
 * having no numbers and no keys to sort.
 */
export const printedText = ({ wording, head, body, pictures }: Printed): string =>
  JSON.stringify([wording, head, body, pictures]);

/** The octets under the code's digest: the same without white space, which on paper is place and not content; in UTF-8. */
export const digestedOf = (text: string): Uint8Array => new TextEncoder().encode(text.replaceAll(/\s/gu, ''));

/** Undoes {@link printedText}; null when it is nothing of the kind. */
export function readPrinted(text: string): Printed | null {
  const parts = parsed(text);
  if (!Array.isArray(parts) || parts.length !== 4 || !parts.every(isTexts)) return null;
  const [wording = [], head = [], body = [], pictures = []] = parts as readonly (readonly string[])[];
  return { wording, head, body, pictures };
}

const isTexts = (part: unknown): part is readonly string[] =>
  Array.isArray(part) && part.every((text) => typeof text === 'string');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Each text once, in the order in which {@link Printed} has its wording. */
export const wordingOf = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

/**
 * A square picture as text: its side to a tenth of a millimetre, dots of a side, and its bits in hexadecimal, 1 = black, each row
 * padded to whole octets.
 *
 * @param bits rows from the top, of ceil(dots / 8) octets
 */
export const pictureText = (millimetres: number, dots: number, bits: Uint8Array): string =>
  `${millimetres.toFixed(1)}:${dots}:${Array.from(bits, (octet) => octet.toString(16).padStart(2, '0')).join('')}`;
