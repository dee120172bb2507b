import { afterEach, beforeAll, expect, it } from 'vitest';
import type { Config } from '../../src/config.ts';
import { defaultLimits } from '../../src/devices/touch-panel/rules.ts';
import { textKey } from '../../src/locales/index.ts';
import { staffJa } from '../../src/locales/staff-ja.ts';
import { hands } from '../../src/machines/events.ts';
import { minimalPages } from '../../src/shop/pages.ts';
import { Shop } from '../../src/shop/shop.ts';
import { allDay } from '../../src/shop/tour/world.ts';
import { plugInHands } from '../../src/simulation/devices.ts';
import { dice } from '../../src/simulation/dice.ts';
import { keypadModel } from '../../src/simulation/hid/keypad-model.ts';
import { touchPanelModel } from '../../src/simulation/hid/touch-panel-model.ts';
import { type SampleTown, sampleTown } from '../../src/simulation/town/town.ts';
import { VirtualClock } from '../devices/virtual-clock.ts';
import { temporaryFolder } from '../harness.ts';
import { sampleConfig } from '../shop/sample-config.ts';

const touchPanel = { transport: 'hid', limits: defaultLimits } as const;
const keypad = { transport: 'hid', keys: {} } as const;
const paths = { touch: touchPanelModel().info.path, keypad: keypadModel().info.path } as const;
type Plugs = readonly (keyof typeof paths)[];

let town: SampleTown;
beforeAll(async () => {
  town = await sampleTown(new VirtualClock().now());
});
let tidy: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of tidy) await one();
  tidy = [];
});

/** A terminal whose touch panel and keypad are read from the reports of HID devices, where it has them. */
async function open(devices: Pick<Config['devices'], 'touchPanel' | 'keypad'>) {
  const folder = temporaryFolder();
  const clock = new VirtualClock();
  const shop = new Shop({
    clock,
    dice: dice(1),
    town,
    config: {
      ...sampleConfig,
      hours: allDay,
      dataFolder: folder.path,
      devices: { ...sampleConfig.devices, ...devices },
    },
    pages: minimalPages,
    asConfigured: true,
  });
  tidy.push(async () => {
    await shop.close();
    folder[Symbol.dispose]();
  });
  await shop.start();
  await clock.pass(1_000);
  return {
    shop,
    clock,
    screen: () => shop.kiosk.display.screen.id,
    text: () => JSON.stringify(shop.kiosk.display.screen),
    unplug: (...plugs: Plugs) => {
      for (const plug of plugs) shop.devices.hid.unplug(paths[plug]);
    },
    plugIn: () => plugInHands(shop.devices.hid),
    press: (id: string) => {
      const { display } = shop.kiosk;
      expect(display.touch(display.seq, id), `${id} on ${display.screen.id}`).toBe('accepted');
    },
    /** What the log says of each, in its order. */
    health: (hand: keyof typeof paths) =>
      shop.kiosk.log
        .tail(1_000)
        .flatMap((row) =>
          row.type === 'device.health' && row.data.device === hand
            ? [[row.data.state, ...row.data.reasons].join(' ')]
            : [],
        ),
  };
}

const cases: readonly [configured: string, unplugged: Plugs, screen: string, devices: Parameters<typeof open>[0]][] = [
  ['neither', ['touch', 'keypad'], 'open', {}],
  ['a touch panel', [], 'open', { touchPanel }],
  ['a touch panel', ['keypad'], 'open', { touchPanel }],
  ['a touch panel', ['touch'], 'outOfService', { touchPanel }],
  ['a keypad', ['keypad'], 'open', { keypad }],
  ['a keypad', ['touch', 'keypad'], 'open', { keypad }],
  ['both', ['touch'], 'open', { touchPanel, keypad }],
  ['both', ['keypad'], 'open', { touchPanel, keypad }],
  ['both', ['keypad', 'touch'], 'outOfService', { touchPanel, keypad }],
];
it.each(cases)('a terminal with %s from which %j are unplugged is %s', async (_, unplugged, screen, devices) => {
  const the = await open(devices);
  expect(the.screen()).toBe('open');
  the.unplug(...unplugged);
  await the.clock.pass(0);
  expect(the.screen()).toBe(screen);
  const configured = hands.filter((hand) => the.shop.kiosk.devices.includes(hand));
  const gone = (hand: keyof typeof paths) => (unplugged.includes(hand) ? ['failed not-found'] : []);
  for (const hand of hands)
    expect(the.health(hand)).toEqual(configured.includes(hand) ? ['working', ...gone(hand)] : []);
  the.plugIn();
  await the.clock.pass(1_000);
  expect(the.screen()).toBe('open');
  for (const hand of configured) expect(the.health(hand).at(-1)).toBe('working');
});

