import { createHash } from 'node:crypto';
import { entriesOf } from '../log/money.ts';
import type { Row } from '../log/rows.ts';
import type { Hand } from '../machines/events.ts';
import type { SampleTown } from '../simulation/town/town.ts';
import { Acts } from './acts.ts';
import { isTestPage } from './every-step-rules.ts';
import type { Pages } from './pages.ts';
import type { VisitPlan } from './plan.ts';
import type { Watched } from './watched.ts';

/** What must be so after a visit, whatever happened in it, and what was found instead. */
export interface Violation {
  readonly invariant: `I${number}`;
  readonly detail: string;
}

type Say = (holds: boolean, invariant: Violation['invariant'], detail: string) => void;

const moved = (rows: readonly Row[], account: string): number =>
  rows.reduce((sum, row) => entriesOf(row).reduce((all, [name, yen]) => (name === account ? all + yen : all), sum), 0);

const count = (rows: readonly Row[], type: Row['type']): number => rows.filter((row) => row.type === type).length;

/** The terminal stopped itself because a part of it threw, or a rule of the log refused a row. No device, card or person may bring that about. */
const stoppedItself = ['boot', 'recovery', 'self-test', 'log', 'session'];

/** Sheets but for the pages that staff print to look at, which belong to no visit. */
const ofResidents = <Sheet extends { readonly name: string }>(tray: readonly Sheet[]): readonly Sheet[] =>
  tray.filter(({ name }) => !isTestPage(name));

/** Whose paper came out, how often, and whether it is paid for. */
function judgePaper(shop: Watched, own: readonly Row[], transaction: string, say: Say): void {
  const { pages, receipts } = shop.devices;
  const prints = count(own, 'print.intent');
  const names = Array.from({ length: prints }, (_, index) => `${transaction}${index === 0 ? '' : `-${index + 1}`}`);
  const wanted = own.findLast((row) => row.type === 'print.intent');
  const sheets = ofResidents(pages.tray);
  say(
    sheets.every(({ name }) => names.includes(name)),
    'I2',
    'a sheet of another visit',
  );
  const places = sheets.map(({ name, page }) => `${name} ${page}`);
  say(new Set(places).size === places.length, 'I3', 'a sheet came out twice');
  const decided = count(own, 'print.decided');
  say(prints <= 1 + decided, 'I3', `${prints} prints with ${decided} decisions`);
  const left = own.filter((row) => row.type !== 'money.moved' || row.data.reason !== 'staff-refund');
  const [taken, owed, suspense] = [moved(left, 'taken'), moved(left, 'owed'), moved(left, 'suspense')];
  const all = wanted !== undefined && sheets.length === wanted.data.pages;
  say(taken === 0 || all, 'I4', `${taken} yen taken for ${sheets.length} sheets of ${wanted?.data.pages}`);
  // A document that could not be taken out of a printer may still come out of it; the panel says so until it is gone.
  const kept = own.some(({ data, type }) => type === 'print.purged' && data.outcome === 'unreachable');
  say(
    sheets.length === 0 || taken > 0 || suspense > 0 || kept || wanted?.data.fee === 0,
    'I4',
    'paper that is neither paid for nor looked into',
  );
  const slips = receipts.slips.filter(({ text }) => text.includes(transaction));
  const claims = slips.filter(({ text }) => text.includes('返金引換票')).length;
  const needed = count(own, 'staff.needed') > 0;
  say(claims <= 1, 'I4', `${claims} claim slips`);
  // A slip that was paid at the register is good for its money as long as no paper came for it.
  const paidSlip = count(own, 'counter.paid') > 0 && slips.some(({ text }) => text.includes('お支払い票'));
  say(
    owed + suspense <= 0 || claims === 1 || paidSlip || needed,
    'I4',
    'money is due, without a slip, and staff do not know',
  );
  say(claims === 0 || owed + suspense > 0, 'I4', 'a claim slip for nothing');
  const tried = own.some((row) => row.type === 'slip.intent' && row.data.slip === 'claim');
  const missing = own.some((row) => row.type === 'staff.needed' && row.data.reason === 'claim-not-printed');
  say(tried || !missing, 'I4', 'money is due, and no slip was even tried');
  const charged = own.some((row) => row.type === 'cashless.pay.result' && row.data.outcome === 'approved');
  say(
    owed <= 0 || !charged || count(own, 'cashless.reverse.intent') > 0,
    'I4',
    'a card payment that bought nothing was not reversed',
  );
}

