import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPagePrinter } from '../../src/devices/page-printer/driver.ts';
import { httpTransport } from '../../src/devices/page-printer/http-transport.ts';
import { systemClock } from '../../src/system-clock.ts';
import { freePort } from '../harness.ts';

/** What ippeveprinter runs for each document: a sheet every 0.1 s, a jam while the file `jam` exists. */
const PRINT_COMMAND = `#!/bin/bash
pages=$(grep -a -c '/Type /Page$' "$1")
for page in $(seq "$pages"); do
  if [ -e "$OUT/jam" ]; then
    echo "STATE: +media-jam" >&2
    while [ -e "$OUT/jam" ]; do sleep 0.05; done
    echo "STATE: -media-jam" >&2
  fi
  sleep 0.1
  echo "$IPP_JOB_NAME $page" >>"$OUT/sheets"
  echo "ATTR: job-impressions-completed=$page" >&2
done
cp "$1" "$OUT/$IPP_JOB_NAME.$page.pdf"
`;

/** Debian's ippeveprinter, an IPP Everywhere printer that nobody here wrote. */
export interface IppevePrinter extends AsyncDisposable {
  readonly uri: string;
  /** Folder with what came out, `<job name>.<pages>.pdf`; a file `jam` in it jams the printer. */
  readonly out: string;
  /** Sheets that came out for a job, in their order. */
  sheets(job: string): readonly number[];
  /** Kills the daemon as a power cut does; what its print command has in hand comes out all the same. */
  kill(): Promise<void>;
  /** Starts it again; it has forgotten everything. */
  start(): Promise<void>;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await pause(50)) if (await so()) return;
  throw new Error('ippeveprinter did not come up');
}

const stopped = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('close', () => resolve());
    child.kill('SIGKILL');
  });

/** @param folder made here, removed by the caller */
export async function startIppevePrinter(folder: string): Promise<IppevePrinter> {
  const out = join(folder, 'out');
  const spool = join(folder, 'spool');
  for (const path of [out, spool]) mkdirSync(path, { recursive: true });
  const command = join(folder, 'print.sh');
  writeFileSync(command, PRINT_COMMAND);
  chmodSync(command, 0o755);
  // ippeveprinter ends at once without a system bus; a private one is enough.
  const address = `unix:path=${join(folder, 'bus')}`;
  const bus = spawn('dbus-daemon', ['--session', '--nofork', `--address=${address}`], { stdio: 'ignore' });
  await until(() => existsSync(join(folder, 'bus')));
  const port = await freePort();
  const uri = `ipp://localhost:${port}/ipp/print`;
  const options = ['-r', 'off', '-n', 'localhost', '-p', String(port), '-d', spool, '-f', 'application/pdf'];
  const printer = createPagePrinter({ clock: systemClock, uri, transport: httpTransport(uri) });
  let daemon: ChildProcess;
  const start = async (): Promise<void> => {
    daemon = spawn('/usr/sbin/ippeveprinter', [...options, '-c', command, 'Kiosk A4'], {
      stdio: 'ignore',
      env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: address, OUT: out },
    });
    await until(async () => (await printer.health()).state === 'working');
  };
  await start();
  return {
    uri,
    out,
    start,
    kill: () => stopped(daemon),
    sheets: (job) => {
      const lines = existsSync(join(out, 'sheets')) ? readFileSync(join(out, 'sheets'), 'utf8').trim().split('\n') : [];
      return lines.map((line) => line.split(' ')).flatMap(([name, page]) => (name === job ? [Number(page)] : []));
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([stopped(daemon), stopped(bus)]);
    },
  };
}
