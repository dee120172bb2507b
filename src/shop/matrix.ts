import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { sayIn, textKey } from '../locales/index.ts';
import { entriesOf } from '../log/money.ts';
import type { Row } from '../log/rows.ts';
import { VirtualCard } from '../simulation/card/virtual-card.ts';
import { type Dice, dice as diceOf } from '../simulation/dice.ts';
import { Resident } from '../simulation/resident.ts';
import { type SampleTown, sampleTown } from '../simulation/town/town.ts';
import { troubleText } from '../ui/screens/panel-screens.ts';
import { viewOf } from '../ui/screens/view.ts';
import { Clerk } from './clerk.ts';
import { type FaultName, faults } from './faults.ts';
import { type Moment, moments } from './moments.ts';
import type { Pages } from './pages.ts';
import { logPlace } from './run.ts';
import { Shop } from './shop.ts';
import { morning } from './simulate.ts';
import { type Settle, VirtualClock } from './virtual-clock.ts';
import { payingBy } from './visit.ts';

/** What happens at a moment: a fault, or something people or the power do. */
type Trouble = FaultName | 'power-cut' | 'staff-end-visit' | 'resident-leaves' | 'resident-stops';

/** What each is called in the document. */
const words: Readonly<Record<Trouble, string>> = {
  'pages-jam': 'A4 printer: paper jam',
  'pages-empty': 'A4 printer: out of paper',
  'pages-cover': 'A4 printer: cover open',
  'pages-toner': 'A4 printer: out of toner',
  'pages-toner-low': 'A4 printer: toner low',
  'pages-paused': 'A4 printer: its queue stopped',
  'pages-refusing': 'A4 printer: takes no jobs',
  'pages-keeping': 'A4 printer: keeps documents and cannot forget them',
  'pages-wrong-answer': 'A4 printer: an answer that is none',
  'pages-unplugged': 'A4 printer: unplugged',
  'pages-power': 'A4 printer: off and on, without its history',
  'pages-abort': 'A4 printer: gives the job up before its first sheet',
  'pages-answer-lost': 'A4 printer: an answer is lost',
  'cashless-unplugged': 'payment terminal: unplugged',
  'cashless-answer-lost': 'payment terminal: an answer is lost',
  'cashless-power': 'payment terminal: off and on, without its journal',
  'cashless-partial': 'payment terminal: approves half of it',
  'cashless-no-reversal': 'payment terminal: reverses nothing',
  'receipts-end': 'receipt printer: out of paper',
  'receipts-cover': 'receipt printer: cover open',
  'receipts-cutter': 'receipt printer: cutter stuck',
  'receipts-offline': 'receipt printer: offline',
  'coins-line': 'coin acceptor: a disturbed line',
  'coins-dead': 'coin acceptor: unplugged',
  'coins-power': 'coin unit: off and on',
  'hopper-line': 'hopper: a disturbed line',
  'hopper-jam': 'hopper: jam',
  'hopper-power': 'hopper: off and on while coins come out',
  'hopper-fraud': 'hopper: a coin is pulled past the sensor',
  'hopper-late-coin': 'hopper: jam, and a late coin',
  'hopper-dead': 'hopper: unplugged',
  'hopper-empty': 'hopper: empty',
  'reader-unplugged': 'card reader: unplugged',
  'touch-unplugged': 'touch panel: unplugged, beside a keypad that works',
  'keypad-unplugged': 'keypad: unplugged, beside a touch panel that works',
  'card-pulled': 'card: pulled out',
  'card-torn': 'card: torn away in the middle of a command',
  'card-mute': 'card: says nothing any more',
  'centre-line': 'centre: the line is cut',
  'centre-mixed-up': "centre: answers with another visit's document",
  'power-cut': 'power cut',
  'staff-end-visit': 'staff end the visit',
  'resident-leaves': 'the resident leaves',
  'resident-stops': 'the resident presses stop',
};

export const troubles = Object.keys(words) as readonly Trouble[];

/** Faults that have several forms come in the one that hurts most: the last, and from the first coin or command on. */
const gravest: Dice = {
  ...diceOf(1),
  below: () => 0,
  chance: () => false,
  pick: (list) => list[list.length - 1] as never,
};

/** What became of everybody and everything, in words. */
export interface Cell {
  readonly trouble: Trouble;
  readonly moment: string;
  readonly resident: string;
  readonly clerk: string;
  readonly money: string;
  readonly card: string;
  readonly paper: string;
}

