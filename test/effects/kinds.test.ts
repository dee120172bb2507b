import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRenderer } from '../../src/certificates/create-renderer.ts';
import type { Renderer } from '../../src/certificates/renderer.ts';
import type { SampleTown } from '../../src/simulation/town/town.ts';
import { systemClock } from '../../src/system-clock.ts';
import { Desk } from './desk.ts';

/** Visits for every kind of certificate, from the card to the paper in the tray. */

let renderer: Renderer;
beforeAll(async () => {
  renderer = await createRenderer({ clock: systemClock });
});
afterAll(() => renderer.close());

const officeHours = { days: 'every', open: '00:00', close: '24:00' } as const;
const atAnyHour = (town: SampleTown): SampleTown => ({
  ...town,
  officeHours,
  elsewhere: town.elsewhere.map((desk) => ({ ...desk, officeHours })),
});
/** The fewest coins for a price, in yen. */
function coinsFor(price: number): number[] {
  let left = price;
  return [500, 100, 50, 10].flatMap((coin) => {
    const count = Math.floor(left / coin);
    left -= count * coin;
    return Array<number>(count).fill(coin);
  });
}

const paidFor = (rows: Awaited<ReturnType<Desk['visit']>>['rows']): number =>
  rows.reduce(
    (sum, row) =>
      row.type === 'money.moved'
        ? sum + row.data.entries.reduce((all, [account, yen]) => all + (account === 'taken' ? yen : 0), 0)
        : sum,
    0,
  );

describe('a visit for', () => {
  it.each([
    ['juminhyo', 'adult', {}, 1, 200],
    ['kisaijiko', 'foreign', { show: ['nationality', 'residence'] }, 1, 200],
    ['inkan', 'adult', { copies: 3 }, 3, 600],
    ['shotoku', 'adult', {}, 1, 250],
    ['kazei', 'special', {}, 1, 250],
    ['nozei', 'adult', { copies: 2 }, 2, 500],
    ['koseki-zenbu', 'adult', { copies: 2 }, 4, 700],
    ['koseki-kojin', 'adult', { members: [2] }, 1, 350],
    ['fuhyo', 'large', { show: ['honseki'] }, 1, 200],
    ['koseki-zenbu', 'registered-elsewhere', {}, 1, 400],
  ] as const)('%s of %s %j gives %i sheets for %i yen', async (certificate, card, wish, sheets, price) => {
    await using desk = await Desk.open({ town: atAnyHour, renderer });
    const { outcome, rows } = await desk.visit({
      card: desk.card(card),
      certificate,
      pins: ['1234'],
      coins: coinsFor(price),
      ...wish,
    });
    expect([outcome, paidFor(rows), desk.devices.pages.tray.length]).toEqual(['delivered', price, sheets]);
    expect(desk.devices.receipts.slips.at(-1)?.text).toContain(`${sheets}`);
  });

  it.each([
    ['inkan', 'third-generation', 'refused:seal-cancelled'],
    ['kazei', 'family-of-leaver', 'refused:no-tax-data'],
    ['koseki-zenbu', 'foreign', 'refused:no-family-register'],
    ['fuhyo', 'honseki-elsewhere', 'refused:registration-needed'],
  ] as const)('%s of %s ends with the reason, and nothing is paid: %s', async (certificate, card, expected) => {
    await using desk = await Desk.open({ town: atAnyHour, renderer });
    const { outcome, rows, screens } = await desk.visit({
      card: desk.card(card),
      certificate,
      pins: ['1234'],
      coins: [500],
    });
    expect([outcome, screens.includes('paying')]).toEqual([expected, false]);
    expect(rows.some(({ type }) => type === 'print.intent' || type === 'money.moved')).toBe(false);
  });

  it('the family register on a Sunday is refused with the hours of the office', async () => {
    await using desk = await Desk.open({
      town: (town) => ({ ...town, officeHours: { days: 'every', open: '00:00', close: '00:00' } }),
      renderer,
    });
    const { outcome } = await desk.visit({ card: desk.card('adult'), certificate: 'koseki-zenbu', pins: ['1234'] });
    expect(outcome).toBe('refused:outside-office-hours');
  });

  it('more copies than are offered is stopped at the screen', async () => {
    await using desk = await Desk.open({ town: atAnyHour, renderer });
    const { outcome, rows } = await desk.visit({
      card: desk.card('adult'),
      certificate: 'inkan',
      copies: 9,
      pins: ['1234'],
      coins: coinsFor(1_000),
    });
    expect(outcome).toBe('delivered');
    expect(paidFor(rows)).toBe(1_000);
  });
});