/** Without one of these no visit may begin. */
const neededDevices = ['reader', 'receipts', 'pages', 'centre'];
/** A shop that has the first needs one of these. */
const hands: readonly Hand[] = ['touch', 'keypad'];

/** A sentence for the operator about a row that the log refused. */
const refusedRow = /\bI\d+: /;

/** Whose document it is, and whose paper: refused is only what the centre mixed up, and nobody gets what another one paid for. */
function judgeWhose({ cut, faults, register }: VisitPlan, own: readonly Row[], say: Say): void {
  const outcome = own.findLast((row) => row.type === 'document.checked')?.data.outcome ?? 'passed';
  const mixedUp = faults.some(({ fault }) => fault === 'centre-mixed-up');
  say(mixedUp || ['passed', 'printer-not-ready'].includes(outcome), 'I1', `the right document is refused: ${outcome}`);
  const issued = own.findLast((row) => row.type === 'centre.issue.result')?.data.outcome ?? 'issued';
  say(
    faults.length > 0 ||
      cut !== null ||
      ['issued', 'refused:outside-hours', 'refused:outside-office-hours'].includes(issued),
    'I1',
    `the centre does not issue the document: ${issued}`,
  );
  const strangers = register === 'wrong-number' || register === 'lost-number';
  const number = count(own, 'counter.paid') > 0 && count(own, 'counter.confirmed') === 0;
  say(
    !(strangers && number && count(own, 'print.intent') > 0),
    'I1',
    'the paper came without the number on the slip that was paid',
  );
}

/** The one who looks at a shop after each visit. Knows what an earlier visit left in doubt, which stays in doubt for good. */
export class Judge {
  readonly #shop: Watched;
  readonly #town: SampleTown;
  readonly #pages: Pages;
  readonly #acts: Acts;
  /** Visits there have been. */
  readonly #transactions = new Set<string>();
  /** How each device last was, by the log. */
  #health = new Map<string, string>();
  /** Yen in the cash box that were never booked, and out of the hoppers: each told by a row when it came about. */
  #drift = 0;
  #unbooked = 0;
  /** Yen that ever came out of the hoppers. */
  #paidOut = 0;
  /** Yen that are booked as charged by the payment terminal, and that it did not charge. */
  #uncharged = 0;

  constructor(shop: Watched, town: SampleTown, pages: Pages) {
    this.#shop = shop;
    this.#town = town;
    this.#pages = pages;
    this.#acts = new Acts(shop.devices);
  }

