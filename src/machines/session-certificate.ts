import { and } from 'xstate';
import type { CheckDocumentResult, Refusal } from './actors.ts';
import type { Means } from './events.ts';
import { forgetting } from './forgetting.ts';
import { answered } from './service.ts';
import { chosenOffer } from './session-context.ts';
import { ended, refuseAs, refused } from './session-parts.ts';
import { sessionSetup } from './session-setup.ts';

/** What is out of order when a payment fails. The register's slip is the receipt printer's. */
const faultOf: Readonly<Record<Means, Refusal>> = { coins: 'coins', cashless: 'cashless', counter: 'printer' };

const notePaid = {
  type: 'notePaid',
  params: ({ event }: { event: { output: { paid: number; means: Means } } }) => event.output,
} as const;

/** The way to a certificate: the card goes back first, the document is here and checked before a coin is taken. */
/** What was checked is shown, masked, where it is paid for. */
const notePreview = {
  type: 'notePreview',
  params: ({ event }: { event: { output: CheckDocumentResult } }) => ({
    preview: event.output.result === 'passed' ? event.output.preview : [],
  }),
} as const;

export const certificateStates = {
  /** The screen does not go on until the card is out: nobody forgets it in the slot. */
  takingCardBack: sessionSetup.createStateConfig({
    tags: ['pii'],
    entry: 'stopPatience',
    initial: 'waiting',
    always: [
      { guard: and(['cardOut', 'somethingLapses']), target: 'noticingLapse' },
      { guard: 'cardOut', target: 'choosingCertificate' },
    ],
    on: { 'resident.cancel': 'settling' },
    states: forgetting({
      target: '#session.flow.settling',
      actions: { type: 'endAs', params: { outcome: 'timeout' } },
    }),
  }),
  /** The card or a certificate lapses within three months: said before the menu, where nobody overlooks it. */
  noticingLapse: sessionSetup.createStateConfig({
    tags: ['human', 'pii'],
    entry: 'startPatience',
    on: { 'resident.confirm': 'choosingCertificate', 'resident.cancel': 'settling' },
  }),
  choosingCertificate: sessionSetup.createStateConfig({
    tags: ['human', 'pii'],
    entry: 'startPatience',
    on: {
      'resident.chooseCertificate': [
        {
          guard: { type: 'hasChoice', params: ({ event }) => event },
          target: 'choosingOptions',
          actions: { type: 'choose', params: ({ event }) => event },
        },
        {
          guard: { type: 'isAvailable', params: ({ event }) => event },
          target: 'confirming',
          actions: { type: 'choose', params: ({ event }) => event },
        },
        {
          guard: { type: 'isOffered', params: ({ event }) => event },
          target: 'refused',
          actions: { type: 'refuseOffer', params: ({ event }) => event },
        },
      ],
      'guide.list': 'guiding',
      'resident.cancel': 'settling',
    },
  }),
  choosingOptions: sessionSetup.createStateConfig({
    tags: ['human', 'pii'],
    entry: 'startPatience',
    on: {
      'resident.toggleItem': {
        guard: { type: 'itemOffered', params: ({ event }) => event },
        actions: { type: 'toggleItem', params: ({ event }) => event },
      },
      'resident.toggleMember': {
        guard: { type: 'memberOffered', params: ({ event }) => event },
        actions: { type: 'toggleMember', params: ({ event }) => event },
      },
      'resident.next': [{ guard: 'wantsMyNumber', target: 'confirmingMyNumber' }, { target: 'confirming' }],
      'resident.back': 'choosingCertificate',
      'resident.cancel': 'settling',
    },
  }),
  /** My Number on paper may be used for very few purposes; it takes a second, separate yes. */
  confirmingMyNumber: sessionSetup.createStateConfig({
    tags: ['human', 'pii'],
    entry: 'startPatience',
    on: {
      'resident.confirm': 'confirming',
      'resident.back': { target: 'choosingOptions', actions: 'withoutMyNumber' },
      'resident.cancel': 'settling',
    },
  }),
  confirming: sessionSetup.createStateConfig({
    tags: ['human', 'pii'],
    entry: 'startPatience',
    on: {
      'resident.confirm': 'requestingDocument',
      'resident.copies': {
        guard: { type: 'copiesOffered', params: ({ event }) => event },
        actions: { type: 'noteCopies', params: ({ event }) => event },
      },
      'resident.back': [{ guard: 'hadChoice', target: 'choosingOptions' }, { target: 'choosingCertificate' }],
      'resident.cancel': 'settling',
    },
  }),
  requestingDocument: sessionSetup.createStateConfig({
    tags: ['pii'],
    entry: 'stopPatience',
    invoke: {
      id: 'requestDocument',
      src: 'requestDocument',
      input: ({ context }) => ({
        kind: context.kind ?? '',
        wish: context.wish,
        fee: (chosenOffer(context)?.fee ?? 0) * context.wish.copies,
      }),
      onDone: [
        {
          guard: answered('issued'),
          target: 'checkingDocument',
          actions: {
            type: 'noteDocument',
            params: ({ event }) => (event.output.result === 'issued' ? event.output : { pages: 0, fee: 0 }),
          },
        },
        {
          target: 'refused',
          actions: refuseAs('centre-offline'),
        },
      ],
    },
    on: { 'resident.cancel': 'settling' },
    after: { centre: refused('centre-offline') },
  }),
  /** Signature, holder, transaction; then the pages are made and read back. Only now may money be asked for (I5). */
  checkingDocument: sessionSetup.createStateConfig({
    tags: ['pii'],
    invoke: {
      id: 'checkDocument',
      src: 'checkDocument',
      onDone: [
        {
          guard: answered('refused'),
          target: 'refused',
          actions: refuseAs('document-check'),
        },
        { guard: 'free', target: 'delivering' },
        { target: 'paying', actions: notePreview },
      ],
    },
    on: { 'resident.cancel': 'settling' },
    after: { checkDocument: refused('document-check') },
  }),
  paying: sessionSetup.createStateConfig({
    tags: ['pii', 'money'],
    invoke: {
      id: 'payment',
      src: 'payment',
      input: ({ context }) => ({
        price: context.fee,
        means: context.means,
        timeouts: context.timeouts,
        pace: context.pace,
      }),
      onDone: [
        {
          guard: ended('paid'),
          target: 'delivering',
          actions: notePaid,
        },
        {
          guard: ended('timeout'),
          target: 'settling',
          actions: [notePaid, { type: 'endAs', params: { outcome: 'timeout' } }],
        },
        {
          guard: ended('fault'),
          target: 'settling',
          actions: [notePaid, { type: 'refuse', params: ({ event }) => ({ code: faultOf[event.output.means] }) }],
        },
        {
          guard: ended('unknown'),
          target: 'settling',
          actions: [notePaid, { type: 'refuse', params: { code: 'cashless' } }],
        },
        { target: 'settling', actions: notePaid },
      ],
    },
    on: {
      'coin.credited': { actions: 'handToPayment' },
      'coin.trouble': { actions: 'handToPayment' },
      'health.changed': {
        guard: { type: 'coinsFailed', params: ({ event }) => event },
        actions: 'tellPaymentTrouble',
      },
      'counter.paid': { actions: 'handToPayment' },
      'counter.confirmed': { actions: 'handToPayment' },
      'resident.chooseMeans': { actions: 'handToPayment' },
      'resident.pinChanged': { actions: 'handToPayment' },
      'resident.submitPin': { actions: 'handToPayment' },
      'resident.back': { actions: 'handToPayment' },
      'resident.cancel': { actions: 'handToPayment' },
      'staff.restart': { actions: 'cancelPayment' },
      'resident.moreTime': { actions: 'handToPayment' },
      'resident.mode': { actions: 'handToPayment' },
    },
  }),
  delivering: sessionSetup.createStateConfig({
    tags: ['pii'],
    invoke: {
      id: 'delivery',
      src: 'delivery',
      input: ({ context }) => ({
        pages: context.pages,
        price: context.fee,
        paid: context.paid,
        timeouts: context.timeouts,
        pace: context.pace,
      }),
      onDone: [
        {
          guard: ended('delivered'),
          target: 'settling',
          actions: { type: 'endAs', params: { outcome: 'delivered' } },
        },
        {
          guard: ended('failed'),
          target: 'settling',
          actions: { type: 'refuse', params: { code: 'printer' } },
        },
        { target: 'settling', actions: { type: 'endAs', params: { outcome: 'staff' } } },
      ],
    },
    on: {
      'resident.collected': { actions: 'handToDelivery' },
      'resident.mode': { actions: 'handToDelivery' },
      'resident.cancel': { actions: 'handToDelivery' },
      'staff.restart': { actions: 'handToDelivery' },
      'staff.decided': { actions: 'handToDelivery' },
    },
  }),
} as const;
