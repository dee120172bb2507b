import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulatedDevices } from '../../src/simulation/devices.ts';
import { type Shared, shared } from '../crash/terminal-in-process.ts';
import { root } from '../harness.ts';
import { Shop } from './shop.ts';

/** Shops that take other things than coins, or nothing at all. */

let parts: Shared;
beforeAll(async () => {
  parts = await shared(25);
});
afterAll(() => parts.renderer.close());

const { devices } = JSON.parse(readFileSync(join(root, 'kiosk.config.json'), 'utf8'));
const noCoins = { accept: [], hoppers: [] };
const alone = { devices, payment: { counter: false } };
const dead = { prepare: ({ acceptor }: SimulatedDevices) => (acceptor.faults = { dead: true }) };

describe('a shop in which nothing costs anything', () => {
  const free = { juminhyo: { enabled: true, fee: 0 } };
  const none = { juminhyo: { enabled: false, fee: 200 } };

  it.each([
    ['gives its certificates away', { ...alone, coins: noCoins, services: free }],
    ['sells none', { ...alone, coins: noCoins, services: none }],
    ['gives them away, and would take coins', { ...alone, services: free }],
    ['sells none, and would take coins', { ...alone, services: none }],
  ])('that %s is open, also without a coin unit', async (_, config) => {
    await using shop = await Shop.open(parts, { config, ...dead });
    expect(shop.kiosk.display.screen.id).toBe('open');
    expect(shop.kiosk.display.frame).not.toContain('硬貨');
  });

  it('prints for nothing', async () => {
    await using shop = await Shop.open(parts, { config: { ...alone, coins: noCoins, services: free }, ...dead });
    const { outcome, screens } = await shop.visit({});
    expect([outcome, screens.includes('paying')]).toEqual(['delivered', false]);
    expect(shop.judge().money).toMatchObject({ inserted: 0, taken: 0 });
  });
});

describe('a shop that takes cards alone', () => {
  const config = { coins: noCoins, payment: { counter: false } };

  it('says that it is the payment terminal that fails', async () => {
    await using shop = await Shop.open(parts, { config });
    const { frames, outcome } = await shop.visit({
      means: ['cashless'],
      instead: (screen) => {
        if (screen === 'confirming') shop.devices.cashless.offline = true;
        return false;
      },
    });
    expect(outcome).toBe('refused:cashless');
    expect(frames.join()).not.toContain('硬貨');
  });

  it('does not show staff a coin unit it has not', async () => {
    await using shop = await Shop.open(parts, { config, ...dead });
    const { display } = shop.kiosk;
    shop.kiosk.send({ type: 'panel.open' });
    for (const digit of '246810') {
      const [pad] = display.screen.blocks.filter((block) => block.kind === 'pin');
      display.key(display.seq, pad?.keys.indexOf(digit) ?? -1);
    }
    shop.press('panel.submit');
    for (let looks = 0; looks < 100 && shop.screen !== 'menu'; looks += 1) await shop.pass(200);
    expect(shop.screen).toBe('menu');
    expect(display.frame).not.toContain('硬貨');
    expect(display.frame).toContain('異常はありません');
  });
});
