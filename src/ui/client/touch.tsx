import type { Button as ButtonData, Stripped } from '../screens/screen.ts';
import { Words } from './words.tsx';

/** What the display tells the terminal. */
export type Message =
  | { readonly type: 'touch'; readonly id: string }
  | { readonly type: 'key'; readonly position: number }
  | { readonly type: 'erase' };
export type Send = (message: Message) => void;
export type ShownButton = Stripped<ButtonData>;

export const Touch = ({ button, send }: { button: ShownButton; send: Send }) => (
  <button
    type="button"
    class={`button ${button.role}`}
    data-id={button.id}
    disabled={button.disabled ?? false}
    {...(button.lang === undefined ? {} : { lang: button.lang })}
    {...(button.pressed === undefined ? {} : { 'aria-pressed': button.pressed })}
    onClick={() => send({ type: 'touch', id: button.id })}
  >
    <span class="label">
      <Words text={button.label} />
    </span>
    {button.detail ? (
      <span class="detail">
        <Words text={button.detail} />
      </span>
    ) : null}
  </button>
);
