import type { FingerMessage, KeyMessage } from '../hands.ts';

/** A button under a finger. Pages are drawn anew into the same elements, so it is known by screen and name too. */
interface Held {
  readonly button: HTMLButtonElement;
  readonly name: string;
}

const held = new Map<number, Held>();

const nameOf = (button: HTMLButtonElement): string =>
  [button.closest<HTMLElement>('[data-screen]')?.dataset.screen, button.dataset.id, button.dataset.key].join(' ');

const buttonAt = (x: number, y: number): HTMLButtonElement | null =>
  document.elementFromPoint(x * innerWidth, y * innerHeight)?.closest<HTMLButtonElement>('button:not(:disabled)') ??
  null;

/** Shows and clicks what is under a finger: a touch counts when it is lifted from the button it began on. */
function feel({ contact, phase, x, y }: FingerMessage): void {
  if (phase === 'move') return;
  const under = phase === 'cancel' ? null : buttonAt(x, y);
  if (phase === 'down') {
    dispatchEvent(new Event('pointerdown'));
    if (under === null) return;
    under.classList.add('held');
    held.set(contact, { button: under, name: nameOf(under) });
    return;
  }
  const began = held.get(contact);
  held.delete(contact);
  began?.button.classList.remove('held');
  if (under !== null && under === began?.button && nameOf(under) === began.name) under.click();
}

/** A message of the terminal's own touch panel or keypad. False when it is something else. */
export function hearHands(message: object): boolean {
  const hand = message as FingerMessage | KeyMessage | { readonly type?: undefined };
  if (hand.type === 'pointer') feel(hand);
  else if (hand.type === 'pressed') dispatchEvent(new KeyboardEvent('keydown', { key: hand.key, cancelable: true }));
  else return false;
  return true;
}

/** The page was cut off from the terminal: nobody will say that the finger is lifted. */
export function letGo(): void {
  for (const { button } of held.values()) button.classList.remove('held');
  held.clear();
}
