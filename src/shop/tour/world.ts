import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sleep } from '../../clock.ts';
import type { Config } from '../../config.ts';
import type { Service, StaffAct } from '../../machines/events.ts';
import type { Kiosk } from '../../main.ts';
import { messageOf } from '../../outcome.ts';
import { freshMemory } from '../../simulation/card/memory.ts';
import type { CardMemory, CardProfile } from '../../simulation/card/profile.ts';
import { VirtualCard } from '../../simulation/card/virtual-card.ts';
import { dice } from '../../simulation/dice.ts';
import type { SampleTown } from '../../simulation/town/town.ts';
import { type View, viewOf } from '../../ui/screens/view.ts';
import { EveryStep } from '../at-every-step.ts';
import { Clerk } from '../clerk.ts';
import { heal } from '../faults.ts';
import { Judge, type Violation } from '../judge.ts';
import { minimalPages, type Pages } from '../pages.ts';
import { plainVisit, type VisitPlan } from '../plan.ts';
import { audit, logPlace } from '../run.ts';
import { Shop } from '../shop.ts';
import { morning } from '../simulate.ts';
import { type Settle, VirtualClock } from '../virtual-clock.ts';
import { type Act, play } from './acts.ts';
import { Browser } from './browser.ts';
import { disagreements } from './compare.ts';
import { pickupOn, pinsOfCards } from './people.ts';
import { type Place, placeOf } from './place.ts';
import { configOf, type ShopName } from './shops.ts';
import { type TroubleName, troubles } from './troubles.ts';
import type { Witness } from './witness.ts';

/** After this long nothing more would change; longer than any deadline of the statecharts. Milliseconds. */
const longestWait = 1_500_000;
/** Mended, the terminal comes to rest within this time (I9). */
const longestRest = 3_600_000;

/** People here are in a hurry: how long they are waited for changes nothing but how much virtual time a path takes. */
const hurry = {
  humanIdle: 20_000,
  humanWarning: 20_000,
  alarm: 5_000,
  forgotten: 20_000,
  counter: 40_000,
  print: 60_000,
  printBlocked: 40_000,
  staffDecision: 60_000,
  staffIdle: 20_000,
};

export interface WorldOptions {
  readonly config: Config;
  readonly town: SampleTown;
  readonly pages?: Pages;
  /** Resolves when everything that needs no time has been done. */
  readonly settle: Settle;
  readonly witness: Witness;
  readonly shop: ShopName;
  /** Called at each start with the terminal that runs now, e.g. to break something in it. */
  readonly started?: (kiosk: Kiosk) => void;
}

/** On a path anything may have broken, and people may have thought better of it. */
const troubled: VisitPlan = { ...plainVisit, faults: [{ fault: 'centre-line', after: 1, seed: 1 }] };

/** Nobody is sent away for the hour. */
export const allDay = { open: '00:00', close: '23:59', closedDays: [] };

/** Three tries at most: as many as the statecharts tell apart. */
const triesOf = (profile: CardProfile): CardMemory['tries'] =>
  Object.fromEntries(
    Object.entries(freshMemory(profile).tries).map(([pin, left]) => [pin, left === null ? null : Math.min(3, left)]),
  ) as CardMemory['tries'];

/** One terminal in its shop, from its first start, and everybody who does something to it. */
export class World extends Browser {
  readonly shop: Shop;
  readonly path: Act[] = [];
  /** What was entered as a new PIN. */
  fresh = 'new';
  /** What was entered as the PIN that is proved. */
  current = 'right';
  /** A wrong staff code was entered: for a while none is looked at. */
  mistyped = false;
  readonly #options: WorldOptions;
  readonly #folder: string;
  readonly #judge: Judge;
  readonly #cards = new Map<string, VirtualCard>();
  #every: EveryStep | null = null;
  #trouble: TroubleName | null = null;
  #found: Violation[] = [];
  /** Name of the card that a person was authenticated with. */
  #holder = 'adult';
  #first = 0;

