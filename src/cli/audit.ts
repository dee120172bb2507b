import { Command, InvalidArgumentError, Option } from 'commander';
import { japanClock, japanDate, japanDateTime } from '../japan-time.ts';
import { type Checkpoint, checkpointOf } from '../log/checkpoint.ts';
import { MerkleTree } from '../log/merkle.ts';
import type { Row } from '../log/rows.ts';
import { accounts } from '../log/rows.ts';
import { storyOf } from '../log/story/story.ts';
import { type Anchor, verifyRows } from '../log/verify.ts';
import { type Filter, filterOf, wanted, withFilter } from './audit-filter.ts';
import { checkpointsIn, type Place, rowsOf, secretOf } from './audit-log.ts';

const anchor = (text: string, before: readonly Anchor[] = []): Anchor[] => {
  const [, seq, code] = /^(\d+)-([0-9A-HJKMNP-TV-Z]{8})$/.exec(text) ?? [];
  if (seq === undefined || code === undefined)
    throw new InvalidArgumentError('It looks like 123-0ABCDEFG on a receipt.');
  return [...before, { seq: Number(seq), code }];
};

function verify(options: Place & { anchor?: Anchor[]; checkpoint?: string }): void {
  const checkpoints = options.checkpoint === undefined ? [] : checkpointsIn(options.checkpoint);
  const anchors = options.anchor ?? [];
  const verdict = verifyRows(rowsOf(options), { anchors, checkpoints, secret: secretOf(options) });
  if (!verdict.sound) {
    console.log(`NOT sound: row ${verdict.seq}: ${verdict.fault}`);
    process.exitCode = 1;
    return;
  }
  console.log(`sound: ${verdict.rows} rows, head ${verdict.rows}-${verdict.code}`);
  for (const { seq } of anchors) console.log(`row ${seq} is as the receipt says`);
  for (const { size, signed } of checkpoints)
    console.log(`rows 1 to ${size} are as the checkpoint says${signed === undefined ? ', which is not signed' : ''}`);
}

function show(options: Place & Filter): void {
  const filter = filterOf(options);
  const chosen: Row[] = [];
  let known = filter.transaction === undefined;
  const print = (row: Row): void =>
    console.log(
      `${String(row.seq).padStart(6)}  ${japanDateTime(row.at)}  ${(row.session ?? '-').padEnd(23)}  ${row.type}  ${JSON.stringify(row.data)}`,
    );
  let found = 0;
  for (const { row } of rowsOf(options)) {
    known ||= row.session === filter.transaction;
    if (!wanted(row, filter)) continue;
    found += 1;
    if (filter.last === undefined) print(row);
    else if (chosen.push(row) > filter.last) chosen.shift();
  }
  if (!known) throw new Error(`There is no transaction ${filter.transaction} in this log.`);
  if (found === 0) throw new Error('No row of the log is like that.');
  for (const row of chosen) print(row);
}

/** How the lines of an export look. */
interface Format {
  readonly head: string | null;
  row(row: Row, hash: string): string | null;
  checkpoint(checkpoint: Checkpoint): string;
}

const cells = (...values: readonly unknown[]): string =>
  values.map((value) => `"${String(value ?? '').replaceAll('"', '""')}"`).join(',');
const checkpointLine = (checkpoint: Checkpoint): string => JSON.stringify({ checkpoint });

const formats = {
  jsonl: {
    head: null,
    row: (row, hash) => JSON.stringify({ ...row, hash }),
    checkpoint: checkpointLine,
  },
  csv: {
    head: 'seq,at,boot,session,type,data,hash',
    row: ({ seq, at, boot, session, type, data }, hash) =>
      cells(seq, at, boot, session, type, JSON.stringify(data), hash),
    checkpoint: (checkpoint) =>
      cells('', checkpoint.time, '', '', 'checkpoint', JSON.stringify(checkpoint), checkpoint.root),
  },
  checkpoints: { head: null, row: () => null, checkpoint: checkpointLine },
} as const satisfies Record<string, Format>;

