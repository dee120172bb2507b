import { isDeepStrictEqual } from 'node:util';
import type { AnyMachineSnapshot } from 'xstate';
import type { StatechartName } from '../../machines/catalogue.ts';
import type { Hand, Means } from '../../machines/events.ts';
import { type Pace, paceAfter } from '../../machines/pace.ts';
import type { PinServiceContext } from '../../machines/pin-setup.ts';
import type { SessionContext } from '../../machines/session-context.ts';
import { activePaths } from '../../ui/screens/view.ts';

/** One step of a walk, as the invariants see it. */
export interface Step {
  readonly before: AnyMachineSnapshot | null;
  readonly event: { readonly type: string } & Record<string, unknown>;
  readonly after: AnyMachineSnapshot;
}

interface StatechartInvariant {
  readonly invariant: `I${number}`;
  readonly machine: StatechartName;
  /** What is wrong after this step, or null. */
  readonly check: (step: Step) => string | null;
}

const isIn = (snapshot: AnyMachineSnapshot | null, path: string): boolean =>
  snapshot !== null && activePaths(snapshot.value).some((active) => active === path || active.startsWith(`${path}.`));

const enters = (step: Step, path: string): boolean => isIn(step.after, path) && !isIn(step.before, path);

const output = (step: Step): Record<string, unknown> => (step.event.output ?? {}) as Record<string, unknown>;

/** States that may be entered only from one place, by one answer. */
const onlyAfter = (
  invariant: `I${number}`,
  machine: StatechartName,
  path: string,
  from: readonly string[],
  answer: (output: Record<string, unknown>) => boolean,
): StatechartInvariant => ({
  invariant,
  machine,
  check: (step) =>
    enters(step, path) && !(from.some((place) => isIn(step.before, place)) && answer(output(step)))
      ? `${path} entered by ${step.event.type}`
      : null,
});

const pinService = (snapshot: AnyMachineSnapshot): PinServiceContext => snapshot.context as PinServiceContext;
const session = (snapshot: AnyMachineSnapshot): SessionContext => snapshot.context as SessionContext;

const paceIn = (snapshot: AnyMachineSnapshot): Pace => (snapshot.context as { pace: Pace }).pace;

/** Whoever is asked knows whether a card is in the slot: else one could be left in it, or another be taken for it. */
const knowsTheSlot = (machine: StatechartName): StatechartInvariant => ({
  invariant: 'I9',
  machine,
  check: ({ before, event, after }) => {
    const slot = (snapshot: AnyMachineSnapshot | null): unknown =>
      (snapshot?.context as { insertion?: unknown })?.insertion;
    if (after.status !== 'active') return null;
    if (event.type === 'card.inserted' && slot(after) !== event.insertion) return 'an inserted card was not noticed';
    if (event.type !== 'card.removed' || before === null) return null;
    if (slot(before) !== event.insertion)
      return slot(after) === slot(before) ? null : "another card's removal was taken for this one's";
    return slot(after) === null ? null : 'a removed card was not noticed';
  },
});

/** By what, alone, each means has paid: counted coins, the payment terminal's word, the number or staff who saw the slip. */
const hasPaid: Readonly<Record<Means, (step: Step) => boolean>> = {
  coins: ({ event }) => event.type === 'xstate.done.actor.inhibitCoins',
  cashless: ({ event }) => event.type === 'cashless.finished' && event.result === 'paid',
  counter: (step) =>
    step.event.type === 'counter.confirmed' ||
    (step.event.type === 'xstate.done.actor.checkNumber' && output(step).result === 'right'),
};

