import { z } from 'zod';

/**
 * Every kind of row the log may hold, and exactly what stands in it. The schemas are strict: a field that is not named here
 * cannot be written, so a name, an address, a My Number or a PIN has no place to go (I7, I12).
 */

const yen = z.number().int();
const count = z.number().int().nonnegative();
/** Keyed hash (HMAC-SHA-256, first 16 bytes, hex) of something personal. */
const keyed = z.string().regex(/^[0-9a-f]{32}$/);
/** Something on a certificate that is left out unless asked, by its name in the kind's folder. */
const itemId = z.string().regex(/^[a-zA-Z]{1,32}$/);
const code = z.string().regex(/^[a-z0-9:.-]{1,64}$/);
/** Device keywords and driver sentences; never anything a person typed or a register holds. */
const reason = z.string().max(200);

/**
 * Where money can be. The first three are the resident's side, each minus what came from there: coins that were put in, what the
 * payment terminal charged and did not reverse, what the register took.
 */
export const accounts = ['inserted', 'charged', 'register', 'held', 'taken', 'owed', 'returned', 'suspense'] as const;
export type Account = (typeof accounts)[number];

const pin = z.enum(['auth', 'sign']);
/** Name of a member of staff as configured. */
const who = z.string().min(1).max(64);
/** What the receipt printer prints: paid, owed, what was refused and what to do, an application that was filed, what to pay at the register. */
export const slips = ['receipt', 'claim', 'advice', 'guide', 'registration', 'counter', 'test', 'report'] as const;
export type SlipKind = (typeof slips)[number];

/** What is left of a job at the printer: nothing, nothing that could be printed, the document, or nobody can say. */
const erasures = ['purged', 'unsupported', 'kept', 'unreachable'] as const;
/** ServiceID of a message to the payment terminal. */
const service = z.string().regex(/^[0-9A-Z]{1,10}$/);
/** A number or time that the payment terminal gave. */
const reference = z.string().regex(/^[\x21-\x7e]{1,128}$/);
/** Number of a slip for the register. */
const slip = z.string().regex(/^\d{10}$/);

const entry = z.tuple([z.enum(accounts), yen]);
const entries = z
  .array(entry)
  .refine((list) => list.reduce((sum, [, amount]) => sum + amount, 0) === 0, 'entries must sum to zero');

const position = z.strictObject({
  serial: count,
  epoch: count,
  counter: z.number().int().min(0).max(255),
  accepts: count.optional(),
});

