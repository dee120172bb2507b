import { describe, expect, it } from 'vitest';
import { parseDescriptor } from '../../../src/devices/hid/descriptor.ts';
import { splitReport } from '../../../src/devices/hid/report.ts';
import { FrameReader } from '../../../src/devices/touch-panel/frames.ts';
import { layoutOf } from '../../../src/devices/touch-panel/layout.ts';
import { touchPanelModel, touchReports } from '../../../src/simulation/hid/touch-panel-model.ts';

function reader(descriptor: Uint8Array, most = 10) {
  const parsed = parseDescriptor(descriptor);
  if (parsed.outcome !== 'done') throw new Error(parsed.outcome);
  const layout = layoutOf(parsed.value);
  if (layout.outcome !== 'done') throw new Error(layout.outcome);
  const frames = new FrameReader(layout.value, most);
  return (bytes: Uint8Array) => {
    const report = splitReport(parsed.value, bytes);
    const frame = report === null ? null : frames.read(report);
    if (frame?.outcome !== 'done') throw new Error('malformed');
    return frame.value;
  };
}

const fingers = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ id, tip: true, x: id * 100, y: id * 50, width: 41 }));

describe('frames', () => {
  it.each([0, 1, 2])('of %i fingers are one report', (count) => {
    const read = reader(touchPanelModel().descriptor);
    const [report] = touchReports(fingers(count), 7);
    const frame = read(report as Uint8Array);
    expect(frame?.whole).toBe(true);
    expect(frame?.contacts.map(({ id, x, y }) => [id, x, y])).toEqual(fingers(count).map(({ id, x, y }) => [id, x, y]));
  });

  it.each([3, 4, 9, 10])('of %i fingers come in several reports (hybrid mode)', (count) => {
    const read = reader(touchPanelModel().descriptor);
    const frames = touchReports(fingers(count), 7).map(read);
    expect(frames.slice(0, -1).every((frame) => frame === null)).toBe(true);
    expect(frames.at(-1)?.contacts.map(({ id }) => id)).toEqual(fingers(count).map(({ id }) => id));
    expect(frames.at(-1)?.contacts[0]?.size).toBeCloseTo(0.01, 2);
  });

  it('that were cut off are not put together with the next', () => {
    const read = reader(touchPanelModel().descriptor);
    const [first] = touchReports(fingers(4), 7);
    const [, late] = touchReports(fingers(4), 8);
    expect(read(first as Uint8Array)).toBeNull();
    // A rest of another moment belongs to nothing.
    expect(read(late as Uint8Array)?.contacts).toEqual([]);
    const [next] = touchReports(fingers(1), 9);
    expect(read(first as Uint8Array)).toBeNull();
    expect(read(next as Uint8Array)?.contacts.map(({ id }) => id)).toEqual([0]);
  });

  it('of a resistive panel have one finger without id, and in range makes it none', () => {
    const single = `050D 0904 A101 0922 A100 0942 1500 2501 7501 9501 8102 0932 8102 9506 8103
      0501 0930 26FF7F 7510 9501 8102 0931 8102 C0 C0`;
    const read = reader(Uint8Array.from(Buffer.from(single.replace(/\s/g, ''), 'hex')));
    expect(read(Uint8Array.of(3, 0x34, 0x12, 0xff, 0x7f))).toEqual({
      whole: false,
      contacts: [{ id: 0, tip: true, confident: true, x: 0x1234, y: 0x7fff, size: 0 }],
    });
    expect(read(Uint8Array.of(1, 0, 0, 0, 0))?.contacts[0]?.tip).toBe(false);
  });

  it('of other reports are none', () => {
    expect(reader(touchPanelModel().descriptor)(Uint8Array.of(9, 1, 2, 3))).toBeNull();
  });
});
