import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeviceHealth } from '../../../src/devices/health.ts';
import { type Corners, calibrationOf } from '../../../src/devices/touch-panel/calibration.ts';
import { createTouchPanel } from '../../../src/devices/touch-panel/driver.ts';
import type { Pointer } from '../../../src/devices/touch-panel/port.ts';
import { HidBus } from '../../../src/simulation/hid/bus.ts';
import { type ModelFinger, touchPanelModel, touchReports } from '../../../src/simulation/hid/touch-panel-model.ts';
import { VirtualClock } from '../virtual-clock.ts';

const path = '/dev/hidraw0';

async function desk(options: { corners?: Corners; plug?: boolean; serial?: string } = {}) {
  const bus = new HidBus();
  const clock = new VirtualClock();
  const pointers: Pointer[] = [];
  const notes: string[] = [];
  const told: DeviceHealth[] = [];
  const model = touchPanelModel();
  if (options.plug !== false) bus.plug(model);
  const panel = createTouchPanel({
    transport: bus.transport,
    clock,
    corners: options.corners,
    ...(options.serial === undefined ? {} : { choice: { serial: options.serial } }),
    hear: (pointer) => pointers.push(pointer),
    health: (health) => told.push(health),
    note: (sentence) => notes.push(sentence),
  });
  await panel.start();
  let scan = 0;
  const frame = (...fingers: (Partial<ModelFinger> & { id: number })[]): void => {
    scan += 100;
    for (const report of touchReports(
      fingers.map((finger) => ({ tip: true, x: 2048, y: 1024, ...finger })),
      scan,
    ))
      bus.send(path, report);
  };
  return {
    bus,
    clock,
    pointers,
    notes,
    panel,
    model,
    frame,
    told,
    health: () => told.at(-1),
    phases: () => pointers.map(({ phase }) => phase),
  };
}

/** One finger down, held, and up. */
async function tap(the: Awaited<ReturnType<typeof desk>>, finger: Partial<ModelFinger> = {}, ms = 60): Promise<void> {
  the.frame({ id: 1, ...finger });
  await the.clock.pass(ms);
  the.frame({ id: 1, ...finger, tip: false });
}

describe('a touch', () => {
  it('counts when it is lifted where it went down', async () => {
    const the = await desk();
    await tap(the);
    expect(the.phases()).toEqual(['down', 'up']);
    expect(the.pointers[1]?.x).toBeCloseTo(0.5, 2);
    expect(the.pointers[1]?.y).toBeCloseTo(0.25, 2);
    expect(the.health()).toEqual({ state: 'working', reasons: [] });
  });

  it('switches a panel that says so from mouse to touch', async () => {
    const { model } = await desk();
    expect(model.features.get(3)).toEqual(Uint8Array.of(2));
  });

  const cases: readonly [string, (the: Awaited<ReturnType<typeof desk>>) => Promise<void>, readonly string[]][] = [
    ['a palm', (the) => tap(the, { confident: false }), []],
    ['something large', (the) => tap(the, { width: 1_000 }), []],
    ['a spark', (the) => tap(the, {}, 5), ['down', 'cancel']],
    [
      'a finger that becomes a palm',
      async (the) => {
        the.frame({ id: 1 });
        await tap(the, { confident: false });
      },
      ['down', 'cancel'],
    ],
    [
      'a finger that slides',
      async (the) => {
        the.frame({ id: 1 });
        await tap(the, { x: 2_400 });
      },
      ['down', 'cancel'],
    ],
    [
      'a finger that slides and comes back',
      async (the) => {
        the.frame({ id: 1 });
        the.frame({ id: 1, x: 3_000 });
        await tap(the);
      },
      ['down', 'cancel'],
    ],
    ['something that leans on the glass', (the) => tap(the, {}, 10_001), ['down', 'cancel']],
    [
      'a second finger',
      async (the) => {
        the.frame({ id: 1 });
        await the.clock.pass(50);
        the.frame({ id: 1 }, { id: 2, x: 100 });
        await the.clock.pass(50);
        // The first alone on the glass again is still void, and a third one too until all are lifted.
        the.frame({ id: 1 }, { id: 2, tip: false });
        the.frame({ id: 1, tip: false }, { id: 3, x: 300 });
        await the.clock.pass(50);
        the.frame({ id: 3, x: 300, tip: false });
      },
      ['down', 'cancel'],
    ],
    [
      'rain: five places at once, in three reports',
      async (the) => {
        const drops = [1, 2, 3, 4, 5].map((id) => ({ id, x: id * 500 }));
        the.frame(...drops);
        await the.clock.pass(50);
        the.frame(...drops.map((drop) => ({ ...drop, tip: false })));
      },
      [],
    ],
    [
      'a contact that vanishes',
      async (the) => {
        the.frame({ id: 1 });
        await the.clock.pass(50);
        the.frame();
      },
      ['down', 'cancel'],
    ],
  ];
  it.each(cases)('%s is no touch, and the next finger is one', async (_, happens, phases) => {
    const the = await desk();
    await happens(the);
    expect(the.phases()).toEqual(phases);
    the.pointers.length = 0;
    await tap(the);
    expect(the.phases()).toEqual(['down', 'up']);
  });

  it('counts beside a palm that rests on the glass', async () => {
    const the = await desk();
    the.frame({ id: 9, confident: false, x: 100 });
    the.frame({ id: 9, confident: false, x: 100 }, { id: 1 });
    await the.clock.pass(50);
    the.frame({ id: 9, confident: false, x: 100 }, { id: 1, tip: false });
    expect(the.phases()).toEqual(['down', 'up']);
  });

  it('of 500 reports in a burst none is lost and one counts', async () => {
    const the = await desk();
    for (let index = 0; index < 500; index += 1) the.frame({ id: 1, x: 2_000 + (index % 40) });
    await the.clock.pass(50);
    the.frame({ id: 1, tip: false });
    expect(the.phases().filter((phase) => phase === 'move')).toHaveLength(499);
    expect(the.phases().at(-1)).toBe('up');
  });
});

