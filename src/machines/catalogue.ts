import type { AnyStateMachine } from 'xstate';
import { cardCheckMachine } from './card-check.ts';
import { deliveryMachine } from './delivery.ts';
import { guideMachine } from './guide.ts';
import { panelMachine } from './panel.ts';
import { paymentMachine } from './payment.ts';
import { pinChangeMachine } from './pin-change.ts';
import { pinResetMachine } from './pin-reset.ts';
import { registrationMachine } from './registration.ts';
import { sessionMachine } from './session.ts';
import { terminalMachine } from './terminal.ts';

/** The statecharts by name, outermost first. */
export const statecharts = {
  terminal: terminalMachine,
  session: sessionMachine,
  payment: paymentMachine,
  delivery: deliveryMachine,
  pinChange: pinChangeMachine,
  pinReset: pinResetMachine,
  registration: registrationMachine,
  cardCheck: cardCheckMachine,
  guide: guideMachine,
  panel: panelMachine,
} as const satisfies Record<string, AnyStateMachine>;

export type StatechartName = keyof typeof statecharts;
