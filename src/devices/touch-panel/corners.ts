import { done, failed, type Outcome } from '../../outcome.ts';
import { type Corners, calibrationOf, type Point } from './calibration.ts';

/** The crosses that are touched, in this order, as shares of the picture; the last one only tells whether the others were met. */
export const crosses: readonly Point[] = [
  [0.1, 0.1],
  [0.9, 0.1],
  [0.9, 0.9],
  [0.1, 0.9],
  [0.5, 0.5],
];

/** Least distance of two crosses, as a share of the panel's longer axis. */
const leastDistance = 0.2;
/** How far beside the middle the last touch may lie, as a share of the picture. */
const mostBeside = 0.03;

const distance = ([ax, ay]: Point, [bx, by]: Point): number => Math.hypot(ax - bx, ay - by);

/**
 * The place on the panel of any place of the picture, from those of the first four crosses.
 * Formulas: P. Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, 2.2.3 (square to quadrilateral).
 */
function onPanel(touches: readonly Point[], [px, py]: Point): Point {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = touches as readonly [Point, Point, Point, Point];
  const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const [dx1, dx2, dy1, dy2] = [x1 - x2, x3 - x2, y1 - y2, y3 - y2];
  const area = dx1 * dy2 - dx2 * dy1;
  const [g, h] = [(sx * dy2 - dx2 * sy) / area, (dx1 * sy - sx * dy1) / area];
  const [u, v] = [(px - 0.1) / 0.8, (py - 0.1) / 0.8];
  const w = g * u + h * v + 1;
  return [
    ((x1 - x0 + g * x1) * u + (x3 - x0 + h * x3) * v + x0) / w,
    ((y1 - y0 + g * y1) * u + (y3 - y0 + h * y3) * v + y0) / w,
  ];
}

export interface Found {
  readonly corners: Corners;
  /** X or Y runs against the picture in such a way that only a panel behind a mirror, or crosses mixed up, explain it. */
  readonly mirrored: boolean;
}

/**
 * The corners of the picture, from one touch on each of the crosses, in the panel's units.
 * @param axis longer of the panel's two axes, in its units
 * @returns `too-near`, `not-around` (touched in another order), `beside` (the middle is not in the middle), each with a sentence
 */
export function cornersFrom(
  touches: readonly Point[],
  axis: number,
): Outcome<Found, 'too-near' | 'not-around' | 'beside'> {
  const four = touches.slice(0, 4);
  for (const [index, one] of four.entries())
    for (const [more, other] of four.slice(index + 1).entries())
      if (distance(one, other) < leastDistance * axis)
        return failed('too-near', `The touches on crosses ${index + 1} and ${index + more + 2} are too near together.`);
  const [a, b, c, d] = four as [Point, Point, Point, Point];
  const inner = calibrationOf({ topLeft: a, topRight: b, bottomRight: c, bottomLeft: d });
  if (inner.outcome !== 'done')
    return failed('not-around', 'The four touches do not go round an area; the crosses were touched in another order.');
  const [mx, my] = inner.value(...(touches[4] as Point));
  const beside = Math.hypot(mx - 0.5, my - 0.5) * 0.8;
  if (beside > mostBeside)
    return failed('beside', `The middle was touched ${Math.round(beside * 100)} % of the picture beside its place.`);
  const at = (x: number, y: number): Point => {
    const [px, py] = onPanel(four, [x, y]);
    return [Math.round(px), Math.round(py)];
  };
  const corners = { topLeft: at(0, 0), topRight: at(1, 0), bottomRight: at(1, 1), bottomLeft: at(0, 1) };
  const turn = (b[0] - a[0]) * (d[1] - a[1]) - (b[1] - a[1]) * (d[0] - a[0]);
  return done({ corners, mirrored: turn < 0 });
}
