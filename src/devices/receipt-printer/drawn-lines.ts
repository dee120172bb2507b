import { existsSync } from 'node:fs';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';

/** Of the paper, in dots; and of a column: half the height of a character, as in the printer's own font. */
const paper = 576;
const column = 12;
const cell = 2 * column;
const lineHeight = 30;

/** Debian's fonts-noto-cjk: it has the forms of every region, told apart by language, and half-width letters (`hwid`). */
const files = ['Regular', 'Bold'].map((weight) => `/usr/share/fonts/opentype/noto/NotoSansCJK-${weight}.ttc`);
const family = 'slip';

/** Half-width letters are a column wide, and ideographs two; Latin letters as wide as they are, on average less than a column. */
const halfWidth: ReadonlySet<string> = new Set(['zh-Hans', 'zh-Hant', 'ko']);
const latinSize = 21;

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

/** What was drawn before, by language and lines: much of a slip is the same on each. */
const drawn = new Map<string, Uint8Array>();
const mostKept = 2_000;

/**
 * Lines in a language that the printer has no letters for, as PNGs of black and white dots across the paper: one for each group,
 * its lines one below the other.
 *
 * @param language BCP 47: which region's forms the characters take
 */
export function drawLines(groups: readonly (readonly DrawnLine[])[], language: string): Uint8Array[] {
  if (!GlobalFonts.has(family)) for (const file of files) GlobalFonts.registerFromPath(file, family);
  if (drawn.size > mostKept) drawn.clear();
  return groups.map((group) => {
    const key = JSON.stringify([language, group]);
    const picture = drawn.get(key) ?? draw(group, language);
    drawn.set(key, picture);
    return picture;
  });
}

function draw(lines: readonly DrawnLine[], language: string): Uint8Array {
  const height = lines.reduce((sum, line) => sum + heightOf(line), 0);
  const canvas = createCanvas(paper, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, paper, height);
  context.fillStyle = '#000';
  context.lang = language;
  context.textRendering = 'geometricPrecision';
  let top = 0;
  for (const line of lines) {
    write(context, line, top, halfWidth.has(language));
    top += heightOf(line);
  }
  blackenOrWhiten(context, height);
  return canvas.encodeSync('png');
}

/** Runs of letters that there are in half width, and what is between them: `hwid` would make halves of its commas too. */
const runsOf = (text: string): readonly string[] => text.match(/[ -~]+|[^ -~]+/g) ?? [];

function write(context: SKRSContext2D, line: DrawnLine, top: number, inColumns: boolean): void {
  const weight = line.bold || line.heading ? 700 : 400;
  context.font = `${weight} ${(line.heading ? 1.5 : 1) * (inColumns ? cell : latinSize)}px ${family}`;
  const runs = (inColumns ? runsOf(line.text) : [line.text]).map((text) => {
    const features = `"hwid" ${inColumns && /[ -~]/.test(text) ? 1 : 0}`;
    context.fontFeatureSettings = features;
    return { text, features, width: context.measureText(text).width };
  });
  let x = line.align === 'left' ? 0 : (paper - runs.reduce((sum, { width }) => sum + width, 0)) / 2;
  for (const { features, text, width } of runs) {
    context.fontFeatureSettings = features;
    context.fillText(text, x, top + 0.78 * heightOf(line));
    x += width;
  }
}

/** A thermal head burns a dot or leaves it. */
function blackenOrWhiten(context: SKRSContext2D, height: number): void {
  const picture = context.getImageData(0, 0, paper, height);
  const dots = new Uint32Array(picture.data.buffer);
  for (let at = 0; at < dots.length; at++) dots[at] = (dots[at] ?? 0) % 0x100 < 128 ? 0xff000000 : 0xffffffff;
  context.putImageData(picture, 0, 0);
}