it('a panel that goes in a visit: it ends by itself, the card is given back, and nobody begins before the panel is back', async () => {
  const the = await open({ touchPanel });
  const { devices, kiosk } = the.shop;
  the.press('resident.start');
  await the.clock.pass(100);
  the.press('service.certificates');
  const card = devices.cards.get('adult');
  if (card === undefined) throw new Error('no card');
  devices.reader.insert(card);
  await the.clock.pass(2_000);
  expect(the.screen()).toBe('session.enteringPin');
  the.unplug('touch');
  await the.clock.pass(1_000);
  expect(the.screen()).toBe('session.enteringPin');
  await the.clock.pass(600_000);
  expect(kiosk.log.tail(50).find(({ type }) => type === 'session.ended')?.data).toEqual({ outcome: 'timeout' });
  expect([the.screen(), kiosk.parts.caseFile.wiped]).toEqual(['cardLeft', true]);
  devices.reader.remove();
  await the.clock.pass(1_000);
  expect(the.screen()).toBe('outOfService');
  the.plugIn();
  await the.clock.pass(1_000);
  expect(the.screen()).toBe('open');
});

it('after a power cut the panel that was gone is gone still', async () => {
  const the = await open({ touchPanel });
  the.unplug('touch');
  the.shop.cut();
  await the.clock.pass(5_000);
  await the.shop.start();
  await the.clock.pass(1_000);
  expect([the.screen(), the.health('touch')]).toEqual([
    'outOfService',
    ['working', 'failed not-found', 'failed not-found'],
  ]);
  the.plugIn();
  await the.clock.pass(1_000);
  expect(the.screen()).toBe('open');
});

it('staff read at their panel what is wrong with the keypad, and what to do, as it changes', async () => {
  const the = await open({ touchPanel, keypad });
  const { hid } = the.shop.devices;
  the.press('panel.open');
  const { display } = the.shop.kiosk;
  for (const digit of '246810') display.key(display.seq, digit === '0' ? 10 : Number(digit) - 1);
  the.press('panel.submit');
  // The code's hash is made outside of virtual time.
  await expect.poll(the.screen).toBe('panel.menu');
  expect(the.text()).toContain(staffJa['panel.allWell']);
  expect(the.text()).toContain('○ タッチ　○ テンキー');
  const shows = async (reason: string): Promise<void> => {
    await the.clock.pass(1_000);
    expect(the.text()).toContain(staffJa[textKey(`panel.trouble.keypad.${reason}`) as keyof typeof staffJa]);
    expect(the.text()).toContain('○ タッチ　× テンキー');
  };
  the.unplug('keypad');
  await shows('not-found');
  hid.locked = true;
  the.plugIn();
  await shows('not-opened');
  hid.plug(keypadModel({ path: '/dev/hidraw9' }));
  await shows('two-devices');
  hid.unplug('/dev/hidraw9');
  hid.locked = false;
  hid.plug({ ...keypadModel(), descriptor: touchPanelModel().descriptor });
  await shows('unfit');
  the.unplug('keypad');
  the.plugIn();
  await the.clock.pass(1_000);
  expect(the.text()).toContain(staffJa['panel.allWell']);
});

it('each reason that a driver gives has a text of its own for staff', () => {
  const keys = hands.flatMap((hand) =>
    ['not-found', 'two-devices', 'not-opened', 'unfit'].map((reason) => textKey(`panel.trouble.${hand}.${reason}`)),
  );
  expect(keys).not.toContain(null);
  expect(new Set(keys.map((key) => staffJa[key as keyof typeof staffJa])).size).toBe(8);
});
