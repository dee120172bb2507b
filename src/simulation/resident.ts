import { type Clock, sleep } from '../clock.ts';
import type { Means, PinKind, Service } from '../machines/events.ts';
import type { Display } from '../ui/display.ts';
import { buttonsOf } from '../ui/screens/screen.ts';
import type { VirtualCard } from './card/virtual-card.ts';
import type { CoinFate } from './coin-unit/acceptor-model.ts';

/** What a resident wants of one visit. */
export interface Wish {
  readonly card: VirtualCard;
  /** Certificates when it is left out. */
  readonly service?: Service;
  /** The PIN to change: the one of four digits when it is left out. */
  readonly pin?: PinKind;
  /** PINs and passwords in the order they are typed, whatever they are asked for; then the resident gives up. */
  readonly pins: readonly string[];
  /** Positions of household members to leave on the paper, 1 = the holder; empty = everybody. */
  readonly members: readonly number[];
  /** Name of a certificate; 住民票の写し when it is left out. */
  readonly certificate?: string;
  /** Items that are left out unless asked. */
  readonly show: readonly string[];
  /** One when it is left out. */
  readonly copies?: number;
  /** Coins in yen, in the order they are dropped; when they are used up the resident presses stop. */
  readonly coins: readonly number[];
  /** What to pay with where there is a choice, in the order it is tried; then the resident gives up. Coins when it is left out. */
  readonly means?: readonly Means[];
  /** What is done at the payment terminal, at the register, and before staff who want to see the slip; at each look. */
  readonly atTerminal?: () => void;
  readonly atRegister?: () => void;
  readonly atStaff?: () => void;
  /** The pick-up number that is entered. */
  readonly pickup?: () => string;
  /**
   * Whether something else was done than what a screen asks for; asked at each look.
   * @param screen last name of its id, e.g. `enteringPin`
   */
  readonly instead?: (screen: string) => boolean;
  /** Milliseconds between two looks at the screen; 20 unless given. */
  readonly lookMs?: number;
}

/** Where a hand puts a card in and pulls it out: the slot in memory, or a reader behind pcscd. */
export interface CardSlot {
  readonly occupied: boolean;
  insert(card: VirtualCard): void;
  remove(): void;
}

/** Where a hand drops coins. */
export interface CoinSlot {
  /** A coin is on its way between slot and credit. */
  readonly rolling: boolean;
  drop(yen: number): CoinFate;
}

/** Between two looks at the screen. */
const usualLookMs = 20;
/** Between two coins; a coin that is handed back is tried this often. */
const coinMs = 300;
const coinTries = 5;
/** After the last coin, until the resident presses stop. */
const giveUpMs = 2_000;
/** Without anything changing until the resident gives up. */
const patienceMs = 900_000;

/** A resident who reads the screen and does what it asks, through the same protocol as the display in Chromium. */
export class Resident {
  readonly #display: Display;
  readonly #acceptor: CoinSlot;
  readonly #slot: CardSlot;
  readonly #clock: Clock;
  readonly #wish: Wish;
  #pins: string[];
  #coins: number[];
  #means: Means[];
  #chosen = false;
  /** Pressed for so far. */
  #copies = 1;
  #nextCoinAt = 0;
  #coinTries = 0;

  constructor(display: Display, slot: CardSlot, acceptor: CoinSlot, clock: Clock, wish: Wish) {
    this.#display = display;
    this.#slot = slot;
    this.#acceptor = acceptor;
    this.#clock = clock;
    this.#wish = wish;
    this.#pins = [...wish.pins];
    this.#coins = [...wish.coins];
    this.#means = [...(wish.means ?? ['coins'])];
  }

