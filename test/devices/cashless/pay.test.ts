import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCashlessTerminal } from '../../../src/devices/cashless/driver.ts';
import { httpTransport } from '../../../src/devices/cashless/nexo-transport.ts';
import type { Message, WireFault } from '../../../src/simulation/cashless/terminal-model.ts';
import { FastClock } from '../../crash/terminal-in-process.ts';
import { freePort } from '../../harness.ts';
import { type Bench, inMemory, mounts, payment, tap } from './bench.ts';

const approved = { outcome: 'done', value: { yen: 300 } };

describe.each(mounts)('a payment, terminal %s', (_, open) => {
  it('is approved by the one tap, under the terminal’s own number', async () => {
    await using bench = await open();
    const outcome = await bench.pay(tap(bench));
    expect(outcome).toMatchObject(approved);
    expect(outcome.outcome === 'done' && outcome.value.reference).toBe(bench.model.bookings[0]?.reference);
    expect([bench.model.charged('emoney'), bench.taken()]).toEqual([300, 1]);
    const ids = bench.model.requests.map(({ service }) => service);
    expect(new Set(ids).size, 'a ServiceID of its own for every message').toBe(ids.length);
    expect(ids.every((id) => /^[0-9A-Z]{1,10}$/.test(id))).toBe(true);
  });

  it('is declined without money on the card, and nothing is charged', async () => {
    await using bench = await open();
    expect(await bench.pay(tap(bench, 'poor'))).toEqual({ outcome: 'failed', fault: 'declined', detail: 'Refusal' });
    expect(bench.model.charged()).toBe(0);
  });

  it('ends when the customer presses the red key, and by itself when nobody comes', async () => {
    await using bench = await open();
    expect(await bench.pay({ afterMs: 4_000, does: () => bench.model.pressCancel() })).toMatchObject({
      fault: 'cancelled',
    });
    await using other = await open();
    expect(await other.pay()).toMatchObject({ outcome: 'failed', fault: 'cancelled' });
    expect(other.model.charged()).toBe(0);
  });

  it('is unknown when nothing is heard of a terminal that took the connection', async () => {
    await using bench = await open();
    bench.model.failNext('Payment', { edit: () => 'garbage' });
    const outcome = await bench.pay(tap(bench), {
      afterMs: 5_350,
      does: () => {
        bench.model.offline = true;
      },
    });
    expect(outcome.outcome).toBe('unknown');
    expect(bench.model.charged()).toBe(300);
  });

  it('is asked about when its answer is lost, and never sent again', async () => {
    for (const [fault, yen] of [
      ['drop-before', 0],
      ['drop-after', 300],
      [{ lateMs: 200_000 }, 300],
      [{ status: 500 }, 300],
    ] as const) {
      await using bench = await open();
      bench.model.failNext('Payment', fault);
      const outcome = await bench.pay(tap(bench));
      expect(outcome, JSON.stringify(fault)).toMatchObject(
        yen === 0 ? { outcome: 'failed', fault: 'not-found' } : approved,
      );
      expect(bench.model.charged()).toBe(yen);
      expect(bench.model.requests.filter(({ category }) => category === 'Payment').length).toBe(yen === 0 ? 0 : 1);
    }
  });

  it('that was torn is whole when the same card is touched again (処理未了)', async () => {
    await using bench = await open();
    const outcome = await bench.pay(
      { afterMs: 5_000, does: () => bench.model.tap('emoney', { torn: 'charged' }) },
      { afterMs: 9_000, does: () => expect(bench.model.tap('poor')).toBe('touch-again') },
      { afterMs: 12_000, does: () => bench.model.tap('emoney') },
    );
    expect(outcome).toMatchObject(approved);
    expect(bench.model.charged('emoney')).toBe(300);
  });

  it.each(['charged', 'not-charged'] as const)(
    'that was torn and %s stays unknown when nobody comes back',
    async (torn) => {
      await using bench = await open();
      const outcome = await bench.pay({ afterMs: 5_000, does: () => bench.model.tap('emoney', { torn }) });
      expect(outcome.outcome).toBe('unknown');
      expect(bench.model.charged('emoney')).toBe(torn === 'charged' ? 300 : 0);
    },
  );
});

