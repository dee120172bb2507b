import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StaffAct } from '../../src/machines/events.ts';
import { Desk } from './desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk[Symbol.asyncDispose]());

const rows = (type: string) => desk.kiosk.log.tail(200).filter((row) => row.type === type);
const check = (code: string) => desk.clock.until(desk.kiosk.desk.check(Buffer.from(code)));
const perform = (act: StaffAct, why = '', transaction: string | null = null) =>
  desk.clock.until(desk.kiosk.desk.perform({ act, who: '見本店員', why, transaction }));

describe('the code of a member of staff', () => {
  it('is known, and its bytes are zeroed', async () => {
    const code = Buffer.from('246810');
    expect(await desk.clock.until(desk.kiosk.desk.check(code))).toBe('見本店員');
    expect(code.every((byte) => byte === 0)).toBe(true);
  });

  it('that is wrong is answered later each time, up to half a minute, and the right one opens at any time', async () => {
    for (const wait of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      const before = desk.clock.now();
      expect(await check('0000')).toBeNull();
      expect(desk.clock.now() - before).toBeGreaterThanOrEqual(wait);
    }
    expect(await check('246810')).toBe('見本店員');
    expect(rows('staff.refused').length).toBe(7);
  });

  it('is looked at one at a time: many at once are no faster', async () => {
    const before = desk.clock.now();
    const both = Promise.all(['1111', '2222', '3333'].map((code) => desk.kiosk.desk.check(Buffer.from(code))));
    expect(await desk.clock.until(both)).toEqual([null, null, null]);
    expect(desk.clock.now() - before).toBeGreaterThanOrEqual(7_000);
  });
});

describe('an act', () => {
  it.each([
    ['restart', ''],
    ['out-of-service', 'bored'],
    ['refund', 'stuck'],
  ] as const)('%s with reason "%s" is not done and not written', async (act, why) => {
    expect(await perform(act, why)).toEqual({ result: 'failed' });
    expect(rows('staff.act')).toEqual([]);
  });

  it('names who and why, and nothing else', async () => {
    await perform('out-of-service', 'cleaning');
    expect(rows('staff.act').map(({ data }) => data)).toEqual([
      { act: 'out-of-service', who: '見本店員', why: 'cleaning' },
    ]);
  });

  it('resolve is not possible while nothing is wrong', async () => {
    expect(await perform('resolve', 'jam-cleared')).toEqual({ result: 'failed' });
  });

  it('refund gives nothing for a transaction that is owed nothing', async () => {
    expect(await perform('refund', 'paid-at-register', 'NOBODY')).toEqual({ result: 'failed' });
    expect(rows('money.moved')).toEqual([]);
  });
});

describe('ending a visit', () => {
  it.each([
    ['choosingService', {}],
    ['insertingCard', {}],
    ['enteringPin', {}],
    ['takingCardBack', {}],
    ['choosingCertificate', {}],
    ['choosingOptions', {}],
    ['confirming', {}],
    ['choosingPin', { service: 'pin-change' }],
    ['enteringFresh', { service: 'pin-change' }],
    ['enteringAgain', { service: 'pin-change' }],
    ['showing', { service: 'card-check' }],
  ] as const)('at %s comes to rest, wiped, with the card free to take', async (stop, wish) => {
    const here = (): boolean => desk.kiosk.display.screen.id.endsWith(`.${stop}`);
    const pins = ['1234', '7391', '7391'];
    await desk.begin({ card: desk.card('adult'), pins, ...wish, instead: here }, here);
    expect(await perform('restart', 'nobody-there')).toEqual({ result: 'done' });
    await desk.clock.pass(2_000);
    desk.devices.reader.remove();
    await desk.clock.pass(1_000);
    expect(desk.kiosk.display.screen.id).toBe('open');
    expect(rows('session.ended').map(({ data }) => data)).toEqual([
      { outcome: expect.stringMatching(/restarted|timeout|served/) },
    ]);
    expect([desk.kiosk.parts.caseFile.wiped, desk.kiosk.parts.pin.wiped]).toEqual([true, true]);
  });
});
