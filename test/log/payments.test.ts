import { describe, expect, it } from 'vitest';
import { Log } from '../../src/log/log.ts';
import type { RowType } from '../../src/log/rows.ts';
import { VirtualClock } from '../devices/virtual-clock.ts';

const T = 'AAAAA-BBBBB-CCCCC-DDDDD';

type Told = readonly [type: RowType, data?: object];

/** A log with a visit up to its checked document of 200 yen, and these rows. */
function visitWith(...rows: readonly Told[]): Log {
  const log = new Log(':memory:', { clock: new VirtualClock(), secret: new Uint8Array(32).fill(7) });
  const holder = log.keyed('holder');
  const document = log.keyed('document');
  const visit: readonly Told[] = [
    ['session.started'],
    ['centre.authenticate.result', { outcome: 'authenticated', holder }],
    ['centre.issue.result', { outcome: 'issued', pages: 1, fee: 200, holder, document }],
    ['document.checked', { outcome: 'passed', document }],
    ...rows,
  ];
  for (const row of visit) append(log, row);
  return log;
}

const append = (log: Log, [type, data = {}]: Told) => log.append(type, data as never, T);

const pay = (service = 'PAY1', yen = 200): Told => ['cashless.pay.intent', { service, yen }];
const charged = (yen = 200): Told => [
  'cashless.pay.result',
  {
    outcome: 'approved',
    reference: 'R1',
    at: '2026-07-01T00:00:00Z',
    entries: [
      ['charged', -yen],
      ['held', yen],
    ],
  },
];
const declined: Told = ['cashless.pay.result', { outcome: 'failed:declined', entries: [] }];
const unsure: Told = [
  'cashless.pay.result',
  {
    outcome: 'unknown',
    entries: [
      ['charged', -200],
      ['suspense', 200],
    ],
  },
];
const owed = (yen = 200): Told => [
  'money.moved',
  {
    reason: 'x',
    entries: [
      ['held', -yen],
      ['owed', yen],
    ],
  },
];
const reverse = (change: object = {}): Told => [
  'cashless.reverse.intent',
  { service: 'REV1', reference: 'R1', at: '2026-07-01T00:00:00Z', yen: 200, ...change },
];
const reversed: Told = [
  'cashless.reverse.result',
  {
    outcome: 'done',
    entries: [
      ['owed', -200],
      ['charged', 200],
    ],
  },
];
const slip = '0123456789';
const issued = (yen = 200): Told => ['counter.issued', { slip, yen, until: 1 }];
const register = (yen = 200, number = slip): Told => [
  'counter.paid',
  {
    slip: number,
    who: 'clerk',
    entries: [
      ['register', -yen],
      ['held', yen],
    ],
  },
];
const number = (outcome: 'right' | 'wrong'): Told => ['counter.number', { outcome }];
const confirmed: Told = ['counter.confirmed', { slip, who: 'clerk' }];
const coins: Told = ['coins.accept.intent', { price: 200 }];
const inhibited: Told = ['coins.inhibit.result', { outcome: 'done' }];
const coin: Told = [
  'coins.events',
  {
    position: { serial: 1, epoch: 1, counter: 1 },
    credits: [100],
    lost: 0,
    unexplained: 0,
    errors: [],
    entries: [
      ['inserted', -100],
      ['held', 100],
    ],
  },
];
const print = (log: Log): Told => ['print.intent', { pages: 1, document: log.keyed('document'), fee: 200 }];

const counterSlip: Told = ['slip.intent', { slip: 'counter', amount: 200 }];
const printed: readonly Told[] = [issued(), counterSlip, ['slip.result', { outcome: 'done' }]];
const unprinted: readonly Told[] = [
  issued(),
  counterSlip,
  ['slip.result', { outcome: 'failed:paper-end' }],
  ['counter.closed'],
];

