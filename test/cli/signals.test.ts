import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sleep } from '../../src/clock.ts';
import { systemClock } from '../../src/system-clock.ts';
import { rowsIn } from '../crash/oracle.ts';
import { madoguchi, startKiosk, temporaryFolder, writeConfig } from '../harness.ts';

/** A terminal's group and systemd send the same signal to everybody, and whoever gets it passes it on. */
describe.each(['start', 'watch'] as const)('madoguchi %s', (command) => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends in order when %s comes twice', async (signal) => {
    await using kiosk = await startKiosk({}, command);
    const ended = new Promise((resolve) => kiosk.process.once('exit', (code, by) => resolve([code, by])));
    kiosk.process.kill(signal);
    // Not within one turn of its event loop; then while it ends.
    for (const ms of [5, 20, 50]) {
      await sleep(systemClock, ms);
      kiosk.process.kill(signal);
    }
    expect(await ended).toEqual([0, null]);
    expect(rowsIn(join(kiosk.data, 'log.sqlite')).at(-1)?.row.type).toBe('terminal.stopped');
  });

  it.each(['abc', '0', '65536', '80.5'])('refuses port %s at once, and once', async (port) => {
    using folder = temporaryFolder();
    const { code, stderr, stdout } = await madoguchi(
      command,
      ...['--config', writeConfig(folder.path), '--port', port],
    );
    expect([code, stderr, stdout]).toEqual([1, `madoguchi: --port ${port}: allowed are 1 to 65535.\n`, '']);
  });
});
