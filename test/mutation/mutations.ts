import { inDevices } from './in-devices.ts';
import { inDoubt } from './in-doubt.ts';
import { inEffects } from './in-effects.ts';
import { inMachines } from './in-machines.ts';
import type { Mutation } from './mutation.ts';

/** Every seeded fault. Each must die by the check it names; docs/mutations.md says of what. */
export const mutations: readonly Mutation[] = [...inMachines, ...inEffects, ...inDevices, ...inDoubt];