const say = sayIn('en');
const atRest = ['open', 'closed', 'outOfService', 'staffNeeded', 'cardLeft'];
/** A visit comes to its end within this time, mended or not (I9). */
const longest = 3_600_000;

export interface MatrixOptions {
  readonly config: Config;
  readonly pages: Pages;
  readonly settle: Settle;
}

/** What is left to do for the clerk, in the words of the panel. */
function clerkDoes(rows: readonly Row[], blocked: boolean): string {
  const needed = rows.flatMap((row) => (row.type === 'staff.needed' ? [row.data.reason] : []));
  const health = new Map(
    rows.flatMap((row) => (row.type === 'device.health' ? [[row.data.device, row.data] as const] : [])),
  );
  const broken = [...health.values()].filter(({ state }) => state === 'failed');
  const said = [
    ...[...new Set(needed)].map((reason) => say(textKey(`staff.${reason}`) ?? 'staff.other')),
    ...(blocked ? [say('panel.trouble.jam')] : []),
    ...broken.map(({ device, reasons }) => troubleText(device, reasons, say)),
  ];
  return said.length === 0 ? 'nothing' : [...new Set(said)].join(' ');
}

/** Where the money of a visit is. */
function moneyOf(rows: readonly Row[]): string {
  const sums = new Map<string, number>();
  for (const row of rows)
    if (row.session !== null)
      for (const [account, yen] of entriesOf(row)) sums.set(account, (sums.get(account) ?? 0) + yen);
  const yen = (account: string): number => sums.get(account) ?? 0;
  if (yen('inserted') === 0) return 'none in';
  const slip = rows.some((row) => row.type === 'slip.intent' && row.data.slip === 'claim');
  const words: readonly (readonly [string, string])[] = [
    ['taken', 'paid for the paper'],
    ['returned', 'given back in coins'],
    ['owed', slip ? 'owed, with a claim slip' : 'owed, staff know the number'],
    ['suspense', slip ? 'in suspense, with a claim slip' : 'in suspense, staff know the number'],
  ];
  return words
    .filter(([account]) => yen(account) !== 0)
    .map(([account, word]) => `${yen(account)} yen ${word}`)
    .join('; ');
}

function paperOf(shop: Shop, pages: number): string {
  const { tray } = shop.devices.pages;
  return tray.length === 0 ? 'none' : `${tray.length} of ${pages} in the tray`;
}

