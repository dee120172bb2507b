import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { CcTalkAcceptor } from '../../../src/devices/coin-unit/acceptor.ts';
import { decodeFrame, encodeFrame, eventsBetween, yenOfCoinId } from '../../../src/devices/coin-unit/cctalk.ts';
import { CcTalkLine } from '../../../src/devices/coin-unit/line.ts';
import type { AcceptorEvents, AcceptorPosition } from '../../../src/devices/coin-unit/port.ts';
import { AcceptorModel } from '../../../src/simulation/coin-unit/acceptor-model.ts';
import { VirtualClock } from '../virtual-clock.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const frame = (destination: number, source: number, header: number, data = '') => ({
  destination,
  source,
  header,
  data: bytes(data),
});

describe('ccTalk frames', () => {
  // Vectors printed in the manuals of Money Controls SR5 (TSP073), Azkoyen X6 and suzohapp Flow.
  it.each([
    ['simple poll', frame(2, 1, 254), '02 00 01 FE FF'],
    ['its answer', frame(1, 2, 0), '01 00 02 00 FD'],
    ['read buffered credit', frame(2, 1, 229), '02 00 01 E5 18'],
    [
      'five events',
      frame(1, 2, 0, '06 06 04 00 14 00 17 06 04 0D 02'),
      '01 0B 02 00 06 06 04 00 14 00 17 06 04 0D 02 9E',
    ],
    ['inhibit mask', frame(2, 1, 231, 'FF FF'), '02 02 01 E7 FF FF 16'],
    ['master inhibit off', frame(2, 1, 228, '01'), '02 01 01 E4 01 17'],
    ['master inhibit on', frame(2, 1, 228, '00'), '02 01 01 E4 00 18'],
    ['hopper dispense', frame(3, 1, 167, 'DF D7 0A 01'), '03 04 01 A7 DF D7 0A 01 90'],
  ])('%s', (_, value, hex) => {
    expect(Buffer.from(encodeFrame(value))).toEqual(Buffer.from(bytes(hex)));
    expect(decodeFrame(bytes(hex))).toEqual({ state: 'frame', frame: value, length: bytes(hex).length });
  });

  it('wait for the rest, refuse a wrong sum, and never crash', () => {
    expect(decodeFrame(bytes('02 00 01 FE'))).toEqual({ state: 'incomplete' });
    expect(decodeFrame(bytes('02 00 01 FE 00'))).toEqual({ state: 'corrupt' });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (any) => void decodeFrame(any)));
  });

  it('count events across the wrap from 255 to 1', () => {
    expect([eventsBetween(254, 255), eventsBetween(255, 1), eventsBetween(255, 3), eventsBetween(7, 7)]).toEqual([
      1, 1, 3, 0,
    ]);
  });

  it('know yen coins by their id', () => {
    expect(['JP100A', 'JP500B', 'EU100A', '......'].map(yenOfCoinId)).toEqual([100, 500, null, null]);
  });
});

