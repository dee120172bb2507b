import { type StaffAct, staffReasons } from '../../machines/events.ts';
import {
  birthdays,
  cardsFor,
  entries,
  entriesAt,
  hasty,
  oddPlaces,
  panelAt,
  usualEntries,
  worthTouching,
} from './people.ts';
import { shopNames } from './shops.ts';
import { type TroubleName, troubleNames, troubles } from './troubles.ts';
import type { World } from './world.ts';

/** Something that somebody does, or that happens: plain data, so that a path can be printed and played again. */
export interface Act {
  readonly act: ActName;
  /** What with; empty where nothing has to be said. */
  readonly of: string;
}

export const textOf = ({ act, of }: Act): string => `${act} ${of}`.trimEnd();

interface Doing {
  /** With what it can be done now. */
  readonly offers: (world: World) => readonly string[];
  readonly play: (world: World, of: string) => void | Promise<void>;
}

/** What a hand does in no time. */
const hands: Readonly<Record<string, (world: World, of: string) => void>> = {
  touch: (world, of) => world.touch(of),
  insert: (world, of) => world.insert(of),
  pull: ({ shop }) => shop.devices.reader.remove(),
  coin: ({ shop }, of) => void shop.devices.acceptor.drop(Number(of)),
  enter: (world, of) => {
    world.type(entryFor(world, of));
    world.touch(world.pad === 'staff' ? 'panel.submit' : 'resident.submitPin');
  },
  staff: ({ shop }, of) => void shop.clerkDoes(of as StaffAct, of === 'restart' ? 'stuck' : '', null),
};
const hand = (world: World, text: string): void => {
  const [name = '', of = ''] = text.split(' ');
  hands[name]?.(world, of);
};

function entryFor(world: World, of: string): string {
  if (of === 'again') return entryFor(world, world.fresh);
  if (of === 'birthday' && world.pad === 'auth') return birthdays[world.inSlot ?? ''] ?? '0514';
  if (world.pad !== 'pickup') return entries[world.pad ?? '']?.[of] ?? '';
  if (of === 'right') return world.pickup;
  return world.pickup === '0000' ? '0001' : '0000';
}

const decides = ({ view }: World): boolean => view.delivery?.matches('deciding') ?? false;
const orders: readonly (readonly [string, (world: World) => boolean])[] = [
  ['restart stuck', ({ view }) => view.session !== null],
  ['resolve looked-all-well', ({ name }) => name === 'staffNeeded'],
  ['out-of-service cleaning', ({ name }) => name === 'open'],
  ['in-service', ({ view }) => view.terminal.matches({ duty: 'off' }) && view.session === null],
  ['counter-paid', ({ view }) => view.payment?.matches('atCounter') ?? false],
  ['counter-confirm', ({ view }) => view.payment?.matches('askingStaff') ?? false],
  ...staffReasons.paper.map((why) => [`paper ${why}`, decides] as const),
];

/** Where the language and the look are switched, and which: the statechart's own walk switches them everywhere. */
const switchAt: readonly string[] = [
  'open',
  'outOfService',
  'choosingService',
  'enteringPin',
  'choosing',
  'paying',
  'touching',
  'atCounter',
  'enteringNumber',
  'askingStaff',
  'delivering',
];
const headsetAt: readonly string[] = ['open', 'paying'];
const switched: readonly string[] = ['language.en', 'mode.slow', 'mode.mixed'];

