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
const perform = (act: StaffAct, why = '', subject: string | null = null) =>
  desk.clock.until(desk.kiosk.desk.perform({ act, who: '見本店員', why, subject }));

describe('the code of a member of staff', () => {
  const known = { result: 'known', who: '見本店員' };

  it('is known, and its bytes are zeroed', async () => {
    const code = Buffer.from('246810');
    expect(await desk.clock.until(desk.kiosk.desk.check(code))).toEqual(known);
    expect(code.every((byte) => byte === 0)).toBe(true);
  });

  it('that is wrong keeps all codes out for a while, longer each time, up to half a minute; then the right one opens', async () => {
    for (const wait of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      expect(await check('0000')).toEqual({ result: 'unknown' });
      await desk.clock.pass(wait - 500);
      expect(await check('246810')).toEqual({ result: 'later' });
      await desk.clock.pass(600);
    }
    expect(await check('246810')).toEqual(known);
    expect(rows('staff.refused').length).toBe(7);
  });

  it('is looked at one at a time: many at once are no faster', async () => {
    const all = Promise.all(['1111', '2222', '3333'].map((code) => desk.kiosk.desk.check(Buffer.from(code))));
    expect((await desk.clock.until(all)).map(({ result }) => result)).toEqual(['unknown', 'later', 'later']);
    expect(rows('staff.refused').length).toBe(1);
  });

  it('does not take the terminal down when the log takes no row', async () => {
    const { kiosk } = desk;
    const append = kiosk.log.append.bind(kiosk.log);
    kiosk.log.append = ((type, data, session) => {
      if (type === 'staff.opened') throw new Error('disk full');
      return append(type, data, session);
    }) as typeof kiosk.log.append;
    const { display } = kiosk;
    display.touch(display.seq, 'panel.open');
    for (const digit of '246810') display.key(display.seq, digit === '0' ? 10 : Number(digit) - 1);
    display.touch(display.seq, 'panel.submit');
    await expect.poll(() => display.screen.id).toBe('panel.entering');
    expect(kiosk.actor.getSnapshot().status).toBe('active');
    display.touch(display.seq, 'panel.close');
  });
});

describe('an act', () => {
  it.each([
    ['restart', ''],
    ['out-of-service', 'bored'],
    ['refund', 'stuck'],
    ['call', 'yamada-taro-1234'],
    ['report', 'because'],
    ['test-slip', 'x'],
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

describe('the cash report', () => {
  it('begins a new day only when it is on paper', async () => {
    await desk.visit({ card: desk.card('adult'), pins: [] });
    expect(desk.kiosk.log.state.day.visits).toBe(1);
    desk.devices.receipts.raise('paper-end');
    expect(await perform('report')).toEqual({ result: 'failed' });
    expect(desk.kiosk.log.state.day.visits).toBe(1);
    desk.devices.receipts.clear('paper-end');
    expect(await perform('report')).toEqual({ result: 'done' });
    expect(desk.kiosk.log.state.day.visits).toBe(0);
  });
});

describe('coins filled in and taken out', () => {
  const hoppers = [
    { address: 4, yen: 10 as const },
    { address: 6, yen: 100 as const },
  ];

  it('are in the log, are told, and reach the cash report', async () => {
    await using with2 = await Desk.open({ hoppers });
    const order = (act: StaffAct, why: string, subject: string | null) =>
      with2.clock.until(with2.kiosk.desk.perform({ act, who: '見本店員', why, subject }));
    expect(await order('hopper-filled', 'coins-100', '4')).toEqual({ result: 'done' });
    expect(await order('hopper-filled', 'coins-37', '6')).toEqual({ result: 'done' });
    const { log } = with2.kiosk;
    expect([...log.state.stock.hoppers]).toEqual([
      [4, 1_000],
      [6, 3_700],
    ]);
    expect(with2.kiosk.desk.subjects('hopper-emptied')).toEqual([
      { id: '4', yen: 1_000, reasons: ['count-agrees', 'count-differs'] },
      { id: '6', yen: 3_700, reasons: ['count-agrees', 'count-differs'] },
    ]);
    expect(await order('hopper-emptied', 'count-differs', '6')).toEqual({ result: 'done' });
    expect(log.tail(1)[0]?.data).toEqual({ what: 'emptied', address: 6, yen: 3_700, agrees: false, who: '見本店員' });
    expect([...log.state.stock.hoppers.values()]).toEqual([1_000, 0]);
    expect(await order('box-emptied', 'count-agrees', null)).toEqual({ result: 'done' });
    expect(log.state.money).toMatchObject({ inserted: 0, taken: 0 });
  });

  it.each([
    ['coins-50', '5'],
    ['coins-50', null],
    ['coins-0', '4'],
    ['coins-99999', '4'],
    ['coins--5', '4'],
    ['stuck', '4'],
  ] as const)('%s into hopper %s is not possible, and nothing is written', async (why, subject) => {
    await using with2 = await Desk.open({ hoppers });
    const { kiosk, clock } = with2;
    const order = { act: 'hopper-filled', who: '見本店員', why, subject } as const;
    expect(await clock.until(kiosk.desk.perform(order))).toEqual({ result: 'failed' });
    expect(kiosk.log.tail(200).filter(({ type }) => ['staff.act', 'cash.moved'].includes(type))).toEqual([]);
  });
});

describe('a cash report while something moves', () => {
  it('loses nothing that moves while it is printed: that is the next day', async () => {
    await using shop = await Desk.open({ hoppers: [{ address: 6, yen: 100 }] });
    const { clock, devices, kiosk } = shop;
    const perform = kiosk.desk.perform({ act: 'report', who: '見本店員', why: '', subject: null });
    // A coin that was already rolling is credited while the slip is on its way.
    kiosk.log.append(
      'coins.events',
      {
        position: { serial: 1, epoch: 1, counter: 1 },
        credits: [100],
        lost: 0,
        unexplained: 0,
        errors: [],
        entries: [
          ['inserted', -100],
          ['suspense', 100],
        ],
      },
      null,
    );
    expect(kiosk.log.state.day.inserted).toBe(100);
    expect(await clock.until(perform)).toEqual({ result: 'done' });
    expect(devices.receipts.slips.at(-1)?.text).toMatch(/入った硬貨\s+¥0/);
    expect(kiosk.log.state.day.inserted).toBe(100);
    // Coins of nobody are a claim too, until staff have settled them.
    expect(kiosk.desk.subjects('refund').map(({ id, yen }) => [id, yen])).toEqual([['-', 100]]);
    const refund = { act: 'refund', who: '見本店員', why: 'paid-by-operator', subject: '-' } as const;
    expect(await clock.until(kiosk.desk.perform(refund))).toEqual({ result: 'done' });
    expect(kiosk.log.state.money).toMatchObject({ suspense: 0, returned: 100 });
  });

  it('is printed one at a time', async () => {
    const order = { act: 'report', who: '見本店員', why: '', subject: null } as const;
    const both = Promise.all([desk.kiosk.desk.perform(order), desk.kiosk.desk.perform(order)]);
    expect(await desk.clock.until(both)).toEqual([{ result: 'done' }, { result: 'failed' }]);
    expect(rows('staff.report').length).toBe(1);
  });
});

describe('ending a visit', () => {
  it('is not possible where none runs', async () => {
    expect(await perform('restart', 'stuck')).toEqual({ result: 'failed' });
    expect(rows('staff.act')).toEqual([]);
  });

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
