import { randomBytes, scryptSync } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Command, Option } from 'commander';
import type { DeviceHealth } from '../devices/health.ts';
import { claimsOf } from '../log/claims.ts';
import { openTables, readRows } from '../log/log.ts';
import { addRow, emptyState, type LogState, staffReason } from '../log/state.ts';
import { reasonsFor, type StaffAct, staffActs, subjectOf } from '../machines/events.ts';

/** What the terminal says of itself; nothing in it is about a resident. */
export interface StaffStatus {
  readonly terminal: 'running' | 'not running';
  /** State of the service region, e.g. `open`. */
  readonly service: string | null;
  /** Those of this shop; null when it does not run. */
  readonly devices: Readonly<Record<string, DeviceHealth>> | null;
  readonly duty: boolean;
  /** Why staff are needed, or null. */
  readonly staff: string | null;
  readonly claims: readonly { readonly transaction: string; readonly yen: number }[];
  /** Slips that wait to be paid at the register, by their number; at most one. */
  readonly slips: readonly { readonly transaction: string; readonly yen: number }[];
  readonly day: LogState['day'];
  /** Yen that should be in the cash box, and in each hopper by its address. */
  readonly coins: { readonly box: number; readonly hoppers: Readonly<Record<string, number>> };
}

/** The part of the status that the log tells. */
export const moneyOf = (state: LogState): Pick<StaffStatus, 'claims' | 'day' | 'coins'> => ({
  claims: claimsOf(state),
  day: state.day,
  coins: { box: state.stock.box, hoppers: Object.fromEntries(state.stock.hoppers) },
});

/** One question to the running terminal, or null when none runs on this folder. */
function ask(data: string, question: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = connect(join(data, 'staff.sock'));
    let heard = '';
    socket.setEncoding('utf8');
    socket.once('connect', () => socket.write(`${JSON.stringify(question)}\n`));
    socket.on('data', (text: string) => {
      heard += text;
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null);
      else reject(new Error(`The terminal on ${data} cannot be reached: ${error.message}.`));
    });
    socket.once('end', () => {
      if (heard.endsWith('\n')) resolve(JSON.parse(heard));
      else reject(new Error('The terminal ended before it answered; look at madoguchi staff status.'));
    });
  });
}

/** What the log alone can tell when the terminal does not run. */
function fromLog(data: string): StaffStatus {
  let state = emptyState;
  const db = openTables(join(data, 'log.sqlite'), true);
  try {
    for (const { row } of readRows(db)) state = addRow(state, row);
  } finally {
    db.close();
  }
  return {
    terminal: 'not running',
    service: null,
    devices: null,
    duty: state.duty,
    staff: staffReason(state),
    ...moneyOf(state),
    slips: [],
  };
}

async function status({ data, json }: { readonly data: string; readonly json?: boolean }): Promise<void> {
  const said = ((await ask(data, { ask: 'status' })) as StaffStatus | null) ?? fromLog(data);
  if (json) return void console.log(JSON.stringify(said, null, 2));
  console.log(`terminal   ${said.terminal}${said.service === null ? '' : `, ${said.service}`}`);
  console.log(`service    ${said.duty ? 'on' : 'taken out of service by staff'}`);
  console.log(`staff      ${said.staff === null ? 'nothing to do' : `needed: ${said.staff}`}`);
  for (const [device, { state, reasons }] of Object.entries(said.devices ?? {}))
    console.log([device.padEnd(10), state, ...(reasons.length === 0 ? [] : [`(${reasons.join(', ')})`])].join(' '));
  for (const { transaction, yen } of said.claims) console.log(`claim      ${transaction} ${yen} yen`);
  for (const { transaction, yen } of said.slips) console.log(`slip       ${transaction} ${yen} yen to be paid`);
  console.log(`coins      ${said.coins.box} yen in the box`);
  for (const [address, yen] of Object.entries(said.coins.hoppers))
    console.log(`coins      ${yen} yen in hopper ${address}`);
  console.log(`day        ${said.day.visits} visits, ${said.day.delivered} delivered, ${said.day.taken} yen taken`);
}

