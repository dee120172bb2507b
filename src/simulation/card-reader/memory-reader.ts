import type { CardConnection, CardTransport, CardTransportListener } from '../../devices/card-reader/transport.ts';
import type { VirtualCard } from '../card/virtual-card.ts';

/** A reader slot in memory: a hand puts cards in and pulls them out. */
export class MemoryReader implements CardTransport {
  #listener: CardTransportListener | null = null;
  #card: VirtualCard | null = null;
  /** Every command and answer length, for counting; never their content. */
  readonly traffic: { readonly ins: number; readonly command: number; readonly answer: number }[] = [];

  get card(): VirtualCard | null {
    return this.#card;
  }

  get occupied(): boolean {
    return this.#card !== null;
  }

  open(listener: CardTransportListener): void {
    this.#listener = listener;
    listener.health('working', 'simulated reader');
    if (this.#card !== null) listener.inserted();
  }

  insert(card: VirtualCard): void {
    this.remove();
    card.reset();
    this.#card = card;
    this.#listener?.inserted();
  }

  remove(): void {
    if (this.#card === null) return;
    this.#card.reset();
    this.#card = null;
    this.#listener?.removed();
  }

  /** The reader itself fails or comes back. */
  setHealth(state: 'working' | 'failed'): void {
    this.#listener?.health(state, state === 'working' ? 'simulated reader' : 'unplugged');
    if (state === 'working' && this.#card !== null) this.#listener?.inserted();
  }

  async connect(): Promise<CardConnection> {
    const card = this.#card;
    if (card === null) throw new Error('no card in the reader');
    card.reset();
    return {
      transmit: async (command) => {
        const answer = this.#card === card ? card.transmit(command) : null;
        this.traffic.push({ ins: command[1] ?? 0, command: command.length, answer: answer?.length ?? 0 });
        if (answer === null) {
          if (this.#card === card) this.remove();
          throw new Error('the card is gone');
        }
        return answer;
      },
      release: () => card.reset(),
    };
  }

  async close(): Promise<void> {
    this.#listener = null;
  }
}
