import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleConfig } from '../shop/sample-config.ts';
import { fileNameOf, type Gathered, gatherScreens, looks } from './gathered.ts';
import { faultsOf } from './measure.ts';
import { openShowing, type Showing } from './showing.ts';
import { difference, smallPicture } from './small-picture.ts';

const { languages } = sampleConfig;

let screens: Gathered[];
let showing: Showing;
beforeAll(async () => {
  screens = await gatherScreens(sampleConfig, 300);
  showing = await openShowing();
}, 300_000);
afterAll(() => showing[Symbol.asyncDispose]());

/** Each screen in each look on the display, one after the other; the languages take turns. */
async function* everyLook(): AsyncGenerator<string> {
  for (const [index, screen] of screens.entries())
    for (const [turn, look] of looks.entries()) {
      await showing.show(screen.in(languages[(index + turn) % languages.length] ?? 'ja', look));
      yield `${screen.id} ${look.join(' ')}`;
    }
}

describe('every screen that a tour of the terminal comes by', () => {
  it('are more than fifty', () => {
    expect(screens.length).toBeGreaterThan(50);
  });

  it('has keys and letters that are large, apart and in sight, in every language', async () => {
    const faults: string[] = [];
    for (const screen of screens)
      for (const language of languages) {
        await showing.show(screen.in(language));
        faults.push(...(await faultsOf(showing.page)));
      }
    expect(faults).toEqual([]);
  }, 300_000);

  it('has them in every look', async () => {
    const faults: string[] = [];
    for await (const _ of everyLook()) faults.push(...(await faultsOf(showing.page)));
    expect(faults).toEqual([]);
  }, 300_000);

  it('satisfies axe in every look: WCAG 2.2 A and AA', async () => {
    const faults: string[] = [];
    for await (const name of everyLook()) {
      const found = (await showing.page.evaluate(`(async () => {
          if (!window.axe) { ${axe.source} }
          const { violations } = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
          return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html));
        })()`)) as string[];
      faults.push(...found.map((fault) => `${name}: ${fault}`));
    }
    expect([...new Set(faults)]).toEqual([]);
  }, 300_000);
});

/**
 * How each screen looks, kept as a small picture. After a change that is meant: `UPDATE_PICTURES=1 npx vitest run test/screens`, and
 * look at what git says has changed.
 */
describe('the pictures that are kept', () => {
  const folder = join(import.meta.dirname, 'pictures');
  const update = process.env.UPDATE_PICTURES === '1';
  /** Of the pixels: smoothing of letters differs between versions of Chromium, a line that moved is more. */
  const tolerated = 0.004;

  it('show every screen as it looks', async () => {
    if (update) rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await showing.page.emulateMedia({ reducedMotion: 'reduce' });
    const changed: string[] = [];
    for (const screen of screens) {
      await showing.show(screen.in('ja'));
      const picture = await smallPicture(showing.page);
      const file = join(folder, fileNameOf(screen.id));
      if (update) writeFileSync(file, picture);
      const differs = existsSync(file) ? difference(readFileSync(file), picture) : 1;
      if (differs > tolerated) changed.push(`${screen.id}: ${(differs * 100).toFixed(1)} %`);
    }
    expect(changed).toEqual([]);
  }, 300_000);

  it('and nothing else', () => {
    const names = screens.map(({ id }) => fileNameOf(id));
    expect(new Set(names).size).toBe(names.length);
    expect(readdirSync(folder).filter((name) => !names.includes(name))).toEqual([]);
  });
});
