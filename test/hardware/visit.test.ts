import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkConfig } from '../../src/config.ts';
import { openTables, readRows } from '../../src/log/log.ts';
import { verifyRows } from '../../src/log/verify.ts';
import { createKiosk } from '../../src/main.ts';
import { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { simulatedDevices } from '../../src/simulation/devices.ts';
import { Resident } from '../../src/simulation/resident.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import { systemClock } from '../../src/system-clock.ts';
import { temporaryFolder, writeConfig } from '../harness.ts';
import { startIppevePrinter } from './ippeveprinter.ts';
import { PrivatePcscd, ServedSlot } from './pcscd.ts';

it('the whole visit on real daemons: card behind pcscd, paper through ippeveprinter', async () => {
  using folder = temporaryFolder();
  await using pcscd = await new PrivatePcscd().start();
  await using printer = await startIppevePrinter(join(folder.path, 'printer'));
  process.env.PCSCLITE_CSOCK_NAME = pcscd.socket;
  const path = writeConfig(folder.path, {
    devices: {
      cardReader: { transport: 'pcsc', reader: 'Virtual PCD' },
      coinUnit: { transport: 'simulated' },
      receiptPrinter: { transport: 'simulated' },
      pagePrinter: { transport: 'ipp', uri: printer.uri },
    },
  });
  const loaded = checkConfig(JSON.parse(readFileSync(path, 'utf8')));
  if (!loaded.ok) throw new Error(loaded.faults.join());
  const clock = systemClock;
  const town = await sampleTown(clock.now());
  const simulated = simulatedDevices(clock, town, loaded.config.coins);
  const kiosk = await createKiosk({ config: loaded.config, clock, town, simulated, note: () => {} });
  const served = new ServedSlot(pcscd);
  const slot = {
    get occupied() {
      return served.occupied;
    },
    insert: () => served.insert('adult'),
    remove: () => served.remove(),
  };
  const profile = town.cards.get('adult');
  if (profile === undefined) throw new Error('no card');
  const wish = {
    card: new VirtualCard(profile),
    pins: ['4321', '1234'],
    members: [],
    show: ['relationship'] as const,
    coins: [100, 100],
  };
  const resident = new Resident(kiosk.display, slot, simulated.acceptor, clock, wish);
  const { display } = kiosk;
  await resident.visit(() => display.screen.id === 'open');
  display.touch(display.seq, 'resident.start');
  await resident.visit(() => kiosk.log.state.ended === 1 && display.screen.id === 'open');
  expect(served.tries('adult')).toBe(3);
  served.remove();
  await kiosk.stop();

  const [paper] = readdirSync(printer.out).filter((name) => name.endsWith('.1.pdf'));
  const pdf = join(printer.out, paper ?? '');
  expect(execFileSync('qpdf', ['--check', pdf], { encoding: 'utf8' })).toContain('No syntax or stream encoding errors');
  const text = execFileSync('pdftotext', [pdf, '-'], { encoding: 'utf8' });
  expect(text).toContain('渡邉\u{E010F}');
  expect(text).toContain(paper?.slice(0, 23));
  const db = openTables(join(loaded.config.dataFolder, 'log.sqlite'), true);
  const verdict = verifyRows(readRows(db));
  db.close();
  expect(verdict).toMatchObject({ sound: true, state: { money: { taken: 200, held: 0, owed: 0, suspense: 0 } } });
});
