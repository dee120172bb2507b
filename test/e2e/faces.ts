import type { Page } from 'playwright-core';

/** Faces of the machine with which something on the page is drawn: with them a screen looks otherwise, or not at all, on another machine. */
export async function facesOfTheMachine(page: Page): Promise<string[]> {
  // Parts of a large face come when they are first needed.
  await page.evaluate('document.fonts.ready.then(() => null)');
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument', { depth: 0 });
  const { nodeIds } = await session.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: '#app *' });
  const drawn = await Promise.all(
    nodeIds.map((nodeId) => session.send('CSS.getPlatformFontsForNode', { nodeId }).catch(() => ({ fonts: [] }))),
  );
  await session.detach();
  return drawn.flatMap(({ fonts }) => fonts.filter((font) => !font.isCustomFont).map((font) => font.familyName));
}
