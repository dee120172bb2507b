import { spawn } from 'node:child_process';
import { appendFileSync, copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPress, type Press } from '../../src/certificates/press.ts';
import { loadConfig } from '../../src/config.ts';
import { actOf } from '../../src/shop/daemons/acts.ts';
import { doorPages } from '../../src/shop/daemons/door-pages.ts';
import { journeys } from '../../src/shop/daemons/journeys.ts';
import { DaemonWorld } from '../../src/shop/daemons/world.ts';
import type { Violation } from '../../src/shop/judge.ts';
import { Witness } from '../../src/shop/tour/witness.ts';
import { type Daemons, startDaemons } from '../../src/simulation/daemons/daemons.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import { systemClock } from '../../src/system-clock.ts';
import { root, temporaryFolder } from '../harness.ts';

/** `madoguchi model test --devices daemons`, with a folder of its own for what is temporary. */
function modelTest(temporary: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const command = [join(root, 'bin/madoguchi.js'), 'model', 'test', '--devices', 'daemons', '--only', 'tour', ...args];
  const child = spawn(process.execPath, command, { cwd: root, env: { ...process.env, TMPDIR: temporary, ...env } });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes) => {
    said.stdout += bytes;
  });
  child.stderr.on('data', (bytes) => {
    said.stderr += bytes;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, ended, said };
}

describe('madoguchi model test --devices daemons', () => {
  it('plays journeys on pcscd, ippeveprinter and real wires, and leaves nothing behind', async () => {
    using temporary = temporaryFolder();
    using folder = temporaryFolder();
    const played = ['--journeys', 'wrong-pin,jam,pin-change', '--json', '--report', folder.path];
    const { ended, said } = modelTest(temporary.path, played);
    expect([await ended, said.stderr]).toEqual([0, '']);
    expect(JSON.parse(said.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      violations: 0,
      terminal: { paths: 3 },
    });
    for (const name of ['wrong-pin', 'jam', 'pin-change'])
      expect(said.stdout).toMatch(new RegExp(`^journey ${name}: `, 'm'));
    const junit = readFileSync(join(folder.path, 'junit.xml'), 'utf8');
    expect(junit).toMatch(/<testsuite name="whole terminal" tests="1" failures="0"/);
    expect(junit).toContain('name="journeys on daemons"');
    const html = readFileSync(join(folder.path, 'report.html'), 'utf8');
    expect(html).toContain('The whole terminal, with real daemons');
    expect(html).not.toContain('nobody said why');
    expect(readdirSync(temporary.path)).toEqual([]);
  });

  it('stops everything and leaves nothing behind when it is interrupted', async () => {
    using temporary = temporaryFolder();
    const { child, ended, said } = modelTest(temporary.path, ['--journeys', 'pin-change,walks-away']);
    const begun = Promise.withResolvers<void>();
    child.stdout.on('data', () => begun.resolve());
    await begun.promise;
    const before = readdirSync(temporary.path);
    child.kill('SIGINT');
    expect([await ended, said.stderr]).toEqual([130, '']);
    expect([before.length > 0, readdirSync(temporary.path)]).toEqual([true, []]);
  });

  it('says what is not installed, and begins nothing', async () => {
    using temporary = temporaryFolder();
    const { ended, said } = modelTest(temporary.path, [], { PATH: '' });
    expect([await ended, said.stdout]).toEqual([1, '']);
    expect(said.stderr).toMatch(/^madoguchi: dbus-daemon is not installed: apt-get install dbus-daemon\.$/m);
    expect(readdirSync(temporary.path)).toEqual([]);
  });

  it.each([
    [['--journeys', 'nowhere'], 'There is no journey nowhere. Allowed: paper, '],
    [['--journeys', 'paper', '--devices', 'simulated'], '--journeys are played with --devices daemons'],
    [['--devices', 'none'], 'Allowed choices are simulated, daemons.'],
  ])('refuses %j', async (args, sentence) => {
    using temporary = temporaryFolder();
    const { ended, said } = modelTest(temporary.path, args);
    expect(await ended).toBe(1);
    expect(said.stderr).toContain(sentence);
  });
});