  /** @param rows of this visit and all that came with it */
  async judge(plan: VisitPlan, rows: readonly Row[]): Promise<readonly Violation[]> {
    const shop = this.#shop;
    const found: Violation[] = [];
    const say: Say = (holds, invariant, detail) => {
      if (!holds) found.push({ invariant, detail });
    };
    const { kiosk, devices } = shop;
    const auth = this.#town.cards.get(plan.card)?.auth?.certificate ?? new Uint8Array();
    const holder = createHash('sha256').update(auth).digest('hex');
    for (const row of rows)
      if (row.type === 'violation')
        found.push({ invariant: row.data.invariant as `I${number}`, detail: row.data.detail });
    this.#coins(rows, say);
    this.#cards(rows, say);
    this.#program(rows, say);
    for (const detail of this.#acts.tooMany(plan, rows)) say(false, 'I11', detail);
    say(this.#acts.invented(rows) <= 0, 'I6', 'the log tells an answer to VERIFY that the card did not give');
    const transactions = new Set(rows.flatMap(({ session }) => (session === null ? [] : [session])));
    say(transactions.size <= 1, 'I2', `${transactions.size} visits at once`);
    for (const transaction of transactions) {
      const own = rows.filter(({ session }) => session === transaction);
      judgePaper(shop, own, transaction, say);
      judgeWhose(plan, own, say);
      say(!this.#transactions.has(transaction), 'I2', 'the transaction id of another visit');
      this.#transactions.add(transaction);
    }
    const [transaction] = transactions;
    for (const { pdf } of ofResidents(devices.pages.tray))
      say(await this.#pages.isOf(pdf, transaction ?? '', holder), 'I1', 'a sheet of another visit or person');
    if (transactions.size === 0) say(ofResidents(devices.pages.tray).length === 0, 'I2', 'paper without a visit');
    say(kiosk.log.state.open.size === 0, 'I9', 'a visit is still open');
    say(kiosk.parts.caseFile.wiped && kiosk.parts.pin.wiped, 'I8', 'something personal is left');
    say(devices.pages.spooled === 0, 'I8', 'a document is left in the printer');
    say(devices.pages.known.length === 0, 'I8', 'the printer remembers a job');
    say(!devices.acceptor.takes(100) && !devices.acceptor.takes(500), 'I5', 'coins are taken and nobody is there');
    say(!devices.reader.occupied, 'I9', 'the card is kept');
    return found;
  }

  /** Nothing stopped but by devices and people, and nobody is served by what does not work. */
  #program(rows: readonly Row[], say: Say): void {
    for (const row of rows) {
      if (row.type === 'device.health') this.#health.set(row.data.device, row.data.state);
      if (row.type === 'staff.needed')
        say(!stoppedItself.includes(row.data.reason), 'I11', `the terminal stopped itself: ${row.data.reason}`);
      if (row.type !== 'session.started') continue;
      const out = neededDevices.find((device) => this.#health.get(device) === 'failed');
      say(out === undefined, 'I5', `a visit begins while this does not work: ${out}`);
      const here = hands.filter((hand) => this.#shop.kiosk.devices.includes(hand));
      const unread = here.includes('touch') && here.every((hand) => this.#health.get(hand) === 'failed');
      say(!unread, 'I5', 'a visit begins, and nobody can touch or press anything');
    }
    const { health } = this.#shop.kiosk.log.state;
    this.#health = new Map(Object.entries(health).map(([device, { state }]) => [device, state]));
    for (const note of this.#shop.notes.splice(0)) say(!refusedRow.test(note), 'I11', note);
  }

  /** Every coin is where the log says, counted by hand in the models. */
  #coins(rows: readonly Row[], say: Say): void {
    const { devices, kiosk } = this.#shop;
    const { cashBox, filled, inHoppers, inserted, paidOut, returned, rolling } = devices.coins.money;
    const { money, stock } = kiosk.log.state;
    const sum = Object.values(money).reduce((all, yen) => all + yen, 0);
    say(sum === 0, 'I4', `the accounts sum to ${sum} yen`);
    say(money.held === 0, 'I4', `${money.held} yen are held and nobody is there`);
    say(inserted + filled === cashBox + returned + paidOut + inHoppers + rolling, 'I4', 'the models lost a coin');
    const told = rows.some((row) => row.type === 'coins.events' && row.data.lost + row.data.unexplained > 0);
    const drift = devices.acceptor.cashBox + money.inserted;
    say(told || drift === this.#drift, 'I4', `the cash box holds ${drift} yen more than was booked`);
    this.#drift = drift;
    const booked = -[...stock.hoppers.values()].reduce((all, yen) => all + yen, 0);
    const unsure = rows.reduce(
      (all, row) =>
        all + (row.type === 'payout.result' && row.data.outcome === 'unknown' ? moved([row], 'suspense') : 0),
      0,
    );
    const given = moved(
      rows.filter(({ type }) => type === 'payout.result'),
      'returned',
    );
    const fell = paidOut - this.#paidOut;
    say(given <= fell, 'I4', `${given} yen are booked as given back, and ${fell} came out of the hoppers`);
    this.#paidOut = paidOut;
    const before = this.#unbooked;
    const now = paidOut - booked;
    say(
      now >= before && now - before <= unsure,
      'I4',
      `${now - before} yen came out of the hoppers unbooked, ${unsure} are in doubt`,
    );
    this.#unbooked = now;
  }

  /** The payment terminal's own books agree, but for what rows say nobody knows. */
  #cards(rows: readonly Row[], say: Say): void {
    const { devices, kiosk } = this.#shop;
    const unsure = rows.reduce(
      (all, row) =>
        all +
        ((row.type === 'cashless.pay.result' || row.type === 'cashless.reverse.result') &&
        row.data.outcome === 'unknown'
          ? moved([row], 'suspense')
          : 0),
      0,
    );
    const before = this.#uncharged;
    const now = -kiosk.log.state.money.charged - devices.cashless.charged();
    say(
      now >= before && now - before <= unsure,
      'I4',
      `${now - before} yen are booked and not charged, ${unsure} are in doubt`,
    );
    this.#uncharged = now;
  }
}