describe('rows of payments without coins', () => {
  it.each<readonly [string, readonly Told[]]>([
    ['a payment', [pay(), ['cashless.pay.taken'], charged()]],
    ['a second one after one that was declined', [pay(), declined, pay('PAY2'), charged()]],
    ['coins after one that was declined', [pay(), declined, coins]],
    ['a payment after coins were inhibited and none came', [coins, inhibited, pay()]],
    ['a reversal of what is owed', [pay(), charged(), owed(), reverse(), reversed]],
    ['another payment after a reversal', [pay(), charged(), owed(), reverse(), reversed, pay('PAY2')]],
    ['an order to give it up', [pay(), ['cashless.abort.intent', { service: 'ABORT1' }]]],
    ['a slip and its payment', [issued(), register(), number('wrong'), number('right')]],
    ['a slip that staff looked at', [issued(), register(), confirmed]],
    ['coins after a slip that was never printed', [...unprinted, coins]],
  ])('may be %s', (_, rows) => {
    expect(() => visitWith(...rows)).not.toThrow();
  });

  it.each<readonly [string, string, readonly Told[], Told]>([
    ['a payment beside an open one', 'I4', [pay()], pay('PAY2')],
    ['a payment after one that is unknown', 'I4', [pay(), unsure], pay('PAY2')],
    ['a payment after one that was approved', 'I4', [pay(), charged()], pay('PAY2')],
    ['coins beside an open payment', 'I4', [pay()], coins],
    ['coins after an unknown payment', 'I4', [pay(), unsure], coins],
    ['coins after a slip that is out', 'I1', [...printed, ['counter.closed']], coins],
    ['a card payment after a slip that may be out', 'I1', [issued(), ['counter.closed']], pay()],
    ['coins beside a slip that waits', 'I4', [issued()], coins],
    ['a slip beside an open payment', 'I4', [pay()], issued()],
    ['a second slip', 'I4', [issued()], issued()],
    ['a payment while coins are accepted', 'I4', [coins], pay()],
    ['a payment after a coin', 'I4', [coins, coin, inhibited], pay()],
    ['a slip after a coin', 'I4', [coins, coin, inhibited], issued()],
    ['a payment of another amount than the fee', 'I4', [], pay('PAY1', 199)],
    ['a slip of another amount than the fee', 'I4', [], issued(300)],
    ['a ServiceID a second time', 'I4', [pay(), declined], pay()],
    ['the payment’s ServiceID for its reversal', 'I4', [pay(), charged(), owed()], reverse({ service: 'PAY1' })],
    ['a result without its payment', 'I11', [], charged()],
    ['a second result', 'I11', [pay(), charged()], declined],
    ['an order to give up what has ended', 'I11', [pay(), charged()], ['cashless.abort.intent', { service: 'A' }]],
    ['a reversal of what was not booked', 'I4', [pay(), declined], reverse()],
    ['a reversal of another payment', 'I4', [pay(), charged(), owed()], reverse({ reference: 'R2' })],
    ['a reversal of another amount', 'I4', [pay(), charged(), owed()], reverse({ yen: 100 })],
    ['a reversal of what is held for paper', 'I4', [pay(), charged()], reverse()],
    ['a second reversal', 'I4', [pay(), charged(), owed(), reverse(), reversed], reverse({ service: 'REV2' })],
    [
      'a second reversal’s result',
      'I11',
      [pay(), charged(), owed(), reverse(), reversed],
      ['cashless.reverse.result', { outcome: 'failed:refused', entries: [] }],
    ],
    ['an end with an open payment', 'I4', [pay(), ['session.wiped']], ['session.ended', { outcome: 'x' }]],
    [
      'an end with an open reversal',
      'I4',
      [pay(), charged(), owed(), reverse(), ['session.wiped']],
      ['session.ended', { outcome: 'x' }],
    ],
    ['money on a slip that was withdrawn', 'I4', [issued(), ['counter.closed']], register()],
    ['money on no slip', 'I4', [], register()],
    ['money on another slip', 'I4', [issued()], register(200, '9999999999')],
    ['other money than the slip says', 'I4', [issued()], register(100)],
    ['money twice', 'I4', [issued(), register()], register()],
    ['a number before the money', 'I1', [issued()], number('right')],
    [
      'a fourth number',
      'I1',
      [issued(), register(), number('wrong'), number('wrong'), number('wrong')],
      number('right'),
    ],
    ['a slip that staff look at before it is paid', 'I1', [issued()], confirmed],
    ['a slip withdrawn after it was paid', 'I11', [issued(), register()], ['counter.closed']],
    [
      'coins out of a hopper for what was paid by card',
      'I4',
      [pay(), charged(), owed()],
      ['payout.intent', { address: 4, serial: 1, yen: 100, coins: 1, counter: 0, paid: 0, unpaid: 0, life: 0 }],
    ],
    [
      'coins out of a hopper for what the register has',
      'I4',
      [issued(), register(), owed()],
      ['payout.intent', { address: 4, serial: 1, yen: 100, coins: 2, counter: 0, paid: 0, unpaid: 0, life: 0 }],
    ],
  ])('may not be %s', (_, invariant, before, row) => {
    const log = visitWith(...before);
    const { seq } = log.head;
    expect(() => append(log, row)).toThrow(invariant);
    expect(log.head.seq).toBe(seq);
  });

  it.each([
    ['cashless.pay.intent', pay()],
    ['counter.issued', issued()],
  ] as const)('I5: no %s before the checked document, nor after the paper was sent', (_, row) => {
    const log = new Log(':memory:', { clock: new VirtualClock(), secret: new Uint8Array(32) });
    append(log, ['session.started']);
    expect(() => append(log, row)).toThrow('I5');
    const printing = visitWith(pay(), charged());
    append(printing, print(printing));
    expect(() => append(printing, row)).toThrow('I5');
  });

  it.each<readonly [string, readonly Told[]]>([
    ['an open payment', [pay()]],
    ['an unknown payment', [pay(), unsure]],
    ['a payment of less', [pay(), charged(120)]],
    ['a payment of more', [pay(), charged(300)]],
    ['a slip that waits', [issued()]],
    ['a slip whose number nobody entered', [issued(), register()]],
    ['a slip whose number was guessed', [issued(), register(), number('wrong')]],
  ])('I1: no paper with %s', (_, rows) => {
    const log = visitWith(...rows);
    expect(() => append(log, print(log))).toThrow('I1');
  });

  it.each<readonly [string, readonly Told[]]>([
    ['a payment of the fee', [pay(), charged()]],
    ['a slip whose number was entered', [issued(), register(), number('wrong'), number('right')]],
    ['a slip that staff saw', [issued(), register(), confirmed]],
  ])('I1: paper with %s', (_, rows) => {
    const log = visitWith(...rows);
    expect(() => append(log, print(log))).not.toThrow();
  });

  it('a reversal is not possible while the paper may be out', () => {
    const log = visitWith(pay(), charged());
    append(log, print(log));
    append(log, owed());
    expect(() => append(log, reverse())).toThrow('I4: a reversal after the paper may be out');
    append(log, ['print.result', { outcome: 'failed:aborted' }]);
    expect(() => append(log, reverse())).not.toThrow();
  });

  it('every yen stays explained, and coins stay apart from the rest', () => {
    const log = visitWith(pay(), charged(), owed(), reverse(), reversed, coins, coin);
    expect(log.state.money).toMatchObject({ inserted: -100, charged: 0, register: 0, held: 100 });
    expect(log.state.day).toMatchObject({ inserted: 100, charged: 200, reversed: 200, register: 0 });
    expect(Object.values(log.state.money).reduce((sum, yen) => sum + yen, 0)).toBe(0);
  });
});
