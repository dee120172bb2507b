import { existsSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { PNG } from 'pngjs';

/** Of the paper, in dots; and of a column: half the height of a character, as in the printer's own font. */
const paper = 576;
const column = 12;
const cell = 2 * column;
const lineHeight = 30;

/** Debian's fonts-noto-cjk: the woff2 files of the screen are no use to resvg. */
const files = ['Regular', 'Bold'].map((weight) => `/usr/share/fonts/opentype/noto/NotoSansCJK-${weight}.ttc`);

/** A face in the forms of the region, and its size. Letters of the Latin ones are as wide as they are, on average less than a column. */
const faces: Readonly<Record<string, { readonly family: string; readonly size: number }>> = {
  'zh-Hans': { family: 'Noto Sans Mono CJK SC', size: cell },
  'zh-Hant': { family: 'Noto Sans Mono CJK TC', size: cell },
  ko: { family: 'Noto Sans Mono CJK KR', size: cell },
};
const latin = { family: 'Noto Sans CJK JP', size: 21 };

/** Whether lines can be drawn here. */
export const canDraw = (): boolean => files.every((file) => existsSync(file));

/** A line of a slip that is drawn: what it says, and how. */
export interface DrawnLine {
  readonly text: string;
  readonly bold: boolean;
  /** Half as large again, for a heading. */
  readonly heading: boolean;
  readonly align: 'left' | 'centre';
}

/** One line of ReceiptLine without columns: `text |`, `"text" |`, `text` in the middle, and `^text` for a heading. */
export function drawnLine(markup: string): DrawnLine {
  const [, ups = '', quoted = '', body = '', left = ''] = /^(\^*)("?)(.*?)\2( \|)?$/s.exec(markup) ?? [];
  return {
    text: body.replace(/\\(.)/g, '$1'),
    bold: quoted !== '',
    heading: ups !== '',
    align: left === '' ? 'centre' : 'left',
  };
}

const heightOf = ({ heading }: DrawnLine): number => (heading ? 1.8 : 1) * lineHeight;

const escaped = (text: string): string => [...text].map((character) => `&#${character.codePointAt(0)};`).join('');

function textAt(line: DrawnLine, top: number, size: number): string {
  const letters = (line.heading ? 1.5 : 1) * size;
  const place = line.align === 'left' ? 'x="0"' : `x="${paper / 2}" text-anchor="middle"`;
  const weight = line.bold || line.heading ? 700 : 400;
  return `<text ${place} y="${top + 0.78 * heightOf(line)}" font-size="${letters}" font-weight="${weight}">${escaped(line.text)}</text>`;
}

/** What was drawn before, by language and lines: most of a slip is the same on each. */
const drawn = new Map<string, Uint8Array>();
const mostKept = 2_000;

/**
 * Lines in a language that the printer has no letters for, as PNGs of black and white dots across the paper: one for each group,
 * its lines one below the other. Opening the font takes longest, so all that are new are drawn at once.
 *
 * @param language BCP 47: which region's forms the characters take
 */
export function drawLines(groups: readonly (readonly DrawnLine[])[], language: string): Uint8Array[] {
  const keyOf = (group: readonly DrawnLine[]): string => JSON.stringify([language, group]);
  if (drawn.size > mostKept) drawn.clear();
  const fresh = groups.filter((group) => !drawn.has(keyOf(group)));
  const pictures = fresh.length === 0 ? [] : draw(fresh, language);
  for (const [index, group] of fresh.entries()) drawn.set(keyOf(group), pictures[index] ?? new Uint8Array());
  return groups.map((group) => drawn.get(keyOf(group)) ?? new Uint8Array());
}

function draw(groups: readonly (readonly DrawnLine[])[], language: string): Uint8Array[] {
  const { family, size } = faces[language] ?? latin;
  let y = 0;
  const texts: string[] = [];
  const bands = groups.map((group) => {
    const top = y;
    for (const line of group) {
      texts.push(textAt(line, y, size));
      y += heightOf(line);
    }
    return { top, height: y - top };
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${paper}" height="${y}" font-family="${family}">
<rect width="${paper}" height="${y}" fill="#fff"/>${texts.join('')}</svg>`;
  const options = { fontFiles: files, loadSystemFonts: false, defaultFontFamily: family };
  const { pixels } = new Resvg(svg, { font: options }).render();
  return bands.map(({ height, top }) =>
    blackAndWhite(pixels.subarray(4 * paper * top, 4 * paper * (top + height)), height),
  );
}

function blackAndWhite(pixels: Uint8Array, height: number): Uint8Array {
  const png = new PNG({ width: paper, height });
  for (let at = 0; at < pixels.length; at += 4) {
    png.data.fill((pixels[at] ?? 255) < 128 ? 0 : 255, at, at + 3);
    png.data[at + 3] = 255;
  }
  return PNG.sync.write(png);
}
