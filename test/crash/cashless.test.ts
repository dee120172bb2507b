import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogState } from '../../src/log/state.ts';
import type { SimulatedDevices } from '../../src/simulation/devices.ts';
import { type CutScenario, runWithCut } from './cuts.ts';
import { configFor, everyCut, type Shared, shared } from './terminal-in-process.ts';

/** Cashless payments and their reversals, and the power cut after every row of them. The terminal keeps books of its own. */

let parts: Shared;
beforeAll(async () => {
  parts = await shared(20);
});
afterAll(() => parts.renderer.close());

const config = { devices: { ...configFor('/').devices, cashless: { transport: 'simulated' } } };

/** What the terminal charged is what the log says, or in suspense; and nobody was charged for nothing. */
function conserved({ money }: LogState, { cashless }: SimulatedDevices): void {
  const charged = cashless.charged();
  expect(charged).toBeLessThanOrEqual(-money.charged);
  expect(charged).toBeGreaterThanOrEqual(-money.charged - money.suspense);
  expect(money.taken + money.owed + money.suspense).toBeGreaterThanOrEqual(charged);
  const payments = cashless.requests.filter(({ category }) => category === 'Payment');
  expect(new Set(payments.map(({ service }) => service)).size, 'no payment is sent twice').toBe(payments.length);
}

/** Touches the terminal as soon as it asks. */
const quick: CutScenario['wish'] = ({ cashless }) => ({
  means: ['cashless'],
  coins: [],
  atTerminal: () => {
    cashless.tap('emoney');
  },
});

/** Touches the terminal when the payment is in its hands, also when the kiosk is dark by then. */
const slow: CutScenario['wish'] = ({ cashless }, { log }) => {
  log.subscribe(({ type }) => {
    if (type === 'cashless.pay.taken') parts.clock.setTimeout(() => cashless.tap('emoney'), 100);
  });
  return { means: ['cashless'], coins: [] };
};

interface Scenario extends Pick<CutScenario, 'prepare' | 'wish'> {
  readonly name: string;
  /** Cut from the first row of this type on; the rows before it are those of every visit. */
  readonly from: string;
  readonly money: Partial<LogState['money']>;
  readonly charged: number;
}

const scenarios: readonly Scenario[] = [
  {
    name: 'a payment and its paper',
    from: 'session.started',
    wish: slow,
    money: { taken: 200, charged: -200 },
    charged: 200,
  },
  {
    name: 'a payment whose answer is lost',
    from: 'cashless.pay.intent',
    prepare: ({ cashless }) => cashless.failNext('Payment', 'drop-after'),
    wish: quick,
    money: { taken: 200, charged: -200 },
    charged: 200,
  },
  {
    name: 'a payment whose connection breaks while the terminal has it',
    from: 'cashless.pay.intent',
    prepare: ({ cashless }) => cashless.failNext('Payment', 'drop-during'),
    wish: slow,
    money: { taken: 200, charged: -200 },
    charged: 200,
  },
  {
    name: 'a payment that is reversed because nothing could be printed',
    from: 'cashless.pay.intent',
    prepare: ({ pages }) => pages.abortAt(1),
    wish: quick,
    money: { taken: 0, charged: 0, owed: 0, returned: 0 },
    charged: 0,
  },
  {
    name: 'a payment of a part, reversed, and then coins',
    from: 'cashless.pay.intent',
    prepare: ({ cashless }) => {
      cashless.approveOnly = 120;
    },
    wish: (devices, kiosk) => ({
      ...quick(devices, kiosk),
      means: ['cashless', 'coins'],
      coins: [100, 100],
    }),
    money: { taken: 200, charged: 0, inserted: -200 },
    charged: 0,
  },
  {
    name: 'a reversal that is refused',
    from: 'print.result',
    prepare: ({ cashless, pages }) => {
      pages.abortAt(1);
      cashless.refuseReversals = 'Refusal';
    },
    wish: quick,
    money: { owed: 200, charged: -200 },
    charged: 200,
  },
];

describe.each(scenarios)('$name', ({ charged, from, money, prepare, wish }) => {
  const scenario: CutScenario = { config, wish, conserved, ...(prepare === undefined ? {} : { prepare }) };
  let types: readonly string[] = [];

  it('ends with every yen where it belongs', async () => {
    const whole = await runWithCut(parts, scenario, null);
    types = whole.types;
    expect(whole.state.money).toMatchObject({ ...money, suspense: 0, held: 0 });
    expect(whole.devices.cashless.charged()).toBe(charged);
  });

  it('survives a cut after each of its rows', { timeout: 600_000 }, async () => {
    const first = types.indexOf(from);
    const cuts = everyCut(types.length).filter(({ after }) => after > first);
    let reversed = 0;
    for (const cut of cuts) {
      const { devices } = await runWithCut(parts, scenario, cut);
      reversed += devices.cashless.bookings.filter((booking) => booking.reversed).length;
    }
    // Some of the cuts fall between the charge and its paper.
    if (from !== 'print.result') expect(reversed).toBeGreaterThan(0);
    console.log(`${cuts.length} cuts in ${types.length} rows`);
  });
});
