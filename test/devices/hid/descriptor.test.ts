import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDescriptor } from '../../../src/devices/hid/descriptor.ts';
import { bodyLength, putValue, readValue, splitReport } from '../../../src/devices/hid/report.ts';
import { layoutOf } from '../../../src/devices/touch-panel/layout.ts';
import { keypadModel } from '../../../src/simulation/hid/keypad-model.ts';
import { touchPanelModel } from '../../../src/simulation/hid/touch-panel-model.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));
const parsed = (text: string) => parseDescriptor(bytes(text));
const fieldsOf = (text: string) => {
  const result = parsed(text);
  if (result.outcome !== 'done') throw new Error('not a descriptor');
  return result.value.fields;
};

describe('report descriptors', () => {
  it('reads the mouse of HID 1.11, E.10', () => {
    const mouse = `0501 0902 A101 0901 A100 0509 1901 2903 1500 2501 9503 7501 8102 9501 7505 8101
      0501 0930 0931 1581 257F 7508 9502 8106 C0 C0`;
    expect(fieldsOf(mouse).map(({ bit, size, min, usages }) => [bit, size, min, usages[0]?.[0]])).toEqual([
      [0, 1, 0, 0x90001],
      [1, 1, 0, 0x90002],
      [2, 1, 0, 0x90003],
      [8, 8, -127, 0x10030],
      [16, 8, -127, 0x10031],
    ]);
  });

  it('keeps what was pushed and takes it back', () => {
    const values = fieldsOf('0501 0902 A101 1500 257F 7508 9501 A4 26FF0F 7510 0930 8102 B4 0931 8102 C0');
    expect(values.map(({ size, max, bit }) => [size, max, bit])).toEqual([
      [16, 0xfff, 0],
      [8, 0x7f, 16],
    ]);
  });

  it('takes a usage of four bytes with its own page, skips long items, and believes 255 in one byte', () => {
    const [value] = fieldsOf('0501 0902 A101 FE02F0AABB 0B42000D00 1500 25FF 7508 9501 8102 C0');
    expect(value).toMatchObject({ usages: [[0xd0042, 0xd0042]], max: 255 });
  });

  it.each([
    ['an item cut off', '0501 09', /cut off/],
    ['a pop without a push', 'B4', /pop without a push/],
    ['a collection that is open', '0501 0902 A101', /not closed/],
    ['an end without a collection', 'C0', /never began/],
    ['report id 0', '8500', /report id 0/],
    ['nothing', '', /no value/],
    ['a last usage without a first', '2903', /without a first/],
    ['a value of 64 bits', '0501 0902 A101 0930 7540 9501 8102 C0', /64 bits/],
    ['a report without an end', '0501 0902 A101 0930 7508 97FFFFFF7F 8102 C0', /too long/],
  ])('%s is malformed, in a sentence', (_, text, sentence) => {
    const result = parsed(text);
    expect(result).toMatchObject({ outcome: 'failed', fault: 'malformed' });
    expect(result.outcome === 'failed' && result.detail).toMatch(sentence);
  });

  it('never throws, whatever the bytes; and neither does what reads the reports', () => {
    const good = [touchPanelModel().descriptor, keypadModel().descriptor];
    const bent = fc
      .tuple(fc.constantFrom(...good), fc.array(fc.tuple(fc.nat(160), fc.nat(255)), { minLength: 1, maxLength: 6 }))
      .map(([descriptor, changes]) => {
        const copy = Uint8Array.from(descriptor);
        for (const [at, value] of changes) if (at < copy.length) copy[at] = value;
        return copy;
      });
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 300 }), bent),
        fc.uint8Array({ maxLength: 70 }),
        (one, report) => {
          const result = parseDescriptor(one);
          if (result.outcome !== 'done') {
            expect(result).toHaveProperty('detail');
            return;
          }
          layoutOf(result.value);
          const split = splitReport(result.value, report);
          for (const field of result.value.fields) if (split !== null) readValue(field, split.body);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('reads back what was written, at any place, size and sign', () => {
    const place = fc.record({ bit: fc.nat(200), size: fc.integer({ min: 1, max: 32 }), signed: fc.boolean() });
    fc.assert(
      fc.property(place, fc.nat(0xffffffff), fc.uint8Array({ minLength: 30, maxLength: 30 }), (at, raw, body) => {
        const [base] = fieldsOf('0501 0902 A101 0930 7508 9501 8102 C0');
        const field = { ...(base as NonNullable<typeof base>), bit: at.bit, size: at.size, min: at.signed ? -1 : 0 };
        const unsigned = raw % 2 ** at.size;
        const value = at.signed && unsigned >= 2 ** (at.size - 1) ? unsigned - 2 ** at.size : unsigned;
        const before = readValue({ ...field, bit: at.bit + at.size, size: 1, min: 0 }, body);
        putValue(field, body, value);
        expect(readValue(field, body)).toBe(value);
        expect(readValue({ ...field, bit: at.bit + at.size, size: 1, min: 0 }, body)).toBe(before);
      }),
    );
  });
});

