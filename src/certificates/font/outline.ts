/** A place in font units, upwards from the baseline. */
export interface OutlinePoint {
  readonly x: number;
  readonly y: number;
}

/** Parts that a curve is drawn with. */
const STEPS = 8;

const ON_CURVE = 1;
const SHORT_X = 2;
const SHORT_Y = 4;
const REPEAT = 8;
const SAME_OR_POSITIVE_X = 16;
const SAME_OR_POSITIVE_Y = 32;

interface CurvePoint extends OutlinePoint {
  readonly onCurve: boolean;
}

/** The closed contours of a simple glyph (OpenType `glyf`), as polygons: each curve becomes a few straight lines. */
export function polygonsOf(outline: Buffer): OutlinePoint[][] {
  if (outline.length === 0) return [];
  const contours = outline.readInt16BE(0);
  if (contours < 0) throw new Error('composite glyph');
  const ends = Array.from({ length: contours }, (_, i) => outline.readUInt16BE(10 + 2 * i));
  const count = (ends.at(-1) ?? -1) + 1;
  const instructions = 10 + 2 * contours;
  const points = readPoints(outline, instructions + 2 + outline.readUInt16BE(instructions), count);
  return ends.map((end, i) => polygon(points.slice(i === 0 ? 0 : (ends[i - 1] ?? 0) + 1, end + 1)));
}

function readPoints(outline: Buffer, start: number, count: number): CurvePoint[] {
  let at = start;
  const flags: number[] = [];
  while (flags.length < count) {
    const flag = outline.readUInt8(at++);
    const times = flag & REPEAT ? outline.readUInt8(at++) : 0;
    for (let i = 0; i <= times; i++) flags.push(flag);
  }
  const coordinates = (short: number, same: number): number[] => {
    let value = 0;
    return flags.map((flag) => {
      if (flag & short) {
        value += (flag & same ? 1 : -1) * outline.readUInt8(at++);
      } else if (!(flag & same)) {
        value += outline.readInt16BE(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = coordinates(SHORT_X, SAME_OR_POSITIVE_X);
  const ys = coordinates(SHORT_Y, SAME_OR_POSITIVE_Y);
  return flags.map((flag, i) => ({ x: xs[i] ?? 0, y: ys[i] ?? 0, onCurve: (flag & ON_CURVE) !== 0 }));
}

/** Between two points off the curve lies one on it, half way. */
function polygon(contour: readonly CurvePoint[]): OutlinePoint[] {
  const complete = contour.flatMap((point, i): CurvePoint[] => {
    const before = contour.at(i - 1) ?? point;
    return point.onCurve || before.onCurve ? [point] : [{ ...middle(before, point), onCurve: true }, point];
  });
  return complete.flatMap((point, i) => {
    if (point.onCurve) return [point];
    const [from, to] = [complete.at(i - 1) ?? point, complete[(i + 1) % complete.length] ?? point];
    return Array.from({ length: STEPS - 1 }, (_, step) => quadratic(from, point, to, (step + 1) / STEPS));
  });
}

const middle = (a: OutlinePoint, b: OutlinePoint): OutlinePoint => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

function quadratic(from: OutlinePoint, control: OutlinePoint, to: OutlinePoint, t: number): OutlinePoint {
  const along = (key: 'x' | 'y'): number =>
    (1 - t) ** 2 * from[key] + 2 * t * (1 - t) * control[key] + t ** 2 * to[key];
  return { x: along('x'), y: along('y') };
}