/** Everything that can happen to a terminal, from outside. */
const doings = {
  /** Which shop it stands in: said before anything else. */
  shop: { offers: ({ path }) => (path.length === 0 ? shopNames.slice(1) : []), play: () => {} },
  touch: {
    offers: (world) => {
      const { buttons, name, view, warned } = world;
      const waits = view.terminal.matches({ service: 'open' });
      const reasons = buttons.filter((id) => id.startsWith('reason.'));
      return buttons.filter(
        (id) =>
          worthTouching(id, waits) &&
          (id !== 'panel.open' || (panelAt.includes(name) && (name !== 'delivering' || decides(world)))) &&
          (!id.startsWith('reason.') || reasons.indexOf(id) < 3) &&
          (!/^(language|mode)\./.test(id) || (switchAt.includes(name) && switched.includes(id))) &&
          (!warned || ['resident.moreTime', 'resident.cancel', 'mode.slow'].includes(id)),
      );
    },
    play: (world, of) => world.touch(of),
  },
  /** A whole entry, and the key that confirms it. */
  enter: {
    offers: ({ name, pad, warned }) => (pad === null || warned ? [] : (entriesAt[name] ?? usualEntries)),
    play: async (world, of) => {
      if (world.name === 'enteringFresh') world.fresh = of;
      if (world.name === 'enteringCurrent') world.current = of;
      hands.enter?.(world, of);
      await world.until(() => !(world.view.panel?.matches('checking') ?? false));
    },
  },
  /** One key. */
  type: {
    offers: ({ filled, pad }) => (pad !== null && filled === 0 ? ['7'] : []),
    play: (world, of) => world.type(of),
  },
  erase: { offers: ({ filled }) => (filled > 0 ? [''] : []), play: (world) => world.erase() },
  /** Staff close the panel while their code is looked at. */
  'enter and close': {
    offers: ({ mistyped, pad }) => (pad === 'staff' && !mistyped ? ['right'] : []),
    play: async (world, of) => {
      const { log } = world.shop.kiosk;
      const { seq } = log.head;
      hands.enter?.(world, of);
      world.touch('panel.close');
      await world.until(() => log.head.seq > seq);
    },
  },
  insert: {
    offers: ({ inSlot, name, service, warned }) => {
      if (inSlot !== null || warned) return [];
      if (name === 'insertingCard') return cardsFor[service] ?? [];
      return oddPlaces.includes(name) ? ['adult'] : [];
    },
    play: (world, of) => world.insert(of),
  },
  pull: { offers: ({ inSlot }) => (inSlot === null ? [] : ['']), play: (world) => hand(world, 'pull') },
  /** A headset goes in on the open screen, and out or in again where a visit pays. */
  headset: {
    offers: ({ name, view, warned }) => {
      if (warned || !headsetAt.includes(name)) return [];
      return [view.terminal.context.headset ? 'out' : 'in'];
    },
    play: ({ shop }, of) => shop.kiosk.headset(of === 'in'),
  },
  /** Two things right behind each other. */
  'at once': {
    offers: ({ inSlot, name, warned }) =>
      hasty
        .filter(([at, first]) => at === name && !warned && (inSlot === null || !first.startsWith('insert')))
        .map(([, first, second]) => `${first}, ${second}`),
    play: (world, of) => {
      for (const text of of.split(', ')) hand(world, text);
    },
  },
  coin: {
    offers: ({ name, trouble }) =>
      name === 'paying' ? ['10', '100', '500'] : trouble === 'coins gate open' ? ['100'] : [],
    /** With the time it takes to roll and to be heard of. */
    play: async (world, of) => {
      hand(world, `coin ${of}`);
      await world.shop.clock.pass(400);
    },
  },
  tap: {
    offers: ({ shop }) => (shop.devices.cashless.asking === null ? [] : ['credit', 'poor', 'torn', 'stop']),
    play: ({ shop: { devices } }, of) => {
      if (of === 'stop') devices.cashless.pressCancel();
      else if (of === 'torn') devices.cashless.tap('credit', { torn: 'charged' });
      else devices.cashless.tap(of);
    },
  },
  staff: {
    offers: (world) => orders.filter(([, when]) => when(world)).map(([order]) => order),
    play: async (world, of) => {
      const [act = '', why = ''] = of.split(' ');
      await world.order(act as StaffAct, why);
    },
  },
  /** Until something changes, or nothing will. */
  wait: {
    offers: ({ name, trouble, view }) =>
      name === 'open' && trouble === null && !view.terminal.matches({ service: { open: 'changed' } }) ? [] : [''],
    play: (world) => world.wait(),
  },
  trouble: {
    offers: ({ name, trouble, warned }) =>
      trouble !== null || warned
        ? []
        : troubleNames.filter((one) => (troubles[one].at as readonly string[]).includes(name)),
    play: (world, of) => world.strike(of as TroubleName),
  },
  mend: { offers: ({ trouble }) => (trouble === null ? [] : ['']), play: (world) => world.mend() },
  power: { offers: ({ warned }) => (warned ? [] : ['cut']), play: (world) => world.powerCut() },
} as const satisfies Readonly<Record<string, Doing>>;

