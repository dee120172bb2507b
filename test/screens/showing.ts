import type { Page } from 'playwright-core';
import type { Screen } from '../../src/ui/screens/screen.ts';
import { frameOf } from '../../src/ui/screens/screen.ts';
import { type Server, startServer } from '../../src/ui/server.ts';
import { launchChromium } from '../e2e/browser.ts';
import { freePort, root } from '../harness.ts';

/** Chromium on a display that shows whatever it is given. */
export interface Showing extends AsyncDisposable {
  readonly page: Page;
  /** Resolves when it is painted and its buttons answer. */
  show(screen: Screen): Promise<void>;
}

export async function openShowing(viewport?: { width: number; height: number }): Promise<Showing> {
  let frame = '';
  let seq = 0;
  let send: (frame: string) => void = () => {};
  const server: Server = await startServer({
    port: await freePort(),
    display: {
      get frame() {
        return frame;
      },
      subscribe: (listener) => {
        send = listener;
        return () => {};
      },
      touch: () => 'accepted',
      key: () => 'accepted',
      erase: () => 'accepted',
    },
    bench: null,
    clientFolder: `${root}/build/client`,
    token: 'gallery',
    note: () => {},
  });
  const chromium = await launchChromium(viewport);
  const page = await chromium.newPage();
  let opened = false;
  return {
    page,
    show: async (screen) => {
      seq += 1;
      frame = frameOf(screen, seq);
      if (opened) send(frame);
      else await page.goto(server.screen);
      opened = true;
      await page.waitForSelector(`[data-seq="${seq}"]`);
      await page.evaluate(
        'document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))',
      );
    },
    [Symbol.asyncDispose]: async () => {
      await chromium[Symbol.asyncDispose]();
      await server.close();
    },
  };
}
