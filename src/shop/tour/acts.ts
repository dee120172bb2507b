import type { StaffAct } from '../../machines/events.ts';
import { viewOf } from '../../ui/screens/view.ts';
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

/** Where staff open the panel: at each of these it offers something else. */
const panelAt = ['open', 'atCounter', 'askingStaff', 'delivering', 'staffNeeded'];
/** What staff open the panel for when it is not for the day's work. */
const urgent = [
  'act.resolve',
  'act.restart',
  'act.counter-paid',
  'act.counter-confirm',
  'act.paper',
  'act.refund',
  'act.sold',
];
const languagesAt = ['open', 'choosingService', 'outOfService'];

/** Cards that a service tells apart; all have the PINs of `entries`. */
const cardsFor: Readonly<Record<string, readonly string[]>> = {
  certificates: ['adult', 'expiring', 'child', 'locked', 'iphone'],
  'pin-change': ['adult', 'sign-locked', 'both-locked'],
  'pin-reset': ['reserved', 'reserved-sign', 'both-locked'],
  registration: ['honseki-elsewhere', 'registered', 'adult'],
  'card-check': ['adult', 'iphone'],
};

/** What is typed, by the pad and whether it is the value that is asked for. */
const entries: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  auth: { right: '7294', wrong: '8305', weak: '1111', new: '5837', other: '6048' },
  sign: { right: 'XKCD72', wrong: 'WRNG00', weak: '111111', new: 'NEWPW58', other: 'OTHR69' },
  staff: { right: '246810', wrong: '135790' },
  pickup: { wrong: '0000' },
};
const entriesAt: Readonly<Record<string, readonly string[]>> = {
  enteringFresh: ['new', 'weak', 'right'],
  enteringAgain: ['new', 'other'],
};
export const pinsOfCards = { auth: entries.auth?.right ?? '', sign: entries.sign?.right ?? '' };

const entryFor = (world: World, of: string): string =>
  world.pad === 'pickup' && of === 'right' ? world.pickup : (entries[world.pad ?? '']?.[of] ?? '');

const visit = (world: World): boolean => world.view.session !== null;
const staffActs: readonly (readonly [StaffAct, string, (world: World) => boolean])[] = [
  ['restart', 'stuck', visit],
  ['resolve', 'looked-all-well', ({ name }) => name === 'staffNeeded'],
  ['out-of-service', 'cleaning', ({ name }) => name === 'open'],
  ['in-service', '', ({ view }) => view.terminal.matches({ duty: 'off' })],
  ['counter-paid', '', ({ view }) => view.payment?.matches('atCounter') ?? false],
  ['counter-confirm', '', ({ view }) => view.payment?.matches('askingStaff') ?? false],
  ['paper', 'all-out', ({ view }) => view.delivery?.matches('deciding') ?? false],
  ['paper', 'print-again', ({ view }) => view.delivery?.matches('deciding') ?? false],
  ['paper', 'give-back', ({ view }) => view.delivery?.matches('deciding') ?? false],
];

