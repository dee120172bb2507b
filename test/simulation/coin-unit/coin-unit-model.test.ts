import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame, Header, hostAddress } from '../../../src/devices/coin-unit/cctalk.ts';
import { AcceptorModel } from '../../../src/simulation/coin-unit/acceptor-model.ts';
import { CoinUnitModel } from '../../../src/simulation/coin-unit/coin-unit-model.ts';
import { HopperModel } from '../../../src/simulation/coin-unit/hopper-model.ts';
import { expectConservation } from '../../devices/coin-unit/hopper-bench.ts';
import { VirtualClock } from '../../devices/virtual-clock.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

let clock: VirtualClock;
let unit: CoinUnitModel;
let heard: Uint8Array;

const ask = async (address: number, header: number, ...data: number[]): Promise<string> => {
  heard = new Uint8Array();
  const command = encodeFrame({ destination: address, source: hostAddress, header, data: Uint8Array.from(data) });
  unit.write(command);
  await clock.pass(10);
  return hex(heard.slice(command.length));
};
/** Header and data of the reply. */
const reply = async (address: number, header: number, ...data: number[]): Promise<[number, string] | null> => {
  const decoded = decodeFrame(Buffer.from(await ask(address, header, ...data), 'hex'));
  return decoded.state === 'frame' ? [decoded.frame.header, hex(decoded.frame.data)] : null;
};
/** Of the hopper at 3; the one at 4 has the next. */
const serial = [0xdf, 0xd7, 0x0a] as const;
const nak = [5, ''];
const ack = [0, ''];

beforeEach(async () => {
  clock = new VirtualClock();
  unit = new CoinUnitModel(clock, {
    hoppers: [
      { address: 3, yen: 100, coins: 40 },
      { address: 4, yen: 500, coins: 2 },
    ],
  });
  heard = new Uint8Array();
  await unit.open({ data: (bytes) => (heard = Buffer.concat([heard, bytes])), closed: () => {} });
});

describe('one wire', () => {
  it('echoes each command once and carries the reply of the device it is for', async () => {
    expect(await ask(2, Header.simplePoll)).toBe('01000200fd');
    expect(await ask(3, Header.simplePoll)).toBe('01000300fc');
    expect(await ask(9, Header.simplePoll)).toBe('');
    expect(hex(heard)).toBe('090001fef8');
  });

  it('forgets half a frame after a silence, and answers to bytes one by one', async () => {
    const poll = encodeFrame({ destination: 3, source: 1, header: Header.simplePoll, data: new Uint8Array() });
    unit.write(poll.slice(0, 3));
    await clock.pass(100);
    for (const byte of poll) unit.write(Uint8Array.of(byte));
    await clock.pass(10);
    expect(hex(heard)).toBe('030001fefe01000300fc');
  });

  it.each([
    ['deaf', ''],
    ['nak', '01000305f7'],
    ['busy', '01000306f6'],
    ['drop', ''],
    ['duplicate', '01000300fc01000300fc'],
    ['split', '01000300fc'],
    ['corrupt', '01000300a9'],
    ['stranger', '0104280000000000d301000300fc'],
  ] as const)('%s', async (fault, bytes) => {
    const hopper = unit.hoppers[0] as HopperModel;
    hopper.faults.exchanges = [fault];
    await ask(3, Header.simplePoll);
    await clock.pass(100);
    expect(hex(heard.slice(5))).toBe(bytes);
  });

  it('without an echo, with a spoilt one, and unplugged', async () => {
    const hopper = unit.hoppers[0] as HopperModel;
    hopper.faults.exchanges = ['noEcho', 'badEcho', 'collision', 'late'];
    await ask(3, Header.simplePoll);
    expect(hex(heard)).toBe('01000300fc');
    await ask(3, Header.simplePoll);
    expect(hex(heard)).toBe('030001feab01000300fc');
    await ask(3, Header.simplePoll);
    expect(hex(heard)).toBe('030001feab');
    expect(await ask(3, Header.simplePoll)).toBe('');
    await clock.pass(400);
    expect(hex(heard)).toBe('030001fefe01000300fc');
    unit.unplug();
    await ask(3, Header.simplePoll);
    expect(hex(heard)).toBe('');
    await expect(unit.open({ data: () => {}, closed: () => {} })).rejects.toThrow('unplugged');
  });
});

