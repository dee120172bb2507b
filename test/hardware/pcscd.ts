import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../harness.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const listening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect(port, '127.0.0.1');
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });

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
    for (let tries = 0; tries < 100; tries += 1) {
      await pause(100);
      if (await listening(this.port + 1)) return this;
    }
    throw new Error(`pcscd did not come up on port ${this.port}`);
  }

  async kill(): Promise<void> {
    const daemon = this.#daemon;
    if (daemon === null) return;
    const ended = new Promise((resolve) => daemon.once('close', resolve));
    daemon.kill('SIGKILL');
    await ended;
    this.#daemon = null;
    rmSync(join(this.folder, 'run'), { recursive: true, force: true });
    mkdirSync(join(this.folder, 'run'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * A hand at the reader behind vpcd. The card runs in a process of its own, as `madoguchi card serve`: pcscd resets it while
 * the terminal's call waits, and a card in the terminal's own process could not answer.
 */
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
    return JSON.parse(readFileSync(this.#state(name), 'utf8')).authTries;
  }

  remove(): void {
    this.#served?.kill('SIGKILL');
    this.#served = null;
  }
}
