import { randomBytes, scryptSync } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Command, Option } from 'commander';
import { openTables, readRows } from '../log/log.ts';
import { addRow, claimsOf, emptyState, type LogState, staffReason } from '../log/state.ts';
import { reasonsFor, type StaffAct, staffActs } from '../machines/events.ts';

/** What the terminal says of itself; nothing in it is about a resident. */
export interface StaffStatus {
  readonly terminal: 'running' | 'not running';
  /** State of the service region, e.g. `open`. */
  readonly service: string | null;
  readonly devices: Readonly<Record<string, 'working' | 'failed'>> | null;
  readonly duty: boolean;
  /** Why staff are needed, or null. */
  readonly staff: string | null;
  readonly claims: readonly { readonly transaction: string; readonly yen: number }[];
  readonly day: LogState['day'];
}

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
    claims: claimsOf(state),
    day: state.day,
  };
}

async function status({ data, json }: { readonly data: string; readonly json?: boolean }): Promise<void> {
  const said = ((await ask(data, { ask: 'status' })) as StaffStatus | null) ?? fromLog(data);
  if (json) return void console.log(JSON.stringify(said, null, 2));
  console.log(`terminal   ${said.terminal}${said.service === null ? '' : `, ${said.service}`}`);
  console.log(`service    ${said.duty ? 'on' : 'taken out of service by staff'}`);
  console.log(`staff      ${said.staff === null ? 'nothing to do' : `needed: ${said.staff}`}`);
  for (const [device, state] of Object.entries(said.devices ?? {})) console.log(`${device.padEnd(10)} ${state}`);
  for (const { transaction, yen } of said.claims) console.log(`claim      ${transaction} ${yen} yen`);
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

interface ActOptions {
  readonly data: string;
  readonly why: string;
  readonly transaction?: string;
}

async function act(name: StaffAct, { data, why, transaction }: ActOptions): Promise<void> {
  const reasons = reasonsFor(name);
  if (reasons.length > 0 && !reasons.includes(why))
    throw new Error(`${name} needs --why, one of: ${reasons.join(', ')}.`);
  if (name === 'refund' && transaction === undefined) throw new Error('refund needs --transaction, from the slip.');
  const code = await readCode();
  const said = (await ask(data, { ask: 'act', code, act: name, why, transaction: transaction ?? null })) as {
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
  for (const name of staffActs)
    command.addCommand(
      new Command(name)
        .description(
          reasonsFor(name).length === 0
            ? 'asks for the code'
            : `asks for the code; --why ${reasonsFor(name).join('|')}`,
        )
        .addOption(folder())
        .option('--why <reason>', 'one of the reasons', '')
        .option('--transaction <id>', 'of the refund')
        .action((options: ActOptions) => act(name, options)),
    );
  return command;
};
