import type { Config } from '../../config.ts';

/** Shops that differ in what they sell and take; `whole` has everything there is. */
export const shops = {
  whole: {},
  coins: { payment: { counter: false } },
  cashless: { payment: { counter: false }, coins: { accept: [] } },
  'coins-or-cashless': { payment: { counter: false } },
  register: { payment: { counter: true }, coins: { accept: [] } },
  free: { services: { juminhyo: { enabled: true, fee: 0 } } },
  'without-certificates': { services: {} },
  'coins-without-hoppers': { payment: { counter: false }, coins: { hoppers: [] } },
} as const satisfies Readonly<Record<string, unknown>>;

export type ShopName = keyof typeof shops;
export const shopNames = Object.keys(shops) as readonly ShopName[];

export function configOf(name: ShopName, config: Config): Config {
  const { coins = {}, ...rest } = shops[name] as { readonly coins?: Partial<Config['coins']> } & Partial<Config>;
  const { cashless: _, touchPanel: __, keypad: ___, ...devices } = config.devices;
  return {
    ...config,
    ...rest,
    coins: { ...config.coins, ...coins },
    devices: name.endsWith('cashless') ? { ...devices, cashless: { transport: 'simulated' } } : devices,
  };
}
