import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { japanDateTime } from '../japan-time.ts';
import { openTables, readRows, type StoredRow } from '../log/log.ts';
import { accounts, rowTypes } from '../log/rows.ts';
import { type Anchor, verifyRows } from '../log/verify.ts';

interface Place {
  readonly data: string;
}

/** Rows of the log in a data folder, or in a folder that `visit --out` wrote. @throws a sentence when there is none */
function* rowsOf({ data }: Place): Generator<StoredRow> {
  const path = join(data, 'log.sqlite');
  let db: ReturnType<typeof openTables>;
  try {
    db = openTables(path, true);
  } catch (error) {
    throw new Error(
      (error as { code?: string }).code === 'SQLITE_CANTOPEN'
        ? `There is no log in ${data} (looked for ${path}).`
        : String((error as Error).message),
    );
  }
  try {
    yield* readRows(db);
  } finally {
    db.close();
  }
}

const anchor = (text: string, before: readonly Anchor[] = []): Anchor[] => {
  const [, seq, code] = /^(\d+)-([0-9A-HJKMNP-TV-Z]{8})$/.exec(text) ?? [];
  if (seq === undefined || code === undefined)
    throw new InvalidArgumentError('It looks like 123-0ABCDEFG on a receipt.');
  return [...before, { seq: Number(seq), code }];
};

function verify(options: Place & { anchor?: Anchor[] }): void {
  const verdict = verifyRows(rowsOf(options), options.anchor);
  if (verdict.sound) {
    console.log(`sound: ${verdict.rows} rows, head ${verdict.rows}-${verdict.code}`);
    return;
  }
  console.log(`NOT sound: row ${verdict.seq}: ${verdict.fault}`);
  process.exitCode = 1;
}

function show(options: Place & { transaction?: string; type?: string }): void {
  for (const { row } of rowsOf(options)) {
    if (options.transaction !== undefined && row.session !== options.transaction) continue;
    if (options.type !== undefined && row.type !== options.type) continue;
    console.log(
      `${String(row.seq).padStart(6)}  ${japanDateTime(row.at)}  ${(row.session ?? '-').padEnd(23)}  ${row.type}  ${JSON.stringify(row.data)}`,
    );
  }
}

function exportRows(options: Place & { format: 'jsonl' | 'csv' }): void {
  const csv = (value: unknown) => `"${String(value ?? '').replaceAll('"', '""')}"`;
  if (options.format === 'csv') console.log('seq,at,boot,session,type,data,hash');
  for (const { row, hash } of rowsOf(options)) {
    const hex = Buffer.from(hash).toString('hex');
    if (options.format === 'jsonl') console.log(JSON.stringify({ ...row, hash: hex }));
    else
      console.log([row.seq, row.at, row.boot, row.session, row.type, JSON.stringify(row.data), hex].map(csv).join(','));
  }
}

function money(options: Place): void {
  const verdict = verifyRows(rowsOf(options));
  if (!verdict.sound)
    throw new Error(`The log is not sound (row ${verdict.seq}: ${verdict.fault}); its money proves nothing.`);
  const balances = verdict.state.money;
  for (const account of accounts) console.log(`${account.padEnd(10)} ${String(balances[account]).padStart(10)} yen`);
  const sum = accounts.reduce((total, account) => total + balances[account], 0);
  console.log(`${'sum'.padEnd(10)} ${String(sum).padStart(10)} yen${sum === 0 ? '' : '  NOT zero'}`);
  if (sum !== 0) process.exitCode = 1;
}

const place = (command: Command): Command =>
  command.requiredOption('--data <folder>', 'data folder of the terminal, or the folder a visit left');

export const auditCommand = (): Command =>
  new Command('audit')
    .description('the log: checked, shown, exported, added up')
    .addCommand(
      place(new Command('verify'))
        .description('check chain, shape and order of every row; exit 1 and name the first bad one')
        .option('--anchor <number-code>', 'the log number printed on a receipt; may be repeated', anchor)
        .action(verify),
    )
    .addCommand(
      place(new Command('show'))
        .description('print the rows')
        .option('--transaction <id>', 'only of this transaction')
        .option('--type <type>', `only of this type (${Object.keys(rowTypes).slice(0, 3).join(', ')} …)`, (type) => {
          if (!(type in rowTypes)) throw new InvalidArgumentError(`Allowed: ${Object.keys(rowTypes).join(', ')}.`);
          return type;
        })
        .action(show),
    )
    .addCommand(
      place(new Command('export'))
        .description('write all rows with their hashes to standard output')
        .option(
          '--format <format>',
          'jsonl or csv',
          (format) => {
            if (format !== 'jsonl' && format !== 'csv') throw new InvalidArgumentError('Allowed: jsonl, csv.');
            return format;
          },
          'jsonl',
        )
        .action(exportRows),
    )
    .addCommand(place(new Command('money')).description('the balance of every account').action(money));