export const rowTypes = {
  /** `statecharts`: which ones (machines/fingerprint.ts). `secret`: by which it shows when another one is put beside the log. */
  'terminal.started': z.strictObject({
    version: z.string().max(32),
    statecharts: z.string().max(64),
    secret: keyed.optional(),
  }),
  'terminal.stopped': z.strictObject({}),
  'device.health': z.strictObject({
    device: z.enum(['reader', 'coins', 'cashless', 'receipts', 'pages', 'centre', 'touch', 'keypad']),
    state: z.enum(['working', 'failed']),
    reasons: z.array(reason),
  }),

  'session.started': z.strictObject({}),
  'session.ended': z.strictObject({ outcome: code }),
  'session.wiped': z.strictObject({}),

  'card.read': z.strictObject({ insertion: count, outcome: code, tries: count.optional(), card: keyed.optional() }),
  'card.inspected': z.strictObject({ insertion: count, outcome: code }),
  /** Without `pin` in rows of before other PINs than the authentication one were known. */
  'pin.verify.intent': z.strictObject({ insertion: count, entry: count, pin: pin.optional() }),
  'pin.verify.result': z.strictObject({ outcome: code, tries: count.optional() }),
  'pin.set.intent': z.strictObject({ task: z.enum(['change', 'reset']), pin }),
  'pin.set.result': z.strictObject({ outcome: code }),
  /** A question that changes nothing at the centre but uses up a nonce. */
  'centre.asked': z.strictObject({ what: z.enum(['birth-date', 'reservation', 'registration']), outcome: code }),
  'centre.reset.intent': z.strictObject({ pin }),
  'centre.reset.result': z.strictObject({ outcome: code }),
  'centre.register.intent': z.strictObject({}),
  'centre.register.result': z.strictObject({ outcome: code }),
  'centre.authenticate.intent': z.strictObject({ card: keyed }),
  'centre.authenticate.result': z.strictObject({ outcome: code, holder: keyed.optional() }),
  'centre.issue.intent': z.strictObject({
    kind: code,
    members: count,
    items: z.array(itemId).optional(),
    copies: count.optional(),
    // As it was written when there was one kind, and one copy.
    relationship: z.boolean().optional(),
    honseki: z.boolean().optional(),
    myNumber: z.boolean().optional(),
  }),
  'centre.issue.result': z.strictObject({
    outcome: code,
    pages: count.optional(),
    fee: yen.optional(),
    holder: keyed.optional(),
    document: keyed.optional(),
  }),
  'document.checked': z.strictObject({ outcome: code, document: keyed, characters: z.string().max(64).optional() }),
  'centre.conclude.result': z.strictObject({ outcome: code }),

  'coins.accept.intent': z.strictObject({ price: yen }),
  'coins.accept.result': z.strictObject({ outcome: code }),
  'coins.inhibit.result': z.strictObject({ outcome: code }),
  'coins.events': z.strictObject({
    position,
    credits: z.array(yen.positive()),
    lost: count,
    unexplained: count,
    errors: z.array(count),
    entries,
  }),
  'money.moved': z.strictObject({ reason: code, entries }),

  /** Coins about to come out of a hopper, with all that tells later what became of them (devices/coin-unit/port.ts). */
  'payout.intent': z.strictObject({
    address: count,
    serial: count,
    yen: yen.positive(),
    coins: z.number().int().min(1).max(255),
    counter: count,
    paid: count,
    unpaid: count,
    life: count,
  }),
  /** `paid` in coins. */
  'payout.result': z.strictObject({ outcome: code, paid: count, entries }),

  /** ServiceIDs of the messages to the payment terminal (devices/cashless/port.ts); each is written before it leaves. */
  'cashless.pay.intent': z.strictObject({ service, yen: yen.positive() }),
  /** The terminal has said that the payment is in its hands. */
  'cashless.pay.taken': z.strictObject({}),
  /** `reference` and `at`: the terminal's own number and time of what it booked. */
  'cashless.pay.result': z.strictObject({
    outcome: code,
    reference: reference.optional(),
    at: reference.optional(),
    entries,
  }),
  'cashless.abort.intent': z.strictObject({ service }),
  'cashless.abort.result': z.strictObject({ outcome: code }),
  'cashless.reverse.intent': z.strictObject({ service, reference, at: reference, yen: yen.positive() }),
  'cashless.reverse.result': z.strictObject({ outcome: code, entries }),

  /** A slip to pay at the register; the pick-up number on it is written nowhere. `until`: milliseconds since 1970. */
  'counter.issued': z.strictObject({ slip, yen: yen.positive(), until: count }),
  'counter.closed': z.strictObject({}),
  /** The register has the money: who released it. */
  'counter.paid': z.strictObject({ slip, who, entries }),
  /** What was entered as the pick-up number. */
  'counter.number': z.strictObject({ outcome: z.enum(['right', 'wrong']) }),
  /** Staff saw the slip in somebody's hand. */
  'counter.confirmed': z.strictObject({ slip, who }),

  /** `erase`: the job is to be erased from the printer afterwards; not in rows of before that was done. */
  'print.intent': z.strictObject({ pages: count, document: keyed, fee: yen, erase: z.literal(true).optional() }),
  'print.step': z.strictObject({
    step: z.enum(['creating', 'created', 'sending', 'accepted']),
    jobId: z.number().int().optional(),
    jobUuid: z.string().max(64).optional(),
  }),
  'print.result': z.strictObject({ outcome: code, sheets: count.optional(), detail: reason.optional() }),
  /** Staff counted the sheets of a print whose result is unknown: all are out, it may be printed once more, or not at all. */
  'print.decided': z.strictObject({ decision: z.enum(['all-out', 'print-again', 'give-back']), sheets: count, who }),
  /** What the printer still has of a job (devices/page-printer/port.ts); `copy`: the visit's first print, its second … */
  'print.purged': z.strictObject({ copy: count, outcome: z.enum(erasures), detail: reason.optional() }),
  /** A page for staff to look at, under a job name of its own; `erased` after `unknown`: the printer has forgotten it. */
  'test-page.intent': z.strictObject({ job: z.string().regex(/^TEST(-[0-9A-Z]{5}){4}$/) }),
  'test-page.result': z.strictObject({ outcome: code, sheets: count.optional(), detail: reason.optional() }),
  'slip.intent': z.strictObject({ slip: z.enum(slips), amount: yen }),
  'slip.result': z.strictObject({ outcome: code }),

  'recovery.started': z.strictObject({ open: count }),
  'recovery.result': z.strictObject({ outcome: code }),
  'staff.needed': z.strictObject({ reason: code }),
  'staff.resolved': z.strictObject({ who, why: z.string().min(1).max(200) }),
  'staff.opened': z.strictObject({ who }),
  /**
   * Coins that staff put into a hopper or took out, in yen; `address` of the hopper, absent for the cash box. `agrees`: what was
   * counted is what the log says should have been there.
   */
  'cash.moved': z.strictObject({
    what: z.enum(['filled', 'emptied']),
    address: count.optional(),
    yen: count,
    agrees: z.boolean().optional(),
    who,
  }),
  /** A code that nobody has. */
  'staff.refused': z.strictObject({}),
  /** An act at the panel, before it begins; `yen` of a refund that staff hand out themselves. */
  'staff.act': z.strictObject({ act: code, who, why: code.optional(), yen: yen.positive().optional() }),
  /** The cash report is on paper: a new day begins. */
  'staff.report': z.strictObject({ who }),
  'staff.duty': z.strictObject({ on: z.boolean(), who }),
  violation: z.strictObject({ invariant: z.string().regex(/^I(1[0-3]|[1-9])$/), detail: reason }),
} as const;

export type RowType = keyof typeof rowTypes;
export type RowData<T extends RowType> = z.infer<(typeof rowTypes)[T]>;

/** One row, as written and as read back. */
export type Row = {
  [T in RowType]: {
    /** 1, 2, 3 … without gaps. */
    readonly seq: number;
    /** Wall time, milliseconds since 1970; may jump back with the clock, `seq` never does. */
    readonly at: number;
    /** Number of this run of the program; goes up by one each start. */
    readonly boot: number;
    /** Transaction id of the session, null for rows of the terminal itself. */
    readonly session: string | null;
    readonly type: T;
    readonly data: RowData<T>;
  };
}[RowType];
