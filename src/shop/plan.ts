import type { Means, Service } from '../machines/events.ts';
import type { Dice } from '../simulation/dice.ts';
import { type FaultName, faultNames } from './faults.ts';

/** What a resident does that a screen does not ask for. */
export const habits = [
  'steady',
  'leaves',
  'stops',
  'pulls-card',
  'presses-anything',
  'drops-coins',
  'hesitates',
] as const;
export type Habit = (typeof habits)[number];

/** What happens at the payment terminal; `torn`: the card is taken away too early, having been charged or not. */
export const taps = ['whole', 'poor', 'torn-charged', 'torn-not-charged', 'never', 'cancel'] as const;
export type Tap = (typeof taps)[number];

/** What happens to a slip for the register, and to the pick-up number. */
export const atRegister = ['paid', 'never', 'wrong-number', 'lost-number'] as const;
export type AtRegister = (typeof atRegister)[number];

/** What staff do with a print that nobody knows the end of, and with a device that has stopped. */
export const clerks = ['attentive', 'gives-back', 'ends-visits', 'absent'] as const;
export type ClerkKind = (typeof clerks)[number];

/** One visit, whole: who comes, what they do, what breaks and when. Plain data, so that it can be kept and played again. */
export interface VisitPlan {
  /** Name of a card of the sample town. */
  readonly card: string;
  readonly service: Service;
  /** PINs and passwords in the order they are typed. */
  readonly pins: readonly string[];
  readonly members: readonly number[];
  readonly show: readonly ('relationship' | 'honseki' | 'myNumber')[];
  /** Yen, in the order they are dropped. */
  readonly coins: readonly number[];
  /** What is paid with, in the order it is tried; then the person gives up. */
  readonly means: readonly Means[];
  readonly tap: Tap;
  readonly register: AtRegister;
  readonly habit: Habit;
  /** Last name of the screen at which the habit shows. */
  readonly at: string;
  /** Each befalls the terminal after so many rows of the visit; the seed throws the dice it needs. */
  readonly faults: readonly { readonly fault: FaultName; readonly after: number; readonly seed: number }[];
  /** The power goes after so many rows of the visit, with what the row allows on its way or not begun. */
  readonly cut: { readonly after: number; readonly underWay: boolean } | null;
  readonly clerk: ClerkKind;
}

/** How often each kind of thing goes wrong, in percent of visits. */
export interface Rates {
  readonly faults: number;
  readonly cuts: number;
  readonly habits: number;
}

export const usualRates: Rates = { faults: 40, cuts: 15, habits: 40 };

/** Screens at which people do something else. */
const screens = [
  'choosingService',
  'insertingCard',
  'enteringPin',
  'takingCardBack',
  'choosingCertificate',
  'choosingOptions',
  'confirming',
  'choosing',
  'paying',
  'touching',
  'atCounter',
  'enteringNumber',
  'delivering',
  'refused',
  'showingClaim',
] as const;

/** Rows of the longest visit, about. */
const rowsOfVisit = 40;

const purses: readonly (readonly number[])[] = [
  [100, 100],
  [500],
  [100, 50, 50],
  [50, 50, 50, 50],
  [100, 500],
  [500, 500],
  [10, 10, 10, 10, 10, 50, 100],
  [100],
  [],
];

const meansLists: readonly (readonly Means[])[] = [
  ['coins'],
  ['coins'],
  ['coins'],
  ['cashless'],
  ['cashless'],
  ['cashless', 'coins'],
  ['counter'],
  ['counter', 'cashless'],
];

const pinLists: readonly (readonly string[])[] = [
  ['1234'],
  ['1234'],
  ['1234'],
  ['1234'],
  ['4321', '1234'],
  ['0000'],
  [],
];

const cards = ['adult', 'adult', 'adult', 'large', 'foreign', 'expiring'] as const;

const servicesOf = ['card-check', 'pin-change'] as const;

export function planVisit(dice: Dice, rates: Rates): VisitPlan {
  const other = dice.chance(5);
  const odd = dice.chance(rates.habits);
  const breaks = dice.chance(rates.faults) ? 1 + dice.below(2) : 0;
  return {
    card: dice.pick(cards),
    service: other ? dice.pick(servicesOf) : 'certificates',
    pins: dice.pick(pinLists),
    members: [],
    show: dice.chance(20) ? ['relationship'] : [],
    coins: dice.pick(purses),
    means: dice.pick(meansLists),
    tap: dice.chance(70) ? 'whole' : dice.pick(taps),
    register: dice.chance(70) ? 'paid' : dice.pick(atRegister),
    habit: odd ? dice.pick(habits) : 'steady',
    at: dice.pick(screens),
    faults: Array.from({ length: breaks }, () => ({
      fault: dice.pick(faultNames),
      after: 1 + dice.below(rowsOfVisit),
      seed: 1 + dice.below(1_000_000),
    })),
    cut: dice.chance(rates.cuts) ? { after: 1 + dice.below(rowsOfVisit), underWay: dice.chance(50) } : null,
    clerk: dice.chance(70) ? 'attentive' : dice.pick(clerks),
  };
}
