// Adds to package-lock.json the optional packages of other platforms that a registry mirror does not hold. npm leaves them out
// of the lock there and `npm ci` then calls the lock incomplete; they are never installed on a platform that is not theirs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Entry {
  version?: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const path = join(import.meta.dirname, '../package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, Entry> };

const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32', 'aix'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];

/** Platform of a package by its name, e.g. `@x/binding-linux-arm64-musl`. */
function platformOf(name: string): Pick<Entry, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[-/]/);
  const os = words.find((word) => systems.includes(word));
  const cpu = words.find((word) => processors.includes(word));
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : null;
  return {
    ...(os ? { os: [os] } : {}),
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(os === 'linux' && libc ? { libc: [libc] } : {}),
  };
}

/** Where a dependency of the package at `from` is found, as Node looks for it; null when nowhere. */
function found(from: string, name: string): string | null {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    const key = `${place === '' ? '' : `${place}/`}node_modules/${name}`;
    if (lock.packages[key] !== undefined) return key;
    if (place === '') return null;
  }
}

let added = 0;
for (const [parent, { optionalDependencies = {} }] of Object.entries(lock.packages))
  for (const [name, range] of Object.entries(optionalDependencies)) {
    const platform = platformOf(name);
    if (platform.os === undefined && platform.cpu === undefined) continue;
    const version = range.replace(/^[^\d]*/, '');
    const known = found(parent, name);
    if (known !== null && lock.packages[known]?.version === version) continue;
    const key = known === null ? `node_modules/${name}` : `${parent}/node_modules/${name}`;
    lock.packages[key] = { version, optional: true, ...platform };
    added += 1;
  }
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} packages of other platforms added`);
