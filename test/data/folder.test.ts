import { type ChildProcess, fork } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataFolder } from '../../src/data-folder.ts';
import { Log } from '../../src/log/log.ts';
import { VirtualClock } from '../devices/virtual-clock.ts';
import { temporaryFolder } from '../harness.ts';
import type { FromHolder, ToHolder } from './holder.ts';

const random = (length: number): Uint8Array => new Uint8Array(length).fill(7);
const modeOf = (path: string): number => statSync(path).mode & 0o777;
const modesIn = (folder: string): Record<string, number> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, modeOf(join(folder, name))]));

/** Opens folder and log as the terminal does, and writes a row. */
function written(path: string) {
  const folder = openDataFolder(path, random);
  const log = new Log(folder.log, { clock: new VirtualClock(), secret: folder.secret });
  log.append('terminal.started', { version: '0', statecharts: '0' });
  return { folder, log };
}

const closed = {
  'log.secret': 0o600,
  'log.sqlite': 0o600,
  'log.sqlite-shm': 0o600,
  'log.sqlite-wal': 0o600,
  'terminal.lock': 0o600,
};

describe('nobody but the terminal', () => {
  it('reads the data folder and what is in it', () => {
    using place = temporaryFolder();
    const path = join(place.path, 'shop', 'data');
    const { folder, log } = written(path);
    expect([join(place.path, 'shop'), path].map(modeOf)).toEqual([0o700, 0o700]);
    expect(modesIn(path)).toEqual(closed);
    log.close();
    folder.close();
  });

  it('reads files that were open to others before', () => {
    using place = temporaryFolder();
    const before = written(place.path);
    for (const name of readdirSync(place.path)) chmodSync(join(place.path, name), 0o644);
    // As a process leaves them that is killed: -wal and -shm are still there.
    before.folder.close();
    const { folder, log } = written(place.path);
    expect(modesIn(place.path)).toEqual(closed);
    for (const open of [before.log, log, folder]) open.close();
  });

  it('is spared: a folder that is there keeps its mode and its other files', () => {
    using place = temporaryFolder();
    chmodSync(place.path, 0o755);
    writeFileSync(join(place.path, 'notes'), 'of the shop', { mode: 0o644 });
    openDataFolder(place.path, random).close();
    expect(modeOf(place.path)).toBe(0o755);
    expect(modeOf(join(place.path, 'notes'))).toBe(0o644);
  });
});

class Holder {
  readonly process: ChildProcess = fork(join(import.meta.dirname, 'holder.ts'));
  readonly ready = this.#next();

  #next(): Promise<FromHolder> {
    return new Promise((resolve) => this.process.once('message', (message) => resolve(message as FromHolder)));
  }

  say(message: ToHolder): Promise<FromHolder> {
    this.process.send(message);
    return this.#next();
  }

  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await ended;
  }
}

describe('of terminals that start in the same instant on one folder', () => {
  let holders: Holder[] = [];
  beforeAll(async () => {
    holders = Array.from({ length: 4 }, () => new Holder());
    await Promise.all(holders.map(({ ready }) => ready));
  });
  afterAll(() => Promise.all(holders.map((holder) => holder.kill())));

  /** All of them at once. @returns the one that has it */
  async function race(path: string): Promise<Holder> {
    const at = Date.now() + 5;
    const answers = await Promise.all(holders.map((holder) => holder.say({ take: path, at })));
    const winners = holders.filter((_, index) => 'said' in (answers[index] as FromHolder));
    expect(winners.length, JSON.stringify(answers)).toBe(1);
    for (const answer of answers)
      if ('refused' in answer)
        expect(answer.refused).toBe(
          `The data folder ${path} cannot be used: Another terminal (process ${winners[0]?.process.pid}) uses it. Stop that one, or set another dataFolder.`,
        );
    return winners[0] as Holder;
  }

  it('exactly one has it, on a new folder, an old one and one of a dead terminal', async () => {
    using place = temporaryFolder();
    for (let round = 0; round < 150; round += 1) {
      const winner = await race(join(place.path, `data-${Math.floor(round / 2)}`));
      if (round % 10 !== 9) {
        await winner.say({ release: true });
        continue;
      }
      await winner.kill();
      const next = new Holder();
      await next.ready;
      holders = holders.map((holder) => (holder === winner ? next : holder));
      await (await race(join(place.path, `data-${Math.floor(round / 2)}`))).say({ release: true });
    }
    const secrets = readdirSync(place.path).map((name) => readFileSync(join(place.path, name, 'log.secret')).length);
    expect(new Set(secrets)).toEqual(new Set([32]));
  });

  it('none is kept out by what a dead one left', async () => {
    using place = temporaryFolder();
    const [first, second] = holders as [Holder, Holder];
    expect(await first.say({ take: place.path, at: 0 })).toEqual({ said: 'taken' });
    expect(await second.say({ take: place.path, at: 0 })).toHaveProperty('refused');
    await first.kill();
    expect(await second.say({ take: place.path, at: 0 })).toEqual({ said: 'taken' });
    await second.say({ release: true });
    holders = holders.filter((holder) => holder !== first);
  });
});

describe('a data folder that cannot be', () => {
  const sentence = /^The data folder \S+ cannot be used: .+\.$/;

  it.each<readonly [string, (path: string) => void]>([
    ['a file in its place', (path) => writeFileSync(path, '')],
    ['a folder in the place of the lock', (path) => mkdirSync(join(path, 'terminal.lock'), { recursive: true })],
    [
      'a secret that is cut short',
      (path) => {
        openDataFolder(path, random).close();
        writeFileSync(join(path, 'log.secret'), 'short');
      },
    ],
  ])('%s', (_, make) => {
    using place = temporaryFolder();
    const path = join(place.path, 'data');
    make(path);
    expect(() => openDataFolder(path, random)).toThrow(sentence);
  });

  it('is free again when it could not be opened', () => {
    using place = temporaryFolder();
    writeFileSync(join(place.path, 'log.secret'), '');
    expect(() => openDataFolder(place.path, random)).toThrow('log.secret is damaged');
    writeFileSync(join(place.path, 'log.secret'), random(32));
    expect(() => openDataFolder(place.path, random).close()).not.toThrow();
  });
});
