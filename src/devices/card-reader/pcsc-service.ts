import { messageOf } from '../../outcome.ts';
import { pcscFault } from './pcsc-faults.ts';
import type { Frame, FrameKind } from './pcsc-frames.ts';
import type { CardLinkFault } from './port.ts';

/* What is used of `smartcard`, so that tests can stand in for it. */
export interface PcscCard {
  transmit(command: Buffer): Promise<Uint8Array>;
  disconnect(disposition: number): void;
}
export interface PcscReader {
  readonly name: string;
  /** SCARD_STATE_* bits; above them, 16 bits that count the reader's insertions and removals since pcscd began. */
  readonly state: number;
  connect(shareMode: number, protocols: number): Promise<PcscCard>;
}
export interface PcscContext {
  listReaders(): readonly PcscReader[];
  /** Resolves when a state is no longer the given one, or after `ms` milliseconds. */
  waitForChange(readers: { name: string; state: number; changed: boolean; atr: null }[], ms: number): Promise<unknown>;
  close(): void;
}
export interface PcscBinding {
  readonly Context: new () => PcscContext;
}

/** pcsclite.h */
const scard = { shareExclusive: 1, protocolT0: 1, protocolT1: 2, resetCard: 1, stateChanged: 0x02, statePresent: 0x20 };
/** The name under which pcscd tells that readers came or went. */
const plugAndPlay = '\\\\?PnP?\\Notification';

/** Between two tries to reach pcscd. */
const retryMs = 250;
/** How long to wait for a change before looking at the readers anyway. */
const watchMs = 1_000;
/** pcscd looks every 400 ms whether a card is in; after this it has noticed what happened before. */
const settledMs = 600;
/** Another program that holds the card is given a second to let it go. */
const share = { tries: 10, pauseMs: 100 };

/** The card that was announced last and is still in. `count`: the reader's counter of insertions and removals. */
interface Held {
  readonly insertion: number;
  readonly reader: string;
  readonly count: number;
}

interface Conversation {
  readonly held: Held;
  context: PcscContext | null;
  card: PcscCard | null;
  /** A call is on its way that cannot be cancelled; `release` waits for its end. */
  busy: boolean;
  /** A command was not answered: who is in the reader now is for pcscd to say. */
  broken: boolean;
  released: boolean;
}

interface ServiceOptions {
  readonly binding: PcscBinding;
  /** Part of the reader's name; null for any. */
  readonly readerName: string | null;
  readonly say: (kind: FrameKind, number?: number, content?: Uint8Array) => void;
  readonly pause: (ms: number) => Promise<void>;
}

const countOf = ({ state }: PcscReader): number => state >>> 16;
const holdsCard = ({ state }: PcscReader): boolean => (state & scard.statePresent) !== 0;

/**
 * The half of the PC/SC transport that calls pcscd. It looks at the readers itself instead of using the binding's monitor,
 * which tells a card that was swapped between two of its looks from one that stayed only by luck: pcscd's counter of
 * insertions and removals tells it always.
 *
 * Readers: all whose name has the configured part. One card is announced at a time, the first one found, and it stays the
 * one until it leaves; a card in another reader is then announced with a number of its own, as if it had just been put in.
 */
export class PcscService {
  readonly #options: ServiceOptions;
  #insertions = 0;
  #held: Held | null = null;
  #conversation: Conversation | null = null;
  #health = '';
  /** Resolved when pcscd can be believed again. */
  #settled: Promise<void> = Promise.resolve();

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  /** Follows readers and cards for ever, through any number of pcscd's lives. */
  async watch(): Promise<never> {
    const { binding, pause } = this.#options;
    for (;;) {
      let context: PcscContext | null = null;
      try {
        context = new binding.Context();
        for (;;) await this.#pass(context);
      } catch (error) {
        this.#look([], `pcscd does not answer (${messageOf(error)})`);
      }
      context?.close();
      await pause(retryMs);
    }
  }