describe.each(mounts)('an abort, terminal %s', (_, open) => {
  const abort = (bench: Bench) => ({ afterMs: 6_000, does: () => bench.terminal.abort(payment, 'ABORT00001') });

  it('wins before the tap', async () => {
    await using bench = await open();
    expect(await bench.pay(abort(bench), tap(bench, 'emoney', 8_000))).toMatchObject({ fault: 'aborted' });
    expect(bench.model.charged()).toBe(0);
  });

  it('loses against a tap before it, and the payment is what it is', async () => {
    await using bench = await open();
    expect(await bench.pay(tap(bench, 'emoney', 5_900), abort(bench))).toMatchObject(approved);
    expect(bench.model.charged()).toBe(300);
  });

  it.each(['drop-before', 'drop-after'] as const)('that is lost (%s) leaves the word to the payment', async (fault) => {
    await using bench = await open();
    bench.model.failNext('Abort', fault);
    const outcome = await bench.pay(abort(bench), tap(bench, 'emoney', 9_000));
    expect(outcome).toMatchObject(fault === 'drop-before' ? approved : { outcome: 'failed', fault: 'aborted' });
    expect(bench.model.charged()).toBe(fault === 'drop-before' ? 300 : 0);
  });

  it('ends the waiting for an answer that does not come', async () => {
    await using bench = await open();
    bench.model.failNext('Payment', { lateMs: 140_000 });
    const outcome = bench.pay(tap(bench, 'emoney', 2_000), abort(bench));
    expect(await outcome).toMatchObject(approved);
    expect(bench.model.requests.some(({ category }) => category === 'TransactionStatus')).toBe(true);
  });
});

describe.each(mounts)('a terminal that loses its power, %s', (_, open) => {
  const off = (bench: Bench, journal: boolean, afterMs: number) => ({
    afterMs,
    does: () => bench.model.powerCycle({ journal }),
  });

  it('with a journal says what became of it', async () => {
    await using waiting = await open();
    expect(await waiting.pay(off(waiting, true, 4_000))).toMatchObject({ outcome: 'failed', fault: 'aborted' });
    await using booked = await open();
    booked.model.failNext('Payment', { lateMs: 20_000 });
    expect(await booked.pay(tap(booked), off(booked, true, 12_000))).toMatchObject(approved);
    expect([waiting.model.charged(), booked.model.charged()]).toEqual([0, 300]);
  });

  it('and forgets a payment it had in its hands leaves it unknown, never unpaid', async () => {
    await using booked = await open();
    booked.model.failNext('Payment', { lateMs: 20_000 });
    const outcome = await booked.pay(tap(booked), off(booked, false, 12_000));
    expect(outcome).toEqual({ outcome: 'unknown', detail: 'the terminal has forgotten it' });
    expect(booked.model.charged()).toBe(300);
  });

  it('that has a payment whose connection broke is heard at once: the kiosk may lose its power too', async () => {
    await using bench = await open();
    bench.model.failNext('Payment', 'drop-during');
    await bench.pay(tap(bench, 'emoney', 8_000));
    expect([bench.taken(), bench.model.charged()]).toEqual([1, 300]);
  });

  it('for good leaves it unknown', async () => {
    await using bench = await open();
    const outcome = await bench.pay(tap(bench), {
      afterMs: 5_100,
      does: () => {
        bench.model.offline = true;
        bench.model.powerCycle({ journal: true });
      },
    });
    expect(outcome.outcome).toBe('unknown');
  });
});

/** Changes made to an answer on its way. */
const inHeader = (key: string, value: string) => ({
  edit: (answer: Message): Message => {
    answer.SaleToPOIResponse.MessageHeader[key] = value;
    return answer;
  },
});
const inPayment = (change: (body: Message) => void) => ({
  edit: (answer: Message): Message => {
    change(answer.SaleToPOIResponse.PaymentResponse);
    return answer;
  },
});

