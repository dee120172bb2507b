import type { AnyMachineSnapshot } from 'xstate';
import type { PanelContext } from '../../machines/panel.ts';
import type { PaymentContext } from '../../machines/payment.ts';
import type { SessionContext } from '../../machines/session-context.ts';
import { plans } from '../../simulation/model/plans.ts';
import { activePaths, type View } from '../../ui/screens/view.ts';

/** Where the whole terminal is. */
export interface Place {
  /** The active states of all running statecharts. */
  readonly configuration: string;
  /** The same with what guards depend on besides, in the statecharts' memory and in the world. */
  readonly key: string;
}

/** What matters of a visit's memory in a state; nothing where it is left out. */
const visitFacts: Readonly<Record<string, (context: SessionContext) => unknown>> = {
  choosingService: ({ insertion }) => insertion !== null,
  insertingCard: ({ service }) => service,
  lastTry: ({ lapse, service }) => [service, lapse !== null],
  enteringPin: ({ lapse, pinComplete, service, tries }) => [service, pinComplete, tries.auth, lapse !== null],
  takingCardBack: ({ lapse, offers }) => [lapse !== null, offers[0]?.available],
  noticingLapse: ({ offers }) => offers[0]?.available,
  choosingCertificate: ({ offers }) => offers[0]?.available,
  choosingOptions: ({ wish }) => wish.items.includes('myNumber'),
  confirming: ({ offers, kind, wish }) => [
    offers.find((offer) => offer.kind === kind)?.items.length === 0,
    wish.copies > 1,
  ],
};

const factsOf: Readonly<Record<string, (context: never, paths: readonly string[]) => unknown>> = {
  ...Object.fromEntries(plans.map(({ context, name }) => [name, context])),
  terminal: (({ insertion }: { insertion: unknown }, paths: readonly string[]) => [
    insertion !== null,
    paths.includes(changed),
  ]) as never,
  session: (context: SessionContext, paths) => visitFacts[flowOf(paths)]?.(context),
  payment: (({ complete, end, offered, paid, price, returning }: PaymentContext) => [
    ...[complete, end, offered, paid > 0, Math.sign(paid - price), returning],
  ]) as never,
  panel: (({ act, complete, refused, subjects }: PanelContext, [path = '']: readonly string[]) => [
    complete,
    refused,
    ['entering', 'checking', 'closed', 'menu', 'daily'].includes(path) ? null : act,
    subjects.length > 0,
  ]) as never,
};

/** In a visit that is only tried, the same facts matter. */
const triedAs: Readonly<Record<string, string>> = {
  practice: 'session',
  practicePayment: 'payment',
  practiceDelivery: 'delivery',
};

/** Somebody changed the language or the look and may have gone: a fact of the open screen, and no other place. */
const changed = 'service.open.changed';

const flowOf = (paths: readonly string[]): string =>
  paths.find((path) => path.startsWith('flow.'))?.split('.')[1] ?? '';

/** Regions that only watch say nothing of where the terminal is; a person's patience does when it runs out. */
const told = (machine: string, paths: readonly string[]): readonly string[] =>
  machine === 'terminal'
    ? paths
        .filter((path) => path.startsWith('service.'))
        .map((path) => (path === changed ? 'service.open' : path.replace('.greeting', '')))
    : paths.filter((path) => !path.startsWith('patience.') || path === 'patience.warning');

/** @param world what matters beside the terminal */
export function placeOf(view: View, world: readonly unknown[]): Place {
  const running = Object.entries(view).flatMap(([name, snapshot]: [string, AnyMachineSnapshot | null]) =>
    snapshot === null ? [] : [{ name, snapshot, paths: activePaths(snapshot.value) }],
  );
  const states = running.map(({ name, paths }) => [name, ...told(name, paths)]);
  const facts = running.map(({ name, paths, snapshot }) =>
    factsOf[triedAs[name] ?? name]?.(snapshot.context as never, paths),
  );
  return { configuration: JSON.stringify(states), key: JSON.stringify([states, facts, world]) };
}
