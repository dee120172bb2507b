import type { RowType } from '../rows.ts';
import type { Sentences } from './sentences.ts';
import { became, several, unknownWord, withMoney, yen } from './words.ts';

type PaymentRow = Extract<RowType, `coins.${string}` | `payout.${string}` | `cashless.${string}` | `counter.${string}`>;

/** Errors of a coin acceptor by number; of these two the coin was given back (ccTalk Generic Specification, part 3). */
const errorName = (error: number): string => {
  const names: Readonly<Record<number, string>> = { 1: '1 (a coin rejected)', 2: '2 (a coin not taken)' };
  return names[error] ?? String(error);
};

/** What the rows about paying mean. */
export const paymentSentences: Sentences<PaymentRow> = {
  'coins.accept.intent': ['coins', ({ price }) => `The coin unit may take coins for ${yen(price)}.`],
  'coins.accept.result': [
    'coins',
    ({ outcome }) => became(outcome, { done: 'It takes coins', unknown: 'it may take coins or not' }),
  ],
  'coins.inhibit.result': [
    'coins',
    ({ outcome }) => became(outcome, { done: 'It takes no more coins', unknown: 'it may still take coins' }),
  ],
  'coins.events': [
    'resident',
    ({ credits, lost, unexplained, errors, entries }) => {
      const parts = [
        ...(credits.length > 0 ? [`Put in ${credits.join(' + ')} yen`] : []),
        ...(lost > 0 ? [`${unknownWord}: ${several(lost, 'event')} of the coin unit went by unread`] : []),
        ...(unexplained > 0
          ? [`${unknownWord}: ${several(unexplained, 'event')} of the coin unit without a meaning`]
          : []),
        ...(errors.length > 0 ? [`The coin unit reported ccTalk error ${errors.map(errorName).join(', ')}`] : []),
      ];
      return withMoney(`${parts.length === 0 ? 'The coin unit was read' : parts.join('. ')}.`, entries);
    },
  ],

  'payout.intent': [
    'coins',
    ({ address, coins, yen: value }) =>
      `Hopper ${address} is told to pay out ${several(coins, 'coin')} of ${yen(value)}.`,
  ],
  'payout.result': [
    'coins',
    ({ outcome, paid, entries }) =>
      withMoney(
        became(outcome, {
          done: `${several(paid, 'coin')} came out`,
          short: `Only ${several(paid, 'coin')} came out`,
          unknown: 'nobody can say how many coins came out',
        }),
        entries,
      ),
  ],

  'cashless.pay.intent': [
    'payment',
    ({ service, yen: amount }) => `The payment terminal is asked for ${yen(amount)}, once (message ${service}).`,
  ],
  'cashless.pay.taken': ['payment', () => 'It has the payment in its hands.'],
  'cashless.pay.result': [
    'payment',
    ({ outcome, entries }) =>
      withMoney(
        became(outcome, { approved: 'It booked the payment', unknown: 'it may have charged the amount or not' }),
        entries,
      ),
  ],
  'cashless.abort.intent': ['payment', ({ service }) => `It is told to give the payment up (message ${service}).`],
  'cashless.abort.result': [
    'payment',
    ({ outcome }) =>
      `${became(outcome, { done: 'It heard that', unknown: 'it may have heard that or not' })} Only the payment’s own answer counts.`,
  ],
  'cashless.reverse.intent': [
    'payment',
    ({ service, yen: amount }) => `It is asked to reverse ${yen(amount)}, once (message ${service}).`,
  ],
  'cashless.reverse.result': [
    'payment',
    ({ outcome, entries }) =>
      withMoney(
        became(outcome, { done: 'It reversed the payment', unknown: 'the amount may be reversed or not' }),
        entries,
      ),
  ],

  'counter.issued': [
    'register',
    ({ slip, yen: amount }) => `Slip ${slip} over ${yen(amount)} may be paid at the register.`,
  ],
  'counter.closed': ['register', () => 'The slip is withdrawn; it cannot be paid any more.'],
  'counter.paid': [
    'register',
    ({ slip, who, entries }) => withMoney(`${who} took the money for slip ${slip}.`, entries),
  ],
  'counter.number': [
    'resident',
    ({ outcome }) => `Entered ${outcome === 'right' ? 'the pick-up number' : 'a wrong pick-up number'}.`,
  ],
  'counter.confirmed': ['staff', ({ slip, who }) => `${who} saw slip ${slip} in the payer’s hand.`],
};