describe('the coin acceptor', () => {
  let clock: VirtualClock;
  let model: AcceptorModel;
  let heard: AcceptorEvents[];
  let health: string[];
  let refuse: boolean;
  let driver: CcTalkAcceptor;

  const boot = (): CcTalkAcceptor =>
    new CcTalkAcceptor(new CcTalkLine(model, clock, true), clock, {
      events: (events) => {
        if (refuse) throw new Error('disk full');
        heard.push(events);
      },
      health: (state) => health.push(state),
    });
  const start = async (last: AcceptorPosition | null) => {
    const started = driver.start(last);
    await clock.pass(300);
    return started;
  };
  const accept = async (values: number[]) => {
    const accepted = driver.accept(values);
    await clock.pass(100);
    return accepted;
  };
  const stop = async () => {
    const stopped = driver.stop();
    await clock.pass(100);
    await stopped;
  };
  const credits = () => heard.flatMap((events) => events.credits);

  beforeEach(() => {
    clock = new VirtualClock();
    model = new AcceptorModel(clock);
    heard = [];
    health = [];
    refuse = false;
    driver = boot();
  });

  it('identifies the device and accepts nothing until it is told to', async () => {
    expect(await start(null)).toEqual({ outcome: 'done', value: { serial: 0x0ad7df, coins: [10, 50, 100, 500] } });
    expect(model.drop(100)).toBe('rejected');
    await accept([100]);
    expect(model.drop(100)).toBe('accepted');
    expect(model.drop(500)).toBe('rejected');
    await clock.pass(500);
    expect(credits()).toEqual([100]);
  });

  it('credits a coin that was rolling when it was inhibited', async () => {
    await start(null);
    await accept([100]);
    model.drop(100);
    await accept([]);
    expect(model.drop(100)).toBe('rejected');
    await clock.pass(500);
    expect(credits()).toEqual([100]);
  });

  it('offers events again until they are durable, and books each once', async () => {
    await start(null);
    await accept([100]);
    refuse = true;
    model.drop(100);
    await clock.pass(900);
    expect(credits()).toEqual([]);
    refuse = false;
    await clock.pass(900);
    expect(credits()).toEqual([100]);
  });

  it('finds the coins that fell in while the program was dead', async () => {
    await start(null);
    await accept([100]);
    model.drop(100);
    await clock.pass(500);
    const last = heard.at(-1)?.position ?? null;
    model.drop(100);
    await clock.pass(150);
    const before = heard.length;
    await stop();
    driver = boot();
    await start(last);
    await clock.pass(500);
    expect(heard.slice(before).flatMap((events) => events.credits)).toEqual([100]);
  });

  it('survives lost and corrupt answers without losing or doubling a coin', async () => {
    await start(null);
    await accept([100]);
    model.faults.exchanges = ['drop', 'drop'];
    model.drop(100);
    await clock.pass(1_300);
    model.faults.exchanges = ['corrupt'];
    await clock.pass(1_000);
    expect(credits()).toEqual([100]);
    expect(health).not.toContain('failed');
  });

  it('says so when more events happened than the device keeps', async () => {
    await start(null);
    await accept([10]);
    model.faults.exchanges = ['drop', 'drop', 'drop'];
    for (let coin = 0; coin < 7; coin += 1) {
      model.drop(10);
      await clock.pass(110);
    }
    await clock.pass(1_000);
    const lost = heard.reduce((sum, events) => sum + events.lost, 0);
    expect(credits().length + lost).toBe(7);
    expect(credits().length).toBeGreaterThanOrEqual(5);
  });

  it('notices a reset, compares the accept counter and inhibits as before', async () => {
    await start(null);
    await accept([100]);
    model.drop(100);
    await clock.pass(500);
    model.drop(100);
    await clock.pass(105);
    model.powerCycle();
    await clock.pass(1_000);
    expect(heard.reduce((sum, events) => sum + events.unexplained, 0)).toBe(1);
    expect(heard.at(-1)?.position.epoch).toBe(2);
    expect(model.takes(100)).toBe(true);
  });

  it('notices coins that fell in between a first poll at 0 and a power cut that set the counter to 0 again', async () => {
    await start(null);
    const last = heard.at(-1)?.position ?? null;
    expect(last?.counter).toBe(0);
    await accept([100]);
    model.drop(100);
    await clock.pass(105);
    const before = heard.length;
    model.powerCycle();
    await stop();
    driver = boot();
    await start(last);
    expect(heard.slice(before).reduce((sum, events) => sum + events.unexplained + events.credits.length, 0)).toBe(1);
  });

  it('notices a coin that a reset hid whose counter was 0 before, at the latest when coins are told to stop', async () => {
    await start(null);
    await accept([100]);
    model.drop(100);
    await clock.pass(105);
    model.powerCycle();
    await clock.pass(1_000);
    await accept([]);
    await clock.pass(500);
    expect(heard.reduce((sum, events) => sum + events.unexplained + events.credits.length, 0)).toBe(1);
    await accept([100]);
    model.drop(100);
    await clock.pass(500);
    expect(heard.reduce((sum, events) => sum + events.unexplained + events.credits.length, 0)).toBe(2);
  });

  it('is failed after three unanswered polls and working when it answers again', async () => {
    await start(null);
    model.faults.dead = true;
    await clock.pass(2_500);
    expect(health.at(-1)).toBe('failed');
    model.faults.dead = false;
    await clock.pass(1_000);
    expect(health.at(-1)).toBe('working');
  });

  it('reports a device that is not there or fails its self-check as a value, and finds it later', async () => {
    model.faults.dead = true;
    const started = driver.start(null);
    await clock.pass(3_000);
    expect(await started).toMatchObject({ outcome: 'failed', fault: 'no-answer' });
    model.faults.dead = false;
    await clock.pass(3_000);
    expect(health.at(-1)).toBe('working');
    model = new AcceptorModel(clock);
    model.faults.selfCheck = 3;
    driver = boot();
    expect(await start(null)).toMatchObject({ outcome: 'failed', fault: 'self-check' });
  });

  it('stops accepting by itself when nobody polls for a second', async () => {
    await start(null);
    await accept([100]);
    await stop();
    await clock.pass(1_500);
    expect(model.drop(100)).toBe('rejected');
  });
});
