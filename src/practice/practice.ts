import { type AnyActorLogic, fromCallback, fromPromise, type InputFrom, type OutputFrom } from 'xstate';
import type { PinEntry } from '../card/pin-entry.ts';
import type { ServiceOffer } from '../centre/port.ts';
import { kindOf } from '../certificates/catalogue.ts';
import type { Member } from '../certificates/kind.ts';
import { type Clock, sleep } from '../clock.ts';
import type { deliveryActors, paymentActors, sessionActors } from '../machines/actors.ts';
import { deliveryMachine } from '../machines/delivery.ts';
import { paymentMachine } from '../machines/payment.ts';
import { sessionMachine } from '../machines/session.ts';

/** Everything a practised visit is given: nothing by which a device, the centre or the log could be reached. */
export interface PracticeParts {
  readonly clock: Clock;
  /** A buffer of its own, so that no digit typed in practice is ever near one that a card is asked with. */
  readonly pin: Pick<PinEntry, 'ask' | 'wipe'>;
  /** What is issued here, with the yen for one copy. */
  readonly services: () => readonly { readonly kind: string; readonly fee: number }[];
}

/** How long the machine seems to work, in milliseconds: long enough to read what it says meanwhile. */
const momentMs = 1_200;
const cashlessMs = 4_000;

/** A household of nobody: 見本 means specimen. */
const household: readonly Member[] = [
  { id: 'practice-1', name: '見本　太郎', holder: true },
  { id: 'practice-2', name: '見本　花子', holder: false },
  { id: 'practice-3', name: '見本　次郎', holder: false },
];

/** What this kind is offered as to somebody who may have everything. */
function offerOf(kind: string, fee: number): ServiceOffer {
  const { copies, items, people } = kindOf(kind);
  const members = people === 'holder' ? [] : household;
  return { kind, available: true, fee, copies, people, members, items: items.map(({ id }) => id) };
}

/** Actors that let a moment pass and then say this. */
const answering =
  <Actors extends Readonly<Record<string, AnyActorLogic>>>(clock: Clock) =>
  <Name extends keyof Actors>(
    answers: { readonly [One in Name]: (input: InputFrom<Actors[One]>) => OutputFrom<Actors[One]> },
  ): Pick<Actors, Name> =>
    Object.fromEntries(
      Object.entries<(input: never) => unknown>(answers).map(([name, answer]) => [
        name,
        fromPromise(async ({ input, signal }) => {
          await sleep(clock, momentMs, signal);
          return answer(input as never);
        }),
      ]),
    ) as never;

const done = () => ({ result: 'done' }) as const;

const practicePayment = ({ clock, pin }: PracticeParts) =>
  paymentMachine.provide({
    actions: { askNumber: () => pin.ask('pickup'), keepNumber: () => pin.wipe() },
    actors: {
      ...answering<typeof paymentActors>(clock)({
        acceptCoins: () => ({ result: 'done', exact: true }),
        inhibitCoins: done,
        listMeans: ({ means }) => ({ means }),
        issueSlip: done,
        withdrawSlip: () => ({ result: 'withdrawn' }),
        checkNumber: () => ({ result: 'right', tries: 3 }),
      }),
      takeCashless: fromCallback(({ receive, sendBack }) => {
        const tell = (result: 'paid' | 'not-paid') => sendBack({ type: 'cashless.finished', result });
        const timer = clock.setTimeout(() => tell('paid'), cashlessMs);
        const stop = (): void => clock.clearTimeout(timer);
        receive(() => {
          stop();
          tell('not-paid');
        });
        return stop;
      }),
    },
  });

const practiceDelivery = ({ clock }: PracticeParts) =>
  deliveryMachine.provide({
    actors: {
      ...answering<typeof deliveryActors>(clock)({
        takeMoney: done,
        giveChange: () => ({ paid: 0 }),
        printReceipt: done,
      }),
      printPages: fromCallback(({ input: { pages }, sendBack }) => {
        let sheets = 0;
        const end = (): void => sendBack({ type: 'print.finished', result: 'printed', sheets });
        const next = (): void => {
          sheets += 1;
          sendBack({ type: 'print.progress', sheets, blocked: false, reasons: [] });
          timer = clock.setTimeout(sheets < pages ? next : end, momentMs);
        };
        let timer = clock.setTimeout(next, momentMs);
        return () => clock.clearTimeout(timer);
      }),
    },
  });

/**
 * The visit's own statechart with actors that do nothing but let a moment pass and say that all went well (ためしてみる). What the
 * hands would do comes as the events that devices send. Refusals, claims and the other services cannot be come by, and their
 * actors are left out: one that ran all the same would end the practice.
 */
export function practiceSession(parts: PracticeParts) {
  const { clock, pin, services } = parts;
  return sessionMachine.provide({
    actions: {
      askPin: (_, params) => pin.ask(params.pin),
      keepPin: () => pin.wipe(),
      clearPin: () => pin.wipe(),
    },
    actors: {
      ...answering<typeof sessionActors>(clock)({
        readCard: () => ({ result: 'ready', tries: { auth: 3, sign: 5 }, lapse: null }),
        verifyPin: () => ({ result: 'verified' }),
        authenticate: () => ({
          result: 'authenticated',
          offers: services().map(({ fee, kind }) => offerOf(kind, fee)),
        }),
        requestDocument: ({ fee, wish }) => ({ result: 'issued', pages: wish.copies, fee }),
        checkDocument: () => ({ result: 'passed', preview: [{ field: 'name', value: '見●　●●' }] }),
        settle: () => ({ due: 0, payable: false }),
        wipe: () => ({ staff: null }),
      }),
      payment: practicePayment(parts),
      delivery: practiceDelivery(parts),
    },
  });
}