describe('the hopper', () => {
  it('refuses what it must refuse, and counts it as the Flow does', async () => {
    expect(await reply(3, Header.dispense, ...serial, 1)).toEqual(nak);
    expect(await reply(3, Header.hopperEnable, 0xa5)).toEqual(ack);
    expect(await reply(3, Header.dispense, 1, 2, 3, 1)).toEqual(nak);
    expect(await reply(3, Header.dispense, ...serial, 0)).toEqual(nak);
    expect(await reply(3, Header.dispense, ...serial, 2)).toEqual(ack);
    expect(await reply(3, Header.dispense, ...serial, 2)).toEqual(nak);
    expect(await reply(3, Header.hopperStatus)).toEqual([0, '05020000']);
    expect(await reply(3, 99)).toEqual(nak);
    await clock.pass(1_000);
    expect(await reply(3, Header.hopperStatus)).toEqual([0, '05000200']);
    expect(await reply(3, Header.dispenseCount)).toEqual([0, '020000']);
  });

  it('keeps what a power cut left unpaid, and forgets what a stop left unpaid', async () => {
    const hopper = unit.hoppers[0] as HopperModel;
    await reply(3, Header.hopperEnable, 0xa5);
    hopper.faults = { powerLossAfter: 3 };
    await reply(3, Header.dispense, ...serial, 10);
    await clock.pass(1_100);
    expect(await reply(3, Header.hopperStatus)).toBe(null);
    await clock.pass(300);
    expect(await reply(3, Header.hopperStatus)).toEqual([0, '00000307']);
    expect(await reply(3, Header.hopperTest)).toEqual([0, 'c00001']);
    await reply(3, Header.hopperEnable, 0xa5);
    await reply(3, Header.dispense, ...serial, 10);
    await clock.pass(800);
    hopper.faults = { lateCoin: true };
    expect(await reply(3, Header.emergencyStop)).toEqual([0, '07']);
    await clock.pass(300);
    expect(await reply(3, Header.hopperStatus)).toEqual([0, '01000406']);
    hopper.powerCycle();
    await clock.pass(300);
    expect(await reply(3, Header.hopperStatus)).toEqual([0, '00000400']);
  });

  it('says low by its sensor, or lies', async () => {
    expect(await reply(3, Header.levelStatus)).toEqual([0, '10']);
    expect(await reply(4, Header.levelStatus)).toEqual([0, '11']);
    (unit.hoppers[1] as HopperModel).faults = { levelLies: true };
    expect(await reply(4, Header.levelStatus)).toEqual([0, '10']);
  });
});

describe('coins', () => {
  it('fall into the cash box, or where the sorter sends them', async () => {
    const hopper = new HopperModel(clock, { address: 3, yen: 100, coins: 0 });
    const acceptor = new AcceptorModel(clock, { sorter: [{ yen: 100, path: 2, into: hopper }] });
    acceptor.faults = { gateOpen: true };
    for (const yen of [100, 500, 100]) acceptor.drop(yen);
    await clock.pass(200);
    expect([hopper.coins, acceptor.cashBox]).toEqual([2, 500]);
    expect(Buffer.from(acceptor.answer(Header.readBufferedCredit, new Uint8Array()) ?? []).subarray(0, 7)).toEqual(
      Buffer.from([3, 3, 2, 4, 1, 3, 2]),
    );
  });

  it('are taken after all when the gate does not close', () => {
    expect(unit.acceptor.drop(100)).toBe('rejected');
    unit.acceptor.faults = { gateOpen: true };
    expect(unit.acceptor.drop(100)).toBe('accepted');
  });

  it('are somewhere, whatever is done', async () => {
    const doing = fc.oneof(
      fc.record({ drop: fc.constantFrom(1, 10, 100, 500) }),
      fc.record({ pay: fc.nat(12), from: fc.constantFrom(0, 1) }),
      fc.record({ pass: fc.nat(900) }),
      fc.constant({ stop: true }),
      fc.constant({ power: true }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(doing, { maxLength: 30 }), fc.boolean(), async (steps, lateCoin) => {
        for (const hopper of unit.hoppers) hopper.faults = { lateCoin };
        unit.acceptor.faults = { gateOpen: lateCoin };
        for (const step of steps) {
          if ('drop' in step) unit.acceptor.drop(step.drop);
          else if ('pay' in step) {
            await ask(3 + step.from, Header.hopperEnable, 0xa5);
            await ask(3 + step.from, Header.dispense, serial[0] + step.from, serial[1], serial[2], step.pay);
          } else if ('pass' in step) await clock.pass(step.pass);
          else if ('stop' in step) await ask(3, Header.emergencyStop);
          else unit.powerCycle();
          expectConservation(unit);
        }
        for (const { coins } of unit.hoppers) expect(coins).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(unit.money.paidOut).toBeGreaterThan(0);
  });
});