describe('what is broken on a terminal with daemons is found', () => {
  let daemons: Daemons;
  let press: Press;
  const before = process.env.PCSCLITE_CSOCK_NAME;

  beforeAll(async () => {
    daemons = await startDaemons(systemClock);
    press = await openPress(systemClock);
    process.env.PCSCLITE_CSOCK_NAME = daemons.pcscd.socket;
  });
  afterAll(async () => {
    if (before === undefined) delete process.env.PCSCLITE_CSOCK_NAME;
    else process.env.PCSCLITE_CSOCK_NAME = before;
    await press.close();
    await daemons[Symbol.asyncDispose]();
  });

  /** What is found when a journey is played to its end and `meddle` befalls it before its last act. */
  async function found(
    name: string,
    meddle: (world: DaemonWorld) => void | Promise<void>,
  ): Promise<readonly Violation[]> {
    const loaded = loadConfig(join(root, 'kiosk.config.json'));
    if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
    await using world = await DaemonWorld.open({
      ...{ clock: systemClock, daemons, pages: doorPages(press), witness: new Witness() },
      ...{ config: loaded.config, town: await sampleTown(systemClock.now()), signal: new AbortController().signal },
    });
    const { acts } = journeys.find((journey) => journey.name === name) ?? { acts: [] };
    await world.do(actOf('wait open'));
    for (const act of acts.slice(0, -1)) await world.do(act);
    await meddle(world);
    for (const act of acts.slice(-1)) await world.do(act);
    await world.end();
    return [...world.take(), ...(await world.close())];
  }

  it('nothing where nothing is', async () => {
    expect(await found('paper', () => {})).toEqual([]);
    expect(daemons.printer.created).toHaveLength(1);
    expect(
      daemons.printer.requests.filter(({ status }) => status !== 'successful-ok').map(({ status }) => status),
    ).toEqual([]);
  });

  it('a sheet that comes out a second time', async () => {
    const again = await found('paper', () => {
      const { out } = daemons.printer;
      const last = readFileSync(join(out, 'sheets'), 'utf8').trim().split('\n').at(-1) ?? '';
      appendFileSync(join(out, 'sheets'), `${last}\n`);
    });
    expect(again).toContainEqual({ invariant: 'I3', detail: 'a sheet came out twice' });
  });

  it('a sheet that nobody was allowed, and that never passed the door', async () => {
    const strange = await found('pin-change', () => {
      const { out } = daemons.printer;
      copyFileSync(join(root, 'package.json'), join(out, 'X.1.pdf'));
      appendFileSync(join(out, 'sheets'), 'X 1\n');
    });
    expect(strange).toContainEqual({ invariant: 'I2', detail: 'a sheet of another visit' });
    expect(strange).toContainEqual({ invariant: 'I1', detail: 'a sheet of another visit or person' });
  });

  it('a VERIFY at the card that no row allowed', async () => {
    const twice = await found('pin-change', ({ shop }) => {
      const file = join(dirname(shop.log), '../traffic');
      expect(shop.slot.traffic.filter(({ ins }) => ins === 0x20).length).toBeGreaterThan(0);
      appendFileSync(file, `${JSON.stringify({ ins: 0x20, command: 9, answer: 2 })}\n`);
    });
    expect(twice.filter(({ invariant }) => invariant === 'I6' || invariant === 'I11')).not.toEqual([]);
  });

  it('a display that shows something else than the statechart says', async () => {
    const shown = await found('pin-change', ({ shop: { kiosk } }) => {
      kiosk.display.show({ ...kiosk.display.screen, id: 'session.elsewhere' });
    });
    expect(shown.map(({ invariant }) => invariant)).toContain('I10');
  });
});
