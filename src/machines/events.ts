import type { Section, Topic } from '../guide/topics.ts';

/** Languages of the screen and the slips, in the order of a choice between them. `ja-easy` is やさしい日本語. */
export const languages = ['ja', 'ja-easy', 'en', 'zh-Hans', 'zh-Hant', 'ko', 'vi', 'pt'] as const;
export type Language = (typeof languages)[number];

/** What people work the terminal with, where it reads that itself and not the browser. */
export const hands = ['touch', 'keypad'] as const;
export type Hand = (typeof hands)[number];

export const devices = ['reader', 'coins', 'cashless', 'receipts', 'pages', 'centre', ...hands] as const;
export type Device = (typeof devices)[number];
/** PINs a resident works with here: of the authentication (利用者証明用) and the signature (署名用) certificate. */
export type PinKind = 'auth' | 'sign';

/** What can be paid with: coins, the payment terminal for cards, e-money and codes, and the shop's register. */
export const meansOfPayment = ['coins', 'cashless', 'counter'] as const;
export type Means = (typeof meansOfPayment)[number];

/**
 * How the screen meets a resident: large letters, strong contrast, all keys in the lower half, twice the time, read aloud, the digits
 * of a PIN in any order.
 */
export const modes = ['large', 'contrast', 'low', 'slow', 'voice', 'mixed'] as const;
export type Mode = (typeof modes)[number];

/** What a visit is for. */
export const services = ['certificates', 'pin-change', 'pin-reset', 'registration', 'card-check'] as const;
export type Service = (typeof services)[number];

/** What a resident can do at the screen. PIN digits are not among it: only how many there are (I7). */
export type ResidentEvent =
  | { readonly type: 'resident.start' }
  | { readonly type: 'resident.language'; readonly language: Language }
  | { readonly type: 'resident.mode'; readonly mode: Mode; readonly on: boolean }
  | { readonly type: 'resident.chooseService'; readonly service: Service }
  | { readonly type: 'resident.choosePin'; readonly pin: PinKind }
  | { readonly type: 'resident.pinChanged'; readonly length: number; readonly complete: boolean }
  | { readonly type: 'resident.submitPin' }
  | { readonly type: 'resident.chooseCertificate'; readonly kind: string }
  | { readonly type: 'resident.toggleItem'; readonly item: string }
  | { readonly type: 'resident.toggleMember'; readonly id: string }
  | { readonly type: 'resident.copies'; readonly copies: number }
  | { readonly type: 'resident.chooseMeans'; readonly means: Means }
  | { readonly type: 'resident.next' }
  | { readonly type: 'resident.back' }
  | { readonly type: 'resident.confirm' }
  | { readonly type: 'resident.print' }
  | { readonly type: 'resident.cancel' }
  | { readonly type: 'resident.moreTime' }
  | { readonly type: 'resident.collected' };

export type DeviceEvent =
  | { readonly type: 'card.inserted'; readonly insertion: number }
  | { readonly type: 'card.removed'; readonly insertion: number }
  /** Coins that are already in the log. */
  | { readonly type: 'coin.credited'; readonly yen: number }
  /** Coins that cannot be accounted for: lost events or a reset with a difference. */
  | { readonly type: 'coin.trouble' }
  | { readonly type: 'health.changed'; readonly device: Device; readonly state: 'working' | 'failed' };

/** What staff at the register say of the slip that waits: it is paid; or it is in the hand of whoever stands here. */
export type CounterEvent = { readonly type: 'counter.paid' } | { readonly type: 'counter.confirmed' };

/** What staff can do at the panel, on the screen and on the command line. */
export const staffActs = [
  'resolve',
  'restart',
  'counter-paid',
  'counter-confirm',
  'out-of-service',
  'in-service',
  'paper',
  'refund',
  'sold',
  'paper-refilled',
  'receipt-paper-refilled',
  'hopper-filled',
  'hopper-emptied',
  'box-emptied',
  'test-slip',
  'test-page',
  'report',
  'call',
] as const;
export type StaffAct = (typeof staffActs)[number];

