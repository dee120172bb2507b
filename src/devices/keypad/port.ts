/** The twelve tactile keys (enter ○, clear ◁, cancel ✕) and those for the voice, where the pad has them. */
export const keyNames = [
  ...(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const),
  ...(['enter', 'clear', 'cancel', 'voice', 'repeat', 'louder', 'quieter', 'pause'] as const),
] as const;
export type KeyName = (typeof keyNames)[number];

export type KeypadEvent =
  /** A key was pressed. Holding it says nothing more. */
  { readonly type: 'key'; readonly key: KeyName } | { readonly type: 'headset'; readonly plugged: boolean };

export interface Keypad {
  /** Resolves after the first look for the pad, found or not. */
  start(): Promise<void>;
  stop(): Promise<void>;
}
