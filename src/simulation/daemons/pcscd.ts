import { type ChildProcess, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { killed, launch } from './child.ts';
import { twoFreePorts } from './free-port.ts';
import { until } from './until.ts';

/** Whether somebody listens there, without connecting: vpcd would take a connection for a card. */
const listening = (port: number): boolean =>
  new RegExp(`:${port.toString(16).toUpperCase().padStart(4, '0')} \\S+ 0A `).test(
    readFileSync('/proc/net/tcp', 'utf8'),
  );

/** Debian's own pcscd with a vpcd reader, apart from any other on this machine: own socket, own configuration, own port. */
export class PrivatePcscd implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'madoguchi-pcscd-'));
  readonly socket = join(this.folder, 'run/pcscd.comm');
  readonly #clock: Clock;
  #port = 0;
  #daemon: ChildProcess | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    mkdirSync(join(this.folder, 'run'));
  }

  /** Port of vpcd's first slot; the one after it is that of its second. */
  get port(): number {
    return this.#port;
  }

  /** Environment for programs that shall use this daemon. */
  get env(): NodeJS.ProcessEnv {
    return { ...process.env, PCSCLITE_CSOCK_NAME: this.socket };
  }

  /** Its configuration and its preloaded library, written once. */
  async #prepare(): Promise<void> {
    if (this.#port !== 0) return;
    this.#port = await twoFreePorts();
    const channel = `0x${this.#port.toString(16)}`;
    const reader = [
      'FRIENDLYNAME "Virtual PCD"',
      `DEVICENAME /dev/null:${channel}`,
      'LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so',
      `CHANNELID ${channel}`,
      '',
    ];
    mkdirSync(join(this.folder, 'conf'));
    writeFileSync(join(this.folder, 'conf/vpcd'), reader.join('\n'));
    const source = join(import.meta.dirname, 'nodelay.c');
    execFileSync('gcc', ['-shared', '-fPIC', '-o', join(this.folder, 'nodelay.so'), source]);
    mkdirSync('/run/pcscd', { recursive: true });
  }

  async start(): Promise<this> {
    await this.#prepare();
    const command = `mount --bind ${this.folder}/run /run/pcscd && LD_PRELOAD=${this.folder}/nodelay.so exec /usr/sbin/pcscd -f -c ${this.folder}/conf`;
    this.#daemon = launch('unshare', ['-m', 'sh', '-c', command], { stdio: ['ignore', 'ignore', 'inherit'] });
    const up = () => listening(this.#port) && listening(this.#port + 1) && existsSync(this.socket);
    await until(this.#clock, up, `pcscd on port ${this.#port}`);
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
    await killed(daemon);
    rmSync(join(this.folder, 'run'), { recursive: true, force: true });
    mkdirSync(join(this.folder, 'run'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
