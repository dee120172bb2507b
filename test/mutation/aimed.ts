import type { RowType } from '../../src/log/rows.ts';
import type { FaultName } from '../../src/shop/faults.ts';
import { type VisitPlan, visitPlan } from '../../src/shop/plan.ts';

/** Visits of a few kinds, with everything that can break right at the rows where something is half done. */
interface Aim {
  readonly visits: readonly Partial<VisitPlan>[];
  readonly faults: readonly FaultName[];
  readonly at: readonly RowType[];
  /** Throws of the dice that a fault needs, each a visit. */
  readonly throws: number;
}

/** Small seeds throw much alike. */
const thrown = (times: number): number => times * 99_991;

/** The paper that was paid for does not come, and the money goes back. */
const aborted = { fault: 'pages-abort', after: 'print.intent', seed: 1 } as const;
/** No change: money that is due is told by a slip. */
const empty = [1, 4, 2].map((seed) => ({ fault: 'hopper-empty', after: 1, seed: thrown(seed) }) as const);
/** A slip that is out, and nobody says so. */
const unheard = { fault: 'receipts-offline', after: 'slip.intent', seed: thrown(2) } as const;

const aims = {
  coins: {
    visits: [{ coins: [500] }, { coins: [100] }],
    faults: [
      'coins-line',
      'coins-dead',
      'coins-power',
      'hopper-line',
      'hopper-jam',
      'hopper-power',
      'hopper-fraud',
      'hopper-late-coin',
      'hopper-dead',
    ],
    at: ['coins.accept.result', 'coins.events', 'coins.inhibit.result', 'payout.intent'],
    throws: 9,
  },
  cashless: {
    visits: [
      { means: ['cashless'] },
      { means: ['cashless'], tap: 'torn-charged' },
      { means: ['cashless'], faults: [aborted] },
    ],
    faults: [
      'cashless-answer-lost',
      'cashless-power',
      'cashless-partial',
      'cashless-no-reversal',
      'cashless-unplugged',
    ],
    at: ['cashless.pay.intent', 'cashless.pay.taken', 'cashless.pay.result', 'cashless.reverse.intent'],
    throws: 8,
  },
  paper: {
    visits: [{}, { card: 'large' }, { card: 'large', clerk: 'absent' }],
    faults: [
      'pages-abort',
      'pages-answer-lost',
      'pages-wrong-answer',
      'pages-jam',
      'pages-empty',
      'pages-unplugged',
      'pages-keeping',
      'pages-power',
    ],
    at: ['centre.issue.result', 'print.intent', 'print.step'],
    throws: 8,
  },
  slips: {
    visits: [
      { coins: [100], faults: empty },
      { coins: [100], faults: [...empty, unheard] },
    ],
    faults: ['receipts-end', 'receipts-cover', 'receipts-cutter', 'receipts-offline'],
    at: ['payout.result', 'money.moved', 'slip.intent', 'slip.result'],
    throws: 2,
  },
  card: {
    visits: [{}, { pins: ['4321', '1234'] }, { pins: ['12'] }],
    faults: ['card-pulled', 'card-torn', 'card-mute', 'reader-unplugged'],
    at: ['card.read', 'pin.verify.intent', 'centre.authenticate.intent'],
    throws: 10,
  },
} as const satisfies Readonly<Record<string, Aim>>;

export type Target = keyof typeof aims;
export const targets = Object.keys(aims) as readonly Target[];

/** A kind of visit with nothing, with the power going, and with each fault, the power staying and going. */
function* visitsOf({ at, faults, throws }: Aim, visit: Partial<VisitPlan>): Generator<VisitPlan> {
  const before = visit.faults ?? [];
  const planOf = (more: VisitPlan['faults'], cut: VisitPlan['cut']): VisitPlan =>
    visitPlan.parse({ ...visit, faults: [...before, ...more], cut });
  yield planOf([], null);
  for (const after of at)
    for (const cut of [{ after, underWay: true }, { after, underWay: false }, null]) {
      if (cut !== null) yield planOf([], cut);
      for (const fault of faults)
        for (let seed = 1; seed <= (cut === null ? throws : 1); seed += 1)
          yield planOf([{ fault, after, seed: thrown(seed) }], cut);
    }
}

/** Every visit aimed at one part of the terminal, always the same. */
export const visitsAimedAt = (target: Target): readonly VisitPlan[] =>
  aims[target].visits.flatMap((visit) => [...visitsOf(aims[target], visit)]);
