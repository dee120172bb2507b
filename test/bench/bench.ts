// Measures what docs/benchmarks.md says. `npm run bench` prints every number; each comparison is made in the same run.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import PDFDocument from 'pdfkit';
import { readCommonRecord } from '../../src/card/common-card.ts';
import { JpkiClient } from '../../src/card/jpki.ts';
import { createEmbeddedCentre } from '../../src/centre/embedded.ts';
import { createRenderer } from '../../src/certificates/create-renderer.ts';
import type { SignedDocument, Wish } from '../../src/certificates/document.ts';
import { specimens } from '../../src/certificates/specimens.ts';
import { checkConfig } from '../../src/config.ts';
import { CardReaderDriver } from '../../src/devices/card-reader/driver.ts';
import { launchPcscProcess, PcscTransport } from '../../src/devices/card-reader/pcsc-transport.ts';
import { Log } from '../../src/log/log.ts';
import { schema } from '../../src/log/schema.sql.ts';
import { createKiosk } from '../../src/main.ts';
import { done, type Outcome } from '../../src/outcome.ts';
import { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { PrivatePcscd } from '../../src/simulation/daemons/pcscd.ts';
import { simulatedDevices } from '../../src/simulation/devices.ts';
import { Resident } from '../../src/simulation/resident.ts';
import { sampleTown } from '../../src/simulation/town/town.ts';
import { systemClock } from '../../src/system-clock.ts';
import { checkPaper } from '../certificates/tools.ts';
import { VpcdSlot } from '../hardware/vpcd-slot.ts';
import { temporaryFolder, writeConfig } from '../harness.ts';
import { fastClock } from './fast-clock.ts';
import { rendering } from './rendering/rendering.ts';
import { ms, rank, say } from './say.ts';
import { screen } from './screen.ts';
import { simulation } from './simulation.ts';

const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time));
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;

/** The alternative: pdfkit opens the font by its path and prints the document's texts, without table, seal or tags. */
async function pdfkitByPath(document: SignedDocument): Promise<number> {
  const texts = JSON.stringify(document.payload.content).match(/[^\x20-\x7e]+/g) ?? [];
  const times: number[] = [];
  for (let run = 0; run < 12; run += 1) {
    const began = performance.now();
    const pdf = new PDFDocument({ size: 'A4', compress: false });
    pdf.registerFont('mincho', '/usr/share/fonts/truetype/ipamj/ipamjm.ttf');
    pdf.font('mincho').fontSize(10);
    for (const text of texts) pdf.text(text);
    pdf.end();
    for await (const _ of pdf);
    if (run >= 2) times.push(performance.now() - began);
  }
  return rank(times, 0.5);
}

async function documents(): Promise<void> {
  const clock = systemClock;
  const town = await sampleTown(clock.now());
  const renderer = await createRenderer({ clock });
  const centre = createEmbeddedCentre({
    path: ':memory:',
    clock,
    random: (length) => randomBytes(length),
    town,
    hours: { open: '00:00', close: '24:00', closedDays: [] },
  });
  for (const [name, persons] of [
    ['adult', 'four persons, one sheet'],
    ['large', 'nine persons, three sheets'],
  ] as const) {
    const profile = town.cards.get(name);
    if (profile?.auth == null) throw new Error(name);
    const challenge = await centre.challenge();
    if (challenge.outcome !== 'done') throw new Error('challenge');
    const { nonce } = challenge.value;
    const card = new VirtualCard(profile);
    const client = new JpkiClient(async (command) => done(card.transmit(command) ?? new Uint8Array()));
    await client.selectApplication('jpki');
    await client.pinState('auth');
    await client.verify(Buffer.from('1234'));
    const signature = await client.sign('auth', profile.generation, nonce);
    if (signature.outcome !== 'done') throw new Error('signature');
    const { certificate } = profile.auth;
    const authenticated = await centre.authenticate({ nonce, certificate, signature: signature.value });
    if (authenticated.outcome !== 'done') throw new Error(`authenticate ${JSON.stringify(authenticated)}`);
    const wish: Wish = { members: [], items: ['relationship', 'honseki'], copies: 1 };
    const { authentication } = authenticated.value;
    const issued = await centre.issue({ authentication, transaction: `BENCH-${name}`, kind: 'juminhyo', wish });
    if (issued.outcome !== 'done') throw new Error(`issue ${JSON.stringify(issued)}`);
    const renders: number[] = [];
    const doors: number[] = [];
    let bytes = 0;
    for (let run = 0; run < 60; run += 1) {
      const began = performance.now();
      const pdf = await renderer.render(issued.value);
      if (pdf.outcome !== 'done') throw new Error('render');
      const rendered = performance.now();
      if ((await checkPaper(pdf.value, issued.value)) !== null) throw new Error('door');
      if (run >= 10) {
        renders.push(rendered - began);
        doors.push(performance.now() - rendered);
      }
      bytes = pdf.value.length;
    }
    const { pages } = issued.value.payload;
    say(
      `pdfkit given the font's path, only the texts, ${persons}: ms per page`,
      ms((await pdfkitByPath(issued.value)) / pages),
    );
    say(`document rendered, ${persons}: ms per page`, ms(rank(renders, 0.5) / pages));
    say(`document read back at the printer's door, ${persons}: ms per page`, ms(rank(doors, 0.5) / pages));
    say(`PDF, ${persons}: kB per page`, `${(bytes / pages / 1000).toFixed(0)} kB`);
  }
  await renderer.close();
}

