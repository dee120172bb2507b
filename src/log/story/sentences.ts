import type { RowData, RowType } from '../rows.ts';
import { paymentSentences } from './payment-sentences.ts';
import { became, moved, several, yen } from './words.ts';

/** Who a row is about: who did it, or which part of the terminal was asked. */
export type Who =
  | 'resident'
  | 'card'
  | 'centre'
  | 'coins'
  | 'payment'
  | 'register'
  | 'money'
  | 'printer'
  | 'slips'
  | 'staff'
  | 'terminal';

export type Sentence<T extends RowType> = readonly [who: Who, tell: (data: RowData<T>) => string];
/** One for each of some row types. */
export type Sentences<T extends RowType> = { readonly [Type in T]: Sentence<Type> };

const pins = { auth: 'user authentication PIN', sign: 'signature password' } as const;
const devices: Readonly<Record<RowData<'device.health'>['device'], string>> = {
  reader: 'card reader',
  coins: 'coin unit',
  cashless: 'payment terminal',
  receipts: 'receipt printer',
  pages: 'A4 printer',
  centre: 'issuance centre',
  touch: 'touch panel',
  keypad: 'keypad',
};
const slips: Readonly<Record<RowData<'slip.intent'>['slip'], string>> = {
  receipt: 'the receipt',
  claim: 'the claim slip',
  advice: 'the advice on what to do next',
  guide: 'a page of the guide',
  registration: 'the copy of the application',
  counter: 'the slip for the register',
  test: 'a test slip',
  report: 'the cash report',
};
const questions: Readonly<Record<RowData<'centre.asked'>['what'], string>> = {
  'birth-date': 'the birth date that a PIN must not be',
  reservation: 'a reservation of a PIN reset',
  registration: 'where an application can be filed',
};
const steps: Readonly<Record<RowData<'print.step'>['step'], string>> = {
  creating: 'A job is being made.',
  created: 'The job is made; it is still empty.',
  sending: 'The document is being sent.',
  accepted: 'The printer has the whole document.',
};
const left: Readonly<Record<RowData<'print.purged'>['outcome'], string>> = {
  purged: 'The printer has forgotten the job.',
  unsupported: 'The printer cannot be told to forget a job, and says that nothing can be printed from what it knows.',
  kept: 'The printer still has the document.',
  unreachable: 'The printer could not be asked to forget the job; it is tried again.',
};
const decisions: Readonly<Record<RowData<'print.decided'>['decision'], string>> = {
  'all-out': 'that is all of it',
  'print-again': 'it may be printed once more',
  'give-back': 'it is given up, and what was paid goes back',
};
const ends: Readonly<Record<string, string>> = {
  delivered: 'the paper was delivered',
  served: 'the service was done',
  cancelled: 'the resident cancelled',
  timeout: 'nobody went on',
  locked: 'the PIN is locked',
  restarted: 'staff ended it',
  recovered: 'recovery brought it to its end',
  staff: 'it was left to staff',
};
const items = (data: RowData<'centre.issue.intent'>): string =>
  (data.items ?? (['relationship', 'honseki', 'myNumber'] as const).filter((item) => data[item])).join(', ');

const because = (detail: string | undefined): string => (detail === undefined ? '' : ` It says: ${detail}.`);
const sheets = (count: number | undefined): string =>
  count === undefined ? '' : ` ${several(count, 'sheet')} came out.`;

