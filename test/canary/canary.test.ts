import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Kiosk } from '../../src/main.ts';
import { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import type { SimulatedDevices } from '../../src/simulation/devices.ts';
import { judge } from '../crash/oracle.ts';
import {
  boot,
  configFor,
  devicesFor,
  type Shared,
  screen,
  shared,
  standing,
  visit,
} from '../crash/terminal-in-process.ts';
import { madoguchi, temporaryFolder } from '../harness.ts';

/** What must never be found again: unusual digits, entered and printed on purpose. */
const pin = '7391';
const wrongPin = '8642';
const cardHolder = 'r0101';

let parts: Shared;
let people: {
  readonly names: readonly string[];
  readonly myNumbers: readonly string[];
  readonly addresses: readonly string[];
};
beforeAll(async () => {
  parts = await shared(6);
  const { households, residents } = parts.town.register;
  const home = residents.find(({ id }) => id === cardHolder)?.household;
  const members = residents.filter(({ household }) => household === home);
  people = {
    names: members.flatMap(({ name }) => name.split(/[\s　]+/)),
    myNumbers: members.map(({ myNumber }) => myNumber),
    addresses: households.filter(({ id }) => id === home).map(({ address }) => address),
  };
  expect(people.names.length).toBeGreaterThan(3);
  for (const number of people.myNumbers) expect(number).toMatch(/^\d{12}$/);
});
afterAll(() => parts.renderer.close());

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

/** The forms in which a text may lie in a file. */
const encodings = (text: string): Buffer[] => [
  Buffer.from(text, 'utf8'),
  Buffer.from(text, 'utf16le'),
  Buffer.from(text, 'base64'),
];

const spaced = (digits: string): string[] => [
  digits,
  (digits.match(/.{4}/g) ?? []).join(' '),
  (digits.match(/.{4}/g) ?? []).join('-'),
];

/** A PIN as digits of their own: four digits in a row of hexadecimal are a hash, not a PIN. */
const asDigits = (digits: string): RegExp => new RegExp(`(?<![0-9a-f])${digits}(?![0-9a-f])`, 'i');
/** A PIN as a list, however it is written: [7,3,9,1], "7","3","9","1", 7 3 9 1; and the keys it is typed with. */
const asList = (digits: readonly (number | string)[]): RegExp =>
  new RegExp(`(?<![0-9a-f])${digits.join('["\'\\s,:;-]{1,6}')}(?![0-9a-f])`, 'i');
const keysOf = (digits: string): number[] => [...digits].map((digit) => (digit === '0' ? 10 : Number(digit) - 1));
const ofPin = [pin, wrongPin].flatMap((digits) => [asDigits(digits), asList([...digits]), asList(keysOf(digits))]);

function noPinIn(text: string, where: string): void {
  for (const form of ofPin) expect(form.exec(text)?.[0], `${form} in ${where}`).toBeUndefined();
}

function nothingOf(texts: readonly string[], bytes: Buffer, where: string): void {
  for (const text of texts)
    for (const form of encodings(text))
      if (form.length > 3) expect(bytes.includes(form), `${JSON.stringify(text)} in ${where}`).toBe(false);
}

/** Nothing of the PINs, My Numbers, names and addresses in any file of the data folder, byte by byte. */
function searchFolder(folder: string): void {
  const files = filesUnder(folder);
  expect(files.map((path) => path.slice(folder.length + 1))).toContain('log.sqlite');
  for (const path of files) {
    const bytes = readFileSync(path);
    nothingOf([...people.myNumbers.flatMap(spaced), ...people.names, ...people.addresses], bytes, path);
    noPinIn(bytes.toString('latin1'), path);
    expect(bytes.includes('%PDF'), `a document in ${path}`).toBe(false);
  }
}

/** A resident who types a wrong PIN first, and asks for the My Numbers of the household. */
async function wholeVisit(kiosk: Kiosk, devices: SimulatedDevices, coins: readonly number[]): Promise<void> {
  const profile = await parts.town.cardOf(cardHolder);
  const card = new VirtualCard({ ...profile, pins: { ...profile.pins, auth: { value: pin, tries: 3 } } });
  await visit(kiosk, parts, devices, { card, pins: [wrongPin, pin], show: ['myNumber', 'relationship'], coins });
}

it.each([
  ['delivered', [100, 100]],
  ['cancelled', [100]],
] as const)('a visit that is %s leaves nothing of the person', async (outcome, coins) => {
  using folder = temporaryFolder();
  const devices = devicesFor(parts);
  const notes: string[] = [];
  const kiosk = await boot(parts, configFor(folder.path), devices, (sentence) => notes.push(sentence));
  await standing(kiosk, parts, devices);
  const frames: string[] = [kiosk.display.frame];
  kiosk.display.subscribe((frame) => frames.push(frame));
  await wholeVisit(kiosk, devices, coins);

  const { rows } = judge(join(folder.path, 'log.sqlite'), devices, kiosk.display.screen.id);
  expect(rows.findLast(({ type }) => type === 'session.ended')?.data).toEqual({ outcome });
  expect(rows.filter(({ type }) => type === 'pin.verify.result').map(({ data }) => data)).toEqual([
    { outcome: 'wrong', tries: 2 },
    { outcome: 'verified' },
  ]);

  // The terminal's memory, while it still runs.
  const { caseFile, pin: entry } = kiosk.parts;
  expect([caseFile.wiped, entry.wiped]).toEqual([true, true]);
  expect(devices.pages.spooled).toBe(0);
  const snapshot = JSON.stringify(kiosk.actor.getPersistedSnapshot());
  nothingOf([...people.myNumbers, ...people.names], Buffer.from(snapshot), 'the snapshot');
  noPinIn(snapshot, 'the snapshot');
  expect(Object.keys(kiosk.actor.getSnapshot().children)).not.toContain('session');
  nothingOf([...people.myNumbers, ...people.names], Buffer.from(kiosk.display.frame), 'the screen afterwards');

  // What was shown: names where they are chosen, never a My Number, never a PIN or the keys that were touched.
  expect(frames.length).toBeGreaterThan(15);
  const pad = frames.filter((frame) => frame.includes('"pin'));
  expect(pad.length).toBeGreaterThan(0);
  for (const frame of frames) {
    nothingOf(people.myNumbers.flatMap(spaced), Buffer.from(frame), 'a frame');
    noPinIn(frame, 'a frame');
  }
  noPinIn(notes.join('\n'), 'the program log');
  nothingOf([...people.myNumbers, ...people.names], Buffer.from(notes.join('\n')), 'the program log');

  // The paper is the one place where it stands.
  if (outcome === 'delivered') expect(devices.pages.tray.length).toBeGreaterThan(0);
  for (const slip of devices.receipts.slips) {
    nothingOf([...people.myNumbers.flatMap(spaced), ...people.names], Buffer.from(slip.text), 'a slip');
    noPinIn(slip.text, 'a slip');
  }

  searchFolder(folder.path);
  for (const format of ['jsonl', 'csv']) {
    const { stdout } = await madoguchi('audit', 'export', '--data', folder.path, '--format', format);
    expect(stdout).toContain('session.ended');
    noPinIn(stdout, `the export as ${format}`);
    nothingOf([...people.myNumbers, ...people.names], Buffer.from(stdout), `the export as ${format}`);
  }
  await kiosk.stop();
  searchFolder(folder.path);
});

it('the paper of that visit really shows the My Numbers and names that are searched for', async () => {
  using folder = temporaryFolder();
  const devices = devicesFor(parts);
  const kiosk = await boot(parts, configFor(folder.path), devices);
  await standing(kiosk, parts, devices);
  await wholeVisit(kiosk, devices, [100, 100]);
  const [sheet] = devices.pages.tray;
  const paper = execFileSync('pdftotext', ['-layout', '-', '-'], {
    input: Buffer.from(sheet?.pdf ?? []),
    encoding: 'utf8',
  });
  const dense = paper.replace(/\s/g, '');
  for (const number of people.myNumbers) expect(dense).toContain(number);
  for (const name of people.names) expect(dense).toContain(name);
  await kiosk.stop();
});

it.each(['enteringPin', 'choosingOptions', 'paying', 'delivering'])(
  'the power goes in %s: nothing of the person in the data folder, nor after the recovery',
  async (state) => {
    using folder = temporaryFolder();
    const devices = devicesFor(parts);
    const first = await boot(parts, configFor(folder.path), devices);
    await standing(first, parts, devices);
    const profile = await parts.town.cardOf(cardHolder);
    const card = new VirtualCard({ ...profile, pins: { ...profile.pins, auth: { value: pin, tries: 3 } } });
    let cut = false;
    first.display.subscribe(() => {
      if (first.display.screen.id !== `session.${state}` || cut) return;
      cut = true;
      first.cut();
    });
    await visit(first, parts, devices, { card, pins: [wrongPin, pin], show: ['myNumber'] }, () => cut);
    expect(cut).toBe(true);
    searchFolder(folder.path);
    devices.reader.remove();
    const second = await boot(parts, configFor(folder.path), devices);
    await screen(second, parts.clock, ['open', 'staffNeeded']);
    searchFolder(folder.path);
    expect(devices.pages.spooled).toBe(0);
    await second.stop();
  },
);

it('the command prints no PIN, no My Number and no name, and leaves the PDF only where it was told to', async () => {
  using out = temporaryFolder();
  const elsewhere = mkdtempSync(join(tmpdir(), 'madoguchi-canary-'));
  const before = new Set(readdirSync(tmpdir()));
  const run = await madoguchi(
    ...['visit', '--card', 'adult', '--pin', wrongPin, '--pin', '1234', '--certificate', 'juminhyo'],
    ...['--show', 'myNumber', '--coins', '100,100', '--out', out.path, '--json'],
  );
  expect(run.code).toBe(0);
  const said = `${run.stdout}\n${run.stderr}`;
  noPinIn(said, 'the output');
  nothingOf([...people.myNumbers.flatMap(spaced), ...people.names], Buffer.from(said), 'the output');
  const { pdf } = JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '');
  const documents = filesUnder(out.path).filter((path) => readFileSync(path).includes('%PDF'));
  expect(documents).toEqual([pdf]);
  expect(statSync(pdf).mode & 0o077).toBe(0);
  for (const path of filesUnder(out.path)) {
    if (path === pdf) continue;
    const bytes = readFileSync(path);
    nothingOf([...people.myNumbers.flatMap(spaced), ...people.names, ...people.addresses], bytes, path);
    if (!path.endsWith('.png')) noPinIn(bytes.toString('latin1'), path);
  }
  expect(filesUnder(elsewhere)).toEqual([]);
  const left = readdirSync(tmpdir()).filter((name) => !before.has(name) && name.endsWith('.pdf'));
  expect(left).toEqual([]);
});
