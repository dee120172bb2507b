import type { PinEntry } from '../card/pin-entry.ts';
import type { KioskEvent } from '../machines/events.ts';
import type { Speech } from '../speech/speech.ts';
import { buttonsOf, frameOf, type Pad, padOf, type Screen, type Typist } from './screens/screen.ts';

/** What became of a touch. `stale`: it was meant for a screen that is no longer shown, or was the second of a double tap. */
export type TouchResult = 'accepted' | 'stale' | 'nothing-there';

/**
 * The one display. It numbers its screens, and a touch counts only for the screen that is shown: a late or doubled one is
 * dropped. It is the same for Chromium, for a visit without a screen and for the model test.
 */
export class Display {
  readonly #send: (event: KioskEvent) => void;
  readonly #entries: Readonly<Record<Typist, PinEntry>>;
  readonly #speech: (screen: Screen) => Speech | null;
  readonly #listeners = new Set<(frame: string) => void>();
  #screen: Screen;
  #shown: string;
  #seq = 1;
  /** The frame of this screen and number, made when it is first asked for. */
  #frame: string | null = null;

  constructor(
    screen: Screen,
    send: (event: KioskEvent) => void,
    entries: Readonly<Record<Typist, PinEntry>>,
    speech: (screen: Screen) => Speech | null = () => null,
  ) {
    this.#screen = screen;
    this.#shown = JSON.stringify(screen);
    this.#send = send;
    this.#entries = entries;
    this.#speech = speech;
  }

  get screen(): Screen {
    return this.#screen;
  }

  get seq(): number {
    return this.#seq;
  }

  /** What is said of a screen, of the one that is shown unless given; null when the voice is off. */
  speechOf(screen: Screen = this.#screen): Speech | null {
    return this.#speech(screen);
  }

  get frame(): string {
    this.#frame ??= frameOf(this.#screen, this.#seq, this.speechOf());
    return this.#frame;
  }

  /** Shows a screen; nothing happens when it says and does the same as the one before. */
  show(screen: Screen): void {
    const shown = JSON.stringify(screen);
    this.#screen = screen;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#next();
  }

  #next(): void {
    this.#seq += 1;
    this.#frame = null;
    for (const listener of this.#listeners) listener(this.frame);
  }

  subscribe(listener: (frame: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A button or choice by its id. */
  touch(seq: number, id: string): TouchResult {
    if (seq !== this.#seq) return 'stale';
    const button = buttonsOf(this.#screen).find((candidate) => candidate.id === id);
    if (button === undefined || button.disabled) return 'nothing-there';
    this.#accept(button.event);
    return 'accepted';
  }

  /** A key of the PIN pad or keyboard by its position. The character goes into the PIN buffer and nowhere else. */
  key(seq: number, position: number): TouchResult {
    return this.#type(seq, (entry, { digits }) => entry.press(position, digits));
  }

  erase(seq: number): TouchResult {
    return this.#type(seq, (entry) => {
      entry.back();
      return true;
    });
  }

  #type(seq: number, change: (entry: PinEntry, pad: Pad) => boolean): TouchResult {
    if (seq !== this.#seq) return 'stale';
    const pad = padOf(this.#screen);
    if (pad === null || !change(this.#entries[pad.of], pad)) return 'nothing-there';
    const { complete, length } = this.#entries[pad.of];
    this.#accept({ type: pad.of === 'staff' ? 'panel.codeChanged' : 'resident.pinChanged', length, complete });
    return 'accepted';
  }

  #accept(event: KioskEvent): void {
    const before = this.#seq;
    this.#send(event);
    if (this.#seq === before) this.#next();
  }
}
