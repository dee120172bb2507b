import type { AnyMachineSnapshot, SnapshotFrom } from 'xstate';
import type { cardCheckMachine } from '../../machines/card-check.ts';
import type { deliveryMachine } from '../../machines/delivery.ts';
import type { guideMachine } from '../../machines/guide.ts';
import type { panelMachine } from '../../machines/panel.ts';
import type { paymentMachine } from '../../machines/payment.ts';
import type { pinChangeMachine } from '../../machines/pin-change.ts';
import type { pinResetMachine } from '../../machines/pin-reset.ts';
import type { registrationMachine } from '../../machines/registration.ts';
import type { sessionMachine } from '../../machines/session.ts';
import type { terminalMachine } from '../../machines/terminal.ts';

/** The snapshots a screen is made from: the terminal's and those of the machines it has invoked. A visit that is only tried is none. */
export interface View {
  readonly terminal: SnapshotFrom<typeof terminalMachine>;
  readonly session: SnapshotFrom<typeof sessionMachine> | null;
  readonly payment: SnapshotFrom<typeof paymentMachine> | null;
  readonly delivery: SnapshotFrom<typeof deliveryMachine> | null;
  readonly pinChange: SnapshotFrom<typeof pinChangeMachine> | null;
  readonly pinReset: SnapshotFrom<typeof pinResetMachine> | null;
  readonly guide: SnapshotFrom<typeof guideMachine> | null;
  readonly registration: SnapshotFrom<typeof registrationMachine> | null;
  readonly panel: SnapshotFrom<typeof panelMachine> | null;
  readonly cardCheck: SnapshotFrom<typeof cardCheckMachine> | null;
  readonly practice: SnapshotFrom<typeof sessionMachine> | null;
  readonly practicePayment: SnapshotFrom<typeof paymentMachine> | null;
  readonly practiceDelivery: SnapshotFrom<typeof deliveryMachine> | null;
}

/** The view in which the tried visit stands where a real one does. */
export const asVisit = (view: View): View => ({
  ...view,
  session: view.practice,
  payment: view.practicePayment,
  delivery: view.practiceDelivery,
});

const childOf = <T>(snapshot: AnyMachineSnapshot | null, id: string): T | null => {
  const child = snapshot?.children[id];
  const inner = child?.getSnapshot() as { status: string } | undefined;
  return inner?.status === 'active' ? (inner as T) : null;
};

export function viewOf(terminal: View['terminal']): View {
  const session = childOf<View['session'] & object>(terminal, 'session');
  const practice = childOf<View['practice'] & object>(terminal, 'practice');
  return {
    terminal,
    session,
    panel: childOf(terminal, 'panel'),
    payment: childOf(session, 'payment'),
    delivery: childOf(session, 'delivery'),
    pinChange: childOf(session, 'pinChange'),
    pinReset: childOf(session, 'pinReset'),
    registration: childOf(session, 'registration'),
    cardCheck: childOf(session, 'cardCheck'),
    guide: childOf(session ?? terminal, 'guide'),
    practice,
    practicePayment: childOf(practice, 'payment'),
    practiceDelivery: childOf(practice, 'delivery'),
  };
}

/** Whether nothing that a screen is made from has changed: a snapshot is never changed in place. */
export const sameView = (one: View, other: View): boolean =>
  (Object.keys(one) as (keyof View)[]).every((part) => one[part] === other[part]);

/** Dotted paths of the active atomic states of one machine, e.g. `service.open`. */
export function activePaths(value: unknown, prefix = ''): string[] {
  if (typeof value === 'string') return [prefix + value];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) =>
    activePaths(inner, `${prefix}${key}.`),
  );
}

/** Every active state of every machine, for the bench and the model test. */
export function activeStates(view: View): string[] {
  return Object.entries(view).flatMap(([machine, snapshot]: [string, AnyMachineSnapshot | null]) =>
    snapshot === null ? [] : activePaths(snapshot.value, `${machine}.`),
  );
}
