import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { calibrate, hidLines, touchWaitMs, withCorners } from '../../src/cli/touch.ts';
import { serveCrosses } from '../../src/cli/touch-crosses.ts';
import { checkConfig } from '../../src/config.ts';
import { type Corners, calibrationOf, type Point } from '../../src/devices/touch-panel/calibration.ts';
import { crosses } from '../../src/devices/touch-panel/corners.ts';
import { HidBus } from '../../src/simulation/hid/bus.ts';
import { type ModelFinger, touchPanelModel, touchReports } from '../../src/simulation/hid/touch-panel-model.ts';
import { VirtualClock } from '../devices/virtual-clock.ts';
import { freePort, root } from '../harness.ts';

const path = '/dev/hidraw0';

/** A panel, somebody before it, and the calibration that runs. @param placeOf where a cross lies on the panel */
async function run(placeOf: (cross: Point, index: number) => Point | null, plug = true, slides = false) {
  const bus = new HidBus();
  const clock = new VirtualClock();
  if (plug) bus.plug(touchPanelModel());
  const shown: (number | null)[] = [];
  const texts: string[] = [];
  let scan = 0;
  const frame = (down: readonly Pick<ModelFinger, 'id' | 'x' | 'y' | 'tip'>[]): void => {
    scan += 100;
    for (const report of touchReports(down, scan)) bus.send(path, report);
  };
  let slip = slides;
  const tap = (index: number): void => {
    const place = placeOf(crosses[index] ?? [0, 0], index);
    if (place === null) return;
    const [x, y] = place.map(Math.round) as [number, number];
    const to = slip ? x + 800 : x;
    slip = false;
    frame([{ id: 1, x, y, tip: true }]);
    clock.setTimeout(() => frame([{ id: 1, x: to, y, tip: true }]), 30);
    clock.setTimeout(() => frame([{ id: 1, x: to, y, tip: false }]), 60);
  };
  const found = await clock.until(
    calibrate({
      transport: bus.transport,
      clock,
      show: (index, text) => {
        shown.push(index);
        texts.push(text);
        if (index !== null) clock.setTimeout(() => tap(index), 500);
      },
    }),
  );
  return { found, shown, texts, open: bus.open, passed: clock.now() };
}

/** The place on a panel whose picture has these corners, without perspective. */
const lying =
  ({ topLeft: [x0, y0], topRight: [x1, y1], bottomLeft: [x3, y3] }: Corners) =>
  ([u, v]: Point): Point => [x0 + u * (x1 - x0) + v * (x3 - x0), y0 + u * (y1 - y0) + v * (y3 - y0)];

const straight: Corners = {
  topLeft: [95, 80],
  topRight: [4010, 80],
  bottomRight: [4010, 4003],
  bottomLeft: [95, 4003],
};
const turned: Corners = {
  topLeft: [4000, 100],
  topRight: [4000, 3900],
  bottomRight: [60, 3900],
  bottomLeft: [60, 100],
};
const mirrored: Corners = {
  topLeft: [4010, 80],
  topRight: [95, 80],
  bottomRight: [95, 4003],
  bottomLeft: [4010, 4003],
};