describe('the panel', () => {
  it('is looked for until it is there, and found again with another serial number', async () => {
    const the = await desk({ plug: false });
    expect(the.health()).toEqual({ state: 'failed', reasons: ['not-found'] });
    await the.clock.pass(5_000);
    expect(the.notes).toEqual(['No HID device that fits is plugged in.']);
    the.bus.plug(the.model);
    await the.clock.pass(1_000);
    expect(the.health()).toEqual({ state: 'working', reasons: [] });
    the.frame({ id: 1 });
    the.bus.unplug(path);
    expect(the.phases()).toEqual(['down', 'cancel']);
    // At once, and nothing is told twice.
    expect(the.told.map(({ state, reasons }) => [state, ...reasons].join(' '))).toEqual([
      'failed not-found',
      'working',
      'failed not-found',
    ]);
    the.bus.plug(touchPanelModel({ serial: 'SN2' }));
    await the.clock.pass(1_000);
    await tap(the);
    expect(the.phases()).toEqual(['down', 'cancel', 'down', 'up']);
  });

  it('is never guessed when there are two', async () => {
    const the = await desk({ plug: false });
    the.bus.plug(the.model);
    the.bus.plug(touchPanelModel({ path: '/dev/hidraw7', serial: 'SN7' }));
    await the.clock.pass(1_000);
    expect(the.health()).toEqual({ state: 'failed', reasons: ['two-devices'] });
    expect(the.bus.open).toEqual([]);
    const chosen = await desk({ plug: false, serial: 'SN7' });
    chosen.bus.plug(touchPanelModel());
    chosen.bus.plug(touchPanelModel({ path: '/dev/hidraw7', serial: 'SN7' }));
    await chosen.clock.pass(1_000);
    expect(chosen.bus.open).toEqual(['/dev/hidraw7']);
  });

  it('is left alone when its descriptor is rubbish, its calibration aside, or another holds it', async () => {
    const the = await desk({ plug: false });
    the.bus.plug({ ...the.model, descriptor: Uint8Array.of(0xc0) });
    await the.clock.pass(1_000);
    expect(the.health()).toEqual({ state: 'failed', reasons: ['unfit'] });
    expect(the.notes.at(-1)).toContain('a collection ends that never began');
    expect(the.bus.open).toEqual([]);
    the.bus.plug(the.model);
    the.bus.locked = true;
    await the.clock.pass(1_000);
    expect(the.health()).toEqual({ state: 'failed', reasons: ['not-opened'] });
    the.bus.locked = false;
    await the.clock.pass(1_000);
    expect(the.health()?.state).toBe('working');
  });

  it('cancels at a report that is none, and says so once', async () => {
    const the = await desk();
    the.frame({ id: 1 });
    for (let index = 0; index < 100; index += 1) the.bus.send(path, Uint8Array.of(1, 2, 3));
    expect(the.phases()).toEqual(['down', 'cancel']);
    expect(the.notes).toEqual([
      'The touch panel sent something that is no touch: report 1 has 2 bytes, which is too short.',
    ]);
  });

  it('believes no more contacts than it can have', async () => {
    const the = await desk();
    const [report] = touchReports([{ id: 1, tip: true, x: 1, y: 1 }], 1);
    (report as Uint8Array)[23] = 11;
    the.bus.send(path, report as Uint8Array);
    expect(the.notes[0]).toContain('11 contacts were reported by a panel of 10');
  });

  it('says no more after its end, and is let go', async () => {
    const the = await desk();
    the.frame({ id: 1 });
    await the.panel.stop();
    expect(the.phases()).toEqual(['down', 'cancel']);
    expect(the.bus.open).toEqual([]);
    await the.clock.pass(10_000);
    expect(the.clock.waiting).toBe(0);
  });

  it('never throws, and ends every touch it began, whatever the reports', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 26 }), { maxLength: 60 }), async (reports) => {
        const the = await desk();
        for (const report of reports) the.bus.send(path, Uint8Array.of(1, ...report));
        await the.panel.stop();
        const down = new Set<number>();
        for (const { contact, phase, x, y } of the.pointers) {
          expect(down.has(contact)).toBe(phase !== 'down');
          if (phase === 'down') down.add(contact);
          if (phase === 'up' || phase === 'cancel') down.delete(contact);
          expect(Math.min(x, y) >= 0 && Math.max(x, y) <= 1).toBe(true);
        }
        expect(down.size).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});