/** Invariants that hold in the statecharts themselves, whatever the devices do. */
export const statechartInvariants: readonly StatechartInvariant[] = [
  onlyAfter(
    'I1',
    'session',
    'flow.takingCardBack',
    ['flow.authenticating'],
    ({ result }) => result === 'authenticated',
  ),
  onlyAfter('I1', 'session', 'flow.checkingDocument', ['flow.requestingDocument'], ({ result }) => result === 'issued'),
  onlyAfter('I5', 'session', 'flow.paying', ['flow.checkingDocument'], ({ result }) => result === 'passed'),
  onlyAfter(
    'I1',
    'session',
    'flow.delivering',
    ['flow.paying', 'flow.checkingDocument'],
    ({ end, result }) => end === 'paid' || result === 'passed',
  ),
  {
    invariant: 'I6',
    machine: 'session',
    check: (step) =>
      enters(step, 'flow.verifyingPin') &&
      !(isIn(step.before, 'flow.enteringPin') && step.event.type === 'resident.submitPin')
        ? `VERIFY by ${step.event.type}`
        : null,
  },
  {
    invariant: 'I8',
    machine: 'session',
    check: ({ after }) =>
      (['flow.settling', 'flow.printingClaim', 'flow.showingClaim', 'flow.wiping', 'flow.finished'].some((path) =>
        isIn(after, path),
      ) &&
        session(after).offers.length > 0) ||
      (isIn(after, 'flow.finished') && session(after).pinLength > 0)
        ? 'personal data after the visit'
        : null,
  },
  {
    invariant: 'I9',
    machine: 'session',
    check: (step) =>
      ['flow.noticingLapse', 'flow.choosingCertificate'].some((path) => enters(step, path)) &&
      ['flow.authenticating', 'flow.takingCardBack'].some((path) => isIn(step.before, path)) &&
      session(step.after).insertion !== null
        ? 'the menu before the card was taken back'
        : null,
  },
  {
    invariant: 'I9',
    machine: 'session',
    check: (step) =>
      enters(step, 'flow.choosingCertificate') &&
      ![
        ...['flow.authenticating', 'flow.takingCardBack', 'flow.noticingLapse', 'flow.choosingOptions'],
        'flow.confirming',
        ...(session(step.after).refusal === null ? ['flow.guiding'] : []),
      ].some((path) => isIn(step.before, path))
        ? `the menu after ${step.event.type}`
        : null,
  },
  ...(['pinChange', 'pinReset'] as const).map(
    (machine): StatechartInvariant => ({
      invariant: 'I6',
      machine,
      check: (step) =>
        enters(step, 'setting.setting') &&
        !(
          (isIn(step.before, 'setting.enteringCurrent') && step.event.type === 'resident.submitPin') ||
          (isIn(step.before, 'setting.comparing') && output(step).result === 'same')
        )
          ? `a PIN set by ${step.event.type}`
          : null,
    }),
  ),
  ...(['pinChange', 'pinReset'] as const).map(
    (machine): StatechartInvariant => ({
      invariant: 'I6',
      machine,
      check: ({ after }) =>
        isIn(after, 'setting.enteringCurrent') &&
        pinService(after).tries[pinService(after).prove] === 1 &&
        !pinService(after).dared
          ? 'the last try without the brake'
          : null,
    }),
  ),
  {
    invariant: 'I6',
    machine: 'session',
    check: (step) =>
      enters(step, 'flow.enteringPin') && session(step.after).tries.auth === 1 && !isIn(step.before, 'flow.lastTry')
        ? 'the last try without the brake'
        : null,
  },
  {
    invariant: 'I6',
    machine: 'registration',
    check: (step) =>
      enters(step, 'submitting') && !(isIn(step.before, 'enteringPassword') && step.event.type === 'resident.submitPin')
        ? `VERIFY by ${step.event.type}`
        : null,
  },
  knowsTheSlot('terminal'),
  knowsTheSlot('session'),
  {
    invariant: 'I10',
    machine: 'terminal',
    check: ({ event, after }) =>
      event.type === 'resident.language' && (after.context as { language: unknown }).language !== event.language
        ? 'the language did not change'
        : null,
  },
  {
    invariant: 'I10',
    machine: 'terminal',
    check: ({ event, after }) =>
      event.type === 'resident.mode' &&
      (after.context as { modes: readonly unknown[] }).modes.includes(event.mode) !== event.on
        ? 'the look did not change'
        : null,
  },
  {
    invariant: 'I8',
    machine: 'terminal',
    check: ({ event, after }) =>
      event.type === 'headset.changed' && (after.context as { headset: unknown }).headset !== event.plugged
        ? 'names could be said aloud: the headset was not noticed'
        : null,
  },
  ...(['session', 'payment', 'delivery'] as const).map(
    (machine): StatechartInvariant => ({
      invariant: 'I10',
      machine,
      check: ({ event, before, after }) =>
        event.type === 'resident.mode' &&
        before?.status === 'active' &&
        !isDeepStrictEqual(paceIn(after), paceAfter(paceIn(before), event as never))
          ? 'the pace did not follow the mode'
          : null,
    }),
  ),
  {
    invariant: 'I1',
    machine: 'payment',
    check: (step) => {
      const { end, means } = (step.after.output ?? {}) as { end?: string; means?: Means };
      return step.after.status === 'done' && end === 'paid' && means !== undefined && !hasPaid[means](step)
        ? `paid (${means}) by ${step.event.type}`
        : null;
    },
  },
  {
    invariant: 'I4',
    machine: 'delivery',
    check: (step) =>
      enters(step, 'taking') &&
      !(isIn(step.before, 'printing') && step.event.result === 'printed') &&
      !(isIn(step.before, 'deciding') && step.event.decision === 'all-out')
        ? `money taken by ${step.event.type}`
        : null,
  },
  {
    invariant: 'I3',
    machine: 'delivery',
    check: (step) =>
      step.before !== null &&
      enters(step, 'printing') &&
      !(isIn(step.before, 'deciding') && step.event.decision === 'print-again')
        ? `printed again by ${step.event.type}`
        : null,
  },
  {
    invariant: 'I12',
    machine: 'panel',
    check: (step) =>
      enters(step, 'menu') && isIn(step.before, 'checking') && output(step).result !== 'known'
        ? 'the panel opens for a code that nobody has'
        : null,
  },
  {
    invariant: 'I12',
    machine: 'panel',
    check: ({ after }) =>
      (isIn(after, 'menu') || isIn(after, 'acting')) && (after.context as { who: unknown }).who === null
        ? 'a staff act of nobody'
        : isIn(after, 'closed') && (after.context as { who: unknown }).who !== null
          ? 'the panel stays open for the next one'
          : null,
  },
  {
    invariant: 'I2',
    machine: 'terminal',
    check: ({ after }) =>
      isIn(after, 'service.open') && (after.context as { insertion: unknown }).insertion !== null
        ? 'a visit is offered while the card of before is in the slot'
        : null,
  },
  {
    invariant: 'I5',
    machine: 'terminal',
    check: ({ after }) => {
      const out = ['reader', 'receipts', 'pages', 'centre'].find((device) => isIn(after, `${device}.failed`));
      return isIn(after, 'service.open') && out !== undefined ? `a visit is offered while ${out} does not work` : null;
    },
  },
  {
    invariant: 'I5',
    machine: 'terminal',
    check: ({ after }) =>
      isIn(after, 'service.open') &&
      (after.context as { hands: readonly Hand[] }).hands.includes('touch') &&
      isIn(after, 'touch.failed') &&
      isIn(after, 'keypad.failed')
        ? 'a visit is offered, and nobody can touch or press anything'
        : null,
  },
  {
    invariant: 'I2',
    machine: 'terminal',
    check: (step) =>
      enters(step, 'service.session') && !isIn(step.before, 'service.starting')
        ? 'a visit without its first row'
        : null,
  },
];
