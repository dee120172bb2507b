import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import { freePort } from '../src/simulation/daemons/free-port.ts';
import type { BenchState } from '../src/ui/bench.ts';

export const root = join(import.meta.dirname, '..');

export { freePort };

/** A folder that is gone after the test. */
export function temporaryFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'madoguchi-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

type Change = Record<string, unknown>;

/** A terminal without hoppers: what it cannot give back becomes a claim slip. */
export const exactMoney = { coins: { accept: [10, 50, 100, 500] } };

/** The sample configuration, open at every hour, with some keys changed; written into `folder`. */
export function writeConfig(folder: string, change: Change = {}): string {
  const config = JSON.parse(readFileSync(join(root, 'kiosk.config.json'), 'utf8'));
  const path = join(folder, 'kiosk.config.json');
  const open = { open: '00:00', close: '23:59', closedDays: [] };
  writeFileSync(path, JSON.stringify({ ...config, hours: open, dataFolder: join(folder, 'data'), ...change }));
  return path;
}

/** Runs the command line to its end. */
export async function madoguchi(
  ...args: string[]
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [join(root, 'bin/madoguchi.js'), ...args], { cwd: root });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (bytes) => (stdout += bytes));
  child.stderr.on('data', (bytes) => (stderr += bytes));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

/** A running `madoguchi start` with simulated devices, and hands for its bench. */
export interface RunningKiosk extends AsyncDisposable {
  readonly screen: string;
  readonly bench: string;
  readonly folder: string;
  readonly data: string;
  /** Everything the process has printed. */
  readonly output: () => string;
  /** What a hand or a fault does, e.g. `{ act: 'insert', card: 'adult' }`. */
  act(message: object): void;
  state(): BenchState;
  /** Resolves when the bench's state is so. @throws after 20 s, with the active states */
  until(so: (state: BenchState) => boolean): Promise<void>;
  /** Resolves when this state is active, e.g. `terminal.service.open`. */
  untilActive(path: string): Promise<void>;
  readonly process: ChildProcess;
}

/**
 * @param command `watch` runs it under the supervisor; `process` is then the supervisor's
 * @param env beside the environment of the tests
 */
export async function startKiosk(
  change: Change = {},
  command: 'start' | 'watch' = 'start',
  env: Readonly<Record<string, string>> = {},
): Promise<RunningKiosk> {
  const folder = temporaryFolder();
  const config = writeConfig(folder.path, change);
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [join(root, 'bin/madoguchi.js'), command, '--config', config, '--port', String(port)],
    { cwd: root, env: { ...process.env, ...env } },
  );
  let output = '';
  child.stdout.on('data', (bytes) => (output += bytes));
  child.stderr.on('data', (bytes) => (output += bytes));
  const address = (name: string): string | undefined => new RegExp(`^${name}\\s+(\\S+)`, 'm').exec(output)?.[1];
  while (address('log') === undefined) {
    if (child.exitCode !== null) throw new Error(`madoguchi start ended: ${output}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const screen = address('kiosk screen') ?? '';
  const bench = address('bench') ?? '';

  let state: BenchState | null = null;
  let socket: WebSocket | null = null;
  let closing = false;
  const connect = (): void => {
    const next = new WebSocket(`${bench.replace(/^http/, 'ws')}/socket`, { origin: new URL(bench).origin });
    next.on('message', (data) => {
      const heard = JSON.parse(String(data));
      if (heard.type === 'bench') state = heard;
    });
    next.on('error', () => {});
    next.on('close', () => !closing && setTimeout(connect, 100));
    socket = next;
  };
  connect();
  const until = async (so: (state: BenchState) => boolean): Promise<void> => {
    for (const end = Date.now() + 20_000; Date.now() < end; ) {
      if (state !== null && so(state)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`it did not come to that; active: ${state?.states.join(', ')}`);
  };
  const untilActive = (path: string) =>
    until(({ states }) => states.some((active) => active === path || active.startsWith(`${path}.`)));
  await until(() => true);
  return {
    screen,
    bench,
    folder: folder.path,
    data: join(folder.path, 'data'),
    output: () => output,
    act: (message) => socket?.send(JSON.stringify(message)),
    state: () => state as BenchState,
    until,
    untilActive,
    process: child,
    [Symbol.asyncDispose]: async () => {
      closing = true;
      socket?.close();
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('close', resolve));
        child.kill('SIGTERM');
        await ended;
      }
      folder[Symbol.dispose]();
    },
  };
}

/** `madoguchi replay FILE --bench`, running; its address. */
export async function startReplay(file: string): Promise<{ readonly address: string } & AsyncDisposable> {
  const options = ['replay', file, '--bench', '--port', String(await freePort())];
  const child = spawn(process.execPath, [join(root, 'bin/madoguchi.js'), ...options], { cwd: root });
  let output = '';
  child.stdout.on('data', (bytes) => (output += bytes));
  child.stderr.on('data', (bytes) => (output += bytes));
  for (;;) {
    const address = /^replay\s+(\S+)/m.exec(output)?.[1];
    if (address !== undefined)
      return {
        address,
        [Symbol.asyncDispose]: async () => {
          const ended = new Promise((resolve) => child.once('close', resolve));
          child.kill('SIGTERM');
          await ended;
        },
      };
    if (child.exitCode !== null) throw new Error(`madoguchi replay ended: ${output}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