  async #pass(context: PcscContext): Promise<void> {
    await this.#settled;
    const { readerName, pause } = this.#options;
    const readers = context.listReaders();
    const own = readers.filter(({ name }) => readerName === null || name.includes(readerName));
    this.#look(own, readerName === null ? 'no card reader is there' : `no card reader named ${readerName} is there`);
    const known = own.map(({ name, state }) => ({
      name,
      state: state & ~scard.stateChanged,
      changed: false,
      atr: null,
    }));
    // A reader that left meanwhile makes this fail; so does pcscd's end, which the next look will find.
    await context
      .waitForChange([...known, { name: plugAndPlay, state: 0, changed: false, atr: null }], watchMs)
      .catch(() => pause(50));
  }

  #look(readers: readonly PcscReader[], none: string): void {
    const { say } = this.#options;
    const held = this.#held;
    if (held !== null && !readers.some((reader) => isStill(held, reader))) this.#gone(held);
    const names = readers.map(({ name }) => name).join(', ');
    this.#report(readers.length > 0 ? 'working' : 'failed', readers.length > 0 ? names : none);
    const first = readers.find(holdsCard);
    if (this.#held === null && first !== undefined) {
      this.#insertions += 1;
      this.#held = { insertion: this.#insertions, reader: first.name, count: countOf(first) };
      say('inserted', this.#insertions);
    }
    say('alive');
  }

  #report(state: 'working' | 'failed', reason: string): void {
    if (this.#health === `${state} ${reason}`) return;
    this.#health = `${state} ${reason}`;
    this.#options.say(state, 0, Buffer.from(reason));
  }

  #gone(held: Held): void {
    if (this.#held !== held) return;
    this.#held = null;
    this.#options.say('removed', held.insertion);
  }

  receive({ kind, number, content }: Frame): void {
    if (kind === 'connect') void this.#connect(number, content.readUInt32BE());
    if (kind === 'transmit') void this.#transmit(number, content);
    if (kind === 'release') this.#release();
  }

  #fault(request: number, fault: CardLinkFault, sentence: string): void {
    this.#options.say('fault', request, Buffer.from(`${fault} ${sentence}`));
  }

  async #connect(request: number, insertion: number): Promise<void> {
    const held = this.#held;
    if (this.#conversation !== null) return this.#fault(request, 'mute', 'the card still owes an answer');
    if (held?.insertion !== insertion) return this.#fault(request, 'removed', 'that card is no longer in');
    const conversation: Conversation = { held, context: null, card: null, busy: true, broken: false, released: false };
    this.#conversation = conversation;
    try {
      conversation.context = new this.#options.binding.Context();
      conversation.card = await this.#exclusive(conversation.context, held);
      // From here on pcscd tells a swap by itself; until here the counter does.
      if (!isIn(held, conversation.context)) throw new Error('Card was removed');
      this.#options.say('answer', request);
    } catch (error) {
      const [verdict, sentence] = await this.#meaning(conversation, error);
      if (verdict === 'removed') this.#doubt(conversation);
      this.#fault(request, verdict, sentence);
      conversation.released = true;
    }
    await this.#idle(conversation);
  }

  async #exclusive(context: PcscContext, held: Held): Promise<PcscCard> {
    const reader = context.listReaders().find(({ name }) => name === held.reader);
    if (reader === undefined) throw new Error('Reader unavailable');
    for (let tries = 1; ; tries += 1) {
      try {
        return await reader.connect(scard.shareExclusive, scard.protocolT0 | scard.protocolT1);
      } catch (error) {
        if (pcscFault(error).code !== 'SCARD_E_SHARING_VIOLATION') throw error;
        if (tries === share.tries) throw new Error(`another program uses the card (${pcscFault(error).code})`);
      }
      await this.#options.pause(share.pauseMs);
    }
  }

  /** The binding has copied the command when `transmit` returns, so that the frame may be overwritten. */
  async #transmit(request: number, command: Buffer): Promise<void> {
    const conversation = this.#conversation;
    if (conversation === null || conversation.card === null || conversation.busy || conversation.released)
      return this.#fault(request, 'reader', 'no card is connected');
    conversation.busy = true;
    try {
      const answer = await conversation.card.transmit(command);
      // vpcd answers a card that was pulled with success and no bytes.
      if (answer.length < 2) throw new Error('Card was removed');
      this.#options.say('answer', request, answer);
    } catch (error) {
      const [verdict, sentence] = await this.#meaning(conversation, error);
      this.#doubt(conversation);
      this.#fault(request, verdict, sentence);
    }
    await this.#idle(conversation);
  }

  async #meaning({ held, context }: Conversation, error: unknown): Promise<[verdict: CardLinkFault, sentence: string]> {
    const { fault, sentence } = pcscFault(error);
    if (fault !== 'ask') return [fault, sentence];
    await this.#options.pause(settledMs);
    return [context !== null && isIn(held, context) ? 'mute' : 'removed', sentence];
  }

  /**
   * Ends the insertion of a card that did not answer. pcscd may miss a swap between two of its looks; what is in the reader
   * is therefore announced as another insertion, but not before pcscd has looked.
   */
  #doubt(conversation: Conversation): void {
    conversation.broken = true;
    this.#gone(conversation.held);
    this.#settled = this.#options.pause(settledMs);
  }

  #release(): void {
    const conversation = this.#conversation;
    if (conversation === null) return;
    conversation.released = true;
    if (!conversation.busy) void this.#idle(conversation);
  }

  async #idle(conversation: Conversation): Promise<void> {
    conversation.busy = false;
    if (!conversation.released) return;
    // A reset of a card that pcscd does not yet know to be gone leaves its reader `empty` until the next card has left too.
    if (conversation.broken) await this.#settled;
    try {
      // Blocks this process while the card resets; that is what it is a process of its own for.
      conversation.card?.disconnect(scard.resetCard);
      conversation.context?.close();
    } catch {
      // Card or pcscd are gone; there is nothing left to reset.
    }
    this.#conversation = null;
  }
}

const isStill = (held: Held, reader: PcscReader): boolean =>
  reader.name === held.reader && holdsCard(reader) && countOf(reader) === held.count;

function isIn(held: Held, context: PcscContext): boolean {
  try {
    return context.listReaders().some((reader) => isStill(held, reader));
  } catch {
    // No pcscd, no card that could be vouched for.
    return false;
  }
}