/** Commands and bytes through a card, counted in the card. */
function counted(card: VirtualCard): { apdus: number; bytes: number } {
  const count = { apdus: 0, bytes: 0 };
  const exchange = card.exchange.bind(card);
  card.exchange = (command) => {
    const reply = exchange(command);
    count.apdus += 1;
    count.bytes += command.length + (reply.kind === 'answer' ? reply.bytes.length : 0);
    return reply;
  };
  return count;
}

/** The same by ours and by OpenSC's tools, through the same pcscd: which card, its certificate, PIN, signature. */
async function apdus(): Promise<void> {
  const town = await sampleTown(systemClock.now());
  const profile = town.cards.get('adult');
  if (profile === undefined) throw new Error('adult');
  await using pcscd = await new PrivatePcscd(systemClock).start();
  await using slot = new VpcdSlot(pcscd, 0);
  using folder = temporaryFolder();

  const own = new VirtualCard(profile);
  const ours = counted(own);
  const reader = new CardReaderDriver(
    new PcscTransport(null, systemClock, () => launchPcscProcess(null, pcscd.env)),
    systemClock,
  );
  const inserted = new Promise<number>((resolve) =>
    reader.start({ inserted: resolve, removed: () => {}, health: () => {} }),
  );
  await slot.insert(own);
  const insertion = await inserted;
  const session = async <T>(work: (client: JpkiClient) => Promise<Outcome<T, string>>): Promise<void> => {
    const said = await reader.session(insertion, (channel) => work(new JpkiClient((bytes) => channel.transmit(bytes))));
    if (said.outcome !== 'done' || said.value.outcome !== 'done') throw new Error(JSON.stringify(said));
  };
  const authenticate = async (): Promise<void> => {
    await session(async (client) => {
      await client.identify();
      await client.pinState('auth');
      await client.pinState('sign');
      await client.readCertificate('auth');
      return readCommonRecord(client);
    });
    // As the terminal does it: the card is opened anew when the PIN has been entered.
    await session(async (client) => {
      await client.selectApplication('jpki');
      await client.pinState('auth');
      await client.verify(Buffer.from('1234'));
      return client.sign('auth', profile.generation, Buffer.from('nonce'));
    });
  };
  await authenticate();
  const { apdus: ownApdus, bytes: ownBytes } = ours;
  const times: number[] = [];
  for (let run = 0; run < 50; run += 1) {
    const began = performance.now();
    await authenticate();
    times.push(performance.now() - began);
  }
  await reader.stop();
  await slot.remove();

  const card = new VirtualCard(profile);
  const theirs = counted(card);
  await slot.insert(card);
  const run = (tool: string, ...args: readonly string[]) =>
    new Promise<void>((resolve, reject) => {
      execFile(tool, args, { env: pcscd.env }, (error) => (error === null ? resolve() : reject(error)));
    });
  const data = join(folder.path, 'nonce');
  writeFileSync(data, 'nonce');
  const sign = ['--sign', '--mechanism', 'SHA256-RSA-PKCS', '--id', '01', '--login', '--pin', '1234'];
  await run('pkcs11-tool', ...sign, '-i', data, '-o', `${data}.sig`);
  const { apdus: signApdus, bytes: signBytes } = theirs;
  await run('opensc-tool', '--name');
  await run('pkcs15-tool', '--read-certificate', '01');
  say('one authentication by the terminal: APDUs, bytes', `${ownApdus}, ${ownBytes}`);
  say('the same through pcscd and the process for the reader, median of 50', ms(rank(times, 0.5)));
  say('login and signature by OpenSC pkcs11-tool: APDUs, bytes', `${signApdus}, ${signBytes}`);
  say('with card name and certificate by OpenSC: APDUs, bytes', `${theirs.apdus}, ${theirs.bytes}`);
  const ratio = (a: number, b: number): string => (a / b).toFixed(2);
  say('ratio ours to pkcs11-tool alone: APDUs, bytes', `${ratio(ownApdus, signApdus)}, ${ratio(ownBytes, signBytes)}`);
  say(
    'ratio ours to OpenSC for all of it: APDUs, bytes',
    `${ratio(ownApdus, theirs.apdus)}, ${ratio(ownBytes, theirs.bytes)}`,
  );
}

