import { createRequire } from 'node:module';
import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import type { Slip, SlipBarcode, SlipElement, SlipImage, SlipRun } from './slip.ts';
import { CELL, CELL_HEIGHT, cellsOf, PAPER_WIDTH, widthOf } from './slip.ts';

const resolve = createRequire(import.meta.url).resolve;
/** A name of its own: the machine may have the same face, in another version. */
const FAMILY = 'printer';
for (const file of [
  '@expo-google-fonts/biz-udgothic/400Regular/BIZUDGothic_400Regular.ttf',
  '@expo-google-fonts/biz-udgothic/700Bold/BIZUDGothic_700Bold.ttf',
])
  GlobalFonts.registerFromPath(resolve(file), FAMILY);

/** White paper around the printable area. */
const MARGIN = 32;
/** Blank paper before the first line and between the last line and the cut. */
const LEAD = 40;
const INK = '#1c1c1c';
const PAPER = '#fdfdfb';
const BEYOND = '#8a8a86';
/** Height of an ideograph's box above the baseline, in em. */
const ABOVE_BASELINE = 0.88;

/** Arms of a box-drawing character: up, right, down, left. */
const ARMS: Readonly<Record<string, string>> = {
  '─': 'rl',
  '│': 'ud',
  '┌': 'rd',
  '┐': 'ld',
  '└': 'ru',
  '┘': 'lu',
  '╭': 'rd',
  '╮': 'ld',
  '╰': 'ru',
  '╯': 'lu',
  '├': 'urd',
  '┤': 'uld',
  '┬': 'rld',
  '┴': 'rlu',
  '┼': 'urld',
};

/** The slip as a PNG, one dot to a pixel, with the edge of the cut below. */
export function toPng(slip: Slip): Uint8Array {
  const height = slip.elements.reduce((sum, element) => sum + element.height, 2 * LEAD);
  const width = PAPER_WIDTH + 2 * MARGIN;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = BEYOND;
  context.fillRect(0, 0, width, height);
  context.fillStyle = PAPER;
  context.fillRect(0, 0, width, height - 4);
  for (let x = 0; x < width; x += 8) triangle(context, x, height - 4);
  context.translate(MARGIN, LEAD);
  for (const element of slip.elements) {
    draw(context, element);
    context.translate(0, element.height);
  }
  return canvas.encodeSync('png');
}

/** A tooth of the cutter. */
function triangle(context: SKRSContext2D, x: number, y: number): void {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + 4, y - 3);
  context.lineTo(x + 8, y);
  context.fillStyle = BEYOND;
  context.fill();
}

function draw(context: SKRSContext2D, element: SlipElement): void {
  context.fillStyle = INK;
  if (element.kind === 'line') line(context, element.runs);
  else if (element.kind === 'barcode') barcode(context, element);
  else context.drawImage(raster(element), element.x, 0);
}

/** Bars of CODE128, with what they say below; a frame for what this printer does not draw. */
function barcode(context: SKRSContext2D, { bars, height, x }: SlipBarcode): void {
  if (bars === null) {
    context.strokeStyle = INK;
    context.strokeRect(x, 0, 300, height);
    return;
  }
  let left = x;
  for (const [index, width] of bars.widths.entries()) {
    if (index % 2 === 0) context.fillRect(left, 0, width, bars.height);
    left += width;
  }
  context.font = fontOf(false);
  context.textAlign = 'center';
  context.fillText(bars.text ?? '', (x + left) / 2, bars.height + CELL_HEIGHT * ABOVE_BASELINE);
  context.textAlign = 'left';
}

/** Runs of a line stand on one base, the lower edge of the tallest; what the line is higher than that is below it. */
function line(context: SKRSContext2D, runs: readonly SlipRun[]): void {
  const base = CELL_HEIGHT * Math.max(1, ...runs.map(({ style }) => style.down));
  for (const run of runs) {
    context.save();
    context.translate(run.x, base - CELL_HEIGHT * run.style.down);
    context.scale(run.style.across, run.style.down);
    text(context, run);
    context.restore();
  }
}

/** One run, every character in its own cells. */
function text(context: SKRSContext2D, run: SlipRun): void {
  const { style } = run;
  const width = widthOf(run) / style.across;
  if (style.inverse) context.fillRect(0, 0, width, CELL_HEIGHT);
  if (style.underline) context.fillRect(0, CELL_HEIGHT - 2, width, 2);
  const ink = style.inverse ? PAPER : INK;
  context.fillStyle = ink;
  context.strokeStyle = ink;
  context.font = fontOf(style.bold);
  let x = 0;
  for (const character of run.text) {
    const arms = style.narrow ? ARMS[character] : undefined;
    if (arms === undefined) context.fillText(character, x, CELL_HEIGHT * ABOVE_BASELINE);
    else ruled(context, arms, x);
    x += cellsOf(character, style) * CELL;
  }
}

/** Where an arm of a box-drawing character ends, from the upper left corner of its cell. */
const ENDS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  u: [CELL / 2, 0],
  d: [CELL / 2, CELL_HEIGHT],
  l: [0, CELL_HEIGHT / 2],
  r: [CELL, CELL_HEIGHT / 2],
};

function ruled(context: SKRSContext2D, arms: string, x: number): void {
  context.lineWidth = 2;
  context.beginPath();
  for (const arm of arms) {
    const [endX, endY] = ENDS[arm] ?? [0, 0];
    context.moveTo(x + CELL / 2, CELL_HEIGHT / 2);
    context.lineTo(x + endX, endY);
  }
  context.stroke();
}

const fontOf = (bold: boolean): string => `${bold ? 700 : 400} ${CELL_HEIGHT}px ${FAMILY}`;

/** The raster as received. */
function raster({ width, height, bits }: SlipImage): Canvas {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = INK;
  const stride = Math.ceil(width / 8);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if ((((bits[y * stride + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 1) context.fillRect(x, y, 1, 1);
  return canvas;
}
