import { OPERATIONS } from '../devices/page-printer/ipp.ts';
import type { Row } from '../log/rows.ts';
import type { FaultName } from './faults.ts';
import type { VisitPlan } from './plan.ts';
import type { Books } from './watched.ts';

/** An act of a device that nothing undoes, as often as the device itself saw it, and the row that must be there before. */
interface Act {
  readonly what: string;
  readonly seen: (devices: Books) => number;
  readonly allowedBy: (row: Row) => boolean;
  /** After these faults it may be. */
  readonly unless?: readonly FaultName[];
}

/** VERIFY and CHANGE REFERENCE DATA with something in them; without data VERIFY asks how many tries are left. */
const withSecret = ({ reader }: Books, code: number): number =>
  reader.traffic.filter(({ command, ins }) => ins === code && command > 5).length;

const atTerminal = ({ cashless }: Books, asked: string): number =>
  cashless.requests.filter(({ category }) => category === asked).length;

const acts: readonly Act[] = [
  {
    what: 'VERIFY',
    seen: (devices) => withSecret(devices, 0x20),
    allowedBy: ({ type }) => type === 'pin.verify.intent',
  },
  {
    what: 'CHANGE REFERENCE DATA',
    seen: (devices) => withSecret(devices, 0x24),
    allowedBy: ({ type }) => type === 'pin.set.intent',
  },
  {
    what: 'dispense command',
    seen: ({ coins }) => coins.hoppers.reduce((sum, { dispenses }) => sum + dispenses, 0),
    allowedBy: ({ type }) => type === 'payout.intent',
  },
  {
    what: 'document sent',
    seen: ({ pages }) => pages.requests.filter((code) => code === OPERATIONS['Send-Document']).length,
    allowedBy: (row) => row.type === 'test-page.intent' || (row.type === 'print.step' && row.data.step === 'sending'),
  },
  {
    what: 'payment asked for',
    seen: (devices) => atTerminal(devices, 'Payment'),
    allowedBy: ({ type }) => type === 'cashless.pay.intent',
  },
  {
    what: 'reversal asked for',
    seen: (devices) => atTerminal(devices, 'Reversal'),
    allowedBy: ({ type }) => type === 'cashless.reverse.intent',
  },
  {
    what: 'job by a name that another one had',
    seen: ({ pages: { created } }) => created.length - new Set(created).size,
    allowedBy: () => false,
  },
  {
    what: 'cancellation of a job that is not there',
    seen: ({ pages }) => pages.strayCancels,
    allowedBy: () => false,
    // A cancellation whose answer was lost is asked for again: that changes nothing.
    unless: ['pages-power', 'pages-wrong-answer', 'pages-answer-lost'],
  },
];

/** VERIFY with something in it that got an answer. */
const answered = ({ reader }: Books): number =>
  reader.traffic.filter(({ answer, command, ins }) => ins === 0x20 && command > 5 && answer > 0).length;

/** Rows that say how a VERIFY was answered. */
const saysAnswer = (row: Row): boolean =>
  row.type === 'pin.verify.result' && ['verified', 'wrong', 'blocked'].includes(row.data.outcome);

/** The row after which the power went before anything it allows had begun; null when it did not. */
function lastBefore({ cut }: VisitPlan, rows: readonly Row[]): Row | null {
  if (cut === null || cut.underWay) return null;
  const own = rows.filter(({ session }) => session !== null);
  const { after } = cut;
  return (typeof after === 'number' ? own[after - 1] : own.find(({ type }) => type === after)) ?? null;
}

/** Compares, visit by visit, what the devices were told with the rows that allowed it (I11). */
export class Acts {
  readonly #devices: Books;
  #before: readonly number[];
  #answered: number;

  constructor(devices: Books) {
    this.#devices = devices;
    this.#before = acts.map(({ seen }) => seen(devices));
    this.#answered = answered(devices);
  }

  /** What happened more often since the last call than `rows` allow. */
  tooMany(plan: VisitPlan, rows: readonly Row[]): readonly string[] {
    const now = acts.map(({ seen }) => seen(this.#devices));
    const before = this.#before;
    this.#before = now;
    const last = lastBefore(plan, rows);
    return acts.flatMap(({ allowedBy, unless, what }, index) => {
      if (plan.faults.some(({ fault }) => unless?.includes(fault))) return [];
      const times = (now[index] ?? 0) - (before[index] ?? 0);
      const allowed = rows.filter((row) => row !== last && allowedBy(row)).length;
      return times > allowed ? [`${what}: ${times} times, ${allowed} allowed`] : [];
    });
  }

  /** Answers of the card that rows tell since the last call, and that it did not give. */
  invented(rows: readonly Row[]): number {
    const before = this.#answered;
    this.#answered = answered(this.#devices);
    return rows.filter(saysAnswer).length - (this.#answered - before);
  }
}