  private constructor(options: WorldOptions) {
    super();
    const { config, pages = minimalPages, shop, town, witness } = options;
    this.#options = options;
    this.#folder = mkdtempSync(join(logPlace, 'madoguchi-tour-'));
    this.shop = new Shop({
      clock: new VirtualClock(morning, options.settle),
      dice: dice(1),
      town,
      config: {
        ...configOf(shop, config),
        hours: allDay,
        timeouts: { ...config.timeouts, ...hurry },
        dataFolder: this.#folder,
      },
      pages,
      inspect: witness.inspect,
      ...(shop === 'whole' ? {} : { asConfigured: true }),
    });
    this.#judge = new Judge(this.shop, town, pages);
  }

  /** A terminal that waits for its first resident. */
  static async open(options: WorldOptions): Promise<World> {
    const world = new World(options);
    options.witness.begin();
    await world.#start();
    world.#every = new EveryStep(world.shop);
    await world.shop.clock.pass(1_000);
    world.#first = world.shop.kiosk.log.head.seq;
    return world;
  }

  async #start(): Promise<void> {
    await this.shop.start();
    this.#options.started?.(this.shop.kiosk);
    const { display, log } = this.shop.kiosk;
    this.connect(display);
    log.subscribe((row) => {
      if (row.type === 'centre.authenticate.intent')
        this.#holder = this.shop.devices.reader.card?.profile.name ?? this.#holder;
      if (row.type === 'staff.refused') this.mistyped = true;
      this.#found.push(...(this.#every?.check() ?? []));
    });
  }

  get view(): View {
    return viewOf(this.shop.kiosk.actor.getSnapshot());
  }

  get service(): Service | '' {
    return this.view.session?.context.service ?? '';
  }

  /** Name of the card in the slot. */
  get inSlot(): string | null {
    return this.shop.devices.reader.card?.profile.name ?? null;
  }

  /** Nothing is wrong that changes by itself. */
  get calm(): boolean {
    return this.#trouble !== null && this.view.session === null;
  }

  get trouble(): TroubleName | null {
    return this.#trouble;
  }

  /** Something is wrong, or this is not the usual shop. */
  get aside(): boolean {
    return this.#trouble !== null || this.#options.shop !== 'whole';
  }

  /** In another shop than the usual one, and not yet where it differs. */
  get underway(): boolean {
    const { delivery, payment, session } = this.view;
    return (
      this.#options.shop !== 'whole' &&
      payment === null &&
      delivery === null &&
      !(session?.matches({ flow: 'settling' }) ?? false)
    );
  }

  /** The visit of this path has come to its end. */
  get over(): boolean {
    const { log } = this.shop.kiosk;
    return (
      log.state.ended > 0 &&
      log.state.open.size === 0 &&
      ['open', 'closed', 'outOfService'].some((service) => this.view.terminal.matches({ service } as never))
    );
  }

  get place(): Place {
    const before = this.view.session?.context.offers.length === 0 && this.view.terminal.matches({ service: 'session' });
    const [visit] = this.shop.kiosk.log.state.open.values();
    const { pinChange, pinReset } = this.view;
    const asked = (pinChange ?? pinReset) === null ? (visit?.counter?.wrong ?? 0) : [this.current, this.fresh];
    return placeOf(this.view, [
      asked,
      this.#trouble,
      before ? this.inSlot : this.view.session === null && this.inSlot !== null,
      this.underway && this.#options.shop,
    ]);
  }

  /** The number on the slip for the register. */
  get pickup(): string {
    return pickupOn(this.shop.devices.receipts.slips);
  }

  /** Waits for what a thread of its own does, e.g. the hash of a staff code; no time passes here meanwhile. */
  async until(so: () => boolean): Promise<void> {
    while (!so()) await this.#options.settle(true);
  }

  /** @param name of a card, after a colon how many tries of the signature PIN are left */
  insert(name: string): void {
    const [kind = '', sign] = name.split(':');
    const profile = this.#options.town.cards.get(kind);
    if (profile === undefined) throw new Error(`no card ${kind} in the sample town`);
    const tries = { ...triesOf(profile), ...(sign === undefined ? {} : { sign: Number(sign) }) };
    const card = this.#cards.get(name) ?? new VirtualCard(profile, { memory: { tries, values: pinsOfCards } });
    this.#cards.set(name, card);
    if (this.#trouble === 'next card mute') card.faults = { muteAt: 2 };
    if (this.#trouble === 'next card slow') card.faults = { slowAt: 2, slowMs: 5_000 };
    this.shop.devices.reader.insert(card);
  }

  /** Staff at the register or the panel, who say what is so. */
  async order(act: StaffAct, why: string): Promise<void> {
    const { kiosk } = this.shop;
    await this.shop.clock.until(kiosk.desk.list(act));
    const subject = act === 'paper' ? this.#count(why) : { id: kiosk.desk.subjects(act)[0]?.id ?? null, why };
    await this.shop.clock.until(this.shop.clerkDoes(act, subject.why, subject.id));
  }

  /** The sheets in the tray; what is not whole is taken away. */
  #count(wanted: string): { readonly id: string; readonly why: string } {
    const { devices, kiosk } = this.shop;
    const { transaction } = kiosk.parts.caseFile;
    const pages = kiosk.log.state.open.get(transaction ?? '')?.issued?.pages ?? 0;
    const sheets = devices.pages.tray.filter(({ name }) => name.startsWith(transaction ?? '')).length;
    if (sheets >= pages) return { id: String(pages), why: 'all-out' };
    devices.pages.takeSheets();
    return { id: String(sheets), why: wanted === 'all-out' ? 'give-back' : wanted };
  }

  strike(trouble: TroubleName): void {
    this.#trouble = trouble;
    troubles[trouble].strike(this.shop);
  }

  mend(): void {
    this.shop.onFault = null;
    this.#trouble = null;
    this.shop.clock.offset = 0;
    heal(this.shop.devices, this.shop.line);
  }

  /** Until the place is another one, or nothing would change any more. */
  async wait(): Promise<void> {
    const { clock } = this.shop;
    const { key } = this.place;
    const end = clock.now() + longestWait;
    let seen = Object.values(this.view);
    while (clock.now() < end && (await clock.next(longestWait))) {
      const now = Object.values(this.view);
      if (now.every((snapshot, index) => snapshot === seen[index])) continue;
      seen = now;
      if (this.place.key !== key) return;
    }
  }

  async powerCut(): Promise<void> {
    this.shop.cut();
    await this.#start();
  }

  /** Does something, lets everything come of it that needs no time, and compares. */
  async do(act: Act): Promise<void> {
    this.path.push(act);
    await play(this, act);
    await this.shop.clock.pass(0);
    this.#compare();
  }

  /** The display, the browser's frame, the statecharts and their models all say the same. */
  #compare(): void {
    this.#found.push(
      ...disagreements(this.shop.kiosk, this.#options.witness, this),
      ...(this.#every?.checkAtRest() ?? []),
    );
  }

  /** What was found since it was last asked. */
  take(): Violation[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  /** Not before a test page is out. */
  async #backToService(): Promise<void> {
    for (; !this.shop.kiosk.log.state.duty; await sleep(this.shop.clock, 10_000))
      await this.shop.clerkDoes('in-service', '', null);
  }

  /** Everything is mended, the terminal must come to wait for the next person, and the judge looks at the whole path. */
  async end(): Promise<void> {
    const { clock, devices } = this.shop;
    try {
      this.mend();
      await clock.until(this.#backToService(), longestRest);
      await clock.until(new Clerk(this.shop, 'attentive', dice(1)).tidy(), longestRest);
      this.#compare();
      if (devices.pages.tray.every(({ name }) => name.startsWith('TEST'))) devices.pages.takeSheets();
      const { log } = this.shop.kiosk;
      const rows = log.tail(log.head.seq - this.#first);
      const judged = await this.#judge.judge({ ...troubled, card: this.#holder }, rows);
      // One after the other there may be several on a path; that they are never at once is looked at after every row.
      this.#found.push(...judged.filter(({ detail }) => !detail.endsWith('visits at once')));
    } catch (error) {
      this.#found.push({ invariant: 'I9', detail: messageOf(error) });
    }
  }

  /** @returns what is wrong with the log */
  async close(): Promise<Violation[]> {
    const log = this.shop.log;
    await this.shop.close();
    const found = audit(log);
    rmSync(this.#folder, { recursive: true, force: true });
    return found;
  }
}