/** The code from the terminal or a pipe, never from the command line, where other users could read it. */
async function readCode(): Promise<string> {
  const line = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  if (process.stdin.isTTY) process.stderr.write('Code: ');
  const code = (await line[Symbol.asyncIterator]().next()).value ?? '';
  line.close();
  if (!/^\d{4,8}$/.test(code)) throw new Error('A code has 4 to 8 digits.');
  return code;
}

/** The option that names what an act is about. */
const aboutOptions = {
  claim: { name: 'transaction', flags: '--transaction <id>', text: 'the number on the slip' },
  sheets: { name: 'sheets', flags: '--sheets <count>', text: 'how many sheets came out' },
  slip: { name: 'slip', flags: '--slip <number>', text: 'the number on the slip for the register' },
  hopper: { name: 'hopper', flags: '--hopper <address>', text: 'ccTalk address of the hopper' },
} as const;

const aboutOf = (name: StaffAct) => {
  const kind = subjectOf[name];
  return kind === undefined ? null : aboutOptions[kind];
};

type ActOptions = { readonly data: string; readonly why: string } & Readonly<Record<string, string | undefined>>;

async function act(name: StaffAct, options: ActOptions): Promise<void> {
  const { data, why } = options;
  const reasons = reasonsFor(name);
  const counted = name === 'hopper-filled' && /^coins-[1-9]\d{0,3}$/.test(why);
  if (reasons.length > 0 && !reasons.includes(why) && !counted)
    throw new Error(`${name} needs --why, one of: ${reasons.join(', ')}.`);
  if (reasons.length === 0 && why !== '') throw new Error(`${name} takes no --why.`);
  const about = aboutOf(name);
  const subject = about === null ? null : (options[about.name] ?? null);
  if (about !== null && subject === null) throw new Error(`${name} needs ${about.flags}: ${about.text}.`);
  const code = await readCode();
  const said = (await ask(data, { ask: 'act', code, act: name, why, subject })) as {
    readonly error?: string;
    readonly result?: string;
  } | null;
  if (said === null) throw new Error(`No terminal runs on ${data}. Start it first.`);
  if (said.error !== undefined) throw new Error(`The terminal said: ${said.error}.`);
  if (said.result !== 'done')
    throw new Error(`${name} was not possible now; madoguchi staff status says how things are.`);
  console.log(`${name}: done`);
}

/** A line for `staff` in the configuration. */
async function makeCode(): Promise<void> {
  const code = await readCode();
  const salt = randomBytes(16);
  console.log(`scrypt:${salt.toString('hex')}:${scryptSync(code, salt, 32).toString('hex')}`);
}

const folder = (): Option => new Option('--data <folder>', 'data folder of the terminal').default('data');

export const staffCommand = (): Command => {
  const command = new Command('staff')
    .description('the staff panel without a screen')
    .addCommand(
      new Command('status')
        .description('how the terminal is, also when it does not run')
        .addOption(folder())
        .option('--json', 'as JSON')
        .action(status),
    )
    .addCommand(
      new Command('code')
        .description('read a code from the keyboard and print what the configuration wants')
        .action(makeCode),
    );
  for (const name of staffActs) {
    const reasons = reasonsFor(name);
    const about = aboutOf(name);
    const one = new Command(name)
      .description(reasons.length === 0 ? 'asks for the code' : `asks for the code; --why ${reasons.join('|')}`)
      .addOption(folder())
      .option('--why <reason>', name === 'hopper-filled' ? 'coins-<count>' : 'one of the reasons', '')
      .action((options: ActOptions) => act(name, options));
    if (about !== null) one.option(about.flags, about.text);
    command.addCommand(one);
  }
  return command;
};