/** What each kind of row means, in a sentence. A new kind of row without one does not compile. */
export const sentences: Sentences<RowType> = {
  ...paymentSentences,
  'terminal.started': [
    'terminal',
    ({ version, statecharts }) => `The program started (version ${version}, statecharts ${statecharts}).`,
  ],
  'terminal.stopped': ['terminal', () => 'The program was stopped in good order.'],
  'device.health': [
    'terminal',
    ({ device, state, reasons }) =>
      `The ${devices[device]} ${state === 'working' ? 'works' : 'does not work'}${reasons.length === 0 ? '' : ` (${reasons.join(', ')})`}.`,
  ],
  'session.started': ['resident', () => 'Somebody began a visit.'],
  'session.ended': [
    'terminal',
    ({ outcome }) => `The visit ended: ${ends[outcome] ?? outcome.replace('refused:', 'refused, ')}.`,
  ],
  'session.wiped': ['terminal', () => 'Everything personal was wiped from memory, and the wipe was checked.'],

  'card.read': [
    'card',
    ({ outcome, tries }) =>
      became(outcome, {
        ready: `It was read without a PIN${tries === undefined ? '' : `; ${several(tries, 'try is', 'tries are')} left for its PIN`}`,
        removed: 'It was pulled out while it was read',
        refused: 'It was read, and this service is not possible with it',
      }),
  ],
  'card.inspected': [
    'card',
    ({ outcome }) =>
      became(outcome, { read: 'What it says of itself was read and shown', removed: 'It was pulled out' }),
  ],
  'pin.verify.intent': [
    'resident',
    ({ pin = 'auth', entry }) => `Entered the ${pins[pin]} (entry ${entry}); the card is asked to verify it, once.`,
  ],
  'pin.verify.result': [
    'card',
    ({ outcome, tries }) =>
      became(outcome, {
        verified: 'It was right',
        wrong: `It was wrong${tries === undefined ? '' : `; ${several(tries, 'try is', 'tries are')} left`}`,
        blocked: 'It was wrong, and the card has locked it',
        unknown: 'the card did not answer, and a try may have been used',
      }),
  ],
  'pin.set.intent': [
    'card',
    ({ task, pin }) =>
      `The card is asked to take the new ${pins[pin]} (${task === 'change' ? 'a change' : 'a reset of a locked one'}).`,
  ],
  'pin.set.result': [
    'card',
    ({ outcome }) => became(outcome, { done: 'It took it', unknown: 'the old or the new one may be right' }),
  ],

  'centre.asked': [
    'centre',
    ({ what, outcome }) => `Asked about ${questions[what]}. ${became(outcome, { done: 'It answered' })}`,
  ],
  'centre.reset.intent': ['centre', ({ pin }) => `Asked to authorise the reset of the ${pins[pin]}.`],
  'centre.reset.result': [
    'centre',
    ({ outcome }) =>
      became(outcome, { done: 'It did; the reservation is used', unknown: 'the reservation may be used' }),
  ],
  'centre.register.intent': ['centre', () => 'The signed application is sent to it.'],
  'centre.register.result': [
    'centre',
    ({ outcome }) => became(outcome, { done: 'It has the application', unknown: 'it may have the application or not' }),
  ],
  'centre.authenticate.intent': ['centre', () => 'Asked whose card this is, with the proof that the card gave.'],
  'centre.authenticate.result': [
    'centre',
    ({ outcome }) => became(outcome, { authenticated: 'The holder is authenticated' }),
  ],
  'centre.issue.intent': [
    'centre',
    (data) =>
      `Asked for ${data.copies === undefined || data.copies === 1 ? 'one copy' : `${data.copies} copies`} of ${data.kind}${data.members === 0 ? '' : `, of ${several(data.members, 'member')}`}${items(data) === '' ? '' : `, with ${items(data)}`}.`,
  ],
  'centre.issue.result': [
    'centre',
    ({ outcome, pages = 0, fee = 0 }) => became(outcome, { issued: `Issued: ${several(pages, 'page')}, ${yen(fee)}` }),
  ],
  'document.checked': [
    'terminal',
    ({ outcome, characters }) =>
      outcome === 'passed'
        ? 'The document was checked: signature, holder, transaction, and the rendered pages read back.'
        : `The document was not let through: ${outcome}${characters === undefined ? '' : ` (${characters})`}.`,
  ],
  'centre.conclude.result': [
    'centre',
    ({ outcome }) =>
      `Told how the visit ended. ${became(outcome, { done: 'It knows', unknown: 'it may know or not' })}`,
  ],

  'money.moved': ['money', ({ reason, entries }) => `${moved(entries)} (${reason}).`],

  'print.intent': [
    'printer',
    ({ pages, fee }) => `The document may be printed: ${several(pages, 'page')} for ${yen(fee)}, all rules hold.`,
  ],
  'print.step': ['printer', ({ step }) => steps[step]],
  'print.result': [
    'printer',
    ({ outcome, sheets: count, detail }) =>
      became(outcome, {
        printed: 'The print is complete',
        unknown: 'nobody can say how many sheets came out',
      }) +
      sheets(count) +
      because(detail),
  ],
  'print.decided': [
    'staff',
    ({ decision, sheets: count, who }) => `${who} counted ${several(count, 'sheet')}: ${decisions[decision]}.`,
  ],
  'print.purged': ['printer', ({ outcome, detail }) => left[outcome] + because(detail)],
  'test-page.intent': ['staff', ({ job }) => `A test page may be printed (${job}).`],
  'test-page.result': [
    'printer',
    ({ outcome, sheets: count, detail }) =>
      became(outcome, {
        printed: 'The test page is out',
        erased: 'The lost test page is out of the printer',
        unknown: 'the test page may still come out',
      }) +
      sheets(count) +
      because(detail),
  ],
  'slip.intent': [
    'slips',
    ({ slip, amount }) => `Told to print ${slips[slip]}${amount === 0 ? '' : ` over ${yen(amount)}`}.`,
  ],
  'slip.result': ['slips', ({ outcome }) => became(outcome, { done: 'Printed', unknown: 'it may be on paper or not' })],

  'recovery.started': ['terminal', ({ open }) => `Recovery began: ${several(open, 'visit')} not ended.`],
  'recovery.result': [
    'terminal',
    ({ outcome }) => (outcome === 'done' ? 'Recovery is done.' : `Recovery is done; staff are needed: ${outcome}.`),
  ],
  'staff.needed': ['staff', ({ reason }) => `Called: ${reason}.`],
  'staff.resolved': ['staff', ({ who, why }) => `${who} resolved it: ${why}.`],
  'staff.opened': ['staff', ({ who }) => `${who} opened the panel.`],
  'staff.refused': ['staff', () => 'A code was entered that nobody has.'],
  'staff.act': [
    'staff',
    ({ act, who, why, yen: amount }) =>
      `${who} began: ${act}${amount === undefined ? '' : `, ${yen(amount)}`}${why === undefined ? '' : `, because: ${why}`}.`,
  ],
  'staff.report': ['staff', ({ who }) => `${who} printed the cash report; a new day began.`],
  'staff.duty': ['staff', ({ on, who }) => `${who} took the terminal ${on ? 'back into' : 'out of'} service.`],
  'cash.moved': [
    'staff',
    ({ what, address, yen: amount, agrees, who }) => {
      const place = address === undefined ? 'the cash box' : `hopper ${address}`;
      const act = what === 'filled' ? `put ${yen(amount)} into ${place}` : `took ${yen(amount)} out of ${place}`;
      return `${who} ${act}${agrees === false ? '; the count did NOT agree' : ''}.`;
    },
  ],
  violation: ['terminal', ({ invariant, detail }) => `VIOLATION of ${invariant}, stopped: ${detail}.`],
};

/** A row as who and sentence. */
export const sentenceOf = <T extends RowType>(row: {
  readonly type: T;
  readonly data: RowData<T>;
}): readonly [Who, string] => {
  const [who, tell] = sentences[row.type] as Sentence<T>;
  return [who, tell(row.data)];
};
