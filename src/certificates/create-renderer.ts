import type { Clock } from '../clock.ts';
import { failed, type Outcome } from '../outcome.ts';
import type { FontFile } from './font/certificate-font.ts';
import type { Renderer, RenderFault } from './renderer.ts';
import type { RendererInput, Rendering, RenderWish } from './renderer-worker.ts';
import { WorkerThread } from './worker-thread.ts';

export interface RendererOptions {
  readonly clock: Clock;
  /** Fonts to choose from, best first; the installed ones unless given. */
  readonly fonts?: readonly FontFile[];
  /** Milliseconds one document may take (a normal one takes about 10). */
  readonly timeoutMs?: number;
}

/**
 * Starts the renderer in a thread of its own, with its font open and the specimens drawn. Rejects when no font is
 * installed or the font cannot set the fixed wording: a configuration error.
 */
export async function createRenderer({ clock, fonts, timeoutMs = 10_000 }: RendererOptions): Promise<Renderer> {
  const input: RendererInput = { fonts: fonts ?? null };
  const file = new URL('./renderer-worker.ts', import.meta.url);
  const options = { name: 'render thread', file, input, clock, timeoutMs };
  const thread = new WorkerThread<Renderer['font'], RenderWish, Rendering>(options);
  const draw = async (wish: RenderWish): Promise<Outcome<Uint8Array, RenderFault>> => {
    const answer = await thread.ask(wish);
    return answer.outcome === 'done' ? answer.value : failed('renderer-failed', answer.detail);
  };
  return {
    font: await thread.start(),
    render: (document) => draw({ document }),
    testPage: (testPage) => draw({ testPage }),
    close: () => thread.close(),
  };
}
