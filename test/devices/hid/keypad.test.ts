import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeviceHealth } from '../../../src/devices/health.ts';
import { createKeypad } from '../../../src/devices/keypad/driver.ts';
import { type KeyMap, usageOf } from '../../../src/devices/keypad/key-map.ts';
import type { KeypadEvent } from '../../../src/devices/keypad/port.ts';
import { HidBus } from '../../../src/simulation/hid/bus.ts';
import { audioReport, keypadModel, keyReport } from '../../../src/simulation/hid/keypad-model.ts';
import { touchPanelModel } from '../../../src/simulation/hid/touch-panel-model.ts';
import { VirtualClock } from '../virtual-clock.ts';

const path = '/dev/hidraw1';

async function desk(keys?: KeyMap, model = keypadModel()) {
  const bus = new HidBus();
  const clock = new VirtualClock();
  const events: KeypadEvent[] = [];
  const told: DeviceHealth[] = [];
  bus.plug(model);
  const keypad = createKeypad({
    transport: bus.transport,
    clock,
    ...(keys === undefined ? {} : { keys }),
    hear: (event) => events.push(event),
    health: (health) => told.push(health),
  });
  await keypad.start();
  const send = (...reports: Uint8Array[]): void => {
    for (const report of reports) bus.send(path, report);
  };
  const heard = () => events.map((event) => (event.type === 'key' ? event.key : event.plugged));
  return { bus, clock, told, send, heard };
}

describe('the keypad', () => {
  it('knows its twelve keys, on the row of digits and on the number pad', async () => {
    const the = await desk();
    for (const id of [0x1e, 0x27, 0x59, 0x62, 0x28, 0x58, 0x2a, 0x29, 0x04]) the.send(keyReport(id), keyReport());
    expect(the.heard()).toEqual(['1', '0', '1', '0', 'enter', 'enter', 'clear', 'cancel']);
  });

  it('a key that is held is one key; two held are two; too many are none', async () => {
    const the = await desk();
    the.send(
      keyReport(0x1e),
      keyReport(0x1e),
      keyReport(0x1e, 0x1f),
      keyReport(1, 1, 1, 1, 1, 1),
      keyReport(0x1e, 0x1f),
    );
    expect(the.heard()).toEqual(['1', '2']);
  });

  it('hears the keys of the voice and the headset, and takes it for pulled when the pad goes', async () => {
    const the = await desk();
    the.send(audioReport(1), audioReport(0), audioReport(2), audioReport(4), audioReport(8), audioReport(0));
    the.send(audioReport(16), audioReport(17), audioReport(0), audioReport(16));
    the.bus.unplug(path);
    expect(the.heard()).toEqual(['louder', 'quieter', 'pause', 'repeat', true, 'louder', false, true, false]);
    the.bus.plug(keypadModel());
    await the.clock.pass(1_000);
    the.send(keyReport(0x1f));
    expect(the.heard().at(-1)).toBe('2');
  });

  it('takes the table of the configuration beside its own', async () => {
    const the = await desk(
      new Map([
        [usageOf('07:6a'), 'headset-in'],
        [usageOf('07:6b'), 'headset-out'],
        [usageOf('7:59'), 'cancel'],
      ]),
      {
        ...keypadModel(),
        descriptor: Uint8Array.from(keypadModel().descriptor.map((byte) => (byte === 0x65 ? 0x7f : byte))),
      },
    );
    the.send(keyReport(0x6a), keyReport(), keyReport(0x6b), keyReport(), keyReport(0x59), keyReport(0x5a));
    expect(the.heard()).toEqual([true, false, 'cancel', '2']);
  });

  it('is no touch panel', async () => {
    const the = await desk(undefined, touchPanelModel({ path, usage: 0x00010006 }));
    expect(the.told.at(-1)).toEqual({ state: 'failed', reasons: ['unfit'] });
  });

  it('never throws, whatever it is sent', async () => {
    const the = await desk();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 12 }), (report) => the.send(report)));
    expect(the.told.at(-1)?.state).toBe('working');
  });
});
