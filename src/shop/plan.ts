import { z } from 'zod';
import { kinds } from '../certificates/catalogue.ts';
import { type RowType, rowTypes } from '../log/rows.ts';
import { type Means, meansOfPayment, services } from '../machines/events.ts';
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
  /** Switches languages and looks on every screen. */
  'changes-look',
  /** Plugs a headset in and pulls it out again, wherever it is. */
  'uses-headset',
] as const;

/** Whether a visit is tried before the real one: not at all, to its end, or until the real card is put in in the middle of it. */
export const practices = ['no', 'whole', 'until-the-card'] as const;

/** What happens at the payment terminal; `torn`: the card is taken away too early, having been charged or not. */
export const taps = ['whole', 'poor', 'torn-charged', 'torn-not-charged', 'never', 'cancel'] as const;

/** What happens to a slip for the register, and to the pick-up number. */
export const atRegister = ['paid', 'never', 'wrong-number', 'lost-number'] as const;

/** What staff do with a print that nobody knows the end of, and with a device that has stopped. */
export const clerks = ['attentive', 'gives-back', 'ends-visits', 'meddles', 'absent'] as const;
export type ClerkKind = (typeof clerks)[number];

/** Screens at which people do something else, by the last name of their ids. */
export const screens = [
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

/** A moment in a visit: right after so many of its rows, or after the first row of a type. */
const moment = z
  .union([z.int().min(1).max(1_000), z.enum(Object.keys(rowTypes) as [RowType, ...RowType[]])])
  .describe(
    'Right after so many rows of the visit, or after its first row of this type (madoguchi audit show lists them).',
  );

/** One visit, whole: who comes, what they do, what breaks and when. Plain data, so that it can be kept and played again. */
export const visitPlan = z.strictObject({
  card: z.string().default('adult').describe('Name of a card of the sample town (madoguchi card list).'),
  service: z.enum(services).default('certificates').describe('What the resident came for.'),
  pins: z
    .array(z.string().regex(/^[A-Z0-9]{0,16}$/))
    .max(20)
    .default(['1234'])
    .describe('PINs and passwords in the order they are typed; then the resident gives up.'),
  members: z
    .array(z.int().min(1).max(20))
    .default([])
    .describe('Positions of household members to leave on the paper, 1 = the holder; empty: everybody.'),
  certificate: z
    .enum([...kinds.keys()] as [string, ...string[]])
    .default('juminhyo')
    .describe('What is asked for.'),
  copies: z.int().min(1).max(5).default(1).describe('Copies of it.'),
  show: z
    .array(
      z.enum([...new Set([...kinds.values()].flatMap(({ items }) => items.map(({ id }) => id)))] as [
        string,
        ...string[],
      ]),
    )
    .default([])
    .describe('Items to be printed that usually are not; those the certificate does not have are left alone.'),
  coins: z
    .array(z.union([z.literal(10), z.literal(50), z.literal(100), z.literal(500)]))
    .max(100)
    .default([100, 100])
    .describe('Yen, in the order they are dropped; then the resident presses stop.'),
  means: z
    .array(z.enum(meansOfPayment))
    .max(20)
    .default(['coins'])
    .describe('What is paid with, in the order it is tried; then the resident gives up.'),
  tap: z.enum(taps).default('whole').describe('What happens at the payment terminal.'),
  register: z
    .enum(atRegister)
    .default('paid')
    .describe('What happens to a slip for the register, and to the pick-up number.'),
  habit: z.enum(habits).default('steady').describe('What the resident does that no screen asks for.'),
  at: z.enum(screens).default('paying').describe('The screen at which the habit shows.'),
  faults: z
    .array(
      z.strictObject({
        fault: z.enum(faultNames as [FaultName, ...FaultName[]]).describe('What breaks.'),
        after: moment,
        seed: z.int().min(1).max(2_147_483_647).default(1).describe('Throws the dice that the fault needs.'),
      }),
    )
    .max(20)
    .default([])
    .describe('What breaks in this visit. Everything is mended when it is over.'),
  cut: z
    .strictObject({
      after: moment,
      underWay: z.boolean().default(false).describe('Whether what the row allows has begun when the power goes.'),
    })
    .nullable()
    .default(null)
    .describe('The power goes, and comes back when the visit is over.'),
  clerk: z.enum(clerks).default('attentive').describe('What staff do in the visit.'),
  practises: z.enum(practices).default('no').describe('Whether a visit is tried before this one (ためしてみる).'),
});
export type VisitPlan = z.output<typeof visitPlan>;

/** A visit in which nothing is odd. */
export const plainVisit: VisitPlan = visitPlan.parse({});

const percent = (usual: number) => z.number().min(0).max(100).default(usual);
const someOf = <T extends string>(all: readonly T[]) =>
  z
    .array(z.enum(all as [T, ...T[]]))
    .min(1)
    .default([...all]);

/** How often each kind of thing goes wrong, in percent of visits, and what may. */
export const faultPlan = z.strictObject({
  $schema: z.string().optional(),
  faults: z
    .strictObject({ percent: percent(40), of: someOf(faultNames) })
    .prefault({})
    .describe('Visits in which one or two things break, and what may.'),
  cuts: z
    .strictObject({ percent: percent(15) })
    .prefault({})
    .describe('Visits in which the power goes.'),
  habits: z
    .strictObject({ percent: percent(40), of: someOf(habits) })
    .prefault({})
    .describe('Visits of people who do something else than what is asked, and what.'),
  clerks: z
    .strictObject({ percent: percent(30), of: someOf(clerks) })
    .prefault({})
    .describe('Visits in which staff are not attentive, and how they are.'),
  cards: z
    .array(z.string())
    .min(1)
    .default(['adult', 'adult', 'adult', 'large', 'foreign', 'expiring'])
    .describe('Cards of the sample town, as often as they are named.'),
  services: z
    .strictObject({ percent: percent(5), of: someOf(services.filter((service) => service !== 'certificates')) })
    .prefault({})
    .describe('Visits for something else than a certificate, and for what.'),
});
export type FaultPlan = z.output<typeof faultPlan>;

export const usualFaults: FaultPlan = faultPlan.parse({});

const certificates = [...kinds.keys()];

const purses: readonly VisitPlan['coins'][] = [
  [100, 100],
  [500],
  [100, 50, 50],
  [50, 50, 50, 50],
  [100, 500],
  [500, 500],
  [100, 100, 100, 50],
  [100, 100, 100, 100],
  [500, 100, 100, 100],
  [10, 10, 10, 10, 10, 50, 100],
  [100],
  [],
];

const meansLists: readonly Means[][] = [
  ['coins'],
  ['coins'],
  ['coins'],
  ['cashless'],
  ['cashless'],
  ['cashless', 'coins'],
  ['counter'],
  ['counter', 'cashless'],
];

const pinLists: readonly VisitPlan['pins'][] = [['1234'], ['1234'], ['1234'], ['1234'], ['4321', '1234'], ['0000'], []];

/** For the services that set a PIN: right and new, new and different, weak, wrong. */
const changeLists: readonly VisitPlan['pins'][] = [
  ['1234', '8246', '8246'],
  ['1234', '8246', '8264', '8246', '8246'],
  ['1234', '1111', '8246', '8246'],
  ['4321', '1234', '8246', '8246'],
  ['ABC123'],
  ['1234', 'ABC123'],
];

/** The rows around which something may be half done: before and after each effect. */
const tender = [
  'card.read',
  'pin.verify.intent',
  'pin.verify.result',
  'pin.set.intent',
  'centre.authenticate.intent',
  'centre.issue.intent',
  'centre.issue.result',
  'coins.accept.intent',
  'coins.accept.result',
  'coins.events',
  'coins.inhibit.result',
  'payout.intent',
  'payout.result',
  'cashless.pay.intent',
  'cashless.pay.taken',
  'cashless.pay.result',
  'cashless.reverse.intent',
  'cashless.reverse.result',
  'counter.issued',
  'counter.paid',
  'print.intent',
  'print.step',
  'print.result',
  'print.purged',
  'money.moved',
  'slip.intent',
  'slip.result',
  'session.wiped',
] as const satisfies readonly RowType[];

/** Half of the moments are anywhere, the other half at an effect. */
const momentOf = (dice: Dice): number | RowType => (dice.chance(50) ? 1 + dice.below(rowsOfVisit) : dice.pick(tender));

/** A visit as it may happen. */
export function planVisit(dice: Dice, plan: FaultPlan): VisitPlan {
  const other = dice.chance(plan.services.percent);
  const odd = dice.chance(plan.habits.percent);
  const breaks = dice.chance(plan.faults.percent) ? 1 + dice.below(2) : 0;
  return {
    card: dice.pick(plan.cards),
    service: other ? dice.pick(plan.services.of) : 'certificates',
    pins: dice.pick(other ? changeLists : pinLists),
    members: dice.chance(10) ? [1] : [],
    certificate: dice.chance(50) ? 'juminhyo' : dice.pick(certificates),
    copies: dice.chance(12) ? 2 + dice.below(2) : 1,
    show: dice.chance(20) ? ['relationship'] : [],
    coins: dice.pick(purses),
    means: dice.pick(meansLists),
    tap: dice.chance(70) ? 'whole' : dice.pick(taps),
    register: dice.chance(70) ? 'paid' : dice.pick(atRegister),
    habit: odd ? dice.pick(plan.habits.of) : 'steady',
    at: dice.pick(screens),
    faults: Array.from({ length: breaks }, () => ({
      fault: dice.pick(plan.faults.of),
      after: momentOf(dice),
      seed: 1 + dice.below(1_000_000),
    })),
    cut: dice.chance(plan.cuts.percent) ? { after: momentOf(dice), underWay: dice.chance(50) } : null,
    clerk: dice.chance(plan.clerks.percent) ? dice.pick(plan.clerks.of) : 'attentive',
    practises: dice.chance(8) ? dice.pick(practices) : 'no',
  };
}
