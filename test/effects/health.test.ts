import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkConfig } from '../../src/config.ts';
import { createKiosk } from '../../src/main.ts';
import { simulatedDevices } from '../../src/simulation/devices.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import { fastClock } from '../bench/fast-clock.ts';
import { temporaryFolder, writeConfig } from '../harness.ts';

it('a printer that is mended just after a self-test found it jammed does not leave the terminal out of service', async () => {
  using folder = temporaryFolder();
  const loaded = checkConfig(JSON.parse(readFileSync(writeConfig(folder.path), 'utf8')));
  if (!loaded.ok) throw new Error(loaded.faults.join());
  const hours = { open: '00:00', close: '24:00', closedDays: [] };
  const clock = fastClock(20);
  const town = await sampleTown(clock.now());
  const simulated = simulatedDevices(clock, town, loaded.config.coins);
  const kiosk = await createKiosk({ config: { ...loaded.config, hours }, clock, town, simulated, note: () => {} });
  const until = async (id: string): Promise<void> => {
    for (let look = 0; look < 400 && kiosk.display.screen.id !== id; look += 1)
      await new Promise((resolve) => setTimeout(resolve, 25));
    expect(kiosk.display.screen.id).toBe(id);
  };
  await until('open');
  kiosk.send({ type: 'invariant.violated' });
  await until('staffNeeded');
  simulated.pages.raise('media-jam');
  kiosk.send({ type: 'staff.resolved', who: 'clerk', why: 'looked' });
  await until('outOfService');
  simulated.pages.clear('media-jam');
  await until('open');
  await kiosk.stop();
});
