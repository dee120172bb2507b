import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { kindOf, kinds } from '../certificates/catalogue.ts';
import { createKiosk } from '../main.ts';
import { simulatedDevices } from '../simulation/devices.ts';
import { toPng } from '../simulation/receipt-printer/slip-picture.ts';
import { Resident, type Wish } from '../simulation/resident.ts';
import { type SampleTown, sampleTown } from '../simulation/town/town.ts';
import { systemClock } from '../system-clock.ts';
import { configOrStop, projectRoot } from './start.ts';
import { whole } from './turns.ts';

const numbers = (text: string, allowed: (value: number) => boolean, sentence: string): number[] => {
  const values = text.split(',').map(Number);
  if (text === '' || !values.every((value) => Number.isInteger(value) && allowed(value)))
    throw new InvalidArgumentError(sentence);
  return values;
};

interface VisitOptions {
  readonly card: string;
  readonly pin: string[];
  readonly certificate: string;
  readonly members: number[];
  readonly show: string[];
  readonly copies: number;
  readonly coins: number[];
  readonly out: string;
  readonly config: string;
  readonly json?: boolean;
}

/** The last line of `visit --json`. */
interface VisitResult {
  readonly outcome: string;
  readonly transaction: string | null;
  readonly pages: number;
  /** Yen that were taken for the certificate. */
  readonly paid: number;
  readonly pdf: string | null;
  readonly receipt: string | null;
  readonly log: string;
}

/** What `session.ended` says, as the command line says it. */
const outcomeOf = (ended: string): string => (ended === 'timeout' ? 'cancelled' : ended);

/** A script may run at night: the visit does not depend on the hour of the machine. */
const hours = { open: '00:00', close: '23:59', closedDays: [] };
const atAnyHour = (town: SampleTown): SampleTown => {
  const officeHours = { ...hours, days: 'every' } as const;
  return { ...town, officeHours, elsewhere: town.elsewhere.map((desk) => ({ ...desk, officeHours })) };
};

async function visit(options: VisitOptions): Promise<void> {
  const out = resolve(options.out);
  const loaded = configOrStop(options.config);
  const clock = systemClock;
  const town = atAnyHour(await sampleTown(clock.now()));
  const simulated = simulatedDevices(clock, town, { pageMs: 50, hoppers: loaded.coins.hoppers });
  const unknown = options.show.find((item) => !kindOf(options.certificate).items.some(({ id }) => id === item));
  if (unknown !== undefined)
    throw new Error(
      `${options.certificate} has no item ${unknown}. It has: ${
        kindOf(options.certificate)
          .items.map(({ id }) => id)
          .join(', ') || 'none'
      }.`,
    );
  const card = simulated.cards.get(options.card);
  if (card === undefined)
    throw new Error(`There is no card ${options.card}. There are: ${[...simulated.cards.keys()].join(', ')}.`);
  mkdirSync(out, { recursive: true, mode: 0o700 });
  // Nobody stands here who touches a panel or presses keys.
  const devices = { ...loaded.devices, touchPanel: undefined, keypad: undefined };
  const config = { ...loaded, dataFolder: out, hours, devices };
  const kiosk = await createKiosk({ config, clock, town, simulated, note: (sentence) => console.error(sentence) });
  const wish: Wish = {
    card,
    pins: options.pin,
    members: options.members,
    show: options.show,
    copies: options.copies,
    certificate: options.certificate,
    coins: options.coins,
  };
  const before = kiosk.log.state.ended;
  const resident = new Resident(kiosk.display, simulated.reader, simulated.acceptor, clock, wish);
  const { display } = kiosk;
  await resident.visit(() => display.screen.id === 'open' || display.screen.id === 'staffNeeded');
  if (display.screen.id === 'open') {
    display.touch(display.seq, 'resident.start');
    await resident.visit(
      () => display.screen.id === 'staffNeeded' || (kiosk.log.state.ended > before && display.screen.id === 'open'),
    );
  }
  const rows = kiosk.log.tail(1_000).filter(({ boot }) => boot === kiosk.log.state.boot);
  const ended = rows.findLast(({ type }) => type === 'session.ended');
  const transaction = ended?.session ?? null;
  const own = rows.filter(({ session }) => session !== null && session === transaction);
  const sheets = simulated.pages.tray.filter(({ name }) => name === transaction);
  const pdf = sheets[0] === undefined ? null : join(out, `${transaction}.pdf`);
  if (pdf !== null && sheets[0] !== undefined) writeFileSync(pdf, sheets[0].pdf, { mode: 0o600 });
  const slip = simulated.receipts.slips.at(-1);
  const receipt = slip === undefined ? null : join(out, `${transaction}.receipt.png`);
  if (receipt !== null && slip !== undefined) {
    writeFileSync(receipt, toPng(slip), { mode: 0o600 });
    writeFileSync(receipt.replace(/png$/, 'bin'), slip.bytes, { mode: 0o600 });
  }
  const taken = own.reduce(
    (sum, row) =>
      row.type === 'money.moved'
        ? sum + row.data.entries.filter(([account]) => account === 'taken').reduce((all, [, yen]) => all + yen, 0)
        : sum,
    0,
  );
  const outcome = outcomeOf(ended?.type === 'session.ended' ? ended.data.outcome : 'staff');
  await kiosk.stop();
  const result: VisitResult = {
    outcome,
    transaction,
    pages: sheets.length,
    paid: taken,
    pdf,
    receipt,
    log: join(out, 'log.sqlite'),
  };
  if (options.json) console.log(JSON.stringify(result));
  else for (const [name, value] of Object.entries(result)) console.log(`${name.padEnd(12)} ${value ?? '-'}`);
  process.exit(outcome === 'delivered' ? 0 : 1);
}

export const visitCommand = (): Command =>
  new Command('visit')
    .description('one whole visit without a screen, through the same statecharts and byte-level devices')
    .requiredOption('--card <name>', 'a card of the sample town: adult, child, foreign, locked, expiring, expired')
    .requiredOption(
      '--pin <digits>',
      'four digits; may be repeated for wrong tries',
      (text: string, before: string[] = []) => {
        if (!/^\d{4}$/.test(text)) throw new InvalidArgumentError('A PIN is four digits.');
        return [...before, text];
      },
    )
    .requiredOption('--certificate <kind>', [...kinds.keys()].join(', '), (text) => {
      if (!kinds.has(text)) throw new InvalidArgumentError(`Allowed: ${[...kinds.keys()].join(', ')}.`);
      return text;
    })
    .option(
      '--members <numbers>',
      'members of the household by position, 1 = the holder; all when left out',
      (text) => numbers(text, (value) => value >= 1 && value <= 50, 'Positions like 1,3.'),
      [],
    )
    .option(
      '--show <items>',
      `items that are left out unless asked: ${[...new Set([...kinds.values()].flatMap(({ items }) => items.map(({ id }) => id)))].join(', ')}`,
      (text) => text.split(','),
      [],
    )
    .option('--copies <number>', 'copies of it', whole(1, 10), 1)
    .option(
      '--coins <yen>',
      'coins in the order they are dropped, e.g. 100,100',
      (text) =>
        numbers(text, (value) => [10, 50, 100, 500].includes(value), 'Coins of 10, 50, 100 and 500 yen, like 100,100.'),
      [],
    )
    .requiredOption('--out <folder>', 'where PDF, receipt and log are left')
    .option('--config <file>', 'configuration', join(projectRoot, 'kiosk.config.json'))
    .option('--json', 'end with one line of JSON')
    .action(visit);
