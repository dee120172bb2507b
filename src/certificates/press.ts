import type { Clock } from '../clock.ts';
import { createDoorThread } from './create-door.ts';
import { createRenderer } from './create-renderer.ts';
import type { Door, Renderer } from './renderer.ts';
import { specimens } from './specimens.ts';

/** What makes paper and what checks it. */
export interface Press {
  readonly renderer: Renderer;
  readonly door: Door;
  close(): Promise<void>;
}

/**
 * Starts renderer and door, each in a thread of its own, and has every specimen drawn and read back: the first resident waits no
 * longer than the tenth. Rejects when there is no font, or the door does not let a specimen through: a fault of the installation.
 */
export async function openPress(clock: Clock): Promise<Press> {
  await using opened = new AsyncDisposableStack();
  const renderer = opened.adopt(await createRenderer({ clock }), (own) => own.close());
  const door = opened.adopt(await createDoorThread({ clock }), (own) => own.close());
  for (const specimen of specimens) {
    const drawn = await renderer.render(specimen);
    const fault = drawn.outcome === 'done' ? await door.check(drawn.value, specimen) : drawn;
    if (fault !== null) throw new Error(`the specimen of ${specimen.payload.kind} cannot be printed: ${fault.detail}`);
  }
  const owned = opened.move();
  return { renderer, door: door.check, close: () => owned.disposeAsync() };
}
