import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { DeviceHealth } from '../devices/health.ts';
import { nodeHidTransport } from '../devices/hid/node-hid-transport.ts';
import type { HidTransport } from '../devices/hid/transport.ts';
import { createKeypad } from '../devices/keypad/driver.ts';
import { usageOf } from '../devices/keypad/key-map.ts';
import type { KeyName } from '../devices/keypad/port.ts';
import { createTouchPanel } from '../devices/touch-panel/driver.ts';
import { defaultLimits } from '../devices/touch-panel/rules.ts';
import type { Hand } from '../machines/events.ts';
import { Hands } from '../ui/hands.ts';

export interface HandsOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly note: (sentence: string) => void;
  readonly transport?: HidTransport;
  readonly onHeadset?: (plugged: boolean) => void;
  readonly onHealth?: (hand: Hand, health: DeviceHealth) => void;
}

/** How the page calls the keys that are not digits, those of the voice too (ui/client/voice.tsx). */
const pageKeys: Partial<Record<KeyName, string>> = {
  enter: 'Enter',
  clear: 'Backspace',
  cancel: 'Escape',
  voice: 'F1',
  repeat: 'F2',
  pause: 'F3',
  louder: '+',
  quieter: '-',
};

/** Touch panel and keypad of the configuration, and the way from them to the page. */
export async function openHands(options: HandsOptions): Promise<{ readonly hands: Hands; stop(): Promise<void> }> {
  const { config, clock, note, transport = nodeHidTransport, onHeadset = () => {}, onHealth = () => {} } = options;
  const { touchPanel, keypad } = config.devices;
  const hands = new Hands();
  const devices = [
    ...(touchPanel === undefined
      ? []
      : [
          createTouchPanel({
            transport,
            clock,
            choice: touchPanel,
            corners: touchPanel.corners,
            limits: { ...defaultLimits, ...touchPanel.limits },
            hear: (pointer) => hands.send(pointer),
            health: (health) => onHealth('touch', health),
            note,
          }),
        ]),
    ...(keypad === undefined
      ? []
      : [
          createKeypad({
            transport,
            clock,
            choice: keypad,
            keys: new Map(Object.entries(keypad.keys).map(([usage, meaning]) => [usageOf(usage), meaning])),
            hear: (event) => {
              if (event.type === 'headset') return onHeadset(event.plugged);
              const key = /^\d$/.test(event.key) ? event.key : pageKeys[event.key];
              if (key !== undefined) hands.send({ type: 'pressed', key });
            },
            health: (health) => onHealth('keypad', health),
            note,
          }),
        ]),
  ];
  for (const device of devices) await device.start();
  return {
    hands,
    stop: async () => {
      for (const device of devices) await device.stop();
    },
  };
}
