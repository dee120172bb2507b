import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/simulation/cashless/terminal-model.ts';
import { mounts, payment, reversalOf, tap } from './bench.ts';

describe.each(mounts)('a reversal, terminal %s', (_, open) => {
  it('gives the whole payment back, once', async () => {
    await using bench = await open();
    const reversal = reversalOf(await bench.pay(tap(bench)));
    expect(await bench.run(bench.terminal.reverse(reversal))).toEqual({ outcome: 'done', value: null });
    expect(bench.model.charged('emoney')).toBe(0);
    const again = await bench.run(bench.terminal.reverse({ ...reversal, service: 'REV0000002' }));
    expect(again).toMatchObject({ outcome: 'failed', fault: 'refused' });
    expect(bench.model.charged('emoney')).toBe(0);
  });

  it.each([
    ['drop-before', { outcome: 'failed', fault: 'not-found' }, 300],
    ['drop-after', { outcome: 'done' }, 0],
    [{ lateMs: 90_000 }, { outcome: 'done' }, 0],
    [{ status: 503 }, { outcome: 'done' }, 0],
  ] as const)('whose answer is lost (%j) is asked about, and not sent again', async (fault, outcome, charged) => {
    await using bench = await open();
    const reversal = reversalOf(await bench.pay(tap(bench)));
    bench.model.failNext('Reversal', fault);
    expect(await bench.run(bench.terminal.reverse(reversal))).toMatchObject(outcome);
    expect(bench.model.charged()).toBe(charged);
    expect(bench.model.requests.filter(({ category }) => category === 'Reversal').length).toBeLessThanOrEqual(1);
  });

  it('that is refused is certainly none', async () => {
    await using bench = await open();
    const reversal = reversalOf(await bench.pay(tap(bench)));
    bench.model.refuseReversals = 'Refusal';
    expect(await bench.run(bench.terminal.reverse(reversal))).toMatchObject({ outcome: 'failed', fault: 'refused' });
    expect(bench.model.charged()).toBe(300);
  });

  it.each([
    [
      'of another payment',
      (body: Message) => (body.OriginalPOITransaction.POITransactionID.TransactionID = 'R9.OTHER'),
    ],
    ['of another amount', (body: Message) => (body.ReversedAmount = 100)],
    ['in part', (body: Message) => (body.Response.Result = 'Partial')],
    ['without a result', (body: Message) => (body.Response = {})],
  ])('an answer %s is not believed; the status is', async (_name, change) => {
    await using bench = await open();
    const reversal = reversalOf(await bench.pay(tap(bench)));
    bench.model.failNext('Reversal', {
      edit: (answer) => {
        change(answer.SaleToPOIResponse.ReversalResponse);
        return answer;
      },
    });
    expect(await bench.run(bench.terminal.reverse(reversal))).toEqual({ outcome: 'done', value: null });
  });

  it('stays unknown when the terminal falls silent', async () => {
    await using bench = await open();
    const reversal = reversalOf(await bench.pay(tap(bench)));
    bench.model.failNext('Reversal', {
      edit: () => {
        bench.model.offline = true;
        return 'garbage';
      },
    });
    expect(await bench.run(bench.terminal.reverse(reversal))).toMatchObject({ outcome: 'unknown' });
    expect(bench.model.charged()).toBe(0);
  });
});

describe.each(mounts)('after a power cut of the kiosk, terminal %s', (_, open) => {
  const never = () => expect.unreachable('told again that the terminal has it');

  it('the status says what became of payment and reversal', async () => {
    await using bench = await open();
    const reversal = reversalOf(await bench.pay(tap(bench)));
    expect(await bench.run(bench.terminal.status(payment, true, never))).toMatchObject({ outcome: 'done' });
    expect(await bench.run(bench.terminal.status({ ...payment, service: 'NEVERSENT1' }, false, never))).toMatchObject({
      outcome: 'failed',
      fault: 'not-found',
    });
    expect(await bench.run(bench.terminal.reversalStatus(reversal))).toMatchObject({ fault: 'not-found' });
    await bench.run(bench.terminal.reverse(reversal));
    expect(await bench.run(bench.terminal.reversalStatus(reversal))).toEqual({ outcome: 'done', value: null });
  });

  it('a terminal that had the payment and does not know it any more has forgotten it', async () => {
    await using bench = await open();
    await bench.pay(tap(bench));
    bench.model.powerCycle({ journal: false });
    expect(await bench.run(bench.terminal.status(payment, true, never))).toMatchObject({ outcome: 'unknown' });
  });

  it('a terminal that still has the payment in its hands says so once, and then what became of it', async () => {
    await using bench = await open();
    bench.model.failNext('Payment', 'drop-during');
    void bench.terminal.pay(payment, () => {});
    await bench.pass(1_000);
    let taken = 0;
    const asked = bench.terminal.status(payment, false, () => {
      taken += 1;
    });
    bench.clock.setTimeout(() => bench.model.tap('emoney'), 10_000);
    expect(await bench.run(asked)).toMatchObject({ outcome: 'done' });
    expect(taken).toBe(1);
  });

  it('a terminal that is still starting is waited for', async () => {
    await using bench = await open();
    await bench.pay(tap(bench));
    bench.model.offline = true;
    bench.clock.setTimeout(() => {
      bench.model.offline = false;
    }, 120_000);
    expect(await bench.run(bench.terminal.status(payment, true, never))).toMatchObject({ outcome: 'done' });
  });
});

describe.each(mounts)('the health, terminal %s', (_, open) => {
  it('is what the terminal says of itself', async () => {
    await using bench = await open();
    const health = () => bench.run(bench.terminal.health());
    expect(await health()).toEqual({ state: 'working', reasons: [] });
    bench.model.globalStatus = 'Maintenance';
    expect(await health()).toEqual({ state: 'failed', reasons: ['maintenance'] });
    bench.model.failNext('Diagnosis', { edit: () => 'garbage' });
    expect(await health()).toEqual({ state: 'failed', reasons: ['no-answer'] });
    bench.model.offline = true;
    expect(await health()).toEqual({ state: 'failed', reasons: ['no-answer'] });
  });
});
