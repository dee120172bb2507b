import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchPcscProcess, PcscTransport } from '../../src/devices/card-reader/pcsc-transport.ts';
import type { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { VpcdCard, type VpcdOptions } from '../../src/simulation/card-reader/vpcd.ts';
import { systemClock } from '../../src/system-clock.ts';
import { root } from '../harness.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves as soon as it is so. @throws after 20 s */
export async function until(so: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 20_000; !so(); await pause(5))
    if (Date.now() > end) throw new Error(`it did not come to that: ${what}`);
}

/** Whether somebody listens there, without connecting: vpcd would take a connection for a card. */
const listening = (port: number): boolean =>
  new RegExp(`:${port.toString(16).toUpperCase().padStart(4, '0')} \\S+ 0A `).test(
    readFileSync('/proc/net/tcp', 'utf8'),
  );

/** Debian's own pcscd with a vpcd reader, apart from any other on this machine: own socket, own configuration, own port. */
export class PrivatePcscd implements AsyncDisposable {
  readonly port: number;
  readonly folder = mkdtempSync(join(tmpdir(), 'madoguchi-pcscd-'));
  readonly socket = join(this.folder, 'run/pcscd.comm');
  #daemon: ChildProcess | null = null;

  /** vpcd listens on a free port and on the one after it. */
  constructor() {
    this.port = 20_000 + 2 * Math.floor(Math.random() * 6_000);
    mkdirSync(join(this.folder, 'run'));
    mkdirSync(join(this.folder, 'conf'));
    writeFileSync(
      join(this.folder, 'conf/vpcd'),
      [
        'FRIENDLYNAME "Virtual PCD"',
        `DEVICENAME /dev/null:0x${this.port.toString(16)}`,
        'LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so',
        `CHANNELID 0x${this.port.toString(16)}`,
        '',
      ].join('\n'),
    );
    execFileSync('gcc', [
      '-shared',
      '-fPIC',
      '-o',
      join(this.folder, 'nodelay.so'),
      join(import.meta.dirname, 'nodelay.c'),
    ]);
    mkdirSync('/run/pcscd', { recursive: true });
  }

  /** Environment for programs that shall use this daemon. */
  get env(): NodeJS.ProcessEnv {
    return { ...process.env, PCSCLITE_CSOCK_NAME: this.socket };
  }

  async start(): Promise<this> {
    const command = `mount --bind ${this.folder}/run /run/pcscd && LD_PRELOAD=${this.folder}/nodelay.so exec /usr/sbin/pcscd -f -c ${this.folder}/conf`;
    this.#daemon = spawn('unshare', ['-m', 'sh', '-c', command], { stdio: ['ignore', 'ignore', 'inherit'] });
    const up = () => listening(this.port) && listening(this.port + 1) && existsSync(this.socket);
    await until(up, `pcscd on port ${this.port}`);
    return this;
  }

  /** Stops it where it stands, or lets it go on. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#daemon?.kill(name);
  }

  async kill(): Promise<void> {
    const daemon = this.#daemon;
    if (daemon === null) return;
    this.#daemon = null;
    const ended = new Promise((resolve) => daemon.once('close', resolve));
    daemon.kill('SIGKILL');
    await ended;
    rmSync(join(this.folder, 'run'), { recursive: true, force: true });
    mkdirSync(join(this.folder, 'run'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A hand at the reader behind vpcd, whose card is `madoguchi card serve`, in a process of its own. */
export class ServedSlot {
  readonly #port: number;
  readonly #folder: string;
  #served: ChildProcess | null = null;

  constructor(pcscd: PrivatePcscd) {
    this.#port = pcscd.port;
    this.#folder = pcscd.folder;
  }

  get occupied(): boolean {
    return this.#served !== null;
  }

  insert(name: string): void {
    const args = ['card', 'serve', '--card', name, '--vpcd', `127.0.0.1:${this.#port}`, '--state', this.#state(name)];
    this.#served = spawn(process.execPath, [join(root, 'bin/madoguchi.js'), ...args], { stdio: 'ignore' });
  }

  #state(name: string): string {
    return join(this.#folder, `${name}.json`);
  }

  /** Tries left of the authentication PIN as the card has stored them. */
  tries(name: string): number {
    return JSON.parse(readFileSync(this.#state(name), 'utf8')).tries.auth;
  }

  remove(): void {
    this.#served?.kill('SIGKILL');
    this.#served = null;
  }
}

/** A hand at one of vpcd's two slots, with cards of this process. What it does is done when pcscd has noticed. */
export class VpcdSlot implements AsyncDisposable {
  readonly #port: number;
  readonly #watch: PcscTransport;
  #seen = false;
  #card: VpcdCard | null = null;

  constructor(pcscd: PrivatePcscd, index: 0 | 1) {
    this.#port = pcscd.port + index;
    const reader = `Virtual PCD 00 0${index}`;
    this.#watch = new PcscTransport(reader, systemClock, () => launchPcscProcess(reader, pcscd.env));
    this.#watch.open({
      inserted: () => {
        this.#seen = true;
      },
      removed: () => {
        this.#seen = false;
      },
      health: () => {},
    });
  }

  async insert(card: VirtualCard, options?: VpcdOptions): Promise<void> {
    this.#card = new VpcdCard(card, options);
    await this.#card.insert('127.0.0.1', this.#port);
    await until(() => this.#seen, 'pcscd sees the card');
  }

  async remove(): Promise<void> {
    this.#card?.remove();
    this.#card = null;
    await until(() => !this.#seen, 'pcscd sees no card');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#card?.remove();
    await this.#watch.close();
  }
}
