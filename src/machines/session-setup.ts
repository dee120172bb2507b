import { assign, raise, sendTo, setup } from 'xstate';
import type { ServiceOffer } from '../centre/port.ts';
import type { PreviewRow } from '../certificates/preview.ts';
import {
  type AuthenticateResult,
  type Lapse,
  type PaidBack,
  type Refusal,
  sessionActors,
  type Tries,
} from './actors.ts';
import { cardCheckMachine } from './card-check.ts';
import { type DeliveryEvent, deliveryMachine } from './delivery.ts';
import type { GuideEvent, Means, Mode, PinKind, Service, SessionEvent } from './events.ts';
import { guideMachine } from './guide.ts';
import { paceAfter, timesOf } from './pace.ts';
import { type PaymentEvent, paymentMachine } from './payment.ts';
import { pinChangeMachine } from './pin-change.ts';
import { pinResetMachine } from './pin-reset.ts';
import { registrationMachine } from './registration.ts';
import type { ServiceEvent } from './service.ts';
import {
  chosenOffer,
  type Notice,
  noTries,
  noWish,
  type SessionContext,
  type SessionInput,
  type SessionOutcome,
} from './session-context.ts';

/** Raised inside the session: the patience region waits for a person only while one is asked. */
type InnerEvent =
  | { readonly type: 'patience.start' }
  | { readonly type: 'patience.stop' }
  | { readonly type: 'patience.expired' }
  | { readonly type: 'patience.end' };

/** Staff who end a visit end its service as impatience does: at once where a person is asked, and not where a card works. */
const asServiceEvent = (event: SessionEvent | InnerEvent): ServiceEvent =>
  event.type === 'staff.restart' ? { type: 'patience.expired' } : (event as ServiceEvent);

/** Whether a screen with something to choose is needed. */
const isChoice = (offer: ServiceOffer | null): boolean =>
  offer?.available === true && offer.members.length + offer.items.length > 0;

/** `all` in its order, of which those in `before` are on, with one of them the other way round. */
const toggled = (all: readonly string[], before: readonly string[], one: string): readonly string[] =>
  all.filter((id) => (id === one ? !before.includes(id) : before.includes(id)));

