import { openPress } from '../../src/certificates/press.ts';
import { settle } from '../../src/cli/turns.ts';
import { minimalPages, type Pages, realPages } from '../../src/shop/pages.ts';
import { plainVisit, usualFaults } from '../../src/shop/plan.ts';
import { run } from '../../src/shop/run.ts';
import { beginningAt, morning, simulate } from '../../src/shop/simulate.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import { systemClock } from '../../src/system-clock.ts';
import { sampleConfig } from '../shop/sample-config.ts';
import { say } from './say.ts';

/** Seconds of the wall, and of this process on its cores, that `work` takes. */
async function timed(work: () => Promise<unknown>): Promise<{ readonly wall: number; readonly cpu: number }> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { system, user } = process.cpuUsage(before);
  return { wall: (performance.now() - began) / 1_000, cpu: (system + user) / 1_000_000 };
}

/** Visits a second with faults and invariants on, and how much faster than a shop's own time plain visits go by. */
export async function simulation(): Promise<void> {
  const shop = { config: sampleConfig, settle };
  const play = (pages: Pages, seed: number, visits: number) =>
    simulate({ ...shop, pages, seed, visits, plan: usualFaults }).then(({ failures }) => {
      if (failures.length > 0) throw new Error('a simulated visit broke an invariant');
    });
  const press = await openPress(systemClock);
  for (const [name, pages, visits] of [
    ['minimal', minimalPages, 1_200],
    ['real', realPages(press), 240],
  ] as const) {
    await play(pages, 1, Math.round(visits / 4));
    const { cpu, wall } = await timed(() => play(pages, 2, visits));
    say(`simulated visits a second, ${name} pages, faults and invariants on`, (visits / wall).toFixed(0));
    say('  by the time on the processor alone', (visits / cpu).toFixed(0));
  }
  await press.close();
  let now = () => 0;
  let passed = 0;
  const town = await sampleTown(morning);
  const visits = Array.from({ length: 300 }, () => plainVisit);
  const began = beginningAt('09:00');
  const { wall } = await timed(() =>
    run(visits, {
      ...shop,
      town,
      pages: minimalPages,
      seed: 1,
      begins: began,
      perDay: 1_000,
      onShop: ({ clock }) => {
        now = () => clock.now();
      },
      onEnd: () => {
        passed = now() - began;
      },
    }),
  );
  say('times faster than the same 300 visits in a shop', (passed / 1_000 / wall).toFixed(0));
}
