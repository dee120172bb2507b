#!/usr/bin/env node
// Runs the command on Node 24, which comes with the npm package "node", whatever Node this file was started with.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
if (Number(process.versions.node.split('.')[0]) >= 24) {
  const { enableCompileCache } = await import('node:module');
  // What was compiled once, for this process and for its threads: half of a start.
  process.env.NODE_COMPILE_CACHE ??= join(root, 'build/compiled');
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import('../src/cli/main.ts');
} else {
  const node = join(root, 'node_modules/node/bin/node');
  if (!existsSync(node)) {
    console.error('madoguchi: Node 24 is not installed. Run scripts/start or npm ci first.');
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => process.exit(code ?? 1));
}
