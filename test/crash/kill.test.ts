import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sleep } from '../../src/clock.ts';
import { AcceptorModel } from '../../src/simulation/coin-unit/acceptor-model.ts';
import { serveOverTcp as serveCoins } from '../../src/simulation/coin-unit/mounts.ts';
import { serveOverHttp } from '../../src/simulation/page-printer/mounts.ts';
import { PagePrinterModel } from '../../src/simulation/page-printer/printer-model.ts';
import { serveOverTcp as serveReceipts } from '../../src/simulation/receipt-printer/mounts.ts';
import { ReceiptPrinterModel } from '../../src/simulation/receipt-printer/printer-model.ts';
import { systemClock } from '../../src/system-clock.ts';
import { exactMoney, temporaryFolder, writeConfig } from '../harness.ts';
import { judge, rowsIn, type World } from './oracle.ts';
import type { FromTerminal, ToTerminal } from './terminal.ts';

/**
 * kill -9 of the terminal's process, the devices living on. The printers and the coin acceptor stand in this process behind
 * HTTP and TCP; each start of the terminal is a process of its own over the same files.
 */

const seed = Number(process.env.CRASH_SEED ?? 20_261_120);
const kills = Number(process.env.CRASH_KILLS ?? 50);
const parallel = 2;

/** mulberry32. */
function prng(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One place in a visit: after so many milliseconds, or with the nth row of a kind (and some milliseconds later). */
interface Point {
  readonly name: string;
  readonly afterMs?: number;
  readonly row?: string;
  readonly nth?: number;
  readonly laterMs?: number;
  readonly card: string;
  readonly coins: readonly number[];
  /** The recovery is killed too: after so many milliseconds from its start, or with a row. */
  readonly again?: { readonly afterMs?: number; readonly row?: string };
  /** A hand drops one more coin into the slot of the dead terminal. */
  readonly straggler: boolean;
}

interface Town extends World, AsyncDisposable {
  readonly folder: string;
  readonly config: string;
}

async function town(): Promise<Town> {
  const folder = temporaryFolder();
  const clock = systemClock;
  const acceptor = new AcceptorModel(clock);
  const receipts = new ReceiptPrinterModel({ clock, lineMs: 4 });
  const pages = new PagePrinterModel({ clock, pageMs: 250 });
  const [coins, slips, paper] = await Promise.all([
    serveCoins(acceptor),
    serveReceipts(receipts),
    serveOverHttp(pages),
  ]);
  const config = writeConfig(folder.path, {
    ...exactMoney,
    devices: {
      cardReader: { transport: 'simulated' },
      coinUnit: { transport: 'tcp', host: '127.0.0.1', port: coins.port },
      receiptPrinter: { transport: 'tcp', host: '127.0.0.1', port: slips.port },
      pagePrinter: { transport: 'ipp', uri: paper.uri },
    },
  });
  return {
    folder: join(folder.path, 'data'),
    config,
    acceptor,
    receipts,
    pages,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([coins.close(), slips.close(), paper.close()]);
      folder[Symbol.dispose]();
    },
  };
}

/** One run of the terminal's process. */
class Terminal {
  readonly process: ChildProcess;
  readonly ended: Promise<void>;
  screen = '';
  over = false;
  errors = '';
  onRow: (row: string) => void = () => {};
  readonly #listeners = new Set<() => void>();
  #visited = false;
  #failed: string | null = null;

