import type { CertificateFont } from '../font/certificate-font.ts';
import { type OutlinePoint, polygonsOf } from '../font/outline.ts';
import type { Mask } from '../page.ts';
import { type PreparedMask, prepareMask } from './images.ts';

/** What stays readable on a copy. */
const LETTERS = '複写';
/** A4 in dots of a 600 dpi printer, rounded up to whole cells. */
const WIDTH = 4960;
const HEIGHT = 7016;
/** Dots in a row of a cell: the period of the coarse screen, four periods of the fine one. */
const CELL = 16;
/** Height of a letter, and distance of one pair of letters to the next, in cells. */
const EM = 44;
const PITCH = { x: 118, y: 74 } as const;
/** The letters rise to the right. */
const SLANT = (25 * Math.PI) / 180;
/** A cell belongs to a letter when this part of it does; below a half, thin strokes stay whole. */
const COVERED = 0.3;
/** Samples in a row of a cell. */
const SAMPLES = 4;
/** Height of an ideograph's box above the baseline, in em. */
const ABOVE_BASELINE = 0.88;

/** Octets of a row of dots: one dot in four; four dots in sixteen. Both screens are one sixteenth black. */
const FINE = [0x88, 0x88] as const;
const COARSE = [0xf0, 0x00] as const;

const prepared = new WeakMap<CertificateFont, PreparedMask>();

/** The ground that certificates of a font stand on, compressed; made once. */
export function groundOf(font: CertificateFont): PreparedMask {
  const known = prepared.get(font) ?? prepareMask(groundMask(font));
  prepared.set(font, known);
  return known;
}

/**
 * The copy-evident ground (けん制文字) of a sheet of A4, a bit for each dot of a 600 dpi printer: a fine screen everywhere, a coarse
 * one of the same darkness in the letters 複写. The eye sees one grey; a copier loses single dots and keeps the coarse ones.
 */
export function groundMask(font: CertificateFont): Mask {
  const [columns, rows] = [WIDTH / CELL, Math.ceil(HEIGHT / CELL)];
  const letters = letterCells(font, columns, rows);
  const octets = WIDTH / 8;
  const bits = new Uint8Array(octets * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    const [inCell, row] = [y % CELL, Math.floor(y / CELL)];
    for (let column = 0; column < columns; column++) {
      const inLetter = letters[row * columns + column] === 1;
      if (inLetter ? inCell >= CELL / 4 : inCell % 4 !== 0) continue;
      bits.set(inLetter ? COARSE : FINE, y * octets + 2 * column);
    }
  }
  return { width: WIDTH, height: HEIGHT, bits, key: 'ground' };
}

/** 1 for each cell inside a letter, row by row. */
function letterCells(font: CertificateFont, columns: number, rows: number): Uint8Array {
  const pair = rasterise(pairOfLetters(font), PITCH.x * SAMPLES, PITCH.y * SAMPLES);
  const cells = new Uint8Array(columns * rows);
  const [cos, sin] = [Math.cos(SLANT), Math.sin(SLANT)];
  const inLetter = (x: number, y: number): number => {
    const line = Math.floor((x * sin + y * cos) / PITCH.y);
    const down = x * sin + y * cos - line * PITCH.y;
    // Every other line is moved by half a pair.
    const shifted = x * cos - y * sin + (line % 2 === 0 ? 0 : PITCH.x / 2);
    const along = shifted - Math.floor(shifted / PITCH.x) * PITCH.x;
    return pair[Math.floor(down * SAMPLES) * PITCH.x * SAMPLES + Math.floor(along * SAMPLES)] ?? 0;
  };
  for (let i = 0; i < cells.length; i++) {
    let hits = 0;
    for (let sample = 0; sample < SAMPLES ** 2; sample++) {
      const x = (i % columns) + ((sample % SAMPLES) + 0.5) / SAMPLES;
      const y = Math.floor(i / columns) + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES;
      hits += inLetter(x, y);
    }
    if (hits >= COVERED * SAMPLES ** 2) cells[i] = 1;
  }
  return cells;
}

/** Contours of the letters side by side, in samples, downwards from their upper left corner. */
function pairOfLetters(font: CertificateFont): OutlinePoint[][] {
  const { file } = font;
  const scale = (EM * SAMPLES) / file.unitsPerEm;
  let left = 0;
  return font.glyphsOf(LETTERS).flatMap(({ glyph }) => {
    const start = left;
    left += file.advanceOf(glyph) * scale;
    return polygonsOf(file.outlineOf(glyph)).map((contour) =>
      contour.map(({ x, y }) => ({ x: start + x * scale, y: (ABOVE_BASELINE * file.unitsPerEm - y) * scale })),
    );
  });
}

/** Fills contours by the non-zero rule, as outlines are: 1 for each sample whose centre they wind around. */
function rasterise(contours: readonly (readonly OutlinePoint[])[], width: number, height: number): Uint8Array {
  const samples = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const crossings = contours.flatMap((contour) => crossingsOf(contour, row + 0.5)).sort((a, b) => a.x - b.x);
    let winding = 0;
    crossings.forEach(({ x, turn }, i) => {
      winding += turn;
      const end = crossings[i + 1]?.x ?? x;
      if (winding !== 0) samples.fill(1, row * width + Math.round(x), row * width + Math.round(end));
    });
  }
  return samples;
}

/** Where a closed contour crosses a horizontal line, and whether downwards (1) or upwards (-1). */
function crossingsOf(contour: readonly OutlinePoint[], y: number): { x: number; turn: 1 | -1 }[] {
  return contour.flatMap((to, i) => {
    const from = contour.at(i - 1) ?? to;
    if (from.y <= y === to.y <= y) return [];
    const x = from.x + ((y - from.y) * (to.x - from.x)) / (to.y - from.y);
    return [{ x, turn: to.y > from.y ? 1 : -1 }];
  });
}
