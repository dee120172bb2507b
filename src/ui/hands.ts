/** A finger on a panel that the terminal itself listens to: place on the screen from 0 to 1, from its left and top. */
export interface FingerMessage {
  readonly type: 'pointer';
  readonly contact: number;
  readonly phase: 'down' | 'move' | 'up' | 'cancel';
  readonly x: number;
  readonly y: number;
}

/** A key of a tactile pad, as `KeyboardEvent.key` names it. */
export interface KeyMessage {
  readonly type: 'pressed';
  readonly key: string;
}

/** Fingers and keys on their way to the page. What nobody hears is lost: it was meant for what was shown at that moment. */
export class Hands {
  readonly #listeners = new Set<(message: string) => void>();

  send(message: FingerMessage | KeyMessage): void {
    for (const listener of this.#listeners) listener(JSON.stringify(message));
  }

  subscribe(listener: (message: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
