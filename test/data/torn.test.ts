import { execFileSync, fork } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataFolder } from '../../src/data-folder.ts';
import { Log } from '../../src/log/log.ts';
import { schema } from '../../src/log/schema.sql.ts';
import { verifyRows } from '../../src/log/verify.ts';
import { rowsIn } from '../crash/oracle.ts';
import { boot, configFor, devicesFor, type Shared, shared, standing, visit } from '../crash/terminal-in-process.ts';
import { VirtualClock } from '../devices/virtual-clock.ts';
import { temporaryFolder } from '../harness.ts';
import type { FromHolder, ToHolder } from './holder.ts';

const random = (length: number): Uint8Array => new Uint8Array(length).fill(7);
const started = ['terminal.started', { version: '0', statecharts: '0' }] as const;

/** Opens the log of a folder, as the next start does. */
function reopened(path: string, steps?: readonly string[]): Log {
  const folder = openDataFolder(path, random);
  folder.close();
  return new Log(folder.log, {
    clock: new VirtualClock(),
    secret: folder.secret,
    ...(steps === undefined ? {} : { schema: steps }),
  });
}

describe('a start that ends at any change it makes on the disk', () => {
  const place = temporaryFolder();
  const library = join(place.path, 'die-at.so');
  beforeAll(() => {
    execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-Wall', '-o', library, join(import.meta.dirname, 'die-at.c')]);
  });
  afterAll(() => place[Symbol.dispose]());

  /** @returns whether it died, and the last row it could tell to be durable */
  async function start(folder: string, dieAt: number) {
    const child = fork(join(import.meta.dirname, 'holder.ts'), {
      env: { ...process.env, LD_PRELOAD: library, DIE_AT: String(dieAt) },
    });
    let durable = 0;
    const died = new Promise<boolean>((resolve) => {
      child.on('exit', (_, signal) => resolve(signal === 'SIGKILL'));
      child.on('message', (message: FromHolder) => {
        if ('durable' in message) durable = message.durable;
        if ('said' in message && message.said === 'released') child.disconnect();
      });
    });
    child.send({ take: folder, rows: 3 } satisfies ToHolder);
    return { died: await died, durable };
  }

  it.each<readonly [string, number, (folder: string) => void]>([
    ['a first start', 0, () => {}],
    [
      'the start on a log of version 1',
      2,
      (folder) => {
        const log = reopened(folder, [schema]);
        for (let count = 0; count < 2; count += 1) log.append(...started);
        log.close();
      },
    ],
  ])('%s: what was durable is there, closed to others, and it goes on', { timeout: 180_000 }, async (_, rows, make) => {
    let deaths = 0;
    for (let over = false; !over; ) {
      const folder = join(place.path, `${rows}-${deaths}`);
      make(folder);
      const { died, durable } = await start(folder, deaths + 1);
      over = !died;
      if (died) deaths += 1;
      const modes = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]);
      expect(modes).toEqual(modes.map(([name]) => [name, 0o600]));
      const log = reopened(folder);
      const least = Math.max(rows, durable);
      expect([least, least + 1], `death ${deaths}`).toContain(log.head.seq);
      log.append(...started);
      log.close();
      expect(verifyRows(rowsIn(join(folder, 'log.sqlite')))).toMatchObject({ sound: true });
    }
    console.log(`${deaths} deaths`);
    expect(deaths).toBeGreaterThan(25);
  });
});

describe('a log whose last writes were lost, whole or torn, after a visit', () => {
  let parts: Shared;
  beforeAll(async () => {
    parts = await shared(6);
  });
  afterAll(() => parts.renderer.close());

  it('opens with the rows before the loss, and recovery comes to its end', { timeout: 300_000 }, async () => {
    using place = temporaryFolder();
    const whole = join(place.path, 'whole');
    const devices = devicesFor(parts);
    const kiosk = await boot(parts, configFor(join(place.path, 'data')), devices);
    await standing(kiosk, parts, devices);
    await visit(kiosk, parts, devices, {});
    cpSync(join(place.path, 'data'), whole, { recursive: true });
    const rows = kiosk.log.tail(1_000);
    kiosk.cut();
    const wal = readFileSync(join(whole, 'log.sqlite-wal'));
    const sheets = devices.pages.tray.length;

    /** The folder as a disk leaves it that kept `length` bytes of the WAL, and then some sector that was meant for another file. */
    const left = (name: string, length: number, torn: boolean): string => {
      const folder = join(place.path, name);
      mkdirSync(folder, { recursive: true });
      for (const file of ['log.secret', 'log.sqlite']) cpSync(join(whole, file), join(folder, file));
      const tail = torn ? Buffer.alloc(512, 0xa5) : Buffer.alloc(0);
      writeFileSync(join(folder, 'log.sqlite-wal'), Buffer.concat([wal.subarray(0, length), tail]));
      return folder;
    };

    /** The most of the WAL that leaves so many rows. */
    const lengths = new Map<number, number>();
    const sectors = Array.from({ length: Math.ceil(wal.length / 512) }, (_, index) => index * 512);
    for (const length of [...sectors, wal.length])
      for (const torn of [false, true]) {
        const log = reopened(left('cut', length, torn));
        expect(log.tail(1_000), `${length} bytes`).toEqual(rows.slice(0, log.head.seq));
        lengths.set(log.head.seq, length);
        log.close();
        expect(verifyRows(rowsIn(join(place.path, 'cut', 'log.sqlite')))).toMatchObject({ sound: true });
      }
    expect([...lengths.keys()]).toEqual([0, ...rows.map(({ seq }) => seq)]);
    console.log(`${wal.length} bytes of WAL, ${rows.length} rows`);

    for (const [count, length] of [...lengths].reverse()) {
      const folder = left(`with-${count}`, length, false);
      const again = await boot(parts, configFor(folder), devices);
      expect(['open', 'staffNeeded']).toContain(await standing(again, parts, devices));
      const { open, money } = again.log.state;
      expect({ open: open.size, held: money.held }, `after ${count} rows`).toEqual({ open: 0, held: 0 });
      expect(devices.acceptor.takes(100)).toBe(false);
      expect(devices.pages.tray.length).toBe(sheets);
      await again.stop();
      expect(verifyRows(rowsIn(join(folder, 'log.sqlite')))).toMatchObject({ sound: true });
    }
  });
});
