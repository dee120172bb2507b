import iconv from 'iconv-lite';
import receiptline from 'receiptline';

/** 80 mm paper, 576 dots, font A of 12 dots: 48 columns. */
const PRINTER = { cpl: 48, encoding: 'shiftjis', command: 'escpos', spacing: true, cutting: true } as const;

/** GS r 1, which ReceiptLine ends with: its one-byte answer says less than the process id asked for instead. */
const PAPER_QUERY = '\x1dr1';

/**
 * ESC/POS bytes of a slip, from initialization to cut.
 *
 * @throws when a character cannot be printed by a Japanese printer's resident font: slips are fixed wording, so this is a
 * mistake of whoever wrote it, and a replacement character on a receipt would hide it
 */
export function slipBytes(markup: string): Uint8Array {
  const unprintable = unprintableIn(markup);
  if (unprintable !== null) throw new Error(`a receipt cannot hold ${unprintable}`);
  const commands = receiptline.transform(markup, PRINTER);
  const end = commands.endsWith(PAPER_QUERY) ? -PAPER_QUERY.length : commands.length;
  return Buffer.from(commands.slice(0, end), 'latin1');
}

/** The first character outside code page 932 as `U+20BB7 (𠮷)`, or one that the Japanese character set shows as another. */
export function unprintableIn(markup: string): string | null {
  // ESC R 8 prints 0x5C as ¥ and 0x7E as an overline; in the markup alone they are syntax.
  const shownOtherwise = /\\([\\~])/.exec(markup)?.[1];
  if (shownOtherwise !== undefined) return nameOf(shownOtherwise);
  const asPrinted = (text: string): string => iconv.decode(iconv.encode(text, 'cp932'), 'cp932');
  const plain = markup.replaceAll('¥', '');
  if (asPrinted(plain) === plain) return null;
  const lost = [...plain].find((character) => asPrinted(character) !== character);
  return lost === undefined ? null : nameOf(lost);
}

const nameOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')} (${character})`;
