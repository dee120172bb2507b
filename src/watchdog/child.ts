import { spawn } from 'node:child_process';
import type { Program, Tell } from './supervisor.ts';

/** A program of its own that says over its IPC channel that it lives. One that cannot even be started has ended. */
export function startChild(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { beat, ended }: Tell,
): Program {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env });
  child.on('message', beat);
  // An error of one that runs is an order that did not reach it; whether it lives, its beats say.
  child.on('error', ({ message }) => {
    if (child.pid === undefined) ended(message);
  });
  child.once('exit', (code, signal) => ended(signal ?? `exit code ${code}`));
  return { kill: () => void child.kill('SIGKILL'), end: () => void child.kill('SIGTERM') };
}
