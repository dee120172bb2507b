import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPagePrinter } from '../../src/devices/page-printer/driver.ts';
import { httpTransport } from '../../src/devices/page-printer/http-transport.ts';
import { systemClock } from '../../src/system-clock.ts';
import { freePort } from '../harness.ts';

/** What cupsd runs as the device: a sheet every 0.1 s, written into `out/sheets`. */
const BACKEND = `#!/bin/bash
[ $# -eq 0 ] && { echo 'direct kiosk "Unknown" "Kiosk printer"'; exit 0; }
out=\${DEVICE_URI#kiosk:}
document=$(mktemp)
cat "\${6:--}" >"$document"
pages=$(grep -a -c '/Type */Page\\b' "$document")
rm -f "$document"
for page in $(seq "$pages"); do
  sleep 0.1
  echo "$3 $page" >>"$out/sheets"
  echo "PAGE: $page 1" >&2
done
`;

const files = (folder: string) => `ServerRoot ${folder}/etc
ServerBin ${folder}/bin
DataDir /usr/share/cups
RequestRoot ${folder}/spool
TempDir ${folder}/spool/tmp
CacheDir ${folder}/cache
StateDir ${folder}/run
ServerKeychain ${folder}/run
ErrorLog ${folder}/log/error_log
AccessLog ${folder}/log/access_log
PageLog ${folder}/log/page_log
SystemGroup root
User lp
Group lp
Sandboxing relaxed
`;

/** It keeps jobs and their documents, as it does unless told otherwise. */
const daemonConfig = (folder: string, port: number, forbidden: string) => `Listen localhost:${port}
Listen ${folder}/run/cups.sock
Browsing Off
DefaultAuthType None
WebInterface No
PreserveJobHistory Yes
PreserveJobFiles Yes
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  ${forbidden === '' ? '' : `<Limit ${forbidden}>\n    AuthType Basic\n    Require user @SYSTEM\n    Order deny,allow\n  </Limit>`}
  <Limit All>
    Order allow,deny
    Allow localhost
  </Limit>
</Policy>
`;

const queue = (folder: string) => `<DefaultPrinter kiosk>
DeviceURI kiosk:${folder}/out
State Idle
Accepting Yes
JobSheets none none
OpPolicy default
ErrorPolicy retry-job
</DefaultPrinter>
`;

/** A printer that takes PDF as it is, and prints on both sides. */
const PPD = `*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "KIOSK.PPD"
*Manufacturer: "Kiosk"
*Product: "(Kiosk)"
*ModelName: "Kiosk"
*ShortNickName: "Kiosk"
*NickName: "Kiosk"
*PSVersion: "(3010.000) 0"
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: ""
*CloseUI: *PageSize
*OpenUI *PageRegion/Media Size: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: ""
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4: "0 0 595 842"
*DefaultPaperDimension: A4
*PaperDimension A4: "595 842"
*OpenUI *Duplex/2-Sided Printing: PickOne
*DefaultDuplex: None
*Duplex None/Off: ""
*Duplex DuplexNoTumble/Long Edge: ""
*CloseUI: *Duplex
`;

/** Debian's cupsd with one queue, on a port and in a folder of its own. Root is needed. */
export interface Cupsd extends AsyncDisposable {
  readonly uri: string;
  /** Sheets that came out for a job, in their order. */
  sheets(job: string): readonly number[];
  /** Documents in its spool. */
  documents(): readonly string[];
}

/** @param forbidden names of operations that want the password of an operator, which is how cupsd comes */
export async function startCupsd(folder: string, forbidden = ''): Promise<Cupsd> {
  for (const name of ['etc/ppd', 'spool/tmp', 'cache', 'run/certs', 'log', 'out', 'bin/backend'])
    mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['daemon', 'filter', 'monitor', 'notifier'])
    if (existsSync(`/usr/lib/cups/${name}`)) symlinkSync(`/usr/lib/cups/${name}`, join(folder, 'bin', name));
  const port = await freePort();
  const backend = join(folder, 'bin/backend/kiosk');
  writeFileSync(backend, BACKEND);
  chmodSync(backend, 0o700);
  for (const name of ['', 'out', 'spool', 'spool/tmp', 'cache', 'run']) chmodSync(join(folder, name), 0o777);
  const [config, paths] = [join(folder, 'etc/cupsd.conf'), join(folder, 'etc/cups-files.conf')];
  writeFileSync(config, daemonConfig(folder, port, forbidden));
  writeFileSync(paths, files(folder));
  writeFileSync(join(folder, 'etc/printers.conf'), queue(folder));
  writeFileSync(join(folder, 'etc/ppd/kiosk.ppd'), PPD);
  const daemon: ChildProcess = spawn('/usr/sbin/cupsd', ['-f', '-c', config, '-s', paths], { stdio: 'ignore' });
  const uri = `ipp://localhost:${port}/printers/kiosk`;
  const printer = createPagePrinter({ clock: systemClock, uri, transport: httpTransport(uri) });
  for (let tries = 0; (await printer.health()).state !== 'working'; tries++) {
    if (tries > 200 || daemon.exitCode !== null) throw new Error('cupsd did not come up');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    uri,
    sheets: (job) => {
      const path = join(folder, 'out/sheets');
      const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
      return lines.map((line) => line.split(' ')).flatMap(([name, page]) => (name === job ? [Number(page)] : []));
    },
    documents: () => readdirSync(join(folder, 'spool')).filter((name) => name.startsWith('d')),
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => daemon.once('close', resolve));
      daemon.kill('SIGTERM');
      await ended;
    },
  };
}
