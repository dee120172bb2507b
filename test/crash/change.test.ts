import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sleep } from '../../src/clock.ts';
import type { LogState } from '../../src/log/state.ts';
import type { SimulatedDevices } from '../../src/simulation/devices.ts';
import { temporaryFolder } from '../harness.ts';
import { judge } from './oracle.ts';
import {
  boot,
  configFor,
  cutPower,
  devicesFor,
  everyCut,
  type Shared,
  screen,
  shared,
  standing,
  visit,
} from './terminal-in-process.ts';

/** Change and refunds out of coin hoppers, and the power cut after every row of them. */

const hoppers = [
  { address: 4, yen: 10 as const },
  { address: 5, yen: 50 as const },
  { address: 6, yen: 100 as const },
];
const sample = { accept: [10, 50, 100, 500], echo: true };

let parts: Shared;
beforeAll(async () => {
  parts = await shared(20);
});
afterAll(() => parts.renderer.close());

interface Scenario {
  readonly name: string;
  readonly coins: readonly number[];
  /** What is wrong with the hoppers from the beginning. */
  readonly prepare?: (devices: SimulatedDevices) => void;
  /** The accounts after the whole visit. */
  readonly money: Partial<LogState['money']>;
}

const hopper = ({ coins }: SimulatedDevices, yen: number) => {
  const found = coins.hoppers.find((one) => one.yen === yen);
  if (found === undefined) throw new Error(`no hopper of ${yen} yen`);
  return found;
};

const scenarios: readonly Scenario[] = [
  { name: '500 yen for 200', coins: [500], money: { taken: 200, returned: 300, owed: 0 } },
  { name: 'stop after 150 yen', coins: [100, 50], money: { taken: 0, returned: 150, owed: 0 } },
  {
    name: '500 yen for 200, the hopper of 100 yen jams after one coin',
    coins: [500],
    prepare: (devices) => {
      hopper(devices, 100).faults.jamAfter = 1;
    },
    money: { taken: 200, returned: 300, owed: 0 },
  },
  {
    name: 'stop after 150 yen, and no hopper gives anything',
    coins: [100, 50],
    prepare: (devices) => {
      for (const { yen } of hoppers) hopper(devices, yen).faults.jamAfter = 0;
    },
    money: { taken: 0, returned: 0, owed: 150 },
  },
];

/** Every coin is where the log says, or in suspense. */
function conserved(state: LogState, { coins }: SimulatedDevices): void {
  const { cashBox, filled, inHoppers, inserted, paidOut, returned } = coins.money;
  expect(inserted + filled, 'coins do not vanish').toBe(cashBox + returned + paidOut + inHoppers);
  const unsaid = paidOut - state.money.returned;
  expect(unsaid).toBeGreaterThanOrEqual(0);
  expect(unsaid, 'coins that came out and are not booked are in suspense').toBeLessThanOrEqual(state.money.suspense);
}

describe.each(scenarios)('$name', ({ coins, money, prepare }) => {
  const run = async (cut: { readonly after: number; readonly underWay: boolean } | null) => {
    using folder = temporaryFolder();
    const config = configFor(folder.path, { coins: { ...sample, hoppers } });
    const devices = devicesFor(parts, hoppers);
    prepare?.(devices);
    const first = await boot(parts, config, devices);
    await standing(first, parts, devices);
    const power = cutPower(first, cut);
    await visit(first, parts, devices, { coins }, () => power.dead);
    const { rows } = power;
    if (!power.dead) {
      const screen = await standing(first, parts, devices);
      const { state } = judge(join(folder.path, 'log.sqlite'), devices, screen);
      conserved(state, devices);
      await first.stop();
      return { rows, state };
    }
    const second = await boot(parts, config, devices);
    const { state } = judge(join(folder.path, 'log.sqlite'), devices, await standing(second, parts, devices));
    conserved(state, devices);
    await second.stop();
    return { rows, state };
  };

  let rows = 0;
  it('ends with every yen where it belongs', async () => {
    const whole = await run(null);
    rows = whole.rows;
    expect(whole.state.money).toMatchObject(money);
    expect(whole.state.money.suspense).toBe(0);
  });

  it('survives a cut after each of its rows', { timeout: 300_000 }, async () => {
    const cuts = everyCut(rows);
    for (const cut of cuts) await run(cut);
    console.log(`${cuts.length} cuts in ${rows} rows`);
  });
});

it('a payout whose result the log did not take is found by the counters of the hopper, and is never owed a second time', async () => {
  using folder = temporaryFolder();
  const config = configFor(folder.path, { coins: { ...sample, hoppers } });
  const devices = devicesFor(parts, hoppers);
  const kiosk = await boot(parts, config, devices);
  await standing(kiosk, parts, devices);
  const append = kiosk.log.append.bind(kiosk.log);
  let refused = 0;
  kiosk.log.append = ((type, data, session) => {
    if (type === 'payout.result' && refused === 0) {
      refused += 1;
      throw new Error('disk full');
    }
    return append(type, data, session);
  }) as typeof kiosk.log.append;
  await visit(kiosk, parts, devices, { coins: [500] });
  expect(await screen(kiosk, parts.clock, ['staffNeeded'])).toBe('staffNeeded');
  expect(kiosk.log.state.open.size, 'the visit waits for what the hopper says').toBe(1);
  kiosk.send({ type: 'staff.resolved', who: 'clerk', why: 'looked' });
  await screen(kiosk, parts.clock, ['open', 'staffNeeded']);
  for (let looks = 0; looks < 200 && kiosk.log.state.open.size > 0; looks += 1) await sleep(parts.clock, 100);
  const { state } = judge(
    join(folder.path, 'log.sqlite'),
    devices,
    kiosk.log.state.staff.size > 0 ? 'staffNeeded' : 'open',
  );
  conserved(state, devices);
  expect([refused, state.money.returned, state.money.owed, devices.coins.money.paidOut]).toEqual([1, 300, 0, 300]);
  await kiosk.stop();
});
