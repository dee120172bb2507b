import type { AnyStateMachine } from 'xstate';
import { deliveryMachine } from './delivery.ts';
import { paymentMachine } from './payment.ts';
import { sessionMachine } from './session.ts';
import { terminalMachine } from './terminal.ts';

/** The statecharts by name, outermost first. */
export const statecharts = {
  terminal: terminalMachine,
  session: sessionMachine,
  payment: paymentMachine,
  delivery: deliveryMachine,
} as const satisfies Record<string, AnyStateMachine>;

export type StatechartName = keyof typeof statecharts;