describe('calibration', () => {
  const corners = (
    topLeft: [number, number],
    topRight: [number, number],
    bottomRight: [number, number],
    bottomLeft: [number, number],
  ) => ({ topLeft, topRight, bottomRight, bottomLeft }) as const;

  it.each([
    ['straight', corners([0, 0], [4095, 0], [4095, 4095], [0, 4095]), [1024, 0], [0.25, 0]],
    ['turned by a quarter', corners([4095, 0], [4095, 4095], [0, 4095], [0, 0]), [4095, 1024], [0.25, 0]],
    ['mirrored', corners([4095, 0], [0, 0], [0, 4095], [4095, 4095]), [1024, 0], [0.75, 0]],
    ['larger than the picture', corners([100, 100], [3900, 100], [3900, 3900], [100, 3900]), [100, 2000], [0, 0.5]],
  ] as const)('a panel that is %s', (_, four, [x, y], [left, top]) => {
    const map = calibrationOf(four);
    const place = map.outcome === 'done' ? map.value(x, y) : [Number.NaN, Number.NaN];
    expect(place[0]).toBeCloseTo(left, 2);
    expect(place[1]).toBeCloseTo(top, 2);
  });

  it('takes the corners of any convex area to those of the picture', () => {
    const near = fc.integer({ min: -400, max: 400 });
    fc.assert(
      fc.property(fc.array(near, { minLength: 8, maxLength: 8 }), ([a, b, c, d, e, f, g, h]) => {
        const n = (value: number | undefined): number => value ?? 0;
        const four = corners([n(a), n(b)], [4095 + n(c), n(d)], [4095 + n(e), 4095 + n(f)], [n(g), 4095 + n(h)]);
        const map = calibrationOf(four);
        if (map.outcome !== 'done') throw new Error('a convex area was refused');
        const ends = [four.topLeft, four.topRight, four.bottomRight, four.bottomLeft].flatMap(([x, y]) =>
          map.value(x, y),
        );
        [0, 0, 1, 0, 1, 1, 0, 1].forEach((end, index) => {
          expect(ends[index]).toBeCloseTo(end, 6);
        });
      }),
    );
  });

  it('refuses corners that cross, lie on a line or on each other', () => {
    for (const four of [
      corners([0, 0], [10, 10], [10, 0], [0, 10]),
      corners([0, 0], [5, 0], [10, 0], [15, 0]),
      corners([1, 1], [1, 1], [1, 1], [1, 1]),
    ])
      expect(calibrationOf(four)).toMatchObject({ fault: 'unfit' });
  });

  it('a touch beside the picture is none', async () => {
    const the = await desk({ corners: corners([1000, 1000], [3000, 1000], [3000, 3000], [1000, 3000]) });
    await tap(the, { x: 500 });
    expect(the.pointers).toEqual([]);
    await tap(the, { x: 2000, y: 2000 });
    expect(the.pointers[1]).toMatchObject({ phase: 'up', x: 0.5, y: 0.5 });
  });
});
