import type { Mode } from './events.ts';

/** Modes of whom should not be hurried. Each doubles the times a person is waited for; both at once do no more. */
const unhurried = ['slow', 'voice'] as const;

/** Those that are on. */
export type Pace = readonly (typeof unhurried)[number][];

export const paceOf = (modes: readonly Mode[]): Pace => unhurried.filter((mode) => modes.includes(mode));

/** What the times a person is waited for are multiplied by. */
export const timesOf = (pace: Pace): 1 | 2 => (pace.length === 0 ? 1 : 2);

/** The pace after a mode was switched. */
export const paceAfter = (pace: Pace, { mode, on }: { readonly mode: Mode; readonly on: boolean }): Pace =>
  paceOf(on ? [...pace, mode] : pace.filter((one) => one !== mode));

/** A mode was switched: the times a person is waited for may change with it. */
export const newPace = {
  type: 'setPace',
  params: ({ event }: { event: { readonly mode: Mode; readonly on: boolean } }) => event,
} as const;
