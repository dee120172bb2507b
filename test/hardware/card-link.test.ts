import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { JpkiClient } from '../../src/card/jpki.ts';
import type { Clock } from '../../src/clock.ts';
import { CardReaderDriver } from '../../src/devices/card-reader/driver.ts';
import { launchPcscProcess, type PcscProcess, PcscTransport } from '../../src/devices/card-reader/pcsc-transport.ts';
import type { CardProfile } from '../../src/simulation/card/profile.ts';
import { type CardReply, VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { VpcdCard } from '../../src/simulation/card-reader/vpcd.ts';
import { PrivatePcscd } from '../../src/simulation/daemons/pcscd.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import { systemClock } from '../../src/system-clock.ts';
import { root } from '../harness.ts';
import { until, VpcdSlot } from './vpcd-slot.ts';

/** The right PIN of every card here; `other` has another one, which nobody enters. */
const pin = '1234';
let adult: CardProfile;
let other: CardProfile;

beforeAll(async () => {
  const profile = (await sampleTown(systemClock.now())).cards.get('adult');
  if (profile === undefined) throw new Error('no adult');
  adult = profile;
  other = { ...profile, pins: { ...profile.pins, auth: { value: '8642', tries: 3 } } };
});

/** A card that counts what reached it. */
class CountingCard extends VirtualCard {
  commands = 0;
  verifies = 0;
  /** Called with the number of each command before the card acts on it. */
  before: (command: number) => void = () => {};

  override exchange(bytes: Uint8Array): CardReply {
    this.commands += 1;
    if (bytes[1] === 0x20 && bytes.length > 4) this.verifies += 1;
    this.before(this.commands);
    return super.exchange(bytes);
  }
}

type Step = (index: number) => void | Promise<void>;

/** A private pcscd, the driver on it, and hands at both slots. */
class Bed implements AsyncDisposable {
  readonly pcscd = new PrivatePcscd(systemClock);
  readonly events: string[] = [];
  readonly driver: CardReaderDriver;
  /** The transport's process, the last one. */
  process: PcscProcess | null = null;
  readonly #slots: [VpcdCard | null, VpcdCard | null] = [null, null];

  constructor({ reader = null, clock = systemClock }: { reader?: string | null; clock?: Clock } = {}) {
    const transport = new PcscTransport(reader, systemClock, () => {
      this.process = launchPcscProcess(reader, this.pcscd.env);
      return this.process;
    });
    this.driver = new CardReaderDriver(transport, clock);
  }

  async start(): Promise<this> {
    await this.pcscd.start();
    this.driver.start({
      inserted: (insertion) => this.events.push(`in ${insertion}`),
      removed: (insertion) => this.events.push(`out ${insertion}`),
      health: (state, reason) => this.events.push(`${state} ${reason}`),
    });
    await this.said(/^working/);
    return this;
  }

  said(event: RegExp): Promise<void> {
    return until(() => this.events.some((line) => event.test(line)), `${event} among: ${this.events.join(', ')}`);
  }

  /** Puts a card in, without waiting for anybody to notice. */
  async put(card: VirtualCard, index: 0 | 1 = 0): Promise<void> {
    const slot = new VpcdCard(card);
    this.#slots[index] = slot;
    await slot.insert('127.0.0.1', this.pcscd.port + index);
  }

  pull(index: 0 | 1 = 0): void {
    this.#slots[index]?.remove();
    this.#slots[index] = null;
  }

  /** The number of the first insertion after `last`. */
  async insertion(last = 0): Promise<number> {
    await until(() => (this.driver.present ?? 0) > last, `an insertion after ${last}`);
    return this.driver.present ?? 0;
  }

  async insert(card: VirtualCard): Promise<number> {
    const last = this.driver.present ?? Number(this.events.findLast((line) => /^in/.test(line))?.slice(3) ?? 0);
    await this.put(card);
    return this.insertion(last);
  }

  /**
   * What the terminal does with a PIN that a person entered once.
   * @param before called before each command, from 1
   * @returns `done`, or the fault of the first step that was not
   */
  async authenticate(insertion: number, before: Step = () => {}): Promise<string> {
    let index = 0;
    const outcome = await this.driver.session(insertion, async (channel) => {
      const client = new JpkiClient(async (command) => {
        index += 1;
        await before(index);
        return channel.transmit(command);
      });
      const steps = [
        () => client.identify(),
        () => client.readCertificate('auth'),
        () => client.selectApplication('jpki'),
        () => client.pinState('auth'),
        () => client.verify(Buffer.from(pin)),
        () => client.sign('auth', 'current', Buffer.from('a nonce')),
      ];
      for (const step of steps) {
        const result = await step();
        if (result.outcome === 'failed') return result.fault;
        if (result.outcome === 'unknown') return 'unknown';
      }
      return 'done';
    });
    return outcome.outcome === 'done' ? outcome.value : outcome.outcome === 'failed' ? outcome.fault : 'unknown';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.driver.stop();
    this.pull(0);
    this.pull(1);
    await this.pcscd[Symbol.asyncDispose]();
  }
}

const bed = (options?: ConstructorParameters<typeof Bed>[0]) => new Bed(options).start();

/** Commands of `authenticate` with this card, and which of them is the VERIFY and which the signature. */
const commands = 17;
const verify = 15;
const allSteps = Array.from({ length: commands }, (_, index) => index + 1);
const insertions = (events: readonly string[]): number[] =>
  events.filter((line) => /^in/.test(line)).map((line) => Number(line.slice(3)));
const rising = (numbers: readonly number[]): boolean =>
  numbers.every((number, index) => index === 0 || number > (numbers[index - 1] as number));

/** Every child of this process that is one of the terminal's PC/SC processes, zombies included. */
const processesOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((child) => child !== '' && existsSync(`/proc/${child}`))
    .map(Number)
    .filter((child) => /pcsc-process|^$/.test(readFileSync(`/proc/${child}/cmdline`, 'utf8')));

describe.concurrent('the card over PC/SC', () => {
  it('is read, verified and signed with; a reset ends the conversation', async ({ expect }) => {
    await using desk = await bed();
    const card = new CountingCard(adult);
    const insertion = await desk.insert(card);
    expect(await desk.authenticate(insertion)).toBe('done');
    expect([card.commands, card.verifies]).toEqual([commands, 1]);
    const after = await desk.driver.session(insertion, async (channel) => {
      const client = new JpkiClient((command) => channel.transmit(command));
      await client.selectApplication('jpki');
      return client.sign('auth', 'current', Buffer.from('a nonce'));
    });
    expect(after).toMatchObject({ value: { outcome: 'failed', fault: 'card' } });
    desk.pull();
    await desk.said(/^out 1/);
    expect(await desk.authenticate(insertion)).toBe('removed');
    expect(await desk.insert(card)).toBe(2);
  });

  it('is swapped before any step: no PIN reaches the other card, and each is another insertion', async ({ expect }) => {
    await using desk = await bed();
    let insertion = await desk.insert(new CountingCard(adult));
    for (const step of allSteps) {
      const stranger = new CountingCard(other);
      const swap: Step = async (index) => {
        if (index !== step) return;
        desk.pull();
        await desk.put(stranger);
      };
      // pcscd itself misses a swap that is quicker than its looks; the card then counts as there and silent.
      expect(['removed', 'mute', 'unknown']).toContain(await desk.authenticate(insertion, swap));
      expect([stranger.verifies, stranger.memory.tries.auth]).toEqual([0, 3]);
      await desk.insertion(insertion);
      desk.pull();
      await until(() => desk.driver.present === null, 'the other card is out');
      const own = new CountingCard(adult);
      insertion = await desk.insert(own);
      if (step % 6 === 0) expect(await desk.authenticate(insertion)).toBe('done');
      expect([stranger.verifies, own.memory.tries.auth]).toEqual([0, 3]);
    }
    expect(rising(insertions(desk.events))).toBe(true);
  });

  it.each(['removeBefore', 'tearAfter'] as const)(
    'is pulled in the middle of any command (%s): one VERIFY for an entry, and none lost',
    async (fault) => {
      await using desk = await bed();
      const card = new CountingCard(adult);
      let insertion = await desk.insert(card);
      for (const step of allSteps) {
        card.verifies = 0;
        card.faults[fault] = step;
        expect(await desk.authenticate(insertion)).toBe(step === verify ? 'unknown' : 'removed');
        expect(card.verifies).toBe(step >= verify ? 1 : 0);
        expect(card.memory.tries.auth).toBe(3);
        await until(() => desk.driver.present === null, 'it is out');
        insertion = await desk.insert(card);
        expect(await desk.authenticate(insertion)).toBe('done');
      }
      expect(rising(insertions(desk.events))).toBe(true);
    },
  );

  it.each(['before', 'during'] as const)('outlives pcscd, killed %s any command', async (when) => {
    await using desk = await bed();
    let card = new CountingCard(adult);
    let insertion = await desk.insert(card);
    for (const step of allSteps) {
      let killing: Promise<void> = Promise.resolve();
      const kill = (index: number): void => {
        if (index === step) killing = desk.pcscd.kill();
      };
      if (when === 'during') card.before = kill;
      const said = await desk.authenticate(insertion, async (index) => {
        if (when === 'before') kill(index);
        await killing;
      });
      expect(said).toBe(step === verify ? 'unknown' : 'reader');
      await killing;
      expect(card.verifies).toBe(step > verify || (step === verify && when === 'during') ? 1 : 0);
      expect(card.memory.tries.auth).toBe(3);
      await until(() => desk.driver.present === null, 'no card without pcscd');
      await desk.pcscd.start();
      card = new CountingCard(adult);
      insertion = await desk.insert(card);
      expect(desk.events.findLast((line) => /^(working|failed)/.test(line))).toMatch(/^working/);
      if (step % 6 === 0) {
        expect(await desk.authenticate(insertion)).toBe('done');
        card.commands = card.verifies = 0;
      }
    }
    expect(rising(insertions(desk.events))).toBe(true);
  });

  it('is called unreachable while pcscd hangs, and comes back with another number', async ({ expect }) => {
    await using desk = await bed();
    const card = new CountingCard(adult);
    const insertion = await desk.insert(card);
    desk.pcscd.signal('SIGSTOP');
    const began = performance.now();
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 10);
    expect(await desk.authenticate(insertion)).toBe('reader');
    clearInterval(ticking);
    expect(performance.now() - began).toBeLessThan(7_000);
    expect(ticks).toBeGreaterThan(200);
    await desk.said(/^failed pcscd does not answer/);
    expect(desk.driver.present).toBeNull();
    desk.pcscd.signal('SIGCONT');
    const next = await desk.insertion(insertion);
    expect(await desk.authenticate(next)).toBe('done');
    expect(card.verifies).toBe(1);
  });

  it('that is mute is said to be, holds nobody up, and is well again after it was out', async ({ expect }) => {
    /** Ten seconds of waiting for an answer in half of one. */
    const hasty: Clock = { ...systemClock, setTimeout: (run, ms) => systemClock.setTimeout(run, ms / 20) };
    await using desk = await bed({ clock: hasty });
    const card = new CountingCard(adult);
    for (const step of [1, verify, commands]) {
      const insertion = await desk.insert(card);
      card.verifies = 0;
      card.faults.muteAt = step;
      expect(await desk.authenticate(insertion)).toBe(step === verify ? 'unknown' : 'mute');
      expect(await desk.authenticate(insertion)).toBe('mute');
      expect(card.verifies).toBe(step >= verify ? 1 : 0);
      desk.pull();
      await until(() => desk.driver.present === null, 'it is out');
    }
    const insertion = await desk.insert(card);
    expect(await desk.authenticate(insertion)).toBe('done');
    expect(card.memory.tries.auth).toBe(3);
  });

  it('is one of two: the first counts, the second waits, and each removal is its own', async ({ expect }) => {
    await using desk = await bed();
    const [first, second] = [new CountingCard(adult), new CountingCard(other)];
    await desk.put(first, 1);
    expect(await desk.insertion()).toBe(1);
    await desk.put(second, 0);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await desk.authenticate(1)).toBe('done');
    expect([first.verifies, second.commands]).toEqual([1, 0]);
    desk.pull(0);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(desk.driver.present).toBe(1);
    await desk.put(second, 0);
    await new Promise((resolve) => setTimeout(resolve, 600));
    desk.pull(1);
    expect(await desk.insertion(1)).toBe(2);
    expect(desk.events.slice(1)).toEqual(['in 1', 'out 1', 'in 2']);
    expect(await desk.authenticate(1)).toBe('removed');
    expect(second.commands).toBe(0);
  });

  it('is only that of the configured reader', async ({ expect }) => {
    await using desk = await bed({ reader: '00 01' });
    const [own, foreign] = [new CountingCard(adult), new CountingCard(other)];
    await desk.put(foreign, 0);
    await desk.put(own, 1);
    expect(await desk.authenticate(await desk.insertion())).toBe('done');
    expect([own.verifies, foreign.commands]).toEqual([1, 0]);
    expect(desk.events).toEqual(['working Virtual PCD 00 01', 'in 1']);
  });

  it('is not waited for for ever when another program holds it', async ({ expect }) => {
    await using desk = await bed();
    const insertion = await desk.insert(new CountingCard(adult));
    const rival = new CardReaderDriver(
      new PcscTransport(null, systemClock, () => launchPcscProcess(null, desk.pcscd.env)),
      systemClock,
    );
    const noticed = Promise.withResolvers<number>();
    rival.start({ inserted: noticed.resolve, removed: () => {}, health: () => {} });
    const holding = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const other = rival.session(await noticed.promise, async () => {
      held.resolve();
      await holding.promise;
    });
    await held.promise;
    const began = performance.now();
    expect(await desk.driver.session(insertion, async () => 'had')).toEqual({
      outcome: 'failed',
      fault: 'reader',
      detail: 'another program uses the card (SCARD_E_SHARING_VIOLATION)',
    });
    expect(performance.now() - began).toBeLessThan(2_500);
    const waiting = desk.authenticate(insertion);
    holding.resolve();
    await other;
    expect(await waiting).toBe('done');
    await rival.stop();
  });

  it('survives its own process, killed before a command, at the VERIFY and at the signature', async ({ expect }) => {
    await using desk = await bed();
    const card = new CountingCard(adult);
    let insertion = await desk.insert(card);
    for (const step of [1, verify, commands]) {
      card.verifies = 0;
      const own = desk.process;
      card.before = (command) => {
        if (command === step) own?.kill();
      };
      card.commands = 0;
      expect(await desk.authenticate(insertion)).toBe(step === verify ? 'unknown' : 'reader');
      expect(card.verifies).toBe(step >= verify ? 1 : 0);
      insertion = await desk.insertion(insertion);
      expect(await desk.authenticate(insertion)).toBe('done');
      expect(await own?.ended).toBe('SIGKILL');
    }
    expect(card.memory.tries.auth).toBe(3);
    expect(insertions(desk.events)).toEqual([1, 2, 3, 4]);
  });
});

