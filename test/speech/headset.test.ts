import { expect, it } from 'vitest';
import { createKiosk } from '../../src/main.ts';
import { clipsOf } from '../../src/speech/store.ts';
import { configFor } from '../crash/terminal-in-process.ts';
import { Desk } from '../effects/desk.ts';
import { temporaryFolder } from '../harness.ts';

const speechOf = (frame: string): { readonly said: readonly { readonly text: string }[] } | null =>
  JSON.parse(frame).speech;

it('begins with a headset, ends without it, and speaks to whoever finds one plugged in', async () => {
  await using desk = await Desk.open();
  const { kiosk } = desk;
  expect(speechOf(kiosk.display.frame)).toBeNull();
  kiosk.headset(true);
  await desk.clock.pass(1);
  expect(kiosk.display.screen.voice).toBe('earphone');
  expect(speechOf(kiosk.display.frame)?.said[0]?.text).toBe(kiosk.display.screen.title);
  const { frames, outcome } = await desk.visit({ card: desk.card('adult'), service: 'card-check' });
  expect(outcome).toBe('served');
  // Every screen of the visit was said, and so is the next resident's first.
  expect(frames.filter((frame) => (speechOf(frame)?.said.length ?? 0) === 0)).toEqual([]);
  expect(kiosk.display.screen.voice).toBe('earphone');
  kiosk.headset(false);
  await desk.clock.pass(1);
  expect(kiosk.display.screen.voice).toBeNull();
  expect(speechOf(kiosk.display.frame)).toBeNull();
});

it('names are in no frame of a visit that is read aloud through the loudspeaker', async () => {
  await using desk = await Desk.open();
  const { kiosk } = desk;
  kiosk.display.touch(kiosk.display.seq, 'mode.voice');
  await desk.clock.pass(1);
  const texts: string[] = [];
  const unsubscribe = kiosk.display.subscribe((frame) => texts.push(JSON.stringify(speechOf(frame))));
  await desk.begin({ card: desk.card('adult') }, () => kiosk.display.screen.id.endsWith('confirming'));
  unsubscribe();
  const said = texts.join('\n');
  expect(said).toContain('人目の方');
  expect(said).not.toMatch(/健太郎|ワタナベ|1234/);
});

it('where no speech was built there is no key for it, and a headset changes nothing', async () => {
  await using desk = await Desk.open();
  using folder = temporaryFolder();
  const { clock, town, devices: simulated } = desk;
  const base = { config: configFor(folder.path), clock, town, simulated, note: () => {} };
  for (const [clips, speaks] of [
    [null, false],
    [clipsOf({ engine: '', clips: {} }), true],
  ] as const) {
    const kiosk = await createKiosk({ ...base, clips });
    kiosk.headset(true);
    expect(kiosk.actor.getSnapshot().context.headset).toBe(speaks);
    expect(kiosk.screen().modes.some(({ id }) => id === 'mode.voice')).toBe(speaks);
    expect(kiosk.screen().voice).toBe(speaks ? 'earphone' : null);
    kiosk.cut();
  }
});