export const sessionSetup = setup({
  types: {
    context: {} as SessionContext,
    input: {} as SessionInput,
    events: {} as SessionEvent | InnerEvent,
    output: {} as { readonly outcome: SessionOutcome; readonly staff: string | null },
    tags: {} as 'human' | 'pii' | 'card-needed' | 'uninterruptible' | 'warning' | 'reminding' | 'alarming' | 'money',
  },
  actors: {
    ...sessionActors,
    payment: paymentMachine,
    delivery: deliveryMachine,
    pinChange: pinChangeMachine,
    pinReset: pinResetMachine,
    registration: registrationMachine,
    cardCheck: cardCheckMachine,
    guide: guideMachine,
  },
  guards: {
    cardIn: ({ context }) => context.insertion !== null,
    cardOut: ({ context }) => context.insertion === null,
    resultIs: (_, params: { result: string; is: string }) => params.result === params.is,
    pinLocked: (_, params: { code?: Refusal }) => params.code === 'pin-locked',
    pinComplete: ({ context }) => context.pinComplete,
    isRefused: ({ context }) => context.refusal !== null,
    isFor: ({ context }, params: { service: Service }) => context.service === params.service,
    cardToCheck: ({ context }) => context.insertion !== null && context.service === 'card-check',
    nothingOffered: (_, params: AuthenticateResult) => params.result === 'authenticated' && params.offers.length === 0,
    appliesFor: ({ context }, params: { result: string }) =>
      params.result === 'authenticated' && context.service === 'registration',
    oneTryLeft: ({ context }) => context.tries.auth === 1,
    leavesOne: (_, params: { tries: number }) => params.tries === 1,
    somethingLapses: ({ context }) => context.lapse !== null,
    /** Available, and there is something to choose: people, or items. */
    hasChoice: ({ context }, params: { kind: string }) =>
      context.offers.some((offer) => offer.kind === params.kind && isChoice(offer)),
    hadChoice: ({ context }) => isChoice(chosenOffer(context)),
    isAvailable: ({ context }, params: { kind: string }) =>
      context.offers.some(({ kind, available }) => kind === params.kind && available === true),
    isOffered: ({ context }, params: { kind: string }) => context.offers.some(({ kind }) => kind === params.kind),
    itemOffered: ({ context }, params: { item: string }) => chosenOffer(context)?.items.includes(params.item) ?? false,
    copiesOffered: ({ context }, params: { copies: number }) =>
      params.copies >= 1 && params.copies <= (chosenOffer(context)?.copies ?? 0),
    memberOffered: ({ context }, params: { id: string }) =>
      chosenOffer(context)?.members.some(({ id }) => id === params.id) ?? false,
    wantsMyNumber: ({ context }) => context.wish.items.includes('myNumber'),
    free: ({ context }) => context.fee === 0,
    due: (_, params: { due: number }) => params.due > 0,
    payable: (_, params: { payable: boolean }) => params.payable,
    coinsFailed: (_, params: { device: string; state: string }) =>
      params.device === 'coins' && params.state === 'failed',
    sameCard: ({ context }, params: { insertion: number }) => context.insertion === params.insertion,
  },
  actions: {
    noteCard: assign((_, params: { insertion: number }) => ({ insertion: params.insertion })),
    noteRemoval: assign({ insertion: null }),
    setPace: assign(({ context }, params: { mode: Mode; on: boolean }) => ({ pace: paceAfter(context.pace, params) })),
    noteService: assign((_, params: { service: Service }) => ({ service: params.service })),
    noteReading: assign((_, params: { tries: Tries; lapse: Lapse | null }) => params),
    noteTries: assign(({ context }, params: { tries: number }) => ({
      tries: { ...context.tries, auth: params.tries },
    })),
    noteLocked: assign(({ context }) => ({
      tries: { ...context.tries, auth: 0 },
      refusal: 'pin-locked' as const,
      outcome: 'locked' as const,
    })),
    notePinLength: assign((_, params: { length: number; complete: boolean }) => ({
      pinLength: params.length,
      pinComplete: params.complete,
    })),
    /** Provided by the composition root: the PIN buffer begins an entry, or puts it aside. */
    askPin: (_, _params: { pin: PinKind }) => {},
    keepPin: (_, _params: { slot: 'current' | 'fresh' }) => {},
    /** Provided by the composition root: zeroes the PIN buffer. */
    clearPin: () => {},
    forgetPin: assign({ pinLength: 0, pinComplete: false }),
    notify: assign((_, params: { notice: Notice }) => ({ notice: params.notice })),
    refuse: assign((_, params: { code: Refusal }) => ({
      refusal: params.code,
      outcome: `refused:${params.code}` as const,
    })),
    refuseOffer: assign(({ context }, params: { kind: string }) => {
      const { available } = context.offers.find(({ kind }) => kind === params.kind) ?? { available: 'not-offered' };
      const code: Refusal = available === true ? 'not-offered' : (available as Refusal);
      return { refusal: code, outcome: `refused:${code}` as const };
    }),
    notePreview: assign((_, params: { preview: readonly PreviewRow[] }) => ({ preview: params.preview })),
    noteOffers: assign((_, params: { offers: readonly ServiceOffer[] }) => ({ offers: params.offers })),
    choose: assign((_, params: { kind: string }) => ({ kind: params.kind, wish: noWish })),
    toggleItem: assign(({ context }, params: { item: string }) => ({
      wish: { ...context.wish, items: toggled(chosenOffer(context)?.items ?? [], context.wish.items, params.item) },
    })),
    noteCopies: assign(({ context }, params: { copies: number }) => ({
      wish: { ...context.wish, copies: params.copies },
    })),
    toggleMember: assign(({ context }, params: { id: string }) => {
      const offer = chosenOffer(context);
      if (offer?.people === 'one') return { wish: { ...context.wish, members: [params.id] } };
      const all = offer?.members.map(({ id }) => id) ?? [];
      const before = context.wish.members.length === 0 ? all : context.wish.members;
      const after = toggled(all, before, params.id);
      return { wish: { ...context.wish, members: after.length === all.length ? [] : after } };
    }),
    withoutMyNumber: assign(({ context }) => ({
      wish: { ...context.wish, items: context.wish.items.filter((item) => item !== 'myNumber') },
    })),
    noteDocument: assign((_, params: { pages: number; fee: number }) => ({ pages: params.pages, fee: params.fee })),
    noteExtension: assign(({ context }) => ({ extensions: context.extensions + 1 })),
    endAs: assign((_, params: { outcome: SessionOutcome }) => ({ outcome: params.outcome })),
    /** What was done stays done when the resident then leaves. */
    runOut: assign(({ context }) => ({
      outcome: context.outcome === 'served' ? ('served' as const) : ('timeout' as const),
    })),
    noteAdvice: assign((_, params: { result: string }) => ({
      advice: params.result === 'done' ? ('printed' as const) : ('failed' as const),
    })),
    notePaid: assign((_, params: { paid: number; means: Means }) => ({ paid: params.paid, paidWith: params.means })),
    noteReturned: assign((_, params: PaidBack) => ({ returned: params.paid, reversed: params.reversed })),
    noteDue: assign((_, params: { due: number }) => ({ due: params.due })),
    noteClaim: assign((_, params: { result: string }) => ({
      claim: params.result === 'done' ? ('printed' as const) : ('failed' as const),
    })),
    noteStaff: assign((_, params: { staff: string | null }) => ({ staff: params.staff })),
    /** Nothing personal stays in the session's own memory either (I8). */
    forgetPerson: assign({
      offers: [],
      wish: noWish,
      preview: [],
      lapse: null,
      tries: noTries,
      pinLength: 0,
      pinComplete: false,
    }),
    handToPayment: sendTo('payment', ({ event }) => event as PaymentEvent),
    cancelPayment: sendTo('payment', { type: 'resident.cancel' }),
    tellPaymentTrouble: sendTo('payment', { type: 'coin.trouble' }),
    handToChange: sendTo('pinChange', ({ event }) => asServiceEvent(event)),
    handToReset: sendTo('pinReset', ({ event }) => asServiceEvent(event)),
    handToRegistration: sendTo('registration', ({ event }) => asServiceEvent(event)),
    handToGuide: sendTo(
      'guide',
      ({ event }) => asServiceEvent(event) as GuideEvent | { readonly type: 'patience.expired' },
    ),
    handToCheck: sendTo('cardCheck', ({ event }) => asServiceEvent(event)),
    handToDelivery: sendTo('delivery', ({ event }) => event as DeliveryEvent),
    startPatience: raise({ type: 'patience.start' }),
    stopPatience: raise({ type: 'patience.stop' }),
    expirePatience: raise({ type: 'patience.expired' }),
    endPatience: raise({ type: 'patience.end' }),
  },
  delays: {
    humanIdle: ({ context }) => context.timeouts.humanIdle * timesOf(context.pace),
    humanWarning: ({ context }) => context.timeouts.humanWarning * timesOf(context.pace),
    reminder: ({ context }) => context.timeouts.reminder * timesOf(context.pace),
    alarm: ({ context }) => context.timeouts.alarm * timesOf(context.pace),
    forgotten: ({ context }) => context.timeouts.forgotten * timesOf(context.pace),
    readCard: ({ context }) => context.timeouts.readCard,
    verifyPin: ({ context }) => context.timeouts.verifyPin,
    centre: ({ context }) => context.timeouts.centre,
    checkDocument: ({ context }) => context.timeouts.checkDocument,
    inside: ({ context }) => context.timeouts.inside,
    payout: ({ context }) => context.timeouts.payout,
    slip: ({ context }) => context.timeouts.slip,
  },
});
