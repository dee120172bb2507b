import type { ChildProcess } from 'node:child_process';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { createPagePrinter } from '../../devices/page-printer/driver.ts';
import { httpTransport } from '../../devices/page-printer/http-transport.ts';
import { type IppOperation, OPERATIONS } from '../../devices/page-printer/ipp.ts';
import type { PrintedSheet } from '../page-printer/print-engine.ts';
import { killed, launch } from './child.ts';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

/** What ippeveprinter runs for each document: a sheet every 0.1 s, of one page or two, a jam while the file `jam` exists. */
const PRINT_COMMAND = `#!/bin/bash
pages=$(grep -a -c '/Type */Page\\b' "$1")
case "$IPP_SIDES" in two-sided*) sides=2 ;; *) sides=1 ;; esac
for page in $(seq $(((pages + sides - 1) / sides))); do
  if [ -e "$OUT/jam" ]; then
    echo "STATE: +media-jam" >&2
    while [ -e "$OUT/jam" ]; do sleep 0.05; done
    echo "STATE: -media-jam" >&2
  fi
  sleep 0.1
  cp "$1" "$OUT/$IPP_JOB_NAME.$page.pdf"
  echo "$IPP_JOB_NAME $page" >>"$OUT/sheets"
  echo "ATTR: job-impressions-completed=$((page * sides))" >&2
done
`;

/** Debian's ippeveprinter, an IPP Everywhere printer that nobody here wrote. */
export interface IppevePrinter extends AsyncDisposable {
  readonly uri: string;
  /** Folder with what came out, `<job name>.<page>.pdf` with the whole document for each sheet. */
  readonly out: string;
  /** Sheets that came out for a job, in their order. */
  sheets(job: string): readonly number[];
  /** The sheets that nobody has taken yet. */
  readonly tray: readonly PrintedSheet[];
  takeSheets(): void;
  /** What it was asked, by operation code, and with what result, oldest first, as it says itself. */
  readonly requests: readonly { readonly operation: number; readonly status: string }[];
  /** Names of the jobs that were created, oldest first. */
  readonly created: readonly string[];
  /** The next sheet jams, and lies there until it is `mended`. */
  jam(): void;
  mend(): void;
  /** Kills the daemon as a power cut does; what its print command has in hand comes out all the same. */
  kill(): Promise<void>;
  /** Starts it again; it has forgotten everything. */
  start(): Promise<void>;
}

const linesOf = (path: string): readonly string[] =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];

/** @param folder made here, removed by the caller */
export async function startIppevePrinter(clock: Clock, folder: string): Promise<IppevePrinter> {
  const out = join(folder, 'out');
  const spool = join(folder, 'spool');
  for (const path of [out, spool]) mkdirSync(path, { recursive: true });
  const command = join(folder, 'print.sh');
  writeFileSync(command, PRINT_COMMAND);
  chmodSync(command, 0o755);
  // ippeveprinter ends at once without a system bus; a private one is enough.
  const address = `unix:path=${join(folder, 'bus')}`;
  const bus = launch('dbus-daemon', ['--session', '--nofork', `--address=${address}`], { stdio: 'ignore' });
  await until(clock, () => existsSync(join(folder, 'bus')), 'a bus for ippeveprinter');
  const port = await freePort();
  const uri = `ipp://localhost:${port}/ipp/print`;
  const options = [
    '-vv',
    '-2',
    '-r',
    'off',
    '-n',
    'localhost',
    '-p',
    String(port),
    '-d',
    spool,
    '-f',
    'application/pdf',
  ];
  const printer = createPagePrinter({ clock, uri, transport: httpTransport(uri) });
  const said = join(folder, 'said');
  let taken = 0;
  let daemon: ChildProcess;
  const start = async (): Promise<void> => {
    const output = openSync(said, 'a');
    daemon = launch('/usr/sbin/ippeveprinter', [...options, '-c', command, 'Kiosk A4'], {
      stdio: ['ignore', 'ignore', output],
      env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: address, OUT: out },
    });
    closeSync(output);
    await until(clock, async () => (await printer.health()).state === 'working', `ippeveprinter at ${uri}`);
  };
  const printed = (): readonly { readonly name: string; readonly page: number }[] =>
    linesOf(join(out, 'sheets')).map((line) => {
      const [name = '', page = ''] = line.split(' ');
      return { name, page: Number(page) };
    });
  await start();
  return {
    uri,
    out,
    start,
    kill: () => killed(daemon),
    sheets: (job) => printed().flatMap(({ name, page }) => (name === job ? [page] : [])),
    get tray() {
      return printed()
        .slice(taken)
        .map(({ name, page }) => ({
          ...{ name, page, jobId: 0 },
          get pdf() {
            return new Uint8Array(readFileSync(join(out, `${name}.${page}.pdf`)));
          },
        }));
    },
    takeSheets: () => {
      taken = printed().length;
    },
    get requests() {
      return linesOf(said).flatMap((line) => {
        const [, name = '', status = ''] = /^\S+ ([A-Z]\S+-\S+) ([a-z-]+)$/.exec(line) ?? [];
        return name in OPERATIONS ? [{ operation: OPERATIONS[name as IppOperation], status }] : [];
      });
    },
    get created() {
      const text = existsSync(said) ? readFileSync(said, 'utf8') : '';
      return [...text.matchAll(/operation-id=Create-Job[\s\S]*?job-name \(\S+\) (\S+)/g)].map(([, name = '']) => name);
    },
    jam: () => writeFileSync(join(out, 'jam'), ''),
    mend: () => rmSync(join(out, 'jam'), { force: true }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([killed(daemon), killed(bus)]);
    },
  };
}
