import type { Speech, Utterance } from '../../speech/speech.ts';

/** Where sound comes out. */
export interface Sound {
  /** Plays recordings one after the other. Resolves at their end, or when they are stopped; what cannot be played is left out. */
  play(clips: readonly string[]): Promise<void>;
  stop(): void;
  hold(on: boolean): void;
  /** @param volume 0 to 1 */
  loudness(volume: number): void;
  tone(): void;
}

/** Volumes from the least to the loudest; the middle one is where the next person begins. */
export const volumes: readonly number[] = [0.15, 0.3, 0.5, 0.75, 1];
const usual = 2;

/** What `after` says that `before` did not; everything on another screen. */
export function fresh(before: Speech | null, after: Speech, sameScreen: boolean): readonly Utterance[] {
  if (before === null || !sameScreen) return after.said;
  const known = new Set(before.said.map(({ text }) => text));
  return after.said.filter(({ text }) => !known.has(text));
}

const holds = (speech: Speech, { text }: Utterance): boolean => speech.said.some((one) => one.text === text);

/** Reads screens aloud: what is new at once, everything on request, and nothing any more as soon as something is touched. */
export class Player {
  readonly #sound: Sound;
  /** Told what is being said: all of it, and how much of it has begun. */
  readonly #shown: (saying: readonly Utterance[], at: number) => void;
  #speech: Speech | null = null;
  /** What is being said and has yet to be. */
  #rest: readonly Utterance[] = [];
  #screen = '';
  #volume = usual;
  #held = false;
  /** Goes up when something else is said. */
  #turn = 0;

  constructor(sound: Sound, shown: (saying: readonly Utterance[], at: number) => void) {
    this.#sound = sound;
    this.#shown = shown;
  }

  /**
   * A screen is shown.
   * @param screen names it: another one is read from its beginning
   * @param rests nobody is being served, or somebody else than before: the volume goes back
   */
  show(screen: string, speech: Speech | null, rests: boolean): void {
    const before = this.#speech;
    const same = screen === this.#screen;
    this.#speech = speech;
    this.#screen = screen;
    if (speech === null || (rests && !same)) this.#setVolume(usual);
    if (speech === null) {
      if (before !== null) this.hush();
      return;
    }
    const said = fresh(before, speech, same);
    // What was cut off is said after it, where it still holds.
    const rest = same ? this.#rest.filter((one) => holds(speech, one) && !said.includes(one)) : [];
    if (said.length > 0) this.#say([...said, ...rest]);
    else if (before?.said.some((one) => !holds(speech, one))) this.#continue(rest);
  }

  /** From the top, once more. */
  repeat(): void {
    if (this.#speech !== null) this.#say(this.#speech.said);
  }

  /** What the key with the focus is called. */
  name(id: string): void {
    const utterance = this.#speech?.keys[id];
    if (utterance !== undefined) this.#say([utterance]);
  }

  pause(): void {
    if (this.#speech === null) return;
    this.#held = !this.#held;
    this.#sound.hold(this.#held);
  }

  louder(step: 1 | -1): void {
    if (this.#speech === null) return;
    this.#setVolume(Math.min(volumes.length - 1, Math.max(0, this.#volume + step)));
    this.#sound.tone();
  }

  /** A digit was taken: nothing else is said of it. */
  tone(): void {
    if (this.#speech !== null) this.#sound.tone();
  }

  get volume(): number {
    return this.#volume;
  }

  /** Silence, at once. */
  hush(): void {
    this.#turn += 1;
    this.#rest = [];
    this.#sound.stop();
    this.#release();
    this.#shown([], 0);
  }

  /** Goes on with what is left, or ends. */
  #continue(rest: readonly Utterance[]): void {
    if (rest.length === 0) this.hush();
    else if (rest.length < this.#rest.length) this.#say(rest);
  }

  #release(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#sound.hold(false);
  }

  #setVolume(volume: number): void {
    this.#volume = volume;
    this.#sound.loudness(volumes[volume] ?? 1);
  }

  async #say(said: readonly Utterance[]): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#sound.stop();
    this.#release();
    for (const [index, { clips }] of said.entries()) {
      this.#rest = said.slice(index);
      this.#shown(said, index);
      await this.#sound.play(clips);
      if (turn !== this.#turn) return;
    }
    this.#rest = [];
  }
}