describe('the process for the card reader', () => {
  /** A terminal of its own, when it has said something about its reader. */
  const start = async (env: NodeJS.ProcessEnv, veiledPin = '') => {
    const file = join(root, 'test/hardware/card-terminal.ts');
    const child = spawn(process.execPath, [file, veiledPin], { env: { ...process.env, ...env } });
    let said = '';
    child.stdout.on('data', (bytes) => {
      said += bytes;
    });
    await until(() => said !== '', 'it says how the reader is');
    return { child, pid: child.pid as number, said: () => said };
  };

  /** How often a text stands in the memory of a process. */
  const copiesIn = (pid: number, text: string): number => {
    const memory = openSync(`/proc/${pid}/mem`, 'r');
    let copies = 0;
    for (const [, from, to] of readFileSync(`/proc/${pid}/maps`, 'utf8').matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm)) {
      const start = Number.parseInt(from as string, 16);
      const bytes = Buffer.alloc(Number.parseInt(to as string, 16) - start);
      readSync(memory, bytes, 0, bytes.length, start);
      for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) copies += 1;
    }
    closeSync(memory);
    return copies;
  };

  it('and the terminal have no PIN in their memory when it has been used', async () => {
    await using pcscd = await new PrivatePcscd(systemClock).start();
    await using slot = new VpcdSlot(pcscd, 0);
    const used = { ...adult, pins: { ...adult.pins, sign: { value: 'QX7K2MZ9W4', tries: 5 } } };
    const veiled = [...used.pins.sign.value]
      .map((character) => String.fromCharCode(character.charCodeAt(0) + 1))
      .join('');
    const terminal = await start({ PCSCLITE_CSOCK_NAME: pcscd.socket }, veiled);
    await slot.insert(new VirtualCard(used));
    await until(() => terminal.said().includes('done'), 'it has used the PIN');
    expect(terminal.said()).toContain('"verified"');
    const [own] = processesOf(terminal.pid);
    // What is looked for can be found: the veiled one stands in the terminal's arguments.
    expect(copiesIn(terminal.pid, veiled)).toBeGreaterThan(0);
    expect([copiesIn(terminal.pid, used.pins.sign.value), copiesIn(own as number, used.pins.sign.value)]).toEqual([
      0, 0,
    ]);
    terminal.child.kill('SIGKILL');
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'dies with the terminal (%s), and has no core dump and no debugger',
    async (signal) => {
      const { child } = await start({ PCSCLITE_CSOCK_NAME: '/nowhere' });
      const [own] = processesOf(child.pid as number);
      expect(readFileSync(`/proc/${own}/limits`, 'utf8')).toMatch(/^Max core file size +0 +0 /m);
      expect(readFileSync(`/proc/${own}/cmdline`, 'utf8').split('\0')).toContain('--disable-sigusr1');
      child.kill(signal);
      const ended = () => !existsSync(`/proc/${own}`) || / Z /.test(readFileSync(`/proc/${own}/stat`, 'utf8'));
      await until(ended, 'the process is gone');
    },
  );

  it('is told apart from a pcscd that is away, and is not started again, when the binding is not installed', async () => {
    const hidden = `import { registerHooks } from 'node:module';
      registerHooks({ resolve: (name, context, next) => {
        if (name === 'smartcard') throw new Error("Cannot find package 'smartcard'");
        return next(name, context);
      } });`;
    const said: string[] = [];
    let launches = 0;
    const env = { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hidden)}` };
    const transport = new PcscTransport(null, systemClock, () => {
      launches += 1;
      return launchPcscProcess(null, env);
    });
    transport.open({
      inserted: () => {},
      removed: () => {},
      health: (state, reason) => said.push(`${state} ${reason}`),
    });
    await until(() => said.length > 0, 'it says so');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(said).toEqual(["failed the PC/SC binding is not installed (Cannot find package 'smartcard')"]);
    expect(launches).toBe(1);
    await transport.close();
  });

  it('leaves nothing behind when it is closed', async () => {
    const transport = new PcscTransport(null, systemClock);
    const before = processesOf(process.pid).length;
    transport.open({ inserted: () => {}, removed: () => {}, health: () => {} });
    expect(processesOf(process.pid)).toHaveLength(before + 1);
    await transport.close();
    expect(processesOf(process.pid)).toHaveLength(before);
  });
});
