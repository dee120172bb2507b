import type { Row, RowType } from '../log/rows.ts';
import type { Means } from '../machines/events.ts';
import type { Shop } from './shop.ts';

/** A moment of a visit at which something can happen: when a screen is looked at, or right after a row. */
export interface Moment {
  readonly name: string;
  /** Last name of the screen, and what must be so besides. */
  readonly screen?: string;
  readonly so?: (shop: Shop) => boolean;
  readonly row?: (row: Row) => boolean;
  /** What the resident drops, in yen. */
  readonly coins?: readonly number[];
  /** What the resident pays with; coins unless given. */
  readonly means?: readonly Means[];
  /** The hoppers are empty from the beginning. */
  readonly noChange?: true;
}

const after =
  (type: RowType, so: (data: Record<string, unknown>) => boolean = () => true) =>
  (row: Row): boolean =>
    row.type === type && so(row.data as Record<string, unknown>);

const price = [100, 100];
const card = ['cashless'] as const;
const register = ['counter'] as const;
const note = [500];
const half = [100];

const held = ({ kiosk }: Shop): number => kiosk.log.state.money.held;
const hasButton =
  (id: string) =>
  ({ kiosk }: Shop): boolean =>
    kiosk.display.screen.buttons.some((button) => button.id === id);

/** From the first touch to the last: where a visit stands, and what is just on its way. */
export const moments: readonly Moment[] = [
  { name: 'choosing the service', screen: 'choosingService', coins: price },
  { name: 'card awaited', screen: 'insertingCard', coins: price },
  { name: 'PIN awaited', screen: 'enteringPin', coins: price },
  { name: 'VERIFY under way', row: after('pin.verify.intent'), coins: price },
  { name: 'authentication under way', row: after('centre.authenticate.intent'), coins: price },
  { name: 'card to be taken back', screen: 'takingCardBack', coins: price },
  { name: 'choosing the certificate', screen: 'choosingCertificate', coins: price },
  { name: 'choosing options', screen: 'choosingOptions', coins: price },
  { name: 'confirming', screen: 'confirming', coins: price },
  { name: 'document under way', row: after('centre.issue.intent'), coins: price },
  { name: 'document checked', row: after('document.checked'), coins: price },
  { name: 'means of payment awaited', screen: 'choosing', coins: price },
  { name: 'payment awaited', screen: 'paying', so: (shop) => held(shop) === 0, coins: price },
  { name: 'half paid', screen: 'paying', so: (shop) => held(shop) === 100, coins: price },
  { name: 'touch awaited', screen: 'touching', means: card },
  { name: 'card payment under way', row: after('cashless.pay.intent'), means: card },
  { name: 'card payment approved', row: after('cashless.pay.result'), means: card },
  { name: 'slip for the register issued', row: after('counter.issued'), means: register },
  { name: 'at the register', screen: 'atCounter', means: register },
  { name: 'paid at the register', row: after('counter.paid'), means: register },
  { name: 'pick-up number awaited', screen: 'enteringNumber', means: register },
  { name: 'print allowed', row: after('print.intent'), coins: price },
  { name: 'job created', row: after('print.step', ({ step }) => step === 'created'), coins: price },
  { name: 'document sent', row: after('print.step', ({ step }) => step === 'sending'), coins: price },
  { name: 'printing', row: after('print.step', ({ step }) => step === 'accepted'), coins: price },
  { name: 'printed', row: after('print.result'), coins: price },
  { name: 'change coming out', row: after('payout.intent'), coins: note },
  { name: 'receipt printing', row: after('slip.intent', ({ slip }) => slip === 'receipt'), coins: price },
  { name: 'paper to be taken', screen: 'delivering', so: hasButton('resident.collected'), coins: price },
  { name: 'refund coming out', row: after('payout.intent'), coins: half },
  { name: 'refund to be taken', screen: 'takingMoney', coins: half },
  {
    name: 'claim slip printing',
    row: after('slip.intent', ({ slip }) => slip === 'claim'),
    coins: half,
    noChange: true,
  },
  { name: 'claim slip to be taken', screen: 'showingClaim', coins: half, noChange: true },
  { name: 'wiped', row: after('session.wiped'), coins: price },
];
