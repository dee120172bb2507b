import type { StatechartName } from '../../machines/catalogue.ts';

/** States and transitions that nothing done to a whole terminal reaches. One that is reached all the same is an error. */
export interface OutOfReach {
  readonly machine: StatechartName;
  readonly reason: string;
  /** Paths of states and ids of transitions. */
  readonly ids: readonly string[];
}

export const outOfReach: readonly OutOfReach[] = [];