export type ActName = keyof typeof doings;
const actNames = Object.keys(doings) as readonly ActName[];

type Sieve = Partial<Record<ActName, (of: string, world: World) => boolean>>;

/** What leads on. Whoever is in trouble, or in another shop, does only this: the rest is tried where all is well. */
const onward: Sieve = {
  touch: (id, { name }) =>
    !/^(language|mode|option|member)\.|^resident\.(back|moreTime)$/.test(id) &&
    (id !== 'panel.open' || name === 'outOfService'),
  enter: (of) => of !== 'weak' && of !== 'other',
  insert: () => true,
  'at once': (of) => of.startsWith('insert'),
  pull: () => true,
  erase: () => true,
  coin: () => true,
  tap: (of) => of === 'credit' || of === 'torn',
  // How people are waited for is tried where all is well.
  wait: (_, { calm, view }) => calm || !(view.session?.hasTag('human') ?? false),
  mend: () => true,
  staff: (of) => of !== 'out-of-service cleaning',
};

/** The one way to a certificate: all that is done in another shop until it differs. */
const straight: Sieve = {
  touch: (id) => /^service\.certificates$|^certificate\.|^resident\.(start|next|confirm)$/.test(id),
  enter: (of) => of === 'right',
  insert: (of) => of === 'adult',
  pull: (_, { name }) => name === 'takingCardBack',
  trouble: (of, { name }) => name === 'confirming' && of === 'cashless unplugged',
};

const atPanel: Sieve = Object.fromEntries(
  ['touch', 'enter', 'type', 'wait', 'enter and close'].map((act) => [act, () => true]),
);
/** Who only tries a visit: on to its end, out of patience, or over to what is meant in earnest. */
const trying: Sieve = {
  touch: (id, world) => id === 'panel.open' || (onward.touch?.(id, world) ?? false),
  enter: (of) => of === 'right',
  insert: () => true,
  wait: () => true,
};

/** A device that stopped while nobody was there is a matter for the terminal alone. */
const whileWaiting: Sieve = { wait: () => true, mend: () => true, coin: () => true };
const everything: Sieve = Object.fromEntries(actNames.map((act) => [act, () => true]));

function sieveFor(world: World, narrow: boolean): Sieve {
  if (world.view.panel?.hasTag('open') ?? false) return atPanel;
  if (world.view.practice !== null) return trying;
  if (world.underway) return straight;
  if (world.trouble !== null && world.name === 'open') return whileWaiting;
  return narrow ? onward : everything;
}

/** What can be done now. @param narrow only what leads on */
export function actsIn(world: World, narrow: boolean): readonly Act[] {
  const sieve = sieveFor(world, narrow);
  return actNames.flatMap((act) =>
    (doings[act] as Doing)
      .offers(world)
      .filter((of) => sieve[act]?.(of, world) ?? false)
      .map((of) => ({ act, of })),
  );
}

export const play = (world: World, { act, of }: Act): void | Promise<void> => (doings[act] as Doing).play(world, of);

/** An act as `textOf` writes it. */
export function actOf(text: string): Act {
  const act = actNames
    .filter((name) => text.startsWith(name))
    .reduce((one, other) => (other.length > one.length ? other : one));
  return { act, of: text.slice(act.length + 1) };
}
