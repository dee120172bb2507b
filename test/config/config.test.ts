import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkConfig, configSchema, isOpen, loadConfig, payable } from '../../src/config.ts';

const root = join(import.meta.dirname, '../..');
const sample = () => JSON.parse(readFileSync(join(root, 'kiosk.config.json'), 'utf8'));
const faults = (change: (config: ReturnType<typeof sample>) => void): readonly string[] => {
  const config = sample();
  change(config);
  const loaded = checkConfig(config);
  return loaded.ok ? [] : loaded.faults;
};
const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'madoguchi-config-')), 'kiosk.config.json');
  writeFileSync(path, text);
  return path;
};

describe('kiosk.config.json', () => {
  it('is right as it comes, and its data folder is absolute', () => {
    const loaded = loadConfig(join(root, 'kiosk.config.json'));
    expect(loaded.ok && loaded.config.dataFolder).toBe(join(root, 'data'));
  });

  it('has a JSON Schema that was generated from the program', () => {
    const written = JSON.parse(readFileSync(join(root, 'kiosk.config.schema.json'), 'utf8'));
    expect(written).toEqual(z.toJSONSchema(configSchema, { io: 'input' }));
  });

  it('names a missing file and one that is not JSON', () => {
    expect(loadConfig('/nowhere/kiosk.config.json')).toMatchObject({
      ok: false,
      faults: [expect.stringContaining('no such file')],
    });
    expect(loadConfig(file('{'))).toMatchObject({ ok: false, faults: [expect.stringContaining('is not JSON')] });
    expect(loadConfig(file('[]'))).toMatchObject({ ok: false });
  });

  it('takes a touch panel and a keypad, and names what is wrong with them', () => {
    const corners = { topLeft: [0, 0], topRight: [9, 0], bottomRight: [9, 9], bottomLeft: [0, 9] };
    expect(
      faults(({ devices }) => {
        devices.touchPanel = { transport: 'hid', vendor: 0x0eef, corners, limits: { size: 0.2 } };
        devices.keypad = { transport: 'hid', keys: { '07:6a': 'headset-in' } };
      }),
    ).toEqual([]);
    const found = faults(({ devices }) => {
      devices.touchPanel = {
        transport: 'hid',
        product: 70_000,
        corners: { ...corners, topRight: [9, 9], bottomRight: [9, 0] },
        limits: { travel: 2 },
      };
      devices.keypad = { transport: 'hid', keys: { F15: 'headset', '07:6a': 'sing' } };
    });
    for (const key of [
      'touchPanel.product:',
      'touchPanel.corners',
      'touchPanel.limits.travel:',
      'keypad.keys.F15: a usage page and id in hexadecimal',
      'keypad.keys.07:6a:',
    ])
      expect(
        found.some((fault) => fault.startsWith(`devices.${key}`)),
        `${key} in ${found.join('\n')}`,
      ).toBe(true);
  });

  it('lists every fault by key, not only the first', () => {
    const found = faults((config) => {
      config.colour = 'red';
      config.shop.phone = 'call me';
      config.screen.port = '80';
      delete config.terminal.id;
      config.devices.pagePrinter = { transport: 'ipp', uri: 'http://printer' };
    });
    for (const key of [
      'colour: there is no such key',
      'shop.phone:',
      'screen.port:',
      'terminal.id:',
      'devices.pagePrinter.uri:',
    ])
      expect(
        found.some((fault) => fault.startsWith(key)),
        key,
      ).toBe(true);
  });

  it.each([
    ['a closing time before opening', 'hours.close', '05:00', 'hours.close'],
    ['a fee that the coins cannot pay', 'services.juminhyo.fee', 205, 'services.juminhyo.fee'],
    ['a fee without any coins', 'coins.accept', [], 'services.juminhyo.fee'],
    ['a coin that does not exist', 'coins.accept', [200], 'coins.accept.0'],
    [
      'a payment terminal nobody can reach',
      'devices.cashless',
      { transport: 'nexo', poi: 'X' },
      'devices.cashless.url',
    ],
    [
      'a payment terminal without its name',
      'devices.cashless',
      { transport: 'nexo', url: 'http://10.0.0.2/nexo' },
      'devices.cashless.poi',
    ],
    ['another wire to a payment terminal', 'devices.cashless', { transport: 'serial' }, 'devices.cashless.transport'],
    ['a register that is neither there nor not', 'payment.counter', 'yes', 'payment.counter'],
    ['a slip that is good for a minute at most', 'timeouts', { counter: 30 }, 'timeouts.counter'],
    ['less time than the payment terminal may take', 'timeouts', { cashless: 60 }, 'timeouts.cashless'],
    ['less time than the printer of slips may take', 'timeouts', { slip: 20 }, 'timeouts.slip'],
    ['a language twice', 'languages', ['ja', 'ja'], 'languages'],
    ['a human timeout below 20 s', 'timeouts', { humanWarning: 5 }, 'timeouts.humanWarning'],
    ['a state of any age', 'centre.stateAge', 3_601, 'centre.stateAge'],
    ['a state that no answer can keep', 'centre.stateAge', 59, 'centre.stateAge'],
    ['a clock that is far ahead', 'centre.clockTolerance', 301, 'centre.clockTolerance'],
    ['a clock that may not even agree', 'centre.clockTolerance', -1, 'centre.clockTolerance'],
    ['an unknown timeout', 'timeouts', { lunch: 5 }, 'timeouts.lunch'],
  ])('refuses %s', (_, path, value, key) => {
    const found = faults((config) => {
      config.payment = {};
      const names = path.split('.');
      const last = names.pop() ?? '';
      names.reduce((place, name) => place[name], config)[last] = value;
    });
    expect(found.some((fault) => fault.startsWith(key))).toBe(true);
  });

  it('needs no coins where cards or the register pay', () => {
    const none = (more: object) => faults((config) => Object.assign(config, { coins: { accept: [] } }, more));
    expect(none({})).not.toEqual([]);
    expect(none({ payment: { counter: true } })).toEqual([]);
    const { devices } = sample();
    expect(none({ devices: { ...devices, cashless: { transport: 'simulated' } } })).toEqual([]);
  });

  it('knows what can be paid exactly', () => {
    expect(payable(200, [100])).toBe(true);
    expect(payable(250, [100, 500])).toBe(false);
    expect(payable(250, [100, 50])).toBe(true);
    expect(payable(0, [])).toBe(true);
  });

  it('opens and closes by the Japanese clock, not on closed days', () => {
    const { hours } = sample();
    const at = (time: string) => isOpen({ hours }, Date.parse(`${time}+09:00`));
    expect(at('2026-11-20T06:29:59')).toBe(false);
    expect(at('2026-11-20T06:30:00')).toBe(true);
    expect(at('2026-11-20T22:59:59')).toBe(true);
    expect(at('2026-11-20T23:00:00')).toBe(false);
    expect(at('2026-12-31T12:00:00')).toBe(false);
  });
});
