import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { PNG } from 'pngjs';
import type { Slip, SlipBarcode, SlipElement, SlipImage, SlipRun } from './slip.ts';
import { CELL, CELL_HEIGHT, cellsOf, PAPER_WIDTH, widthOf } from './slip.ts';

const resolve = createRequire(import.meta.url).resolve;
const FONT_FILES = [
  '@expo-google-fonts/biz-udgothic/400Regular/BIZUDGothic_400Regular.ttf',
  '@expo-google-fonts/biz-udgothic/700Bold/BIZUDGothic_700Bold.ttf',
].map((file) => resolve(file));

/** White paper around the printable area. */
const MARGIN = 32;
/** Blank paper before the first line and between the last line and the cut. */
const LEAD = 40;
const INK = '#1c1c1c';
const PAPER = '#fdfdfb';
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
  let y = LEAD;
  const parts: string[] = [];
  for (const element of slip.elements) {
    parts.push(drawing(element, y));
    y += element.height;
  }
  const width = PAPER_WIDTH + 2 * MARGIN;
  const height = y + LEAD;
  const teeth = 'l4 -3 l4 3 '.repeat(Math.ceil(width / 8));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}">
<rect width="${width}" height="${height}" fill="#8a8a86"/>
<path d="M0 0H${width}V${height - 4}H0Z" fill="${PAPER}"/><path d="M0 ${height - 4} ${teeth} V${height - 8} H0 Z" fill="${PAPER}"/>
<g transform="translate(${MARGIN} 0)" fill="${INK}" font-family="BIZ UDGothic" font-size="${CELL_HEIGHT}">${parts.join('\n')}</g></svg>`;
  return new Resvg(svg, { font: { fontFiles: FONT_FILES, loadSystemFonts: false } }).render().asPng();
}

function drawing(element: SlipElement, y: number): string {
  switch (element.kind) {
    case 'line':
      return line(element.runs, y);
    case 'image':
      return `<image x="${element.x}" y="${y}" width="${element.width}" height="${element.height}" xlink:href="data:image/png;base64,${raster(element)}"/>`;
    case 'barcode':
      return barcode(element, y);
  }
}

/** Bars of CODE128, with what they say below; a frame for what this printer does not draw. */
function barcode({ bars, height, x }: SlipBarcode, y: number): string {
  if (bars === null) return `<rect x="${x}" y="${y}" width="300" height="${height}" fill="none" stroke="${INK}"/>`;
  let left = x;
  const drawn = bars.widths.map((width, index) => {
    const bar = index % 2 === 0 ? `M${left} ${y}h${width}v${bars.height}h-${width}z` : '';
    left += width;
    return bar;
  });
  const middle = (x + left) / 2;
  const below = y + bars.height + CELL_HEIGHT * ABOVE_BASELINE;
  const text =
    bars.text === null
      ? ''
      : `<text x="${middle}" y="${below}" text-anchor="middle">${[...bars.text].map(escaped).join('')}</text>`;
  return `<path d="${drawn.join('')}" shape-rendering="crispEdges"/>${text}`;
}

/** Runs of a line stand on one base, the lower edge of the tallest; what the line is higher than that is below it. */
function line(runs: readonly SlipRun[], y: number): string {
  const base = y + CELL_HEIGHT * Math.max(1, ...runs.map(({ style }) => style.down));
  return runs.map((run) => text(run, base - CELL_HEIGHT * run.style.down)).join('');
}

/** One run, every character in its own cells. */
function text(run: SlipRun, top: number): string {
  const { style } = run;
  let x = 0;
  const characters: string[] = [];
  for (const character of run.text) {
    characters.push(glyph(character, x, style.narrow));
    x += cellsOf(character, style) * CELL;
  }
  const width = widthOf(run) / style.across;
  const ground = style.inverse ? `<rect width="${width}" height="${CELL_HEIGHT}"/>` : '';
  const under = style.underline ? `<rect y="${CELL_HEIGHT - 2}" width="${width}" height="2"/>` : '';
  const fill = style.inverse ? ` fill="${PAPER}"` : '';
  const weight = style.bold ? ' font-weight="700"' : '';
  const place = `translate(${run.x} ${top}) scale(${style.across} ${style.down})`;
  return `<g transform="${place}">${ground}<g${fill}${weight}>${characters.join('')}</g>${under}</g>`;
}

function glyph(character: string, x: number, narrow: boolean): string {
  const arms = narrow ? ARMS[character] : undefined;
  if (arms !== undefined) {
    const [midX, midY] = [x + CELL / 2, CELL_HEIGHT / 2];
    const ends: Readonly<Record<string, string>> = {
      u: `M${midX} ${midY}V0`,
      d: `M${midX} ${midY}V${CELL_HEIGHT}`,
      l: `M${midX} ${midY}H${x}`,
      r: `M${midX} ${midY}H${x + CELL}`,
    };
    return `<path d="${[...arms].map((arm) => ends[arm]).join('')}" stroke="${INK}" stroke-width="2"/>`;
  }
  if (character === ' ' || character === '\u3000') return '';
  return `<text x="${x}" y="${CELL_HEIGHT * ABOVE_BASELINE}">${escaped(character)}</text>`;
}

const escaped = (character: string): string => `&#${character.codePointAt(0)};`;

/** The raster as received, as base64 of a PNG. */
function raster({ width, height, bits }: SlipImage): string {
  const png = new PNG({ width, height });
  const stride = Math.ceil(width / 8);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const black = ((bits[y * stride + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
      png.data.set([28, 28, 28, black * 255], 4 * (y * width + x));
    }
  }
  return PNG.sync.write(png).toString('base64');
}
