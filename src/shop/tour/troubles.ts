import type { RowType } from '../../log/rows.ts';
import type { VirtualCard } from '../../simulation/card/virtual-card.ts';
import { dice } from '../../simulation/dice.ts';
import { faults } from '../faults.ts';
import type { Shop } from '../shop.ts';

/** Something that goes wrong, and the screens (last names) at which it is worth trying. */
interface Trouble {
  readonly at: readonly string[];
  readonly strike: (shop: Shop) => void;
}

/** The card counts its faults down, so each is given its own. */
const card = (of: NonNullable<VirtualCard['faults']>) => (shop: Shop) => {
  if (shop.devices.reader.card !== null) shop.devices.reader.card.faults = { ...of };
};
const slowCentre = ({ line }: Shop): void => {
  line.state = 'slow';
};
const usual =
  (name: keyof typeof faults) =>
  ({ devices, line }: Shop): void =>
    faults[name](devices, dice(1), line);

/** Right after a row of the visit, once. */
const after =
  (type: RowType, then: (shop: Shop) => void) =>
  (shop: Shop): void => {
    shop.onFault = (row) => {
      if (row.type !== type) return;
      shop.onFault = null;
      then(shop);
    };
  };

/** From the morning of the tour to a minute in which no shop is open. */
const untilNight = (14 * 60 + 59) * 60_000;

const atCard = ['enteringPin', 'enteringAgain', 'enteringPassword'] as const;
const beforeCentre = ['enteringPin', 'confirming', 'enteringPassword'] as const;

/** The faults of the tour: at the moments where the statecharts answer them in different ways. */
export const troubles = {
  'card mute': { at: atCard, strike: card({ muteAt: 1 }) },
  'card slow': { at: atCard, strike: card({ slowAt: 1, slowMs: 5_000 }) },
  'card torn': { at: atCard, strike: card({ tearAfter: 1 }) },
  'card mute at VERIFY': { at: ['enteringPin'], strike: after('pin.verify.intent', card({ muteAt: 1 })) },
  /** Of the card that comes next. */
  'next card mute': { at: ['insertingCard'], strike: () => {} },
  'next card slow': { at: ['insertingCard'], strike: () => {} },
  'centre slow once verified': {
    at: ['enteringPin'],
    strike: after('pin.verify.result', slowCentre),
  },
  'night falls, and the reader goes': {
    at: ['open'],
    strike: ({ clock, devices: { reader } }) => {
      clock.offset += untilNight;
      // Whoever mends the clock before that has mended the reader too.
      clock.setTimeout(() => {
        if (clock.offset > 0) reader.setHealth('failed');
      }, 5_000);
    },
  },
  'card torn by VERIFY': { at: ['enteringPin'], strike: after('pin.verify.intent', card({ tearAfter: 1 })) },
  'centre slow once authenticated': {
    at: ['enteringPin'],
    strike: after('centre.authenticate.result', slowCentre),
  },
  'coin lost': {
    at: ['paying'],
    strike: ({ clock, devices: { acceptor } }) => {
      acceptor.drop(10);
      clock.setTimeout(() => acceptor.powerCycle(), 110);
    },
  },
  'cashless slow': {
    at: ['confirming', 'touching'],
    strike: ({ devices }) => devices.cashless.failNext('Diagnosis', { lateMs: 4_000 }),
  },
  'pages jam, and are unplugged': {
    at: ['delivering'],
    strike: ({ clock, devices: { pages } }) => {
      pages.raise('media-jam');
      clock.setTimeout(() => pages.conditions.has('media-jam') && pages.raise('offline'), 5_000);
    },
  },
  'pages jam, and are opened': {
    at: ['delivering'],
    strike: ({ clock, devices: { pages } }) => {
      pages.raise('media-jam');
      clock.setTimeout(() => pages.conditions.has('media-jam') && pages.raise('cover-open'), 5_000);
    },
  },
  'reader unplugged': { at: ['open'], strike: ({ devices }) => devices.reader.setHealth('failed') },
  'touch panel and keypad unplugged': {
    at: ['open'],
    strike: (shop) => {
      usual('touch-unplugged')(shop);
      usual('keypad-unplugged')(shop);
    },
  },
  'centre cut': {
    at: ['open', ...beforeCentre],
    strike: ({ line }) => {
      line.state = 'cut';
    },
  },
  'centre slow': {
    at: [...beforeCentre, 'insertingCard', 'enteringAgain'],
    strike: slowCentre,
  },
  'coins dead': { at: ['open', 'choosing', 'paying'], strike: usual('coins-dead') },
  'coins off and on': { at: ['paying'], strike: usual('coins-power') },
  'coins gate open': {
    at: ['open', 'choosing', 'touching', 'atCounter'],
    strike: ({ devices }) => {
      devices.acceptor.faults.gateOpen = true;
    },
  },
  'hoppers empty': {
    at: ['choosing', 'paying'],
    strike: ({ devices }) => {
      for (const hopper of devices.coins.hoppers) hopper.fillTo(0);
    },
  },
  'hoppers dead': {
    at: ['choosing', 'paying'],
    strike: ({ devices }) => {
      for (const hopper of devices.coins.hoppers) hopper.faults.dead = true;
    },
  },
  'cashless unplugged': { at: ['open', 'confirming', 'choosing', 'touching'], strike: usual('cashless-unplugged') },
  'cashless keeps no reversal': { at: ['touching'], strike: usual('cashless-no-reversal') },
  'cashless half': { at: ['touching'], strike: usual('cashless-partial') },
  'cashless half for good': {
    at: ['touching'],
    strike: ({ devices: { cashless } }) => {
      cashless.approveOnly = 100;
      cashless.refuseReversals = 'NotAllowed';
    },
  },
  'cashless forgets': { at: ['touching'], strike: ({ devices }) => devices.cashless.powerCycle({ journal: false }) },
  'receipts offline': {
    at: ['open', 'choosing', 'delivering', 'refused', 'paying', 'enteringPassword'],
    strike: usual('receipts-offline'),
  },
  'receipts out of paper': {
    at: ['choosing', 'delivering'],
    strike: usual('receipts-end'),
  },
  'pages jam': { at: ['delivering', 'outOfService'], strike: usual('pages-jam') },
  'pages unplugged': { at: ['open', 'confirming', 'delivering'], strike: usual('pages-unplugged') },
  'pages keep documents': { at: ['delivering'], strike: usual('pages-keeping') },
  'pages off and on': { at: ['delivering'], strike: usual('pages-power') },
  'pages give up': { at: ['choosing'], strike: usual('pages-abort') },
  'night falls': {
    at: ['open', 'choosingService'],
    strike: ({ clock }) => {
      clock.offset += untilNight;
    },
  },
} as const satisfies Readonly<Record<string, Trouble>>;

export type TroubleName = keyof typeof troubles;
export const troubleNames = Object.keys(troubles) as readonly TroubleName[];
