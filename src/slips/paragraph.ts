/** Columns of the paper; kanji and kana take two. */
const paperColumns = 48;

/** Signs that may not begin a line (行頭禁則), and those that may not end one. */
const notFirst = /^[、。，．）」』】〕〉》！？ー・,.;:!?)\]}]/;
const notLast = /[（「『【〔〈《([{]$/;
/** Times and telephone numbers stay in one piece. */
const number = { ends: /[\d:–-]$/, begins: /^[\d:–-]/ };

/** Kanji, kana, Hangul, and quotation marks, which East Asian fonts set as wide as those. */
const isWide = (char: string): boolean => (char.codePointAt(0) ?? 0) > 0x2e7f || /[‘’“”]/.test(char);

const columnsOf = (text: string): number => [...text].reduce((sum, char) => sum + (isWide(char) ? 2 : 1), 0);

/** Characters of the screen's texts that a receipt printer's code page 932 has under another name. */
const onPaper: Readonly<Record<string, string>> = { '–': '-', '〜': '～' };

/** Text in which the characters that ReceiptLine gives a meaning stand for themselves. */
export const plain = (text: string): string =>
  text.replace(/[–〜]/g, (char) => onPaper[char] ?? char).replace(/[\\|{}~_"`^]/g, (char) => `\\${char}`);

/** What must stay together on a line: words, each with the signs that cling to it. */
function pieces(text: string, language: string): string[] {
  const words = [...new Intl.Segmenter(language, { granularity: 'word' }).segment(text)].map(({ segment }) => segment);
  return words.reduce<string[]>((done, word) => {
    const last = done.at(-1);
    const clings =
      last !== undefined &&
      (notFirst.test(word) || notLast.test(last) || (number.ends.test(last) && number.begins.test(word)));
    if (clings) done[done.length - 1] = last + word;
    else done.push(word);
    return done;
  }, []);
}

/** Running text from the left edge, broken between words, as lines of ReceiptLine. `bold` for what is to be seen first. */
export function paragraph(text: string, language: string, weight: 'plain' | 'bold' = 'plain'): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text, language)) {
    if (line !== '' && columnsOf(line) + columnsOf(piece.trimEnd()) > paperColumns) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines.map((content) => (weight === 'bold' ? `"${plain(content)}" |` : `${plain(content)} |`));
}
