import type { StaffAct } from '../../machines/events.ts';
import { entries, pickupOn } from '../tour/people.ts';
import type { TroubleName } from './troubles.ts';
import type { DaemonWorld } from './world.ts';

/** Something that somebody does, or that happens, as the tour names it: `touch resident.start`. */
export interface Act {
  readonly act: ActName;
  /** What with; empty where nothing has to be said. */
  readonly of: string;
}

/** Nobody here is quicker than the terminal: who does something waits until it can be done. */
interface Doing {
  /** Whether it can be done now; at any time when it is left out. */
  readonly ready?: (world: DaemonWorld, of: string) => boolean;
  readonly play: (world: DaemonWorld, of: string) => void | Promise<void>;
}

const doings = {
  touch: {
    ready: ({ buttons }, of) => buttons.includes(of),
    play: (world, of) => world.touch(of),
  },
  /** A whole entry, and the key that confirms it. */
  enter: {
    ready: ({ pad }) => pad !== null,
    play: (world, of) => {
      const { pad } = world;
      const right = pad === 'pickup' && of === 'right' ? pickupOn(world.shop.devices.receipts.slips) : null;
      world.type(right ?? entries[pad ?? '']?.[of] ?? '');
      world.touch(pad === 'staff' ? 'panel.submit' : 'resident.submitPin');
    },
  },
  insert: { ready: ({ name }) => name === 'insertingCard', play: (world, of) => world.insert(of) },
  pull: { ready: ({ shop }) => shop.slot.occupied, play: ({ shop }) => shop.slot.remove() },
  coin: {
    ready: ({ shop: { devices } }, of) => !devices.acceptor.rolling && devices.acceptor.takes(Number(of)),
    play: ({ shop: { devices } }, of) => void devices.acceptor.drop(Number(of)),
  },
  tap: {
    ready: ({ shop }) => shop.devices.cashless.asking !== null,
    play: ({ shop }, of) => void shop.devices.cashless.tap(of),
  },
  staff: {
    play: (world, of) => {
      const [act = '', why = ''] = of.split(' ');
      return world.order(act as StaffAct, why);
    },
  },
  /** Until this screen is shown; `warning`: until somebody is asked whether they are still there; `blocked`: until no sheet moves. */
  wait: {
    ready: ({ name, view, warned }, of) =>
      name === of || (of === 'warning' && warned) || (of === 'blocked' && (view.delivery?.hasTag('blocked') ?? false)),
    play: () => {},
  },
  trouble: { play: (world, of) => world.strike(of as TroubleName) },
  mend: { play: (world) => world.mend() },
} as const satisfies Readonly<Record<string, Doing>>;

export type ActName = keyof typeof doings;

export const textOf = ({ act, of }: Act): string => `${act} ${of}`.trimEnd();

/** An act as `textOf` writes it. */
export function actOf(text: string): Act {
  const [act = '', ...of] = text.split(' ');
  if (!Object.hasOwn(doings, act)) throw new Error(`there is no act ${act}`);
  return { act: act as ActName, of: of.join(' ') };
}

/** Does it as soon as it can be done. @throws a sentence when it never can */
export async function play(world: DaemonWorld, act: Act): Promise<void> {
  const doing: Doing = doings[act.act];
  await world.until(() => doing.ready?.(world, act.of) ?? true, textOf(act));
  await doing.play(world, act.of);
}
