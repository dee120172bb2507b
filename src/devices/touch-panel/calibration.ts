import { done, failed, type Outcome } from '../../outcome.ts';

export type Point = readonly [x: number, y: number];

/**
 * Where the corners of the picture lie, in the panel's units. A panel that is turned, mirrored, larger than the picture or
 * askew is four such points.
 */
export interface Corners {
  readonly topLeft: Point;
  readonly topRight: Point;
  readonly bottomRight: Point;
  readonly bottomLeft: Point;
}

/** From the panel's units to the picture: 0 to 1 from its left and top, less or more beside it. */
export type Calibration = (x: number, y: number) => Point;

const cross = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number =>
  (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);

/**
 * The map that takes the four corners to those of the picture and straight lines to straight lines.
 * Formulas: P. Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, 2.2.3 (square to quadrilateral), inverted.
 */
export function calibrationOf({ topLeft, topRight, bottomRight, bottomLeft }: Corners): Outcome<Calibration, 'unfit'> {
  const ring = [topLeft, topRight, bottomRight, bottomLeft] as const;
  const turns = ring.map((at, i) => cross(at, ring[(i + 1) % 4] as Point, ring[(i + 2) % 4] as Point));
  const isConvex = turns.every((turn) => turn > 0) || turns.every((turn) => turn < 0);
  if (!isConvex)
    return failed(
      'unfit',
      'the four corners must go round a four-sided area: top left, top right, bottom right, bottom left',
    );
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = ring;
  const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const [dx1, dx2, dy1, dy2] = [x1 - x2, x3 - x2, y1 - y2, y3 - y2];
  const area = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / area;
  const h = (dx1 * sy - sx * dy1) / area;
  const [a, b, c] = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0];
  const [d, e, f] = [y1 - y0 + g * y1, y3 - y0 + h * y3, y0];
  return done((x, y) => {
    const u = (e - f * h) * x + (c * h - b) * y + (b * f - c * e);
    const v = (f * g - d) * x + (a - c * g) * y + (c * d - a * f);
    const w = (d * h - e * g) * x + (b * g - a * h) * y + (a * e - b * d);
    return [u / w, v / w];
  });
}