  #press(id: string): void {
    this.#display.touch(this.#display.seq, id);
  }

  /** Serves the screens until `finished` says so. @throws a sentence when the screen does not move for a quarter of an hour */
  async visit(finished: () => boolean): Promise<void> {
    const { lookMs = usualLookMs } = this.#wish;
    let quiet = 0;
    let last = -1;
    while (!finished()) {
      if (this.#display.seq === last) quiet += 1;
      else quiet = 0;
      if (quiet * lookMs > patienceMs)
        throw new Error(`the screen ${this.#display.screen.id} did not change for a quarter of an hour`);
      last = this.#display.seq;
      this.#look();
      await sleep(this.#clock, lookMs);
    }
  }

  #look(): void {
    const name = this.#display.screen.id.split('.').at(-1) ?? '';
    if (this.#wish.instead?.(name)) return;
    this.#acts[name]?.();
  }

  readonly #confirm = (): void => this.#press('resident.confirm');
  readonly #takeCard = (): void => this.#slot.remove();

  /** What is done on each screen, by the last name of its id; on all others the resident waits. */
  readonly #acts: Readonly<Record<string, () => void>> = {
    choosingService: () => this.#press(`service.${this.#wish.service ?? 'certificates'}`),
    insertingCard: () => {
      if (!this.#slot.occupied) this.#slot.insert(this.#wish.card);
    },
    enteringPin: () => this.#type(),
    // Who has another PIN to try dares the last try; the others stop.
    lastTry: () => this.#press(this.#pins.length > 0 ? 'resident.confirm' : 'resident.cancel'),
    takingCardBack: this.#takeCard,
    returningCard: this.#takeCard,
    cardLeft: this.#takeCard,
    noticingLapse: this.#confirm,
    choosingCertificate: () => this.#press(`certificate.${this.#wish.certificate ?? 'juminhyo'}`),
    choosingOptions: () => {
      if (!this.#chosen) this.#choose();
      this.#chosen = true;
      this.#press('resident.next');
    },
    confirmingMyNumber: this.#confirm,
    confirming: () => {
      if (this.#copies >= (this.#wish.copies ?? 1)) this.#confirm();
      else this.#press('copies.more');
      this.#copies += 1;
    },
    showingClaim: this.#confirm,
    takingMoney: this.#confirm,
    refused: () => {
      this.#takeCard();
      this.#confirm();
    },
    paying: () => this.#pay(),
    choosing: () => {
      const means = this.#means.shift();
      this.#press(means === undefined ? 'resident.cancel' : `means.${means}`);
    },
    touching: () => this.#wish.atTerminal?.(),
    atCounter: () => this.#wish.atRegister?.(),
    enteringNumber: () => this.#enter(this.#wish.pickup?.() ?? ''),
    askingStaff: () => this.#wish.atStaff?.(),
    delivering: () => this.#press('resident.collected'),
    choosingPin: () => this.#press(`pin.${this.#wish.pin ?? 'auth'}`),
    explaining: this.#confirm,
    enteringCurrent: () => this.#type(),
    enteringPassword: () => this.#type(),
    enteringFresh: () => this.#type(),
    enteringAgain: () => this.#type(),
    succeeded: this.#confirm,
    submitted: this.#confirm,
    showing: this.#confirm,
  };

  /** The next PIN or password, key by key. */
  #type(): void {
    const entry = this.#pins.shift();
    if (entry === undefined) {
      this.#press('resident.cancel');
      return;
    }
    this.#enter(entry);
  }

  #enter(entry: string): void {
    const keys = this.#display.screen.blocks.flatMap((block) => (block.kind === 'pin' ? block.keys : []));
    for (const character of entry) this.#display.key(this.#display.seq, keys.indexOf(character));
    this.#press('resident.submitPin');
  }

  #choose(): void {
    const ids = buttonsOf(this.#display.screen)
      .map(({ id }) => id)
      .filter((id) => id.startsWith('member.'));
    if (this.#wish.members.length > 0)
      ids.forEach((id, index) => {
        if (!this.#wish.members.includes(index + 1)) this.#press(id);
      });
    for (const item of this.#wish.show) this.#press(`option.${item}`);
  }

  #pay(): void {
    const next = this.#coins[0];
    if (next === undefined) {
      if (this.#clock.now() > this.#nextCoinAt + giveUpMs) this.#press('resident.cancel');
      return;
    }
    if (!this.#display.screen.buttons.some(({ id }) => id === 'resident.cancel')) return;
    if (this.#acceptor.rolling || this.#clock.now() < this.#nextCoinAt) return;
    this.#nextCoinAt = this.#clock.now() + coinMs;
    this.#coinTries += 1;
    // A coin that falls through is tried again a few times, as people do, and then put away.
    if (this.#acceptor.drop(next) === 'rejected' && this.#coinTries < coinTries) return;
    this.#coins.shift();
    this.#coinTries = 0;
  }
}
