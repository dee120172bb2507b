import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/clock.ts';
import { createCashlessTerminal } from '../../../src/devices/cashless/driver.ts';
import { httpTransport, type NexoTransport } from '../../../src/devices/cashless/nexo-transport.ts';
import type { CashlessPayment, CashlessReversal, PayOutcome } from '../../../src/devices/cashless/port.ts';
import { memoryTransport, serveOverHttp } from '../../../src/simulation/cashless/mounts.ts';
import { CashlessModel, type TapResult } from '../../../src/simulation/cashless/terminal-model.ts';
import { FastClock } from '../../crash/terminal-in-process.ts';
import { VirtualClock } from '../virtual-clock.ts';

export const payment: CashlessPayment = { service: 'PAY0000001', transaction: 'AAAAA-BBBBB-CCCCC-DDDDD', yen: 300 };

/** What a person does at the terminal, when it first asks for money and so many milliseconds later. */
export interface Hand {
  readonly afterMs: number;
  readonly does: () => unknown;
}

export interface Bench extends AsyncDisposable {
  readonly model: CashlessModel;
  readonly clock: Clock;
  readonly terminal: ReturnType<typeof createCashlessTerminal>;
  /** How often the terminal said that it has the payment. */
  readonly taken: () => number;
  /** Lets time go on until the promise is settled. */
  run<T>(promise: Promise<T>): Promise<T>;
  pass(ms: number): Promise<void>;
  pay(...hands: readonly Hand[]): Promise<PayOutcome>;
}

function benchOf(
  model: CashlessModel,
  clock: Clock,
  transport: NexoTransport,
  time: Pick<Bench, 'run' | 'pass'>,
  close: () => Promise<void>,
): Bench {
  const terminal = createCashlessTerminal({ transport, clock, random: randomBytes, sale: 'K0001', poi: model.poi });
  let taken = 0;
  return {
    model,
    clock,
    terminal,
    ...time,
    taken: () => taken,
    pay: (...hands) => {
      for (const { afterMs, does } of hands) clock.setTimeout(does, afterMs);
      return time.run(
        terminal.pay(payment, () => {
          taken += 1;
        }),
      );
    },
    [Symbol.asyncDispose]: close,
  };
}

export async function inMemory(): Promise<Bench> {
  const clock = new VirtualClock();
  const model = new CashlessModel({ clock });
  const run = <T>(promise: Promise<T>) => clock.until(promise);
  return benchOf(model, clock, memoryTransport(model), { run, pass: (ms) => clock.pass(ms) }, async () => {});
}

/** Behind a real socket, a hundred times faster than real time. */
export async function behindSocket(): Promise<Bench> {
  const clock = new FastClock(100);
  const model = new CashlessModel({ clock });
  const mount = await serveOverHttp(model);
  const pass = (ms: number) => new Promise<void>((resolve) => clock.setTimeout(resolve, ms));
  return benchOf(model, clock, httpTransport(mount.url), { run: (promise) => promise, pass }, mount.close);
}

export const mounts = [
  ['in memory', inMemory],
  ['behind a socket', behindSocket],
] as const;

/** The reversal of an approved payment. */
export const reversalOf = (outcome: PayOutcome, service = 'REV0000001'): CashlessReversal => {
  if (outcome.outcome !== 'done') throw new Error(`not approved: ${JSON.stringify(outcome)}`);
  return { service, transaction: payment.transaction, ...outcome.value };
};

/** A customer touches the terminal some seconds after it asks. */
export const tap = ({ model }: Bench, customer = 'emoney', afterMs = 5_000): Hand => ({
  afterMs,
  does: (): TapResult => model.tap(customer),
});
