import type { Mode } from './events.ts';

/** What the times a person is waited for are multiplied by: 1, or 2 for whoever asked for more. */
export type Pace = 1 | 2;

export const paceOf = (modes: readonly Mode[]): Pace => (modes.includes('slow') ? 2 : 1);

/** The pace after a mode was switched. */
export const paceAfter = (pace: Pace, switched: { readonly mode: Mode; readonly on: boolean }): Pace =>
  switched.mode === 'slow' ? paceOf(switched.on ? ['slow'] : []) : pace;

/** A mode was switched: the times a person is waited for may change with it. */
export const newPace = {
  type: 'setPace',
  params: ({ event }: { event: { readonly mode: Mode; readonly on: boolean } }) => event,
} as const;