/** Everything that can happen to a terminal, from outside. */
export const doings = {
  /** Which shop it stands in: said before anything else. */
  shop: {
    offers: ({ path }) => (path.length === 0 ? shopNames.slice(1) : []),
    play: () => {},
  },
  touch: {
    offers: (world) =>
      world.buttons.filter(
        (id) =>
          (id !== 'panel.open' || (panelAt.includes(world.name) && (world.name !== 'delivering' || world.uncounted))) &&
          (!id.startsWith('reason.') ||
            world.name !== 'asking' ||
            world.buttons.filter((one) => one.startsWith('reason.')).indexOf(id) < 3) &&
          (!id.startsWith('act.') || world.view.terminal.matches({ service: 'open' }) || urgent.includes(id)) &&
          (!id.startsWith('language.') || languagesAt.includes(world.name)) &&
          (!world.warned || id === 'resident.moreTime' || id === 'resident.cancel'),
      ),
    play: (world, of) => world.touch(of),
  },
  /** A whole entry, and the key that confirms it. */
  enter: {
    offers: ({ name, pad, warned }) => (pad === null || warned ? [] : (entriesAt[name] ?? ['right', 'wrong'])),
    play: async (world, of) => {
      world.type(entryFor(world, of));
      world.touch(world.pad === 'staff' ? 'panel.submit' : 'resident.submitPin');
      await world.until(() => !(world.view.panel?.matches('checking') ?? false));
    },
  },
  /** Not more than a few keys. */
  type: {
    offers: ({ filled, pad }) => (pad !== null && filled === 0 ? ['7', '7294'] : []),
    play: (world, of) => world.type(of),
  },
  erase: {
    offers: ({ filled }) => (filled > 0 ? [''] : []),
    play: (world) => world.erase(),
  },
  /** Staff close the panel while their code is looked at. */
  'enter and close': {
    offers: ({ pad, view }) => (pad === 'staff' && view.panel?.context.refused === null ? ['right'] : []),
    play: async (world, of) => {
      const { log } = world.shop.kiosk;
      const { seq } = log.head;
      world.type(entryFor(world, of));
      world.touch('panel.submit');
      world.touch('panel.close');
      await world.until(() => log.head.seq > seq);
    },
  },
  insert: {
    offers: ({ inSlot, name, service, warned }) => {
      if (inSlot !== null || warned) return [];
      if (name === 'insertingCard') return cardsFor[service] ?? [];
      return ['open', 'choosingService', 'choosingCertificate', 'choosing', 'refused'].includes(name) ? ['adult'] : [];
    },
    play: (world, of) => world.insert(of),
  },
  pull: {
    offers: ({ inSlot }) => (inSlot === null ? [] : ['']),
    play: ({ shop }) => shop.devices.reader.remove(),
  },
  /** Somebody pulls the card at the moment at which it is confirmed what is done with it. */
  'enter and pull': {
    offers: ({ inSlot, name, pad }) =>
      inSlot !== null && pad !== null && pad !== 'staff' ? [name === 'enteringAgain' ? 'new' : 'right'] : [],
    play: async (world, of) => {
      world.type(entryFor(world, of));
      world.touch('resident.submitPin');
      world.shop.devices.reader.remove();
    },
  },
  /** A second touch right behind the first one, before anything could come of it. */
  'touch and cancel': {
    offers: ({ buttons, warned }) =>
      warned ? [] : buttons.filter((id) => ['resident.confirm', 'means.coins', 'means.counter'].includes(id)),
    play: (world, of) => {
      world.touch(of);
      world.touch('resident.cancel');
    },
  },
  coin: {
    offers: ({ name, trouble }) =>
      name === 'paying' ? ['10', '100', '500'] : trouble === 'coins gate open' ? ['100'] : [],
    play: ({ shop }, of) => void shop.devices.acceptor.drop(Number(of)),
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
    offers: (world) => staffActs.filter(([, , when]) => when(world)).map(([act, why]) => `${act} ${why}`.trimEnd()),
    play: async (world, of) => {
      const [act = '', why = ''] = of.split(' ');
      await world.order(act as StaffAct, why);
    },
  },
  /** Until something changes, or nothing will. */
  wait: {
    offers: ({ name, trouble }) => (name === 'open' && trouble === null ? [] : ['']),
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

/** What leads on. Whoever is in trouble, or in another shop, does only this: the rest is tried where all is well. */
const onlyOnward: Partial<Record<ActName, (of: string) => boolean>> = {
  touch: (id) =>
    !id.startsWith('language.') &&
    !id.startsWith('option.') &&
    !id.startsWith('member.') &&
    id !== 'panel.open' &&
    id !== 'resident.back',
  enter: (of) => of === 'right' || of === 'new',
  insert: (of) => of === 'adult' || of === 'honseki-elsewhere' || of === 'reserved',
  pull: () => true,
  erase: () => true,
  coin: () => true,
  tap: (of) => of === 'credit' || of === 'torn',
  wait: () => true,
  mend: () => true,
  staff: (of) => !of.startsWith('out-of-service'),
};

/** The one way to a certificate: all that is done in another shop until it differs. */
const straight: Partial<Record<ActName, readonly string[]>> = {
  touch: ['resident.start', 'service.certificates', 'certificate.juminhyo', 'resident.next', 'resident.confirm'],
  enter: ['right'],
  insert: ['adult'],
  pull: [''],
};

/** What can be done now. @param onward only what leads on */
export function actsIn(world: World, onward: boolean): readonly Act[] {
  const { panel } = viewOf(world.shop.kiosk.actor.getSnapshot());
  const atPanel = panel?.hasTag('open') ?? false;
  return actNames.flatMap((act) => {
    if (atPanel && !['touch', 'enter', 'type', 'wait', 'enter and close'].includes(act)) return [];
    // A device that stopped while nobody was there is a matter for the terminal alone.
    if (world.trouble !== null && world.name === 'open' && !['wait', 'mend', 'coin'].includes(act)) return [];
    const { offers } = doings[act] as Doing;
    if (world.underway)
      return offers(world)
        .filter((of) => straight[act]?.includes(of))
        .slice(0, 1)
        .map((of) => ({ act, of }));
    return offers(world)
      .filter((of) => !onward || (onlyOnward[act]?.(of) ?? false))
      .map((of) => ({ act, of }));
  });
}

export const play = (world: World, { act, of }: Act): void | Promise<void> => (doings[act] as Doing).play(world, of);
