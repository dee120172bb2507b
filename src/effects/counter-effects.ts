import { fromPromise } from 'xstate';
import { numberTries } from '../log/payments.ts';
import type { DoneOrFailed } from '../machines/actors.ts';
import { counterSlip } from '../slips/slips.ts';
import { headOf, printSlip } from './paper-effects.ts';
import type { Parts, Terminal } from './parts.ts';

/** So many decimal digits, each as likely as the others. */
function digits(random: (length: number) => Uint8Array, count: number): string {
  let text = '';
  // 250 is the largest multiple of ten in a byte: what is above would favour the small digits.
  while (text.length < count) for (const byte of random(count)) if (byte < 250) text += byte % 10;
  return text.slice(0, count);
}

/** The slip that waits to be paid, if there is one. */
const counterOf = ({ caseFile, log }: Parts) => log.state.open.get(caseFile.transaction ?? '')?.counter ?? null;

/** Closes this slip of this visit, if it still waits: the printer may answer when another one does. */
const withdraw = ({ log }: Parts, transaction: string | null, slip: string | undefined): void => {
  const counter = log.state.open.get(transaction ?? '')?.counter;
  if (counter?.state === 'waiting' && counter.slip === slip) log.append('counter.closed', {}, transaction);
};

export const counterEffects = (parts: Parts, terminal: Terminal) => ({
  issueSlip: fromPromise<DoneOrFailed, { price: number }>(async ({ input: { price } }) => {
    const { caseFile, clock, counterMs, log, random } = parts;
    const { transaction } = caseFile;
    const slip = digits(random, 10);
    const number = digits(random, 4);
    const until = clock.now() + counterMs;
    log.append('counter.issued', { slip, yen: price, until }, transaction);
    caseFile.pickup = number;
    const markup = counterSlip(headOf(parts), { slip, number, yen: price, until }, terminal.language);
    await printSlip(parts, 'counter', price, markup);
    // Nobody knows whether an unacknowledged slip is on paper: who has it may be on the way to the register, who has not can stop.
    if (log.state.open.get(transaction ?? '')?.counter?.out !== false) return { result: 'done' };
    withdraw(parts, transaction, slip);
    return { result: 'failed' };
  }),

  withdrawSlip: fromPromise<{ readonly result: 'withdrawn' | 'paid' }, void>(async () => {
    withdraw(parts, parts.caseFile.transaction, counterOf(parts)?.slip);
    return { result: counterOf(parts)?.state === 'paid' ? 'paid' : 'withdrawn' };
  }),

  checkNumber: fromPromise<{ readonly result: 'right' | 'wrong'; readonly tries: number }, void>(async () => {
    const { caseFile, log, pin } = parts;
    const entered = await pin.spend('current', async (value) => Buffer.from(value).toString('latin1'));
    const result = entered !== null && entered === caseFile.pickup ? 'right' : 'wrong';
    log.append('counter.number', { outcome: result }, caseFile.transaction);
    return { result, tries: numberTries - (counterOf(parts)?.wrong ?? numberTries) };
  }),
});
