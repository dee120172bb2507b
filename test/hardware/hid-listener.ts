// Listens to a touch panel through node-hid and says what it hears, a line each. Run under the umockdev preload.
import { nodeHidTransport } from '../../src/devices/hid/node-hid-transport.ts';
import { createTouchPanel } from '../../src/devices/touch-panel/driver.ts';
import { systemClock } from '../../src/system-clock.ts';

const say = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
const panel = createTouchPanel({
  transport: nodeHidTransport,
  clock: systemClock,
  hear: say,
  health: (health) => say({ health }),
  note: (note) => say({ note }),
});
await panel.start();
process.stdin.resume().once('end', async () => {
  await panel.stop();
  process.exit(0);
});
