import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CcTalkAcceptor } from '../../../src/devices/coin-unit/acceptor.ts';
import { CcTalkHopper } from '../../../src/devices/coin-unit/hopper.ts';
import { CcTalkLine } from '../../../src/devices/coin-unit/line.ts';
import { CoinPayout } from '../../../src/devices/coin-unit/payout.ts';
import { SerialTransport } from '../../../src/devices/coin-unit/serial-transport.ts';
import { tcpTransport } from '../../../src/devices/tcp-transport.ts';
import type { ByteTransport } from '../../../src/devices/transport.ts';
import { CoinUnitModel } from '../../../src/simulation/coin-unit/coin-unit-model.ts';
import { serveOverTcp, servePseudoTerminal } from '../../../src/simulation/coin-unit/mounts.ts';
import { systemClock } from '../../../src/system-clock.ts';
import { expectConservation } from './hopper-bench.ts';

const clock = systemClock;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function eventually(so: () => boolean): Promise<void> {
  for (let tried = 0; tried < 200 && !so(); tried += 1) await pause(25);
  expect(so()).toBe(true);
}

const unitWithHopper = () => new CoinUnitModel(clock, { hoppers: [{ address: 3, yen: 100, coins: 50 }], replyMs: 2 });

function drivers(transport: ByteTransport) {
  const line = new CcTalkLine(transport, clock, true);
  const credits: number[] = [];
  const health: string[] = [];
  const acceptor = new CcTalkAcceptor(line, clock, {
    events: (events) => credits.push(...events.credits),
    health: (state) => health.push(state),
  });
  const payout = new CoinPayout([new CcTalkHopper(line, clock, { address: 3, yen: 100 })]);
  return { acceptor, payout, credits, health };
}

const journal = { intent: () => {}, result: () => {} };

describe('acceptor and hopper on one line of the real machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'coins-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('a serial port: 9600 8N1, coins in and out, unplugged in a payout and plugged in again', async () => {
    const path = join(folder, 'ttyCoins');
    const unit = unitWithHopper();
    let mount = await servePseudoTerminal(unit, path);
    const { acceptor, payout, credits, health } = drivers(new SerialTransport(path));
    expect(await acceptor.start(null)).toMatchObject({ outcome: 'done', value: { coins: [10, 50, 100, 500] } });
    await eventually(() => mount.settings === '9600 8N1');
    expect(await payout.start()).toMatchObject([{ address: 3, serial: 0x0ad7df, level: 'ok', fault: null }]);
    await acceptor.accept([100]);
    expect(unit.acceptor.drop(100)).toBe('accepted');
    await eventually(() => credits.length === 1);
    expect(await payout.pay(200, journal)).toMatchObject({ paid: 200, unpaid: 0 });

    const paying = payout.pay(500, journal);
    await eventually(() => unit.money.paidOut > 200);
    await mount.close();
    await eventually(() => health.at(-1) === 'failed');
    mount = await servePseudoTerminal(unit, path);
    expect(await paying).toMatchObject({ paid: 500, unpaid: 0, unsure: 0 });
    await eventually(() => health.at(-1) === 'working');
    expect(unit.money.paidOut).toBe(700);
    expectConservation(unit);
    await acceptor.stop();
    await mount.close();
  });

  it('a TCP port of a serial device server', async () => {
    const unit = unitWithHopper();
    const mount = await serveOverTcp(unit);
    const { acceptor, payout } = drivers(tcpTransport({ host: '127.0.0.1', port: mount.port }));
    expect(await acceptor.start(null)).toMatchObject({ outcome: 'done' });
    await payout.start();
    expect(await payout.pay(300, journal)).toMatchObject({ paid: 300 });
    expect(unit.money.paidOut).toBe(300);
    await acceptor.stop();
    await mount.close();
  });
});