/** What an act is about, where that must be chosen first. */
export const subjectOf: Partial<Record<StaffAct, 'claim' | 'sheets' | 'hopper' | 'slip'>> = {
  'counter-paid': 'slip',
  'counter-confirm': 'slip',
  paper: 'sheets',
  refund: 'claim',
  sold: 'claim',
  'hopper-filled': 'hopper',
  'hopper-emptied': 'hopper',
};

/** Reasons to choose from, for the acts that need one; nobody types at the panel, so nothing about a person gets in. */
export const staffReasons = {
  resolve: ['looked-all-well', 'jam-cleared', 'paper-kept', 'money-settled'],
  restart: ['stuck', 'nobody-there', 'resident-asked'],
  'out-of-service': ['fault', 'cleaning', 'no-paper', 'shop-closes'],
  paper: ['all-out', 'print-again', 'give-back'],
  refund: ['paid-at-register', 'paid-by-operator', 'not-charged'],
  sold: ['resident-has-paper'],
  /** Coins come in rolls of 50. */
  'hopper-filled': ['coins-50', 'coins-100', 'coins-150', 'coins-200', 'coins-250', 'coins-300'],
  'hopper-emptied': ['count-agrees', 'count-differs'],
  'box-emptied': ['count-agrees', 'count-differs'],
} as const satisfies Partial<Record<StaffAct, readonly string[]>>;

export const reasonsFor = (act: StaffAct): readonly string[] =>
  act in staffReasons ? staffReasons[act as keyof typeof staffReasons] : [];

/** What staff found when they counted the sheets of a print that nobody knows the end of. */
export const paperDecisions = staffReasons.paper;
export type PaperDecision = (typeof paperDecisions)[number];

/** One thing an act can be about. */
export interface Subject {
  /** Transaction id of a claim, number of sheets that came out, ccTalk address of a hopper, or number of a slip for the register. */
  readonly id: string;
  /** Yen that are owed, or that should be in the hopper; null where no money is meant. */
  readonly yen: number | null;
  /** The reasons that fit this one. */
  readonly reasons: readonly string[];
}

/** Touches of the panel. The code's digits are not among them (see PinEntry). */
export type PanelEvent =
  | { readonly type: 'panel.open' }
  | { readonly type: 'panel.close' }
  | { readonly type: 'panel.codeChanged'; readonly length: number; readonly complete: boolean }
  | { readonly type: 'panel.submit' }
  | { readonly type: 'panel.choose'; readonly act: StaffAct }
  /** To the day's work. */
  | { readonly type: 'panel.more' }
  | { readonly type: 'panel.subject'; readonly id: string }
  | { readonly type: 'panel.reason'; readonly why: string }
  | { readonly type: 'panel.back' };

/** Touches of the guide. */
export type GuideEvent =
  | { readonly type: 'guide.list'; readonly section: Section }
  | { readonly type: 'guide.read'; readonly topic: Topic }
  | { readonly type: 'guide.print' }
  | { readonly type: 'guide.close' };

/** What staff do to the running visit. */
export type StaffEvent =
  /** They end it. */
  | { readonly type: 'staff.restart' }
  /** They counted the sheets of a print that nobody knew the end of. */
  | { readonly type: 'staff.decided'; readonly decision: PaperDecision };

/** Trying a visit without card, money and paper. */
export type PracticeEvent =
  | { readonly type: 'practice.start' }
  /** A key instead of a hand: what the device would have said of it. */
  | { readonly type: 'practice.hand'; readonly does: DeviceEvent | CounterEvent };

export type TerminalOnlyEvent =
  | PanelEvent
  | PracticeEvent
  | StaffEvent
  /** The terminal is taken out of service, or put back into it. */
  | { readonly type: 'duty.changed'; readonly on: boolean }
  | { readonly type: 'hours.changed'; readonly open: boolean }
  /** A headset was plugged in or pulled out: whether what is said is heard by one person alone. */
  | { readonly type: 'headset.changed'; readonly plugged: boolean }
  | { readonly type: 'staff.resolved'; readonly who: string; readonly why: string }
  | { readonly type: 'invariant.violated' };

export type KioskEvent = ResidentEvent | GuideEvent | DeviceEvent | CounterEvent | TerminalOnlyEvent;

/** Events that a session hears of, handed on by the terminal. */
export type SessionEvent = ResidentEvent | GuideEvent | DeviceEvent | CounterEvent | StaffEvent;