/** Answers that are no answers: the terminal is asked, and its book counts. */
const notToBelieve: readonly (readonly [string, WireFault])[] = [
  ['another ServiceID', inHeader('ServiceID', 'OTHER')],
  ['another SaleID', inHeader('SaleID', 'K0002')],
  ['another POIID', inHeader('POIID', 'SIM1-000000002')],
  ['another category', inHeader('MessageCategory', 'Reversal')],
  ['a request', inHeader('MessageType', 'Request')],
  ['garbage', { edit: () => '\u0000\u0001garbage' }],
  ['nothing', { edit: () => '' }],
  ['half a message', { edit: (answer) => JSON.stringify(answer).slice(0, 200) }],
  ['JSON of something else', { edit: () => '{"hello":[1,2,3]}' }],
  ['no body', { edit: (answer) => ({ SaleToPOIResponse: { MessageHeader: answer.SaleToPOIResponse.MessageHeader } }) }],
  [
    'another transaction',
    inPayment((body) => {
      body.SaleData.SaleTransactionID.TransactionID = 'ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ';
    }),
  ],
  [
    'another currency',
    inPayment((body) => {
      body.PaymentResult.AmountsResp.Currency = 'USD';
    }),
  ],
  [
    'an amount in words',
    inPayment((body) => {
      body.PaymentResult.AmountsResp.AuthorizedAmount = '300';
    }),
  ],
  [
    'an amount with sen',
    inPayment((body) => {
      body.PaymentResult.AmountsResp.AuthorizedAmount = 299.5;
    }),
  ],
  [
    'an approval of nothing',
    inPayment((body) => {
      body.PaymentResult.AmountsResp.AuthorizedAmount = 0;
    }),
  ],
  [
    'an approval without amount',
    inPayment((body) => {
      body.PaymentResult = undefined;
    }),
  ],
  [
    'an approval without number',
    inPayment((body) => {
      body.POIData = undefined;
    }),
  ],
  [
    'a failure for no reason',
    inPayment((body) => {
      body.Response = { Result: 'Failure' };
    }),
  ],
  [
    'a failure for a reason nobody knows',
    inPayment((body) => {
      body.Response = { Result: 'Failure', ErrorCondition: 'Whatever' };
    }),
  ],
];

describe.each(mounts)('an answer that is not to be believed, terminal %s', (_, open) => {
  it.each(notToBelieve)('%s', async (_name, fault) => {
    await using bench = await open();
    bench.model.failNext('Payment', fault);
    expect(await bench.pay(tap(bench))).toMatchObject(approved);
    expect(bench.model.requests.filter(({ category }) => category === 'Payment').length).toBe(1);
  });

  it('and a status that is not either leave it unknown', async () => {
    await using bench = await open();
    bench.model.failNext('Payment', { edit: () => 'garbage' });
    const spoil = (): void => {
      bench.model.failNext('TransactionStatus', inHeader('ServiceID', 'OTHER'));
      bench.clock.setTimeout(spoil, 500);
    };
    const outcome = await bench.pay(tap(bench), { afterMs: 5_200, does: spoil });
    expect(outcome).toEqual({ outcome: 'unknown', detail: 'the answer to another message' });
  });

  it('another payment’s status is not this one’s', async () => {
    await using bench = await open();
    bench.model.failNext('Payment', 'drop-after');
    const spoil = (): void => {
      bench.model.failNext('TransactionStatus', {
        edit: (answer) => {
          const { RepeatedMessageResponse: repeated } = answer.SaleToPOIResponse.TransactionStatusResponse;
          if (repeated !== undefined) repeated.MessageHeader.ServiceID = 'OTHER';
          return answer;
        },
      });
      bench.clock.setTimeout(spoil, 500);
    };
    const outcome = await bench.pay(tap(bench), { afterMs: 5_200, does: spoil });
    expect(outcome).toEqual({ outcome: 'unknown', detail: 'the status of another message' });
  });
});

describe('a terminal that cannot be reached', () => {
  it('certainly took nothing, and is asked nothing more', async () => {
    await using bench = await inMemory();
    bench.model.offline = true;
    expect(await bench.pay()).toMatchObject({ outcome: 'failed', fault: 'offline' });
    const transport = httpTransport(`http://127.0.0.1:${await freePort()}/nexo`);
    const parties = { sale: 'K0001', poi: bench.model.poi };
    const nobody = createCashlessTerminal({ transport, clock: new FastClock(100), random: randomBytes, ...parties });
    expect(await nobody.pay(payment, () => {})).toMatchObject({ outcome: 'failed', fault: 'offline' });
    expect(await nobody.abort(payment, 'ABORT00001')).toMatchObject({ outcome: 'failed', fault: 'offline' });
    const reversal = { ...payment, reference: 'R1', at: '2026-07-01T00:00:00Z' };
    expect(await nobody.reverse(reversal)).toMatchObject({ outcome: 'failed', fault: 'offline' });
  });
});

describe('what was approved', () => {
  it('is told as it is, also when it is another amount: the caller compares it', async () => {
    for (const [name, open] of mounts) {
      await using bench = await open();
      bench.model.approveOnly = 120;
      expect(await bench.pay(tap(bench)), name).toMatchObject({ outcome: 'done', value: { yen: 120 } });
    }
  });

  it('a second message of the same ServiceID is not a second payment', async () => {
    for (const [, open] of mounts) {
      await using bench = await open();
      await bench.pay(tap(bench));
      expect(await bench.pay(tap(bench))).toMatchObject({ outcome: 'failed', fault: 'refused' });
      expect(bench.model.bookings.length).toBe(1);
    }
  });
});
