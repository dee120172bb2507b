import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keypads } from '../../src/keypads.ts';
import { dayIn } from '../../src/locales/index.ts';
import type { PinKind, Service } from '../../src/machines/events.ts';
import type { Kiosk } from '../../src/main.ts';
import { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import type { SimulatedDevices } from '../../src/simulation/devices.ts';
import type { SampleTown } from '../../src/simulation/town/town.ts';
import { judge } from '../crash/oracle.ts';
import {
  boot,
  configFor,
  cutPower,
  devicesFor,
  type Shared,
  screen,
  shared,
  standing,
  visit,
} from '../crash/terminal-in-process.ts';
import { Desk } from '../effects/desk.ts';
import { madoguchi, temporaryFolder } from '../harness.ts';

/** What must never be found again: unusual digits, entered and printed on purpose. */
const pin = '7391';
const wrongPin = '8642';
const freshPin = '5093';
const password = 'QZ7K1X';
const freshPassword = 'WV9H4J2';
const cardHolder = 'r0101';

let parts: Shared;
let people: Household;
beforeAll(async () => {
  parts = await shared(6);
  people = householdOf(parts.town, cardHolder);
  expect(people.names.length).toBeGreaterThan(3);
  for (const number of people.myNumbers) expect(number).toMatch(/^\d{12}$/);
});
afterAll(() => parts.renderer.close());

interface Household {
  readonly names: readonly string[];
  readonly myNumbers: readonly string[];
  readonly addresses: readonly string[];
  /** As ISO dates. */
  readonly births: readonly string[];
}

function householdOf({ register: { households, residents } }: SampleTown, resident: string): Household {
  const home = residents.find(({ id }) => id === resident)?.household;
  const members = residents.filter(({ household }) => household === home);
  return {
    names: members.flatMap(({ name }) => name.split(/[\s　]+/)),
    myNumbers: members.map(({ myNumber }) => myNumber),
    addresses: households.filter(({ id }) => id === home).map(({ address }) => address),
    births: members.map(({ birthDate }) => birthDate),
  };
}

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
const keysOf = (value: string, { keys }: { readonly keys: string }): number[] =>
  [...value].map((character) => keys.indexOf(character));
const ofPin = [
  ...[pin, wrongPin, freshPin].flatMap((value) => [asDigits(value), asList(keysOf(value, keypads.auth))]),
  ...[password, freshPassword].flatMap((value) => [new RegExp(value, 'i'), asList(keysOf(value, keypads.sign))]),
  ...[pin, wrongPin, freshPin, password, freshPassword].map((value) => asList([...value])),
];

function noPinIn(text: string, where: string): void {
  for (const form of ofPin) expect(form.exec(text)?.[0], `${form} in ${where}`).toBeUndefined();
}

function nothingOf(texts: readonly string[], bytes: Buffer, where: string): void {
  for (const text of texts)
    for (const form of encodings(text))
      if (form.length > 3) expect(bytes.includes(form), `${JSON.stringify(text)} in ${where}`).toBe(false);
}

/** Ways to write a birthday. */
const written = (birth: string): string[] => {
  const [year, month, day] = birth.split('-').map(Number);
  return [birth, birth.replaceAll('-', ''), `${year}年${month}月${day}日`, dayIn('en', birth)];
};

/** Nothing of the PINs, My Numbers, names, addresses and birthdays in any file of the data folder, byte by byte. */
function searchFolder(folder: string, { addresses, births, myNumbers, names }: Household = people): void {
  const files = filesUnder(folder);
  expect(files.map((path) => path.slice(folder.length + 1))).toContain('log.sqlite');
  for (const path of files) {
    const bytes = readFileSync(path);
    nothingOf([...myNumbers.flatMap(spaced), ...names, ...addresses, ...births.flatMap(written)], bytes, path);
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
  [pin, '[7,3,9,1]', '"7","3","9","1"', '6,2,8,0'],
  [freshPin, 'pin=5093', '5 0 9 3', '[4,10,8,2]'],
  [password, 'QZ7K1X', 'qz7k1x', 'Q,Z,7,K,1,X', '26,35,6,20,0,33'],
  [freshPassword, 'xxWV9H4J2', '"W","V","9","H","4","J","2"', '[32,31,8,17,3,19,1]'],
])('the search finds %s however it is written', (...forms) => {
  for (const form of forms) expect(() => noPinIn(`{"entry":${form}}`, 'a row'), form).toThrow('in a row');
});

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

interface Serving {
  readonly service: Service;
  readonly set: PinKind;
  readonly resident: string;
  readonly card: string;
  readonly typed: readonly string[];
}

const servings: Readonly<Record<string, Serving>> = {
  'a changed PIN': {
    service: 'pin-change',
    set: 'auth',
    resident: 'r0101',
    card: 'adult',
    typed: [wrongPin, freshPin, freshPin, pin],
  },
  'a changed password': {
    service: 'pin-change',
    set: 'sign',
    resident: 'r0101',
    card: 'adult',
    typed: [password, freshPassword, freshPassword],
  },
  'a PIN that was reset': {
    service: 'pin-reset',
    set: 'auth',
    resident: 'r0307',
    card: 'reserved',
    typed: [password, freshPin, freshPin],
  },
  'a password that was reset': {
    service: 'pin-reset',
    set: 'sign',
    resident: 'r0309',
    card: 'reserved-sign',
    typed: [pin, freshPassword, freshPassword],
  },
  'an application': {
    service: 'registration',
    set: 'sign',
    resident: 'r1701',
    card: 'honseki-elsewhere',
    typed: [pin, password],
  },
};

describe.each(Object.entries(servings))('%s', (_, { service, set, resident, card: name, typed }) => {
  function cardOf(desk: Desk): VirtualCard {
    const card = desk.card(name, { values: { auth: pin, sign: password } });
    if (service === 'pin-reset') desk.reserve(card, set);
    return card;
  }

  it('leaves nothing of it or of the person: in memory, on the screen, on paper, in the log and its export', async () => {
    await using desk = await Desk.open();
    const person = householdOf(desk.town, resident);
    const { addresses, births, myNumbers, names } = person;
    const everything = [...myNumbers.flatMap(spaced), ...names, ...addresses, ...births.flatMap(written)];
    const { frames, outcome } = await desk.visit({ card: cardOf(desk), service, pin: set, pins: typed });
    expect(outcome).toBe('served');

    const { actor } = desk.kiosk;
    const told = [
      ['the frames', frames.join('\n')],
      ['the snapshot', JSON.stringify(actor.getPersistedSnapshot())],
      ['the program log', desk.notes.join('\n')],
      ['the slips', desk.devices.receipts.slips.map(({ text }) => text).join('\n')],
    ] as const;
    expect(frames.filter((frame) => frame.includes('"kind":"pin"')).length).toBeGreaterThan(8);
    for (const [where, text] of told) {
      noPinIn(text, where);
      nothingOf(everything, Buffer.from(text), where);
    }
    await desk.stop();
    searchFolder(desk.folder, person);
    const { stdout } = await madoguchi('audit', 'export', '--data', desk.folder, '--format', 'jsonl');
    expect(stdout).toContain('session.ended');
    noPinIn(stdout, 'the export');
    nothingOf(everything, Buffer.from(stdout), 'the export');
  });

  it('leaves nothing in the data folder either when the power goes at any row, nor after the recovery', async () => {
    await using desk = await Desk.open();
    const person = householdOf(desk.town, resident);
    for (let after = 1; after <= 10; after += 1) {
      const power = cutPower(desk.kiosk, { after, underWay: true });
      await desk.begin({ card: cardOf(desk), service, pin: set, pins: typed }, () => power.dead);
      expect(power.dead).toBe(true);
      searchFolder(desk.folder, person);
      await desk.start();
    }
    searchFolder(desk.folder, person);
  });
});

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
