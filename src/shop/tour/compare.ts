import type { Kiosk } from '../../main.ts';
import { messageOf } from '../../outcome.ts';
import { frameOf } from '../../ui/screens/screen.ts';
import type { Violation } from '../judge.ts';
import type { Browser } from './browser.ts';
import type { Witness } from './witness.ts';

/** What the display, the browser's frame, the statecharts and their models say differently; asked when nothing is left to be done. */
export function disagreements(kiosk: Kiosk, witness: Witness, { frame, text }: Browser): Violation[] {
  const found = witness.take();
  const { status } = kiosk.actor.getSnapshot();
  if (status !== 'active') found.push({ invariant: 'I9', detail: `the terminal's statechart is ${status}` });
  try {
    const meant = kiosk.screen(witness.view(kiosk.actor));
    if (frameOf(meant, frame.seq, kiosk.display.speechOf(meant)) !== text)
      found.push({ invariant: 'I10', detail: `the browser shows ${frame.screen.id}, the model ${meant.id}` });
  } catch (error) {
    found.push({ invariant: 'I10', detail: messageOf(error) });
  }
  return found;
}
