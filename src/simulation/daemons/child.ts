import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** Starts a program that the kernel kills when this process ends, however that comes about. */
export const launch = (command: string, args: readonly string[], options: SpawnOptions): ChildProcess =>
  spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], options);

/** Whether it has ended. */
export const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Kills it as a power cut does. Resolves when it is gone, at once when it was already. */
export const killed = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (hasEnded(child)) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
