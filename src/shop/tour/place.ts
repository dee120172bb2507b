import type { AnyMachineSnapshot } from 'xstate';
import type { StatechartName } from '../../machines/catalogue.ts';
import type { PanelContext } from '../../machines/panel.ts';
import { plans } from '../../simulation/model/plans.ts';
import type { View } from '../../ui/screens/view.ts';

/** What each statechart remembers that guards depend on: as the model test tells it, but for what only grows. */
const factsOf: Partial<Record<StatechartName, (context: never) => unknown>> = {
  ...Object.fromEntries(plans.map(({ context, name }) => [name, context])),
  panel: (({ act, complete, refused, subjects, who }: PanelContext) => [
    complete,
    refused,
    who === null ? null : act,
    subjects.length > 0,
  ]) as never,
};

const withoutNumbers = (context: object): object =>
  'insertion' in context ? { ...context, insertion: context.insertion !== null } : context;

/** Where the whole terminal is: all running statecharts, what matters of their memory, and the world around. */
export const placeOf = (view: View, world: readonly unknown[]): string =>
  JSON.stringify([
    ...Object.entries(view).map(([name, snapshot]: [string, AnyMachineSnapshot | null]) =>
      snapshot === null
        ? null
        : [snapshot.value, factsOf[name as StatechartName]?.(withoutNumbers(snapshot.context as object) as never)],
    ),
    ...world,
  ]);
