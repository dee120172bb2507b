import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { japanMinutes } from '../../src/japan-time.ts';
import type { Row, RowType } from '../../src/log/rows.ts';
import { judge } from '../crash/oracle.ts';
import {
  boot,
  configFor,
  devicesFor,
  type Shared,
  screen,
  shared,
  standing,
  visit,
} from '../crash/terminal-in-process.ts';
import { temporaryFolder } from '../harness.ts';

const day = 86_400_000;
let world: Shared;
beforeAll(async () => {
  world = await shared(6);
});
afterAll(() => world.renderer.close());

/** The terminal's clock, which can be set; the devices and the residents live by that of the world. */
class WrongClock implements Clock {
  wrong = 0;
  now = (): number => world.clock.now() + this.wrong;
  setTimeout = (run: () => void, ms: number): unknown => world.clock.setTimeout(run, ms);
  clearTimeout = (handle: unknown): void => world.clock.clearTimeout(handle);
}

async function terminal(folder: string, hours?: { open: string; close: string }) {
  const clock = new WrongClock();
  const devices = devicesFor(world);
  const config = configFor(folder, hours === undefined ? {} : { hours: { ...hours, closedDays: [] } });
  const start = () => boot({ ...world, clock }, config, devices);
  return { clock, devices, start, kiosk: await start(), log: join(folder, 'log.sqlite') };
}

const outcomes = (rows: readonly Row[]): string[] =>
  rows.flatMap((row) => (row.type === 'session.ended' ? [row.data.outcome] : []));

/** With which row the clock is set, and how the visit ends when it is set forth: a proof that became old is refused. */
const moments: readonly (readonly [RowType, string])[] = [
  ['session.started', 'delivered'],
  ['pin.verify.intent', 'refused:signature-invalid'],
  ['centre.authenticate.intent', 'refused:signature-invalid'],
  ['centre.authenticate.result', 'refused:signature-invalid'],
  ['coins.accept.intent', 'delivered'],
  ['coins.events', 'delivered'],
  ['coins.inhibit.result', 'delivered'],
  ['print.intent', 'delivered'],
  ['slip.intent', 'delivered'],
  ['session.wiped', 'delivered'],
];

describe.each([-400, 3])('a clock that is set by %i days', (days) => {
  it.each(moments)('with %s: the visit ends, the next is served, and the log is in order', async (moment, forth) => {
    using folder = temporaryFolder();
    const { clock, devices, kiosk, log } = await terminal(folder.path);
    await standing(kiosk, world, devices);
    kiosk.log.subscribe(({ type, session }) => {
      if (type === moment && session !== null && clock.wrong === 0) clock.wrong = days * day;
    });
    await visit(kiosk, world, devices, {});
    expect(clock.wrong).toBe(days * day);
    clock.wrong = -days * day;
    await visit(kiosk, world, devices, {});
    const { rows } = judge(log, devices, kiosk.display.screen.id);
    expect(outcomes(rows)).toEqual([days > 0 ? forth : 'delivered', 'delivered']);
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
    const span = Math.max(...rows.map(({ at }) => at)) - Math.min(...rows.map(({ at }) => at));
    expect(span).toBeGreaterThan((2 * Math.abs(days) - 1) * day);
    await kiosk.stop();
  });

  it('while the power is cut: recovery comes to its end, and the log is in order', async () => {
    using folder = temporaryFolder();
    const { clock, devices, kiosk, log, start } = await terminal(folder.path);
    await standing(kiosk, world, devices);
    let cut = false;
    kiosk.log.subscribe(({ type }) => {
      if (type !== 'print.intent') return;
      cut = true;
      kiosk.cut();
    });
    await visit(kiosk, world, devices, {}, () => cut);
    clock.wrong = days * day;
    const again = await start();
    const stands = await standing(again, world, devices);
    const { rows } = judge(log, devices, stands);
    expect(Math.sign((rows.at(-1)?.at ?? 0) - (rows[0]?.at ?? 0))).toBe(Math.sign(days));
    await again.stop();
  });
});

it('the hours are those of the wall clock, whenever it is set; a visit that has its document is not ended by them', async () => {
  using folder = temporaryFolder();
  const { clock, devices, kiosk, log } = await terminal(folder.path, { open: '09:00', close: '17:00' });
  /** Sets the clock to a full hour, some days away. */
  const set = (hour: number, days: number): void => {
    clock.wrong = days * day + (hour * 60 - japanMinutes(world.clock.now())) * 60_000;
  };
  for (const [hour, days, shown] of [
    [12, 0, 'open'],
    [3, 5, 'closed'],
    [12, -5, 'open'],
    [17, 0, 'closed'],
    [16, -1, 'open'],
  ] as const) {
    set(hour, days);
    expect(await screen(kiosk, world.clock, [shown])).toBe(shown);
  }
  kiosk.log.subscribe(({ type }) => type === 'coins.accept.intent' && set(20, -3));
  await visit(kiosk, world, devices, {}, () => kiosk.display.screen.id === 'closed');
  expect(await screen(kiosk, world.clock, ['closed'])).toBe('closed');
  set(12, 0);
  const { rows } = judge(log, devices, await screen(kiosk, world.clock, ['open']));
  expect(outcomes(rows)).toEqual(['delivered']);
  await kiosk.stop();
});
