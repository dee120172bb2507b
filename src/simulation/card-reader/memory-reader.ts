import { type Clock, sleep } from '../../clock.ts';
import type { CardConnection, CardTransport, CardTransportListener } from '../../devices/card-reader/transport.ts';
import { type CardTraffic, trafficOf } from '../card/traffic.ts';
import type { VirtualCard } from '../card/virtual-card.ts';

/** A card in the slot, until `pulled` is aborted. */
interface Insertion {
  readonly card: VirtualCard;
  readonly pulled: AbortController;
}

/** A reader slot in memory: a hand puts cards in and pulls them out. */
export class MemoryReader implements CardTransport {
  readonly #clock: Clock | null;
  #listener: CardTransportListener | null = null;
  #insertion: Insertion | null = null;
  #working = true;
  /** Every command and answer length, for counting; never their content. */
  readonly traffic: CardTraffic[] = [];

  /** @param options.clock what a slow card waits by; without one every answer comes at once */
  constructor({ clock }: { readonly clock?: Clock } = {}) {
    this.#clock = clock ?? null;
  }

  get card(): VirtualCard | null {
    return this.#insertion?.card ?? null;
  }

  get occupied(): boolean {
    return this.#insertion !== null;
  }

  open(listener: CardTransportListener): void {
    this.#listener = listener;
    listener.health('working', 'simulated reader');
    if (this.occupied) listener.inserted();
  }

  insert(card: VirtualCard): void {
    this.remove();
    card.reset();
    this.#insertion = { card, pulled: new AbortController() };
    this.#listener?.inserted();
  }

  remove(): void {
    const insertion = this.#insertion;
    if (insertion === null) return;
    this.#insertion = null;
    insertion.card.reset();
    insertion.pulled.abort();
    this.#listener?.removed();
  }

  /** The reader itself fails or comes back. */
  setHealth(state: 'working' | 'failed'): void {
    if (this.#working === (state === 'working')) return;
    this.#working = state === 'working';
    this.#listener?.health(state, state === 'working' ? 'simulated reader' : 'unplugged');
    if (state === 'working' && this.occupied) this.#listener?.inserted();
  }

  async connect(): Promise<CardConnection> {
    const insertion = this.#insertion;
    if (insertion === null) throw new Error('no card in the reader');
    const { card } = insertion;
    card.reset();
    return { transmit: (command) => this.#transmit(insertion, command), release: () => card.reset() };
  }

  async #transmit(insertion: Insertion, command: Uint8Array): Promise<Uint8Array> {
    const { card, pulled } = insertion;
    const reply = pulled.signal.aborted ? ({ kind: 'gone' } as const) : card.exchange(command);
    this.traffic.push(trafficOf(command, reply.kind === 'answer' ? reply.bytes : null));
    if (reply.kind === 'mute')
      await new Promise<void>((resolve) => pulled.signal.addEventListener('abort', () => resolve()));
    if (reply.kind === 'gone' && this.#insertion === insertion) this.remove();
    if (reply.kind === 'answer' && reply.afterMs > 0 && this.#clock !== null)
      await sleep(this.#clock, reply.afterMs, pulled.signal);
    if (reply.kind !== 'answer' || pulled.signal.aborted) throw new Error('the card is gone');
    return reply.bytes;
  }

  async close(): Promise<void> {
    this.#listener = null;
  }
}