describe('the layout of a digitizer', () => {
  it('finds two fingers, count, scan time, maximum and mode', () => {
    const result = parseDescriptor(touchPanelModel().descriptor);
    if (result.outcome !== 'done') throw new Error(result.outcome);
    expect(bodyLength(result.value, 'input', 1)).toBe(23);
    const layout = layoutOf(result.value);
    if (layout.outcome !== 'done') throw new Error(layout.outcome);
    const report = layout.value.reports.get(1);
    expect(report?.slots.map(({ x }) => x.bit)).toEqual([16, 96]);
    expect(report?.count?.bit).toBe(176);
    expect(layout.value.maximum?.report).toBe(2);
    expect(layout.value.mode?.report).toBe(3);
  });

  it('reads a panel of one finger without contact id or count', () => {
    const single = `050D 0904 A101 0922 A100 0942 1500 2501 7501 9501 8102 0932 8102 9506 8103
      0501 0930 26FF7F 7510 9501 8102 0931 8102 C0 C0`;
    const result = parsed(single);
    const layout = result.outcome === 'done' ? layoutOf(result.value) : null;
    expect(layout?.outcome === 'done' && layout.value.reports.get(0)?.slots.length).toBe(1);
  });

  it('reads what vendors do: fingers without a name, X and Y twice, pushed axes, a mouse and a pen beside', () => {
    const bits = (count: string) => `1500 2501 7501 95${count} 8102`;
    const one = `A102 050D 0942 ${bits('01')} 7507 8103 0951 7508 257F 8102
      A4 0501 26200D 7510 9502 0930 8102 265007 0931 8102 B4 C0`;
    const pen = `050D 0902 A101 8505 0920 A100 0942 ${bits('01')} 7507 8103 0501 7510 26FF3F 0930 0931 9502 8102 C0 C0`;
    const mouse = '0501 0902 A101 8504 0930 0931 1581 257F 7508 9502 8106 C0';
    const vendor = '0600FF 0901 A101 8506 1901 2940 1500 26FF00 7508 9540 8100 1901 2940 9100 C0';
    const result = parsed(
      `${mouse} 050D 0904 A101 8501 0922 ${one} ${one} 0954 7508 9501 2502 8102 C0 ${pen} ${vendor}`,
    );
    const layout = result.outcome === 'done' ? layoutOf(result.value) : result;
    if (layout.outcome !== 'done') throw new Error(layout.outcome);
    expect([...layout.value.reports.keys()]).toEqual([1]);
    const report = layout.value.reports.get(1);
    expect(report?.slots.map(({ x, y }) => [x.bit, x.max, y.bit, y.max])).toEqual([
      [16, 0xd20, 48, 0x750],
      [96, 0xd20, 128, 0x750],
    ]);
    expect(report?.count?.bit).toBe(160);
  });

  it('refuses a mouse, and axes without a range', () => {
    const of = (text: string) => {
      const result = parsed(text);
      return result.outcome === 'done' ? layoutOf(result.value) : null;
    };
    expect(of('0501 0902 A101 0930 0931 1581 257F 7508 9502 8106 C0')).toMatchObject({ fault: 'unfit' });
    expect(of('050D 0904 A101 0942 1500 2501 7501 9501 8102 0501 2500 0930 0931 7508 9502 8102 C0')).toMatchObject({
      fault: 'unfit',
      detail: 'Its X or Y has no range.',
    });
  });
});
