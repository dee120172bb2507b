/** A finger on the screen. Only what goes `down` and comes `up` has touched something; `cancel` takes the `down` back. */
export interface Pointer {
  readonly type: 'pointer';
  /** Number of the contact, as the panel gives it. */
  readonly contact: number;
  readonly phase: 'down' | 'move' | 'up' | 'cancel';
  /** Place on the screen, 0 to 1 from its left and from its top. */
  readonly x: number;
  readonly y: number;
}

export interface TouchPanel {
  /** Resolves after the first look for the panel, found or not. */
  start(): Promise<void>;
  stop(): Promise<void>;
}