function exportRows(options: Place & { format: keyof typeof formats; every: number }): void {
  const format: Format = formats[options.format];
  const secret = secretOf(options);
  const tree = new MerkleTree();
  const write = (line: string | null): void => {
    if (line !== null) console.log(line);
  };
  const mark = (time: number): void => {
    const root = Buffer.from(tree.root).toString('hex');
    write(format.checkpoint(checkpointOf({ size: tree.size, root, time }, secret)));
  };
  let last = 0;
  write(format.head);
  for (const { row, hash } of rowsOf(options)) {
    write(format.row(row, Buffer.from(hash).toString('hex')));
    tree.append(hash);
    last = row.at;
    if (tree.size % options.every === 0) mark(last);
  }
  if (tree.size % options.every !== 0) mark(last);
}

/** @throws a sentence when the rows do not deserve to be believed */
function sound(options: Place, what: string) {
  const verdict = verifyRows(rowsOf(options), { secret: secretOf(options) });
  if (!verdict.sound)
    throw new Error(`The log is not sound (row ${verdict.seq}: ${verdict.fault}); its ${what} proves nothing.`);
  return verdict;
}

function money(options: Place): void {
  const balances = sound(options, 'money').state.money;
  for (const account of accounts) console.log(`${account.padEnd(10)} ${String(balances[account]).padStart(10)} yen`);
  const sum = accounts.reduce((total, account) => total + balances[account], 0);
  console.log(`${'sum'.padEnd(10)} ${String(sum).padStart(10)} yen${sum === 0 ? '' : '  NOT zero'}`);
  if (sum !== 0) process.exitCode = 1;
}

function* plainRows(options: Place): Generator<Row> {
  for (const { row } of rowsOf(options)) yield row;
}

function explain(transaction: string, options: Place): void {
  sound(options, 'story');
  const story = storyOf(plainRows(options), transaction);
  if (story === null) throw new Error(`There is no transaction ${transaction} in this log.`);
  console.log(`Visit ${transaction}`);
  let day = '';
  for (const { seq, at, afterCrash, who, sentence } of story.lines) {
    if (afterCrash) console.log('\n  The program ended here without being stopped: a power cut or a crash.\n');
    if (japanDate(at) !== day) console.log(`\n${japanDate(at)} (Japan)`);
    day = japanDate(at);
    console.log(`  ${japanClock(at)}  ${String(seq).padStart(6)}  ${who.padEnd(9)} ${sentence}`);
  }
  console.log('\nIn the end');
  for (const [what, sentence] of story.ending) console.log(`  ${what.padEnd(9)} ${sentence}`);
}

const place = (command: Command): Command =>
  command.requiredOption('--data <folder>', 'data folder of the terminal, or the folder a visit left');

const every = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Allowed are whole numbers from 1.');
  return Number(text);
};

export const auditCommand = (): Command =>
  new Command('audit')
    .description('the log: checked, shown, exported, explained, added up')
    .addCommand(
      place(new Command('verify'))
        .description(
          'check chain, shape and order of every row; exit 1, name the first bad one and what was done to it',
        )
        .option('--anchor <number-code>', 'the log number printed on a receipt; may be repeated', anchor)
        .option('--checkpoint <file>', 'an export of before: its rows must still be the first ones')
        .action(verify),
    )
    .addCommand(
      withFilter(place(new Command('show')))
        .description('print the rows')
        .action(show),
    )
    .addCommand(
      place(new Command('export'))
        .description('write all rows with their hashes, and signed Merkle checkpoints, to standard output')
        .addOption(
          new Option('--format <format>', 'rows with checkpoints, or checkpoints alone')
            .choices(Object.keys(formats))
            .default('jsonl'),
        )
        .option('--every <rows>', 'a checkpoint after so many rows, and one at the end', every, 1_000)
        .action(exportRows),
    )
    .addCommand(
      place(new Command('explain'))
        .description('tell a visit as a story: who did what, and what became of money, paper and card')
        .argument('<transaction>', 'number of the visit, as on the receipt')
        .action(explain),
    )
    .addCommand(place(new Command('money')).description('the balance of every account').action(money));
