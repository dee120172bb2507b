import { describe, expect, it } from 'vitest';
import { FONT_FILES, openCertificateFont } from '../../../src/certificates/font/certificate-font.ts';
import type { Mask } from '../../../src/certificates/page.ts';
import { drawPdf } from '../../../src/certificates/pdf/draw-pdf.ts';
import { groundMask } from '../../../src/certificates/pdf/ground.ts';
import { rasterise } from '../tools.ts';

const font = openCertificateFont();
const CELL = 16;

const dotsOf =
  ({ width, bits }: Mask) =>
  (x: number, y: number): number =>
    ((bits[y * Math.ceil(width / 8) + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;

/** Whether the cell belongs to a letter: its second dot from the corner is black in the coarse screen alone. */
const inLetter = (dot: (x: number, y: number) => number, column: number, row: number): boolean =>
  dot(column * CELL + 1, row * CELL + 1) === 1;

/**
 * A plain model of a copy: ink spreads over its neighbours twice (print and lens), a scanner of 300 dpi takes the mean of four
 * dots, and what is lighter than `clip` becomes white, as copiers clean the paper's colour away.
 */
function photocopy(ground: Mask, size: number, clip: number): { width: number; ink: Float32Array } {
  const dot = dotsOf(ground);
  let ink = new Float32Array(size * size).map((_, i) => dot(i % size, Math.floor(i / size)));
  for (const step of [1, size, 1, size]) {
    const spread = ink.slice();
    for (let i = step; i < ink.length - step; i++) {
      spread[i] = ((ink[i - step] ?? 0) + 2 * (ink[i] ?? 0) + (ink[i + step] ?? 0)) / 4;
    }
    ink = spread;
  }
  const width = size / 2;
  const scanned = new Float32Array(width * width).map((_, i) => {
    const at = 2 * Math.floor(i / width) * size + 2 * (i % width);
    const mean = [0, 1, size, size + 1].reduce((sum, next) => sum + (ink[at + next] ?? 0), 0) / 4;
    return mean < clip ? 0 : mean;
  });
  return { width, ink: scanned };
}

describe.each([
  ['IPAmj', font],
  ['BIZ UDMincho', openCertificateFont(FONT_FILES.slice(1))],
])('the ground with letters of %s', (_, which) => {
  const ground = groundMask(which);
  const dot = dotsOf(ground);

  it('is one sixteenth black in every cell, letter or not', () => {
    const [columns, rows] = [ground.width / CELL, Math.floor(ground.height / CELL)];
    let letters = 0;
    for (let i = 0; i < columns * rows; i++) {
      const [column, row] = [i % columns, Math.floor(i / columns)];
      let black = 0;
      for (let at = 0; at < CELL ** 2; at++) black += dot(column * CELL + (at % CELL), row * CELL + (at >> 4));
      expect(black).toBe(CELL ** 2 / 16);
      if (inLetter(dot, column, row)) letters += 1;
    }
    expect(letters / (columns * rows)).toBeGreaterThan(0.1);
    expect(letters / (columns * rows)).toBeLessThan(0.4);
  });

  it('loses the fine screen on a copy and keeps the letters', () => {
    const size = 2_400;
    const ink = { letters: [] as number[], rest: [] as number[] };
    for (const clip of [0, 0.2]) {
      const copy = photocopy(ground, size, clip);
      const sums = { letters: 0, rest: 0, cells: { letters: 0, rest: 0 } };
      for (let i = 0; i < (size / CELL) ** 2; i++) {
        const [column, row] = [i % (size / CELL), Math.floor(i / (size / CELL))];
        const kind = inLetter(dot, column, row) ? 'letters' : 'rest';
        sums.cells[kind] += 1;
        for (let at = 0; at < 64; at++) {
          sums[kind] += (copy.ink[(row * 8 + (at >> 3)) * copy.width + column * 8 + (at % 8)] ?? 0) / 64;
        }
      }
      ink.letters.push(sums.letters / sums.cells.letters);
      ink.rest.push(sums.rest / sums.cells.rest);
    }
    const [letters, kept] = ink.letters as [number, number];
    const [rest, lost] = ink.rest as [number, number];
    // Equally dark to the eye, a little aside at the edges of letters.
    expect(Math.abs(letters - rest)).toBeLessThan(0.004);
    expect(kept).toBeGreaterThan(0.04);
    expect(lost).toBeLessThan(kept / 25);
  });
});

it('meets the dots of a 600 dpi printer, every one', () => {
  const dot = dotsOf(groundMask(font));
  const page = rasterise(drawPdf([{ items: [{ kind: 'ground' }] }], { title: '', at: 0 }, font));
  let different = 0;
  for (let y = 0; y < 7016; y++) for (let x = 0; x < 4960; x++) if (page.dot(x, y) !== dot(x, y)) different += 1;
  expect(different).toBe(0);
});
