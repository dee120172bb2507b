import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the daemons need of the operating system: a program, or a file by its path, and the Debian package that has it. */
const needed: readonly (readonly [string, string])[] = [
  ['/usr/sbin/pcscd', 'pcscd'],
  ['/usr/lib/pcsc/drivers/serial/libifdvpcd.so', 'vsmartcard-vpcd'],
  ['/usr/sbin/ippeveprinter', 'cups-ipp-utils'],
  ['dbus-daemon', 'dbus-daemon'],
  ['gcc', 'gcc'],
  ['/usr/include/dlfcn.h', 'libc6-dev'],
  ['python3', 'python3'],
  ['setpriv', 'util-linux'],
  ['prlimit', 'util-linux'],
  ['unshare', 'util-linux'],
  ['mount', 'mount'],
];

/** Packages of npm that are optional, because they are built against the headers of the machine. */
const bindings: readonly (readonly [string, string])[] = [
  ['smartcard', 'libpcsclite-dev'],
  ['serialport', 'g++ and make'],
];

export interface Machine {
  /** Folders in which programs are looked for, as in PATH. */
  readonly path: string;
  readonly has: (file: string) => boolean;
  readonly resolves: (module: string) => boolean;
  /** What a try to get a mount namespace complained of; null when there was one. */
  readonly namespace: () => string | null;
}

/** This machine. */
export const thisMachine: Machine = {
  path: process.env.PATH ?? '',
  has: existsSync,
  resolves: (module) => {
    try {
      return import.meta.resolve(module) !== '';
    } catch {
      return false;
    }
  },
  namespace: () => {
    const { status, stderr, error } = spawnSync('unshare', ['-m', 'true'], { encoding: 'utf8' });
    return status === 0 ? null : (error?.message ?? stderr.trim());
  },
};

/** Why the daemons cannot be started on a machine, in a sentence each; empty when they can. */
export function whatIsMissing({ has, namespace, path, resolves }: Machine): readonly string[] {
  const found = (name: string): boolean =>
    name.startsWith('/') ? has(name) : path.split(delimiter).some((folder) => folder !== '' && has(join(folder, name)));
  const missing = [
    ...needed
      .filter(([name]) => !found(name))
      .map(([name, debian]) => `${name} is not installed: apt-get install ${debian}.`),
    ...bindings
      .filter(([module]) => !resolves(module))
      .map(([module, debian]) => `The npm package ${module} is not installed: npm ci, after ${debian}.`),
  ];
  if (missing.length > 0) return missing;
  const complaint = namespace();
  return complaint === null
    ? []
    : [`pcscd needs a mount namespace of its own, and there is none (${complaint}): run this as root.`];
}
