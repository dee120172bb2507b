import { spawn } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rowsIn } from '../crash/oracle.ts';
import { madoguchi, root, temporaryFolder } from '../harness.ts';

const visit = ['visit', '--card', 'adult', '--pin', '1234', '--certificate', 'juminhyo', '--coins', '100,100'];

/** A visit in a mount namespace of its own, after `mounts`; `$1` is the data folder. */
async function visitUnder(mounts: string, folder: string, user = '') {
  const command = `${mounts}\nshift\nexec ${user} "$@"`;
  const kiosk = [process.execPath, join(root, 'bin/madoguchi.js'), ...visit, '--json', '--out', folder];
  const child = spawn('unshare', ['-m', 'sh', '-ec', command, 'sh', folder, ...kiosk], { cwd: root });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (bytes) => (stdout += bytes));
  child.stderr.on('data', (bytes) => (stderr += bytes));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(stderr).not.toMatch(/ {4}at /);
  return { code, stdout, stderr };
}

const readOnly = (path: string): string => `mount --bind ${path} ${path}; mount -o remount,bind,ro ${path}`;
const nobody = 65_534;
const asNobody = `setpriv --reuid=${nobody} --clear-groups`;
const give = (folder: string, ...names: readonly string[]): void => {
  for (const name of ['', ...names]) chownSync(join(folder, name), nobody, nobody);
};

/** A folder in which somebody was served once. @returns the number of rows of its log */
async function used(folder: string): Promise<number> {
  expect(await madoguchi(...visit, '--out', folder)).toMatchObject({ code: 0 });
  return rowsIn(join(folder, 'log.sqlite')).length;
}

it.each<readonly [string, string, RegExp]>([
  ['the disk is read-only', readOnly('"$1"'), /The data folder \S+ cannot be used: EROFS: .+terminal\.lock/],
  [
    'the disk is full, and there is no log yet',
    'mount -t tmpfs -o size=1m none "$1"; head -c 1040384 /dev/zero > "$1/full"',
    /The log \S+ cannot be used: database or disk is full\./,
  ],
  ['there is no room for anything', 'mount -t tmpfs -o nr_inodes=1 none "$1"', /cannot be used: ENOSPC/],
])('the terminal does not start and says why when %s', async (_, mounts, sentence) => {
  using folder = temporaryFolder();
  const rows = await used(folder.path);
  const { code, stderr } = await visitUnder(mounts, folder.path);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(sentence) });
  expect(rowsIn(join(folder.path, 'log.sqlite')).length).toBe(rows);
});

it.each<readonly [string, (folder: string) => void, RegExp]>([
  ['the folder is another user’s', (folder) => chmodSync(folder, 0o755), /The data folder \S+ cannot be used: EACCES/],
  [
    'the log is another user’s',
    (folder) => give(folder, 'terminal.lock', 'log.secret'),
    /log\.sqlite cannot be read: unable to open/,
  ],
])('the terminal does not start and says why when %s', async (_, prepare, sentence) => {
  using folder = temporaryFolder();
  const rows = await used(folder.path);
  prepare(folder.path);
  const { code, stderr } = await visitUnder('', folder.path, asNobody);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(sentence) });
  expect(rowsIn(join(folder.path, 'log.sqlite')).length).toBe(rows);
});

it.each([
  ['the log alone is read-only', readOnly('"$1/log.sqlite"')],
  [
    'the disk has room for some rows only',
    'cp -a "$1" "$1.copy"; mount -t tmpfs -o size=1m none "$1"; cp -a "$1.copy"/log.* "$1"; head -c 950272 /dev/zero > "$1/full" || true',
  ],
])('staff are called and no coin is taken when %s', async (_, mounts) => {
  using place = temporaryFolder();
  const folder = join(place.path, 'data');
  await used(folder);
  const { code, stdout, stderr } = await visitUnder(mounts, folder);
  expect({ code, stdout: JSON.parse(stdout || '{}'), stderr }).toMatchObject({
    code: 1,
    stdout: { outcome: 'staff', paid: 0, pages: 0 },
    stderr: expect.stringMatching(/readonly database|disk is full/),
  });
});
