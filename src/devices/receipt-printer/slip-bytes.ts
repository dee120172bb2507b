import iconv from 'iconv-lite';
import receiptline from 'receiptline';
import { canDraw, drawLines, drawnLine } from './drawn-lines.ts';

/** 80 mm paper, 576 dots, font A of 12 dots: 48 columns. */
const PRINTER = { cpl: 48, encoding: 'shiftjis', command: 'escpos', spacing: true, cutting: true } as const;

/** GS r 1, which ReceiptLine ends with: its one-byte answer says less than the process id asked for instead. */
const PAPER_QUERY = '\x1dr1';

/** What language a slip is in, on a line of its own before all others: ReceiptLine's comment. */
const marked = /^\{comment:([\w-]+)\}$/;

/**
 * ESC/POS bytes of a slip, from initialization to cut. Lines that a Japanese printer has no letters for are printed as graphics.
 *
 * @throws when a character cannot be printed by a Japanese printer's resident font, and the slip names no language or the font to
 * draw it with is missing: slips are fixed wording, so this is a mistake of whoever wrote it, and a replacement character on a
 * receipt would hide it
 */
export function slipBytes(markup: string): Uint8Array {
  const [first = '', ...rest] = markup.split('\n');
  const language = marked.exec(first)?.[1];
  const lines = language === undefined ? [first, ...rest] : rest;
  const printable =
    language === undefined || !canDraw() || unprintableIn(lines.join('\n')) === null
      ? lines
      : withDrawings(lines, language);
  const unprintable = printable.map(unprintableIn).find((found) => found !== null);
  if (unprintable !== undefined) throw new Error(`a receipt cannot hold ${unprintable}`);
  const commands = receiptline.transform(printable.join('\n'), PRINTER);
  const end = commands.endsWith(PAPER_QUERY) ? -PAPER_QUERY.length : commands.length;
  return Buffer.from(commands.slice(0, end), 'latin1');
}

/** Lines that are drawn and follow each other are one picture. */
function withDrawings(lines: readonly string[], language: string): string[] {
  const runs: { readonly drawn: boolean; readonly lines: string[] }[] = [];
  for (const line of lines) {
    const drawn = unprintableIn(line) !== null;
    const last = runs.at(-1);
    if (last?.drawn === drawn) last.lines.push(line);
    else runs.push({ drawn, lines: [line] });
  }
  const pictures = drawLines(
    runs.filter(({ drawn }) => drawn).map((run) => run.lines.map(drawnLine)),
    language,
  ).values();
  return runs.flatMap((run) =>
    run.drawn ? [`{image:${Buffer.from(pictures.next().value ?? []).toString('base64')}}`] : run.lines,
  );
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
