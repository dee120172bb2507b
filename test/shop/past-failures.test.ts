import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkConfig } from '../../src/config.ts';
import { Judge } from '../../src/shop/judge.ts';
import { minimalPages } from '../../src/shop/pages.ts';
import type { VisitPlan } from '../../src/shop/plan.ts';
import { Shop } from '../../src/shop/shop.ts';
import { logPlace, morning } from '../../src/shop/simulate.ts';
import { VirtualClock } from '../../src/shop/virtual-clock.ts';
import { runVisit } from '../../src/shop/visit.ts';
import { dice } from '../../src/simulation/dice.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import { settle } from '../devices/virtual-clock.ts';
import { root } from '../harness.ts';

/** Visits in which a simulation once found an invariant broken, each with what had happened. */

const usual = { members: [], show: [], cut: null, clerk: 'attentive', service: 'certificates' } as const;

const past: readonly (readonly [what: string, plan: VisitPlan])[] = [
  [
    'staff counted no sheet, plugged the printer in, and the sheet came out before the second print',
    {
      ...usual,
      card: 'adult',
      pins: ['1234'],
      coins: [],
      means: ['cashless'],
      tap: 'whole',
      register: 'paid',
      habit: 'stops',
      at: 'delivering',
      faults: [
        { fault: 'pages-paused', after: 12, seed: 146_680 },
        { fault: 'pages-unplugged', after: 16, seed: 268_154 },
      ],
    },
  ],
  [
    'the same with three sheets, of which one came out late',
    {
      ...usual,
      card: 'large',
      pins: ['1234'],
      coins: [100, 100],
      means: ['cashless'],
      tap: 'whole',
      register: 'wrong-number',
      habit: 'steady',
      at: 'showingClaim',
      faults: [
        { fault: 'pages-unplugged', after: 16, seed: 479_292 },
        { fault: 'pages-paused', after: 14, seed: 980_260 },
      ],
    },
  ],
];

it.each(past)('%s', async (_, plan) => {
  const loaded = checkConfig(JSON.parse(readFileSync(join(root, 'kiosk.config.json'), 'utf8')));
  if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
  const folder = mkdtempSync(join(logPlace, 'madoguchi-past-'));
  const clock = new VirtualClock(morning, settle);
  const town = await sampleTown(morning);
  const config = { ...loaded.config, dataFolder: folder };
  const shop = new Shop({ clock, dice: dice(1), town, config, pages: minimalPages });
  await shop.start();
  await clock.pass(10_000);
  const judge = new Judge(shop, town, minimalPages);
  await runVisit(shop, plan, town);
  const { log } = shop.kiosk;
  const found = await judge.judge(plan, log.tail(log.head.seq));
  await shop.close();
  rmSync(folder, { recursive: true, force: true });
  expect(found).toEqual([]);
});
