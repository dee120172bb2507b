import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { root } from '../harness.ts';

const run = promisify(execFile);

/** As in a shell: without what npm puts in front of the path for its own scripts. */
const path = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(delimiter);

describe('the command', () => {
  it.each([
    ['as the README calls it', 'npx', ['madoguchi']],
    ['by its file', 'bin/madoguchi.js', []],
  ])('runs on Node 24 whatever Node is installed: %s', async (_, program, before) => {
    const { stdout } = await run(program, [...before, 'model', 'list'], {
      cwd: root,
      env: { ...process.env, PATH: path },
    });
    expect(stdout).toContain('terminal');
  });
});
