import type { Clock } from '../../clock.ts';
import { done, failed, type Outcome } from '../../outcome.ts';
import type { DeviceHealth } from '../health.ts';
import { HidAttachment, type HidChoice } from '../hid/attachment.ts';
import { type Descriptor, type Field, usageAt } from '../hid/descriptor.ts';
import { readValue, splitReport } from '../hid/report.ts';
import type { HidTransport } from '../hid/transport.ts';
import { defaultKeyMap, type KeyMap, type KeyMeaning } from './key-map.ts';
import type { Keypad, KeypadEvent } from './port.ts';

export interface KeypadOptions {
  readonly transport: HidTransport;
  readonly clock: Clock;
  /** Which pad, where more than one keyboard is plugged in. */
  readonly choice?: Omit<HidChoice, 'usages'>;
  /** Meanings beside the usual ones, and instead of them. */
  readonly keys?: KeyMap;
  readonly hear: (event: KeypadEvent) => void;
  /** Told after the first look, and whenever it changes. Reasons: `not-found`, `two-devices`, `not-opened`, `unfit`. */
  readonly health?: (health: DeviceHealth) => void;
  readonly note?: (sentence: string) => void;
}

/** Keyboard, keypad, headset and consumer control as outermost collections. */
export const padUsages: readonly number[] = [0x00010006, 0x00010007, 0x000b0005, 0x000c0001];

/** More keys than the pad can tell apart: the whole report says nothing (HID 1.11, appendix C). */
const rollOver = 0x00070001;

/** A tactile keypad that speaks HID, of any vendor. */
export function createKeypad(options: KeypadOptions): Keypad {
  const { hear, transport, clock, health = () => {}, note } = options;
  const map: KeyMap = new Map([...defaultKeyMap, ...(options.keys ?? [])]);
  let pad: Descriptor | null = null;
  let held = new Map<number, ReadonlySet<number>>();
  let plugged = false;

  const plug = (now: boolean): void => {
    if (now !== plugged) hear({ type: 'headset', plugged: now });
    plugged = now;
  };
  const press = (meaning: KeyMeaning): void => {
    if (meaning === 'headset' || meaning === 'headset-in') plug(true);
    else if (meaning === 'headset-out') plug(false);
    else hear({ type: 'key', key: meaning });
  };
  const report = (bytes: Uint8Array): void => {
    const one = pad === null ? null : splitReport(pad, bytes);
    if (pad === null || one === null) return;
    const now = pressedIn(pad.fields, one.id, one.body);
    if (now === null) return;
    const before = held.get(one.id) ?? new Set();
    held.set(one.id, now);
    for (const usage of before) if (!now.has(usage) && map.get(usage) === 'headset') plug(false);
    for (const usage of now) {
      const meaning = map.get(usage);
      if (meaning !== undefined && !before.has(usage)) press(meaning);
    }
  };
  const lost = (): void => {
    pad = null;
    held = new Map();
    // Nobody listens to a voice that nobody can hear.
    plug(false);
  };
  const begin = async (descriptor: Descriptor): Promise<Outcome<null, 'unfit'>> => {
    if (!descriptor.fields.some((field) => field.kind === 'input' && knows(field, map)))
      return failed('unfit', 'It has none of the keys of the table.');
    pad = descriptor;
    return done(null);
  };
  const choice = { ...options.choice, usages: padUsages };
  return new HidAttachment(transport, clock, choice, { begin, report, lost, health }, note);
}

const knows = ({ usages }: Field, map: KeyMap): boolean =>
  [...map.keys()].some((usage) => usages.some(([first, last]) => first <= usage && usage <= last));

/** Usages that are on in a report; null when it says nothing. */
function pressedIn(fields: readonly Field[], id: number, body: Uint8Array): ReadonlySet<number> | null {
  const pressed = new Set<number>();
  for (const field of fields) {
    if (field.kind !== 'input' || field.report !== id) continue;
    const value = readValue(field, body);
    if (value === null) return null;
    const usage = field.array
      ? usageAt(field.usages, value - field.min)
      : value === 0
        ? null
        : usageAt(field.usages, 0);
    if (usage === rollOver) return null;
    if (usage !== null) pressed.add(usage);
  }
  return pressed;
}
