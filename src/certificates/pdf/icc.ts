/** Two numbers of an ICC profile's matrix row are exact to 1/65536 (s15Fixed16Number). */
type Xyz = readonly [x: number, y: number, z: number];

/** Illuminant of the profile connection space, D50 (ICC.1:2001-04, 6.1.13). */
const D50: Xyz = [0.9642, 1, 0.8249];
/** sRGB primaries (IEC 61966-2-1), adapted from D65 to D50 by the Bradford transform. */
const PRIMARIES: Readonly<Record<'rXYZ' | 'gXYZ' | 'bXYZ', Xyz>> = {
  rXYZ: [0.43607, 0.22249, 0.01392],
  gXYZ: [0.38515, 0.71687, 0.09708],
  bXYZ: [0.14307, 0.06061, 0.7141],
};
/** Points of the tone curve. */
const CURVE = 1024;

/** sRGB as an ICC display profile of version 2 (ICC.1:2001-04), which PDF/A-1 asks for. Computed, the same octets every time. */
export function srgbProfile(): Buffer {
  const curve = Buffer.concat([tagged('curv', 4), Buffer.alloc(2 * CURVE)]);
  curve.writeUInt32BE(CURVE, 8);
  for (let i = 0; i < CURVE; i++) curve.writeUInt16BE(Math.round(65535 * linear(i / (CURVE - 1))), 12 + 2 * i);
  return assemble([
    [['desc'], description('sRGB')],
    [['cprt'], Buffer.concat([tagged('text', 0), Buffer.from('none\0')])],
    [['wtpt'], xyz(D50)],
    ...Object.entries(PRIMARIES).map(([tag, value]) => [[tag], xyz(value)] as const),
    [['rTRC', 'gTRC', 'bTRC'], curve],
  ]);
}

/** Light of a value from 0 to 1 (IEC 61966-2-1). */
const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** An element's type signature, four reserved octets, and `room` more. */
function tagged(type: string, room: number): Buffer {
  const bytes = Buffer.alloc(8 + room);
  bytes.write(type, 'latin1');
  return bytes;
}

function xyz(values: Xyz): Buffer {
  const bytes = tagged('XYZ ', 12);
  writeXyz(bytes, 8, values);
  return bytes;
}

function writeXyz(bytes: Buffer, at: number, values: Xyz): void {
  values.forEach((value, i) => {
    bytes.writeInt32BE(Math.round(value * 65536), at + 4 * i);
  });
}

/** textDescriptionType with its ASCII part alone (6.5.17): Unicode and ScriptCode parts are empty. */
function description(text: string): Buffer {
  const ascii = Buffer.from(`${text}\0`);
  const bytes = Buffer.concat([tagged('desc', 4), ascii, Buffer.alloc(4 + 4 + 2 + 1 + 67)]);
  bytes.writeUInt32BE(ascii.length, 8);
  return bytes;
}

/** Header (6.1), tag table (6.2) and elements; several tags may share one element. */
function assemble(elements: readonly (readonly [tags: readonly string[], bytes: Buffer])[]): Buffer {
  const count = elements.reduce((sum, [tags]) => sum + tags.length, 0);
  const header = Buffer.alloc(128);
  const table = Buffer.alloc(4 + 12 * count);
  table.writeUInt32BE(count, 0);
  const parts = [header, table];
  let offset = header.length + table.length;
  let entry = 4;
  for (const [tags, bytes] of elements) {
    for (const tag of tags) {
      table.write(tag, entry, 'latin1');
      table.writeUInt32BE(offset, entry + 4);
      table.writeUInt32BE(bytes.length, entry + 8);
      entry += 12;
    }
    const padded = Buffer.alloc((bytes.length + 3) & ~3);
    bytes.copy(padded);
    parts.push(padded);
    offset += padded.length;
  }
  header.writeUInt32BE(offset, 0);
  header.writeUInt32BE(0x02100000, 8);
  header.write('mntrRGB XYZ ', 12, 'latin1');
  [2026, 1, 1, 0, 0, 0].forEach((part, i) => {
    header.writeUInt16BE(part, 24 + 2 * i);
  });
  header.write('acsp', 36, 'latin1');
  writeXyz(header, 68, D50);
  return Buffer.concat(parts);
}