  constructor(where: Town, dieAt = '', nth = 1) {
    this.process = fork(join(import.meta.dirname, 'terminal.ts'), [where.config, dieAt, String(nth)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.process.stderr?.on('data', (bytes) => (this.errors += bytes));
    this.ended = new Promise((resolve) =>
      this.process.once('exit', () => {
        this.over = true;
        this.#changed();
        resolve();
      }),
    );
    this.process.on('message', (message: FromTerminal) => {
      if (message.tells === 'screen') this.screen = message.id;
      if (message.tells === 'row') this.onRow(message.step === null ? message.type : `${message.type}:${message.step}`);
      if (message.tells === 'visited') this.#visited = true;
      if (message.tells === 'failed') this.#failed = message.why;
      if (message.tells === 'coin') void this.#drop(where.acceptor, message.yen);
      this.#changed();
    });
  }

  /** The resident's hand: holds the coin until the slot is open, and sees it fall. */
  async #drop(acceptor: AcceptorModel, yen: number): Promise<void> {
    while (!acceptor.takes(yen)) {
      if (this.over) return;
      await sleep(systemClock, 20);
    }
    acceptor.drop(yen);
    await sleep(systemClock, 120);
    this.say({ do: 'credited' });
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  say(message: ToTerminal): void {
    if (this.process.connected) this.process.send(message, () => {});
  }

  kill(): void {
    this.process.kill('SIGKILL');
  }

  /** Resolves when it is so, or the process has ended. */
  until(so: () => boolean, limitMs = 60_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        if (!so() && !this.over && this.#failed === null) return;
        clearTimeout(timer);
        this.#listeners.delete(check);
        if (this.#failed !== null) reject(new Error(this.#failed));
        else resolve();
      };
      const timer = setTimeout(() => {
        this.#listeners.delete(check);
        reject(new Error(`nothing came of it; screen ${this.screen}\n${this.errors}`));
      }, limitMs);
      this.#listeners.add(check);
      check();
    });
  }

  /** Idle, or with staff called. */
  async standing(): Promise<void> {
    await this.until(() => ['open', 'staffNeeded'].includes(this.screen));
    if (this.over) throw new Error(`the terminal ended while it started\n${this.errors}`);
  }

  async visit(card: string, coins: readonly number[]): Promise<void> {
    this.#visited = false;
    this.say({ do: 'visit', card, coins });
    await this.until(() => this.#visited);
  }

  async stop(): Promise<void> {
    this.say({ do: 'stop' });
    await this.ended;
  }
}

const lastRow = (where: Town): string => {
  const row = rowsIn(join(where.folder, 'log.sqlite')).at(-1)?.row;
  if (row === undefined) return 'nothing';
  return row.type === 'print.step' ? `${row.type}:${row.data.step}` : row.type;
};

/** Kills once (or twice) as the point says, boots again, judges, and lets the next resident be served. Returns where it fell. */
async function killAt(point: Point, thenVisit: boolean): Promise<string> {
  await using where = await town();
  const log = join(where.folder, 'log.sqlite');
  const exact = point.row !== undefined && point.laterMs === undefined;
  const first = new Terminal(where, exact ? point.row : '', point.nth);
  let seen = 0;
  first.onRow = (row) => {
    if (exact || row !== point.row) return;
    seen += 1;
    if (seen === (point.nth ?? 1)) setTimeout(() => first.kill(), point.laterMs);
  };
  await first.standing();
  if (point.afterMs !== undefined) setTimeout(() => first.kill(), point.afterMs);
  await first.visit(point.card, point.coins);
  if (!first.over) first.kill();
  await first.ended;
  const fell = [lastRow(where)];
  if (point.straggler && where.acceptor.takes(100)) where.acceptor.drop(100);

  if (point.again !== undefined) {
    const second = new Terminal(where, point.again.row ?? '');
    if (point.again.afterMs !== undefined) setTimeout(() => second.kill(), point.again.afterMs);
    await second.until(() => ['open', 'staffNeeded'].includes(second.screen));
    if (!second.over) second.kill();
    await second.ended;
    fell.push(lastRow(where));
  }

  const last = new Terminal(where);
  try {
    await last.standing();
    judge(log, where, last.screen);
    if (thenVisit) {
      if (last.screen === 'staffNeeded') {
        last.say({ do: 'resolve' });
        await last.until(() => last.screen === 'open');
      }
      const papers = where.pages.tray.length;
      await last.visit('foreign', [100, 100]);
      const { rows } = judge(log, where, last.screen);
      expect(last.screen).toBe('open');
      expect(where.pages.tray.length).toBe(papers + 1);
      expect(rows.findLast(({ type }) => type === 'session.ended')?.data).toEqual({ outcome: 'delivered' });
    }
    await last.stop();
  } finally {
    last.kill();
    await last.ended;
  }
  return fell.join(' → ');
}

/** The moments at which a row is durable and the world may or may not have followed. */
const moments: readonly (readonly [string, number])[] = [
  ['session.started', 1],
  ['pin.verify.intent', 1],
  ['centre.issue.result', 1],
  ['coins.accept.intent', 1],
  ['coins.events', 2],
  ['coins.events', 3],
  ['coins.inhibit.result', 1],
  ['print.intent', 1],
  ['print.step:creating', 1],
  ['print.step:created', 1],
  ['print.step:sending', 1],
  ['print.step:accepted', 1],
  ['print.result', 1],
  ['money.moved', 1],
  ['slip.intent', 1],
  ['slip.result', 1],
  ['session.wiped', 1],
  ['session.ended', 1],
];

function points(visitMs: number): Point[] {
  const random = prng(seed);
  const exact = moments.map(([row, nth]) => ({ name: `row ${row} ${nth}`, row, nth }));
  const around = Array.from({ length: Math.round(kills * 0.24) }, () => {
    const [row, nth] = moments[3 + Math.floor(random() * (moments.length - 4))] as readonly [string, number];
    const laterMs = Math.floor(random() * 250);
    return { name: `row ${row} ${nth} + ${laterMs} ms`, row, nth, laterMs };
  });
  const free = Math.max(0, kills - exact.length - around.length);
  const timed = Array.from({ length: free }, (_, index) => {
    const afterMs = Math.floor(((index + random()) / free) * visitMs);
    return { name: `${afterMs} ms`, afterMs };
  });
  const recoveryRows = [
    'recovery.started',
    'print.result',
    'money.moved',
    'slip.intent',
    'slip.result',
    'staff.needed',
  ];
  return [...exact, ...around, ...timed].slice(0, kills).map((point, index): Point => {
    const cancels = index % 7 === 3;
    const row = recoveryRows[Math.floor(random() * recoveryRows.length)] as string;
    const again = index % 2 === 0 ? { row } : { afterMs: Math.floor(900 + random() * 1_500) };
    return {
      ...point,
      card: index % 5 === 4 ? 'large' : 'adult',
      coins: cancels ? [100] : random() < 0.3 ? [50, 50, 100] : [100, 100],
      straggler: random() < 0.4,
      ...(index % 3 === 1 ? { again } : {}),
    };
  });
}

it(`keeps every promise when the process is killed at ${kills} moments`, { timeout: 480_000 }, async () => {
  let visitMs = 0;
  {
    await using where = await town();
    const whole = new Terminal(where);
    await whole.standing();
    const start = systemClock.now();
    await whole.visit('adult', [100, 100]);
    visitMs = systemClock.now() - start;
    judge(join(where.folder, 'log.sqlite'), where, whole.screen);
    await whole.stop();
  }
  const all = points(visitMs);
  console.log(`seed ${seed}; a visit takes ${visitMs} ms; ${all.length} kills`);
  const faults: string[] = [];
  const queue = all.map((point, index) => ({ point, index }));
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { point, index } = next;
        try {
          const fell = await killAt(point, index % 3 === 0);
          console.log(`${String(index + 1).padStart(3)}  ${point.name.padEnd(34)} fell after ${fell}`);
        } catch (error) {
          faults.push(
            `${index + 1} ${JSON.stringify(point)}: ${error instanceof Error ? error.message : String(error)}`,
          );
        }
      }
    }),
  );
  expect(faults, faults.join('\n\n')).toEqual([]);
});
