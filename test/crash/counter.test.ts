import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogState } from '../../src/log/state.ts';
import type { Kiosk } from '../../src/main.ts';
import type { SimulatedDevices } from '../../src/simulation/devices.ts';
import type { Wish } from '../../src/simulation/resident.ts';
import { type CutScenario, runWithCut } from './cuts.ts';
import { everyCut, type Shared, shared } from './terminal-in-process.ts';

/** Slips for the register, and the power cut after every row of them. */

let parts: Shared;
beforeAll(async () => {
  parts = await shared(20);
});
afterAll(() => parts.renderer.close());

/** The slip that was printed last. */
function slipOf({ receipts }: SimulatedDevices): { readonly number: string; readonly pickup: string } {
  const text = receipts.slips.findLast((slip) => slip.text.includes('お支払い票'))?.text ?? '';
  return {
    number: /票の番号\D*(\d{10})/.exec(text)?.[1] ?? '',
    pickup: /引換番号[^\d\n]*(\d{4})/.exec(text)?.[1] ?? '',
  };
}

const paying = (devices: SimulatedDevices, { desk }: Kiosk): Partial<Wish> => {
  let released = false;
  return {
    means: ['counter'],
    coins: [],
    atRegister: () => {
      if (released) return;
      released = true;
      const order = { act: 'counter-paid', who: '見本店員', why: '', subject: slipOf(devices).number } as const;
      // The power may go while the clerk presses the key.
      desk.perform(order).catch(() => {});
    },
    pickup: () => slipOf(devices).pickup,
  };
};

/** Money of the register is nowhere but at the register: taken for paper that is out, or owed there. */
function conserved({ money }: LogState, { coins, pages }: SimulatedDevices): void {
  expect(money.taken + money.owed + money.suspense + money.register).toBe(0);
  expect(coins.money.paidOut).toBe(0);
  if (pages.tray.length > 0) expect(-money.register).toBe(200);
}

const scenarios = [
  { name: 'a slip that is paid, and its paper', money: { taken: 200, register: -200 }, wish: paying },
  {
    name: 'a slip that is paid, and nothing can be printed',
    prepare: ({ pages }: SimulatedDevices) => pages.abortAt(1),
    money: { owed: 200, register: -200 },
    wish: paying,
  },
] as const;

describe.each(scenarios)('$name', ({ money, wish, ...more }) => {
  const scenario: CutScenario = { config: { payment: { counter: true } }, wish, conserved, ...more };
  let types: readonly string[] = [];

  it('ends with every yen where it belongs', async () => {
    const whole = await runWithCut(parts, scenario, null);
    types = whole.types;
    expect(whole.state.money).toMatchObject({ ...money, suspense: 0, held: 0 });
  });

  it('survives a cut after each of its rows', { timeout: 600_000 }, async () => {
    const first = types.indexOf('counter.issued');
    const cuts = everyCut(types.length).filter(({ after }) => after > first);
    for (const cut of cuts) await runWithCut(parts, scenario, cut);
    console.log(`${cuts.length} cuts in ${types.length} rows`);
  });
});
