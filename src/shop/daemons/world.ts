import { type Clock, sleep } from '../../clock.ts';
import type { Row } from '../../log/rows.ts';
import type { StaffAct } from '../../machines/events.ts';
import { messageOf } from '../../outcome.ts';
import { freshMemory } from '../../simulation/card/memory.ts';
import type { Daemons } from '../../simulation/daemons/daemons.ts';
import { type View, viewOf } from '../../ui/screens/view.ts';
import { EveryStep } from '../at-every-step.ts';
import { Judge, type Violation } from '../judge.ts';
import { plainVisit } from '../plan.ts';
import { audit } from '../run.ts';
import { Browser } from '../tour/browser.ts';
import { disagreements } from '../tour/compare.ts';
import { pinsOfCards } from '../tour/people.ts';
import { placeOf } from '../tour/place.ts';
import type { Witness } from '../tour/witness.ts';
import { type Act, play } from './acts.ts';
import { type DaemonShop, type DaemonShopOptions, openDaemonShop } from './shop.ts';
import { type TroubleName, troubles } from './troubles.ts';

/** Between two looks at the terminal, and the longest wait for anything, in milliseconds. */
const lookMs = 10;
const longestMs = 60_000;

export interface DaemonWorldOptions extends Omit<DaemonShopOptions, 'inspect'> {
  readonly witness: Witness;
  /** Whoever plays gives up at once. */
  readonly signal: AbortSignal;
}

/** One terminal on real daemons, from its start, and everybody who does something to it; real time passes. */
export class DaemonWorld extends Browser implements AsyncDisposable {
  readonly shop: DaemonShop;
  readonly path: Act[] = [];
  /** Configurations of the statecharts that were seen. */
  readonly places = new Set<string>();
  readonly #clock: Clock;
  readonly #daemons: Daemons;
  readonly #witness: Witness;
  readonly #signal: AbortSignal;
  readonly #every: EveryStep;
  readonly #judge: Judge;
  #looked: readonly unknown[] = [];
  #trouble: TroubleName | null = null;
  #found: Violation[] = [];
  /** Name of the card that a person was authenticated with. */
  #holder = 'adult';

  private constructor(shop: DaemonShop, { clock, daemons, pages, signal, town, witness }: DaemonWorldOptions) {
    super();
    this.shop = shop;
    this.#clock = clock;
    this.#daemons = daemons;
    this.#witness = witness;
    this.#signal = signal;
    this.#every = new EveryStep(shop);
    this.#judge = new Judge(shop, town, pages);
    const { display, log } = shop.kiosk;
    this.connect(display);
    log.subscribe(({ type }) => {
      if (type === 'centre.authenticate.intent') this.#holder = shop.slot.card ?? this.#holder;
      this.#found.push(...this.#every.check());
    });
  }

  /** A terminal that has just been turned on. */
  static async open(options: DaemonWorldOptions): Promise<DaemonWorld> {
    options.witness.begin();
    return new DaemonWorld(await openDaemonShop({ ...options, inspect: options.witness.inspect }), options);
  }

  get view(): View {
    return viewOf(this.shop.kiosk.actor.getSnapshot());
  }

  insert(name: string): void {
    const profile = this.shop.town.cards.get(name);
    if (profile === undefined) throw new Error(`no card ${name} in the sample town`);
    this.shop.slot.prepare(name, { ...freshMemory(profile), values: pinsOfCards });
    this.shop.slot.insert(name);
  }

  /** Staff at the panel, who say what is so. */
  async order(act: StaffAct, why: string): Promise<void> {
    const { desk } = this.shop.kiosk;
    await desk.list(act);
    await desk.perform({ act, who: 'clerk', why, subject: desk.subjects(act)[0]?.id ?? null });
  }

  async strike(trouble: TroubleName): Promise<void> {
    this.#trouble = trouble;
    await troubles[trouble].strike(this.#daemons);
  }

  async mend(): Promise<void> {
    const trouble = this.#trouble;
    this.#trouble = null;
    if (trouble !== null) await troubles[trouble].mend(this.#daemons);
  }

  /** Looks at the terminal until it is so. @throws a sentence when it does not become so, or somebody gives up */
  async until(so: () => boolean, what: string): Promise<void> {
    for (const end = this.#clock.now() + longestMs; ; ) {
      // After a turn of the event loop nothing is left to be done that needs no time.
      await sleep(this.#clock, lookMs);
      this.#signal.throwIfAborted();
      this.#compare();
      if (so()) return;
      if (this.#clock.now() > end) throw new Error(`${what}: not within a minute, on the screen ${this.name}`);
    }
  }

  /** Does something as soon as it can be done. */
  async do(act: Act): Promise<void> {
    this.path.push(act);
    await play(this, act);
  }

  /** Whenever something has changed, and nothing is left to be done before time passes. */
  #compare(): void {
    const { kiosk, slot } = this.shop;
    const looked = [...Object.values(this.view), this.text, slot.card];
    if (looked.every((part, index) => part === this.#looked[index])) return;
    this.#looked = looked;
    this.places.add(placeOf(this.view, []).configuration);
    this.#found.push(...disagreements(kiosk, this.#witness, this), ...this.#every.checkAtRest());
  }

  /** What was found since it was last asked. */
  take(): Violation[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  /** Everything is mended, the terminal must come to wait for the next person, and the judge looks at all that happened. */
  async end(): Promise<void> {
    const { log } = this.shop.kiosk;
    try {
      await this.mend();
      this.shop.slot.remove();
      if (!log.state.duty) await this.order('in-service', '');
      if (this.name === 'staffNeeded') await this.order('resolve', 'looked-all-well');
      await this.until(() => this.name === 'open' && log.state.open.size === 0, 'the terminal comes to rest');
      const { printer } = this.#daemons;
      if (printer.tray.every(({ name }) => name.startsWith('TEST'))) printer.takeSheets();
      this.#found.push(...(await this.#judge.judge({ ...plainVisit, card: this.#holder }, this.#rows)));
      printer.takeSheets();
    } catch (error) {
      this.#signal.throwIfAborted();
      this.#found.push({ invariant: 'I9', detail: messageOf(error) });
    }
  }

  get #rows(): readonly Row[] {
    const { log } = this.shop.kiosk;
    return log.tail(log.head.seq + 1);
  }

  /** How the visits ended, in their order. */
  get outcomes(): readonly string[] {
    return this.#rows.flatMap((row) => (row.type === 'session.ended' ? [row.data.outcome] : []));
  }

  /** @returns what is wrong with the log */
  async close(): Promise<Violation[]> {
    await this[Symbol.asyncDispose]();
    return audit(this.shop.log);
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.shop[Symbol.asyncDispose]();
  }
}
