import type { Display } from '../../ui/display.ts';
import { buttonsOf, type Screen } from '../../ui/screens/screen.ts';
import { hear } from '../../ui/server.ts';

/** A frame as the browser gets it. */
interface Frame {
  readonly seq: number;
  readonly screen: Screen;
}

/** The browser's side of the screen's protocol: the last frame it was sent, and the touches it sends, as text. */
export class Browser {
  #display: Display | null = null;
  #text = '';
  #frame: Frame | null = null;

  /** Shows what this display sends from now on. */
  protected connect(display: Display): void {
    const show = (text: string): void => {
      this.#text = text;
      this.#frame = null;
    };
    this.#display = display;
    show(display.frame);
    display.subscribe(show);
  }

  /** The frame as it came. */
  get text(): string {
    return this.#text;
  }

  get frame(): Frame {
    this.#frame ??= JSON.parse(this.#text) as Frame;
    return this.#frame;
  }

  /** Last name of the screen. */
  get name(): string {
    return this.frame.screen.id.split('.').at(-1) ?? '';
  }

  /** Ids of everything that can be touched. */
  get buttons(): readonly string[] {
    return buttonsOf(this.frame.screen)
      .filter(({ disabled }) => disabled !== true)
      .map(({ id }) => id);
  }

  get warned(): boolean {
    return this.frame.screen.warning !== null;
  }

  get #block() {
    return this.frame.screen.blocks.find((block) => block.kind === 'pin');
  }

  /** What the keys on the screen enter; null without any. */
  get pad(): 'auth' | 'sign' | 'staff' | 'pickup' | null {
    const block = this.#block;
    if (block === undefined) return null;
    if (block.of === 'staff') return 'staff';
    if (this.name === 'enteringNumber') return 'pickup';
    return block.keys.length > 12 ? 'sign' : 'auth';
  }

  get filled(): number {
    return this.#block?.filled ?? 0;
  }

  #send(message: object): void {
    if (this.#display === null || !hear(this.#display, JSON.stringify({ ...message, seq: this.frame.seq })))
      throw new Error(`the server does not know ${JSON.stringify(message)}`);
  }

  touch(id: string): void {
    this.#send({ type: 'touch', id });
  }

  type(text: string): void {
    const keys = this.#block?.keys ?? [];
    for (const character of text) {
      const position = keys.indexOf(character);
      if (position >= 0) this.#send({ type: 'key', position });
    }
  }

  erase(): void {
    this.#send({ type: 'erase' });
  }
}
