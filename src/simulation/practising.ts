import type { Display } from '../ui/display.ts';
import { buttonsOf } from '../ui/screens/screen.ts';

/** One look of somebody who only tries a visit: presses what leads on, and types these digits where some are asked for. */
export function goOn(display: Display, digits: string): void {
  const { screen } = display;
  const pad = screen.blocks.find((block) => block.kind === 'pin');
  if (pad !== undefined && pad.filled === 0)
    for (const digit of digits) display.key(display.seq, pad.keys.indexOf(digit));
  const choices = buttonsOf(screen).filter(({ role }) => role === 'choice');
  const next =
    display.screen.buttons.findLast(({ disabled, role }) => role === 'go' && disabled !== true) ??
    choices.find(({ event }) => event.type.startsWith('resident.choose'));
  if (next !== undefined) display.touch(display.seq, next.id);
}
