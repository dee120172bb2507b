import type { ScreenFrame } from '../screens/screen.ts';
import { isTouched } from './blocks.tsx';
import type { Message } from './touch.tsx';

/**
 * A visit with keys alone: a keyboard, or the twelve keys of a tactile pad, which are 0–9, ○ (Enter), ◁ (Backspace) and ✕ (Escape).
 * Where a PIN is asked for, digits and letters enter it. Elsewhere 1–9 choose what has that number, and 0 goes from key to key.
 * Enter presses the key that is chosen, or goes on; Escape stops. Arrows and Tab go from key to key on every screen.
 */
export type KeyAct = Message | { readonly type: 'focus'; readonly step: 1 | -1 } | { readonly type: 'press' };

const steps: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/**
 * @param key as `KeyboardEvent.key` names it
 * @param chosen whether a key of the screen has the focus
 * @returns null for a key that means nothing here
 */
export function actOf(screen: ScreenFrame['screen'], key: string, chosen: boolean): KeyAct | null {
  const pad = screen.blocks.find((block) => block.kind === 'pin');
  const step = steps[key];
  if (step !== undefined) return { type: 'focus', step };
  if (key === 'Escape') return buttonOf(screen, 'stop') ?? buttonOf(screen, 'back');
  if (key === 'Enter')
    return screen.warning !== null
      ? { type: 'touch', id: screen.warning.button.id }
      : chosen
        ? { type: 'press' }
        : buttonOf(screen, 'go');
  if (pad !== undefined) {
    if (key === 'Backspace') return { type: 'erase' };
    const position = pad.keys.indexOf(key.toUpperCase());
    return position === -1 ? null : { type: 'key', position };
  }
  if (key === 'Backspace') return buttonOf(screen, 'back');
  if (key === '0') return { type: 'focus', step: 1 };
  if (!/^[1-9]$/.test(key)) return null;
  const choice = screen.blocks.filter(isTouched).flatMap((block) => (block.kind === 'choices' ? block.choices : []))[
    Number(key) - 1
  ];
  return choice === undefined || choice.disabled ? null : { type: 'touch', id: choice.id };
}

function buttonOf(screen: ScreenFrame['screen'], role: 'go' | 'back' | 'stop'): Message | null {
  const button = screen.buttons.find((one) => one.role === role && !one.disabled);
  return button === undefined ? null : { type: 'touch', id: button.id };
}

/** All keys that can be pressed now, in the order in which they are read; those of a question over the screen only. */
const keysShown = (): HTMLButtonElement[] => {
  const scope = document.querySelector('.ask') ?? document.querySelector('.over') ?? document;
  return [...scope.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
};

/** Goes to the next key, round the end. */
export function moveFocus(step: 1 | -1): void {
  const keys = keysShown();
  const now = keys.indexOf(document.activeElement as HTMLButtonElement);
  keys[now === -1 ? (step === 1 ? 0 : keys.length - 1) : (now + step + keys.length) % keys.length]?.focus();
}

/** The key of the screen that has the focus, or null. */
export const focused = (): HTMLButtonElement | null =>
  document.activeElement instanceof HTMLButtonElement ? document.activeElement : null;

/** What a key is called in the speech (speech/spoken.ts): by its id, or by what it opens or turns. */
export const nameOfKey = (key: HTMLButtonElement | null): string =>
  key?.dataset.id ?? key?.dataset.open ?? key?.dataset.turn ?? '';