async function memory(): Promise<void> {
  using folder = temporaryFolder();
  const loaded = checkConfig(JSON.parse(readFileSync(writeConfig(folder.path), 'utf8')));
  if (!loaded.ok) throw new Error(loaded.faults.join());
  const clock = fastClock(20);
  const town = await sampleTown(clock.now());
  const simulated = simulatedDevices(clock, town, { pageMs: 50, ...loaded.config.coins });
  const hours = { open: '00:00', close: '24:00', closedDays: [] };
  const kiosk = await createKiosk({ config: { ...loaded.config, hours }, clock, town, simulated, note: console.error });
  const { display } = kiosk;
  const card = simulated.cards.get('adult');
  if (card === undefined) throw new Error('adult');
  const wish = { card, pins: ['1234'], members: [], show: [], coins: [100, 100] };
  const visit = async (): Promise<void> => {
    const before = kiosk.log.state.ended;
    const resident = new Resident(display, simulated.reader, simulated.acceptor, clock, wish);
    await resident.visit(() => display.screen.id === 'open');
    display.touch(display.seq, 'resident.start');
    await resident.visit(() => kiosk.log.state.ended > before && display.screen.id === 'open');
    simulated.pages.takeSheets();
    simulated.receipts.takeSlips();
  };
  const settled = async (): Promise<NodeJS.MemoryUsage> => {
    global.gc?.();
    await pause(200);
    global.gc?.();
    return process.memoryUsage();
  };
  await visit();
  const first = await settled();
  const began = performance.now();
  for (let count = 1; count < 1_000; count += 1) await visit();
  const seconds = (performance.now() - began) / 1_000;
  const last = await settled();
  say('memory after 1 visit: heap, resident set', `${megabytes(first.heapUsed)}, ${megabytes(first.rss)}`);
  say('memory after 1,000 visits: heap, resident set', `${megabytes(last.heapUsed)}, ${megabytes(last.rss)}`);
  say('heap per visit between them', `${((last.heapUsed - first.heapUsed) / 999 / 1000).toFixed(2)} kB`);
  say(
    'the 999 visits at twenty times the speed of time',
    `${seconds.toFixed(0)} s, taken ${kiosk.log.state.money.taken} yen`,
  );
  await kiosk.stop();
}

/** Where the resident set of `memory` comes from, and whether it levels off: documents rendered and read back, nothing else. */
async function plateau(): Promise<void> {
  const renderer = await createRenderer({ clock: systemClock });
  const [document] = specimens;
  if (document === undefined) throw new Error('no specimen');
  for (let count = 0; count <= 3_000; count += 1) {
    if (count % 1_000 === 0) {
      global.gc?.();
      say(`resident set after ${count} documents rendered and read back`, megabytes(process.memoryUsage().rss));
    }
    const pdf = await renderer.render(document);
    if (pdf.outcome !== 'done') throw new Error('render');
    if ((await checkPaper(pdf.value, document)) !== null) throw new Error('door');
  }
  await renderer.close();
}

function log(): void {
  using folder = temporaryFolder();
  const rows = 3_000;
  const ours = new Log(join(folder.path, 'ours.sqlite'), { clock: systemClock, secret: new Uint8Array(32) });
  const plain = new Database(join(folder.path, 'plain.sqlite'));
  plain.pragma('journal_mode = WAL');
  plain.pragma('synchronous = FULL');
  plain.exec(schema);
  const insert = plain.prepare('insert into log values (?, ?, ?, ?, ?, ?, ?, ?)');
  const zero = new Uint8Array(32);
  let seq = 0;
  const rates: Record<'ours' | 'plain', number[]> = { ours: [], plain: [] };
  // Interleaved, so that a noisy neighbour meets both.
  for (let round = 0; round < 10; round += 1) {
    let began = performance.now();
    for (let row = 0; row < rows / 10; row += 1)
      ours.append('device.health', { device: 'pages', state: 'working', reasons: ['answers'] });
    rates.ours.push(rows / 10 / ((performance.now() - began) / 1_000));
    began = performance.now();
    for (let row = 0; row < rows / 10; row += 1) {
      seq += 1;
      const data = JSON.stringify({ device: 'pages', state: 'working', reasons: ['answers'] });
      insert.run(seq, Date.now(), 1, null, 'device.health', data, zero, zero);
    }
    rates.plain.push(rows / 10 / ((performance.now() - began) / 1_000));
  }
  ours.close();
  plain.close();
  const [own, bare] = [rank(rates.ours, 0.5), rank(rates.plain, 0.5)];
  say('log appends a second at FULL (rules, hash chain, schema)', own.toFixed(0));
  say('the same inserts a second by plain better-sqlite3 at FULL', bare.toFixed(0));
  say('ratio', (own / bare).toFixed(2));
}

const parts = { screen, documents, rendering, apdus, memory, plateau, log, simulation };
const wanted = process.argv.slice(2);
for (const name of wanted)
  if (!(name in parts)) throw new Error(`There is no part ${name}; there are ${Object.keys(parts).join(', ')}.`);
for (const [name, run] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await run();
process.exit(0);
