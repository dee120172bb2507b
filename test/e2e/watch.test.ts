import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataFolder } from '../../src/data-folder.ts';
import { madoguchi, type RunningKiosk, startKiosk, temporaryFolder } from '../harness.ts';
import { launchChromium, onScreen } from './browser.ts';
import { Resident } from './resident.ts';

let kiosk: RunningKiosk;
let chromium: Awaited<ReturnType<typeof launchChromium>>;
beforeAll(async () => {
  kiosk = await startKiosk({}, 'watch');
  chromium = await launchChromium();
});
afterAll(async () => {
  await chromium[Symbol.asyncDispose]();
  await kiosk[Symbol.asyncDispose]();
});

/** The terminal's program: the supervisor's only child (proc(5)). */
const terminal = (): number =>
  Number(readFileSync(`/proc/${kiosk.process.pid}/task/${kiosk.process.pid}/children`, 'utf8'));

const boots = (): number => kiosk.output().split('kiosk screen').length - 1;

describe('a terminal under its supervisor', () => {
  it.each([
    ['is killed', 'SIGKILL'],
    ['hangs', 'SIGSTOP'],
  ] as const)(
    'that %s in a visit comes back on the same screen, wiped, and takes the next visit',
    async (_, signal) => {
      const page = await chromium.newPage();
      await page.goto(kiosk.screen);
      await onScreen(page, 'open');
      const resident = new Resident(kiosk, page);
      await resident.goTo('session.choosingOptions');
      const before = boots();
      process.kill(terminal(), signal);
      await expect.poll(boots, { timeout: 40_000 }).toBe(before + 1);
      // The page was not loaded anew: it found the next program by itself.
      await onScreen(page, 'open');
      expect(await resident.text()).not.toContain('健太郎');
      await resident.goTo('session.choosingOptions');
      await resident.leave();
      await page.close();
      const { stdout } = await madoguchi('audit', 'verify', '--data', kiosk.data);
      expect(stdout).toContain('sound');
    },
  );

  it('ends in order with it', async () => {
    const ended = new Promise((resolve) => kiosk.process.once('exit', resolve));
    kiosk.process.kill('SIGTERM');
    expect(await ended).toBe(0);
    const { stdout } = await madoguchi('audit', 'show', '--data', kiosk.data, '--type', 'terminal.stopped');
    expect(stdout).toContain('terminal.stopped');
  });
});

it('a terminal that cannot start is left alone after a while, with exit code 1 and a sentence', async () => {
  using folder = temporaryFolder();
  const other = openDataFolder(folder.path, (length) => new Uint8Array(length));
  const { code, stdout, stderr } = await madoguchi('watch', '--data', folder.path);
  other.close();
  expect(code).toBe(1);
  expect(stdout + stderr).toMatch(/left alone/);
  expect((stdout + stderr).match(/Another terminal/g)?.length).toBe(6);
});
