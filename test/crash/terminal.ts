/**
 * A terminal as its own process, for tests that kill it. It is told by messages what a resident does, and tells every row and
 * screen. `dieAt` ends it with SIGKILL right after one row, before anything else can happen.
 */

import { loadConfig } from '../../src/config.ts';
import { createKiosk } from '../../src/main.ts';
import { simulatedDevices } from '../../src/simulation/devices.ts';
import { type CoinSlot, Resident } from '../../src/simulation/resident.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import { systemClock } from '../../src/system-clock.ts';

export type ToTerminal =
  | { readonly do: 'visit'; readonly card: string; readonly coins: readonly number[] }
  | { readonly do: 'resolve' }
  | { readonly do: 'stop' }
  | { readonly do: 'credited' };

export type FromTerminal =
  | { readonly tells: 'screen'; readonly id: string }
  | { readonly tells: 'row'; readonly type: string; readonly step: string | null }
  | { readonly tells: 'coin'; readonly yen: number }
  | { readonly tells: 'visited' }
  | { readonly tells: 'failed'; readonly why: string };

const tell = (message: FromTerminal): void => void process.send?.(message);
const [path = '', dieAt = '', nth = '1'] = process.argv.slice(2);
const clock = systemClock;
const loaded = loadConfig(path);
if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
const town = await sampleTown(clock.now());
const simulated = simulatedDevices(clock, town, loaded.config.coins);
const kiosk = await createKiosk({
  config: loaded.config,
  clock,
  town,
  simulated,
  note: (sentence) => console.error(sentence),
});

let seen = 0;
kiosk.log.subscribe(({ type, data }) => {
  const step = type === 'print.step' ? (data as { step: string }).step : null;
  if (dieAt !== '' && dieAt === (step === null ? type : `${type}:${step}`)) {
    seen += 1;
    if (seen === Number(nth)) process.kill(process.pid, 'SIGKILL');
  }
  tell({ tells: 'row', type, step });
});
let shown = '';
const show = (): void => {
  const { id } = kiosk.display.screen;
  if (id !== shown) tell({ tells: 'screen', id });
  shown = id;
};
kiosk.display.subscribe(show);
show();

let rolling = false;
const slot: CoinSlot = {
  get rolling() {
    return rolling;
  },
  drop: (yen) => {
    rolling = true;
    tell({ tells: 'coin', yen });
    return 'accepted';
  },
};

async function visit(name: string, coins: readonly number[]): Promise<void> {
  const card = simulated.cards.get(name);
  if (card === undefined) throw new Error(`no card ${name}`);
  const wish = { card, pins: ['1234'], members: [], show: [], coins };
  const { display, log } = kiosk;
  const before = log.state.ended;
  const resident = new Resident(display, simulated.reader, slot, clock, wish);
  display.touch(display.seq, 'resident.start');
  await resident.visit(
    () => display.screen.id === 'staffNeeded' || (log.state.ended > before && display.screen.id === 'open'),
  );
  tell({ tells: 'visited' });
}

process.on('message', (message: ToTerminal) => {
  switch (message.do) {
    case 'visit':
      visit(message.card, message.coins).catch((error) => tell({ tells: 'failed', why: String(error) }));
      return;
    case 'resolve':
      kiosk.send({ type: 'staff.resolved', who: 'clerk', why: 'looked into it' });
      return;
    case 'credited':
      rolling = false;
      return;
    case 'stop':
      kiosk.stop().then(() => process.exit(0));
  }
});
process.on('disconnect', () => process.exit(1));