describe('touch calibrate', () => {
  it.each([
    ['straight', straight, false],
    ['turned by a quarter', turned, false],
    ['mirrored', mirrored, true],
  ])('finds the corners of a picture on a panel that lies %s', async (_, corners, isMirrored) => {
    const { found, open, shown } = await run(lying(corners));
    expect(found.outcome).toBe('done');
    if (found.outcome !== 'done') return;
    for (const name of ['topLeft', 'topRight', 'bottomRight', 'bottomLeft'] as const)
      for (const axis of [0, 1] as const)
        expect(Math.abs(found.value.corners[name][axis] - corners[name][axis])).toBeLessThan(5);
    expect(found.value.mirrored).toBe(isMirrored);
    expect(shown).toEqual([0, 1, 2, 3, 4, null]);
    expect(open, 'the panel is let go').toEqual([]);
  });

  it('finds corners that the driver maps back to the crosses, askew too', async () => {
    const askew: readonly Point[] = [
      [400, 380],
      [3_700, 500],
      [3_600, 3_650],
      [500, 3_500],
      [2_050, 2_010],
    ];
    const { found } = await run((_, index) => askew[index] as Point);
    if (found.outcome !== 'done') throw new Error(found.detail);
    const calibration = calibrationOf(found.value.corners);
    if (calibration.outcome !== 'done') throw new Error(calibration.detail);
    for (const [index, cross] of crosses.slice(0, 4).entries())
      for (const [axis, share] of calibration.value(...(askew[index] as Point)).entries())
        expect(share).toBeCloseTo(cross[axis] as number, 2);
  });

  it.each<readonly [string, (cross: Point, index: number) => Point | null, string, RegExp]>([
    [
      'two touches on one place',
      (cross, index) => lying(straight)(crosses[index === 1 ? 0 : index] ?? cross),
      'too-near',
      /crosses 1 and 2 are too near/,
    ],
    [
      'crosses in another order',
      (cross, index) => lying(straight)(crosses[[0, 2, 1, 3, 4][index] ?? 0] ?? cross),
      'not-around',
      /another order/,
    ],
    [
      'a middle that is none',
      (cross, index) => lying(straight)(index === 4 ? [0.6, 0.5] : cross),
      'beside',
      /10 % of the picture/,
    ],
    [
      'nobody at the third',
      (cross, index) => (index === 2 ? null : lying(straight)(cross)),
      'no-touch',
      /bottom right within 60 s/,
    ],
  ])('%s ends it with a sentence', async (_, placeOf, fault, sentence) => {
    const { found, open } = await run(placeOf);
    expect(found).toMatchObject({ outcome: 'failed', fault, detail: expect.stringMatching(sentence) });
    expect(open).toEqual([]);
  });

  it('says that a finger that slid did not count, and waits for it again', async () => {
    const { found, shown, texts } = await run(lying(straight), true, true);
    expect(texts[1]).toBe('That did not count. Touch the red cross (top left) with one finger.');
    expect(shown).toEqual([0, 0, 1, 2, 3, 4, null]);
    expect(found.outcome).toBe('done');
  });

  it('says that there is no panel, and waits for none', async () => {
    const { found } = await run(lying(straight), false);
    expect(found).toMatchObject({
      outcome: 'failed',
      fault: 'no-panel',
      detail: expect.stringMatching(/No HID device/),
    });
    expect(touchWaitMs).toBe(60_000);
  });
});

it('the corners are put into the configuration, which stays good and else as it was', () => {
  const text = readFileSync(join(root, 'kiosk.config.json'), 'utf8');
  const before = JSON.parse(text);
  const after = JSON.parse(withCorners(text, straight));
  expect(after).toEqual({
    ...before,
    devices: { ...before.devices, touchPanel: { transport: 'hid', corners: straight } },
  });
  expect(checkConfig(after).ok).toBe(true);
});

it('devices are listed with the ids by which the configuration names them', () => {
  const [line] = hidLines([touchPanelModel().info]);
  expect(line).toMatch(
    /^touch panel {2}\/dev\/hidraw0 {2}"vendor": 3823, "product": 1, "serial": "SN1" {2}\(0x0eef:0x0001\)$/,
  );
});

describe('the page with the crosses', () => {
  it('shows which one is meant, and holds nothing from elsewhere', async () => {
    const served = await serveCrosses(await freePort());
    const page = await (await fetch(served.address)).text();
    expect(page.match(/<g id="c\d"/g)).toHaveLength(5);
    expect(page).not.toMatch(/(src|href)=/);
    served.show({ index: 2, text: 'third' });
    const stream = (await fetch(`${served.address}state`)).body?.getReader();
    const { value } = (await stream?.read()) ?? {};
    expect(Buffer.from(value ?? []).toString()).toBe('data: {"index":2,"text":"third"}\n\n');
    await expect(serveCrosses(Number(new URL(served.address).port))).rejects.toThrow(/Stop the kiosk first/);
    served.close();
  });
});