/** One visit with one trouble at one moment. Null when that moment does not come. */
async function cellOf(
  trouble: Trouble,
  moment: Moment,
  town: SampleTown,
  options: MatrixOptions,
): Promise<Cell | null> {
  const folder = mkdtempSync(join(logPlace, 'madoguchi-matrix-'));
  const clock = new VirtualClock(morning, options.settle);
  const config: Config = { ...options.config, languages: ['en', 'ja'], dataFolder: folder };
  const shop = new Shop({ clock, dice: diceOf(1), town, config, pages: options.pages });
  try {
    await shop.start();
    await clock.pass(10_000);
    if (moment.noChange) for (const hopper of shop.devices.coins.hoppers) hopper.fillTo(0);
    const { seq } = shop.kiosk.log.head;
    const titles: string[] = [];
    let struck = false;
    let gone = false;
    let blocked = false;
    let cardTaken = false;
    const { kiosk } = shop;
    const profile = town.cards.get('adult');
    if (profile === undefined) throw new Error('no card adult');
    const strike = (): void => {
      if (struck) return;
      struck = true;
      if (trouble === 'power-cut') shop.cut();
      else if (trouble === 'staff-end-visit')
        void kiosk.desk.perform({ act: 'restart', who: 'clerk', why: 'stuck', subject: null });
      else if (trouble === 'resident-leaves') gone = true;
      else if (trouble === 'resident-stops') kiosk.display.touch(kiosk.display.seq, 'resident.cancel');
      else faults[trouble](shop.devices, gravest, shop.line);
    };
    shop.onRow = (row) => {
      if (moment.row?.(row)) strike();
    };
    kiosk.display.subscribe(() => {
      const { id, title } = kiosk.display.screen;
      const { delivery } = viewOf(kiosk.actor.getSnapshot());
      if (delivery?.matches('printing') && delivery.hasTag('blocked')) blocked = true;
      if (struck && shop.hasPower && title !== titles.at(-1) && !atRest.slice(0, 3).includes(id)) titles.push(title);
    });
    const resident = new Resident(kiosk.display, shop.devices.reader, shop.devices.acceptor, clock, {
      card: new VirtualCard(profile),
      pins: ['1234'],
      members: [],
      show: [],
      coins: moment.coins ?? [],
      means: moment.means ?? ['coins'],
      ...payingBy(shop, { tap: 'whole', register: 'paid' }),
      lookMs: 200,
      instead: (screen) => {
        if (screen === moment.screen && (moment.so?.(shop) ?? true)) strike();
        if (shop.devices.reader.occupied) cardTaken = true;
        return gone || !shop.hasPower;
      },
    });
    kiosk.display.touch(kiosk.display.seq, 'resident.start');
    await clock.pass(200);
    const over = (): boolean =>
      !shop.hasPower || (kiosk.log.state.open.size === 0 && atRest.includes(kiosk.display.screen.id));
    await clock.until(resident.visit(over), longest);
    if (!struck) return null;
    const lights = shop.hasPower;
    const { occupied } = shop.devices.reader;
    if (!lights) {
      await shop.start();
    }
    // The terminal looks at its devices now and then; by then it knows what is wrong.
    await clock.pass(60_000);
    const { log } = shop.kiosk;
    const rows = log.tail(log.head.seq - seq);
    const pages = rows.findLast((row) => row.type === 'print.intent')?.data as { pages?: number } | undefined;
    const cell: Cell = {
      trouble,
      moment: moment.name,
      resident: [...titles, ...(lights ? [] : ['(dark)']), shop.kiosk.display.screen.title].slice(-4).join(' → '),
      clerk: clerkDoes(rows, blocked),
      money: moneyOf(rows),
      card: occupied ? 'in the slot, free to take' : cardTaken ? 'with the resident' : 'not used',
      paper: paperOf(shop, pages?.pages ?? 1),
    };
    // Mended, the terminal comes to wait for the next person.
    await clock.until(new Clerk(shop, 'attentive', diceOf(1)).tidy(), longest);
    return cell;
  } finally {
    shop.onRow = null;
    await shop.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every trouble at every moment of a visit. */
export async function faultMatrix(options: MatrixOptions): Promise<Cell[]> {
  const town = await sampleTown(morning);
  const cells: Cell[] = [];
  for (const trouble of troubles)
    for (const moment of moments) {
      const cell = await cellOf(trouble, moment, town, options);
      if (cell !== null) cells.push(cell);
    }
  return cells;
}

const columns = ['resident', 'clerk', 'money', 'card', 'paper'] as const;

/** Moments that follow each other are told from the first to the last. */
function spanOf(names: readonly string[]): string {
  const places = names.map((name) => moments.findIndex((moment) => moment.name === name));
  const spans: number[][] = [];
  for (const place of places) {
    const span = spans.at(-1);
    if (span?.at(-1) === place - 1) span.push(place);
    else spans.push([place]);
  }
  const nameAt = (place: number | undefined): string => moments[place ?? 0]?.name ?? '';
  return spans
    .map((span) => (span.length < 3 ? span.map(nameAt).join(', ') : `${nameAt(span[0])} … ${nameAt(span.at(-1))}`))
    .join(', ');
}

/** One table: moments at which the same happens share a row. */
function tableOf(cells: readonly Cell[]): string {
  const rows = new Map<string, string[]>();
  for (const cell of cells) {
    const key = columns.map((column) => cell[column]).join(' | ');
    rows.set(key, [...(rows.get(key) ?? []), cell.moment]);
  }
  return [
    '| when | the resident sees | the clerk | money | card | paper |',
    '| --- | --- | --- | --- | --- | --- |',
    ...[...rows].map(([key, when]) => `| ${spanOf(when)} | ${key} |`),
  ].join('\n');
}

/** The matrix as Markdown. Troubles that come to the same share a table. */
export function describeMatrix(cells: readonly Cell[]): string {
  const tables = new Map<string, Trouble[]>();
  for (const trouble of troubles) {
    const table = tableOf(cells.filter((cell) => cell.trouble === trouble));
    tables.set(table, [...(tables.get(table) ?? []), trouble]);
  }
  const head = `# Every fault at every moment

Generated by \`madoguchi model matrix\` from ${cells.length} visits of the whole terminal on virtual time, ${troubles.length} troubles at ${moments.length} moments of a
visit. Nobody mends anything before the terminal has come to rest by itself, and no staff come; then everything is mended, and it
must wait for the next person. Screens are given by their titles, what the clerk does in the words of the staff panel.
`;
  const sections = [...tables].map(
    ([table, names]) => `## ${names.map((name) => words[name]).join('; ')}\n\n${table}\n`,
  );
  return [head, ...sections].join('\n');
}
