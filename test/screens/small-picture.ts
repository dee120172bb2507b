import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';

/** A sixth of the screen: small enough to be kept, large enough to see that something moved. */
const scale = 1 / 6;

/** The screen that is shown, small. */
export async function smallPicture(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize() ?? { width: 1920, height: 1080 };
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'png',
    clip: { x: 0, y: 0, width, height, scale },
  });
  await session.detach();
  return Buffer.from(data, 'base64');
}

/** A difference of a channel that an eye sees, of 255. */
const seen = 40;

/** Part of the pixels that differ to the eye, 0 to 1; 1 where the sizes do. */
export function difference(one: Buffer, other: Buffer): number {
  const [a, b] = [PNG.sync.read(one), PNG.sync.read(other)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  let differing = 0;
  for (let at = 0; at < a.data.length; at += 4)
    if ([0, 1, 2].some((channel) => Math.abs((a.data[at + channel] ?? 0) - (b.data[at + channel] ?? 0)) > seen))
      differing += 1;
  return differing / (a.width * a.height);
}
