import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { demand } from './syntax.ts';

/** A4 in dots of a 600 dpi printer, in whole cells. */
export const GROUND = { width: 4960, height: 7016 } as const;
const ROW = GROUND.width / 8;
const OCTETS = ROW * GROUND.height;
/** Dots in a row of a cell. */
const CELL = 16;
/** The two octets of each row of a cell: one dot in four, or four dots in sixteen. */
const SCREENS: readonly ((row: number) => number)[] = [
  (row) => (row % 4 === 0 ? 0x8888 : 0),
  (row) => (row < CELL / 4 ? 0xf000 : 0),
];

/** Digests of those that were held against the rule: the printer's door sees the same one all day. */
const accepted = new Set<string>();

/**
 * Demands that a picture as large as the page is the copy-evident ground and cannot be anything else: every cell of 16 × 16 dots
 * (0.7 mm) is one of the two screens, so nothing smaller than the letters of the ground can be written in it.
 *
 * @throws Unreadable
 */
export function demandGround(stream: Buffer, compressed: boolean): void {
  const digest = createHash('sha256').update(stream).digest('base64');
  if (accepted.has(digest)) return;
  const bits = compressed ? inflate(stream) : stream;
  demand(bits.length === OCTETS && isScreened(bits), 'a picture as large as the page is no ground');
  accepted.add(digest);
}

function inflate(stream: Buffer): Buffer {
  try {
    return inflateSync(stream, { maxOutputLength: OCTETS });
  } catch {
    return Buffer.alloc(0);
  }
}

/** The last cells of a column may be cut by the edge. */
function isScreened(bits: Buffer): boolean {
  for (let top = 0; top < GROUND.height; top += CELL)
    for (let column = 0; column < ROW; column += 2)
      if (!SCREENS.some((screen) => isCell(bits, top, column, screen))) return false;
  return true;
}

function isCell(bits: Buffer, top: number, column: number, screen: (row: number) => number): boolean {
  for (let row = 0; row < CELL && top + row < GROUND.height; row += 1)
    if (bits.readUInt16BE((top + row) * ROW + column) !== screen(row)) return false;
  return true;
}
